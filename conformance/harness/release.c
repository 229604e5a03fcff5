// SPDX-License-Identifier: GPL-2.0-only
#include "release.h"

#include <stdio.h>

#include "expect.h"

static int declared_major, declared_minor;
static bool declared;

bool declare_upstream(const char *release)
{
	char rest;

	declared = sscanf(release, "%d.%d%c", &declared_major, &declared_minor,
			  &rest) == 2;
	return declared;
}

bool is_upstream_declared(void)
{
	return declared;
}

void expect_since_at(const char *file, int line, int major, int minor,
		     bool present)
{
	bool reached;

	if (!declared)
		skip(NOT_UPSTREAM);
	reached = declared_major > major ||
		  (declared_major == major && declared_minor >= minor);
	note("declared upstream %d.%d: %s", declared_major, declared_minor,
	     present ? "present" : "absent");
	if (present != reached)
		fail_at(file, line, "expected %s in Linux %d.%d, got %s",
			reached ? "present" : "absent", declared_major,
			declared_minor, present ? "present" : "absent");
}
