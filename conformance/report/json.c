// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

enum {
	DEEPEST = 64,
};

struct parser {
	char *at;
	size_t line;
	size_t depth;
	struct fault *fault;
};

static struct json *read_value(struct parser *parser);

static struct json *fail(struct parser *parser, const char *what)
{
	fault_at(parser->fault, parser->line, "%s", what);
	return NULL;
}

static struct json *new_value(enum json_type type)
{
	size_t room = 0;
	struct json *value = array_with_room(NULL, &room, 0, sizeof(*value));

	*value = (struct json){ .type = type };
	return value;
}

static void skip_blanks(struct parser *parser)
{
	for (; *parser->at && strchr(" \t\r\n", *parser->at); parser->at++)
		parser->line += *parser->at == '\n';
}

static bool take(struct parser *parser, char c)
{
	skip_blanks(parser);
	if (*parser->at != c)
		return false;
	parser->at++;
	return true;
}

static bool read_hexadecimal(const char *at, uint32_t *code)
{
	char digits[5] = { 0 };

	for (int i = 0; i < 4; i++) {
		if (!isxdigit((unsigned char)at[i]))
			return false;
		digits[i] = at[i];
	}
	*code = strtoul(digits, NULL, 16);
	return true;
}

/* Behind `\u`; two of them can make one character. */
static bool read_code(char **at, uint32_t *code)
{
	uint32_t low;

	if (!read_hexadecimal(*at, code) || !*code)
		return false;
	*at += 4;
	if (*code < 0xd800 || *code > 0xdfff)
		return true;
	if (*code > 0xdbff || (*at)[0] != '\\' || (*at)[1] != 'u' ||
	    !read_hexadecimal(*at + 2, &low) || low < 0xdc00 || low > 0xdfff)
		return false;
	*at += 6;
	*code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

static char *put_code(char *end, uint32_t code)
{
	if (code < 0x80) {
		*end++ = (char)code;
	} else if (code < 0x800) {
		*end++ = (char)(0xc0 | code >> 6);
		*end++ = (char)(0x80 | (code & 63));
	} else if (code < 0x10000) {
		*end++ = (char)(0xe0 | code >> 12);
		*end++ = (char)(0x80 | (code >> 6 & 63));
		*end++ = (char)(0x80 | (code & 63));
	} else {
		*end++ = (char)(0xf0 | code >> 18);
		*end++ = (char)(0x80 | (code >> 12 & 63));
		*end++ = (char)(0x80 | (code >> 6 & 63));
		*end++ = (char)(0x80 | (code & 63));
	}
	return end;
}

/* In place: an escape is never shorter than what it means. */
static const char *read_string(struct parser *parser)
{
	static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *string = parser->at;
	char *end = parser->at;
	uint32_t code;

	for (;;) {
		char c = *parser->at++;
		const char *escape;

		if (c == '"')
			break;
		if ((unsigned char)c < 0x20) {
			fail(parser, "a control character in a string");
			return NULL;
		}
		if (c != '\\') {
			*end++ = c;
			continue;
		}
		c = *parser->at++;
		escape = c ? strchr(escapes, c) : NULL;
		if (escape) {
			*end++ = meant[escape - escapes];
		} else if (c == 'u' && read_code(&parser->at, &code)) {
			end = put_code(end, code);
		} else {
			fail(parser, "no such escape in a string");
			return NULL;
		}
	}
	*end = '\0';
	return string;
}

static struct json *read_number(struct parser *parser)
{
	struct json *value;
	char *at = parser->at;

	at += *at == '-';
	if (!isdigit((unsigned char)*at) ||
	    (*at == '0' && isdigit((unsigned char)at[1])))
		return fail(parser, "no value");
	at += strspn(at, "0123456789");
	if (*at == '.') {
		if (!isdigit((unsigned char)*++at))
			return fail(parser, "no digit behind the point");
		at += strspn(at, "0123456789");
	}
	if (*at == 'e' || *at == 'E') {
		at++;
		at += *at == '+' || *at == '-';
		if (!isdigit((unsigned char)*at))
			return fail(parser, "no digit in the exponent");
		at += strspn(at, "0123456789");
	}
	value = new_value(JSON_NUMBER);
	value->number = strtod(parser->at, NULL);
	parser->at = at;
	return value;
}

static struct json *read_word(struct parser *parser)
{
	static const struct {
		const char *word;
		enum json_type type;
		bool truth;
	} words[] = {
		{ "null", JSON_NULL, false },
		{ "true", JSON_BOOLEAN, true },
		{ "false", JSON_BOOLEAN, false },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t length = strlen(words[i].word);
		struct json *value;

		if (strncmp(parser->at, words[i].word, length))
			continue;
		parser->at += length;
		value = new_value(words[i].type);
		value->truth = words[i].truth;
		return value;
	}
	return read_number(parser);
}

static bool is_repeated(const struct json *list, const char *key)
{
	for (; list; list = list->next)
		if (!strcmp(list->key, key))
			return true;
	return false;
}

/* `"key":`, or NULL. */
static const char *read_key(struct parser *parser, const struct json *object)
{
	const char *key;

	if (!take(parser, '"')) {
		fail(parser, "no key in an object");
		return NULL;
	}
	key = read_string(parser);
	if (!key)
		return NULL;
	if (is_repeated(object->first, key)) {
		fail(parser, "a key twice in an object");
		return NULL;
	}
	if (take(parser, ':'))
		return key;
	fail(parser, "no colon behind a key");
	return NULL;
}

static struct json *read_list(struct parser *parser, enum json_type type,
			      char close)
{
	struct json *list = new_value(type);
	struct json **end = &list->first;

	if (take(parser, close))
		return list;
	do {
		const char *key = NULL;

		if (type == JSON_OBJECT)
			key = read_key(parser, list);
		if (type == JSON_ARRAY || key)
			*end = read_value(parser);
		if (!*end) {
			json_free(list);
			return NULL;
		}
		(*end)->key = key;
		end = &(*end)->next;
	} while (take(parser, ','));
	if (take(parser, close))
		return list;
	json_free(list);
	return fail(parser, "a list without its end");
}

static struct json *read_value(struct parser *parser)
{
	struct json *value;

	if (++parser->depth > DEEPEST)
		return fail(parser, "nested over 64 deep");
	if (take(parser, '{')) {
		value = read_list(parser, JSON_OBJECT, '}');
	} else if (take(parser, '[')) {
		value = read_list(parser, JSON_ARRAY, ']');
	} else if (take(parser, '"')) {
		const char *string = read_string(parser);

		if (!string)
			return NULL;
		value = new_value(JSON_STRING);
		value->string = string;
	} else {
		value = read_word(parser);
	}
	parser->depth--;
	return value;
}

struct json *json_read(char *text, struct fault *fault)
{
	struct parser parser = { .at = text, .line = 1, .fault = fault };
	struct json *value = read_value(&parser);

	skip_blanks(&parser);
	if (!value || !*parser.at)
		return value;
	json_free(value);
	return fail(&parser, "something behind the value");
}

void json_free(struct json *value)
{
	while (value) {
		struct json *next = value->next;

		json_free(value->first);
		free(value);
		value = next;
	}
}

const struct json *json_member(const struct json *object, const char *key)
{
	if (!object || object->type != JSON_OBJECT)
		return NULL;
	for (const struct json *member = object->first; member;
	     member = member->next)
		if (!strcmp(member->key, key))
			return member;
	return NULL;
}

const char *json_string(const struct json *object, const char *key)
{
	const struct json *member = json_member(object, key);

	return member && member->type == JSON_STRING ? member->string : "";
}

const struct json *json_list(const struct json *object, const char *key)
{
	const struct json *member = json_member(object, key);

	return member && member->type == JSON_ARRAY ? member->first : NULL;
}
