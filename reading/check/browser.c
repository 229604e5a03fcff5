// SPDX-License-Identifier: GPL-2.0-only
/*
 * check-browser DIRECTORY PICTURES: opens the pages that index.html in
 * DIRECTORY leads to in Chromium, on a phone and a desk, light and dark, and
 * writes what they look like into PICTURES.  TAP.
 */
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chromium.h"
#include "look.h"
#include "text.h"

/* Each gives what is wrong, or the empty string. */
static const char too_wide[] =
	"(() => { const width = document.documentElement.scrollWidth;"
	" if (innerWidth != %d) return 'shown ' + innerWidth + ' wide';"
	" return width > innerWidth ? 'as wide as ' + width : '' })()";

static const char out_of_sight[] =
	"[...document.querySelectorAll('body *')].filter(e =>"
	" !e.closest('pre, details:not([open])') &&"
	" e.getBoundingClientRect().right > innerWidth + 0.5)"
	".map(e => e.tagName + '#' + e.id).join(' ')";

static const char unreachable_anchors[] =
	"[...document.querySelectorAll('[id]')].filter(e => {"
	" location.hash = '#' + encodeURIComponent(e.id);"
	" const box = e.getBoundingClientRect();"
	" return document.querySelector(':target') != e || !box.height ||"
	" box.top < 0 || box.top >= innerHeight }).map(e => e.id).join(' ')";

static const char faint_text[] = FAINT_TEXT(
	"[...document.querySelectorAll('p, dd, dt, a, pre, td, h1')]",
	"e.tagName");

/* Links to other pages of the directory, each once. */
static const char neighbours[] =
	"[...new Set([...document.links].filter(a => a.protocol == 'file:' &&"
	" a.pathname != location.pathname).map(a => a.href))].join(' ')";

static const char is_there[] =
	"!location.hash || document.getElementById("
	"decodeURIComponent(location.hash.slice(1))) ? '' : 'no such place'";

static void check_width(const char *page, const struct screen *screen)
{
	char *expression = printed(too_wide, screen->width);
	char *what = printed("%s: no scrolling sideways", screen->name);

	tell_of(page, what, expression);
	free(expression);
	free(what);
	what = printed("%s: nothing out of sight", screen->name);
	tell_of(page, what, out_of_sight);
	free(what);
	what = printed("%s: text stands out from its ground", screen->name);
	tell_of(page, what, faint_text);
	free(what);
}

static void check_screens(const char *page, const char *pictures)
{
	char light[64] = "";

	for (size_t i = 0; i < SCREENS; i++) {
		const struct screen *screen = &screens[i];
		char *file = printed("%s/%s-%s.png", pictures,
				     strrchr(page, '/') + 1, screen->name);
		const char *ground;

		choose_screen(screen);
		check_width(page, screen);
		chromium_picture(file);
		free(file);
		ground = chromium_evaluate(ground_colour);
		if (!strcmp(screen->colours, "light"))
			snprintf(light, sizeof(light), "%s", ground);
		else
			tell(page, "dark is not light",
			     strcmp(ground, light) ? "" : ground);
	}
}

/* Follows links, separated by blanks, and tells those that lead nowhere. */
static void follow(const char *page, char *links)
{
	struct text dead = { 0 };

	text_add_string(&dead, "");
	for (char *link = strtok(links, " "); link; link = strtok(NULL, " ")) {
		const char *error = chromium_open(link);

		if (!error && *chromium_evaluate(is_there))
			error = "no such place";
		if (error) {
			text_add_string(&dead, link);
			text_add_string(&dead, " ");
		}
	}
	tell(page, "every link to another page leads there",
	     dead.bytes ? dead.bytes : "");
	text_free(&dead);
}

static void check_page(const char *page, const char *pictures)
{
	const char *error = chromium_open(page);
	char *links;

	tell(page, "opens", error ? error : "");
	if (error)
		return;
	check_screens(page, pictures);
	tell_of(page, "no anchor twice", repeated_anchors);
	tell_of(page, "no link to an anchor that is not there", dead_fragments);
	tell(page, "every anchor can be reached",
	     chromium_evaluate(unreachable_anchors));
	links = printed("%s", chromium_evaluate(neighbours));
	follow(page, links);
	free(links);
}

int main(int argc, char **argv)
{
	char directory[PATH_MAX];
	char *index, *pages, *rest = NULL;

	if (argc != 3)
		errx(2, "usage: check-browser DIRECTORY PICTURES");
	if (!realpath(argv[1], directory))
		err(125, "%s", argv[1]);
	index = printed("file://%s/index.html", directory);
	start_looking();
	check_page(index, argv[2]);
	chromium_open(index);
	pages = printed("%s", chromium_evaluate(neighbours));
	for (char *page = strtok_r(pages, " ", &rest); page;
	     page = strtok_r(NULL, " ", &rest))
		check_page(page, argv[2]);
	free(index);
	free(pages);
	return stop_looking();
}
