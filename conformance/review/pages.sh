# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# Part of review: the pages of the man-pages that commits change.

# version SIDE REVISION PATH: writes the page to a file below $work, and prints
# which.
version() {
	file=$1/$commit/$3
	mkdir -p "$work/${file%/*}"
	in_scratch cat-file blob "$2:$3" >"$work/$file"
	echo "$file"
}

# The name is a stranger's; git quotes an odd one.
is_page() {
	case $1 in
	*[!A-Za-z0-9_./+-]*) return 1 ;;
	man/man[1-9]*/*.[1-9]*) return 0 ;;
	*) return 1 ;;
	esac
}

# Prints COMMIT<tab>STATUS<tab>OLD<tab>NEW for each page of the commit, the
# versions as files, or /dev/null for none.  Of what has another name than a
# page, the names, with the status "other".
list_pages() {
	in_scratch diff-tree -r -M --no-commit-id --name-status "$commit" |
	while IFS='	' read -r status old new; do
		new=${new:-$old}
		if ! is_page "$old" || ! is_page "$new"; then
			printf '%s\tother\t%s\t%s\n' "$commit" "$old" "$new"
			continue
		fi
		before=/dev/null
		after=/dev/null
		[ "$status" = A ] || before=$(version before "$commit^" "$old")
		[ "$status" = D ] || after=$(version after "$commit" "$new")
		printf '%s\t%s\t%s\t%s\n' "$commit" "$status" "$before" "$after"
	done
}
