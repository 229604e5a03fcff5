// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "claims.h"
#include "mandoc.h"
#include "page.h"
#include "render.h"
#include "source.h"

enum {
	COMPLAINTS_TOLD = 8,
};

static char *directory_above(const char *file)
{
	const char *slash = strrchr(file, '/');

	if (!slash)
		return copy_of("..", 2);
	return printed("%.*s/..", (int)(slash - file), file);
}

/* Text that an inclusion did not bring is lost; other errors lose a macro. */
static bool is_fatal(const char *message)
{
	return strstr(message, ".so request failed") ||
	       strstr(message, "NOT IMPLEMENTED: .so") ||
	       strstr(message, "infinite loop?");
}

/* `FILE:3:2: ERROR: message`, the page itself being <stdin>. */
static int relay(const struct page *page, const char *complaint, bool quiet)
{
	static const char itself[] = "<stdin>:";
	bool fatal = is_fatal(complaint);
	size_t line = 0;

	if (!strncmp(complaint, itself, strlen(itself))) {
		complaint += strlen(itself);
		line = strtoul(complaint, NULL, 10);
		complaint += strspn(complaint, "0123456789: ");
	}
	if (fatal || !quiet)
		report(page->file, line, fatal ? "error" : "warning",
		       "mandoc says: %s", complaint);
	return fatal ? -1 : 0;
}

static int relay_complaints(const struct page *page, char *complaints)
{
	static const char program[] = "mandoc: ";
	size_t told = 0;
	char *complaint;
	int result = 0;

	while (!result && (complaint = strsep(&complaints, "\n"))) {
		if (!strncmp(complaint, program, strlen(program)))
			complaint += strlen(program);
		if (*complaint && strncmp(complaint, "see above", 9))
			result = relay(page, complaint,
				       told++ >= COMPLAINTS_TOLD);
	}
	if (told > COMPLAINTS_TOLD)
		report(page->file, 0, "warning",
		       "mandoc says more: run `mandoc -T lint` on it");
	return result;
}

static int read_tree(struct page *page, struct text *output, struct tree *tree,
		     struct fault *fault)
{
	static const char *const options[] = { "-T", "tree", "-W", "error",
					       NULL };
	struct text complaints = { 0 };
	int result = mandoc_run(options, page->root, &page->source, output,
				&complaints, fault);

	if (!result && relay_complaints(page, complaints.bytes))
		result = fault_at(fault, 0, "not read, see above");
	if (!result)
		result = tree_read(tree, output->bytes, fault);
	text_free(&complaints);
	return result;
}

static int read_source(struct page *page, struct fault *fault)
{
	struct text output = { 0 };
	struct text rendered = { 0 };
	struct tree tree = { 0 };
	int result = read_tree(page, &output, &tree, fault);

	if (!result)
		result = render(&tree, &rendered, fault);
	if (!result)
		result = claims_read(page, &tree, fault);
	tree_free(&tree);
	text_free(&rendered);
	text_free(&output);
	return result;
}

int page_open(struct page *page, const char *file)
{
	struct fault fault;
	int result;

	*page = (struct page){ .file = file, .root = directory_above(file) };
	result = source_read(file, &page->source, &fault);
	if (!result)
		result = read_source(page, &fault);
	if (result)
		report_fault(file, &fault);
	return result;
}

int page_read(struct page *page, const char *name, struct text *source,
	      const char *root)
{
	struct fault fault;
	int result;

	*page = (struct page){ .file = name,
			       .root = copy_of(root, strlen(root)),
			       .source = *source };
	*source = (struct text){ 0 };
	result = source_check(&page->source, &fault);
	if (!result)
		result = read_source(page, &fault);
	if (result)
		report_fault(name, &fault);
	return result;
}

void page_close(struct page *page)
{
	text_free(&page->source);
	free(page->root);
	free(page->name);
	free(page->items);
	strings_free(&page->strings);
	*page = (struct page){ 0 };
}
