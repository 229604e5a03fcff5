// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "correction.h"

/* "userfaultfd.2" is the file of "userfaultfd(2)". */
static bool is_file_of(const char *file, size_t length, const char *page)
{
	size_t name = strcspn(page, "(");
	size_t section = page[name] ? strcspn(page + name + 1, ")") : 0;

	return length == name + 1 + section && !strncmp(file, page, name) &&
	       file[name] == '.' &&
	       !strncmp(file + name + 1, page + name + 1, section);
}

/* Makes the change of `PAGE LINE FINGERPRINT OLD => NEW`; takes the text. */
static char *replace(char *text, const char *field, const char *page)
{
	static const char arrow[] = " => ";
	size_t file = strcspn(field, " ");
	const char *old = field;
	const char *new = strstr(field, arrow);
	char *wanted;
	char *found;
	char *replaced = NULL;

	for (int i = 0; i < 3 && *old; i++)
		old += strcspn(old, " ") + 1;
	if (!new || new <= old || !is_file_of(field, file, page))
		return text;
	wanted = copy_of(old, (size_t)(new - old));
	found = strstr(text, wanted);
	if (found)
		replaced = printed("%.*s%s%s", (int)(found - text), text,
				   new + strlen(arrow), found + strlen(wanted));
	free(wanted);
	if (!replaced)
		return text;
	free(text);
	return replaced;
}

static char *correct_text(char *text, const struct erratum *erratum,
			  const char *page)
{
	char *before = copy_of(text, strlen(text));

	/* One line of the page has one correction. */
	for (size_t i = 0; i < erratum->count && !strcmp(before, text); i++)
		if (erratum->fields[i].kind == FIELD_CORRECTION)
			text = replace(text, erratum->fields[i].text, page);
	free(before);
	return text;
}

static size_t errata_of(const struct saying *saying,
			const struct corpus *corpus,
			const struct errata *errata,
			const struct erratum **list)
{
	struct map_position position = { 0 };
	const struct mapping *mapping;
	size_t count = 0;

	while (count < MOST_CORRECTIONS &&
	       (mapping = corpus_next(corpus, saying->print.digits,
				      &position)) != NULL) {
		if (mapping->standing != STANDING_FALSE)
			return 0;
		list[count] = errata_find(errata, mapping->reference);
		if (!list[count++])
			return 0;
	}
	return count;
}

static bool is_corrected(const struct saying *saying, const char *text,
			 const struct erratum **list, size_t count,
			 unsigned int chosen)
{
	char *corrected =
		copy_of(saying->item->text, strlen(saying->item->text));
	bool same;

	for (size_t i = 0; i < count; i++)
		if (chosen >> i & 1)
			corrected = correct_text(corrected, list[i],
						 saying->page->name);
	same = !strcmp(corrected, text) && strcmp(saying->item->text, text);
	free(corrected);
	return same;
}

bool correction_read(const struct saying *saying, const char *text,
		     const struct corpus *corpus, const struct errata *errata,
		     struct correction *correction)
{
	const struct erratum *list[MOST_CORRECTIONS];
	size_t count = errata_of(saying, corpus, errata, list);
	unsigned int chosen = 1;
	size_t made = 0;
	size_t left = 0;

	while (chosen < 1u << count &&
	       !is_corrected(saying, text, list, count, chosen))
		chosen++;
	if (!count || chosen == 1u << count)
		return false;
	*correction = (struct correction){ 0 };
	for (size_t i = 0; i < count; i++) {
		if (chosen >> i & 1)
			correction->made[made++] = list[i]->name;
		else
			correction->left[left++] = list[i]->name;
	}
	return true;
}
