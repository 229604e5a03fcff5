# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Pages, tests and results that are made up, and what the report makes of them.

# shellcheck source=../../vm/check/tap.sh
. conformance/vm/check/tap.sh

program=${REVIEW_COMMIT:-build/review-commit}

# write_page DIRECTORY RELEASE SENTENCE: a page whose last sentence that is.
write_page() {
	mkdir -p "$work/$1/man2" "$work/$1/conformance/man2"
	printf '%s\n' '.TH p 2 2026-01-01 x' '.SH NAME' 'p \- a page' \
		'.SH DESCRIPTION' 'It does what it does.' "$3" '.SH HISTORY' \
		"Linux $2." >"$work/$1/man2/p.2"
}

# write_tests DIRECTORY RELEASE SENTENCE CODE
write_tests() {
	cat >"$work/$1/conformance/man2/p.2.c" <<EOF
SECTION("NAME");
SENTENCE("p - a page", .proof = REFERENCE)
{
	expect_page("p", "2");
}

SECTION("DESCRIPTION");
SENTENCE("It does what it does.")
{
	expect_nothing();
}

SENTENCE("$3")
{
	$4;
}

SECTION("HISTORY");
SENTENCE("Linux $2.", .proof = VERSION)
{
	expect_since(7, 3, is_there());
}
EOF
}

# kernel NAME RELEASE SECTION RESULT TEXT
kernel() {
	mkdir -p "$work/commit/results/$1/partial"
	echo "$1 $2 wanted" >>"$work/commit/kernels"
	printf 'KTAP version 1\n1..1\n# kernel: %s\n# accelerator: TCG\n' "$1" \
		>"$work/commit/results/$1/partial/p.2.tap"
	printf '# p.2.c:1: expected this, got that\n%s 1 - p(2) %s: %s\n' \
		"$4" "$3" "$5" >>"$work/commit/results/$1/partial/p.2.tap"
}

start() {
	rm -rf "$work/old" "$work/new" "$work/commit"
	mkdir -p "$work/commit"
	write_page old 7.3 'It is so.'
	write_tests old 7.3 'It is so.' 'expect_so()'
	write_page new 7.3 'It is so.'
	write_tests new 7.3 'It is so.' 'expect_so()'
	echo '1/1 0123456 A change' >"$work/commit/about"
	printf 'M\tman2/p.2\nM\tconformance/man2/p.2.c\n' >"$work/commit/files"
}

# judged STATUS TEXT...: the report has that status and these texts.
judged() {
	wanted=$1
	shift
	status=0
	"$program" report "$work/old" "$work/new" "$work/commit" \
		>"$work/out" 2>&1 || status=$?
	[ "$status" -eq "$wanted" ] || return 1
	for text; do
		grep -qF -e "$text" "$work/out" || return 1
	done
}
