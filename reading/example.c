// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <string.h>

#include "example.h"

#define EMPTY_LINE "\\&"
/* A blank that mandoc keeps. */
#define GUARD_LINE "\\&\\ "
#define GUARD_HTML "&#x00A0;"

static bool is_line(const char *line, size_t length, const char *wanted)
{
	return length == strlen(wanted) && !strncmp(line, wanted, length);
}

void guard_example_lines(const char *page, struct text *guarded)
{
	bool inside = false;

	while (*page) {
		size_t length = strcspn(page, "\n");

		if (is_line(page, length, ".EX"))
			inside = true;
		else if (is_line(page, length, ".EE"))
			inside = false;
		if (inside && is_line(page, length, EMPTY_LINE)) {
			text_add_string(guarded, GUARD_LINE);
		} else {
			if (inside && *page == ' ')
				text_add_string(guarded, "\\&");
			text_add(guarded, page, length);
		}
		page += length;
		if (*page)
			text_add(guarded, page++, 1);
	}
}

void restore_example_lines(const char *html, struct text *restored)
{
	while (*html) {
		size_t length = strcspn(html, "\n");

		if (!is_line(html, length, GUARD_HTML))
			text_add(restored, html, length);
		html += length;
		if (*html)
			text_add(restored, html++, 1);
	}
}
