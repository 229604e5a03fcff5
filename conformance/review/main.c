// SPDX-License-Identifier: GPL-2.0-only
/*
 * review plan OLD NEW COMMIT
 * review report OLD NEW COMMIT [PAGES...]
 * review plain
 *
 * OLD and NEW are directories with the pages and tests before and after a
 * commit, COMMIT is one with what is known of it; PAGES are directories where
 * pages are that others refer to.  `plain` makes what it reads harmless.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commit.h"
#include "plain.h"
#include "plan.h"

static int usage(void)
{
	fputs("usage: review plan OLD NEW COMMIT\n"
	      "       review report OLD NEW COMMIT [PAGES...]\n"
	      "       review plain\n",
	      stderr);
	return OUTCOME_TROUBLE;
}

static int plan(const struct commit *commit)
{
	return plan_write(commit->directory, &commit->subjects,
			  &commit->findings)
		       ? OUTCOME_TROUBLE
		       : OUTCOME_CLEAN;
}

int main(int argc, char **argv)
{
	struct commit commit;
	int status;

	if (argc == 2 && !strcmp(argv[1], "plain")) {
		plain_copy(stdin, stdout);
		return fflush(stdout) ? OUTCOME_TROUBLE : OUTCOME_CLEAN;
	}
	if (argc < 5 || (strcmp(argv[1], "plan") && strcmp(argv[1], "report")))
		return usage();
	if (commit_read(&commit, argv[2], argv[3], argv[4]))
		status = OUTCOME_TROUBLE;
	else if (!strcmp(argv[1], "plan"))
		status = plan(&commit);
	else
		status = commit_report(&commit, (const char *const *)argv + 5,
				       argc - 5);
	commit_free(&commit);
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fputs("review: cannot write the report\n", stderr);
	return OUTCOME_TROUBLE;
}
