// SPDX-License-Identifier: GPL-2.0-only
/*
 * confine [--read PATH]... [--write PATH]... [--] COMMAND [ARGUMENT]...
 *
 * Runs a command that reads what a stranger wrote: a compiler may be told to
 * include a file, a formatter to print one.  The command sees the system's
 * programs and libraries and what is named here, nothing else, and it has
 * to do with a minute of processor time and 4 GiB.  Exit status: that of the
 * command, or 125.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <linux/landlock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NO_VERDICT 125

#define READ_FILE (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE)
#define READ	  (READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE_FILE                                                             \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE)
/* All that the first version of Landlock knows. */
#define EVERYTHING ((1ULL << 13) - 1)
#define WRITE	   (EVERYTHING & ~LANDLOCK_ACCESS_FS_EXECUTE)

/* What programs, their libraries and the C library need. */
static const char *const readable[] = {
	"/bin",
	"/lib",
	"/lib64",
	"/usr",
	"/etc/ld.so.cache",
	"/etc/alternatives",
	"/etc/groff",
	"/dev/zero",
	"/dev/urandom",
};

static void die(const char *what, const char *why)
{
	fprintf(stderr, "confine: %s: %s\n", what, why);
	exit(NO_VERDICT);
}

static void allow(int rules, const char *path, unsigned long long access)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access };
	struct stat status;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0 || fstat(rule.parent_fd, &status))
		die(path, strerror(errno));
	if (!S_ISDIR(status.st_mode))
		rule.allowed_access &= READ_FILE | WRITE_FILE;
	if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
		    &rule, 0))
		die(path, strerror(errno));
	close(rule.parent_fd);
}

static int new_rules(void)
{
	struct landlock_ruleset_attr all = { .handled_access_fs = EVERYTHING };
	int rules = syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);

	if (rules < 0)
		die("this kernel cannot hold back what reads a patch",
		    "it needs Landlock: Linux 5.13 or later, and \"landlock\" "
		    "among lsm= if the kernel's command line has that");
	for (size_t i = 0; i < sizeof(readable) / sizeof(readable[0]); i++)
		if (!access(readable[i], F_OK))
			allow(rules, readable[i], READ);
	allow(rules, "/dev/null", WRITE_FILE);
	return rules;
}

static void take_options(int rules, int argc, char **argv)
{
	static const struct option options[] = {
		{ "read", required_argument, NULL, 'r' },
		{ "write", required_argument, NULL, 'w' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'r')
			allow(rules, optarg, READ);
		else if (option == 'w')
			allow(rules, optarg, WRITE);
		else
			exit(NO_VERDICT);
	}
	if (optind == argc)
		die("usage", "confine [--read PATH]... [--write PATH]... "
			     "COMMAND [ARGUMENT]...");
}

static void limit(int resource, rlim_t most)
{
	const struct rlimit both = { most, most };

	if (setrlimit(resource, &both))
		die("setrlimit", strerror(errno));
}

int main(int argc, char **argv)
{
	int rules = new_rules();

	take_options(rules, argc, argv);
	limit(RLIMIT_CPU, 60);
	limit(RLIMIT_AS, 4UL << 30);
	limit(RLIMIT_FSIZE, 256 << 20);
	limit(RLIMIT_CORE, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    syscall(SYS_landlock_restrict_self, rules, 0))
		die("Landlock", strerror(errno));
	execvp(argv[optind], argv + optind);
	die(argv[optind], strerror(errno));
}
