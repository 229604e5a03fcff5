// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "message.h"
#include "monitor.h"
#include "text.h"

#define SAVE_SECONDS 10
#define ORDER_SIZE   128

#define TAKE_ORDERS "{\"execute\": \"qmp_capabilities\"}\n"

/* Memory is left out of the state; QEMU tells when the state is complete. */
#define PREPARE                                                                \
	"{\"execute\": \"migrate-set-capabilities\", "                         \
	"\"arguments\": {\"capabilities\": ["                                  \
	"{\"capability\": \"x-ignore-shared\", \"state\": true}, "             \
	"{\"capability\": \"events\", \"state\": true}]}}\n"

#define TAKE_STATE                                                             \
	"{\"execute\": \"getfd\", \"arguments\": {\"fdname\": \"state\"}}\n"

#define SAVE                                                                   \
	"{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"fd:state\"}}\n"

#define RESUME                                                                 \
	"{\"execute\": \"migrate-incoming\", "                                 \
	"\"arguments\": {\"uri\": \"fd:%d\"}}\n"

static int order(int monitor, const char *line)
{
	size_t length = strlen(line);

	if (send(monitor, line, length, MSG_NOSIGNAL) == (ssize_t)length)
		return 0;
	message("QEMU takes no orders: %s", strerror(errno));
	return -1;
}

/* The order TAKE_STATE, and what is to be taken. */
static int hand_over(int monitor, int state)
{
	union {
		char bytes[CMSG_SPACE(sizeof(state))];
		struct cmsghdr aligned;
	} control = { 0 };
	struct iovec line = {
		.iov_base = TAKE_STATE,
		.iov_len = sizeof(TAKE_STATE) - 1,
	};
	struct msghdr sent = {
		.msg_iov = &line,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&sent);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(state));
	memcpy(CMSG_DATA(header), &state, sizeof(state));
	if (sendmsg(monitor, &sent, MSG_NOSIGNAL) == (ssize_t)line.iov_len)
		return 0;
	message("QEMU takes no descriptor: %s", strerror(errno));
	return -1;
}

static bool has(const struct text *answers, const char *word)
{
	return answers->length > 0 && strstr(answers->bytes, word) != NULL;
}

/* Adds what QEMU has to say.  False if it says nothing more. */
static bool listen_to(int monitor, struct text *answers, double deadline)
{
	struct pollfd ready = { .fd = monitor, .events = POLLIN };
	char bytes[4096];
	ssize_t length;

	if (poll(&ready, 1, clock_milliseconds_until(deadline)) <= 0)
		return clock_now() < deadline;
	length = read(monitor, bytes, sizeof(bytes));
	if (length > 0)
		text_add(answers, bytes, length);
	return length > 0 || (length == -1 && errno == EINTR);
}

static int wait_until_saved(int monitor)
{
	const double deadline = clock_now() + SAVE_SECONDS;
	struct text answers = { 0 };
	bool listens = true;
	bool saved = false;

	while (listens && !saved) {
		listens = listen_to(monitor, &answers, deadline) &&
			  !has(&answers, "\"error\"") &&
			  !has(&answers, "\"failed\"");
		saved = has(&answers, "\"completed\"");
	}
	if (!saved)
		message("QEMU could not save the guest: %s",
			answers.length > 0 ? answers.bytes : "it says nothing");
	text_free(&answers);
	return saved ? 0 : -1;
}

int monitor_save(int monitor, int state)
{
	if (order(monitor, TAKE_ORDERS) == -1 ||
	    order(monitor, PREPARE) == -1 || hand_over(monitor, state) == -1 ||
	    order(monitor, SAVE) == -1)
		return -1;
	return wait_until_saved(monitor);
}

void monitor_resume(int monitor, int state)
{
	char resume[ORDER_SIZE];

	snprintf(resume, sizeof(resume), RESUME, state);
	if (order(monitor, TAKE_ORDERS) == 0 && order(monitor, PREPARE) == 0)
		order(monitor, resume);
}
