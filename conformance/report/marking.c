// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "marking.h"
#include "symbols.h"

enum {
	DEEPEST = 32, /* inline elements in one another */
};

/* An inline element: its start tag as it stands in the HTML. */
struct element {
	const char *tag;
	int length;
	bool written; /* in force in what has been written */
};

struct marking {
	const struct page *page;
	const struct marks *marks;
	struct text *marked;
	struct fault *fault;
	struct symbols symbols;

	size_t item;
	const char *at; /* the rest of the item's text */
	size_t claims;	/* that began */
	bool inside;	/* of a claim's element */
	bool ended;	/* of this claim all words are written */
	bool in_page;	/* past the heading, before the foot */
	struct element elements[DEEPEST];
	size_t depth;
};

static bool starts(const char *string, const char *prefix)
{
	return !strncmp(string, prefix, strlen(prefix));
}

static size_t name_length(const char *tag)
{
	return strcspn(tag, " />\n");
}

static void close_element(struct marking *marking,
			  const struct element *element)
{
	text_add_string(marking->marked, "</");
	text_add(marking->marked, element->tag + 1,
		 name_length(element->tag + 1));
	text_add_string(marking->marked, ">");
}

/* Closes those that are open; the next text opens them again. */
static void suspend_elements(struct marking *marking)
{
	for (size_t i = marking->depth; i; i--) {
		struct element *element = &marking->elements[i - 1];

		if (element->written)
			close_element(marking, element);
		element->written = false;
	}
}

static void write_elements(struct marking *marking)
{
	for (size_t i = 0; i < marking->depth; i++) {
		struct element *element = &marking->elements[i];

		if (!element->written)
			text_add(marking->marked, element->tag,
				 element->length);
		element->written = true;
	}
}

static void close_claim(struct marking *marking)
{
	suspend_elements(marking);
	if (marking->inside)
		text_add_string(marking->marked, "</span>");
	marking->inside = false;
}

static void finish_claim(struct marking *marking)
{
	if (!marking->ended)
		return;
	close_claim(marking);
	marking->ended = false;
	marking->marks->behind(marking->marked, marking->claims - 1,
			       marking->marks->about);
}

static const struct item *item_of(const struct marking *marking)
{
	return marking->item < marking->page->count
		       ? &marking->page->items[marking->item]
		       : NULL;
}

static int not_found(struct marking *marking, const char *html)
{
	const struct item *item = item_of(marking);

	if (!item)
		return fault_at(marking->fault, 0,
				"its HTML has more text than the page: %.40s",
				html);
	return fault_at(marking->fault, item->line,
			"not found in the HTML: %.80s", item->text);
}

/* Before a text of the item that comes next. */
static void begin_text(struct marking *marking)
{
	const struct item *item = item_of(marking);
	bool again = marking->at && marking->at != item->text;

	finish_claim(marking);
	if (!marking->at)
		marking->at = item->text;
	if (item->claim && !marking->inside) {
		if (!again)
			marking->claims++;
		suspend_elements(marking);
		marking->marks->open(marking->marked, marking->claims - 1,
				     marking->marks->about);
		marking->inside = true;
	}
	write_elements(marking);
}

static void skip_blanks_of_item(struct marking *marking)
{
	while (is_blank(*marking->at))
		marking->at++;
}

static void end_item(struct marking *marking)
{
	if (*marking->at)
		return;
	marking->ended = item_of(marking)->claim;
	marking->item++;
	marking->at = NULL;
}

/* A character that is no blank: what it is in ASCII, and as it stands here. */
static int take_character(struct marking *marking, const char *ascii,
			  const char *html, size_t length)
{
	if (!item_of(marking))
		return not_found(marking, html);
	begin_text(marking);
	for (; *ascii; ascii++) {
		skip_blanks_of_item(marking);
		if (is_blank(*ascii))
			continue;
		if (*marking->at != *ascii)
			return not_found(marking, html);
		marking->at++;
	}
	skip_blanks_of_item(marking);
	text_add(marking->marked, html, length);
	end_item(marking);
	return 0;
}

static void take_blank(struct marking *marking, const char *html, size_t length)
{
	finish_claim(marking);
	if (marking->inside)
		write_elements(marking);
	text_add(marking->marked, html, length);
}

static bool is_blank_ascii(const char *ascii)
{
	while (is_blank(*ascii))
		ascii++;
	return !*ascii;
}

/* `&lt;`, `&#x2014;` */
static int take_entity(struct marking *marking, const char *html, size_t length)
{
	static const struct {
		const char *entity;
		const char *ascii;
	} entities[] = {
		{ "&lt;", "<" },
		{ "&gt;", ">" },
		{ "&amp;", "&" },
		{ "&quot;", "\"" },
	};
	const char *ascii = NULL;

	for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++)
		if (starts(html, entities[i].entity))
			ascii = entities[i].ascii;
	if (!ascii && starts(html, "&#x"))
		ascii = symbols_find(&marking->symbols,
				     strtoul(html + 3, NULL, 16));
	if (!ascii)
		return not_found(marking, html);
	if (!is_blank_ascii(ascii))
		return take_character(marking, ascii, html, length);
	take_blank(marking, html, length);
	return 0;
}

static bool is_inline(const char *tag)
{
	static const char *const names[] = { "b",    "i",    "a",
					     "span", "code", "small" };
	size_t length = name_length(tag);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == length &&
		    !strncmp(tag, names[i], length))
			return true;
	return false;
}

static int open_inline(struct marking *marking, const char *tag, size_t length)
{
	if (marking->depth == DEEPEST)
		return not_found(marking, tag);
	if (marking->ended)
		finish_claim(marking);
	marking->elements[marking->depth++] =
		(struct element){ .tag = tag, .length = (int)length };
	return 0;
}

/* `.UR`: mantrace has the address behind the text, HTML has it in the link. */
static void pass_address(struct marking *marking, const struct element *element)
{
	const char *end;

	if (!starts(element->tag, "<a class=\"Lk\"") || !marking->at)
		return;
	skip_blanks_of_item(marking);
	end = *marking->at == '<' ? strchr(marking->at, '>') : NULL;
	if (!end)
		return;
	marking->at = end + 1;
	skip_blanks_of_item(marking);
	end_item(marking);
}

static int close_inline(struct marking *marking, const char *tag)
{
	struct element *element;

	if (!marking->depth)
		return not_found(marking, tag);
	element = &marking->elements[--marking->depth];
	if (element->written)
		close_element(marking, element);
	pass_address(marking, element);
	return 0;
}

/* Block elements do not stand in a claim's element: that goes on in them. */
static void take_block(struct marking *marking, const char *tag, size_t length)
{
	finish_claim(marking);
	close_claim(marking);
	if (starts(tag, "<table class=\"foot\""))
		marking->in_page = false;
	text_add(marking->marked, tag, length);
	if (starts(tag, "<div class=\"manual-text\""))
		marking->in_page = true;
}

static int take_tag(struct marking *marking, const char *tag, size_t length)
{
	if (!marking->in_page) {
		take_block(marking, tag, length);
		return 0;
	}
	if (starts(tag, "<br")) {
		text_add(marking->marked, tag, length);
		return 0;
	}
	if (starts(tag, "</") && is_inline(tag + 2))
		return close_inline(marking, tag);
	if (is_inline(tag + 1))
		return open_inline(marking, tag, length);
	take_block(marking, tag, length);
	return 0;
}

static size_t token_length(const char *html)
{
	const char *end = NULL;

	if (*html == '<')
		end = strchr(html, '>');
	else if (*html == '&')
		end = strchr(html, ';');
	return end ? (size_t)(end - html) + 1 : 1;
}

static int take_token(struct marking *marking, const char *html, size_t length)
{
	char ascii[] = { *html, '\0' };

	if (*html == '<')
		return take_tag(marking, html, length);
	if (!marking->in_page) {
		text_add(marking->marked, html, length);
		return 0;
	}
	if (*html == '&')
		return take_entity(marking, html, length);
	if (!is_blank(*html))
		return take_character(marking, ascii, html, length);
	take_blank(marking, html, length);
	return 0;
}

int mark_claims(const struct page *page, const char *html,
		const struct marks *marks, struct text *marked,
		struct fault *fault)
{
	struct marking marking = {
		.page = page,
		.marks = marks,
		.marked = marked,
		.fault = fault,
	};
	int result = symbols_read(&marking.symbols, html, fault);

	while (!result && *html) {
		size_t length = token_length(html);

		result = take_token(&marking, html, length);
		html += length;
	}
	if (!result)
		finish_claim(&marking);
	if (!result && item_of(&marking))
		result = not_found(&marking, "");
	symbols_free(&marking.symbols);
	return result;
}
