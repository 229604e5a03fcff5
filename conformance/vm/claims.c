// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "child.h"
#include "claims.h"
#include "message.h"
#include "status.h"
#include "text.h"

#define MAX_LIST_BYTES (16UL << 20)
#define LIST_SECONDS   30

static struct claim *add(struct claims *claims)
{
	struct claim *all =
		reallocarray(claims->all, claims->count + 1, sizeof(*all));

	if (all == NULL) {
		message("out of memory");
		exit(STATUS_NO_VERDICT);
	}
	claims->all = all;
	all[claims->count] = (struct claim){ 0 };
	return &all[claims->count++];
}

static bool is_page_name(const char *page)
{
	return page[0] != '\0' && page[0] != '.' && strchr(page, '/') == NULL;
}

/* In a TAP line a bare number sign would begin a directive. */
static char *escape(const char *description)
{
	struct text escaped = { 0 };

	for (; *description != '\0'; description++) {
		if (*description == '#' || *description == '\\')
			text_add_string(&escaped, "\\");
		text_add(&escaped, description, 1);
	}
	return escaped.bytes != NULL ? escaped.bytes : copy_string("");
}

/* "number TAB page TAB kind TAB description" */
static int parse(struct claims *claims, char *line)
{
	unsigned long last =
		claims->count > 0 ? claims->all[claims->count - 1].number : 0;
	char *number = strsep(&line, "\t");
	char *page = strsep(&line, "\t");
	char *kind = strsep(&line, "\t");
	struct claim *claim;
	char *end;

	if (line == NULL || !is_page_name(page))
		return -1;
	errno = 0;
	claim = add(claims);
	claim->number = strtoul(number, &end, 10);
	claim->page = copy_string(page);
	claim->kind = copy_string(kind);
	claim->description = escape(line);
	return errno == 0 && *end == '\0' && claim->number > last ? 0 : -1;
}

static int parse_all(struct claims *claims, char *list)
{
	char *line;

	while ((line = strsep(&list, "\n")) != NULL) {
		if (*line != '\0' && parse(claims, line) == -1)
			return -1;
	}
	return 0;
}

static int check_list(const char *program, int status, const struct text *list)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_USAGE)
		return STATUS_USAGE;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		message("%s: it could not list its claims", program);
		return STATUS_NO_VERDICT;
	}
	if (list->length == 0) {
		message("%s: no claim is selected: see its --list", program);
		return STATUS_USAGE;
	}
	return 0;
}

int claims_list(struct claims *claims, char *const argv[])
{
	struct text list = { 0 };
	int status = child_read(argv, &list, MAX_LIST_BYTES, LIST_SECONDS);
	int result;

	*claims = (struct claims){ 0 };
	if (status == -1)
		return STATUS_NO_VERDICT;
	result = check_list(argv[0], status, &list);
	if (result == 0 && parse_all(claims, list.bytes) == -1) {
		message("%s: its list of claims cannot be read", argv[0]);
		claims_free(claims);
		result = STATUS_NO_VERDICT;
	}
	text_free(&list);
	return result;
}

static int read_list(const char *file, struct text *list)
{
	char bytes[16384];
	size_t length;
	FILE *stream = fopen(file, "re");
	int result;

	if (stream == NULL) {
		message("%s: %s", file, strerror(errno));
		return -1;
	}
	while ((length = fread(bytes, 1, sizeof(bytes), stream)) > 0)
		text_add(list, bytes, length);
	result = ferror(stream) ? -1 : 0;
	if (result == -1)
		message("%s: %s", file, strerror(errno));
	fclose(stream);
	return result;
}

/* Those of the host would have to run here. */
static int check_guests(const struct claims *claims, const char *file)
{
	if (claims->count == 0) {
		message("%s: no claim is in it", file);
		return -1;
	}
	for (size_t i = 0; i < claims->count; i++) {
		if (!claim_is_of_host(&claims->all[i]))
			continue;
		message("%s: claim %lu is proved on the host: leave it out",
			file, claims->all[i].number);
		return -1;
	}
	return 0;
}

int claims_read(struct claims *claims, const char *file)
{
	struct text list = { 0 };
	int result = 0;

	*claims = (struct claims){ 0 };
	if (read_list(file, &list) == -1) {
		result = STATUS_USAGE;
	} else if (list.bytes != NULL && parse_all(claims, list.bytes) == -1) {
		message("%s: not a list of claims", file);
		result = STATUS_USAGE;
	} else if (check_guests(claims, file) == -1) {
		result = STATUS_USAGE;
	}
	if (result != 0)
		claims_free(claims);
	text_free(&list);
	return result;
}

void claims_free(struct claims *claims)
{
	for (size_t i = 0; i < claims->count; i++) {
		free(claims->all[i].page);
		free(claims->all[i].kind);
		free(claims->all[i].description);
		free(claims->all[i].reason);
		free(claims->all[i].block);
	}
	free(claims->all);
	*claims = (struct claims){ 0 };
}

bool claim_is_of_host(const struct claim *claim)
{
	return strcmp(claim->kind, "reference") == 0 ||
	       strcmp(claim->kind, "evidence") == 0;
}

struct claim *claims_find(const struct claims *claims, unsigned long number)
{
	for (size_t i = 0; i < claims->count; i++) {
		if (claims->all[i].number == number)
			return &claims->all[i];
	}
	return NULL;
}

size_t claims_of_page(const struct claims *claims, size_t first)
{
	size_t next = first;

	while (next < claims->count &&
	       strcmp(claims->all[next].page, claims->all[first].page) == 0)
		next++;
	return next - first;
}

void claim_decide(struct claim *claim, enum verdict verdict, const char *reason,
		  const char *block)
{
	free(claim->reason);
	free(claim->block);
	claim->verdict = verdict;
	claim->reason = reason != NULL ? copy_string(reason) : NULL;
	claim->block = block != NULL ? copy_string(block) : NULL;
}

void claim_print(const struct claim *claim, unsigned long number,
		 struct text *stream)
{
	const char *reason = claim->reason ? claim->reason : "not reached";
	bool good = claim->verdict == VERDICT_TRUE ||
		    claim->verdict == VERDICT_SKIPPED;

	text_add_format(stream, "%s %lu - %s", good ? "ok" : "not ok", number,
			claim->description);
	if (claim->verdict == VERDICT_SKIPPED)
		text_add_format(stream, " # SKIP %s", reason);
	else if (claim->verdict == VERDICT_NONE)
		text_add_format(stream, " # no result: %s", reason);
	text_add_string(stream, "\n");
}
