#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Snapshots that are spoilt, or cannot be kept.  KERNEL_DIRECTORY: where fetch
# keeps the kernel.
# shellcheck disable=SC2016,SC2031,SC2119,SC2154,SC2181
set -u
# shellcheck source=tap.sh
. "$(dirname "$0")/tap.sh"
# shellcheck source=snapshots.sh
. "$(dirname "$0")/snapshots.sh"

snapshot=$(echo "$snapshots"/*)
printf x | dd of="$snapshot/origin" bs=1 seek=9000 conv=notrunc 2>/dev/null
contents >"$work/before"
guest
resumes && saved 1 && ! contents | cmp -s "$work/before" -
report 'a snapshot of another origin is not used, whatever its name'

for file in state memory1; do
	: >"$snapshot/$file"
	guest
	resumes && saved 1
	report "a snapshot with an empty file, $file: another takes its place"
done

printf 'not a state' >"$snapshot/state"
guest
boots && says 'it is of no use: QEMU ended with status 1' && saved 0
report 'a snapshot that no guest comes from: removed, the guest boots'

for attempt in 1 2 3; do
	rm -r "$snapshots"
	two_guests && saved 1 && unsaved 0
	report "two guests that find no snapshot: both are resumed ($attempt)"
done

rm -r "$snapshots"
run --kernel "$work/vmlinuz" --kind abi $page
[ "$status" -eq 0 ] && [ "$(grep -c 'cannot size zram0' "$work/out")" -eq 1 ] &&
	says '^# guests: 0 resumed .*, 1 booted$' && saved 0 && unsaved 0
report 'a guest that lacks something is not saved'

rm -r "$snapshots"
: >"$snapshots"
guest
boots && says "$snapshots: cannot keep a guest there"
report 'no place for snapshots: the guest boots'
rm "$snapshots"

status=0
(ulimit -f 100000; "$runner" --name checked --results "$work/results" \
	--kernel "$work/vmlinuz" --modules "$KERNEL_DIRECTORY/modules" \
	--kind abi $page 2>&1; echo "status $?") | cat >"$work/out"
says '^status 0$' && boots && saved 0 && unsaved 0
report 'no room for the memory of a guest: the guest boots'

guest --init "$work/vmlinuz"
[ "$status" -eq 125 ] && says 'did not come up' && saved 0 && unsaved 0
report 'a guest that does not come up: nothing is saved'

"$runner" --name checked --results "$work/results" --kind abi \
	--kernel "$work/vmlinuz" $page >"$work/out" 2>&1 &
wait_until qemu_runs
kill -INT $!
wait_for_end $!
[ $? -eq 130 ] && saved 0 && unsaved 0
report 'Ctrl-C before a guest is saved: nothing is left behind'

# A directory that passes for a snapshot, and when it was used last.
fake() {
	mkdir "$snapshots/$1"
	: >"$snapshots/$1/origin"
	touch -d "$2" "$snapshots/$1"
}

for n in 1 2 3 4 5 6 7 8; do
	fake "$n" "$n days ago"
done
fake .abandoned '2 hours ago'
fake .new now
: >"$snapshots/not-a-snapshot"
guest
resumes && saved 9 && [ ! -e "$snapshots/8" ] &&
	[ -e "$snapshots/not-a-snapshot" ] && unsaved 1 &&
	[ -e "$snapshots/.new" ]
report 'the one that was not used for longest makes room for a ninth'
plan
