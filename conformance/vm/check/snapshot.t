#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Snapshots of guests, in a cache of their own.  KERNEL_DIRECTORY: where fetch
# keeps the kernel.
# shellcheck disable=SC2016,SC2030,SC2031,SC2181
set -u
# shellcheck source=tap.sh
. "$(dirname "$0")/tap.sh"

page=UFFDIO_SET_MODE
export XDG_CACHE_HOME="$work"
snapshots=$work/uffdspec/snapshots
mkdir "$work/uffdspec"
mkdir "$work/other"
ln -s "$KERNEL_DIRECTORY/vmlinuz" "$work/vmlinuz"
ln -s "$KERNEL_DIRECTORY/vmlinuz" "$work/other/vmlinuz"

guest() {
	run --kernel "$work/vmlinuz" --modules "$KERNEL_DIRECTORY/modules" \
		--silence 20 --kind abi "$@" $page
}

# Every claim has been found true in a guest that lacks nothing.
is_true() {
	[ "$status" -eq 0 ] && ! says 'the guest lacks' && no_orphan
}

resumes() {
	is_true && says '^# guests: 1 resumed .*, 0 booted$'
}

boots() {
	is_true && says 'the guest boots without a snapshot' &&
		! says '^# guests: '
}

# How many there are: of guests that were saved, and of others.
saved() {
	[ "$(find "$snapshots" -mindepth 1 -maxdepth 1 ! -name '.*' |
		wc -l)" -eq "$1" ]
}

unsaved() {
	[ "$(find "$snapshots" -mindepth 1 -maxdepth 1 -name '.*' |
		wc -l)" -eq "$1" ]
}

# A file that is written to has another time.
contents() {
	find "$snapshots" -type f -printf '%P %s %T@ %C@\n' | sort
}

guest
if says '^# accelerator: KVM'; then
	echo '1..0 # SKIP only emulated guests have snapshots'
	exit 0
fi
resumes && saved 1 && unsaved 0
report 'the first guest is saved and resumed'

contents >"$work/before"
guest
resumes && contents | cmp -s "$work/before" -
report 'the next one is resumed from the same, and leaves it as it was'

# Two at once, each with its output and its results.
two_guests() {
	(
		work=$work/other
		guest
		[ "$status" -eq 0 ] && says '^# guests: 1 resumed .*, 0 booted$'
	) &
	guest
	wait_for_end $! && resumes
}

two_guests && contents | cmp -s "$work/before" -
report 'two are resumed from it at once'

second=$(build/uffd-conformance --list --kind abi $page | sed -n 's/\t.*//;2p')
guest --trouble "panic@$second"
[ "$status" -eq 1 ] && says 'Kernel panic' &&
	says '^# guests: 1 resumed .*, [1-9][0-9]* booted$' &&
	contents | cmp -s "$work/before" -
report 'what panics is found in booted guests; the snapshot is as it was'

cp build/init "$work/init"
printf x >>"$work/init"
guest --init "$work/init"
resumes && saved 2
report 'a guest with another first process has another snapshot'

cp "$KERNEL_DIRECTORY/vmlinuz" "$work/copy"
guest --kernel "$work/copy"
resumes && saved 3
report 'a guest with another file as its kernel has another snapshot'
cp "$KERNEL_DIRECTORY/vmlinuz" "$work/copy"
guest --kernel "$work/copy"
resumes && saved 4
report 'so it has when the file was written again'

for origin in "$snapshots"/*/origin; do
	printf x | dd of="$origin" bs=1 seek=9000 conv=notrunc 2>/dev/null
done
contents >"$work/before"
guest
resumes && saved 4 && ! contents | cmp -s "$work/before" -
report 'a snapshot of another origin is not used, whatever its name'

for file in state memory1; do
	for snapshot in "$snapshots"/*; do
		: >"$snapshot/$file"
	done
	guest
	resumes && saved 4
	report "a snapshot with an empty file, $file: another takes its place"
done

for snapshot in "$snapshots"/*; do
	printf 'not a state' >"$snapshot/state"
done
guest
boots && says 'no guest can be resumed from it: QEMU ended' && saved 3
report 'a snapshot that no guest comes from: removed, the guest boots'

for attempt in 1 2 3; do
	rm -r "$snapshots"
	two_guests && saved 1 && unsaved 0
	report "two guests that find no snapshot: both are resumed ($attempt)"
done

rm -r "$snapshots"
run --kernel "$work/vmlinuz" --kind abi $page
[ "$status" -eq 0 ] && [ "$(grep -c 'cannot size zram0' "$work/out")" -eq 1 ] &&
	! says '^# guests: ' && saved 0 && unsaved 0
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
