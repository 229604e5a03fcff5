#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What becomes of a claim: by its test, by kernels, by the release it names.
# shellcheck disable=SC2154,SC2181
set -u
# shellcheck source=fixture.sh
. "$(dirname "$0")/fixture.sh"

start
write_page new 7.3 'It is not so.'
write_tests new 7.3 'It is not so.' 'expect_not_so()'
kernel debian-7.3 7.3 DESCRIPTION ok 'It is not so.'
judged 0 'proved: DESCRIPTION, reworded' 'It is {+not+} so.' \
	'changed with it' 'debian-7.3 true'
report 'proved by a test that changed with it'

kernel debian-7.3 7.3 DESCRIPTION 'not ok' 'It is not so.'
judged 1 'FALSE: DESCRIPTION' 'debian-7.3 FALSE' 'expected this, got that'
report 'false on the kernel'

start
write_page new 7.3 'It is not so.'
write_tests new 7.3 'It is not so.' 'expect_so()'
kernel debian-7.3 7.3 DESCRIPTION ok 'It is not so.'
judged 1 'PROOF UNCHANGED: DESCRIPTION, reworded' 'but for what it quotes'
report 'reworded, and the proof is as before'

start
write_page new 7.3 'It is not so.'
kernel debian-7.3 7.3 DESCRIPTION ok 'It is so.'
judged 1 'NO TEST: DESCRIPTION' 'left stale' 'the old words: debian-7.3 true'
report 'a test that is left stale, and what it says of the old words'

start
write_page new 7.3 'It is not so.'
write_tests new 7.3 'It is not so.' 'expect_not_so()'
judged 1 'NO VERDICT: DESCRIPTION'
report 'no kernel, no verdict'

kernel debian-6.12 6.12 DESCRIPTION 'not ok' 'It is not so.'
judged 1 'NO VERDICT: DESCRIPTION' 'debian-6.12 not yet, as the page says'
report 'a kernel from before the release that the page names proves nothing'

kernel debian-6.12 6.12 DESCRIPTION ok 'It is not so.'
judged 1 'FALSE: DESCRIPTION' 'true already before the release'
report 'true before the release that the page names'

start
write_page new 7.2 'It is so.'
kernel debian-7.3 7.3 HISTORY ok 'Linux 7.3.'
kernel debian-7.2 7.2 HISTORY ok 'Linux 7.3.'
judged 1 'FALSE: HISTORY, reworded' 'Linux [-7.3-]{+7.2+}.' \
	'debian-7.3 true; debian-7.2 FALSE: it is not there yet'
report 'another release: a kernel of that release lacks it'

write_tests new 7.2 'It is so.' 'expect_so()'
kernel debian-7.3 7.3 HISTORY ok 'Linux 7.2.'
kernel debian-7.2 7.2 HISTORY ok 'Linux 7.2.'
judged 1 'FALSE: HISTORY' 'the test compares with Linux 7.3' \
	'debian-7.2 FALSE: it is not there yet'
report 'another release, quoted by the test of the former one'

# dated RELEASE: the page and its test both name that release, not 7.3.
dated() {
	start
	write_page new "$1" 'It is so.'
	write_tests new "$1" 'It is so.' 'expect_so()'
	sed -i "s/expect_since(7, 3/expect_since($(echo "$1" |
		sed 's/\./, /')/" "$work/new/conformance/man2/p.2.c"
}

dated 7.2
kernel debian-7.3 7.3 HISTORY ok 'Linux 7.2.'
echo 'debian-7.2 7.2 bound' >>"$work/commit/kernels"
judged 1 'NO VERDICT: HISTORY' 'debian-7.3 true; debian-7.2 no result'
report 'another release: the kernel that could tell was not to be had'

kernel debian-7.2 7.2 HISTORY ok 'Linux 7.2.'
sed -i /bound/d "$work/commit/kernels"
judged 0 'proved: HISTORY' 'debian-7.3 true; debian-7.2 true'
report 'another release: all kernels bear it out'

dated 9.9
kernel debian-7.3 7.3 HISTORY ok 'Linux 9.9.'
kernel debian-7.2 7.2 HISTORY ok 'Linux 9.9.'
judged 1 'NO VERDICT: HISTORY'
report 'a release that no kernel has yet'

start
write_tests new 7.3 'It is so.' 'expect_more()'
kernel debian-7.3 7.3 DESCRIPTION ok 'It is so.'
judged 0 'proved: DESCRIPTION, its test changed'
report 'a test that changes alone'

start
write_page new 7.3 'It never fails, see p(2).'
write_tests new 7.3 'It never fails, see p(2).' 'expect_page("p", "2")'
sed -i 's/^SENTENCE("It never fails, see p(2)\."/&, .proof = REFERENCE/' \
	"$work/new/conformance/man2/p.2.c"
judged 1 'NOT JUDGED: DESCRIPTION, added'
report 'a sentence with a reference in it says more than that a page is there'
plan
