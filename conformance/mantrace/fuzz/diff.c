// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../claims.h"
#include "../differences.h"
#include "../match.h"
#include "../word_diff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads what `mandoc -T tree` printed into the page, if it can be read. */
static void read_page(struct page *page, struct text *output)
{
	struct tree tree;
	struct fault fault;

	if (!tree_read(&tree, output->bytes, &fault))
		claims_read(page, &tree, &fault);
	tree_free(&tree);
}

static size_t words_kept(const struct marked *marked)
{
	size_t kept = 0;

	for (size_t i = 0; i < marked->count; i++)
		kept += marked->kept[i];
	return kept;
}

static void check_words(const struct difference *difference)
{
	struct marked old;
	struct marked new;

	word_diff(difference->old->text, difference->new->text, &old, &new);
	if (words_kept(&old) != words_kept(&new))
		abort();
	marked_free(&old);
	marked_free(&new);
}

/* Every claim has one partner at most, and is told once at most. */
static void check_pages(const struct page *old, const struct page *new)
{
	struct match match;
	struct differences differences = { 0 };

	match_make(&match, old, new);
	for (size_t i = 0; i < match.old.count; i++)
		if (match.old.partner[i] != UNMATCHED &&
		    match.new.partner[match.old.partner[i]] != i)
			abort();
	differences_find(&differences, old, new);
	if (differences.count > match.old.count + match.new.count)
		abort();
	for (size_t i = 0; i < differences.count; i++)
		if (differences.list[i].change == CHANGE_REWORDED)
			check_words(&differences.list[i]);
	differences_free(&differences);
	match_free(&match);
}

static void check_itself(const struct page *page)
{
	struct differences differences = { 0 };

	differences_find(&differences, page, page);
	if (differences.count)
		abort();
	differences_free(&differences);
}

/* Two pages, a NUL between them. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data, '\0', size) : NULL;
	size_t length = end ? (size_t)(end - data) : size;
	struct text old_output = { 0 };
	struct text new_output = { 0 };
	struct page old = { .file = "old" };
	struct page new = { .file = "new" };

	text_add(&old_output, (const char *)data, length);
	text_add(&new_output, end ? (const char *)end + 1 : "",
		 end ? size - length - 1 : 0);
	read_page(&old, &old_output);
	read_page(&new, &new_output);
	check_pages(&old, &new);
	check_itself(&new);
	page_close(&old);
	page_close(&new);
	text_free(&old_output);
	text_free(&new_output);
	return 0;
}
