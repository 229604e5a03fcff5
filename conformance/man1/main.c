// SPDX-License-Identifier: GPL-2.0-only
/*
 * usage: prove-mantrace MANTRACE
 * Runs the block of each claim that mantrace(1) makes, TAP out.
 */
#include <errno.h>
#include <ftw.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sentence.h"
#include "trial.h"

enum {
	DEADLINE_SECONDS = 60,
};

static const char page[] = ".TH page 7\n"
			   ".SH NAME\n"
			   "page \\- a page\n"
			   ".SH DESCRIPTION\n"
			   "The first sentence.\n"
			   "The second sentence.\n"
			   ".TP\n"
			   ".B FLAG (since Linux 7.3)\n"
			   "The third sentence.\n";

static const char tests[] = "SECTION(\"NAME\");\n"
			    "SENTENCE(\"page - a page\") { }\n"
			    "SECTION(\"DESCRIPTION\");\n"
			    "SENTENCE(\"The first sentence.\") { }\n"
			    "SENTENCE(\"The second sentence.\") { }\n"
			    "TAG(\"FLAG (since Linux 7.3)\");\n"
			    "SENTENCE(\"FLAG (since Linux 7.3)\") { }\n"
			    "SENTENCE(\"The third sentence.\") { }\n";

static void die(const char *what)
{
	fprintf(stderr, "prove-mantrace: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* Puts the directory of mantrace, by its full name, at the start of PATH. */
static void find_mantrace(const char *file)
{
	static char directories[PATH_MAX * 4];
	char full[PATH_MAX];
	const char *path = getenv("PATH");

	if (!realpath(file, full))
		die(file);
	snprintf(directories, sizeof(directories), "%s:%s", dirname(full),
		 path ? path : "");
	if (setenv("PATH", directories, 1))
		die("PATH");
}

/* Not the repository of a hook that runs this, and no settings of the user. */
static void forget_repository(void)
{
	static const char *const variables[] = {
		"GIT_DIR",	  "GIT_WORK_TREE",	  "GIT_INDEX_FILE",
		"GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX",
	};

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		if (unsetenv(variables[i]))
			die(variables[i]);
	if (setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1))
		die("GIT_CONFIG_GLOBAL");
}

static int remove_one(const char *path, const struct stat *status, int type,
		      struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static void run_block(const struct claim *claim, const char *directory)
{
	alarm(DEADLINE_SECONDS);
	if (chdir(directory))
		die(directory);
	write_file("page.7", page);
	write_file("tests", tests);
	claim->sentence->run(NULL);
	exit(0);
}

/* In a process and a directory of its own. */
static bool holds(const struct claim *claim)
{
	char directory[] = "/tmp/prove-mantrace-XXXXXX";
	int status;
	pid_t child;

	if (!mkdtemp(directory))
		die(directory);
	fflush(stdout);
	child = fork();
	if (child < 0)
		die("fork");
	if (!child)
		run_block(claim, directory);
	if (waitpid(child, &status, 0) != child)
		die("waitpid");
	if (nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS))
		die(directory);
	if (WIFSIGNALED(status))
		printf("# killed by signal %d\n", WTERMSIG(status));
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	const char *unknown;
	struct claim *claims;
	size_t count;
	size_t failed = 0;

	if (argc != 2) {
		fputs("usage: prove-mantrace MANTRACE\n", stderr);
		return 2;
	}
	find_mantrace(argv[1]);
	forget_repository();
	claims = claims_of_pages(NULL, 0, &count, &unknown);
	if (!claims)
		die("claims");
	for (size_t i = 0; i < count; i++) {
		bool ok = holds(&claims[i]);
		char description[1024];

		failed += !ok;
		claim_description(&claims[i], description, sizeof(description));
		printf("%s %zu - %s\n", ok ? "ok" : "not ok", i + 1,
		       description);
	}
	printf("1..%zu\n", count);
	free(claims);
	return failed ? 1 : 0;
}
