#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Errata that cite a claim, pages that it names, lint of the lines that change.
# shellcheck disable=SC2154,SC2181
set -u
# shellcheck source=fixture.sh
. "$(dirname "$0")/fixture.sh"

start
write_page new 7.3 'It is not so.'
write_tests new 7.3 'It is not so.' 'expect_not_so()'
kernel debian-7.3 7.3 DESCRIPTION ok 'It is not so.'
printf '%s\n' 'wrong' '  Published: there' '  Says: that' '  Kernels: this' \
	'  Test: p(2) DESCRIPTION: It is so.' >"$work/new/ERRATA"
judged 1 'ERRATA:5: wrong must follow'
report 'an erratum that quotes the old words'

kernel debian-7.3 7.3 DESCRIPTION 'not ok' 'It is not so.'
judged 1 'ERRATA:5: wrong is contradicted'
report 'an erratum that is contradicted'

cp "$work/new/ERRATA" "$work/old"
printf '# none\n' >"$work/new/ERRATA"
kernel debian-7.3 7.3 DESCRIPTION ok 'It is not so.'
judged 0 'ERRATA: settles wrong'
report 'an erratum that is settled'

start
write_page new 7.3 'It is so; see q(2).'
write_tests new 7.3 'It is so; see q(2).' 'expect_not_so()'
kernel debian-7.3 7.3 DESCRIPTION ok 'It is so; see q(2).'
judged 1 'FALSE: DESCRIPTION' 'there is no such page: q(2)'
report 'a page that is named, and is not there'

start
write_page old 7.3 'It is so; see q(2).'
write_tests old 7.3 'It is so; see q(2).' 'expect_so()'
cp "$work/old/man2/p.2" "$work/new/man2"
cp "$work/old/conformance/man2/p.2.c" "$work/new/conformance/man2"
sed 's/^.TH p/.TH q/' "$work/old/man2/p.2" >"$work/old/man2/q.2"
printf 'D\tman2/q.2\n' >"$work/commit/files"
judged 1 'man2/p.2:6: there is no page q(2) any more'
report 'a page that goes, and is named by another one'

start
write_page new 7.3 'It is so, and more.'
mkdir -p "$work/commit"
sed -n '6p' "$work/new/man2/p.2" |
	sed "s|.*|$work/new/man2/p.2:6: changed\n$work/new/man2/p.2:5: not|" \
		>"$work/commit/lint"
judged 1 'man2/p.2:6: changed' && ! grep -q 'p.2:5: not' "$work/out"
report 'lint of changed lines only'
plan
