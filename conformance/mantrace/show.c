// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "match.h"
#include "show.h"
#include "word_diff.h"

/* How words that differ are marked. */
struct style {
	const char *open;
	const char *close;
	const char *colour;
};

static const struct style dropped = { "[-", "-]", "\033[31m" };
static const struct style inserted = { "{+", "+}", "\033[32m" };
static const struct style heading = { "", "", "\033[1m" };

static const char *name_of(enum change change)
{
	static const char *const names[] = {
		[CHANGE_ADDED] = "added",
		[CHANGE_REMOVED] = "removed",
		[CHANGE_REWORDED] = "reworded",
		[CHANGE_MOVED] = "moved",
	};

	return names[change];
}

/* Line, section, tag and text; nothing in them where there is no claim. */
static void print_fields(const struct item *claim)
{
	if (claim)
		printf("\t%zu\t%s\t%s\t%s", claim->line, claim->section,
		       claim->tag, claim->text);
	else
		fputs("\t\t\t\t", stdout);
}

void show_line(const struct difference *difference, const struct page *old,
	       const struct page *new)
{
	const struct page *page = difference->new ? new : old;

	printf("%s\t%s", name_of(difference->change), page->name);
	print_fields(difference->old);
	print_fields(difference->new);
	putchar('\n');
}

static bool has_colour(void)
{
	const char *refused = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	return isatty(STDOUT_FILENO) && (!refused || !*refused) && terminal &&
	       strcmp(terminal, "dumb");
}

static void start_style(const struct style *style)
{
	if (has_colour())
		fputs(style->colour, stdout);
	fputs(style->open, stdout);
}

static void end_style(const struct style *style)
{
	fputs(style->close, stdout);
	if (has_colour())
		fputs("\033[m", stdout);
}

static void print_place(const struct item *claim)
{
	fputs(claim->section, stdout);
	if (*claim->tag)
		printf(" / %s", claim->tag);
}

/* `FILE:LINE: moved (line 3 before): DESCRIPTION -> NOTES / Names` */
static void print_heading(const struct difference *difference,
			  const struct page *old, const struct page *new)
{
	const struct item *before = difference->old;
	const struct item *now = difference->new ? difference->new : before;
	bool moved = before && !is_one_place(before, now);

	start_style(&heading);
	printf("%s:%zu: %s%s", difference->new ? new->file : old->file,
	       now->line, name_of(difference->change),
	       moved && difference->change == CHANGE_REWORDED ? " and moved"
							      : "");
	if (before && now != before)
		printf(" (line %zu before)", before->line);
	fputs(": ", stdout);
	if (moved) {
		print_place(before);
		fputs(" -> ", stdout);
	}
	print_place(now);
	end_style(&heading);
	putchar('\n');
}

static void print_text(char sign, const char *text)
{
	printf("%c %s\n", sign, text);
}

static void print_marked(char sign, const struct marked *text,
			 const struct style *style)
{
	printf("%c ", sign);
	for (size_t i = 0; i < text->count; i++) {
		const struct word *word = &text->words[i];
		bool first = !i || text->kept[i - 1];
		bool last = i + 1 == text->count || text->kept[i + 1];

		if (i && word->start[-1] == ' ')
			putchar(' ');
		if (!text->kept[i] && first)
			start_style(style);
		printf("%.*s", (int)word->length, word->start);
		if (!text->kept[i] && last)
			end_style(style);
	}
	putchar('\n');
}

static void print_both(const char *old_text, const char *new_text)
{
	struct marked old;
	struct marked new;

	word_diff(old_text, new_text, &old, &new);
	print_marked('-', &old, &dropped);
	print_marked('+', &new, &inserted);
	marked_free(&old);
	marked_free(&new);
}

void show_text(const struct difference *difference, const struct page *old,
	       const struct page *new)
{
	print_heading(difference, old, new);
	if (difference->change == CHANGE_REWORDED)
		print_both(difference->old->text, difference->new->text);
	else if (difference->change == CHANGE_MOVED)
		print_text(' ', difference->new->text);
	else if (difference->change == CHANGE_ADDED)
		print_text('+', difference->new->text);
	else
		print_text('-', difference->old->text);
	putchar('\n');
}
