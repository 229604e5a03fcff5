#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# changes.t [PROGRAM]: the same of the same results, and what changed.  TAP.
set -u
cd "$(dirname "$0")/../../.." || exit
# shellcheck source=../../vm/check/tap.sh
. conformance/vm/check/tap.sh
# shellcheck source=fixture.sh
. conformance/report/check/fixture.sh

report_of one
report_of two && diff -r "$work/one" "$work/two" >"$work/out"
report 'the same results give the same bytes'
report_of three --last "$work/one/results.json" \
	--earlier "$work/one/earlier.json" &&
	diff -r "$work/one" "$work/three" >"$work/out"
report 'so they do when there is a report already'

results new-7.3 y.2 ts 'upstream: 7.3'
results newer-7.4 y.2 t 'upstream: 7.4'
echo 'It grew.' >>"$work/man2/y.2"
sed -i 's/It says little/It says much/' "$work/man2/y.2"
write_tests
report_of four --last "$work/one/results.json" &&
	grep -o '"change":"[^"]*"' "$work/four/results.json" |
	sort | uniq -c | sed 's/^ *//' >"$work/out" && printf '%s\n' \
	'1 "change":"kernel added"' '2 "change":"sentence added"' \
	'1 "change":"sentence removed"' '1 "change":"verdict"' |
	cmp -s - "$work/out"
report 'what changed since the last report'
says_stale() {
	report_of five --last "$work/four/results.json" \
		--earlier "$work/four/earlier.json"
	says 'y.2: warning: .* has results of 1 sentences that the page'
}
says_stale && diff -r "$work/four" "$work/five" >"$work/out" &&
	cmp -s "$work/one/results.json" "$work/five/earlier.json"
report 'it stays until results change; stale ones are told'
build/validate-json conformance/report/results.schema.json "$work/four/results.json" >"$work/out" 2>&1
report 'changes are what the schema says'
grep -o ' id="DESCRIPTION/[^"~]*"' "$work/one/y.2.html" >"$work/before"
grep -o ' id="DESCRIPTION/[^"~]*"' "$work/four/y.2.html" >"$work/out"
[ "$(head -n 1 "$work/before")" = "$(head -n 1 "$work/out")" ] &&
	[ "$(wc -l <"$work/out")" -eq 3 ]
report 'an anchor stays when other sentences change'
echo '{"format":1' >"$work/cut.json"
report_of six --last "$work/cut.json" && says 'cut.json:2: warning: not comp' &&
	grep -q 'no earlier report' "$work/six/index.html"
report 'a results.json that is cut off is not compared with'

plan
