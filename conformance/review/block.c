// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "text.h"

struct release release_named(const char *text)
{
	struct release release = { 0 };
	size_t length;

	release_next(text, &release, &length);
	return release;
}

/* From behind the words that it quotes to the brace that ends it. */
static char *block_of(const struct quotes *quotes, const struct quote *quote)
{
	const char *start = quotes->source.bytes + quote->end;
	const char *end = strstr(start, "\n}\n");

	return copy_of(start, end ? (size_t)(end + 3 - start) : strlen(start));
}

/* Up to the line that starts the block, what the macro is given. */
static const char *proof_in(const char *block)
{
	const char *start = strstr(block, "\n{");
	const char *proof = strstr(block, ".proof = ");

	return proof && (!start || proof < start) ? proof + 9 : "";
}

const char *block_kind(const struct quotes *quotes, const struct quote *quote)
{
	static const char *const names[][2] = {
		{ "ABI", "abi" },
		{ "VERSION", "version" },
		{ "REFERENCE", "reference" },
		{ "EVIDENCE", "evidence" },
		{ "PURPOSE", "purpose" },
	};
	char *block = block_of(quotes, quote);
	const char *proof = proof_in(block);
	size_t length = strspn(proof, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	const char *kind = "behaviour";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i][0]) == length &&
		    !strncmp(names[i][0], proof, length))
			kind = names[i][1];
	free(block);
	return kind;
}

bool is_of_host(const char *kind)
{
	return !strcmp(kind, "reference") || !strcmp(kind, "evidence");
}

struct release block_release(const struct quotes *quotes,
			     const struct quote *quote)
{
	char *block = block_of(quotes, quote);
	const char *call = strstr(block, "expect_since(");
	struct release release = { 0 };

	if (call && sscanf(call, "expect_since(%d, %d", &release.major,
			   &release.minor) != 2)
		release.major = 0;
	free(block);
	return release;
}

static bool is_same_text(char *a, char *b)
{
	char *left = text_squeezed(a);
	char *right = text_squeezed(b);
	bool same = !strcmp(left, right);

	free(left);
	free(right);
	free(a);
	free(b);
	return same;
}

bool is_same_block(const struct quotes *quotes, const struct quote *quote,
		   const struct quotes *others, const struct quote *other)
{
	return is_same_text(block_of(quotes, quote), block_of(others, other));
}

static char *outside_of(const struct quotes *quotes)
{
	const char *source = quotes->source.bytes ? quotes->source.bytes : "";
	struct text text = { 0 };
	size_t from = 0;

	text_add(&text, "", 0);
	for (size_t i = 0; i < quotes->count; i++) {
		const struct quote *quote = &quotes->list[i];
		char *block;

		if (quote->start < from)
			continue;
		text_add(&text, source + from, quote->start - from);
		from = quote->end;
		if (quote->kind != QUOTE_SENTENCE)
			continue;
		block = block_of(quotes, quote);
		from += strlen(block);
		free(block);
	}
	text_add_string(&text, source + from);
	return text.bytes;
}

/* The number and names of macros around quotes say nothing here. */
static char *without_macros(char *text)
{
	static const char *const macros[] = { "SECTION(", "TAG(", "SENTENCE(",
					      ");" };
	for (size_t i = 0; i < sizeof(macros) / sizeof(macros[0]); i++)
		for (char *at = text; (at = strstr(at, macros[i]));)
			memset(at, ' ', strlen(macros[i]));
	return text;
}

bool is_same_outside(const struct quotes *quotes, const struct quotes *others)
{
	return is_same_text(without_macros(outside_of(quotes)),
			    without_macros(outside_of(others)));
}
