/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_TREE_H
#define MANTRACE_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "report.h"

enum node_type {
	NODE_ROOT,
	NODE_BLOCK,
	NODE_HEAD,
	NODE_BODY,
	NODE_ELEMENT,
	NODE_TEXT,
	NODE_ROW, /* of a table */
};

/* Nodes are numbers, places in tree->nodes; 0 is the root and, as a link, none
 */
struct node {
	enum node_type type;
	const char *string; /* the macro's name, the text, the row */
	size_t line;	    /* in the page */
	bool starts_line;
	bool ends_sentence;
	bool closes;	 /* closing punctuation: no blank before it */
	bool indented;	 /* a text that starts with a blank */
	bool joins_next; /* no blank after it */
	bool nofill;	 /* lines stay as they are in the page */
	size_t indent;
	size_t parent;
	size_t child;
	size_t last;
	size_t next;
};

struct tree {
	const char *title;
	const char *section;
	struct node *nodes;
	size_t count;
	size_t room;
};

/*
 * Reads what `mandoc -T tree` printed for a man(7) page.  The strings of the
 * tree lie in output, which is written to and must outlive the tree.  Texts
 * are as in the page: with roff's escapes, a hyphen as byte 0x1E.
 *
 * Returns 0, or -1 with the fault: not a man(7) page, an empty one, or a
 * format that this program does not know.  Free the tree in either case.
 */
int tree_read(struct tree *tree, char *output, struct fault *fault);
void tree_free(struct tree *tree);

#endif
