// SPDX-License-Identifier: GPL-2.0-only
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* What a command printed and how it ended. */
struct run {
	char *output;
	size_t length;
	int status;
};

static void require(int holds, const char *what)
{
	if (holds)
		return;
	printf("# cannot %s\n", what);
	exit(1);
}

void write_file(const char *name, const char *content)
{
	FILE *file = fopen(name, "w");

	require(file != NULL, "open a file");
	require(fputs(content, file) >= 0, "write a file");
	require(!fclose(file), "write a file");
}

static struct run run(const char *command)
{
	struct run run = { 0 };
	FILE *collected = open_memstream(&run.output, &run.length);
	char *line = NULL;
	FILE *pipe;
	int status;
	int c;

	require(collected != NULL, "collect output");
	require(asprintf(&line, "exec 2>&1; %s", command) > 0, "allocate");
	pipe = popen(line, "r");
	require(pipe != NULL, "run a command");
	while ((c = getc(pipe)) != EOF)
		putc(c, collected);
	status = pclose(pipe);
	require(!fclose(collected), "collect output");
	run.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	free(line);
	return run;
}

static void print_lines(const char *text)
{
	while (*text) {
		int length = (int)strcspn(text, "\n");

		printf("#   %.*s\n", length, text);
		text += length + (text[length] == '\n');
	}
}

/* Ends the block unless it holds. Frees the run. */
static void conclude(struct run *run, int holds, const char *command,
		     const char *expected)
{
	if (!holds) {
		printf("# expected of: %s\n", command);
		print_lines(expected);
		printf("# it ended with status %d and printed:\n", run->status);
		print_lines(run->output);
		exit(1);
	}
	free(run->output);
}

void expect_output(const char *command, const char *output)
{
	struct run result = run(command);

	conclude(&result, !strcmp(result.output, output), command, output);
}

static int has_line(const char *text, const char *line)
{
	size_t length = strlen(line);

	for (; *text; text += text[strcspn(text, "\n")] == '\n') {
		size_t end = strcspn(text, "\n");

		if (end == length && !memcmp(text, line, length))
			return 1;
		text += end;
	}
	return 0;
}

void expect_line(const char *command, const char *line)
{
	struct run result = run(command);

	conclude(&result, has_line(result.output, line), command, line);
}

void expect_absent(const char *command, const char *words)
{
	struct run result = run(command);

	conclude(&result, !strstr(result.output, words), command,
		 "nothing of the kind");
}

void expect_status(const char *command, int status)
{
	struct run result = run(command);
	char expected[32];

	snprintf(expected, sizeof(expected), "status %d", status);
	conclude(&result, result.status == status, command, expected);
}
