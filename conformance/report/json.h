/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "report.h"
#include "text.h"

enum json_type {
	JSON_NULL,
	JSON_BOOLEAN,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

/* A value. Those in an array or an object are a list. */
struct json {
	enum json_type type;
	const char *key; /* of a member of an object */
	const char *string;
	double number;
	bool truth;
	struct json *first;
	struct json *next;
};

/*
 * Reads a text of JSON (RFC 8259), which is written to and must outlive the
 * value.  Returns NULL with the fault if it is none, repeats a key, or is
 * nested over 64 deep.  Free the value.
 */
struct json *json_read(char *text, struct fault *fault);
void json_free(struct json *value);

/* A member of an object, or NULL. */
const struct json *json_member(const struct json *object, const char *key);

/* A member that is a string, or "". */
const char *json_string(const struct json *object, const char *key);

/* The first element of a member that is an array, or NULL. */
const struct json *json_list(const struct json *object, const char *key);

#endif
