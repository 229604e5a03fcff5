// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "outline.h"

static const char *next_heading(const char *html)
{
	const char *section = strstr(html, "<h1 class=\"Sh\"");
	const char *subsection = strstr(html, "<h2 class=\"Ss\"");

	if (!section || (subsection && subsection < section))
		return subsection;
	return section;
}

void add_outline(const char *html, struct text *outline)
{
	text_add_string(outline, "<details class=\"outline\">\n"
				 "<summary>Contents</summary>\n<ul>\n");
	while ((html = next_heading(html))) {
		const char *link = strstr(html, "<a class=\"permalink\"");
		const char *end =
			strstr(html, html[2] == '1' ? "</h1>" : "</h2>");

		if (!end)
			break;
		if (link && link < end) {
			text_add_string(outline, html[2] == '1'
							 ? "<li>"
							 : "<li class=\"Ss\">");
			text_add(outline, link, end - link);
			text_add_string(outline, "</li>\n");
		}
		html = end;
	}
	text_add_string(outline, "</ul>\n</details>\n");
}

char *purpose_of(const char *html)
{
	const char *name = strstr(html, "id=\"NAME\"");
	const char *dash = name ? strstr(name, " - ") : NULL;
	const char *end = dash ? strstr(dash, "</p>") : NULL;

	if (!end)
		return copy_of("", 0);
	dash += strlen(" - ");
	return copy_of(dash, end - dash);
}
