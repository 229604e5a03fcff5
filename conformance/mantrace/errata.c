// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "errata.h"
#include "source.h"

static const char *const field_names[FIELD_KINDS] = {
	[FIELD_PUBLISHED] = "Published:",   [FIELD_SAYS] = "Says:",
	[FIELD_KERNELS] = "Kernels:",	    [FIELD_TEST] = "Test:",
	[FIELD_CORRECTION] = "Correction:",
};

const struct erratum *errata_find(const struct errata *errata, const char *name)
{
	for (size_t i = 0; i < errata->count; i++)
		if (!strcmp(errata->list[i].name, name))
			return &errata->list[i];
	return NULL;
}

/* FIELD_KINDS if no field's name begins the text. */
static enum field_kind kind_of(const char *text)
{
	enum field_kind kind = 0;

	while (kind < FIELD_KINDS &&
	       strncmp(text, field_names[kind], strlen(field_names[kind])))
		kind++;
	return kind;
}

static struct erratum *last_erratum(struct errata *errata)
{
	return errata->count ? &errata->list[errata->count - 1] : NULL;
}

static int start_erratum(struct errata *errata, const char *name, size_t line,
			 struct fault *fault)
{
	if (strpbrk(name, " \t:"))
		return fault_at(fault, line,
				"the name of an erratum is one word: indent "
				"what belongs to one");
	if (errata_find(errata, name))
		return fault_at(fault, line, "a second erratum of this name");
	errata->list = array_with_room(errata->list, &errata->room,
				       errata->count, sizeof(*errata->list));
	errata->list[errata->count++] = (struct erratum){
		.name = strings_keep(&errata->strings,
				     copy_of(name, strlen(name))),
		.line = line,
	};
	return 0;
}

static void add_field(struct errata *errata, struct erratum *erratum,
		      struct field field)
{
	field.text = strings_keep(&errata->strings, text_squeezed(field.text));
	erratum->fields =
		array_with_room(erratum->fields, &erratum->room, erratum->count,
				sizeof(*erratum->fields));
	erratum->fields[erratum->count++] = field;
}

static int take_indented(struct errata *errata, const char *text, size_t line,
			 struct fault *fault)
{
	struct erratum *erratum = last_erratum(errata);
	enum field_kind kind = kind_of(text);
	struct field *last;

	if (!erratum)
		return fault_at(fault, line, "before any erratum's name");
	if (kind < FIELD_KINDS) {
		add_field(errata, erratum,
			  (struct field){ kind, line,
					  text + strlen(field_names[kind]) });
		return 0;
	}
	if (!erratum->count)
		return fault_at(fault, line,
				"neither Published:, Says:, Kernels:, Test: "
				"nor Correction:");
	last = &erratum->fields[erratum->count - 1];
	last->text = strings_keep(
		&errata->strings,
		printed("%s%s%s", last->text, *last->text ? " " : "", text));
	return 0;
}

static int take_line(struct errata *errata, char *text, size_t line,
		     struct fault *fault)
{
	char *squeezed;
	int result;

	if (!*text || *text == '#')
		return 0;
	if (!is_blank(*text))
		return start_erratum(errata, text, line, fault);
	squeezed = text_squeezed(text);
	result = *squeezed ? take_indented(errata, squeezed, line, fault) : 0;
	free(squeezed);
	return result;
}

static int check_fields(const struct erratum *erratum, struct fault *fault)
{
	bool has[FIELD_KINDS] = { [FIELD_CORRECTION] = true };

	for (size_t i = 0; i < erratum->count; i++) {
		const struct field *field = &erratum->fields[i];

		if (!*field->text)
			return fault_at(fault, field->line, "an empty field");
		has[field->kind] = true;
	}
	for (enum field_kind kind = 0; kind < FIELD_KINDS; kind++)
		if (!has[kind])
			return fault_at(fault, erratum->line,
					"this erratum has no line `%s'",
					field_names[kind]);
	return 0;
}

int errata_read(struct errata *errata, const char *file)
{
	struct text text = { 0 };
	struct fault fault;
	int result;
	char *rest;
	char *line;

	*errata = (struct errata){ .file = file };
	result = source_read(file, &text, &fault);
	rest = text.bytes;
	for (size_t number = 1; !result && (line = strsep(&rest, "\n"));
	     number++)
		result = take_line(errata, line, number, &fault);
	for (size_t i = 0; !result && i < errata->count; i++)
		result = check_fields(&errata->list[i], &fault);
	if (result)
		report_fault(file, &fault);
	text_free(&text);
	return result;
}

void errata_free(struct errata *errata)
{
	for (size_t i = 0; i < errata->count; i++)
		free(errata->list[i].fields);
	free(errata->list);
	strings_free(&errata->strings);
	*errata = (struct errata){ 0 };
}
