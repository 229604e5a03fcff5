#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The runner with the test program in a virtual machine, and what can go wrong
# there.  KERNEL_DIRECTORY: where fetch keeps the kernel.
# shellcheck disable=SC2016,SC2181
set -u
# shellcheck source=tap.sh
. "$(dirname "$0")/tap.sh"

program=build/uffd-conformance
page=UFFDIO_SET_MODE

# Under a name of its own, so that a QEMU that is left behind is known.
ln -s "$KERNEL_DIRECTORY/vmlinuz" "$work/vmlinuz"
second=$($program --list --kind abi $page | sed -n 's/\t.*//;2p')

guest() {
	run --kernel "$work/vmlinuz" --modules "$KERNEL_DIRECTORY/modules" \
		--upstream 7.3 --silence 20 --kind abi "$@" $page
}

tap=$work/results/checked/partial/$page.2const.tap
has_plan() {
	mkdir -p "$work/results/checked"
	cp "$tap" "$work/results/checked/" && is_complete $page.2const
}

# Only the second claim is false.
second_is_false() {
	[ "$(grep -c '^not ok' "$tap")" -eq 1 ] && grep -q '^not ok 2 ' "$tap"
}

guest
[ "$status" -eq 0 ] && has_plan && ! says 'the guest lacks' &&
	says '^# release: '
report 'a guest has all that it should, its claims are true'

guest --trouble "panic@$second"
[ "$status" -eq 1 ] && has_plan && second_is_false && no_orphan &&
	grep -q 'console: .*Kernel panic' "$tap"
report 'a panic: that block is false, with the console, the rest has results'

guest --trouble "hang@$second"
[ "$status" -eq 1 ] && has_plan && second_is_false && no_orphan &&
	says 'no result for 20 seconds'
report 'a guest that hangs: that block is false, the rest has results'

guest --trouble "reboot@$second"
[ "$status" -eq 1 ] && has_plan && second_is_false && no_orphan &&
	says 'rebooted or was switched off'
report 'a guest that reboots: that block is false, the rest has results'

guest --trouble "stuck@$second"
[ "$status" -eq 1 ] && has_plan && second_is_false && no_orphan
report 'a block that never returns: it is false, the rest has results'

guest --init "$work/vmlinuz"
[ "$status" -eq 125 ] && has_plan && no_orphan &&
	says 'the guest did not come up'
report 'a guest that does not come up: status 125'

# Starts one; returns once its QEMU runs, or should have long ago.
guest_in_background() {
	"$runner" --name checked --results "$work/results" --kind abi \
		--kernel "$work/vmlinuz" $page >"$work/out" 2>&1 &
	wait_until qemu_runs
}

guest_in_background
kill -INT $!
wait_for_end $!
[ $? -eq 130 ] && has_plan && says interrupted && no_orphan
report 'Ctrl-C while a guest runs: status 130, no QEMU left behind'

guest_in_background
kill -KILL $!
wait_for_end $!
wait_until no_orphan
report 'a runner that is killed takes its QEMU with it'

(guest; exit "$status") &
(guest; exit "$status")
one=$?
wait_for_end $!
[ $? -eq 0 ] && [ $one -eq 0 ] && has_plan && ! grep -q '^not ok' "$tap"
report 'two runs at once'
plan
