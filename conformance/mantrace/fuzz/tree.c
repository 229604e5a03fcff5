// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>

#include "../claims.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What `mandoc -T tree` prints may hold anything that a page holds. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text output = { 0 };
	struct tree tree;
	struct page page = { .file = "page" };
	struct fault fault;

	text_add(&output, (const char *)data, size);
	if (!tree_read(&tree, output.bytes, &fault))
		claims_read(&page, &tree, &fault);
	tree_free(&tree);
	page_close(&page);
	text_free(&output);
	return 0;
}
