#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests that are meant to do harm: they are compiled here, without seeing a
# file of this machine, and do not run.
# shellcheck disable=SC2016,SC2119,SC2154,SC2181
set -u
# shellcheck source=repository.sh
. "$(dirname "$0")/repository.sh"
export KERNELS=none

# A block of the test that quotes what is changed, with this in front of it.
change_test() {
	sed -i "/^SENTENCE(\"On success, 0 is/i $1" "$repository/$tests"
	sed -i '/^SENTENCE("On success, 0 is/,/^}/s/expect_on/(expect_on)/' \
		"$repository/$tests"
	as_mail
	review_mail "$work/mail"
}

change_test '#include "/etc/passwd"'
[ "$status" -eq 1 ] && says 'THE TESTS DO NOT COMPILE' && ! says 'root:'
report 'a test that includes a file of this machine'

change_test '__asm__(".incbin \\"/etc/passwd\\"");'
[ "$status" -eq 1 ] && says 'THE TESTS DO NOT COMPILE' &&
	says 'file not found: /etc/passwd'
report 'a test whose assembly includes one'

change_test '__attribute__((section("x,\\"a\\"\\n.incbin \\"/etc/passwd\\"\\n#"))) int x;'
[ "$status" -eq 1 ] && says 'THE TESTS DO NOT COMPILE' &&
	says 'file not found: /etc/passwd'
report 'a test whose attributes include one'

change_test '#include "/dev/zero"'
[ "$status" -eq 1 ] && says 'THE TESTS DO NOT COMPILE'
report 'a test that includes without an end'

change_test "__attribute__((constructor)) static void owned(void) { creat(\"$work/ran\", 0644); }"
[ "$status" -eq 1 ] && says 'NO VERDICT: RETURN VALUE' &&
	[ -e "$work/review/commits/1/program" ]
report 'a test that would act as soon as its program starts'

change_test 'SECTION("\\033[2J");'
[ "$status" -eq 1 ] && says 'no page can hold'
report 'a quote with an escape sequence'

sed -i 's/^SENTENCE("On success, 0 is.*/SENTENCE("* [a-z] $(touch ran) \\\\ # ;")/' \
	"$repository/$tests"
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && says 'STALE, no page says:' && [ ! -e ran ]
report 'a quote with patterns and commands'
plan
