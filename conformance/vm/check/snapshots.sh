# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2030,SC2031,SC2119,SC2120,SC2154
# What the checks of snapshots have in common.  After it, one guest has run,
# in an empty cache.

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
	is_true && says 'guests boot without a snapshot' &&
		says '^# guests: 0 resumed .*, 1 booted$'
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

guest
if says '^# accelerator: KVM'; then
	echo '1..0 # SKIP only emulated guests have snapshots'
	exit 0
fi
