// SPDX-License-Identifier: GPL-2.0-only
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "chromium.h"
#include "text.h"

enum {
	TROUBLE = 125,
	/* Chromium reads commands from here and answers there. */
	COMMANDS = 3,
	ANSWERS = 4,
	SECONDS = 60,
};

static int commands;
static int answers;
static pid_t process;
static unsigned int last_number;
static char session[64];
static struct text answer;

static void run_chromium(const char *directory, int commands_read,
			 int answers_written)
{
	char *profile = printed("--user-data-dir=%s", directory);

	/* Above what they become, so that neither overwrites the other. */
	commands_read = fcntl(commands_read, F_DUPFD, ANSWERS + 1);
	answers_written = fcntl(answers_written, F_DUPFD, ANSWERS + 1);
	if (commands_read < 0 || answers_written < 0 ||
	    dup2(commands_read, COMMANDS) < 0 ||
	    dup2(answers_written, ANSWERS) < 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL) ||
	    !freopen("/dev/null", "w", stderr))
		err(TROUBLE, "chromium: its pipes");
	execlp("chromium", "chromium", "--headless", "--no-sandbox",
	       "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
	       "--no-first-run", "--disable-background-networking",
	       "--remote-debugging-pipe", profile, "about:blank", NULL);
	_exit(TROUBLE);
}

static time_t now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time))
		err(TROUBLE, "clock_gettime");
	return time.tv_sec;
}

/* The next message, which ends in a NUL, is added to the answer. */
static void read_message(time_t deadline)
{
	struct pollfd ready = { .fd = answers, .events = POLLIN };
	char byte;

	text_free(&answer);
	answer = (struct text){ 0 };
	for (;;) {
		int count = poll(&ready, 1, 1000);

		if (count < 0)
			err(TROUBLE, "poll");
		if (now() > deadline)
			errx(TROUBLE, "chromium: no answer for %d s", SECONDS);
		if (!count)
			continue;
		if (read(answers, &byte, 1) != 1)
			errx(TROUBLE, "chromium: ended: install it, or run it "
				      "by hand to see why");
		if (!byte)
			return;
		text_add(&answer, &byte, 1);
	}
}

static bool is_answer(unsigned int number)
{
	char *start = printed("{\"id\":%u,", number);
	bool is = answer.bytes && !strncmp(answer.bytes, start, strlen(start));

	free(start);
	return is;
}

const char *chromium_ask(const char *method, const char *parameters)
{
	unsigned int number = ++last_number;
	char *command = printed(
		"{\"id\":%u,\"method\":\"%s\",\"params\":%s%s%s%s}", number,
		method, parameters, *session ? ",\"sessionId\":\"" : "",
		session, *session ? "\"" : "");
	time_t deadline = now() + SECONDS;
	size_t length = strlen(command) + 1;

	if (write(commands, command, length) != (ssize_t)length)
		err(TROUBLE, "chromium: write");
	do
		read_message(deadline);
	while (!is_answer(number));
	free(command);
	if (strstr(answer.bytes, "\"error\":{"))
		errx(TROUBLE, "chromium: %s: %s", method, answer.bytes);
	return answer.bytes;
}

/* The string behind a key of the last answer, cut out of it, or NULL. */
static char *string_of(const char *key)
{
	char *quoted = printed("\"%s\":\"", key);
	char *string = strstr(answer.bytes, quoted);

	if (string) {
		string += strlen(quoted);
		string[strcspn(string, "\"")] = '\0';
	}
	free(quoted);
	return string;
}

static char *needed_string(const char *key)
{
	char *string = string_of(key);

	if (!string)
		errx(TROUBLE, "chromium: no %s in %s", key, answer.bytes);
	return string;
}

void chromium_start(const char *directory)
{
	int to[2], from[2];
	char *parameters;

	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR || pipe2(to, O_CLOEXEC) ||
	    pipe2(from, O_CLOEXEC))
		err(TROUBLE, "pipe");
	process = fork();
	if (process < 0)
		err(TROUBLE, "fork");
	if (!process)
		run_chromium(directory, to[0], from[1]);
	close(to[0]);
	close(from[1]);
	commands = to[1];
	answers = from[0];

	chromium_ask("Target.createTarget", "{\"url\":\"about:blank\"}");
	parameters = printed("{\"targetId\":\"%s\",\"flatten\":true}",
			     needed_string("targetId"));
	chromium_ask("Target.attachToTarget", parameters);
	free(parameters);
	snprintf(session, sizeof(session), "%s", needed_string("sessionId"));
	chromium_ask("Page.enable", "{}");
}

const char *chromium_open(const char *address)
{
	char *parameters = printed("{\"url\":\"%s\"}", address);
	time_t deadline = now() + SECONDS;
	const char *error;

	chromium_ask("Page.navigate", parameters);
	free(parameters);
	error = string_of("errorText");
	if (error)
		return error;
	while (strcmp(chromium_evaluate("document.readyState"), "complete"))
		if (now() > deadline)
			return "does not load";
	return NULL;
}

const char *chromium_evaluate(const char *expression)
{
	char *parameters = printed("{\"expression\":\"%s\"}", expression);
	char *value;

	chromium_ask("Runtime.evaluate", parameters);
	free(parameters);
	if (strstr(answer.bytes, "\"exceptionDetails\""))
		errx(TROUBLE, "chromium: %s: %s", expression, answer.bytes);
	value = needed_string("value");
	if (strchr(value, '\\'))
		errx(TROUBLE, "chromium: %s: escapes in %s", expression, value);
	return value;
}

/* Four characters of base64 hold three bytes. */
static void write_decoded(const char *base64, FILE *file)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned int bits = 0;
	int count = 0;

	for (; *base64 && *base64 != '='; base64++) {
		const char *digit = strchr(digits, *base64);

		if (!digit)
			errx(TROUBLE, "chromium: a picture that is no base64");
		bits = bits << 6 | (unsigned int)(digit - digits);
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		putc((int)(bits >> count & 0xff), file);
	}
}

void chromium_picture(const char *name)
{
	FILE *file = fopen(name, "w");

	if (!file)
		err(TROUBLE, "%s", name);
	chromium_ask("Page.captureScreenshot", "{\"format\":\"png\"}");
	write_decoded(needed_string("data"), file);
	if (ferror(file) || fclose(file))
		err(TROUBLE, "%s", name);
}

void chromium_stop(void)
{
	close(commands);
	close(answers);
	if (kill(process, SIGTERM) || waitpid(process, NULL, 0) < 0)
		err(TROUBLE, "chromium: cannot be stopped");
	text_free(&answer);
}
