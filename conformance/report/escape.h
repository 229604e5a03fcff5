/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

#include "text.h"

/*
 * Text of others into what is written here.  What is not UTF-8 becomes U+FFFD,
 * as do the characters that XML refuses and those that turn the direction of
 * writing; a control character becomes its picture (U+2400...), but for tabs
 * and newlines, which stay.
 */

/* As text, or between quotes, of HTML and of XML. */
void add_escaped(struct text *text, const char *string);

/* A string of JSON, its quotes included. NULL is null. */
void add_json_string(struct text *text, const char *string);

/* As printf(), for what needs no escaping: numbers, and strings of our own. */
void add_printed(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
