/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The video input port: its registers. No board has a video source, so no data ever arrives. */
#include "lx/vip.h"

#include "strict/rules.h"

#define VIP_BASE   UINT32_C(0x54000000)
#define VIP_DEVICE 0x0003c400 /* CAP; the revision byte is not known (sheet 3.2) */

static const struct reg msrs[VIP_MSRS] = {
	{.name = "GLD_MSR_CAP", .addr = 0x2000, .width = 64, .reset = VIP_DEVICE, .ro = UINT64_MAX},
	{.name = "GLD_MSR_CONFIG", .addr = 0x2001, .width = 64, .unmodelled = UINT64_MAX},
	/* Fifteen sources; all of them tell of video data, so none ever fires. */
	{.name = "GLD_MSR_SMI",
	 .addr = 0x2002,
	 .width = 64,
	 .reset = 0x7fff,
	 .w1c = 0x7fff0000,
	 .ro = ~UINT64_C(0x7fff7fff),
	 .unmodelled = 0x7fff},
	{.name = "GLD_MSR_ERROR", .addr = 0x2003, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_PM", .addr = 0x2004, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_DIAG", .addr = 0x2005, .width = 64, .unmodelled = UINT64_MAX},
};
static const struct reg_why msr_why[] = {
	GLD_WHY_CONFIG(0x2000),
	GLD_WHY_PM(0x2000),
	GLD_WHY_DIAG(0x2000),
	{0x2002, 0x2002, "no video comes in, so that no SMI arises"},
	{0x2003, 0x2003, "no video comes in, so that no error arises"},
};
static const struct reg_table msr_table = REG_TABLE_WHY("vip", "msr", msrs, msr_why);

#define STORED(NAME, ADDR, RESET)                                              \
	{                                                                      \
		.name = (NAME), .addr = (ADDR), .width = 32, .reset = (RESET), \
		.unmodelled = 0xffffffff                                       \
	}
/* Buffer addresses: the data book demands 32-byte alignment, the low bits are zero. */
#define BASE(NAME, ADDR)                                                              \
	{                                                                             \
		.name = (NAME), .addr = (ADDR), .width = 32, .unmodelled = 0xffffffff \
	}

/* Everything is unmodelled for one reason: without a video source nothing has an effect. */
static const struct reg regs[VIP_REGS] = {
	STORED("VIP_CTL_REG1", 0x00, 0x42000001), /* held in reset */
	STORED("VIP_CTL_REG2", 0x04, 0),
	{.name = "VIP_STATUS", .addr = 0x08, .width = 32, .ro = 0xffffffff, .probed = true},
	{.name = "VIP_INT",
	 .addr = 0x0c,
	 .width = 32,
	 .reset = 0xfffe,
	 .w1c = 0xffff0000,
	 .unmodelled = 0xffff},
	{.name = "VIP_CUR_TAR",
	 .addr = 0x10,
	 .width = 32,
	 .ro = 0x0000ffff,
	 .probed = true,
	 .unmodelled = 0xffff0000},
	STORED("VIP_MAX_ADDR", 0x14, 0),
	BASE("VIP_TASK_A_VID_EVEN_BASE", 0x18),
	BASE("VIP_TASK_A_VID_ODD_BASE", 0x1c),
	BASE("VIP_TASK_A_VBI_EVEN_BASE", 0x20),
	BASE("VIP_TASK_A_VBI_ODD_BASE", 0x24),
	STORED("VIP_TASK_A_VID_PITCH", 0x28, 0),
	STORED("VIP_CTL_REG3", 0x2c, 0),
	STORED("VIP_TASK_A_V_OFFSET", 0x30, 0),
	STORED("VIP_TASK_A_U_OFFSET", 0x34, 0),
	BASE("VIP_TASK_B_VID_EVEN_BASE_HORIZ_END", 0x38),
	BASE("VIP_TASK_B_VID_ODD_BASE_HORIZ_START", 0x3c),
	BASE("VIP_TASK_B_VBI_EVEN_BASE_VBI_END", 0x40),
	BASE("VIP_TASK_B_VBI_ODD_BASE_VBI_START", 0x44),
	STORED("VIP_TASK_B_DATA_PITCH_VERT_START_EVEN", 0x48, 0),
	STORED("VIP_TASK_B_V_OFFSET", 0x50, 0),
	STORED("VIP_TASK_B_U_OFFSET", 0x54, 0),
	BASE("VIP_ANC_MSG1_BASE", 0x58),
	BASE("VIP_ANC_MSG2_BASE", 0x5c),
	STORED("VIP_ANC_MSG_SIZE", 0x60, 0),
	STORED("VIP_PAGE_OFFSET", 0x68, 0),
	STORED("VIP_VERT_START_STOP", 0x6c, 0),
	STORED("VIP_FIFO_ADDR", 0x70, 0),
	STORED("VIP_FIFO_DATA", 0x74, 0),
	STORED("VIP_SYNC_ERR_COUNT", 0x78, 0),
	STORED("VIP_TASK_A_U_EVEN_OFFSET", 0x7c, 0),
	STORED("VIP_TASK_A_V_EVEN_OFFSET", 0x80, 0),
};
static const struct reg_why why[] = {
	{0x0, UINT32_MAX, "no board has a video source: nothing arrives that these could act on"},
};
static const struct reg_table reg_table = REG_TABLE_WHY("vip", "mmio", regs, why);

static uint64_t vip_msr_read(void *o, uint32_t msr)
{
	return gld_msr_read(&((struct vip *)o)->gld, msr);
}

static void vip_msr_write(void *o, uint32_t msr, uint64_t val)
{
	gld_msr_write(&((struct vip *)o)->gld, msr, val);
}

static uint64_t vip_mem_read(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	(void)flags;
	return reg_read_bytes(&((struct vip *)o)->regs, addr & (VIP_MMIO_SIZE - 1), size, 0);
}

static void vip_mem_write(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	struct vip *v = o;
	uint32_t at = addr & (VIP_MMIO_SIZE - 1);

	(void)flags;
	if (reg_write_bytes(&v->regs, at, size, val))
		rule_broken(v->env->rules, RULE_VIDEO_HOLE, "write of VIP offset %04X",
			    (unsigned)at);
}

void vip_init(struct vip *v, const struct env *env)
{
	*v = (struct vip){.env = env};
	gld_init(&v->gld, env, &msr_table, v, v->msr_value, v->msr_cover, VIP_BASE, 0);
	reg_file_init(&v->regs, &reg_table, v, v->value, v->cover);
	v->regs.note = rules_reg_note;
	v->regs.note_opaque = env->rules;
	signal_init(&v->irq, "vip.irq");
	signal_init(&v->asmi, "vip.asmi");
	signal_init(&v->aerr, "vip.aerr");
}

void vip_reset(struct vip *v)
{
	reg_file_reset(&v->gld.regs);
	reg_file_reset(&v->regs);
}

struct gl_device vip_device(struct vip *v)
{
	return (struct gl_device){
		.name = "vip",
		.opaque = v,
		.msr_read = vip_msr_read,
		.msr_write = vip_msr_write,
		.mem_read = vip_mem_read,
		.mem_write = vip_mem_write,
		.asmi = &v->asmi,
		.aerr = &v->aerr,
	};
}

const struct reg_file *vip_regs(const struct vip *v, unsigned n)
{
	const struct reg_file *const file[] = {&v->gld.regs, &v->regs};

	return n < 2 ? file[n] : NULL;
}
