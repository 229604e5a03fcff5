#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A sentence and its test are changed together, wrongly: the kernel says so.
# shellcheck disable=SC2119,SC2154,SC2181
set -u
# shellcheck source=repository.sh
. "$(dirname "$0")/repository.sh"
export KERNELS=debian-7.3

sed -i '/^On success,$/{n;s/^0 /1 /;}' "$repository/$page"
sed -i '/^SENTENCE("On success, 0 is/,/^}/{
	s/On success, 0/On success, 1/
	s/, 0);/, 1);/
}' "$repository/$tests"
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && says 'FALSE: RETURN VALUE, reworded' &&
	says 'On success, [-0-]{+1+} is returned.' &&
	says 'behaviour, changed with it' && says 'debian-7.3 FALSE' &&
	says 'expected 1 (0x1)' && says '1 FALSE' &&
	[ "$(wc -l <"$work/review/commits/1/claims")" -eq 1 ]
report 'what is false on the kernel is called so, and no other test is run'
plan
