// SPDX-License-Identifier: GPL-2.0-only
/* Children, which find the memory as it was, and protected or not. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"
#include "handler.h"
#include "operation.h"
#include "place.h"
#include "tamper.h"
#include "touch.h"

#define GARBAGE 0x6761726261676521ULL

static uint32_t forks;

/*
 * The child's access to a unit, of which the parent knew `before` the fork as
 * much as that.
 */
static void check_in_child(struct worker *worker, size_t unit,
			   const struct view *before)
{
	struct unit *seen = &model->units[unit];
	struct view began = view_unit(unit);
	uint64_t found;
	bool notified;

	found = *(volatile uint64_t *)word_of(unit, worker->number);
	notified = seen->notified_child == forks;
	if (!has_events() && notified)
		wrong(worker->number, (long)unit, "in a child: notified");
	if (has_events() && before->protected && !notified &&
	    steady(before, &began, UNPROTECTING) && stayed_sync(before, &began))
		wrong(worker->number, (long)unit,
		      "lost notification: in a child with a userfaultfd of "
		      "its own: the page was protected when fork(2) began");
	if (before->clean && notified && steady(before, &began, PROTECTING))
		wrong(worker->number, (long)unit,
		      "spurious notification: in a child: nothing protected "
		      "the page before fork(2) ended");
	check_word(worker, unit, found, before, " in a child");
	if (!is_shared_file())
		*(volatile uint64_t *)childs_word(unit) = GARBAGE;
}

__attribute__((noreturn)) static void run_child(struct worker *worker,
						const struct aim *aim,
						const struct view *before)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL))
		wrong(worker->number, (long)aim->first, "prctl(2): %s",
		      strerrorname_np(errno));
	for (size_t i = 0; i < aim->count; i++)
		check_in_child(worker, aim->first + i, &before[i]);
	_exit(0);
}

static void await_child(struct worker *worker, const struct aim *aim, pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) != pid)
		if (errno != EINTR)
			fail("waitpid: %m");
	if (WIFSIGNALED(status))
		wrong(worker->number, (long)aim->first,
		      "the child died of SIG%s",
		      sigabbrev_np(WTERMSIG(status)));
	/* It has said why. */
	if (status)
		_exit(VERDICT_NOT_OK);
}

long make_child(struct worker *worker, const struct aim *aim)
{
	static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
	struct view before[MAX_UNITS_PER_CHUNK];
	long result = 0;
	pid_t pid;

	pthread_mutex_lock(&one_at_a_time);
	expect_child_of(++forks);
	view_units(aim->first, aim->count, before);
	pid = _Fork();
	if (pid == 0)
		run_child(worker, aim, before);
	if (pid < 0)
		result = -errno;
	else
		await_child(worker, aim, pid);
	if (has_events())
		forget_child();
	worker->children++;
	pthread_mutex_unlock(&one_at_a_time);
	return result;
}
