#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# When a guest goes on from a snapshot, and from which.  KERNEL_DIRECTORY: where
# fetch keeps the kernel.
# shellcheck disable=SC2016,SC2031,SC2119,SC2154,SC2181
set -u
# shellcheck source=tap.sh
. "$(dirname "$0")/tap.sh"
# shellcheck source=snapshots.sh
. "$(dirname "$0")/snapshots.sh"

resumes && saved 1 && unsaved 0
report 'the first guest is saved and resumed'

contents >"$work/before"
guest
resumes && contents | cmp -s "$work/before" -
report 'the next one is resumed from the same, and leaves it as it was'

two_guests && contents | cmp -s "$work/before" -
report 'two are resumed from it at once'

second=$(build/uffd-conformance --list --kind abi $page | sed -n 's/\t.*//;2p')
guest --trouble "panic@$second"
[ "$status" -eq 1 ] && says 'Kernel panic' &&
	says '^# guests: 1 resumed .*, [1-9][0-9]* booted$' && saved 0
report 'what panics is found in booted guests; the snapshot is removed'

cp build/init "$work/init"
printf x >>"$work/init"
guest --init "$work/init"
resumes && saved 1
report 'a guest with another first process has another snapshot'

cp "$KERNEL_DIRECTORY/vmlinuz" "$work/copy"
guest --kernel "$work/copy"
resumes && saved 2
report 'a guest with another file as its kernel has another snapshot'
cp "$KERNEL_DIRECTORY/vmlinuz" "$work/copy"
guest --kernel "$work/copy"
resumes && saved 3
report 'so it has when the file was written again'
plan
