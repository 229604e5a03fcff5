/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef READING_LOOK_H
#define READING_LOOK_H

/*
 * What the checks in Chromium have in common: the screens that pages are looked
 * at on, TAP, and expressions of JavaScript for chromium_evaluate().
 */

struct screen {
	const char *name;
	int width; /* in pixels */
	int height;
	const char *colours; /* "light" or "dark" */
};

enum {
	PHONE,
	PHONE_DARK,
	DESK,
	DESK_DARK,
	SCREENS,
};

/* A dark one comes after its light counterpart. */
extern const struct screen screens[SCREENS];

void choose_screen(const struct screen *screen);

/* Starts Chromium, with a profile of its own. */
void start_looking(void);

/* Ends it, and prints the plan.  Returns the status to exit with. */
int stop_looking(void);

/* A line of TAP.  found: what is wrong, or the empty string. */
void tell(const char *page, const char *what, const char *found);

/* The same; the expression gives what is wrong. */
void tell_of(const char *page, const char *what, const char *expression);

/* These give what is wrong, or the empty string. */
extern const char repeated_anchors[];
extern const char dead_fragments[];

/* The colour behind the text of the page. */
extern const char ground_colour[];

/*
 * What of these elements, an expression for an array, has less contrast than
 * 4.5:1, computed from the computed styles.  `name` is an expression that
 * names the element `e`.
 */
#define FAINT_TEXT(elements, name)                                             \
	"(() => { const light = c => c.match(/[0-9.]+/g).slice(0, 3)"          \
	".map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 :"               \
	" ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) =>"                 \
	" sum + v * [0.2126, 0.7152, 0.0722][i], 0);"                          \
	" const ground = e => { for (; e; e = e.parentElement) {"              \
	" const c = getComputedStyle(e).backgroundColor;"                      \
	" if (!/, 0\\\\)$/.test(c)) return c } return 'rgb(255, 255, 255)' };" \
	" return " elements ".filter(e => {"                                   \
	" const a = light(getComputedStyle(e).color);"                         \
	" const b = light(ground(e));"                                         \
	" return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5 })"   \
	".map(e => " name ").join(' ') })()"

#endif
