#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What cannot be reviewed: no mails, not all of the mails, no place for it.
# shellcheck disable=SC2119,SC2154,SC2181
set -u
# shellcheck source=repository.sh
. "$(dirname "$0")/repository.sh"
export KERNELS=none

change_page() {
	sed -i '/^On success,$/{n;s/^0 /1 /;}' "$repository/$page"
}

review_mail "$work/no-such-file"
[ "$status" -eq 2 ] && says 'there is no such file'
report 'an mbox that is not there'

: >"$work/mail"
review_mail "$work/mail"
[ "$status" -eq 2 ] && says 'it is empty'
report 'an empty mbox'

head -c 3000 /dev/urandom >"$work/mail"
review_mail "$work/mail"
[ "$status" -eq 2 ] && says 'not a mail'
report 'an mbox that is no mail'

change_page
as_mail
sed '/^-0 is returned/s/0/7/' "$work/mail" >"$work/other"
review_mail "$work/other"
[ "$status" -eq 2 ] && says 'it does not apply to'
report 'an mbox that does not apply'

head -c "$(($(wc -c <"$work/mail") - 20))" "$work/mail" >"$work/cut"
review_mail "$work/cut"
[ "$status" -eq 2 ] && says 'is it cut off?'
report 'an mbox that is cut off within a hunk'

change_page
sed -i 's/^cannot be read\.$/can be read./' "$repository/$page"
as_mail
awk '/^@@/ && ++hunks == 2 { exit } { print }' "$work/mail" >"$work/cut"
review_mail "$work/cut"
[ "$status" -eq 2 ] && says 'is it cut off?'
report 'an mbox that is cut off between two hunks'

change_page
git_here commit -qam One
sed -i 's/^cannot be read\.$/can be read./' "$repository/$page"
git_here commit -qam Two
git_here format-patch -q --stdout --cover-letter base >"$work/series"
git_here format-patch -q --stdout base >"$work/mails"
git_here reset -q --hard base
review_mail "$work/series"
[ "$status" -eq 1 ] && says '1/2 ' && says '2/2 '
report 'a series with a cover letter'

awk '/^From / && ++mails == 2 { exit } { print }' "$work/mails" >"$work/cut"
review_mail "$work/cut"
[ "$status" -eq 2 ] && says 'There is no 2/2'
report 'a series whose last mail is missing'

awk '/^From / { mails++ } { print > ("'"$work"'/" mails) }' "$work/mails"
cat "$work/2" "$work/1" >"$work/mails"
review_mail "$work/mails"
[ "$status" -eq 1 ] && says '1/2 ' && says 'One'
report 'a series whose mails are in another order'

change_page
as_mail
sed '/^diff --git/,$d' "$work/mail" >"$work/cut"
cat "$work/mail" "$work/cut" >"$work/mails"
review_mail "$work/mails"
[ "$status" -eq 2 ] && says 'mail 0002: there is no patch in it'
report 'a series without numbers, one mail of which has lost its patch'

echo text >"$work/bzImage"
sed -i '/^SENTENCE("On success, 0 is/,/^}/s/, 0);/, (0));/' \
	"$repository/$tests"
as_mail
KERNELS=$work/bzImage
review_mail "$work/mail"
KERNELS=none
[ "$status" -eq 1 ] && says 'bzImage no result: the file is not a kernel'
report 'a kernel by its path, that is none'

rm -rf "$work/review"
mkdir "$work/review"
echo precious >"$work/review/file"
review_mail "$work/mails"
[ "$status" -eq 2 ] && says 'something else in it than a review' &&
	[ "$(cat "$work/review/file")" = precious ]
report 'a directory to work in that has something else in it'
rm -r "$work/review"
plan
