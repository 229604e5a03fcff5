#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Two programs in one guest, and what can go wrong there.  KERNEL_DIRECTORY:
# where fetch keeps the kernel.
# shellcheck disable=SC2181
set -u
# shellcheck source=tap.sh
. "$(dirname "$0")/tap.sh"

page=UFFDIO_SET_MODE
cp build/uffd-conformance "$work/first"
second=uffd-conformance

# Runs `first`, then the second with the arguments given.
programs() {
	status=0
	build/run-programs "$KERNEL_DIRECTORY/vmlinuz" \
		"$KERNEL_DIRECTORY/modules" build/init "$work" \
		"$work/first" --kind abi "$page" -- build/$second "$@" "$page" \
		>"$work/out" 2>&1 || status=$?
}

# counted NAME TESTS PASSED FAILED: all in some time, none skipped
counted() {
	awk -v expected="$*" '
		($1 " " $2 " " $3 " " $4) == expected && $5 == 0 && $6 > 0 {
			found = 1
		}
		END {exit !found}' "$work/out"
}

claims=$("$work/first" --list --kind abi $page | wc -l)
number=$("$work/first" --list --kind abi $page | sed -n 's/\t.*//;1p')

programs --kind abi
[ "$status" -eq 0 ] && counted first "$claims" "$claims" 0 &&
	counted "$second" "$claims" "$claims" 0 &&
	[ "$(grep -c '^ok ' "$work/$second.tap")" -eq "$claims" ]
report 'both run, and each has its results'

programs --only 'is set in both' --sabotage error-hidden
[ "$status" -eq 1 ] && counted first "$claims" "$claims" 0 &&
	grep -q '^not ok ' "$work/$second.tap"
report 'a test of the second fails: status 1'

programs --kind abi --trouble "panic@$number"
[ "$status" -eq 125 ] && says "$second: has not ended" && says 'Kernel panic'
report 'a panic: status 125, and what the console showed'

plan
