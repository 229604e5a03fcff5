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

/* `OLD => NEW` of `PAGE LINE FINGERPRINT OLD => NEW` */
static const char *change_of(const char *field)
{
	for (int i = 0; i < 3; i++) {
		field += strcspn(field, " ");
		field += *field == ' ';
	}
	return field;
}

/* Makes the change of `PAGE LINE FINGERPRINT OLD => NEW`; takes the text. */
static char *replace(char *text, const char *field, const char *page)
{
	static const char arrow[] = " => ";
	size_t file = strcspn(field, " ");
	const char *old = change_of(field);
	const char *new = strstr(field, arrow);
	char *wanted;
	char *found;
	char *replaced = NULL;

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

static bool is_same_change(const char *field, const char *other)
{
	size_t file = strcspn(field, " ");

	return !strncmp(field, other, file + 1) &&
	       !strcmp(change_of(field), change_of(other));
}

/* An erratum names a correction once for each line that needs it. */
static bool is_repeated(const struct erratum *erratum, size_t index)
{
	const struct field *fields = erratum->fields;

	for (size_t i = 0; i < index; i++)
		if (fields[i].kind == FIELD_CORRECTION &&
		    is_same_change(fields[index].text, fields[i].text))
			return true;
	return false;
}

static char *correct_text(char *text, const struct erratum *erratum,
			  const char *page)
{
	for (size_t i = 0; i < erratum->count; i++)
		if (erratum->fields[i].kind == FIELD_CORRECTION &&
		    !is_repeated(erratum, i))
			text = replace(text, erratum->fields[i].text, page);
	return text;
}

/* Of a string, corrected by those errata whose bits are set. */
static char *correct_string(const char *string, const struct erratum **list,
			    unsigned int chosen, const char *page)
{
	char *corrected = copy_of(string, strlen(string));

	for (size_t i = 0; chosen >> i; i++)
		if (chosen >> i & 1)
			corrected = correct_text(corrected, list[i], page);
	return corrected;
}

static bool is_corrected(const struct saying *saying, const struct item *item,
			 const struct erratum **list, unsigned int chosen)
{
	const struct item *known = saying->item;
	char *text =
		correct_string(known->text, list, chosen, saying->page->name);
	char *tag =
		correct_string(known->tag, list, chosen, saying->page->name);
	bool same = !strcmp(text, item->text) && !strcmp(tag, item->tag);
	bool other = strcmp(text, known->text) || strcmp(tag, known->tag);

	free(text);
	free(tag);
	return same && other;
}

/* Those that would change something about the sentence. */
static size_t find_candidates(const struct saying *saying,
			      const struct errata *errata,
			      const struct erratum **list)
{
	size_t count = 0;

	for (size_t i = 0; i < errata->count && count < MOST_CORRECTIONS; i++) {
		const struct erratum *erratum = &errata->list[i];
		char *text = correct_string(saying->item->text, &erratum, 1,
					    saying->page->name);
		char *tag = correct_string(saying->item->tag, &erratum, 1,
					   saying->page->name);

		if (strcmp(text, saying->item->text) ||
		    strcmp(tag, saying->item->tag))
			list[count++] = erratum;
		free(text);
		free(tag);
	}
	return count;
}

static bool is_made(const struct correction *correction, const char *name)
{
	for (const char *const *made = correction->made; *made; made++)
		if (!strcmp(*made, name))
			return true;
	return false;
}

/* What else contradicts the sentence. */
static void find_left(const struct saying *saying, const struct corpus *corpus,
		      struct correction *correction)
{
	struct map_position position = { 0 };
	const struct mapping *mapping;
	size_t count = 0;

	while (count < MOST_CORRECTIONS &&
	       (mapping = corpus_next(corpus, saying->print.digits,
				      &position)) != NULL)
		if (mapping->standing == STANDING_FALSE &&
		    !is_made(correction, mapping->reference))
			correction->left[count++] = mapping->reference;
}

bool correction_read(const struct saying *saying, const struct item *item,
		     const struct corpus *corpus, const struct errata *errata,
		     struct correction *correction)
{
	const struct erratum *list[MOST_CORRECTIONS];
	size_t count = find_candidates(saying, errata, list);
	unsigned int chosen = 1;
	size_t made = 0;

	while (chosen < 1u << count &&
	       !is_corrected(saying, item, list, chosen))
		chosen++;
	if (chosen >= 1u << count)
		return false;
	*correction = (struct correction){ 0 };
	for (size_t i = 0; i < count; i++)
		if (chosen >> i & 1)
			correction->made[made++] = list[i]->name;
	find_left(saying, corpus, correction);
	return true;
}
