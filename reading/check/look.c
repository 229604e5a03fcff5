// SPDX-License-Identifier: GPL-2.0-only
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chromium.h"
#include "look.h"
#include "text.h"

const struct screen screens[SCREENS] = {
	[PHONE] = { "phone", 360, 740, "light" },
	[PHONE_DARK] = { "phone-dark", 360, 740, "dark" },
	[DESK] = { "desk", 1280, 900, "light" },
	[DESK_DARK] = { "desk-dark", 1280, 900, "dark" },
};

const char repeated_anchors[] =
	"[...document.querySelectorAll('[id]')].map(e => e.id)"
	".filter((id, i, all) => !id || all.indexOf(id) != i).join(' ')";

const char dead_fragments[] =
	"[...document.links].filter(a => a.pathname == location.pathname &&"
	" a.hash && !document.getElementById("
	"decodeURIComponent(a.hash.slice(1)))).map(a => a.hash).join(' ')";

const char ground_colour[] = "getComputedStyle(document.body).backgroundColor";

static char profile[] = "/tmp/browser-XXXXXX";
static unsigned int tests;
static bool failed;

void choose_screen(const struct screen *screen)
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

void start_looking(void)
{
	if (!mkdtemp(profile))
		err(125, "%s", profile);
	chromium_start(profile);
}

int stop_looking(void)
{
	char *remove = printed("rm -rf %s", profile);

	printf("1..%u\n", tests);
	chromium_stop();
	if (system(remove))
		warnx("%s: not removed", profile);
	free(remove);
	return failed ? 1 : 0;
}

void tell(const char *page, const char *what, const char *found)
{
	bool ok = !*found;

	if (!ok)
		printf("# %s\n", found);
	printf("%s %u - %s: %s\n", ok ? "ok" : "not ok", ++tests,
	       strrchr(page, '/') + 1, what);
	fflush(stdout);
	failed |= !ok;
}

void tell_of(const char *page, const char *what, const char *expression)
{
	tell(page, what, chromium_evaluate(expression));
}
