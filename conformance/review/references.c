// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "references.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz0123456789_.-";

/* From the parenthesis on: the length of "(2const)", 0 if it is none. */
static size_t section_length(const char *at)
{
	size_t length = 1;

	if (!isdigit((unsigned char)at[1]))
		return 0;
	while (length < 10 && isalnum((unsigned char)at[length]))
		length++;
	return at[length] == ')' ? length + 1 : 0;
}

bool next_reference(const char **text, struct reference *reference)
{
	const char *at;

	while ((at = strchr(*text, '('))) {
		const char *start = at;
		size_t length = section_length(at);

		while (start > *text && strchr(letters, start[-1]))
			start--;
		*text = at + 1;
		if (!length || start == at ||
		    (size_t)(at - start) >= sizeof(reference->name) ||
		    (!isalpha((unsigned char)*start) && *start != '_'))
			continue;
		snprintf(reference->name, sizeof(reference->name), "%.*s",
			 (int)(at - start), start);
		snprintf(reference->section, sizeof(reference->section), "%.*s",
			 (int)length - 2, at + 1);
		return true;
	}
	return false;
}

/* DIRECTORY/man2const/X.2const, or man2/X.2const.gz as Debian has it. */
bool resolves(const struct references *references,
	      const struct reference *reference)
{
	for (size_t i = 0; i < references->count; i++) {
		char *pattern = printed("%s/man%c*/%s.%s{,.gz}",
					references->directories[i],
					reference->section[0], reference->name,
					reference->section);
		glob_t found;
		bool has = !glob(pattern, GLOB_BRACE, NULL, &found);

		free(pattern);
		if (has)
			globfree(&found);
		if (has)
			return true;
	}
	return false;
}

char *dangling(const struct references *references, const char *text)
{
	struct text list = { 0 };
	struct reference reference;

	while (next_reference(&text, &reference)) {
		if (resolves(references, &reference))
			continue;
		if (list.length)
			text_add_string(&list, ", ");
		text_add_string(&list, reference.name);
		text_add_string(&list, "(");
		text_add_string(&list, reference.section);
		text_add_string(&list, ")");
	}
	return list.bytes;
}
