/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_READER_H
#define MANTRACE_READER_H

#include "display.h"
#include "page.h"
#include "tree.h"

enum section {
	SECTION_OTHER,
	SECTION_NAME,
	SECTION_SYNOPSIS,
	SECTION_EXAMPLES,
	SECTION_SEE_ALSO,
};

/* Makes items of words: sentences of prose, lines of displays, references. */
struct reader {
	struct page *page;

	enum section kind;
	const char *heading;
	const char *section; /* with the subsection */
	const char *tag;     /* with those around it */

	struct text words; /* of the sentence, line or head being read */
	size_t line;	   /* on which they start */
	bool joins;	   /* the next word follows without a blank */
	bool joined;	   /* these words followed without one */
	bool holding;	   /* no end of sentence or line ends the words */

	struct display display;
	bool showing;	 /* the words are a line of the display */
	bool in_example; /* between .EX and .EE */
};

/* Takes a string that malloc() gave; it will live as long as the page. */
const char *reader_keep(struct reader *reader, char *string);

/* Adds an item. Nothing is added for blanks. */
void reader_emit(struct reader *reader, bool claim, size_t line,
		 const char *text);

/* Tells that a line of the page starts with this node. */
void reader_start_line(struct reader *reader, const struct node *node);

/* Adds a word that stands where the node does, behind a blank or not. */
void reader_add(struct reader *reader, const struct node *node,
		const char *word, bool blank);

/* Adds a node's text, which may end a sentence. */
void reader_add_text(struct reader *reader, const struct node *node,
		     bool blank);

void reader_add_blank_line(struct reader *reader, const struct node *node);

/* Returns the words and forgets them; NULL for none. Free the result. */
char *reader_take_words(struct reader *reader);

void reader_end_sentence(struct reader *reader);

/* Ends what is being read: a sentence or a display. */
void reader_end(struct reader *reader);

#endif
