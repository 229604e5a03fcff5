// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "tree.h"

enum {
	DEEPEST = 2000, /* columns of indentation */
	BLOCK_INDENT = 2,
	OTHER_INDENT = 4,
};

/* What stands behind a node's string: `(type) *12:5). ID=HREF NOFILL` */
struct mark {
	const char *type;
	size_t type_length;
	struct node node;
};

static bool take(const char **at, char c)
{
	if (**at != c)
		return false;
	++*at;
	return true;
}

static bool take_number(const char **at, size_t *number)
{
	size_t digits = strspn(*at, "0123456789");

	if (!digits || digits > 9)
		return false;
	*number = strtoul(*at, NULL, 10);
	*at += digits;
	return true;
}

static bool take_word(const char **at, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*at, word, length))
		return false;
	*at += length;
	return true;
}

static bool take_flags(const char *at, struct node *node)
{
	while (*at) {
		if (take_word(&at, " NOFILL"))
			node->nofill = true;
		else if (take_word(&at, " ID") || take_word(&at, " HREF"))
			at += strcspn(at, " ");
		else if (!take_word(&at, " NOPRT") && !take_word(&at, " NOSRC"))
			return false;
	}
	return true;
}

/* at stands on the parenthesis of `(type) ...`. */
static bool mark_read(const char *at, struct mark *mark)
{
	size_t column;

	*mark = (struct mark){ .type = at + 1 };
	at = strchr(at, ')');
	if (!at)
		return false;
	mark->type_length = at - mark->type;
	at++;
	if (!take(&at, ' '))
		return false;
	mark->node.starts_line = take(&at, '*');
	if (!take_number(&at, &mark->node.line) || !take(&at, ':') ||
	    !take_number(&at, &column))
		return false;
	mark->node.closes = take(&at, ')');
	mark->node.ends_sentence = take(&at, '.');
	return take_flags(at, &mark->node);
}

/*
 * Texts may hold anything, even what looks like a mark: the last one on the
 * line is the real one.  Returns the place where the string before it ends.
 */
static char *last_mark(char *line, struct mark *mark)
{
	char *at = line + strlen(line);

	while (at > line) {
		at--;
		if (*at == '(' && (at == line || at[-1] == ' ') &&
		    mark_read(at, mark))
			return at == line ? at : at - 1;
	}
	return NULL;
}

static bool mark_is(const struct mark *mark, const char *type)
{
	return strlen(type) == mark->type_length &&
	       !memcmp(type, mark->type, mark->type_length);
}

static size_t children_indent(const struct node *node)
{
	if (node->type == NODE_ROOT)
		return 0;
	return node->indent +
	       (node->type == NODE_BLOCK ? BLOCK_INDENT : OTHER_INDENT);
}

static bool is_one_of(const char *string, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(string, *list))
			return true;
	return false;
}

/* Arguments of a macro stand on its line, or on the next when it has none. */
static bool element_takes(const struct node *element, const struct node *text)
{
	static const char *const next_line[] = { "B",  "I",  "SM", "SB", "R",
						 "BI", "BR", "IB", "IR", "RB",
						 "RI", "OP", NULL };
	static const char *const lines[] = { "ce", "rj", NULL };

	if (!text->starts_line)
		return element->line == text->line;
	if (is_one_of(element->string, lines))
		return true;
	return !element->child && is_one_of(element->string, next_line);
}

/*
 * Blanks at the start of a text look like indentation.  So a text belongs to
 * the deepest open node that it can belong to.
 */
static size_t parent_of_text(const struct tree *tree, size_t open,
			     const struct node *text, size_t blanks)
{
	for (;; open = tree->nodes[open].parent) {
		const struct node *node = &tree->nodes[open];

		if (node->type == NODE_ROOT)
			return open;
		if (children_indent(node) > blanks)
			continue;
		if (node->type == NODE_ELEMENT && !element_takes(node, text))
			continue;
		if (node->type != NODE_TEXT && node->type != NODE_ROW &&
		    node->type != NODE_BLOCK)
			return open;
	}
}

static size_t parent_at(const struct tree *tree, size_t open, size_t indent)
{
	while (open && (children_indent(&tree->nodes[open]) != indent ||
			tree->nodes[open].type == NODE_TEXT ||
			tree->nodes[open].type == NODE_ROW))
		open = tree->nodes[open].parent;
	return open;
}

static size_t tree_add(struct tree *tree, size_t parent,
		       const struct node *node)
{
	size_t added = tree->count;

	tree->nodes = array_with_room(tree->nodes, &tree->room, tree->count,
				      sizeof(*tree->nodes));
	tree->nodes[added] = *node;
	tree->nodes[added].parent = parent;
	tree->count++;
	if (!added)
		return added;
	if (tree->nodes[parent].last)
		tree->nodes[tree->nodes[parent].last].next = added;
	else
		tree->nodes[parent].child = added;
	tree->nodes[parent].last = added;
	return added;
}

static bool type_of(const struct mark *mark, enum node_type *type)
{
	static const struct {
		const char *name;
		enum node_type type;
	} types[] = {
		{ "block", NODE_BLOCK }, { "head", NODE_HEAD },
		{ "body", NODE_BODY },	 { "elem", NODE_ELEMENT },
		{ "text", NODE_TEXT },	 { "tbl", NODE_ROW },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (!mark_is(mark, types[i].name))
			continue;
		*type = types[i].type;
		return true;
	}
	return false;
}

static bool fits(const struct tree *tree, size_t parent, enum node_type type)
{
	enum node_type above = tree->nodes[parent].type;

	if (type == NODE_HEAD || type == NODE_BODY)
		return above == NODE_BLOCK;
	return above != NODE_BLOCK;
}

/* Adds the node of one line below the open node; *open becomes that node. */
static int read_node(struct tree *tree, size_t *open, char *line,
		     size_t output_line, struct fault *fault)
{
	struct mark mark;
	size_t blanks = strspn(line, " ");
	char *end = last_mark(line, &mark);
	struct node *node = &mark.node;
	size_t parent;

	if (end && (mark_is(&mark, "comment") || mark_is(&mark, "tbl options")))
		return 0;
	if (end && mark_is(&mark, "eqn"))
		return fault_at(fault, node->line,
				"equations are not supported: write it in "
				"words");
	if (!end || !type_of(&mark, &node->type))
		return fault_at(fault, 0,
				"line %zu of `mandoc -T tree` is of an unknown "
				"format: use mandoc 1.14.6",
				output_line);
	if (blanks > DEEPEST && node->type != NODE_TEXT)
		return fault_at(fault, node->line, "nested too deeply");
	*end = '\0';
	if (blanks > (size_t)(end - line))
		blanks = end - line;
	parent = node->type == NODE_TEXT
			 ? parent_of_text(tree, *open, node, blanks)
			 : parent_at(tree, *open, blanks);
	node->indent = children_indent(&tree->nodes[parent]);
	if (node->indent > blanks || !fits(tree, parent, node->type) ||
	    (node->type != NODE_TEXT && node->indent != blanks))
		return fault_at(fault, 0,
				"line %zu of `mandoc -T tree` has no parent: "
				"use mandoc 1.14.6",
				output_line);
	node->string = line + node->indent;
	node->indented = *node->string == ' ';
	*open = tree_add(tree, parent, node);
	return 0;
}

/* `title = "NAME"` */
static void read_header(struct tree *tree, char *line)
{
	const char *at = line;
	const char **value = NULL;
	char *end = strrchr(line, '"');

	if (take_word(&at, "title"))
		value = &tree->title;
	else if (take_word(&at, "sec"))
		value = &tree->section;
	if (!value)
		return;
	at += strspn(at, " =");
	if (!take(&at, '"') || end < at)
		return;
	*end = '\0';
	*value = at;
}

static char *next_line(char **rest)
{
	return strsep(rest, "\n");
}

static int check_header(const struct tree *tree, struct fault *fault)
{
	if (!tree->title || !tree->section)
		return fault_at(fault, 0,
				"`mandoc -T tree` printed no title: use mandoc "
				"1.14.6");
	if (!*tree->title || !*tree->section)
		return fault_at(fault, 0,
				"not a man(7) page: no .TH with a name and a "
				"section");
	return 0;
}

static bool is_mdoc(const struct tree *tree)
{
	static const char *const names[] = { "Dd", "Dt", "Os", "Sh", NULL };
	const struct node *first = &tree->nodes[tree->nodes[0].child];

	return first->type != NODE_TEXT && first->string &&
	       is_one_of(first->string, names);
}

int tree_read(struct tree *tree, char *output, struct fault *fault)
{
	char *line;
	size_t open = 0;
	size_t output_line = 0;

	*tree = (struct tree){ 0 };
	tree_add(tree, 0, &(struct node){ .type = NODE_ROOT });
	while ((line = next_line(&output)) && *line) {
		output_line++;
		read_header(tree, line);
	}
	if (check_header(tree, fault))
		return -1;
	for (; (line = next_line(&output)); output_line++) {
		if (*line &&
		    read_node(tree, &open, line, output_line + 2, fault))
			return -1;
		if (is_mdoc(tree))
			return fault_at(fault, 0,
					"an mdoc(7) page, not a man(7) page");
	}
	if (tree->count == 1)
		return fault_at(fault, 0, "the page has no text");
	return 0;
}

void tree_free(struct tree *tree)
{
	free(tree->nodes);
	*tree = (struct tree){ 0 };
}
