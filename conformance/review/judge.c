// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "judge.h"
#include "since.h"

static const char *kind_of(const struct finding *finding)
{
	return block_kind(&finding->subject->new.quotes,
			  block_of_finding(finding));
}

static bool is_version(const struct finding *finding)
{
	return block_of_finding(finding) &&
	       !strcmp(kind_of(finding), "version");
}

/* The release that a claim holds from, as its page says; or none. */
static struct release since_of(const struct side *side,
			       const struct item *claim)
{
	char *since = since_release(&side->page, claim);
	struct release release = { 0 };

	release_read(since, &release);
	free(since);
	return release;
}

static bool is_same_release(struct release a, struct release b)
{
	return !release_is_before(a, b) && !release_is_before(b, a);
}

/* "since Linux 7.2" and "since Linux 7.3" are the same but for the release. */
static bool is_same_but_release(const char *a, const char *b)
{
	char *left = release_blanked(a);
	char *right = release_blanked(b);
	bool same = !strcmp(left, right);

	free(left);
	free(right);
	return same;
}

static bool has_old_words(const struct finding *finding)
{
	return finding->change.change == CHANGE_REWORDED ||
	       finding->change.change == CHANGE_MOVED;
}

/* Words and place are as before, but for releases that they name. */
static bool differs_in_release(const struct finding *finding)
{
	const struct item *old = finding->change.old;
	const struct item *new = finding->change.new;

	return has_old_words(finding) &&
	       is_same_but_release(old->text, new->text) &&
	       is_same_but_release(old->tag, new->tag) &&
	       is_same_but_release(old->section, new->section);
}

static struct release tested_release(const struct finding *finding)
{
	const struct quote *block = block_of_finding(finding);
	struct release release =
		block_release(&finding->subject->new.quotes, block);

	return release.major ? release : release_named(block->text);
}

bool names_other_release(const struct finding *finding)
{
	struct release named = release_named(finding->change.new->text);

	return is_version(finding) && named.major &&
	       !is_same_release(named, tested_release(finding));
}

bool is_about_releases(const struct finding *finding)
{
	if (finding->change.change == CHANGE_REMOVED)
		return false;
	if (is_version(finding) ||
	    (finding->is_requoted &&
	     !is_same_release(release_named(finding->before->tag),
			      release_named(finding->quote->tag))))
		return true;
	return has_old_words(finding) &&
	       !is_same_release(
		       since_of(&finding->subject->old, finding->change.old),
		       since_of(&finding->subject->new, finding->change.new));
}

bool is_run(const struct finding *finding)
{
	return finding->change.change != CHANGE_REMOVED &&
	       block_of_finding(finding) && !is_of_host(kind_of(finding));
}

bool is_present(const struct finding *finding, const struct run *kernel,
		bool ok)
{
	return ok ==
	       !release_is_before(kernel->release, tested_release(finding));
}

/* The block tells whether the thing is there: is that what the claim says? */
static enum bearing bearing_of_version(const struct finding *finding,
				       const struct run *kernel, bool ok)
{
	struct release named = release_named(finding->change.new->text);
	bool present;

	if (!names_other_release(finding))
		return ok ? BEARS_OUT : BEARS_AGAINST;
	present = ok ==
		  !release_is_before(kernel->release, tested_release(finding));
	return present == !release_is_before(kernel->release, named)
		       ? BEARS_OUT
		       : BEARS_AGAINST;
}

static enum bearing bearing_of_behaviour(const struct finding *finding,
					 const struct run *kernel, bool ok)
{
	struct release since =
		since_of(&finding->subject->new, finding->change.new);

	if (!since.major || !kernel->release.major ||
	    !release_is_before(kernel->release, since))
		return ok ? BEARS_OUT : BEARS_AGAINST;
	return ok ? BEARS_AGAINST : BEARS_NOTHING;
}

enum bearing bearing_of(const struct finding *finding, const struct run *kernel)
{
	char *description = description_of(&finding->subject->new,
					   block_of_finding(finding));
	const struct result *result = result_of(kernel, description);
	bool ok;

	free(description);
	if (!result || result->verdict == VERDICT_NONE)
		return BEARS_NONE;
	if (result->verdict == VERDICT_SKIPPED)
		return kernel->release.major ? BEARS_NONE : BEARS_NOTHING;
	ok = result->verdict == VERDICT_OK;
	return is_version(finding) ? bearing_of_version(finding, kernel, ok)
				   : bearing_of_behaviour(finding, kernel, ok);
}

/* A block that quotes the old words speaks of the new ones only so. */
bool block_speaks_of_it(const struct finding *finding)
{
	if (finding->quote)
		return true;
	return finding->stale && differs_in_release(finding) &&
	       (is_version(finding) ||
		!strcmp(finding->change.old->text, finding->change.new->text));
}

/*
 * A kernel from before the release that a claim names lacks what is to come,
 * and as well what never will: only a later one shows that it is there.
 */
static bool shows_it(const struct finding *finding, const struct run *kernel)
{
	struct release named = release_named(finding->change.new->text);

	if (!is_version(finding) || !kernel->release.major)
		return true;
	if (!named.major)
		named = tested_release(finding);
	return !release_is_before(kernel->release, named);
}

static enum standing_of_change
standing_by_kernels(const struct finding *finding, const struct runs *kernels)
{
	bool borne_out = false;
	bool missing = false;

	for (size_t i = 0; i < kernels->count; i++) {
		const struct run *kernel = &kernels->list[i];

		switch (bearing_of(finding, kernel)) {
		case BEARS_AGAINST:
			return CHANGE_FALSE;
		case BEARS_OUT:
			borne_out |= shows_it(finding, kernel);
			break;
		case BEARS_NONE:
			missing |= kernel->wanted || is_about_releases(finding);
			break;
		case BEARS_NOTHING:
			break;
		}
	}
	return borne_out && !missing ? CHANGE_PROVED : CHANGE_UNPROVED;
}

static bool is_proof_of_before(const struct finding *finding)
{
	if (finding->proof_changed)
		return false;
	if (finding->test_only)
		return finding->is_requoted;
	return names_other_release(finding) || !differs_in_release(finding);
}

/* A page that is there is all that "ioctl(2)" says; a sentence says more. */
static bool is_reference(const char *text)
{
	const char *rest = text;
	struct reference reference;
	char *whole;
	bool same;

	if (!next_reference(&rest, &reference))
		return false;
	whole = printed("%s(%s)", reference.name, reference.section);
	same = !strcmp(text, whole);
	free(whole);
	return same;
}

static enum standing_of_change standing_on_host(const struct finding *finding)
{
	const struct item *claim = finding->change.new;

	if (!strcmp(kind_of(finding), "reference") &&
	    (!strcmp(claim->section, "NAME") || is_reference(claim->text)))
		return CHANGE_PROVED;
	return CHANGE_NOT_JUDGED;
}

static bool leads_nowhere(const struct references *references, const char *text)
{
	struct reference reference;

	while (next_reference(&text, &reference))
		if (!resolves(references, &reference))
			return true;
	return false;
}

enum standing_of_change standing_of(const struct finding *finding,
				    const struct runs *kernels,
				    const struct references *references)
{
	enum standing_of_change standing;

	if (finding->change.change == CHANGE_REMOVED)
		return finding->stale ? CHANGE_LEFT_STALE : CHANGE_GONE;
	if (leads_nowhere(references, finding->change.new->text))
		return CHANGE_FALSE;
	if (!block_speaks_of_it(finding))
		return CHANGE_UNTESTED;
	if (finding->quote && is_of_host(kind_of(finding)))
		return standing_on_host(finding);
	standing = standing_by_kernels(finding, kernels);
	if (!finding->quote && standing != CHANGE_FALSE)
		return CHANGE_UNTESTED;
	if (standing == CHANGE_PROVED && is_proof_of_before(finding))
		return CHANGE_WORDS_ONLY;
	return standing;
}
