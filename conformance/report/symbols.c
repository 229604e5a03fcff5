// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "mandoc.h"
#include "render.h"
#include "symbols.h"

const char *symbols_find(const struct symbols *symbols, unsigned long code)
{
	for (size_t i = 0; i < symbols->count; i++)
		if (symbols->codes[i] == code)
			return symbols->ascii[i];
	return "";
}

static bool is_listed(const struct symbols *symbols, unsigned long code)
{
	for (size_t i = 0; i < symbols->count; i++)
		if (symbols->codes[i] == code)
			return true;
	return false;
}

static void list(struct symbols *symbols, const char *html)
{
	while ((html = strstr(html, "&#x"))) {
		unsigned long code = strtoul(html + 3, NULL, 16);
		size_t room = symbols->room;

		html += 3;
		if (is_listed(symbols, code))
			continue;
		symbols->codes =
			array_with_room(symbols->codes, &room, symbols->count,
					sizeof(*symbols->codes));
		symbols->ascii = array_with_room(symbols->ascii, &symbols->room,
						 symbols->count,
						 sizeof(*symbols->ascii));
		symbols->ascii[symbols->count] = (char *)"";
		symbols->codes[symbols->count++] = code;
	}
}

/* Each stands between bars on a line of its own. */
static int read_lines(struct symbols *symbols, struct fault *fault)
{
	char *at = symbols->printed.bytes;

	for (size_t i = 0; i < symbols->count; i++) {
		char *end;

		at = strchr(at, '|');
		end = at ? strstr(at, "|\n") : NULL;
		if (end == at && at)
			end = strstr(at + 1, "|\n");
		if (!end)
			return fault_at(fault, 0,
					"mandoc did not print every symbol "
					"again: use mandoc 1.14.6");
		*end = '\0';
		symbols->ascii[i] = at + 1;
		at = end + 1;
	}
	return 0;
}

int symbols_read(struct symbols *symbols, const char *html, struct fault *fault)
{
	static const char *const options[] = { "-T", "ascii", NULL };
	struct text page = { 0 };
	struct text complaints = { 0 };
	int result;

	*symbols = (struct symbols){ 0 };
	list(symbols, html);
	if (!symbols->count)
		return 0;
	text_add_string(&page, ".TH symbols 7\n.nf\n");
	for (size_t i = 0; i < symbols->count; i++)
		add_printed(&page, "\\&|\\[u%04lX]|\n", symbols->codes[i]);
	result = mandoc_run(options, "/", &page, &symbols->printed, &complaints,
			    fault);
	if (!result) {
		remove_overstrike(&symbols->printed);
		result = read_lines(symbols, fault);
	}
	text_free(&complaints);
	text_free(&page);
	return result;
}

void symbols_free(struct symbols *symbols)
{
	free(symbols->codes);
	free(symbols->ascii);
	text_free(&symbols->printed);
}
