#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# From where on commits are reviewed, and that only commits are.
# shellcheck disable=SC2119,SC2154,SC2181
set -u
# shellcheck source=repository.sh
. "$(dirname "$0")/repository.sh"
export KERNELS=none

BASE=no-such-revision
export BASE
review
[ "$status" -eq 2 ] && says 'BASE=no-such-revision: there is no such commit'
report 'a base that does not exist'

BASE='--all'
review
[ "$status" -eq 2 ] && says 'BASE=--all: there is no such commit'
report 'a base that looks like an option'

BASE=base
review
[ "$status" -eq 2 ] && says 'there is no commit after'
report 'a base with nothing after it'
unset BASE

review
[ "$status" -eq 2 ] && says 'Say BASE=REVISION or MBOX=FILE'
report 'neither a base nor an upstream'

sed -i '/^On success,$/{n;s/^0 /1 /;}' "$repository/$page"
git_here commit -qam 'A change'
echo 'not committed' >>"$repository/$page"
BASE=base
export BASE
review
[ "$status" -eq 1 ] && says '1 files differ' && says '[-0-]{+1+}' &&
	! says 'not committed:'
report 'a dirty tree: what is committed is reviewed'
unset BASE

git_here checkout -q --force -b theirs base
sed -i 's/^cannot be read\.$/can be read./' "$repository/$page"
git_here commit -qam Theirs
git_here checkout -q -b ours base
sed -i 's/^On success,$/&\n.\\" A comment/' "$repository/$page"
git_here commit -qam Ours
git_here merge -q --no-edit theirs >/dev/null
BASE=theirs
export BASE
review
[ "$status" -eq 1 ] && says 'It changes no claim.' && ! says '{+cannot+}' &&
	says '[-cannot-]{+can+} be read.'
report 'a base that has been merged since: what is in it is changed once'
unset BASE
plan
