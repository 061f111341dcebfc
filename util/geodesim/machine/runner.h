/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --bare: the processor alone with memory, one program per line of JSON. */
#ifndef GEODESIM_MACHINE_RUNNER_H
#define GEODESIM_MACHINE_RUNNER_H

#include <stdio.h>

#include "cpu/cpu.h"

/**
 * runner_run - read programs from in until its end, write one result line each to out
 *
 * A program is an object; members, all optional:
 *   "name"    anything; returned as it is
 *   "regs"    {"eax": 1, "cs": 61440, "eip": 0, "cr0": 0, ...}: names as cpu_reg_name() has
 *             them; a selector sets base = 16 * selector unless cr0.pe is set, "es_base",
 *             "es_limit", "es_attr" set the hidden parts. Others keep their RESET values.
 *   "ram"     [[address, byte], ...]: bytes put into memory, which is otherwise zero
 *   "load"    [[address, "file"], ...]: flat binaries put into memory
 *   "initial" {"regs": ..., "ram": ...}: the same two, one level down (as the single-step
 *             vectors have it); "final" and other members are not looked at
 *   "mem_kib" size of memory from 0 (default 16384, at most 1 GiB)
 *   "rom"     "file": a ROM, at the top of 4 GiB and its last 128 KiB below 1 MiB too
 *   "until"   "halt" (default): until HLT or shutdown; "insn": one instruction
 *   "max"     most instructions (default 1000000)
 *   "in"      value that ports read as (default 4294967295)
 *   "read"    [[address, length], ...]: memory to return whatever changed
 * The result:
 *   "name"; "stop": "halt", "insn", "shutdown" or "max"; "regs": all registers;
 *   "ram": [[address, byte], ...] every byte of memory that differs from the start;
 *   "out": [[port, size, value], ...] port writes in order (the first 2^23);
 *   "read": ["hex", ...]; "instructions"; "clocks"
 * A line that cannot be run gives {"error": "..."}. Numbers are decimal, addresses physical.
 * @coverage: the opcode coverage of all programs goes there, NULL: none is kept (it is slow).
 * Returns 0, or -1 when memory runs out.
 */
int runner_run(FILE *in, FILE *out, enum cpu_model model, FILE *coverage);

#endif
