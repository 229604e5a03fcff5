#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# text.t [PROGRAM]: that text of others is nothing but text, in each format.  TAP.
set -u
cd "$(dirname "$0")/../../.." || exit
# shellcheck source=../../vm/check/tap.sh
. conformance/vm/check/tap.sh
# shellcheck source=fixture.sh
. conformance/report/check/fixture.sh
schema=conformance/report/results.schema.json

report_of one
report 'a report of hostile results'

# What is in the tree is one script in each file, that of the filter.
for file in "$work"/one/*.html; do
	grep -o '<script' "$file" | wc -l
	grep -oiE '<(img|b>&c)|\]\]>| on[a-z]+="' "$file"
done >"$work/out"
printf '1\n1\n1\n' | cmp -s - "$work/out"
report 'text of pages, results, errata and names is no HTML'
grep -q '&lt;script&gt;alert' "$work/one/index.html" &&
	grep -q '&lt;img src=x onerror' "$work/one/y.2.html"
report 'it is there, escaped'
LC_ALL=C grep -lE "$(printf '[\001\033]|\342\200\256|\357\277\277')" "$work"/one/* \
	>"$work/out"
for file in "$work"/one/*; do
	iconv -f UTF-8 -t UTF-8 "$file" >"$work/converted" 2>>"$work/out"
done
[ ! -s "$work/out" ]
report 'no control character, none that turns text round, and all is UTF-8'

xmllint --noout "$work/one/junit.xml" >"$work/out" 2>&1
report 'junit.xml is XML'
# xpath EXPRESSION: what it is of junit.xml.
xpath() {
	xmllint --xpath "$1" "$work/one/junit.xml" 2>>"$work/out"
}
for kind in failures:failure errors:error skipped:skipped tests:testcase; do
	[ "$(xpath "sum(//testsuite/@${kind%:*})")" = \
		"$(xpath "count(//testcase/descendant-or-self::${kind#*:})")" ] &&
		[ "$(xpath "number(/testsuites/@${kind%:*})")" = \
			"$(xpath "count(//${kind#*:})")" ]
	report "junit.xml counts its ${kind%:*}"
done
[ "$(xpath 'count(//testsuite)')" = 8 ] &&
	[ "$(xpath 'string(//testsuite[4]/@name)')" = 'x(2) on other' ]
report 'a test suite for each page and kernel'

build/validate-json "$schema" "$work/one/results.json" >"$work/out" 2>&1
report 'results.json is what its schema says'
for change in 's/"verdict":"true"/"verdict":"maybe"/' 's/"format":1,//' \
	's/"line":/"l":/' 's/"errata":\[/"errata":[1,/' 's/"compared"/,&/'; do
	sed "$change" "$work/one/results.json" >"$work/changed.json"
	! build/validate-json "$schema" "$work/changed.json" >"$work/out" 2>&1
	report "it would be noticed: $change"
done

plan
