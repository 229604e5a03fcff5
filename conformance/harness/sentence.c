// SPDX-License-Identifier: GPL-2.0-only
#include "sentence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The linker delimits the section that SENTENCE_RECORD fills. */
extern const struct sentence *const __start_sentences[];
extern const struct sentence *const __stop_sentences[];

const char *proof_name(enum proof proof)
{
	static const char *const names[] = {
		[BEHAVIOUR] = "behaviour", [ABI] = "abi",
		[VERSION] = "version",	   [REFERENCE] = "reference",
		[EVIDENCE] = "evidence",   [PURPOSE] = "purpose",
	};

	return names[proof];
}

/* The compiler may emit the records of a file in any order. */
static int by_place(const void *left, const void *right)
{
	const struct sentence *a = *(const struct sentence *const *)left;
	const struct sentence *b = *(const struct sentence *const *)right;
	int order = strcmp(a->file, b->file);

	return order ? order : a->line - b->line;
}

/* ".../UFFDIO_RWPROTECT.2const.c" becomes "UFFDIO_RWPROTECT(2const)". */
static void page_of_file(const char *file, char *page, size_t size)
{
	const char *base = strrchr(file, '/');
	const char *dot;
	int name_length, section_length;

	base = base ? base + 1 : file;
	dot = strchr(base, '.');
	if (!dot) {
		snprintf(page, size, "%s", base);
		return;
	}
	name_length = (int)(dot - base);
	section_length = (int)strcspn(dot + 1, ".");
	snprintf(page, size, "%.*s(%.*s)", name_length, base, section_length,
		 dot + 1);
}

static bool names_page(const char *name, const char *page)
{
	size_t length = strcspn(page, "(");

	return !strcmp(name, page) ||
	       (strlen(name) == length && !strncmp(name, page, length));
}

static bool page_is_wanted(const char *page, char *const *pages, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (names_page(pages[i], page))
			return true;
	return count == 0;
}

static const struct sentence **sorted_records(size_t count)
{
	const struct sentence **records = calloc(count, sizeof(*records));

	if (!records)
		return NULL;
	memcpy(records, __start_sentences, count * sizeof(*records));
	qsort(records, count, sizeof(*records), by_place);
	return records;
}

static const char *first_unknown(char *const *pages, size_t count,
				 const struct sentence **records,
				 size_t record_count)
{
	for (size_t i = 0; i < count; i++) {
		bool known = false;

		for (size_t j = 0; j < record_count && !known; j++) {
			char page[64];

			page_of_file(records[j]->file, page, sizeof(page));
			known = names_page(pages[i], page);
		}
		if (!known)
			return pages[i];
	}
	return NULL;
}

struct claim *claims_of_pages(char *const *pages, size_t count,
			      size_t *claims_count, const char **unknown)
{
	/* cppcheck-suppress comparePointers; to the linker it is one array */
	size_t record_count = __stop_sentences - __start_sentences;
	const struct sentence **records = sorted_records(record_count);
	struct claim *claims = calloc(record_count + 1, sizeof(*claims));
	struct claim place = { .section = "", .tag = "" };

	*claims_count = 0;
	if (!records || !claims) {
		fprintf(stderr, "uffd-conformance: claims: out of memory\n");
		exit(2);
	}
	*unknown = first_unknown(pages, count, records, record_count);
	if (*unknown) {
		free(records);
		free(claims);
		return NULL;
	}
	for (size_t i = 0; i < record_count; i++) {
		page_of_file(records[i]->file, place.page, sizeof(place.page));
		if (records[i]->section) {
			place.section = records[i]->section;
			place.tag = "";
		} else if (records[i]->tag) {
			place.tag = records[i]->tag;
		} else if (page_is_wanted(place.page, pages, count)) {
			place.sentence = records[i];
			claims[(*claims_count)++] = place;
		}
	}
	free(records);
	return claims;
}

bool is_bug(const struct claim *claim)
{
	return !strcmp(claim->section, "BUGS");
}

void claim_description(const struct claim *claim, char *buffer, size_t size)
{
	const char *separator = claim->tag[0] ? " / " : "";

	snprintf(buffer, size, "%s %s%s%s: %s", claim->page, claim->section,
		 separator, claim->tag, claim->sentence->text);
}
