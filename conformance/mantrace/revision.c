// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "revision.h"

/* Returns git's exit status, or -1 with the fault. */
static int run_git(const char *const *arguments, struct text *output,
		   struct text *complaints, struct fault *fault)
{
	static const struct text nothing;
	const struct program git = {
		.name = "git",
		.package = "git",
		.arguments = arguments,
		.directory = ".",
		.input = &nothing,
	};

	return program_run(&git, output, complaints, fault);
}

/* What git says is told as it comes, but for control characters. */
static int tell_refusal(struct text *complaints, int status,
			struct fault *fault)
{
	char *said = complaints->bytes;

	said[strcspn(said, "\n")] = '\0';
	make_printable(said);
	if (*said)
		return fault_at(fault, 0, "git says: %s", said);
	return fault_at(fault, 0, "git gave up with status %d", status);
}

/* As run_git(), for what must succeed. Returns 0 or -1. */
static int ask_git(const char *const *arguments, struct text *output,
		   struct fault *fault)
{
	struct text complaints = { 0 };
	int result = run_git(arguments, output, &complaints, fault);

	if (result > 0)
		result = tell_refusal(&complaints, result, fault);
	text_free(&complaints);
	return result;
}

static int take_commit(struct revision *revision, struct text *output,
		       struct fault *fault)
{
	size_t length = strspn(output->bytes, "0123456789abcdef");

	if (!length || length >= sizeof(revision->commit) ||
	    strcmp(output->bytes + length, "\n"))
		return fault_at(fault, 0, "git names no commit for it");
	memcpy(revision->commit, output->bytes, length);
	revision->commit[length] = '\0';
	return 0;
}

int revision_find(struct revision *revision, const char *name,
		  struct fault *fault)
{
	char *commit = printed("%s^{commit}", name);
	const char *const arguments[] = { "rev-parse", "--verify",
					  "--quiet",   "--end-of-options",
					  commit,      NULL };
	struct text output = { 0 };
	struct text complaints = { 0 };
	int result = run_git(arguments, &output, &complaints, fault);

	revision->name = name;
	if (!result)
		result = take_commit(revision, &output, fault);
	else if (result > 0 && !complaints.length)
		result = fault_at(fault, 0,
				  "neither a file nor a revision in git");
	else if (result > 0)
		result = tell_refusal(&complaints, result, fault);
	free(commit);
	text_free(&output);
	text_free(&complaints);
	return result;
}

/* `100644 blob 0123abcd`, the path cut off: returns the blob, or NULL. */
static const char *blob_of(char *entry, struct fault *fault)
{
	const char *mode = strsep(&entry, " ");
	const char *type = entry ? strsep(&entry, " ") : "";

	if (!strcmp(type, "tree"))
		fault_at(fault, 0, "a directory: name the files in it");
	else if (strcmp(type, "blob") || !entry || strncmp(mode, "100", 3))
		fault_at(fault, 0, "not a regular file");
	else
		return entry;
	return NULL;
}

static int read_entry(char *entry, size_t length, struct text *text,
		      struct fault *fault)
{
	char *path = strchr(entry, '\t');
	const char *arguments[] = { "cat-file", "blob", NULL, NULL };

	/* The name of a directory and a slash lists what is in it. */
	if (!path || strlen(entry) + 1 != length)
		return fault_at(fault, 0, "a directory: name the files in it");
	*path = '\0';
	arguments[2] = blob_of(entry, fault);
	return arguments[2] ? ask_git(arguments, text, fault) : -1;
}

int revision_read(const struct revision *revision, const struct place *place,
		  struct text *text, bool *present, struct fault *fault)
{
	const char *const here[] = {
		"--literal-pathspecs", "ls-tree", "-z", revision->commit, "--",
		place->path,	       NULL
	};
	const char *const from_top[] = {
		"--literal-pathspecs", "ls-tree", "-z",	       "--full-tree",
		revision->commit,      "--",	  place->path, NULL
	};
	struct text entry = { 0 };
	int result = ask_git(place->from_top ? from_top : here, &entry, fault);

	*present = entry.length;
	if (!result && *present)
		result = read_entry(entry.bytes, entry.length, text, fault);
	text_free(&entry);
	return result;
}

/* Moves on to the next of the strings that end in a NUL. */
static const char *next_string(const char **next, const char *end)
{
	const char *string = *next;

	if (string < end)
		*next = string + strlen(string) + 1;
	return string;
}

/* `M`, path; `R090`, old path, new path; a NUL behind each. */
static void read_statuses(struct renamings *renamings)
{
	const char *next = renamings->text.bytes;
	const char *end = next + renamings->text.length;

	while (next < end) {
		const char *status = next_string(&next, end);
		const char *old = next_string(&next, end);
		const char *new =
			*status == 'R' ? next_string(&next, end) : old;

		renamings->list = array_with_room(
			renamings->list, &renamings->room, renamings->count,
			sizeof(*renamings->list));
		renamings->list[renamings->count++] =
			(struct renaming){ old, new };
	}
}

int revision_compare(const struct revision *old, const struct revision *new,
		     struct renamings *renamings, struct fault *fault)
{
	const char *const arguments[] = { "diff-tree",	   "-r", "-z",
					  "--name-status", "-M", old->commit,
					  new->commit,	   "--", NULL };

	if (ask_git(arguments, &renamings->text, fault))
		return -1;
	read_statuses(renamings);
	return 0;
}

void renamings_free(struct renamings *renamings)
{
	free(renamings->list);
	text_free(&renamings->text);
	*renamings = (struct renamings){ 0 };
}
