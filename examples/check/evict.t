#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# uffd_evict notices when it does something wrong, whatever the timing.  TAP.
set -u

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
examples=build/examples
number=0
mkdir "$work/files"

# without NAME CHANGE: a program that sed has changed, and that waits less.
without() {
	sed -e 's/1, 10000/1, 1000/' -e "$2" $examples/uffd_evict.c >"$work/$1.c"
	grep -q ', 1000)' "$work/$1.c" &&
		gcc -std=gnu17 -O2 -static -o "$work/files/$1" "$work/$1.c" \
			-isystem "$(cat $examples/headers)" &&
		sed "1s/uffd_evict/$1/" $examples/uffd_evict.session \
			>"$work/files/$1.session"
}

# tells NAME MESSAGE: what is wrong with it.
tells() {
	number=$((number + 1))
	if grep -q "^# prints instead: $1: .*$2" "$work/run-examples.tap"; then
		echo "ok $number - $1: $2"
	else
		sed 's/^/# /' "$work/out"
		echo "not ok $number - $1: $2"
	fi
}

echo 1..5
{
	without sync 's/set_mode(0, UFFD_FEATURE_RWP_ASYNC)//'
	without async 's/set_mode(UFFD_FEATURE_RWP_ASYNC, 0)//'
	without protection 's/UFFDIO_RWPROTECT_MODE_RWP);/0);/'
	without offset 's/\(nwritten = pwrite(.*manager\) + offset/\1/'
	without storage 's/nread = pread(.*;/nread = page_size;/'
	kernel=$(conformance/vm/fetch debian-7.3 | head -n 1)
	build/run-programs --files "$work/files" "$kernel/vmlinuz" \
		"$kernel/modules" build/init "$work" build/run-examples /files
} >"$work/out" 2>&1
cat "$work/run-examples.tap" >>"$work/out"
tells sync 'no access was trapped'
tells async 'accesses were trapped'
tells protection 'no access was trapped'
tells offset 'a write is lost'
tells storage 'a write is lost'
