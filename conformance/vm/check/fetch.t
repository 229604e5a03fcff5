#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Fetching: what is cached, and what can go wrong.  KERNEL_DIRECTORY: where
# fetch keeps the kernel.
# shellcheck disable=SC2016,SC2181
set -u
# shellcheck source=tap.sh
. "$(dirname "$0")/tap.sh"

rooms=$work/uffdspec/kernels
mkdir -p "$rooms/debian-7.3"
cp -r "$(dirname "$0")/.." "$work/vm"
export XDG_CACHE_HOME="$work"

# With a mirror where nobody listens, whatever asks the network fails.
fetch() {
	status=0
	MIRROR=http://127.0.0.1:9/debian "$work/vm/fetch" "$@" \
		>"$work/out" 2>&1 || status=$?
}

fetch debian-7.3
[ "$status" -eq 125 ] && says 'check the network' && says MIRROR=ADDRESS
report 'no network and an empty cache: status 125'

fetch no-such-kernel
[ "$status" -eq 2 ] && says 'debian-7.3 .*host, or give the path'
report 'an unknown name: status 2, and the names there are'

cp -r "$KERNEL_DIRECTORY" "$rooms/debian-7.3"
cp -r "$KERNEL_DIRECTORY" "$rooms/debian-7.3/7.3~rc1-1"
fetch debian-7.3
[ "$status" -eq 0 ] &&
	says "^$rooms/debian-7.3/$(basename "$KERNEL_DIRECTORY")\$" &&
	says '^package: .* sha256 [0-9a-f]*$'
report 'the newest version in the cache is used without the network'

sed -i 's/^\(debian-7.3 .*\) .*/\1 0000/' "$work/vm/kernels.lock"
fetch debian-7.3
[ "$status" -eq 125 ] && says 'the lock file says 0000'
report 'the same version with another SHA256: status 125'

sed -i '/^debian-7.3 /s/ 7[^ ]* / 7.3~rc2-1 /' "$work/vm/kernels.lock"
fetch debian-7.3
[ "$status" -eq 0 ] && says 'newer than the version last proved, 7.3~rc2-1'
report 'a newer version than the lock file has: used, and said'

"$work/vm/lock" >"$work/out" 2>&1 && fetch debian-7.3
[ "$status" -eq 0 ] && ! says 'last proved' &&
	cp "$work/vm/kernels.lock" "$work/out" && says '^debian-6.12 ' &&
	[ "$(grep -c '^debian-7.3 .* 7' "$work/out")" -eq "$(wc -l \
		<"$KERNEL_DIRECTORY/packages")" ]
report 'lock notes what is cached and keeps what it knew of the rest'

status=0
RESULTS=$work/results KERNEL=debian-6.12 MIRROR=http://127.0.0.1:9/debian \
	conformance/run >"$work/out" 2>&1 || status=$?
tests_of_page=$(grep -c '# no result: manpages could not be fetched' \
	"$work/results/debian-6.12/UFFDIO_RWPROTECT.2const.tap")
[ "$status" -eq 125 ] && [ "$tests_of_page" -gt 0 ]
report 'then every page has results that say there are none'
plan
