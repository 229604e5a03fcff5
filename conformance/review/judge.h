/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REVIEW_JUDGE_H
#define REVIEW_JUDGE_H

#include "finding.h"
#include "runs.h"
#include "references.h"

/* What a kernel means for a claim. */
enum bearing {
	BEARS_OUT,
	BEARS_AGAINST,
	BEARS_NOTHING, /* not there yet, and the page says so; or skipped */
	BEARS_NONE,    /* it should have a verdict, and has none */
};

/* What this kernel says of the claim, by the block that tests it. */
enum bearing bearing_of(const struct finding *finding,
			const struct run *kernel);

enum standing_of_change standing_of(const struct finding *finding,
				    const struct runs *kernels,
				    const struct references *references);

/*
 * The block that is run says something about the claim: it quotes it, or
 * quoted it before a release was all that changed.
 */
bool block_speaks_of_it(const struct finding *finding);

/* What a block about releases is about is there, as its verdict says. */
bool is_present(const struct finding *finding, const struct run *kernel,
		bool ok);

/* The release that the claim's block compares with is not the one it names. */
bool names_other_release(const struct finding *finding);

/* Releases are in question: kernels before and after are to be tried. */
bool is_about_releases(const struct finding *finding);

/* It is to be run in a guest. */
bool is_run(const struct finding *finding);

#endif
