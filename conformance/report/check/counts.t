#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# counts.t [PROGRAM]: sentences and counts that make-report shows.  TAP.
set -u
cd "$(dirname "$0")/../../.." || exit
# shellcheck source=../../vm/check/tap.sh
. conformance/vm/check/tap.sh
# shellcheck source=fixture.sh
. conformance/report/check/fixture.sh
# counts_of KERNEL PAGE: true, false, skipped and none of a TAP file.
counts_of() {
	awk '/^ok / {/ # SKIP / ? skipped++ : yes++}
		/^not ok / {/ # no result: / ? none++ : no++}
		END {print yes + 0, no + 0, skipped + 0, none + 0}' \
		"$work/results/$1/$2.tap"
}

# shown_of HTML KERNEL: the same from the table of a page.
shown_of() {
	grep -F "<tr><th scope=\"row\">$2<" "$1" |
		sed 's/.*<\/th>//; s/<[^>]*>/ /g' |
		awk '{print $1, $2, $4, $5}'
}

# said_of HTML NUMBER: the same from the sentences, of a kernel's number.
said_of() {
	sed 's/data-verdicts="/\n&/g' "$1" |
		sed -n 's/^data-verdicts="\([a-z]*\)".*/\1/p' | cut -c "$2" |
		awk '{n[$1]++}
			END {print n["t"] + n["e"], n["f"] + n["b"],
				n["s"] + 0, n["n"] + 0}'
}

report_of one
report 'a report of results of every kind'
cp "$work/out" "$work/said"
[ ! -s "$work/said" ]
report 'nothing is the matter with them'

number=1
for kernel in new-7.3 old-6.1 other; do
	number=$((number + 1))
	counts=$(counts_of "$kernel" x.2)
	echo "$kernel: $counts" >"$work/out"
	[ "$(shown_of "$work/one/x.2.html" "$kernel")" = "$counts" ] &&
		[ "$(said_of "$work/one/x.2.html" "$number")" = "$counts" ]
	report "counts of $kernel are those of its TAP file"
done
# What a page says since when, beside what a kernel has.
build/mantrace since "$work/man2/x.2" | awk -F'\t' '$6 == "7.3" {print NR}' \
	>"$work/later"
awk -v later="$(tr '\n' ' ' <"$work/later")" '
	BEGIN { n = split(later, number, " ")
		for (i = 1; i <= n; i++) is_later[number[i]] = 1 }
	/^not ok / && !/ # no result: / && is_later[$3] { count++ }
	END { print count + 0 }' "$work/results/old-6.1/x.2.tap" >"$work/out"
grep -F '<tr><th scope="row">' "$work/one/x.2.html" |
	sed 's/.*<\/th>//; s/<[^>]*>/ /g' | awk '{print $3}' >"$work/as-said"
[ "$(tr '\n' ' ' <"$work/as-said")" = "0 0 $(cat "$work/out") 0 " ] &&
	[ "$(cat "$work/out")" -gt 1 ]
report 'what is false as the page says is counted, of releases alone'
grep -q 'data-verdicts="[a-z]*e' "$work/one/x.2.html"
report 'what is true before its time is shown'

grep -q '&lt;img.*: y(2): <a' "$work/one/index.html" &&
	! grep -q '&lt;img.*: x(2): <a' "$work/one/index.html"
report 'what was not run needs no look'

number=$(build/mantrace list "$work/man2/x.2" | wc -l)
[ "$(said_of "$work/one/x.2.html" 1)" = "0 0 0 $number" ]
report 'a page that was not run on a kernel has no result there'
for page in x.2 y.2; do
	build/mantrace list "$work/man2/$page" | wc -l >"$work/out"
	grep -o '<span class="claim[a-z ]*" id="[^"]*"' \
		"$work/one/$page.html" | sort -u | wc -l | cmp - "$work/out"
	report "every sentence of $page once, with an anchor of its own"
done

plan
