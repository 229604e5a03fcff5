// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>

#include "../quotes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The scanner says where in the file a quote stands, which must be in it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct quotes quotes = { 0 };
	struct fault fault;

	text_add(&quotes.source, (const char *)data, size);
	quotes_scan(&quotes, &fault);
	for (size_t i = 0; i < quotes.count; i++) {
		const struct quote *quote = &quotes.list[i];

		if (quote->start >= quote->end || quote->end > size ||
		    quotes.source.bytes[quote->start] != '"' ||
		    quotes.source.bytes[quote->end - 1] != '"')
			abort();
	}
	quotes_free(&quotes);
	return 0;
}
