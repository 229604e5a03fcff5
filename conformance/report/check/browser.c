// SPDX-License-Identifier: GPL-2.0-only
/*
 * check-report DIRECTORY PICTURES COUNTS [PAGE]: opens each page of a report in
 * Chromium, on a phone and a desk, light and dark, without scripts and with
 * them, and writes what it looks like into PICTURES.  COUNTS has a line for
 * each page and kernel: `FILE NUMBER-OF-KERNEL TRUE FALSE SKIPPED NONE`.  TAP.
 */
#include <err.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chromium.h"
#include "look.h"
#include "source.h"
#include "text.h"

enum {
	MOST_TABS = 200,
};

static void allow_scripts(bool allow)
{
	chromium_ask("Emulation.setScriptExecutionDisabled",
		     allow ? "{\"value\":false}" : "{\"value\":true}");
}

/* Each expression gives what is wrong, or the empty string. */
static const char too_wide[] =
	"(() => { const width = document.documentElement.scrollWidth;"
	" if (innerWidth != document.documentElement.clientWidth)"
	" return 'shown ' + innerWidth + ' wide';"
	" return width > innerWidth ? 'as wide as ' + width : '' })()";

static const char out_of_sight[] =
	"[...document.querySelectorAll('body *')].filter(e =>"
	" !e.closest('pre, .block, .unseen, .word, details:not([open])') &&"
	" e.getBoundingClientRect().right > innerWidth + 0.5)"
	".map(e => e.tagName + '.' + e.className).join(' ')";

/* Of all text that is seen. */
static const char faint_text[] =
	FAINT_TEXT("[...document.querySelectorAll('body *')].filter(e =>"
		   " e.getClientRects().length && !['SCRIPT', 'OPTION']"
		   ".includes(e.tagName) && [...e.childNodes].some(n =>"
		   " n.nodeType == 3 && n.data.trim()))",
		   "e.tagName + '.' + e.className");

/* A sentence whose panel has all that one can have: diagnostics, a test. */
static const char open_one[] =
	"(() => { const claim = document.querySelector("
	"'.claim[data-verdicts*=f]') || document.querySelector('.claim');"
	" if (claim) location.hash = '#' + claim.id; return '' })()";

static const char open_details[] =
	"(() => { document.querySelectorAll('details').forEach(d =>"
	" d.open = true); return '' })()";

static const char unseen_panels[] =
	"[...document.querySelectorAll('.claim[id]')].filter(claim => {"
	" location.hash = '#' + claim.id;"
	" let panel = claim; while (!panel.matches('.panel'))"
	" panel = panel.nextElementSibling;"
	" const box = panel.getBoundingClientRect();"
	" const place = claim.getClientRects()[0];"
	" return getComputedStyle(panel).display != 'block' || !box.height ||"
	" place.top < 0 || place.top >= innerHeight ||"
	" document.querySelectorAll('.panel').length !="
	" [...document.querySelectorAll('.panel')].filter(p => p == panel ||"
	" getComputedStyle(p).display == 'none').length })"
	".map(claim => claim.id).join(' ')";

static const char nameless_marks[] =
	"[...document.querySelectorAll('.marks')].filter(a =>"
	" !/ on /.test(a.getAttribute('aria-label')) ||"
	" !a.textContent.trim()).map(a => a.id).join(' ')";

/* What a page loads besides itself. */
static const char loaded[] =
	"performance.getEntriesByType('resource').map(r => r.name).join(' ')";

static const char neighbours[] =
	"[...new Set([...document.links].filter(a => a.protocol == 'file:' &&"
	" a.pathname != location.pathname).map(a => a.href.split('#')[0]))]"
	".join(' ')";

static const char is_there[] =
	"[...document.links].filter(a => a.protocol == 'file:' && a.hash &&"
	" a.pathname != location.pathname).map(a => a.href).join(' ')";

static void check_sight(const char *page, const char *screen, const char *state)
{
	static const struct {
		const char *what;
		const char *expression;
	} sights[] = {
		{ "no scrolling sideways", too_wide },
		{ "nothing out of sight", out_of_sight },
		{ "text stands out from its ground", faint_text },
	};

	for (size_t i = 0; i < sizeof(sights) / sizeof(*sights); i++) {
		char *what =
			printed("%s, %s: %s", screen, state, sights[i].what);

		tell_of(page, what, sights[i].expression);
		free(what);
	}
}

static void take_picture(const char *page, const char *pictures,
			 const char *screen, const char *state)
{
	char *file = printed("%s/%s-%s-%s.png", pictures,
			     strrchr(page, '/') + 1, screen, state);

	chromium_picture(file);
	free(file);
}

static void check_screen(const char *page, const struct screen *screen,
			 const char *pictures)
{
	choose_screen(screen);
	chromium_open("about:blank");
	chromium_open(page);
	check_sight(page, screen->name, "closed");
	take_picture(page, pictures, screen->name, "closed");
	chromium_evaluate(open_details);
	chromium_evaluate(open_one);
	check_sight(page, screen->name, "open");
	take_picture(page, pictures, screen->name, "open");
}

static void check_screens(const char *page, const char *pictures)
{
	char light[64] = "";

	for (size_t i = 0; i < SCREENS; i++) {
		const struct screen *screen = &screens[i];
		const char *ground;

		check_screen(page, screen, pictures);
		ground = chromium_evaluate(ground_colour);
		if (!strcmp(screen->colours, "light"))
			snprintf(light, sizeof(light), "%s", ground);
		else
			tell(page, "dark is not light",
			     strcmp(ground, light) ? "" : ground);
	}
}

static void press(const char *key, int code, const char *text)
{
	for (int up = 0; up < 2; up++) {
		char *event = printed("{\"type\":\"%s\",\"key\":\"%s\","
				      "\"code\":\"%s\","
				      "\"windowsVirtualKeyCode\":%d%s}",
				      up ? "keyUp" : "keyDown", key, key, code,
				      up ? "" : text);

		chromium_ask("Input.dispatchKeyEvent", event);
		free(event);
	}
}

static void press_tab(void)
{
	press("Tab", 9, "");
}

static void press_enter(void)
{
	press("Enter", 13, ",\"text\":\"\\r\"");
}

/* Presses Tab until what has the focus is that. Returns what is wrong. */
static const char *tab_to(const char *selector)
{
	char *expression = printed("document.activeElement.matches('%s') ? "
				   "'' : 'cannot be reached'",
				   selector);
	const char *found = "";

	for (int i = 0; i < MOST_TABS; i++) {
		press_tab();
		found = chromium_evaluate(expression);
		if (!*found)
			break;
	}
	free(expression);
	return found;
}

static const char outline_is_missing[] =
	"getComputedStyle(document.activeElement).outlineStyle == 'none' ?"
	" 'no outline' : ''";

static const char panel_is_closed[] =
	"(() => { const panel = document.querySelector("
	"'.claim:target + .marks + .panel');"
	" return panel && getComputedStyle(panel).display != 'none' ? '' :"
	" 'it is not shown' })()";

static const char panel_is_open[] =
	"[...document.querySelectorAll('.panel')].some(p =>"
	" getComputedStyle(p).display != 'none') ? 'it is shown' : ''";

static const char focus_is_away[] =
	"document.activeElement.matches('.marks') &&"
	" document.activeElement.closest('.claim') ? 'focus is lost' : ''";

/* The verdicts of a sentence are followed, and left again. */
static void check_panel_keys(const char *page)
{
	tell(page, "Tab leads to a verdict", tab_to(".marks"));
	tell_of(page, "it can be seen where the focus is", outline_is_missing);
	press_enter();
	tell_of(page, "Enter opens what is behind it", panel_is_closed);
	tell(page, "Tab leads to the source of the test",
	     tab_to(".claim:target + .marks + .panel .block"));
	chromium_evaluate("(() => { document.querySelector("
			  "'.claim:target + .marks').focus(); return '' })()");
	tell(page, "Tab leads to what closes it",
	     tab_to(".claim:target + .marks + .panel .close"));
	press_enter();
	tell_of(page, "Enter closes it", panel_is_open);
	tell_of(page, "the focus stays there", focus_is_away);
}

static const char details_are_shut[] =
	"document.activeElement.parentElement.open ? '' : 'it stays shut'";

static void check_details_keys(const char *page)
{
	tell(page, "Tab leads to a heading that opens",
	     tab_to("main details:not([open]) > summary"));
	press_enter();
	tell_of(page, "Enter opens it", details_are_shut);
}

static bool is_index(const char *page)
{
	return !strcmp(strrchr(page, '/'), "/index.html");
}

/* As somebody does who has no mouse, and runs no scripts. */
static void check_keys(const char *page)
{
	choose_screen(&screens[DESK]);
	allow_scripts(false);
	chromium_open("about:blank");
	chromium_open(page);
	if (is_index(page)) {
		check_details_keys(page);
	} else {
		check_panel_keys(page);
		tell_of(page, "what needs scripts is not there without",
			"document.querySelector('.filter').hidden ? '' :"
			" 'the filter is shown'");
	}
	allow_scripts(true);
}

/* What a kernel's line of the table says. */
static const char in_table[] =
	"(kernel => { const row = document.querySelectorAll("
	"'aside .counts tbody tr')[kernel];"
	" const cell = i => row.children[i].textContent;"
	" return [cell(1), cell(2), cell(4), cell(5)].join(' ') })";

/* What the signs behind the sentences say. */
static const char in_sentences[] =
	"(kernel => { const n = { true: 0, early: 0, false: 0, before: 0,"
	" skipped: 0, none: 0 };"
	" for (const m of document.querySelectorAll('.marks')) {"
	" const sign = m.children[m.children.length == 1 ? 0 : kernel];"
	" n[sign.classList[1]]++ }"
	" return [n.true + n.early, n.false + n.before, n.skipped, n.none]"
	".join(' ') })";

static void check_count(const char *page, const char *where,
			const char *expression, int kernel, const char *counts)
{
	char *asked = printed("%s(%d) == '%s' ? '' : 'not %s'", expression,
			      kernel, counts, counts);
	char *what = printed("counts of kernel %d %s", kernel + 1, where);

	tell_of(page, what, asked);
	free(asked);
	free(what);
}

static void check_counts(const char *page, const char *counts)
{
	const char *file = strrchr(page, '/') + 1;
	char *copy = printed("%s", counts), *rest = copy, *line;

	chromium_open(page);
	while ((line = strsep(&rest, "\n"))) {
		const char *name = strsep(&line, " ");
		const char *kernel = strsep(&line, " ");

		if (!line || strcmp(name, file))
			continue;
		check_count(page, "in the table", in_table, atoi(kernel), line);
		check_count(page, "behind the sentences", in_sentences,
			    atoi(kernel), line);
	}
	free(copy);
}

/* With scripts: only what is asked for is seen, and all of it. */
static const char filter_fails[] =
	"(() => { const form = document.querySelector('.filter');"
	" if (form.hidden) return 'there is none';"
	" const claims = [...document.querySelectorAll('.claim[id]')];"
	" const seen = e => e.getClientRects().length > 0;"
	" const ask = (verdict, kernel, text) => {"
	" form.elements.verdict.value = verdict;"
	" form.elements.kernel.value = kernel;"
	" form.elements.text.value = text;"
	" form.dispatchEvent(new Event('input')) };"
	" const kernels = [...form.elements.kernel.options].map(o => o.value);"
	" for (const verdict of ['', 't', 'e', 'f', 'b', 's', 'n'])"
	" for (const kernel of kernels) { ask(verdict, kernel, '');"
	" for (const claim of claims) {"
	" const verdicts = claim.dataset.verdicts;"
	" const wanted = !verdict || (kernel ? verdicts[kernel] : verdicts)"
	".includes(verdict);"
	" if (seen(claim) != wanted) return 'asked for ' + verdict + ' on '"
	" + kernel + ': ' + claim.id } }"
	" ask('', '', claims[1].textContent.toUpperCase()"
	".replace(/\\\\s+/g, '  '));"
	" if (!seen(claims[1]) || seen(claims[0])) return 'asked for text';"
	" ask('', '', ''); return claims.every(seen) ? '' : 'not taken back'"
	" })()";

/* Follows links, separated by blanks, and tells those that lead nowhere. */
static void check_links(const char *page)
{
	char *links = printed("%s", chromium_evaluate(is_there));
	struct text dead = { 0 };

	text_add_string(&dead, "");
	for (char *link = strtok(links, " "); link; link = strtok(NULL, " ")) {
		const char *error = chromium_open(link);

		if (!error &&
		    !*chromium_evaluate("document.querySelector(':target') ?"
					" 'there' : ''"))
			error = "no such place";
		if (!error)
			continue;
		text_add_string(&dead, link);
		text_add_string(&dead, " ");
	}
	tell(page, "every link into another page leads there", dead.bytes);
	text_free(&dead);
	free(links);
}

static void check_page(const char *page, const char *pictures,
		       const char *counts)
{
	const char *error = chromium_open(page);

	tell(page, "opens", error ? error : "");
	if (error)
		return;
	check_screens(page, pictures);
	check_keys(page);
	check_counts(page, counts);
	tell_of(page, "no anchor twice", repeated_anchors);
	tell_of(page, "no link to an anchor that is not there", dead_fragments);
	tell_of(page, "nothing is loaded besides the page", loaded);
	tell_of(page, "verdicts have words", nameless_marks);
	if (!is_index(page)) {
		tell_of(page, "each sentence opens its own panel, no other",
			unseen_panels);
		tell_of(page, "the filter shows what is asked for",
			filter_fails);
	}
	check_links(page);
}

static void check_pages(const char *index, const char *pictures,
			const char *counts)
{
	char *pages, *rest = NULL;

	check_page(index, pictures, counts);
	chromium_open(index);
	pages = printed("%s", chromium_evaluate(neighbours));
	for (char *page = strtok_r(pages, " ", &rest); page;
	     page = strtok_r(NULL, " ", &rest))
		check_page(page, pictures, counts);
	free(pages);
}

int main(int argc, char **argv)
{
	char directory[PATH_MAX];
	struct text counts = { 0 };
	struct fault fault;
	char *index, *page;

	if (argc != 4 && argc != 5)
		errx(2, "usage: check-report DIRECTORY PICTURES COUNTS "
			"[PAGE]");
	if (!realpath(argv[1], directory))
		err(125, "%s", argv[1]);
	if (source_read(argv[3], &counts, &fault))
		errx(125, "%s: %s", argv[3], fault.what);
	index = printed("file://%s/index.html", directory);
	page = printed("file://%s/%s", directory, argc == 5 ? argv[4] : "");
	start_looking();
	if (argc == 5)
		check_page(page, argv[2], counts.bytes);
	else
		check_pages(index, argv[2], counts.bytes);
	free(index);
	free(page);
	text_free(&counts);
	return stop_looking();
}
