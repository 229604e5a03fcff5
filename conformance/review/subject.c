// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source.h"
#include "subject.h"

#define TESTS "conformance/"

/* Directories of pages that have tests. */
static const char *const sections[] = { "2", "2const" };

/* "man2const/NAME.2const" */
static bool is_page(const char *path)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789_-";

	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		char *start = printed("man%s/", sections[i]);
		size_t length = strlen(start);
		const char *name = path + length;
		bool is_here =
			!strncmp(path, start, length) &&
			strspn(name, letters) &&
			name[strspn(name, letters)] == '.' &&
			!strcmp(name + strspn(name, letters) + 1, sections[i]);

		free(start);
		if (is_here)
			return true;
	}
	return false;
}

/* The page that a test file is about, or NULL. Free it. */
static char *tested_page(const char *path)
{
	size_t length = strlen(path);
	char *page;

	if (strncmp(path, TESTS, strlen(TESTS)) || length < 2 ||
	    strcmp(path + length - 2, ".c"))
		return NULL;
	page = copy_of(path + strlen(TESTS), length - strlen(TESTS) - 2);
	if (is_page(page))
		return page;
	free(page);
	return NULL;
}

char *page_of_path(const char *path)
{
	const char *name = strrchr(path, '/');
	const char *dot;
	size_t length;

	name = name ? name + 1 : path;
	dot = strchr(name, '.');
	if (!dot)
		return copy_of(name, strlen(name));
	length = strcspn(dot + 1, ".");
	return printed("%.*s(%.*s)", (int)(dot - name), name, (int)length,
		       dot + 1);
}

/* A page that is not there has its path, too: its tests may be. */
static void set_path(struct side *side, const char *directory, const char *path)
{
	side->path = copy_of(path, strlen(path));
	side->file = printed("%s/%s", directory, path);
	side->tests = printed(TESTS "%s.c", path);
	side->tests_file = printed("%s/%s", directory, side->tests);
}

static struct subject *subject_of(struct subjects *subjects, const char *old,
				  const char *new, const char *const *trees)
{
	struct subject *subject;

	for (size_t i = 0; i < subjects->count; i++)
		if (!strcmp(subjects->list[i].old.path, old) ||
		    !strcmp(subjects->list[i].new.path, new))
			return &subjects->list[i];
	subjects->list =
		array_with_room(subjects->list, &subjects->room,
				subjects->count, sizeof(*subjects->list));
	subject = &subjects->list[subjects->count++];
	*subject = (struct subject){ 0 };
	set_path(&subject->old, trees[0], old);
	set_path(&subject->new, trees[1], new);
	return subject;
}

static void keep_other(struct subjects *subjects, const char *line)
{
	strings_keep(&subjects->others, copy_of(line, strlen(line)));
}

/* old and new are one path, unless it was renamed. */
static void take_file(struct subjects *subjects, const char *line,
		      const char *old, const char *new,
		      const char *const *trees)
{
	char *old_page = tested_page(old);
	char *new_page = tested_page(new);
	struct subject *subject;

	if (old_page || new_page) {
		subject = subject_of(subjects, old_page ? old_page : new_page,
				     new_page ? new_page : old_page, trees);
		subject->tests_changed = true;
	} else if (is_page(old) || is_page(new)) {
		subject = subject_of(subjects, is_page(old) ? old : new,
				     is_page(new) ? new : old, trees);
		subject->page_changed = true;
		subject->page_stays = *line != 'D' && is_page(new);
	} else {
		keep_other(subjects, line);
	}
	free(old_page);
	free(new_page);
}

/* Pages first: they know by which name they went before. */
static void take_line(struct subjects *subjects, const char *line,
		      const char *const *trees, bool want_tests)
{
	char *copy = copy_of(line, strlen(line));
	char *rest = copy;
	bool is_copy = *strsep(&rest, "\t") == 'C';
	const char *old = rest ? strsep(&rest, "\t") : NULL;
	const char *new = rest ? rest : old;
	bool is_test = new && !strncmp(new, TESTS, strlen(TESTS));

	if (new &&is_test == want_tests)
		take_file(subjects, line, is_copy ? new : old, new, trees);
	free(copy);
}

static void read_side(struct side *side)
{
	struct fault fault;

	side->has_page = !access(side->file, F_OK);
	if (side->has_page)
		side->is_read = !page_open(&side->page, side->file);
	if (!access(side->tests_file, F_OK)) {
		side->has_tests =
			!quotes_read(&side->quotes, side->tests_file, &fault);
		if (!side->has_tests)
			report_fault(side->tests_file, &fault);
	}
	join_make(&side->join, &side->page, &side->quotes);
}

int subjects_read(struct subjects *subjects, const char *list, const char *old,
		  const char *new)
{
	const char *const trees[] = { old, new };
	struct text text = { 0 };
	struct fault fault;
	char *rest;

	*subjects = (struct subjects){ 0 };
	if (source_read(list, &text, &fault)) {
		report_fault(list, &fault);
		text_free(&text);
		return -1;
	}
	for (int tests = 0; tests < 2; tests++) {
		char *copy = copy_of(text.bytes, text.length);
		char *line;

		rest = copy;
		while ((line = strsep(&rest, "\n")))
			if (*line)
				take_line(subjects, line, trees, tests);
		free(copy);
	}
	for (size_t i = 0; i < subjects->count; i++) {
		read_side(&subjects->list[i].old);
		read_side(&subjects->list[i].new);
	}
	text_free(&text);
	return 0;
}

static void side_free(struct side *side)
{
	join_free(&side->join);
	quotes_free(&side->quotes);
	page_close(&side->page);
	free(side->path);
	free(side->file);
	free(side->tests);
	free(side->tests_file);
}

void subjects_free(struct subjects *subjects)
{
	for (size_t i = 0; i < subjects->count; i++) {
		side_free(&subjects->list[i].old);
		side_free(&subjects->list[i].new);
	}
	free(subjects->list);
	strings_free(&subjects->others);
	*subjects = (struct subjects){ 0 };
}

const struct quote *find_quote(const struct side *side, const char *section,
			       const char *tag, const char *text)
{
	for (size_t i = 0; i < side->join.sentence_count; i++) {
		const struct quote *quote = side->join.sentences[i];

		if (!strcmp(quote->text, text) &&
		    !strcmp(quote->section, section) &&
		    !strcmp(quote->tag, tag))
			return quote;
	}
	return NULL;
}

size_t sentence_number(const struct side *side, const struct quote *quote)
{
	size_t i = 0;

	while (side->join.sentences[i] != quote)
		i++;
	return i;
}

bool is_stale(const struct side *side, const struct quote *quote)
{
	return side->join.claim_of[sentence_number(side, quote)] == UNJOINED;
}
