# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# A stand-in for the test program, in sh.

# A test program whose claims are those of $work/list, and which then does
# what $1 says, in sh, knowing the numbers to begin and to end with as $from and
# $last.
program() {
	cat >"$work/program" <<EOF
#!/bin/sh
from=1
last=3
while [ \$# -gt 0 ]; do
	case \$1 in
	--list) cat '$work/list'; exit ;;
	--from) from=\$2; shift ;;
	--only) last=\$from; shift ;;
	esac
	shift
done
$1
EOF
	chmod +x "$work/program"
}

list() {
	printf '%s\tP(2)\tbehaviour\tP(2) S: Sentence %s.\n' 1 1 2 2 3 3 \
		>"$work/list"
}

here() {
	run --program "$work/program" --silence 2 "$@"
}

verdicts() {
	grep -E '^(not )?ok' "$work/results/checked/P.2.tap" |
		sed 's/ - .*//' | tr '\n' ';'
}
