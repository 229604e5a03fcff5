# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# Part of review: what mantrace makes of the pages that a series changes.

# compare ARGUMENT...: mantrace changed, which sees what it has to, no more.
compare() {
	(cd "$work" && "$build/confine" --read "$work" --read "$top" \
		--read "$maps" --read "$results" --read "$released" \
		"$mantrace" changed "$@")
}

# judge OLD NEW ARGUMENT...: prints what is found in one page; whether nothing
# is.
judge() {
	old=$1
	new=$2
	shift 2
	code=0
	compare "$@" "$old" "$new" 2>"$work/said" || code=$?
	[ "$code" -gt 1 ] || return "$code"
	sed 's,^\(before\|after\)/[0-9a-f]*/,  ,' "$work/said" |
		"$build/review-commit" plain
	echo '  it cannot be read: needs a human'
	return 1
}

# What is said of it before its judgements.  The name is a stranger's, and echo
# would make control characters of what git has escaped.
print_page() {
	page=${new#after/*/}
	[ "$new" != /dev/null ] || page=${old#before/*/}
	case $status in
	other) is=': no page, not read' ;;
	A) is=': new' ;;
	D) is=': deleted' ;;
	R*) is=": was ${old#before/*/}" ;;
	*) is= ;;
	esac
	printf '%s%s\n' "$page" "$is"
	[ "$status" = other ] || [ -e "$maps/${page##*/}" ] ||
		echo '  no map has this page'
}

# print_judgements ARGUMENT...: commit by commit; whether all of it is true.
print_judgements() {
	worst=0
	count=0
	total=$(wc -l <"$work/commits")
	while read -r commit subject; do
		count=$((count + 1))
		printf 'patch %s of %s: %s\n' "$count" "$total" "$subject" |
			"$build/review-commit" plain
		while IFS='	' read -r of status old new; do
			[ "$of" = "$commit" ] || continue
			print_page
			[ "$status" = other ] || judge "$old" "$new" "$@" ||
				worst=1
		done <"$work/pages"
		echo
	done <"$work/commits"
	[ "$worst" -eq 0 ] ||
		echo 'Not everything is mapped to claims that are true.'
	return "$worst"
}
