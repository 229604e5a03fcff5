#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What keeps the runner from a verdict, with a stand-in for the test program.
# shellcheck disable=SC2016,SC2181
set -u
# shellcheck source=tap.sh
. "$(dirname "$0")/tap.sh"
# shellcheck source=stand_in.sh
. "$(dirname "$0")/stand_in.sh"

list
program 'echo "not ok 1 - x"; sleep 60'
: >"$work/out"
"$runner" --name checked --results "$work/results" --silence 50 \
	--program "$work/program" >"$work/out" 2>&1 &
wait_until says '^not ok 1'
kill -INT $!
wait_for_end $!
[ $? -eq 130 ] && is_complete P.2 && says 'interrupted by Interrupt' &&
	[ "$(grep -c '# no result: interrupted' \
		"$work/results/checked/P.2.tap")" -eq 2 ] && no_orphan
report 'Ctrl-C: status 130, a complete plan, nothing left behind'

# A limit on the size of files stands for a full disk, which needs root.
program 'for n in 1 2 3; do echo "ok $n - x"; done'
status=0
(ulimit -f 0; "$runner" --name checked --results "$work/results" \
	--program "$work/program" 2>&1; echo "status $?") | cat >"$work/out"
says '^status 125$' && says 'make room' && says '^1\.\.3$' &&
	[ ! -e "$work/results/checked/P.2.tap" ]
report 'results that cannot be written go to standard output: status 125'

here --kernel "$work/list"
[ "$status" -eq 125 ] && is_complete P.2 && says 'give a bzImage'
report 'a file that is no kernel'

printf '%0510d\125\252  HdrS' 0 >"$work/kernel"
mkdir "$work/bin"
ln -s "$(command -v sh)" "$(command -v cat)" "$work/bin"
path=$PATH PATH=$work/bin
here --kernel "$work/kernel"
PATH=$path
[ "$status" -eq 125 ] && is_complete P.2 && says 'install the package'
report 'no QEMU'

here --unavailable 69:gone
[ "$status" -eq 69 ] && is_complete P.2 &&
	grep -q 'no result: gone' "$work/results/checked/P.2.tap"
report 'a kernel that can no longer be had: its own status'

status=0
RESULTS=$work/results conformance/run no-such-kernel >"$work/out" 2>&1 ||
	status=$?
page=UFFDIO_RWPROTECT.2const
cp "$work/results/no-such-kernel/$page.tap" "$work/results/checked" &&
	[ "$status" -eq 2 ] && says 'choose one of .*debian-7.3' &&
	tail -n 1 "$work/out" | grep -q "^run-vm: no-such-kernel could not be fetched: see" &&
	is_complete $page &&
	! grep -q '^ok' "$work/results/checked/$page.tap"
report 'an unknown kernel: status 2, the names there are, a complete plan'

here --no-such-option
[ "$status" -eq 2 ]
report 'an unknown option: status 2'

printf '#!/bin/sh\ntouch %s/ran\n' "$work" >"$work/program"
here --claims "$work/list"
[ "$status" -eq 2 ] && says 'only in a virtual machine' && [ ! -e "$work/ran" ]
report 'claims from a file, and no machine for the program to run in'

printf '1\tP(2)\treference\tP(2) S: See Q(2).\n' >"$work/claims"
here --claims "$work/claims" --kernel "$work/kernel"
[ "$status" -eq 2 ] && says 'proved on the host' && [ ! -e "$work/ran" ]
report 'claims from a file that the program would have to prove here'

printf '#!/bin/sh\nexit 2\n' >"$work/program"
here NOSUCH
[ "$status" -eq 2 ]
report 'a page that the test program does not know: status 2'
plan
