/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SENTENCE_H
#define SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What a test file is made of.  Each SENTENCE quotes one claim of the page
 * that the file is named after, and is followed by the block that proves it:
 *
 *	SECTION("ERRORS");
 *	TAG("EINVAL");
 *	SENTENCE("The length is zero.", .over = EVERY_BACKING)
 *	{
 *		...
 *	}
 *
 * The block runs in a process of its own, once for each backing named in
 * .over (as `backing`), or once with the anonymous backing if none is named.
 * It proves the sentence by returning; a failed expect_*() call ends it.
 */

struct backing;

enum proof {
	BEHAVIOUR, /* run against the kernel under test */
	ABI,	   /* sizes, offsets, numbers, and the kernel accepting them */
	VERSION,   /* present exactly in the releases that the sentence names */
	REFERENCE, /* the page that is named exists; proved on the host */
	EVIDENCE,  /* what no single boot can show; proved on the host */
	PURPOSE,   /* a scenario that does the job from start to end */
};

struct sentence {
	const char *file;
	int line;
	const char *section;
	const char *tag;
	const char *text;
	enum proof proof;
	unsigned int over;
	void (*run)(const struct backing *backing);
};

#define SECTION(path) SENTENCE_RECORD(__COUNTER__, .section = (path))
#define TAG(path)     SENTENCE_RECORD(__COUNTER__, .tag = (path))

#define SENTENCE(quote, ...) SENTENCE_BLOCK(__COUNTER__, quote, ##__VA_ARGS__)

#define SENTENCE_BLOCK(id, ...) SENTENCE_BLOCK_EXPANDED(id, ##__VA_ARGS__)
#define SENTENCE_BLOCK_EXPANDED(id, quote, ...)                                \
	static void sentence_block_##id(const struct backing *backing);        \
	SENTENCE_RECORD(id, .text = (quote), .run = sentence_block_##id,       \
			##__VA_ARGS__);                                        \
	static void sentence_block_##id(const struct backing *backing          \
					__attribute__((unused)))

#define SENTENCE_RECORD(id, ...) SENTENCE_RECORD_EXPANDED(id, ##__VA_ARGS__)
#define SENTENCE_RECORD_EXPANDED(id, ...)                                      \
	static const struct sentence sentence_record_##id = {                  \
		.file = __FILE__, .line = __LINE__, ##__VA_ARGS__              \
	};                                                                     \
	static const struct sentence *const sentence_entry_##id                \
		__attribute__((section("sentences"), used)) =                  \
			&sentence_record_##id

/* A sentence in its place: what the registry hands out. */
struct claim {
	char page[64]; /* "UFFDIO_RWPROTECT(2const)" */
	const char *section;
	const char *tag; /* "" where the sentence has none */
	const struct sentence *sentence;
};

/*
 * All claims of the pages in `pages` (names with or without the section, all
 * pages if `count` is 0), in the order of the files and of the lines in them.
 * Returns an array that the caller frees, and its length in `claims_count`.
 * A name that fits no page: returns NULL and names it in `unknown`.
 */
struct claim *claims_of_pages(char *const *pages, size_t count,
			      size_t *claims_count, const char **unknown);

/* "behaviour", "abi", ... : the names that --kind and --list use. */
const char *proof_name(enum proof proof);

/* It stands under BUGS: what releases of the kernel do wrong. */
bool is_bug(const struct claim *claim);

/*
 * "UFFDIO_RWPROTECT(2const) ERRORS / EINVAL: The length is zero."
 * Writes to `buffer` and cuts what does not fit.
 */
void claim_description(const struct claim *claim, char *buffer, size_t size);

#endif
