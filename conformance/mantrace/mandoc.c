// SPDX-License-Identifier: GPL-2.0-only
#include "mandoc.h"
#include "program.h"

enum {
	/* mandoc(1), EXIT STATUS: up to here it has printed the page. */
	LAST_PRINTED_STATUS = 4,
};

int mandoc_run(const char *const *options, const char *directory,
	       const struct text *input, struct text *output,
	       struct text *complaints, struct fault *fault)
{
	const struct program mandoc = {
		.name = "mandoc",
		.package = "mandoc",
		.arguments = options,
		.directory = directory,
		.input = input,
	};
	int status = program_run(&mandoc, output, complaints, fault);

	if (status > LAST_PRINTED_STATUS)
		return fault_at(fault, 0, "mandoc gave up with status %d",
				status);
	return status < 0 ? -1 : 0;
}
