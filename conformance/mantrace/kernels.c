// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

int kernels_add(struct kernels *kernels, const char *kernel, bool asked,
		const char *claims)
{
	size_t length = strcspn(kernel, "=");
	struct kernel *new;

	kernels->list = array_with_room(kernels->list, &kernels->room,
					kernels->count, sizeof(*kernels->list));
	new = &kernels->list[kernels->count++];
	*new = (struct kernel){
		.name = copy_of(kernel, length),
		.asked = asked,
	};
	if (kernel[length] &&
	    !release_read(kernel + length + 1, &new->upstream))
		new->upstream = (struct release){ 0 };
	return statements_read(&new->statements, claims);
}

int kernels_read_results(struct kernels *kernels, const char *results)
{
	size_t length = strcspn(results, "=");

	for (size_t i = 0; results[length] && i < kernels->count; i++) {
		struct kernel *kernel = &kernels->list[i];

		if (strlen(kernel->name) == length &&
		    !strncmp(kernel->name, results, length))
			return statements_read_results(&kernel->statements,
						       results + length + 1);
	}
	fprintf(stderr,
		"mantrace: results of no kernel that was named: %s\n"
		"mantrace: give them as NAME=FILE, after --kernel NAME\n",
		results);
	return -1;
}

void kernels_free(struct kernels *kernels)
{
	for (size_t i = 0; i < kernels->count; i++) {
		free(kernels->list[i].name);
		statements_free(&kernels->list[i].statements);
	}
	free(kernels->list);
	*kernels = (struct kernels){ 0 };
}

enum verdict kernel_verdict(const struct kernel *kernel,
			    const char *description)
{
	const struct statement *statement =
		statements_find(&kernel->statements, description);

	return statement ? statement->verdict : VERDICT_NONE;
}

bool kernels_bear_out(const struct kernels *kernels, const char *description)
{
	for (size_t i = 0; i < kernels->count; i++)
		if (kernels->list[i].asked &&
		    kernel_verdict(&kernels->list[i], description) !=
			    VERDICT_OK)
			return false;
	return true;
}

const struct kernel *kernels_between(const struct kernels *kernels,
				     struct release a, struct release b,
				     size_t *at)
{
	struct release first = release_is_before(a, b) ? a : b;
	struct release second = release_is_before(a, b) ? b : a;

	while (*at < kernels->count) {
		const struct kernel *kernel = &kernels->list[(*at)++];

		if (kernel->upstream.major &&
		    !release_is_before(kernel->upstream, first) &&
		    release_is_before(kernel->upstream, second))
			return kernel;
	}
	return NULL;
}
