// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "row.h"
#include "text.h"

struct cell {
	size_t column;
	bool bold;
	const char *text;
	size_t length;
};

/* `2Lb[`: whether at starts a cell; then its text starts at cell->text. */
static bool cell_starts(const char *at, struct cell *cell)
{
	char *letters;
	const char *open;

	if (*at < '0' || *at > '9')
		return false;
	cell->column = strtoul(at, &letters, 10);
	open = letters + strcspn(letters, " [{");
	if (open == letters || (*open != '[' && *open != '{'))
		return false;
	cell->bold = memchr(letters, 'b', open - letters);
	cell->text = open + 1;
	return true;
}

/* Spans stand between a cell and the next: `]>1`, `}v2`. */
static const char *skip_span(const char *at)
{
	if (*at != '>' && *at != 'v')
		return at;
	return at + 1 + strspn(at + 1, "0123456789");
}

/* A cell ends where one of a later column starts, or with the row. */
static const char *cell_end(struct cell *cell)
{
	const char *at = cell->text;
	char close = at[-1] == '[' ? ']' : '}';
	struct cell next;

	for (; (at = strchr(at, close)); at++) {
		const char *behind = skip_span(at + 1);

		if (!*behind)
			break;
		if (*behind == ' ' && cell_starts(behind + 1, &next) &&
		    next.column > cell->column)
			break;
	}
	if (!at) {
		cell->length = strlen(cell->text);
		return cell->text + cell->length;
	}
	cell->length = at - cell->text;
	return skip_span(at + 1);
}

char *row_text(const char *row, bool *heading)
{
	struct text text = { 0 };
	struct cell cell;
	bool all_bold = true;

	text_add(&text, "", 0);
	for (row = strchr(row, ' '); row && *row;) {
		if (!cell_starts(row, &cell)) {
			row++;
			continue;
		}
		row = cell_end(&cell);
		all_bold &= cell.bold || !cell.length;
		text_add_string(&text, " ");
		text_add(&text, cell.text, cell.length);
	}
	*heading = all_bold;
	return text.bytes;
}
