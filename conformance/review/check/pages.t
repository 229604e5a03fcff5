#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Pages that come, go, or are none any more, and what linters find.
# shellcheck disable=SC2119,SC2154,SC2181
set -u
# shellcheck source=repository.sh
. "$(dirname "$0")/repository.sh"
export KERNELS=none

printf '.so man2/no-such-page.2\n' >"$repository/$page"
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && says 'CANNOT BE READ' && says '.so request failed'
report 'a page that no longer parses'

printf 'a\000b\n' >"$repository/$page"
git_here add -A
git_here commit -qm 'Binary'
git_here format-patch -q --binary --stdout HEAD~1 >"$work/mail"
git_here format-patch -q --no-binary --stdout HEAD~1 >"$work/without"
git_here reset -q --hard base
review_mail "$work/mail"
[ "$status" -eq 1 ] && says 'CANNOT BE READ' && says 'NUL byte'
report 'a binary patch of a page'

review_mail "$work/without"
[ "$status" -eq 2 ] && says 'does not apply'
report 'a binary patch that lacks its content'

git_here rm -q "$page"
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && says 'TEST LEFT STALE' &&
	says "$tests:"
report 'a page that is deleted, and its tests are not'

git_here rm -q "$page" "$tests"
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && ! says 'STALE' && says 'removed, and its test' &&
	says 'is contradicted'
report 'a page that is deleted with its tests'

git_here mv "$page" man2const/UFFDIO_OTHER.2const
git_here mv "$tests" conformance/man2const/UFFDIO_OTHER.2const.c
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && says 'renamed, it was UFFDIO_SET_MODE(2const)' &&
	says 'its title says UFFDIO_SET_MODE(2const)'
report 'a page that is renamed'

cp "$repository/$page" "$repository/man2const/UFFDIO_NEW.2const"
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && says 'UFFDIO_NEW.2const.c: there are no tests' &&
	says 'NO TEST: RETURN VALUE, added'
report 'a page that is added without tests'

sed -i 's/^0 is returned\.$/0 is returned. Otherwise, it is not./' \
	"$repository/$page"
line=$(grep -n '^0 is returned\. Otherwise' "$repository/$page" | cut -d : -f 1)
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && says "$page:$line:0 is returned. Otherwise" &&
	says 'end a line where a sentence ends'
report 'lint of a line that is changed'

sed -i 's/^\.BR mmap (2)/.BR mmmap (2)/; s/^\.BR ioctl (2)/.BR ioctll (2)/' \
	"$repository/$page"
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && says 'there is no such page: ioctll(2)'
report 'a reference that leads nowhere'
plan
