// SPDX-License-Identifier: GPL-2.0-only
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "options.h"
#include "status.h"

#define MAX_PAGES	 40
#define MAX_KIND_LENGTH	 100
#define DEFAULT_SILENCE	 60
#define SABOTAGE_SILENCE 300 /* a block runs once for each sabotage */

enum {
	OPTION_NAME = 256,
	OPTION_KERNEL,
	OPTION_MODULES,
	OPTION_UPSTREAM,
	OPTION_ABOUT,
	OPTION_RESULTS,
	OPTION_PROGRAM,
	OPTION_CLAIMS,
	OPTION_INIT,
	OPTION_MANPATH,
	OPTION_ONLY,
	OPTION_KIND,
	OPTION_SABOTAGE,
	OPTION_TROUBLE,
	OPTION_SILENCE,
	OPTION_UNAVAILABLE,
	OPTION_HELP,
};

static const struct option names[] = {
	{ "name", required_argument, NULL, OPTION_NAME },
	{ "kernel", required_argument, NULL, OPTION_KERNEL },
	{ "modules", required_argument, NULL, OPTION_MODULES },
	{ "upstream", required_argument, NULL, OPTION_UPSTREAM },
	{ "about", required_argument, NULL, OPTION_ABOUT },
	{ "results", required_argument, NULL, OPTION_RESULTS },
	{ "program", required_argument, NULL, OPTION_PROGRAM },
	{ "claims", required_argument, NULL, OPTION_CLAIMS },
	{ "init", required_argument, NULL, OPTION_INIT },
	{ "manpath", required_argument, NULL, OPTION_MANPATH },
	{ "only", required_argument, NULL, OPTION_ONLY },
	{ "kind", required_argument, NULL, OPTION_KIND },
	{ "sabotage", required_argument, NULL, OPTION_SABOTAGE },
	{ "trouble", required_argument, NULL, OPTION_TROUBLE },
	{ "silence", required_argument, NULL, OPTION_SILENCE },
	{ "unavailable", required_argument, NULL, OPTION_UNAVAILABLE },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char usage[] =
	"usage: run-vm [OPTION]... [PAGE]...\n"
	"Runs the test program in a virtual machine, or here, and collects\n"
	"what it finds out, page by page.\n"
	"\n"
	"  --name NAME          of the kernel in the results (host)\n"
	"  --kernel FILE        boot this bzImage; without it: run here\n"
	"  --modules DIRECTORY  load these, in the order of their names\n"
	"  --upstream X.Y       the kernel is this upstream version\n"
	"  --about TEXT         a line for the results; can be repeated\n"
	"  --results DIRECTORY  where the results go (build/results)\n"
	"  --program FILE       test program (build/uffd-conformance)\n"
	"  --claims FILE        what the program tests, as its --list prints it:\n"
	"                       nothing of the program runs here\n"
	"  --init FILE          the guest's first process (build/init)\n"
	"  --manpath PATH       where pages that a sentence names are found\n"
	"  --only PATTERN, --kind KIND[,KIND], --sabotage NAME\n"
	"                       for the test program: see its --help\n"
	"  --trouble panic@N|hang@N|reboot@N|stuck@N\n"
	"                       what the test program is to do at N, to test this\n"
	"  --silence SECONDS    without a result until a guest is hung\n"
	"                       (60; 300 with --sabotage)\n"
	"  --unavailable STATUS:WHY\n"
	"                       there is no kernel: say so in the results\n";

static int read_number(const char *text, int least, int *number)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end != '\0' || value < least || value > 86400) {
		message("%s: not a number from %d to 86400", text, least);
		return -1;
	}
	*number = value;
	return 0;
}

static int read_unavailable(struct options *options, char *argument)
{
	char *why = strchr(argument, ':');

	if (why == NULL) {
		message("%s: not STATUS:WHY", argument);
		return -1;
	}
	*why = '\0';
	options->unavailable = why + 1;
	return read_number(argument, 1, &options->unavailable_status);
}

static int add_about(struct options *options, const char *line)
{
	if (options->about_count == MAX_ABOUT) {
		message("--about: at most %d times", MAX_ABOUT);
		return -1;
	}
	options->about[options->about_count++] = line;
	return 0;
}

/* The plain options: where their argument goes, NULL for the others. */
static const char **target(struct options *options, int option)
{
	switch (option) {
	case OPTION_NAME:
		return &options->name;
	case OPTION_KERNEL:
		return &options->kernel;
	case OPTION_MODULES:
		return &options->modules;
	case OPTION_UPSTREAM:
		return &options->upstream;
	case OPTION_RESULTS:
		return &options->results;
	case OPTION_PROGRAM:
		return &options->program;
	case OPTION_CLAIMS:
		return &options->claims;
	case OPTION_INIT:
		return &options->init;
	case OPTION_MANPATH:
		return &options->manpath;
	case OPTION_ONLY:
		return &options->only;
	case OPTION_KIND:
		return &options->kind;
	case OPTION_SABOTAGE:
		return &options->sabotage;
	case OPTION_TROUBLE:
		return &options->trouble;
	default:
		return NULL;
	}
}

static int take(struct options *options, int option, char *argument)
{
	const char **plain = target(options, option);

	if (plain != NULL) {
		*plain = argument;
		return 0;
	}
	switch (option) {
	case OPTION_ABOUT:
		return add_about(options, argument);
	case OPTION_SILENCE:
		return read_number(argument, 1, &options->silence);
	case OPTION_UNAVAILABLE:
		return read_unavailable(options, argument);
	case OPTION_HELP:
		fputs(usage, stdout);
		exit(0);
	default:
		return -1;
	}
}

static int check(const struct options *options)
{
	if (*options->name == '\0' || *options->name == '.' ||
	    strchr(options->name, '/') != NULL) {
		message("%s: not a name for a directory of results",
			options->name);
		return -1;
	}
	if (options->page_count > MAX_PAGES) {
		message("at most %d pages", MAX_PAGES);
		return -1;
	}
	if (options->kind != NULL && strlen(options->kind) > MAX_KIND_LENGTH) {
		message("%s: not a list of kinds", options->kind);
		return -1;
	}
	if (options->kernel == NULL && options->trouble != NULL) {
		message("--trouble: only in a virtual machine: give --kernel");
		return -1;
	}
	if (options->claims != NULL && options->kernel == NULL &&
	    options->unavailable == NULL) {
		message("--claims: only in a virtual machine: give --kernel");
		return -1;
	}
	return 0;
}

int options_read(struct options *options, int argc, char **argv)
{
	int option;

	*options = (struct options){
		.name = "host",
		.results = "build/results",
		.program = "build/uffd-conformance",
		.init = "build/init",
	};
	while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (take(options, option, optarg) == -1)
			return STATUS_USAGE;
	}
	if (options->silence == 0)
		options->silence = options->sabotage != NULL ? SABOTAGE_SILENCE
							     : DEFAULT_SILENCE;
	options->pages = argv + optind;
	options->page_count = argc - optind;
	return check(options) == -1 ? STATUS_USAGE : 0;
}
