// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "lines.h"
#include "plain.h"
#include "print.h"

enum {
	WIDTH = 76,
	MOST_DIAGNOSTICS = 8,
};

static const char *const standing_names[CHANGE_STANDINGS] = {
	[CHANGE_PROVED] = "proved",
	[CHANGE_GONE] = "removed, and its test",
	[CHANGE_FALSE] = "FALSE",
	[CHANGE_UNPROVED] = "NO VERDICT",
	[CHANGE_UNTESTED] = "NO TEST",
	[CHANGE_WORDS_ONLY] = "PROOF UNCHANGED",
	[CHANGE_LEFT_STALE] = "TEST LEFT STALE",
	[CHANGE_NOT_JUDGED] = "NOT JUDGED",
};

static const char *const change_names[] = {
	[CHANGE_ADDED] = "added",
	[CHANGE_REMOVED] = "removed",
	[CHANGE_REWORDED] = "reworded",
	[CHANGE_MOVED] = "moved",
};

const char *standing_name(enum standing_of_change standing)
{
	return standing_names[standing];
}

void print_wrapped(const char *indent, const char *text)
{
	char *shown = plain(text);
	struct pieces_of_text words = split_words(shown);
	size_t column = 0;

	for (size_t i = 0; i < words.count; i++) {
		size_t length = strlen(words.list[i]);

		if (column && column + 1 + length > WIDTH) {
			putchar('\n');
			column = 0;
		}
		column += printf("%s%s", column ? " " : indent, words.list[i]);
	}
	putchar('\n');
	pieces_end(&words);
	free(shown);
}

void print_lines(const char *indent, const char *text, size_t most)
{
	struct pieces_of_text lines = split_lines(text);

	for (size_t i = lines.count > most ? lines.count - most : 0;
	     i < lines.count; i++) {
		char *shown = plain(lines.list[i]);

		printf("%s%s\n", indent, shown);
		free(shown);
	}
	pieces_end(&lines);
}

static void print_place(const struct finding *finding)
{
	const struct item *claim =
		finding->change.new ? finding->change.new : finding->change.old;
	const struct side *side = finding->change.new ? &finding->subject->new
						      : &finding->subject->old;
	char *line = printed("%s:%zu: %s: %s%s%s, %s", side->path, claim->line,
			     standing_names[finding->standing], claim->section,
			     *claim->tag ? " / " : "", claim->tag,
			     finding->test_only
				     ? "its test changed"
				     : change_names[finding->change.change]);

	print_wrapped("  ", line);
	free(line);
}

static void print_words(const struct finding *finding)
{
	const struct item *old = finding->change.old;
	const struct item *new = finding->change.new;
	char *was = NULL;

	if (old && new &&strcmp(old->text, new->text)) {
		char *words = marked_words(old->text, new->text);

		print_wrapped("    ", words);
		free(words);
	} else {
		print_wrapped("    ", new ? new->text : old->text);
	}
	if (old && new &&
	    (strcmp(old->section, new->section) || strcmp(old->tag, new->tag)))
		was = printed("(before: %s%s%s)", old->section,
			      *old->tag ? " / " : "", old->tag);
	if (was)
		print_wrapped("    ", was);
	free(was);
}

static void print_test(const struct finding *finding)
{
	const struct side *side = &finding->subject->new;
	const struct quote *quote = finding->quote;

	if (quote)
		printf("    %s:%zu: %s, %s\n", side->tests, quote->line,
		       block_kind(&side->quotes, quote),
		       !finding->before ? "new with it"
		       : finding->proof_changed
			       ? "changed with it"
			       : "as before but for what it quotes");
	else if (finding->change.new)
		printf("    no test quotes it\n");
	if (finding->stale)
		printf("    %s:%zu: left stale: it quotes the old words\n",
		       side->tests, finding->stale->line);
}

/* What a kernel says of the old words, where that says nothing of the new. */
static const char *word_of_old(const struct result *result)
{
	if (result && result->verdict == VERDICT_OK)
		return "true";
	return result && result->verdict == VERDICT_NOT_OK ? "false"
							   : "no result";
}

static const char *word_against(const struct finding *finding,
				const struct run *kernel,
				const struct result *result)
{
	bool ok = result->verdict == VERDICT_OK;

	if (names_other_release(finding))
		return is_present(finding, kernel, ok)
			       ? "FALSE: it is there already"
			       : "FALSE: it is not there yet";
	return ok ? "FALSE: true already before the release that the page "
		    "names"
		  : "FALSE";
}

static const char *word_of(const struct finding *finding,
			   const struct run *kernel,
			   const struct result *result)
{
	if (!block_speaks_of_it(finding))
		return word_of_old(result);
	switch (bearing_of(finding, kernel)) {
	case BEARS_OUT:
		return "true";
	case BEARS_AGAINST:
		return word_against(finding, kernel, result);
	case BEARS_NOTHING:
		return result->verdict == VERDICT_SKIPPED
			       ? "skipped"
			       : "not yet, as the page says";
	default:
		return "no result";
	}
}

static void print_diagnostics(const struct finding *finding,
			      const struct run *kernel,
			      const struct result *result)
{
	enum bearing bearing = bearing_of(finding, kernel);

	if (!block_speaks_of_it(finding) || !result ||
	    result->verdict != VERDICT_NOT_OK || bearing == BEARS_NOTHING)
		return;
	printf("      %s:\n", kernel->name);
	print_lines("        ", result->diagnostics, MOST_DIAGNOSTICS);
}

static void print_verdicts(const struct finding *finding,
			   const struct runs *kernels)
{
	char *description = description_of(&finding->subject->new,
					   block_of_finding(finding));
	struct text line = { 0 };

	text_add_string(&line,
			block_speaks_of_it(finding) ? "" : "the old words: ");
	for (size_t i = 0; i < kernels->count; i++) {
		const struct run *kernel = &kernels->list[i];
		const struct result *result = result_of(kernel, description);
		const char *reason = result ? result->reason : "";
		char *word = printed("%s%s %s%s%s", i ? "; " : "", kernel->name,
				     word_of(finding, kernel, result),
				     *reason ? ": " : "", reason);

		text_add_string(&line, word);
		free(word);
	}
	if (kernels->count)
		print_wrapped("    ", line.bytes);
	for (size_t i = 0; i < kernels->count; i++)
		print_diagnostics(finding, &kernels->list[i],
				  result_of(&kernels->list[i], description));
	text_free(&line);
	free(description);
}

/* Where the releases of claim and test differ, that is all there is to say. */
static void print_releases(const struct finding *finding)
{
	const struct side *side = &finding->subject->new;
	struct release tested =
		block_release(&side->quotes, block_of_finding(finding));

	if (tested.major && names_other_release(finding))
		printf("    the test compares with Linux %d.%d\n", tested.major,
		       tested.minor);
}

static void print_references(const struct finding *finding,
			     const struct references *references)
{
	char *nowhere = dangling(references, finding->change.new->text);
	char *line;

	if (!nowhere)
		return;
	line = printed("there is no such page: %s", nowhere);
	print_wrapped("    ", line);
	free(line);
	free(nowhere);
}

void print_finding(const struct finding *finding, const struct runs *kernels,
		   const struct references *references)
{
	print_place(finding);
	print_words(finding);
	print_test(finding);
	if (finding->standing == CHANGE_NOT_JUDGED)
		printf("    proved on the host, where nothing of a patch "
		       "runs: apply it, then make conformance\n");
	if (is_run(finding)) {
		print_releases(finding);
		print_verdicts(finding, kernels);
	}
	if (finding->change.new)
		print_references(finding, references);
	putchar('\n');
}
