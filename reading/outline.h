/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef READING_OUTLINE_H
#define READING_OUTLINE_H

#include "text.h"

/* Adds a list of links to the headings of HTML as mandoc prints it. */
void add_outline(const char *html, struct text *outline);

/* What the section NAME says after the dash, or "". Free the result. */
char *purpose_of(const char *html);

#endif
