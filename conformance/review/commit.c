// SPDX-License-Identifier: GPL-2.0-only
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "citations.h"
#include "commit.h"
#include "judge.h"
#include "runs.h"
#include "passages.h"
#include "plain.h"
#include "print.h"
#include "references.h"
#include "source.h"

enum {
	ALL_LINES = 1 << 20,
};

int commit_read(struct commit *commit, const char *old, const char *new,
		const char *directory)
{
	char *list = printed("%s/files", directory);
	int result;

	*commit = (struct commit){
		.old = old,
		.new = new,
		.directory = directory,
	};
	result = subjects_read(&commit->subjects, list, old, new);
	if (!result)
		findings_make(&commit->findings, &commit->subjects);
	free(list);
	return result;
}

void commit_free(struct commit *commit)
{
	findings_free(&commit->findings);
	subjects_free(&commit->subjects);
}

/* "" if there is no such file. Free it. */
static char *content_of(const struct commit *commit, const char *name)
{
	char *file = printed("%s/%s", commit->directory, name);
	struct text text = { 0 };
	struct fault fault;

	text_add(&text, "", 0);
	if (source_read(file, &text, &fault))
		text.bytes[text.length = 0] = '\0';
	free(file);
	return text.bytes;
}

/* The lines of what was said that name a file, without its directory. */
static void print_said(const struct commit *commit, const char *path)
{
	char *said = content_of(commit, "said");
	char *rest = said;
	char *line;

	while ((line = strsep(&rest, "\n"))) {
		const char *at = strstr(line, path);

		if (at)
			print_wrapped("    ", at);
	}
	free(said);
}

/* What can no longer be read. Returns how much that is. */
static size_t print_unread(const struct commit *commit)
{
	size_t count = 0;

	for (size_t i = 0; i < commit->subjects.count; i++) {
		const struct side *side = &commit->subjects.list[i].new;

		if (side->has_page && !side->is_read) {
			printf("  %s: CANNOT BE READ, nothing is known of its "
			       "claims\n",
			       side->path);
			print_said(commit, side->path);
			count++;
		}
		if (!side->has_tests && side->has_page) {
			printf("  %s: there are no tests, or they cannot be "
			       "read\n",
			       side->tests);
			print_said(commit, side->tests);
			count++;
		}
	}
	return count;
}

/* A page is called as its file is, and as it was. */
static size_t print_names(const struct commit *commit)
{
	size_t count = 0;

	for (size_t i = 0; i < commit->subjects.count; i++) {
		const struct subject *subject = &commit->subjects.list[i];
		char *old = page_of_path(subject->old.path);
		char *new = page_of_path(subject->new.path);

		if (strcmp(old, new) != 0) {
			printf("  %s: renamed, it was %s\n", subject->new.path,
			       old);
			count++;
		}
		if (subject->new.is_read &&
		    strcmp(new, subject->new.page.name) != 0) {
			char *shown = plain(subject->new.page.name);

			printf("  %s: its title says %s\n", subject->new.path,
			       shown);
			free(shown);
			count++;
		}
		free(old);
		free(new);
	}
	return count;
}

static bool is_listed(const struct findings *findings,
		      const struct quote *quote)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->list[i].stale == quote)
			return true;
	return false;
}

/* Quotes without a claim, besides those of changed claims. */
static size_t print_stale(const struct commit *commit)
{
	size_t count = 0;

	for (size_t i = 0; i < commit->subjects.count; i++) {
		const struct side *side = &commit->subjects.list[i].new;

		if (side->has_page && !side->is_read)
			continue;
		for (size_t j = 0; j < side->join.sentence_count; j++) {
			const struct quote *quote = side->join.sentences[j];
			char *description;

			if (!is_stale(side, quote) ||
			    is_listed(&commit->findings, quote))
				continue;
			printf("  %s:%zu: STALE, no page says:\n", side->tests,
			       quote->line);
			description = description_of(side, quote);
			print_wrapped("    ", description);
			free(description);
			count++;
		}
	}
	if (count)
		putchar('\n');
	return count;
}

static bool is_changed_claim(const struct findings *findings,
			     const struct item *claim)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->list[i].change.new == claim)
			return true;
	return false;
}

/* Of a page, references that lead nowhere any more and did before. */
static size_t print_lost(const struct commit *commit, const struct page *page,
			 const char *path, const struct references *before,
			 const struct references *after)
{
	size_t count = 0;

	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];
		const char *text = item->text;
		struct reference reference;

		if (!item->claim || is_changed_claim(&commit->findings, item))
			continue;
		while (next_reference(&text, &reference)) {
			if (!resolves(before, &reference) ||
			    resolves(after, &reference))
				continue;
			printf("  %s:%zu: there is no page %s(%s) any more\n",
			       path, item->line, reference.name,
			       reference.section);
			count++;
		}
	}
	return count;
}

/* All pages, since a page that goes leaves references in the others. */
static size_t print_all_lost(const struct commit *commit,
			     const struct references *before,
			     const struct references *after)
{
	char *pattern = printed("%s/man2{,const}/*", commit->new);
	size_t count = 0;
	glob_t found;

	if (!glob(pattern, GLOB_BRACE, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			struct page page;

			if (!page_open(&page, found.gl_pathv[i]))
				count += print_lost(
					commit, &page,
					found.gl_pathv[i] +
						strlen(commit->new) + 1,
					before, after);
			page_close(&page);
		}
		globfree(&found);
	}
	if (count)
		putchar('\n');
	free(pattern);
	return count;
}

static bool loses_page(const struct commit *commit)
{
	for (size_t i = 0; i < commit->subjects.count; i++) {
		const struct subject *subject = &commit->subjects.list[i];

		if (subject->old.has_page &&
		    (!subject->new.has_page ||
		     strcmp(subject->old.path, subject->new.path) != 0))
			return true;
	}
	return false;
}

/* Where pages are: the directories given, and the tree itself. */
static struct references references_in(const char *const *pages, size_t count,
				       const char *tree)
{
	size_t room = 0;
	const char **list =
		array_with_room(NULL, &room, count + 1, sizeof(*list));

	memcpy(list, pages, count * sizeof(*list));
	list[count] = tree;
	return (struct references){ list, count + 1 };
}

static void print_shared_code(const struct commit *commit)
{
	for (size_t i = 0; i < commit->subjects.count; i++) {
		const struct subject *subject = &commit->subjects.list[i];

		if (subject->tests_changed && subject->old.has_tests &&
		    subject->new.has_tests &&
		    !is_same_outside(&subject->new.quotes,
				     &subject->old.quotes))
			printf("  %s: code outside of blocks changed, on which "
			       "other tests may rest:\n    make conformance "
			       "runs them\n\n",
			       subject->new.tests);
	}
}

static bool is_open(enum standing_of_change standing)
{
	return standing != CHANGE_PROVED && standing != CHANGE_GONE;
}

static size_t print_findings(struct commit *commit, const struct runs *kernels,
			     const struct references *references,
			     size_t counts[CHANGE_STANDINGS])
{
	size_t open = 0;

	for (size_t i = 0; i < commit->findings.count; i++) {
		struct finding *finding = &commit->findings.list[i];

		finding->standing = standing_of(finding, kernels, references);
		counts[finding->standing]++;
		open += is_open(finding->standing);
		print_finding(finding, kernels, references);
	}
	return open;
}

static size_t print_all_lint(const struct commit *commit)
{
	char *lint = content_of(commit, "lint");
	size_t count = 0;

	for (size_t i = 0; i < commit->subjects.count; i++)
		if (commit->subjects.list[i].page_changed)
			count += print_lint(&commit->subjects.list[i], lint);
	if (count)
		putchar('\n');
	free(lint);
	return count;
}

static void print_all_passages(const struct commit *commit)
{
	for (size_t i = 0; i < commit->subjects.count; i++) {
		const struct subject *subject = &commit->subjects.list[i];

		if (!subject->page_changed || !subject->old.is_read ||
		    !subject->new.is_read)
			continue;
		printf("  %s, as it is read:\n", subject->new.path);
		print_passages(subject);
		putchar('\n');
	}
}

/* Links and the like have the name of a page, and what they say is unknown. */
static size_t print_irregular(const struct commit *commit)
{
	size_t count = 0;

	for (size_t i = 0; i < commit->subjects.count; i++) {
		const struct subject *subject = &commit->subjects.list[i];

		if (!subject->page_stays || subject->new.has_page)
			continue;
		printf("  %s: no regular file, not judged\n\n",
		       subject->new.path);
		count++;
	}
	return count;
}

static void print_others(const struct commit *commit)
{
	const struct strings *others = &commit->subjects.others;

	if (!others->count)
		return;
	puts("  Not judged here, no page and no test:");
	for (size_t i = 0; i < others->count; i++) {
		char *shown = plain(others->list[i]);

		printf("    %s\n", shown);
		free(shown);
	}
	putchar('\n');
}

static void print_header(const struct commit *commit)
{
	char *about = content_of(commit, "about");

	print_lines("", about, ALL_LINES);
	putchar('\n');
	free(about);
}

static void print_counts(const size_t counts[CHANGE_STANDINGS], size_t open)
{
	const char *separator = "  ";
	size_t judged = 0;
	size_t named = 0;

	for (int i = 0; i < CHANGE_STANDINGS; i++) {
		if (!counts[i])
			continue;
		printf("%s%zu %s", separator, counts[i], standing_name(i));
		separator = ", ";
		judged += counts[i];
		named += is_open(i) ? counts[i] : 0;
	}
	if (open > named)
		printf("%s%zu besides that want a person", separator,
		       open - named);
	puts(judged || open ? "\n" : "  It changes no claim.\n");
}

/* What was to be run, and could not be: it did not compile, for one. */
static size_t print_trouble(const struct commit *commit)
{
	char *trouble = content_of(commit, "trouble");
	size_t found = *trouble != '\0';

	print_lines("  ", trouble, 40);
	if (found)
		putchar('\n');
	free(trouble);
	return found;
}

enum outcome commit_report(struct commit *commit, const char *const *pages,
			   size_t page_count)
{
	struct references before =
		references_in(pages, page_count, commit->old);
	struct references after = references_in(pages, page_count, commit->new);
	size_t counts[CHANGE_STANDINGS] = { 0 };
	struct runs kernels;
	size_t open;

	runs_read(&kernels, commit->directory);
	print_header(commit);
	open = print_unread(commit);
	open += print_names(commit);
	open += print_trouble(commit);
	open += print_findings(commit, &kernels, &after, counts);
	open += print_stale(commit);
	print_shared_code(commit);
	open += print_all_lint(commit);
	if (loses_page(commit))
		open += print_all_lost(commit, &before, &after);
	open += print_citations(&commit->findings, commit->new);
	print_settled(commit->old, commit->new);
	print_all_passages(commit);
	open += print_irregular(commit);
	print_others(commit);
	print_counts(counts, open);
	runs_free(&kernels);
	free((void *)before.directories);
	free((void *)after.directories);
	return open ? OUTCOME_FINDINGS : OUTCOME_CLEAN;
}
