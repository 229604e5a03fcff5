// SPDX-License-Identifier: GPL-2.0-only
#include "escape.h"
#include "signs.h"

const struct sign signs[SHOWN_KINDS] = {
	[SHOWN_TRUE] = { "true", "\u2713", "true" },
	[SHOWN_EARLY] = { "early", "\u2713!",
			  "true, though the page says from a later release "
			  "on" },
	[SHOWN_FALSE] = { "false", "\u2717", "false" },
	[SHOWN_BEFORE] = { "before", "\u2013",
			   "false, as the page says of this release" },
	[SHOWN_SKIPPED] = { "skipped", "\u25cb", "skipped" },
	[SHOWN_NONE] = { "none", "?", "no result" },
};

enum shown shown_as(const struct verdict_of *of)
{
	if (of->verdict == VERDICT_OK)
		return of->bearing == BEARING_UNLIKE_SAID ? SHOWN_EARLY
							  : SHOWN_TRUE;
	if (of->verdict == VERDICT_NOT_OK)
		return of->bearing == BEARING_AS_SAID ? SHOWN_BEFORE
						      : SHOWN_FALSE;
	return of->verdict == VERDICT_SKIPPED ? SHOWN_SKIPPED : SHOWN_NONE;
}

enum shown backing_shown_as(enum verdict verdict)
{
	return shown_as(&(struct verdict_of){ .verdict = verdict });
}

void add_sign(struct text *html, enum shown shown)
{
	add_printed(html, "<span class=\"m %s\">%s</span>", signs[shown].class,
		    signs[shown].mark);
}

void add_verdicts_in_words(struct text *html, const struct survey *survey,
			   const struct sentence *sentence)
{
	bool first = true;

	for (enum shown shown = 0; shown < SHOWN_KINDS; shown++) {
		bool begun = false;

		for (size_t i = 0; i < survey->kernel_count; i++) {
			if (shown_as(&sentence->verdicts[i]) != shown)
				continue;
			if (!begun)
				add_printed(html, "%s%s on ", first ? "" : "; ",
					    signs[shown].words);
			else
				text_add_string(html, ", ");
			add_escaped(html, survey->kernels[i].name);
			begun = true;
			first = false;
		}
	}
}

bool needs_a_look(const struct verdict_of *of)
{
	enum shown shown = shown_as(of);

	return shown == SHOWN_FALSE || shown == SHOWN_EARLY ||
	       (shown == SHOWN_NONE && of->result);
}

void add_legend_of_signs(struct text *html)
{
	text_add_string(html, "<ul class=\"signs-list\">\n");
	for (enum shown shown = 0; shown < SHOWN_KINDS; shown++) {
		text_add_string(html, "<li>");
		add_sign(html, shown);
		add_printed(html, " %s</li>\n", signs[shown].words);
	}
	text_add_string(html, "</ul>\n");
}
