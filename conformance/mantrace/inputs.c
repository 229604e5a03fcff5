// SPDX-License-Identifier: GPL-2.0-only
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "inputs.h"

static const struct option options[] = {
	{ "claims", required_argument, NULL, 'c' },
	{ "errata", required_argument, NULL, 'e' },
	{ "map", required_argument, NULL, 'm' },
	{ "results", required_argument, NULL, 'r' },
	{ 0 },
};

static int usage(const char *command, bool wants_map)
{
	fprintf(stderr,
		"usage: mantrace %s %s--errata FILE --claims FILE "
		"[--results FILE]...%s\n",
		command, wants_map ? "--map FILE " : "",
		wants_map ? " [PAGE...]" : "");
	return -1;
}

/* Results are read last: they are of the claims. */
static int read_results(struct inputs *inputs, int argc, char **argv)
{
	int option;

	optind = 1;
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1)
		if (option == 'r' &&
		    statements_read_results(&inputs->statements, optarg))
			return -1;
	return 0;
}

int inputs_read(struct inputs *inputs, int argc, char **argv, bool wants_map)
{
	const char *claims = NULL;
	const char *errata = NULL;
	const char *map = NULL;
	int option;

	*inputs = (struct inputs){ 0 };
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 'c')
			claims = optarg;
		else if (option == 'e')
			errata = optarg;
		else if (option == 'm' && wants_map)
			map = optarg;
		else if (option != 'r')
			return usage(argv[0], wants_map);
	}
	inputs->rest = argv + optind;
	if (!claims || !errata || (wants_map && !map))
		return usage(argv[0], wants_map);
	if (statements_read(&inputs->statements, claims) ||
	    errata_read(&inputs->errata, errata) ||
	    (map && map_read(&inputs->map, map)))
		return -1;
	return read_results(inputs, argc, argv);
}

void inputs_free(struct inputs *inputs)
{
	statements_free(&inputs->statements);
	errata_free(&inputs->errata);
	map_free(&inputs->map);
}
