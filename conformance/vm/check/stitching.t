#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# How the runner puts a run together, with a stand-in for the test program.
# shellcheck disable=SC2016,SC2119,SC2181
set -u
# shellcheck source=tap.sh
. "$(dirname "$0")/tap.sh"
# shellcheck source=stand_in.sh
. "$(dirname "$0")/stand_in.sh"

list
program 'for n in 1 2 3; do echo "ok $n - x"; done'
here
[ "$status" -eq 0 ] && is_complete P.2 && [ "$(verdicts)" = 'ok 1;ok 2;ok 3;' ]
report 'three true claims: status 0'

program 'n=$from; while [ $n -le $last ]; do [ $n != 2 ] || kill -9 $$
	echo "ok $n - x"; n=$((n + 1)); done'
here
[ "$status" -eq 1 ] && is_complete P.2 && says 'the test program was killed' &&
	[ "$(verdicts)" = 'ok 1;not ok 2;ok 3;' ]
report 'the block that kills the program is false, the rest has results'

program 'n=$from; while [ $n -le $last ]; do [ $n != 2 ] || sleep 60
	echo "ok $n - x"; n=$((n + 1)); done'
here
[ "$status" -eq 1 ] && is_complete P.2 && says 'no result for 2 seconds' &&
	[ "$(verdicts)" = 'ok 1;not ok 2;ok 3;' ] && no_orphan
report 'a block that never returns is false, the rest has results'

program 'echo "Bail out!"; printf "1..99\nok 9999999999999999999999 - x\n"
	printf "ok 2 - late\n\033[31m\000\n"; echo "ok 3 # SKIP no swap"'
here
[ "$status" -eq 125 ] && is_complete P.2 &&
	[ "$(verdicts)" = 'not ok 1;ok 2;ok 3;' ] &&
	! grep -q '^Bail' "$work/results/checked/P.2.tap" &&
	grep -q '^ok 3 .* # SKIP no swap' "$work/results/checked/P.2.tap"
report 'output that is no TAP does no harm; a claim passed over is seen'

program 'head -c 20000000 /dev/zero | tr "\000" x; echo; echo "not ok 1 - x"
	echo "ok 2"; echo "ok 3"'
here
[ "$status" -eq 1 ] && is_complete P.2 &&
	[ "$(wc -c <"$work/results/checked/P.2.tap")" -lt 600000 ]
report 'a flood of diagnostics is cut'

program 'n=$from; while [ $n -le $last ]; do
	[ $n != 2 ] || [ $last != 3 ] || kill -9 $$
	echo "ok $n - x"; n=$((n + 1)); done'
here
[ "$status" -eq 1 ] && is_complete P.2 && says 'not when it ran alone' &&
	[ "$(verdicts)" = 'ok 1;not ok 2;ok 3;' ]
report 'what happens only side by side with other blocks is not lost'

plan
