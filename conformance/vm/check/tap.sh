# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2013,SC2034,SC2154
# What the checks of the runner have in common.  Each call of run() leaves the
# exit status in $status and the output in $work/out.

runner=${RUNNER:-build/run-vm}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tests=0

# report DESCRIPTION: tells what the command before it came to.
report() {
	result=$?
	tests=$((tests + 1))
	if [ "$result" -eq 0 ]; then
		echo "ok $tests - $1"
	else
		sed 's/^/# /' "$work/out"
		echo "not ok $tests - $1"
	fi
}

plan() {
	echo "1..$tests"
}

run() {
	status=0
	"$runner" --name checked --results "$work/results" "$@" \
		>"$work/out" 2>&1 || status=$?
}

# One result for each number of the plan in each page's file, and prove(1)
# takes them as such.
is_complete() {
	[ -e "$work/results/checked/$1.tap" ] || return 1
	awk '/^1\.\./ {plan = substr($0, 4)}
		/^(not )?ok [0-9]/ {
			n++
			if ($0 !~ "^(not )?ok " n " - ")
				exit 1
		}
		END {exit !(plan > 0 && n == plan)}' \
		"$work/results/checked/$1.tap"
}

says() {
	grep -q -e "$1" "$work/out"
}

# Waits until a command succeeds; fails if it has not after a minute.
wait_until() {
	deadline=$(($(date +%s) + 60))
	until "$@"; do
		[ "$(date +%s)" -lt "$deadline" ] || return 1
		sleep 0.1
	done
}

# Of a process that has ended, but was not waited for, this is all that is left.
has_ended() {
	! grep -qs . "/proc/$1/cmdline"
}

# wait_for_end PROCESS: its exit status, or that of being killed, late.
wait_for_end() {
	wait_until has_ended "$1" || kill -KILL "$1"
	wait "$1" 2>/dev/null
}

# No QEMU that has anything from this check's directory is left.
no_orphan() {
	printf '%s' "$work" >"$work/pattern"
	! grep -aqs -f "$work/pattern" /proc/[0-9]*/cmdline
}

qemu_runs() {
	printf '%s' "$work" >"$work/pattern"
	for process in $(grep -las -f "$work/pattern" /proc/[0-9]*/cmdline); do
		! grep -aqs '^qemu-system' "$process" || return 0
	done
	return 1
}
