// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "version.h"

enum {
	MOST_ALIASES = 8, /* one after the other */
};

/* The directory above the file's own one, with a slash, or nothing. */
static char *above(const struct place *place)
{
	const char *end = strrchr(place->path, '/');

	if (!end)
		return copy_of("../", place->from_top ? 0 : 3);
	while (end > place->path && end[-1] != '/')
		end--;
	return copy_of(place->path, end - place->path);
}

/* `.so man2/userfaultfd.2`, the only line but comments: the path, or NULL. */
static char *alias_of(const struct text *source, const struct place *place)
{
	const char *line = source->bytes;
	const char *target;
	char *directory;
	char *path;

	while (!strncmp(line, ".\\\"", 3) && strchr(line, '\n'))
		line = strchr(line, '\n') + 1;
	if (strncmp(line, ".so ", 4))
		return NULL;
	target = line + 4 + strspn(line + 4, " ");
	if (line[strcspn(line, "\n")] && line[strcspn(line, "\n") + 1])
		return NULL;
	directory = above(place);
	path = printed("%s%.*s", directory, (int)strcspn(target, " \n"),
		       target);
	free(directory);
	return path;
}

static int read_aliased(const struct revision *revision,
			const struct place *place, struct text *source,
			bool *present, struct fault *fault)
{
	struct place next = *place;
	char *path = NULL;
	int result = 0;

	for (int i = 0; !result && i <= MOST_ALIASES; i++) {
		char *alias;

		text_free(source);
		result = revision_read(revision, &next, source, present, fault);
		if (!result && path && !*present)
			result = fault_at(fault, 0,
					  "includes %.80s, which the "
					  "revision lacks",
					  path);
		alias = !result && *present ? alias_of(source, &next) : NULL;
		free(path);
		path = alias;
		if (!path)
			return result;
		next.path = path;
	}
	free(path);
	return fault_at(fault, 0, "one alias after the other");
}

/* In an empty directory, which is where it would find what it includes. */
static int read_page(struct version *version, struct text *source)
{
	char empty[] = "/tmp/mantrace-XXXXXX";
	int result;

	if (!mkdtemp(empty)) {
		report("/tmp", 0, "error", "cannot make a directory in it: %s",
		       strerror(errno));
		text_free(source);
		return -1;
	}
	result = page_read(&version->page, version->name, source, empty);
	if (rmdir(empty))
		report(empty, 0, "warning", "cannot remove it: %s",
		       strerror(errno));
	return result;
}

int version_open(struct version *version, const struct revision *revision,
		 const struct place *place)
{
	struct text source = { 0 };
	struct fault fault;

	*version = (struct version){
		.name = printed("%s:%s", revision->name, place->path),
	};
	make_printable(version->name);
	version->page.file = version->name;
	if (read_aliased(revision, place, &source, &version->present, &fault)) {
		report_fault(version->name, &fault);
		text_free(&source);
		return -1;
	}
	if (!version->present)
		return 0;
	return read_page(version, &source);
}

void version_close(struct version *version)
{
	page_close(&version->page);
	free(version->name);
}
