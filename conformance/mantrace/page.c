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

char *page_root(const struct page *page)
{
	const char *slash = strrchr(page->file, '/');

	if (!slash)
		return copy_of("..", 2);
	return printed("%.*s/..", (int)(slash - page->file), page->file);
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
	char *root = page_root(page);
	int result = mandoc_run(options, root, &page->source, output,
				&complaints, fault);

	if (!result && relay_complaints(page, complaints.bytes))
		result = fault_at(fault, 0, "not read, see above");
	if (!result)
		result = tree_read(tree, output->bytes, fault);
	free(root);
	text_free(&complaints);
	return result;
}

int page_open(struct page *page, const char *file)
{
	struct text output = { 0 };
	struct text rendered = { 0 };
	struct tree tree = { 0 };
	struct fault fault;
	int result;

	*page = (struct page){ .file = file };
	result = source_read(file, &page->source, &fault);
	if (!result)
		result = read_tree(page, &output, &tree, &fault);
	if (!result)
		result = render(&tree, &rendered, &fault);
	if (!result)
		result = claims_read(page, &tree, &fault);
	if (result)
		report_fault(file, &fault);
	tree_free(&tree);
	text_free(&rendered);
	text_free(&output);
	return result;
}

void page_close(struct page *page)
{
	text_free(&page->source);
	free(page->name);
	free(page->items);
	strings_free(&page->strings);
	*page = (struct page){ 0 };
}
