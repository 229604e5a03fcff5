// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diff.h"
#include "differences.h"
#include "page.h"
#include "show.h"
#include "version.h"

/* What the arguments ask for. */
struct request {
	show *show;
	struct revision old;
	struct revision new;
};

static bool exists(const char *file)
{
	return !access(file, F_OK);
}

static bool is_absent_page(const char *file)
{
	return !strcmp(file, "/dev/null");
}

static int open_file(struct page *page, const char *file)
{
	if (!is_absent_page(file))
		return page_open(page, file);
	*page = (struct page){ .file = file };
	return 0;
}

static enum outcome compare(const struct request *request,
			    const struct page *old, const struct page *new)
{
	struct differences differences = { 0 };
	enum outcome outcome = OUTCOME_CLEAN;

	differences_find(&differences, old, new);
	if (differences.count)
		outcome = OUTCOME_FINDINGS;
	for (size_t i = 0; i < differences.count; i++)
		request->show(&differences.list[i], old, new);
	differences_free(&differences);
	return outcome;
}

static enum outcome diff_files(const struct request *request, const char *old,
			       const char *new)
{
	struct page old_page;
	struct page new_page = { 0 };
	enum outcome outcome = OUTCOME_TROUBLE;
	int result = open_file(&old_page, old);

	result |= open_file(&new_page, new);
	if (!result)
		outcome = compare(request, &old_page, &new_page);
	page_close(&old_page);
	page_close(&new_page);
	return outcome;
}

static enum outcome diff_with_file(const struct request *request,
				   const char *file)
{
	const struct place place = { .path = file };
	struct version old;
	struct page new;
	enum outcome outcome = OUTCOME_TROUBLE;
	int result = version_open(&old, &request->old, &place);

	result |= page_open(&new, file);
	if (!result)
		outcome = compare(request, &old.page, &new);
	version_close(&old);
	page_close(&new);
	return outcome;
}

static enum outcome diff_versions(const struct request *request,
				  const struct place *old_place,
				  const struct place *new_place)
{
	struct version old;
	struct version new;
	enum outcome outcome = OUTCOME_TROUBLE;
	int result = version_open(&old, &request->old, old_place);

	result |= version_open(&new, &request->new, new_place);
	if (!result && !old.present && !new.present)
		report(new.name, 0, "error", "in neither revision");
	else if (!result)
		outcome = compare(request, &old.page, &new.page);
	version_close(&old);
	version_close(&new);
	return outcome;
}

/* man2/x.2, as deep as it may lie. */
static bool is_page(const char *path)
{
	const char *name = strrchr(path, '/');
	const char *ending = strrchr(path, '.');
	const char *directory = name;

	while (directory && directory > path && directory[-1] != '/')
		directory--;
	return directory && !strncmp(directory, "man", 3) &&
	       isdigit((unsigned char)directory[3]) && ending > name &&
	       isdigit((unsigned char)ending[1]);
}

/* All pages that differ. */
static enum outcome diff_revisions(const struct request *request)
{
	struct renamings renamings = { 0 };
	struct fault fault;
	enum outcome worst = OUTCOME_CLEAN;

	if (revision_compare(&request->old, &request->new, &renamings,
			     &fault)) {
		report_fault(request->new.name, &fault);
		worst = OUTCOME_TROUBLE;
	}
	for (size_t i = 0; i < renamings.count; i++) {
		const struct place old = { renamings.list[i].old, true };
		const struct place new = { renamings.list[i].new, true };
		bool was_page = is_page(old.path);
		bool still_page = is_page(new.path);
		enum outcome outcome;

		if (!was_page && !still_page)
			continue;
		outcome = diff_versions(request, was_page ? &old : &new,
					still_page ? &new : &old);
		if (outcome > worst)
			worst = outcome;
	}
	renamings_free(&renamings);
	return worst;
}

static enum outcome diff_pages(const struct request *request, char **pages)
{
	enum outcome worst = OUTCOME_CLEAN;

	for (; *pages; pages++) {
		const struct place place = { .path = *pages };
		enum outcome outcome = diff_versions(request, &place, &place);

		if (outcome > worst)
			worst = outcome;
	}
	return worst;
}

static int find_revision(struct revision *revision, const char *name)
{
	struct fault fault;

	if (!revision_find(revision, name, &fault))
		return 0;
	report_fault(name, &fault);
	return -1;
}

/* operands: OLD, NEW, the pages, NULL. */
static enum outcome diff_with_git(struct request *request, char **operands)
{
	bool with_file = !operands[2] && exists(operands[1]);

	if (find_revision(&request->old, operands[0]))
		return OUTCOME_TROUBLE;
	if (with_file)
		return diff_with_file(request, operands[1]);
	if (find_revision(&request->new, operands[1]))
		return OUTCOME_TROUBLE;
	if (operands[2])
		return diff_pages(request, operands + 2);
	return diff_revisions(request);
}

static enum outcome usage(void)
{
	fputs("usage: mantrace diff [--tsv] OLD NEW\n"
	      "       mantrace diff [--tsv] OLD NEW [PAGE...]\n",
	      stderr);
	return OUTCOME_TROUBLE;
}

enum outcome diff(int argc, char **argv)
{
	static const struct option options[] = {
		{ "tsv", no_argument, NULL, 't' },
		{ 0 },
	};
	struct request request = { .show = show_text };
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option != 't')
			return usage();
		request.show = show_line;
	}
	if (argc - optind < 2)
		return usage();
	if (argc - optind == 2 && exists(argv[optind]) &&
	    exists(argv[optind + 1]))
		return diff_files(&request, argv[optind], argv[optind + 1]);
	return diff_with_git(&request, argv + optind);
}
