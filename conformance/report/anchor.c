// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "anchor.h"
#include "escape.h"
#include "sha256.h"

enum {
	LONGEST_PART = 40,
	HASHED_BYTES = 4,
};

/* Whole words, as far as they fit; at least the start of the first. */
static void add_part(struct text *anchor, const char *words)
{
	size_t start = anchor->length;
	size_t end_of_word = start;
	bool cut = false;

	for (; *words && !cut; words++) {
		bool kept = isalnum((unsigned char)*words) || *words == '_';

		if (kept)
			text_add(anchor, words, 1);
		else if (anchor->length > start &&
			 anchor->bytes[anchor->length - 1] != '-')
			text_add(anchor, "-", 1);
		if (!kept)
			end_of_word = anchor->length;
		cut = anchor->length - start >= LONGEST_PART;
	}
	if (cut && end_of_word > start)
		anchor->length = end_of_word;
	if (anchor->length > start && anchor->bytes[anchor->length - 1] == '-')
		anchor->length--;
}

static void add_hash(struct text *anchor, const struct item *item)
{
	unsigned char digest[SHA256_SIZE];
	char *known_by =
		printed("%s\n%s\n%s\n", item->section, item->tag, item->text);

	sha256(known_by, strlen(known_by), digest);
	for (size_t i = 0; i < HASHED_BYTES; i++)
		add_printed(anchor, "%02x", digest[i]);
	free(known_by);
}

char *anchor_of(const struct item *item)
{
	struct text anchor = { 0 };

	add_part(&anchor, item->section);
	text_add_string(&anchor, "/");
	if (*item->tag) {
		add_part(&anchor, item->tag);
		text_add_string(&anchor, "/");
	}
	add_part(&anchor, item->text);
	text_add_string(&anchor, "-");
	add_hash(&anchor, item);
	return anchor.bytes;
}
