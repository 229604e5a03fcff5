// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "claims.h"
#include "reader.h"
#include "row.h"

enum {
	LONGEST_PLACE = 1000, /* characters of a heading or tag */
};

/* A walk through the tree. */
struct walk {
	struct reader reader;
	const struct tree *tree;
	struct fault *fault;
	bool failed;
	const char **tags; /* one for each level of .RS */
	size_t level;
	size_t room;
};

static const struct node *node_at(const struct walk *walk, size_t number)
{
	return &walk->tree->nodes[number];
}

static void walk_node(struct walk *walk, size_t number);

static void walk_children(struct walk *walk, const struct node *node)
{
	for (size_t i = node->child; i; i = node_at(walk, i)->next)
		walk_node(walk, i);
}

/* Fonts alternate, with no blank between the words. */
static bool is_alternating(const char *macro)
{
	return strlen(macro) == 2 && strspn(macro, "BIR") == 2;
}

static void add_font(struct walk *walk, const struct node *node)
{
	bool blank = true;

	reader_start_line(&walk->reader, node);
	for (size_t i = node->child; i; i = node_at(walk, i)->next) {
		const struct node *child = node_at(walk, i);

		if (child->type != NODE_TEXT) {
			walk_node(walk, i);
			continue;
		}
		reader_add_text(&walk->reader, child, blank);
		blank = !is_alternating(node->string);
	}
}

/* `[-o file]`; more arguments are not printed. */
static void add_option(struct walk *walk, const struct node *node)
{
	size_t printed = 0;

	reader_start_line(&walk->reader, node);
	reader_add(&walk->reader, node, "[", true);
	walk->reader.joins = true;
	for (size_t i = node->child; i && printed < 2; printed++) {
		const struct node *argument = node_at(walk, i);

		reader_add(&walk->reader, argument, argument->string, true);
		i = argument->next;
	}
	reader_add(&walk->reader, node, "]", false);
}

enum element {
	ELEMENT_FONT,
	ELEMENT_OPTION,
	ELEMENT_BLANK_LINE,
	ELEMENT_BREAK, /* in prose only */
	ELEMENT_MODE,  /* filled or not, example or not */
	ELEMENT_CENTERED,
	ELEMENT_SILENT,
};

static bool element_kind(const char *macro, enum element *kind)
{
	static const struct {
		const char *macro;
		enum element kind;
	} elements[] = {
		{ "B", ELEMENT_FONT },	      { "I", ELEMENT_FONT },
		{ "R", ELEMENT_FONT },	      { "SM", ELEMENT_FONT },
		{ "SB", ELEMENT_FONT },	      { "BI", ELEMENT_FONT },
		{ "BR", ELEMENT_FONT },	      { "IB", ELEMENT_FONT },
		{ "IR", ELEMENT_FONT },	      { "RB", ELEMENT_FONT },
		{ "RI", ELEMENT_FONT },	      { "OP", ELEMENT_OPTION },
		{ "sp", ELEMENT_BLANK_LINE }, { "br", ELEMENT_BREAK },
		{ "in", ELEMENT_BREAK },      { "ti", ELEMENT_BREAK },
		{ "YS", ELEMENT_BREAK },      { "nf", ELEMENT_MODE },
		{ "fi", ELEMENT_MODE },	      { "EX", ELEMENT_MODE },
		{ "EE", ELEMENT_MODE },	      { "ce", ELEMENT_CENTERED },
		{ "rj", ELEMENT_CENTERED },   { "PD", ELEMENT_SILENT },
		{ "DT", ELEMENT_SILENT },     { "UC", ELEMENT_SILENT },
		{ "AT", ELEMENT_SILENT },     { "ft", ELEMENT_SILENT },
		{ "ll", ELEMENT_SILENT },     { "ta", ELEMENT_SILENT },
		{ "mc", ELEMENT_SILENT },     { "po", ELEMENT_SILENT },
	};

	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++) {
		if (strcmp(elements[i].macro, macro))
			continue;
		*kind = elements[i].kind;
		return true;
	}
	return false;
}

static void fail(struct walk *walk, const struct node *node, const char *what)
{
	if (!walk->failed)
		fault_at(walk->fault, node->line, "%.40s: %s", node->string,
			 what);
	walk->failed = true;
}

static void change_mode(struct walk *walk, const char *macro)
{
	reader_end(&walk->reader);
	if (!strcmp(macro, "EX"))
		walk->reader.in_example = true;
	else if (!strcmp(macro, "EE"))
		walk->reader.in_example = false;
}

/* The first child says how many lines. */
static void add_centered(struct walk *walk, const struct node *node)
{
	reader_end(&walk->reader);
	for (size_t i = node->child; i; i = node_at(walk, i)->next) {
		if (i == node->child)
			continue;
		walk_node(walk, i);
		reader_end(&walk->reader);
	}
}

static void walk_element(struct walk *walk, const struct node *node)
{
	enum element kind;

	if (!element_kind(node->string, &kind)) {
		fail(walk, node,
		     "a macro that mantrace does not know: use another");
		return;
	}
	if (kind == ELEMENT_FONT)
		add_font(walk, node);
	else if (kind == ELEMENT_OPTION)
		add_option(walk, node);
	else if (kind == ELEMENT_BLANK_LINE)
		reader_add_blank_line(&walk->reader, node);
	else if (kind == ELEMENT_BREAK && !walk->reader.showing)
		reader_end_sentence(&walk->reader);
	else if (kind == ELEMENT_MODE)
		change_mode(walk, node->string);
	else if (kind == ELEMENT_CENTERED)
		add_centered(walk, node);
}

/* A node without children where the block lacks that part. */
static const struct node *part_of(const struct walk *walk,
				  const struct node *block, enum node_type type)
{
	static const struct node nothing;

	for (size_t i = block->child; i; i = node_at(walk, i)->next)
		if (node_at(walk, i)->type == type)
			return node_at(walk, i);
	return &nothing;
}

static void walk_body(struct walk *walk, const struct node *block)
{
	walk_children(walk, part_of(walk, block, NODE_BODY));
}

/* Which children of a block's head are printed, and not a width. */
static bool is_printed(const struct node *block, const struct node *head,
		       size_t number, const struct node *child)
{
	if (!strcmp(block->string, "TP") || !strcmp(block->string, "TQ"))
		return child->starts_line;
	if (!strcmp(block->string, "IP"))
		return number == head->child;
	return true;
}

/* What the head prints, squeezed; *line is where it starts. */
static const char *read_head(struct walk *walk, const struct node *block,
			     size_t *line)
{
	const struct node *head = part_of(walk, block, NODE_HEAD);
	char *words;
	const char *text;

	*line = head->line;
	walk->reader.holding = true;
	walk->reader.joins = false;
	for (size_t i = head->child; i; i = node_at(walk, i)->next)
		if (is_printed(block, head, i, node_at(walk, i)))
			walk_node(walk, i);
	walk->reader.holding = false;
	walk->reader.joins = false;
	walk->reader.joined = false;
	words = reader_take_words(&walk->reader);
	if (!words)
		return "";
	*line = walk->reader.line;
	text = reader_keep(&walk->reader, text_squeezed(words));
	free(words);
	if (strlen(text) > LONGEST_PLACE)
		fail(walk, block, "over 1000 characters: shorten it");
	return text;
}

static enum section section_kind(const char *heading)
{
	if (!strcmp(heading, "NAME"))
		return SECTION_NAME;
	if (!strcmp(heading, "SYNOPSIS"))
		return SECTION_SYNOPSIS;
	if (!strcmp(heading, "EXAMPLES") || !strcmp(heading, "EXAMPLE"))
		return SECTION_EXAMPLES;
	if (!strcmp(heading, "SEE ALSO"))
		return SECTION_SEE_ALSO;
	return SECTION_OTHER;
}

/* The tags of all levels, from the outermost on. */
static void set_tag(struct walk *walk, const char *tag)
{
	struct text path = { 0 };

	walk->tags[walk->level] = tag;
	text_add(&path, "", 0);
	for (size_t i = 0; i <= walk->level; i++) {
		if (!*walk->tags[i])
			continue;
		if (path.length)
			text_add_string(&path, " / ");
		text_add_string(&path, walk->tags[i]);
	}
	walk->reader.tag = reader_keep(&walk->reader, path.bytes);
}

static bool says_since(const char *text)
{
	return strstr(text, "(since Linux ");
}

static void walk_section(struct walk *walk, const struct node *block)
{
	size_t line;

	reader_end(&walk->reader);
	walk->reader.in_example = false;
	walk->reader.heading = read_head(walk, block, &line);
	walk->reader.section = walk->reader.heading;
	walk->reader.kind = section_kind(walk->reader.heading);
	set_tag(walk, "");
	reader_emit(&walk->reader, false, line, walk->reader.heading);
	walk->reader.holding = walk->reader.kind == SECTION_NAME;
	walk_body(walk, block);
	walk->reader.holding = false;
	reader_end(&walk->reader);
}

static void walk_subsection(struct walk *walk, const struct node *block)
{
	size_t line;
	const char *heading;

	reader_end(&walk->reader);
	heading = read_head(walk, block, &line);
	walk->reader.section =
		reader_keep(&walk->reader,
			    printed("%s / %s", walk->reader.heading, heading));
	set_tag(walk, "");
	reader_emit(&walk->reader, says_since(heading), line, heading);
	walk_body(walk, block);
	reader_end(&walk->reader);
}

static void walk_tagged(struct walk *walk, const struct node *block)
{
	const char *before = walk->tags[walk->level];
	const char *tag;
	size_t line;

	reader_end(&walk->reader);
	tag = read_head(walk, block, &line);
	if (!strcmp(block->string, "TQ") && *before)
		set_tag(walk, reader_keep(&walk->reader,
					  printed("%s, %s", before, tag)));
	else
		set_tag(walk, tag);
	reader_emit(&walk->reader, says_since(tag), line, tag);
	walk_body(walk, block);
}

/*
 * `*`, `1.`, `(a)`, `[3]`: what counts the points of a list, or marks them.
 * mandoc prints a bullet as an o.
 */
static bool is_bullet(const char *text)
{
	size_t open = strspn(text, "([");
	size_t inside = strcspn(text + open, ".)]");
	const char *word = text + open;

	if (strlen(text) == 1 && !isalnum((unsigned char)*text))
		return true;
	if (!strcmp(text, "o") || !strcmp(text, "--"))
		return true;
	if (word[inside] == '\0' || word[inside + 1] != '\0')
		return false;
	return inside == 1 || inside == strspn(word, "0123456789") ||
	       inside == strspn(word, "ivx");
}

/* Without a head it goes on with the tagged text before. */
static void walk_indented(struct walk *walk, const struct node *block)
{
	const char *head;
	size_t line;

	reader_end(&walk->reader);
	head = read_head(walk, block, &line);
	if (is_bullet(head)) {
		set_tag(walk, "");
		reader_emit(&walk->reader, false, line, head);
	} else if (*head) {
		set_tag(walk, head);
		reader_emit(&walk->reader, says_since(head), line, head);
	}
	walk_body(walk, block);
}

static void walk_paragraph(struct walk *walk, const struct node *block)
{
	if (walk->reader.showing)
		reader_add_blank_line(&walk->reader, block);
	else
		reader_end_sentence(&walk->reader);
	set_tag(walk, "");
	walk_body(walk, block);
}

static void walk_inset(struct walk *walk, const struct node *block)
{
	reader_end(&walk->reader);
	walk->level++;
	walk->tags = array_with_room(walk->tags, &walk->room, walk->level,
				     sizeof(*walk->tags));
	set_tag(walk, "");
	walk_body(walk, block);
	reader_end(&walk->reader);
	walk->level--;
	set_tag(walk, walk->tags[walk->level]);
}

/* `link text <address>` */
static void walk_link(struct walk *walk, const struct node *block)
{
	const struct node *head = part_of(walk, block, NODE_HEAD);

	reader_start_line(&walk->reader, block);
	walk_body(walk, block);
	reader_add(&walk->reader, block, "<", true);
	walk->reader.joins = true;
	for (size_t i = head->child; i; i = node_at(walk, i)->next)
		reader_add(&walk->reader, node_at(walk, i),
			   node_at(walk, i)->string, true);
	walk->reader.joins = false;
	reader_add(&walk->reader, block, ">", false);
}

static void walk_command(struct walk *walk, const struct node *block)
{
	reader_end(&walk->reader);
	walk_children(walk, part_of(walk, block, NODE_HEAD));
	walk_body(walk, block);
	reader_end(&walk->reader);
}

static void walk_block(struct walk *walk, const struct node *block)
{
	static const struct {
		const char *macro;
		void (*walk)(struct walk *walk, const struct node *block);
	} blocks[] = {
		{ "SH", walk_section },	  { "SS", walk_subsection },
		{ "TP", walk_tagged },	  { "TQ", walk_tagged },
		{ "IP", walk_indented },  { "PP", walk_paragraph },
		{ "LP", walk_paragraph }, { "P", walk_paragraph },
		{ "HP", walk_paragraph }, { "RS", walk_inset },
		{ "UR", walk_link },	  { "MT", walk_link },
		{ "SY", walk_command },
	};

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (strcmp(blocks[i].macro, block->string))
			continue;
		blocks[i].walk(walk, block);
		return;
	}
	fail(walk, block, "a macro that mantrace does not know: use another");
}

static void walk_row(struct walk *walk, const struct node *row)
{
	bool heading;
	char *text = row_text(row->string, &heading);
	size_t before;

	reader_end(&walk->reader);
	before = walk->reader.page->count;
	reader_emit(&walk->reader, !heading, row->line, text);
	if (walk->reader.page->count > before)
		walk->reader.page->items[before].row = true;
	free(text);
}

static void walk_node(struct walk *walk, size_t number)
{
	const struct node *node = node_at(walk, number);

	if (walk->failed)
		return;
	switch (node->type) {
	case NODE_BLOCK:
		walk_block(walk, node);
		break;
	case NODE_ELEMENT:
		walk_element(walk, node);
		break;
	case NODE_TEXT:
		reader_start_line(&walk->reader, node);
		reader_add_text(&walk->reader, node, true);
		break;
	case NODE_ROW:
		walk_row(walk, node);
		break;
	case NODE_ROOT:
	case NODE_HEAD:
	case NODE_BODY:
		break;
	}
}

static char *name_of(const struct tree *tree)
{
	char *printed_name = printed("%s(%s)", tree->title, tree->section);
	char *name = text_squeezed(printed_name);

	free(printed_name);
	return name;
}

int claims_read(struct page *page, const struct tree *tree, struct fault *fault)
{
	struct walk walk = {
		.reader = { .page = page, .heading = "", .section = "" },
		.tree = tree,
		.fault = fault,
	};

	page->name = name_of(tree);
	walk.tags = array_with_room(NULL, &walk.room, 0, sizeof(*walk.tags));
	set_tag(&walk, "");
	walk_children(&walk, node_at(&walk, 0));
	reader_end(&walk.reader);
	text_free(&walk.reader.words);
	free(walk.tags);
	return walk.failed ? -1 : 0;
}
