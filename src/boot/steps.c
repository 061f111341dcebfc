/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a stage's list of steps. */
#include <boot/context.h>
#include <boot/stages.h>
#include <console/console.h>
#include <lib/errors.h>

void run_steps(const struct boot_step *steps, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		int err;

		console_uart_pump();
		post_code(steps[i].post);
		if (steps[i].timestamp)
			timestamp_add(steps[i].timestamp);
		err = steps[i].run();
		if (err)
			pr_err("%s: %s: %s. Going on without.\n", context()->stage, steps[i].name,
			       err_str(err));
	}
}
