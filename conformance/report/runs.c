// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runs.h"

static int is_name(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static char *path_of(const char *results, const char *kernel,
		     const struct document *document)
{
	return printed("%s/%s/%s.tap", results, kernel, document->name);
}

static bool has_results(const struct survey *survey, const char *results,
			const char *kernel)
{
	bool has = false;

	for (size_t i = 0; !has && i < survey->document_count; i++) {
		char *path = path_of(results, kernel, &survey->documents[i]);

		has = !access(path, F_OK);
		free(path);
	}
	return has;
}

static int read_page(struct tap *tap, const char *path)
{
	struct fault fault;

	if (access(path, F_OK) && errno == ENOENT)
		return 0;
	if (!tap_read(tap, path, &fault))
		return 0;
	report_fault(path, &fault);
	return -1;
}

static void describe(struct kernel *kernel, const struct tap *tap)
{
	if (kernel->version || kernel->release || !tap->count)
		return;
	kernel->version = tap_about(tap, "version");
	kernel->release = tap_about(tap, "release");
	kernel->upstream = tap_about(tap, "upstream");
	kernel->accelerator = tap_about(tap, "accelerator");
}

static int read_kernel(struct survey *survey, const char *results,
		       const char *name, size_t *room)
{
	struct kernel *kernel;
	size_t nothing = 0;
	int result = 0;

	survey->kernels =
		array_with_room(survey->kernels, room, survey->kernel_count,
				sizeof(*survey->kernels));
	kernel = &survey->kernels[survey->kernel_count++];
	*kernel = (struct kernel){ .name = copy_of(name, strlen(name)) };
	for (size_t i = 0; i < survey->document_count; i++) {
		kernel->taps = array_with_room(kernel->taps, &nothing, i,
					       sizeof(*kernel->taps));
		kernel->taps[i] = (struct tap){ 0 };
	}
	for (size_t i = 0; !result && i < survey->document_count; i++) {
		char *path = path_of(results, name, &survey->documents[i]);

		result = read_page(&kernel->taps[i], path);
		describe(kernel, &kernel->taps[i]);
		free(path);
	}
	return result;
}

int runs_read(struct survey *survey, const char *results)
{
	struct dirent **entries;
	int count = scandir(results, &entries, is_name, versionsort);
	size_t room = 0;
	int result = 0;

	if (count < 0 && errno != ENOENT) {
		report(results, 0, "error", "cannot read it: %s",
		       strerror(errno));
		return -1;
	}
	for (int i = 0; i < count; i++) {
		if (!result && has_results(survey, results, entries[i]->d_name))
			result = read_kernel(survey, results,
					     entries[i]->d_name, &room);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	if (!result && !survey->kernel_count) {
		report(results, 0, "error",
		       "no results of these pages: run make conformance first");
		result = -1;
	}
	return result;
}

void runs_free(struct survey *survey)
{
	for (size_t i = 0; i < survey->kernel_count; i++) {
		struct kernel *kernel = &survey->kernels[i];

		for (size_t j = 0; j < survey->document_count; j++)
			tap_free(&kernel->taps[j]);
		free(kernel->taps);
		free(kernel->name);
	}
	free(survey->kernels);
}
