// SPDX-License-Identifier: GPL-2.0-only
#include "model.h"

struct model *model;

/* The place of a kind of change, of which the mask has one bit. */
static size_t place_of(enum change change)
{
	return (size_t)__builtin_ctz(change);
}

void begin_changes(size_t first, size_t count, unsigned int changes)
{
	for (size_t unit = first; unit < first + count; unit++)
		for (size_t i = 0; i < CHANGE_COUNT; i++)
			if (changes & 1U << i)
				model->units[unit].begun[i]++;
}

void end_changes(size_t first, size_t count, unsigned int changes)
{
	for (size_t unit = first; unit < first + count; unit++)
		for (size_t i = 0; i < CHANGE_COUNT; i++)
			if (changes & 1U << i)
				model->units[unit].ended[i]++;
}

uint32_t changes_begun(size_t unit, enum change change)
{
	return model->units[unit].begun[place_of(change)];
}

uint32_t changes_ended(size_t unit, enum change change)
{
	return model->units[unit].ended[place_of(change)];
}

/* A fact as it is kept: never 0. */
static uint64_t fact_at(uint32_t changes, uint32_t epoch)
{
	return (uint64_t)epoch << 32 | (uint64_t)(changes + 1);
}

struct view view_unit(size_t unit)
{
	struct unit *seen = &model->units[unit];
	struct view view = { 0 };

	view.off_ended = model->mode.off_ended;
	view.on_ended = model->mode.on_ended;
	/* The ends first: if they equal the begins, none is under way. */
	for (size_t i = 0; i < CHANGE_COUNT; i++) {
		uint32_t ended = seen->ended[i];

		view.begun[i] = seen->begun[i];
		if (view.begun[i] == ended)
			view.calm |= 1U << i;
	}
	view.on_begun = model->mode.on_begun;
	view.off_begun = model->mode.off_begun;
	view.populated =
		seen->populated == fact_at(view.begun[place_of(MAPPING)], 0);
	view.protected =
		seen->protected ==
		fact_at(view.begun[place_of(UNPROTECTING)], view.on_begun);
	view.clean =
		seen->clean == fact_at(view.begun[place_of(PROTECTING)], 0);
	return view;
}

void view_units(size_t first, size_t count, struct view *views)
{
	for (size_t i = 0; i < count; i++)
		views[i] = view_unit(first + i);
}

bool steady(const struct view *before, const struct view *after,
	    unsigned int changes)
{
	if ((before->calm & changes) != changes)
		return false;
	for (size_t i = 0; i < CHANGE_COUNT; i++)
		if (changes & 1U << i && before->begun[i] != after->begun[i])
			return false;
	return true;
}

bool stayed_sync(const struct view *before, const struct view *after)
{
	return before->off_ended == before->on_begun &&
	       before->on_begun == after->on_begun;
}

bool stayed_async(const struct view *before, const struct view *after)
{
	return before->on_ended == before->off_begun + 1 &&
	       before->off_begun == after->off_begun;
}

void learn_populated(size_t unit, const struct view *before)
{
	struct view after = view_unit(unit);

	if (steady(before, &after, MAPPING))
		model->units[unit].populated =
			fact_at(after.begun[place_of(MAPPING)], 0);
}

void learn_protected(size_t unit, const struct view *before)
{
	struct view after = view_unit(unit);

	/* An address without a page does not become protected. */
	if (before->populated && steady(before, &after, UNMAPPING) &&
	    stayed_sync(before, &after))
		model->units[unit].protected = fact_at(
			after.begun[place_of(UNPROTECTING)], after.on_begun);
}

void learn_clean(size_t unit, const struct view *before)
{
	struct view after = view_unit(unit);

	if (steady(before, &after, PROTECTING))
		model->units[unit].clean =
			fact_at(after.begun[place_of(PROTECTING)], 0);
}
