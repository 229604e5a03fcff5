// SPDX-License-Identifier: GPL-2.0-only
/*
 * check-browser DIRECTORY PICTURES: opens the pages that index.html in
 * DIRECTORY leads to in Chromium, on a phone and a desk, light and dark, and
 * writes what they look like into PICTURES.  TAP.
 */
#include <err.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "chromium.h"
#include "text.h"

static unsigned int tests;
static bool failed;

static void report(const char *page, const char *what, const char *found)
{
	bool ok = !*found;

	if (!ok)
		printf("# %s\n", found);
	printf("%s %u - %s: %s\n", ok ? "ok" : "not ok", ++tests,
	       strrchr(page, '/') + 1, what);
	fflush(stdout);
	failed |= !ok;
}

struct screen {
	const char *name;
	int width;
	int height;
	const char *colours;
};

static const struct screen screens[] = {
	{ "phone", 360, 740, "light" },
	{ "phone-dark", 360, 740, "dark" },
	{ "desk", 1280, 900, "light" },
	{ "desk-dark", 1280, 900, "dark" },
};

static void choose_screen(const struct screen *screen)
{
	char *size = printed("{\"width\":%d,\"height\":%d,"
			     "\"deviceScaleFactor\":1,\"mobile\":%s}",
			     screen->width, screen->height,
			     screen->width < 500 ? "true" : "false");
	char *colours = printed("{\"features\":[{\"name\":"
				"\"prefers-color-scheme\",\"value\":\"%s\"}]}",
				screen->colours);

	chromium_ask("Emulation.setDeviceMetricsOverride", size);
	chromium_ask("Emulation.setEmulatedMedia", colours);
	free(size);
	free(colours);
}

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

static const char repeated_anchors[] =
	"[...document.querySelectorAll('[id]')].map(e => e.id)"
	".filter((id, i, all) => !id || all.indexOf(id) != i).join(' ')";

static const char unreachable_anchors[] =
	"[...document.querySelectorAll('[id]')].filter(e => {"
	" location.hash = '#' + encodeURIComponent(e.id);"
	" const box = e.getBoundingClientRect();"
	" return document.querySelector(':target') != e || !box.height ||"
	" box.top < 0 || box.top >= innerHeight }).map(e => e.id).join(' ')";

static const char dead_fragments[] =
	"[...document.links].filter(a => a.pathname == location.pathname &&"
	" a.hash && !document.getElementById("
	"decodeURIComponent(a.hash.slice(1)))).map(a => a.hash).join(' ')";

static const char faint_text[] =
	"(() => { const light = c => c.match(/[0-9.]+/g).slice(0, 3)"
	".map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 :"
	" ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) =>"
	" sum + v * [0.2126, 0.7152, 0.0722][i], 0);"
	" const ground = e => { for (; e; e = e.parentElement) {"
	" const c = getComputedStyle(e).backgroundColor;"
	" if (!/, 0\\\\)$/.test(c)) return c } return 'rgb(255, 255, 255)' };"
	" return [...document.querySelectorAll('p, dd, dt, a, pre, td, h1')]"
	".filter(e => { const a = light(getComputedStyle(e).color);"
	" const b = light(ground(e));"
	" return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5 })"
	".map(e => e.tagName).join(' ') })()";

static const char dark_ground[] =
	"getComputedStyle(document.body).backgroundColor";

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

	report(page, what, chromium_evaluate(expression));
	free(expression);
	free(what);
	what = printed("%s: nothing out of sight", screen->name);
	report(page, what, chromium_evaluate(out_of_sight));
	free(what);
	what = printed("%s: text stands out from its ground", screen->name);
	report(page, what, chromium_evaluate(faint_text));
	free(what);
}

static void check_screens(const char *page, const char *pictures)
{
	char light[64] = "";

	for (size_t i = 0; i < sizeof(screens) / sizeof(*screens); i++) {
		const struct screen *screen = &screens[i];
		char *file = printed("%s/%s-%s.png", pictures,
				     strrchr(page, '/') + 1, screen->name);
		const char *ground;

		choose_screen(screen);
		check_width(page, screen);
		chromium_picture(file);
		free(file);
		ground = chromium_evaluate(dark_ground);
		if (!strcmp(screen->colours, "light"))
			snprintf(light, sizeof(light), "%s", ground);
		else
			report(page, "dark is not light",
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
	report(page, "every link to another page leads there",
	       dead.bytes ? dead.bytes : "");
	text_free(&dead);
}

static void check_page(const char *page, const char *pictures)
{
	const char *error = chromium_open(page);
	char *links;

	report(page, "opens", error ? error : "");
	if (error)
		return;
	check_screens(page, pictures);
	report(page, "no anchor twice", chromium_evaluate(repeated_anchors));
	report(page, "no link to an anchor that is not there",
	       chromium_evaluate(dead_fragments));
	report(page, "every anchor can be reached",
	       chromium_evaluate(unreachable_anchors));
	links = printed("%s", chromium_evaluate(neighbours));
	follow(page, links);
	free(links);
}

int main(int argc, char **argv)
{
	char directory[PATH_MAX];
	char profile[] = "/tmp/browser-XXXXXX";
	char *index, *pages, *rest = NULL;
	char *remove;

	if (argc != 3)
		errx(2, "usage: check-browser DIRECTORY PICTURES");
	if (!realpath(argv[1], directory))
		err(125, "%s", argv[1]);
	if (!mkdtemp(profile))
		err(125, "%s", profile);
	index = printed("file://%s/index.html", directory);
	chromium_start(profile);
	check_page(index, argv[2]);
	chromium_open(index);
	pages = printed("%s", chromium_evaluate(neighbours));
	for (char *page = strtok_r(pages, " ", &rest); page;
	     page = strtok_r(NULL, " ", &rest))
		check_page(page, argv[2]);
	printf("1..%u\n", tests);
	chromium_stop();
	remove = printed("rm -rf %s", profile);
	if (system(remove))
		warnx("%s: not removed", profile);
	free(remove);
	free(index);
	free(pages);
	return failed ? 1 : 0;
}
