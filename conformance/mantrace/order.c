// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "order.h"
#include "text.h"

/* Positions of numbers; runs of a length end at the least number possible. */
struct runs {
	size_t *end;	/* the last position of the best run of each length */
	size_t *before; /* each position's forerunner in its run */
	size_t longest;
};

/* How long the runs are that the number can go on with. */
static size_t run_length(const struct runs *runs, const size_t *numbers,
			 size_t number)
{
	size_t low = 0;
	size_t high = runs->longest;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (numbers[runs->end[middle]] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void find_runs(struct runs *runs, const size_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t length = run_length(runs, numbers, numbers[i]);

		runs->before[i] = length ? runs->end[length - 1] : i;
		runs->end[length] = i;
		if (length == runs->longest)
			runs->longest++;
	}
}

void longest_run(const size_t *numbers, size_t count, bool *in_run)
{
	struct runs runs = { 0 };
	size_t room = 0;
	size_t position;

	runs.end = array_with_room(NULL, &room, count, sizeof(*runs.end));
	room = 0;
	runs.before = array_with_room(NULL, &room, count, sizeof(*runs.before));
	find_runs(&runs, numbers, count);
	memset(in_run, 0, count * sizeof(*in_run));
	position = runs.longest ? runs.end[runs.longest - 1] : 0;
	for (size_t i = 0; i < runs.longest; i++) {
		in_run[position] = true;
		position = runs.before[position];
	}
	free(runs.end);
	free(runs.before);
}
