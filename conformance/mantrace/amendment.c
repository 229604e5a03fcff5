// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "amendment.h"
#include "similarity.h"

enum {
	FARTHEST = 500, /* apart, and still one sentence reworded */
};

static bool is_in(const struct changes *changes,
		  const struct fingerprint *print)
{
	for (size_t i = 0; i < changes->count; i++)
		if (!strcmp(changes->list[i].print.digits, print->digits))
			return true;
	return false;
}

static bool ends_with(const char *string, const char *end)
{
	size_t length = strlen(string);
	size_t end_length = strlen(end);

	return length >= end_length &&
	       !strcmp(string + length - end_length, end);
}

static bool has_claims(const struct page *page, const struct item *tag)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];

		if (item->claim && !strcmp(item->tag, tag->tag) &&
		    !strcmp(item->section, tag->section))
			return true;
	}
	return false;
}

/*
 * What is no sentence and yet says something: a program, an entry of a list
 * without text of its own, "NAME (since 5.7)".  Another heading or tag says
 * what is below it.
 */
static bool stands_alone(const struct page *page, const struct item *item)
{
	struct release release;
	size_t length;

	if (release_next(item->text, &release, &length))
		return true;
	if (!strpbrk(item->text, "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") ||
	    (!*item->tag && ends_with(item->section, item->text)))
		return false;
	return !*item->tag || !has_claims(page, item);
}

/* Entries without text share their tag: they are known without it. */
static struct fingerprint print_of(const char *name, const struct item *item)
{
	struct item untagged = *item;

	if (!item->claim)
		untagged.tag = "";
	return fingerprint_of(name, &untagged);
}

static void take_sentences(struct changes *changes, const char *name,
			   const struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];

		if (!item->claim && !stands_alone(page, item))
			continue;
		changes->list =
			array_with_room(changes->list, &changes->room,
					changes->count, sizeof(*changes->list));
		changes->list[changes->count++] = (struct change){
			.item = item,
			.print = print_of(name, item),
		};
	}
}

/* Those of `all` that `but` does not have. */
static struct changes difference(const struct changes *all,
				 const struct changes *but)
{
	struct changes rest = { 0 };

	for (size_t i = 0; i < all->count; i++) {
		if (is_in(but, &all->list[i].print))
			continue;
		rest.list = array_with_room(rest.list, &rest.room, rest.count,
					    sizeof(*rest.list));
		rest.list[rest.count++] = all->list[i];
	}
	return rest;
}

/* Each pair is the likest that is left. */
static void pair(struct changes *added, struct changes *removed)
{
	for (;;) {
		struct change *new = NULL;
		struct change *old = NULL;
		size_t least = FARTHEST + 1;

		for (size_t i = 0; i < added->count; i++) {
			struct change *a = &added->list[i];

			for (size_t j = 0; !a->other && j < removed->count;
			     j++) {
				struct change *r = &removed->list[j];
				size_t unlike;

				if (r->other)
					continue;
				unlike = text_distance(r->item->text,
						       a->item->text);
				if (unlike >= least)
					continue;
				least = unlike;
				new = a;
				old = r;
			}
		}
		if (!new)
			return;
		new->other = old;
		old->other = new;
	}
}

static void appraise_change(const struct sources *sources, const char *page,
			    struct change *change)
{
	appraise(sources, page, change->item, &change->print,
		 &change->appraisal);
}

void amendment_make(struct amendment *amendment, const struct page *old,
		    const struct page *new, const struct sources *sources)
{
	struct changes before = { 0 };
	struct changes after = { 0 };

	*amendment = (struct amendment){
		.page = new->name ? new->name : old->name,
		.old = old,
		.new = new,
	};
	take_sentences(&before, amendment->page, old);
	take_sentences(&after, amendment->page, new);
	amendment->added = difference(&after, &before);
	amendment->removed = difference(&before, &after);
	free(before.list);
	free(after.list);
	pair(&amendment->added, &amendment->removed);
	for (size_t i = 0; i < amendment->added.count; i++)
		appraise_change(sources, amendment->page,
				&amendment->added.list[i]);
}

void amendment_free(struct amendment *amendment)
{
	for (size_t i = 0; i < amendment->added.count; i++)
		appraisal_free(&amendment->added.list[i].appraisal);
	free(amendment->added.list);
	free(amendment->removed.list);
	*amendment = (struct amendment){ 0 };
}
