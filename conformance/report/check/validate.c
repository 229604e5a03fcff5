// SPDX-License-Identifier: GPL-2.0-only
/*
 * validate SCHEMA FILE...: whether each file is JSON that the schema describes.
 * It knows the words of JSON Schema that results.schema.json uses, and stops at
 * any other, so that none goes unchecked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "source.h"

enum {
	LONGEST_PATH = 200,
};

struct check {
	const struct json *schema;
	const char *file;
	size_t findings;
};

static void check_value(struct check *check, const struct json *schema,
			const struct json *value, const char *path);

static void find(struct check *check, const char *path, const char *what)
{
	check->findings++;
	report(check->file, 0, "error", "%s: %s", path, what);
}

static bool is_type(const struct json *value, const char *name)
{
	static const char *const names[] = {
		[JSON_NULL] = "null",	  [JSON_BOOLEAN] = "boolean",
		[JSON_NUMBER] = "number", [JSON_STRING] = "string",
		[JSON_ARRAY] = "array",	  [JSON_OBJECT] = "object",
	};

	if (!strcmp(name, "integer"))
		return value->type == JSON_NUMBER &&
		       value->number == (double)(long)value->number;
	return !strcmp(name, names[value->type]);
}

static void check_type(struct check *check, const struct json *types,
		       const struct json *value, const char *path)
{
	bool right = false;

	if (types->type == JSON_STRING)
		right = is_type(value, types->string);
	else
		for (types = types->first; types; types = types->next)
			right |= is_type(value, types->string);
	if (!right)
		find(check, path, "of another type");
}

static bool same(const struct json *a, const struct json *b)
{
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case JSON_STRING:
		return !strcmp(a->string, b->string);
	case JSON_NUMBER:
		return a->number == b->number;
	case JSON_BOOLEAN:
		return a->truth == b->truth;
	default:
		return a->type == JSON_NULL;
	}
}

static void check_enum(struct check *check, const struct json *values,
		       const struct json *value, const char *path)
{
	for (values = values->first; values; values = values->next)
		if (same(values, value))
			return;
	find(check, path, "none of those that can be");
}

static void check_required(struct check *check, const struct json *keys,
			   const struct json *value, const char *path)
{
	for (keys = keys->first; value->type == JSON_OBJECT && keys;
	     keys = keys->next)
		if (!json_member(value, keys->string)) {
			char *what = printed("has no %s", keys->string);

			find(check, path, what);
			free(what);
		}
}

static void check_members(struct check *check, const struct json *schema,
			  const struct json *value, const char *path)
{
	const struct json *properties = json_member(schema, "properties");
	const struct json *others = json_member(schema, "additionalProperties");

	if (value->type != JSON_OBJECT)
		return;
	for (value = value->first; value; value = value->next) {
		const struct json *member = json_member(properties, value->key);
		char *inner =
			printed("%.*s/%s", LONGEST_PATH, path, value->key);

		if (member)
			check_value(check, member, value, inner);
		else if (others && !others->truth)
			find(check, inner, "not in the schema");
		free(inner);
	}
}

static void check_items(struct check *check, const struct json *schema,
			const struct json *value, const char *path)
{
	size_t number = 0;

	if (value->type != JSON_ARRAY)
		return;
	for (value = value->first; value; value = value->next) {
		char *inner = printed("%.*s/%zu", LONGEST_PATH, path, number++);

		check_value(check, schema, value, inner);
		free(inner);
	}
}

static size_t count(const struct json *list)
{
	size_t number = 0;

	for (list = list->first; list; list = list->next)
		number++;
	return number;
}

/* `#/$defs/NAME` */
static void check_reference(struct check *check, const struct json *reference,
			    const struct json *value, const char *path)
{
	static const char start[] = "#/$defs/";
	const struct json *definition = NULL;

	if (!strncmp(reference->string, start, strlen(start)))
		definition = json_member(json_member(check->schema, "$defs"),
					 reference->string + strlen(start));
	if (definition)
		check_value(check, definition, value, path);
	else
		find(check, path, "the schema refers to nothing");
}

static bool is_of_no_account(const char *word)
{
	static const char *const words[] = {
		"$comment",
		"$schema",
		"$defs",
		"title",
		"description",
		"properties",
		"additionalProperties",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

static void check_word(struct check *check, const struct json *word,
		       const struct json *value, const char *path)
{
	if (!strcmp(word->key, "type"))
		check_type(check, word, value, path);
	else if (!strcmp(word->key, "enum"))
		check_enum(check, word, value, path);
	else if (!strcmp(word->key, "required"))
		check_required(check, word, value, path);
	else if (!strcmp(word->key, "items"))
		check_items(check, word, value, path);
	else if (!strcmp(word->key, "$ref"))
		check_reference(check, word, value, path);
	else if (!strcmp(word->key, "const") && !same(word, value))
		find(check, path, "not the only value that can be");
	else if (!strcmp(word->key, "minimum") && value->type == JSON_NUMBER &&
		 value->number < word->number)
		find(check, path, "too small");
	else if (!strcmp(word->key, "minItems") && value->type == JSON_ARRAY &&
		 (double)count(value) < word->number)
		find(check, path, "too few");
	else if (strcmp(word->key, "const") && strcmp(word->key, "minimum") &&
		 strcmp(word->key, "minItems") && !is_of_no_account(word->key))
		find(check, word->key, "a word of the schema not known here");
}

static void check_value(struct check *check, const struct json *schema,
			const struct json *value, const char *path)
{
	for (const struct json *word = schema->first; word; word = word->next)
		check_word(check, word, value, path);
	check_members(check, schema, value, path);
}

static struct json *read_json(const char *file, struct text *text)
{
	struct fault fault;
	struct json *value = NULL;

	if (!source_read(file, text, &fault))
		value = json_read(text->bytes, &fault);
	if (!value)
		report_fault(file, &fault);
	return value;
}

static bool is_valid(const struct json *schema, const char *file)
{
	struct check check = { .schema = schema, .file = file };
	struct text text = { 0 };
	struct json *value = read_json(file, &text);

	if (value)
		check_value(&check, schema, value, "");
	json_free(value);
	text_free(&text);
	return value && !check.findings;
}

int main(int argc, char **argv)
{
	struct text text = { 0 };
	struct json *schema;
	bool valid = true;

	if (argc < 3) {
		fputs("usage: validate SCHEMA FILE...\n", stderr);
		return 2;
	}
	schema = read_json(argv[1], &text);
	for (int i = 2; schema && i < argc; i++)
		valid &= is_valid(schema, argv[i]);
	json_free(schema);
	text_free(&text);
	if (!schema)
		return 2;
	return valid ? 0 : 1;
}
