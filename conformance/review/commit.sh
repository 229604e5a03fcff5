# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# Part of review: one commit, from its files to its report.

# Regular files of the names that pages, tests, and what cites them have; no
# other name gets any further.
take_snapshot() {
	mkdir -p "$2"
	in_scratch ls-tree -r "$1" | awk -F'\t' '
		$1 ~ /^100(644|755) blob [0-9a-f]+$/ &&
		$2 ~ /^((conformance\/)?man2(const)?\/[A-Za-z0-9_-]+\.2(const)?(\.c)?|ERRATA|conformance\/published\/[A-Za-z0-9_.-]+)$/ {
			split($1, words, " ")
			print words[3], $2
		}' | while read -r blob path; do
		case $path in */*) mkdir -p "$2/${path%/*}" ;; esac
		in_scratch cat-file blob "$blob" >"$2/$path" </dev/null
	done
}

# Runs what reads pages and tests of a patch.
on_commit() {
	"$build/confine" --read "$work/trees" --read "$build" --read "$here" \
		--read "$manpages" --write "$directory" "$@"
}

judge() {
	command=$1
	shift
	on_commit "$build/review-commit" "$command" "$old" "$new" \
		"$directory" "$@"
}

review_commit() {
	directory=$work/commits/$number
	old=$work/trees/$((number - 1))
	new=$work/trees/$number
	mkdir -p "$directory"
	take_snapshot "$1" "$new"
	in_scratch log -1 --format="$number/$total %h %s" "$1" \
		>"$directory/about"
	in_scratch diff-tree -r -M --no-commit-id --name-status --root \
		--no-ext-diff "$1^1" "$1" >"$directory/files"
	judge plan 2>"$directory/said" || [ $? -lt 2 ] || {
		cat "$directory/said" >&2
		return 125
	}
	[ ! -s "$directory/claims" ] || run_tests
	lint_pages >"$directory/lint" 2>&1
	judge report "$manpages" 2>/dev/null
}

lint_pages() {
	set -f
	# shellcheck disable=SC2046
	set -- $(awk -F'\t' '$1 !~ /^D/ && $NF ~ \
		/^man2(const)?\/[A-Za-z0-9_-]+\.2(const)?$/ {print $NF}' \
		"$directory/files" | sed "s|^|$new/|")
	set +f
	[ $# -eq 0 ] || on_commit "$here/lint-pages" "$@" || true
}
