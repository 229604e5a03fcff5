// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "reader.h"

const char *reader_keep(struct reader *reader, char *string)
{
	return strings_keep(&reader->page->strings, string);
}

void reader_emit(struct reader *reader, bool claim, size_t line,
		 const char *string)
{
	struct page *page = reader->page;
	struct item item = {
		.claim = claim,
		.joined = reader->joined,
		.line = line,
		.section = reader->section,
		.tag = reader->tag,
	};

	reader->joined = false;
	item.text = reader_keep(reader, text_squeezed(string));
	if (!*item.text)
		return;
	page->items = array_with_room(page->items, &page->room, page->count,
				      sizeof(*page->items));
	page->items[page->count++] = item;
}

char *reader_take_words(struct reader *reader)
{
	char *words = reader->words.length ? copy_of(reader->words.bytes,
						     reader->words.length)
					   : NULL;

	reader->words.length = 0;
	return words;
}

void reader_add(struct reader *reader, const struct node *node,
		const char *word, bool blank)
{
	if (!reader->words.length) {
		reader->line = node->line;
		reader->joined = reader->joins || node->closes;
	} else if (blank && !reader->joins && !node->closes) {
		text_add_string(&reader->words, " ");
	}
	text_add_string(&reader->words, word);
	reader->joins = node->joins_next;
}

/* The end of the first of several references, `ioctl(2), mmap(2)`. */
static char *reference_end(char *words)
{
	char *end = strstr(words, "), ");

	if (end)
		return end + 1;
	end = words + strlen(words);
	while (end > words && is_blank(end[-1]))
		end--;
	if (end > words &&
	    (end[-1] == ',' || (end - words > 1 && !strncmp(end - 2, ").", 2))))
		return end - 1;
	return words + strlen(words);
}

/* Each reference is a claim, the comma behind it is none. */
static void emit_references(struct reader *reader, char *words)
{
	while (*words) {
		char *end = reference_end(words);
		char mark[] = { *end, '\0' };

		*end = '\0';
		reader_emit(reader, true, reader->line, words);
		if (!*mark)
			return;
		reader->joined = end > words && !is_blank(end[-1]);
		reader_emit(reader, false, reader->line, mark);
		words = end + 1;
	}
}

void reader_end_sentence(struct reader *reader)
{
	char *words;

	if (reader->holding)
		return;
	words = reader_take_words(reader);
	if (!words)
		return;
	if (reader->kind == SECTION_SEE_ALSO)
		emit_references(reader, words);
	else
		reader_emit(reader, true, reader->line, words);
	free(words);
}

static void end_display_line(struct reader *reader)
{
	char *words = reader_take_words(reader);

	if (words)
		display_add(&reader->display, reader->line, words);
	free(words);
}

static bool is_program(const struct reader *reader, const struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->count; i++) {
		const struct piece *piece = &pieces->list[i];

		if (piece->function)
			return true;
		if (piece->include && reader->kind == SECTION_EXAMPLES)
			return true;
	}
	return false;
}

static bool is_claim(const struct reader *reader, const struct piece *piece,
		     bool program)
{
	if (reader->kind == SECTION_SYNOPSIS)
		return true;
	if (program)
		return false;
	if (reader->kind == SECTION_EXAMPLES)
		return piece->aggregate;
	return piece->aggregate || piece->declaration || !reader->in_example;
}

static void end_display(struct reader *reader)
{
	struct pieces pieces = { 0 };
	bool program;

	if (!reader->showing)
		return;
	end_display_line(reader);
	reader->showing = false;
	reader->joined = false;
	pieces_of(&reader->display, &pieces);
	program = is_program(reader, &pieces);
	for (size_t i = 0; i < pieces.count; i++)
		reader_emit(reader, is_claim(reader, &pieces.list[i], program),
			    pieces.list[i].line, pieces.list[i].text);
	pieces_free(&pieces);
	display_free(&reader->display);
}

/* Ends what is being read: a sentence or a display. */
void reader_end(struct reader *reader)
{
	if (reader->showing)
		end_display(reader);
	else
		reader_end_sentence(reader);
}

static bool shows_displays(const struct reader *reader)
{
	return reader->kind != SECTION_NAME && reader->kind != SECTION_SEE_ALSO;
}

static bool ends_with_comma(const struct text *words)
{
	return words->length && words->bytes[words->length - 1] == ',';
}

/* A line of the page starts with this node. */
void reader_start_line(struct reader *reader, const struct node *node)
{
	if (reader->holding || !node->starts_line)
		return;
	if (node->nofill && shows_displays(reader)) {
		if (!reader->showing)
			reader_end_sentence(reader);
		reader->showing = true;
		end_display_line(reader);
		return;
	}
	end_display(reader);
	if (reader->kind == SECTION_SEE_ALSO &&
	    (node->nofill || ends_with_comma(&reader->words)))
		reader_end_sentence(reader);
	if (node->type == NODE_TEXT && node->indented)
		reader_end_sentence(reader);
}

void reader_add_text(struct reader *reader, const struct node *node, bool blank)
{
	reader_add(reader, node, node->string, blank);
	if (node->ends_sentence && !reader->showing)
		reader_end_sentence(reader);
}

void reader_add_blank_line(struct reader *reader, const struct node *node)
{
	if (!reader->showing) {
		reader_end_sentence(reader);
		return;
	}
	end_display_line(reader);
	display_add(&reader->display, node->line, "");
}
