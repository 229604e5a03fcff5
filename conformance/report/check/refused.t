#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# refused.t [PROGRAM]: what no report is made of.  TAP.
set -u
cd "$(dirname "$0")/../../.." || exit
# shellcheck source=../../vm/check/tap.sh
. conformance/vm/check/tap.sh
# shellcheck source=fixture.sh
. conformance/report/check/fixture.sh

# refused DESCRIPTION MESSAGE: no report is made of what is there, and why.
refused() {
	! report_of refused && says "$2"
	report "$1"
	rm -rf "$work/refused"
}

tap=$work/results/other/x.2.tap
cp "$tap" "$work/whole"
# shellcheck disable=SC2016 # $ is an address of sed.
for change in '1d:does not begin with' '2s/.*/1..x/:no plan' \
	'2s/.*/1..3/:result 4 stands where' '$d:results of' \
	'7s/ 2 / 3 /:result 3 stands where' '9s/^/Bail out!/:neither a result' \
	'$s/$/\n# more/:behind the last result'; do
	sed "${change%:*}" "$work/whole" >"$tap"
	refused "results that the runner would not write: ${change%:*}" \
		"x.2.tap:[0-9]*: error: .*${change##*:}"
done
head -c -5 "$work/whole" >"$tap"
refused 'results that are cut off' 'x.2.tap:.*cut off'
tr x '\000' <"$work/whole" >"$tap"
refused 'results with a NUL' 'x.2.tap: error: .*NUL'
cp "$work/whole" "$tap"

mv "$work/errata" "$work/no-errata"
refused 'no errata' 'errata: error: '
mv "$work/no-errata" "$work/errata"
mv "$work/tests/man2/x.2.c" "$work/no-tests"
refused 'no tests' 'x.2.c: error: '
mv "$work/no-tests" "$work/tests/man2/x.2.c"
mv "$work/results" "$work/no-results"
refused 'no results' 'results: error: no results of these pages'
mv "$work/no-results" "$work/results"

# A mandoc whose HTML is not what the page says.
mkdir "$work/bin"
mandoc=$(command -v mandoc)
cat >"$work/bin/mandoc" <<EOT
#!/bin/sh
case "\$*" in
*html*) "$mandoc" "\$@" | sed "\$CHANGE" ;;
*) exec "$mandoc" "\$@" ;;
esac
EOT
chmod +x "$work/bin/mandoc"
PATH=$work/bin:$PATH
for CHANGE in 's/says little/says/' 's/It says little\.//'; do
	export CHANGE
	refused "a sentence that is not found in the HTML is named: $CHANGE" \
		'y.2:7: error: not found in the HTML: It says little.'
done
export CHANGE='s/says little\./& And more./'
refused 'words that are in the HTML alone are told' \
	'y.2: error: its HTML has more text than the page: And more'

# A program that takes its time, and is told to end.
mkdir "$work/build"
printf '#!/bin/sh\n' >"$work/build/uffd-conformance"
printf '#!/bin/sh\nsleep 1\n' >"$work/build/make-report"
chmod +x "$work"/build/*
B=$work/build timeout 0.5 conformance/report/run man2/userfaultfd.2 \
	>"$work/out" 2>&1
[ -z "$(find "$work/build" -mindepth 1 -type d)" ]
report 'an interrupted report leaves nothing behind'
plan
