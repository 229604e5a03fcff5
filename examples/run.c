// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the programs of a directory, NAME beside NAME.session, and compares
 * what each prints with what its session shows.  KTAP.
 */
#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shape.h"

#define MAX_BYTES     (64 << 10) /* of a session, or of what is printed */
#define MAX_ARGUMENTS 16
#define MAX_SILENCE   30000 /* milliseconds */
#define ENDING	      ".session"

static int is_session(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > strlen(ENDING) &&
	       strcmp(entry->d_name + length - strlen(ENDING), ENDING) == 0;
}

/* Reads all of it, as a string.  False if it falls silent or is too long. */
static bool read_all(int fd, char *bytes)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	size_t length = 0;
	ssize_t n = 1;

	while (n > 0 && length < MAX_BYTES - 1) {
		if (poll(&ready, 1, MAX_SILENCE) != 1)
			break;
		n = read(fd, bytes + length, MAX_BYTES - 1 - length);
		if (n > 0)
			length += n;
	}
	bytes[length] = '\0';
	return n == 0;
}

/* The command of the first line, split at its blanks, without the prompt. */
static void split(char *command, char *arguments[MAX_ARGUMENTS + 1])
{
	int count = 0;

	for (char *word = strtok(command + strlen("$"), " ");
	     word != NULL && count < MAX_ARGUMENTS; word = strtok(NULL, " "))
		arguments[count++] = word;
	arguments[count] = NULL;
}

static void execute(int output, char *command)
{
	char *arguments[MAX_ARGUMENTS + 1];

	split(command, arguments);
	if (dup2(output, STDOUT_FILENO) == -1 ||
	    dup2(output, STDERR_FILENO) == -1)
		err(127, "dup2");
	if (arguments[0] != NULL)
		execv(arguments[0], arguments);
	err(127, "%s", command);
}

/* Returns the wait status; what was printed is in `printed`. */
static int run(char *command, char *printed)
{
	int output[2];
	int status;
	pid_t program;

	if (fflush(stdout) == EOF || pipe2(output, O_CLOEXEC) == -1)
		err(EXIT_FAILURE, "cannot start a program");
	program = fork();
	if (program == -1)
		err(EXIT_FAILURE, "fork");
	if (program == 0)
		execute(output[1], command);
	close(output[1]);
	if (!read_all(output[0], printed)) {
		printf("# silent for too long, or without end: killed\n");
		kill(program, SIGKILL);
	}
	close(output[0]);
	if (waitpid(program, &status, 0) == -1)
		err(EXIT_FAILURE, "waitpid");
	return status;
}

static void print_line(const char *what, const char *line)
{
	printf("# %s: ", what);
	for (; *line != '\0' && *line != '\n'; line++)
		putchar(isprint((unsigned char)*line) ? *line : '?');
	putchar('\n');
}

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return *line == '\n' ? line + 1 : line;
}

static bool compare(const char *shown, const char *printed)
{
	bool same = true;

	for (; *shown != '\0' || *printed != '\0';
	     shown = next_line(shown), printed = next_line(printed)) {
		if (*shown != '\0' && *printed != '\0' &&
		    same_shape(shown, printed)) {
			print_line("printed", printed);
			continue;
		}
		same = false;
		if (*shown != '\0')
			print_line("should print", shown);
		if (*printed != '\0')
			print_line("prints instead", printed);
	}
	return same;
}

static bool ended_well(int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	if (WIFEXITED(status))
		printf("# exit status %d\n", WEXITSTATUS(status));
	else
		printf("# killed by a signal: %s\n",
		       strsignal(WTERMSIG(status)));
	return false;
}

static bool is_as_shown(const char *session)
{
	static char shown[MAX_BYTES];
	static char printed[MAX_BYTES];
	char *command = shown;
	char *rest;
	int fd = open(session, O_RDONLY | O_CLOEXEC);
	int status;
	bool same;

	if (fd == -1 || !read_all(fd, shown) || close(fd) == -1)
		err(EXIT_FAILURE, "%s", session);
	rest = strchr(shown, '\n');
	if (strncmp(shown, "$ ", 2) != 0 || rest == NULL)
		errx(EXIT_FAILURE, "%s: not a session", session);
	*rest++ = '\0';
	status = run(command, printed);
	same = compare(rest, printed);
	return ended_well(status) && same;
}

int main(int argc, char **argv)
{
	struct dirent **sessions;
	bool all = true;
	int count;

	if (argc != 2)
		errx(2, "usage: run-examples DIRECTORY");
	if (chdir(argv[1]) == -1)
		err(EXIT_FAILURE, "%s", argv[1]);
	count = scandir(".", &sessions, is_session, alphasort);
	if (count == -1)
		err(EXIT_FAILURE, "%s", argv[1]);
	printf("KTAP version 1\n1..%d\n", count);
	for (int i = 0; i < count; i++) {
		char *name = sessions[i]->d_name;
		bool same = is_as_shown(name);

		name[strlen(name) - strlen(ENDING)] = '\0';
		printf("%s %d - %s prints what is shown\n",
		       same ? "ok" : "not ok", i + 1, name);
		all = all && same;
		free(sessions[i]);
	}
	free(sessions);
	if (fflush(stdout) == EOF)
		err(EXIT_FAILURE, "standard output");
	return all ? 0 : 1;
}
