// SPDX-License-Identifier: GPL-2.0-only
#include "shape.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#define ADDRESS_DIGITS 6

/* What differs from run to run begins here, and is that long; or 0. */
static size_t address_length(const char *at)
{
	size_t digits;

	if (strncmp(at, "0x", 2) != 0)
		return 0;
	digits = strspn(at + 2, "0123456789abcdef");
	return digits >= ADDRESS_DIGITS ? 2 + digits : 0;
}

static bool follows(const char *line, const char *at, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(at - line) >= length &&
	       strncmp(at - length, word, length) == 0;
}

static bool is_digit(char c)
{
	return isdigit((unsigned char)c);
}

static size_t id_length(const char *line, const char *at)
{
	if (!follows(line, at, "process ") && !follows(line, at, "thread "))
		return 0;
	return strspn(at, "0123456789");
}

static bool is_unit(const char *at)
{
	static const char *const units[] = { " s", " ms", " us", " ns" };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		size_t length = strlen(units[i]);

		if (strncmp(at, units[i], length) == 0 &&
		    !isalpha((unsigned char)at[length]))
			return true;
	}
	return false;
}

static size_t time_length(const char *line, const char *at)
{
	size_t length = strspn(at, "0123456789");

	if (length == 0 || (at > line && is_digit(at[-1])))
		return 0;
	if (at[length] == '.' && is_digit(at[length + 1]))
		length += 1 + strspn(at + length + 1, "0123456789");
	return is_unit(at + length) ? length : 0;
}

/* Both lines must have one of the same kind here. */
static bool skip_both(const char *shown, const char **a, const char *printed,
		      const char **b)
{
	size_t lengths[][2] = {
		{ address_length(*a), address_length(*b) },
		{ id_length(shown, *a), id_length(printed, *b) },
		{ time_length(shown, *a), time_length(printed, *b) },
	};

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		if (lengths[i][0] == 0 || lengths[i][1] == 0)
			continue;
		*a += lengths[i][0];
		*b += lengths[i][1];
		return true;
	}
	return false;
}

static bool is_end(char c)
{
	return c == '\0' || c == '\n';
}

bool same_shape(const char *shown, const char *printed)
{
	const char *a = shown;
	const char *b = printed;

	while (!is_end(*a) && !is_end(*b)) {
		if (skip_both(shown, &a, printed, &b))
			continue;
		if (*a++ != *b++)
			return false;
	}
	return is_end(*a) && is_end(*b);
}
