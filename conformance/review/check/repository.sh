# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2120,SC2154
# A repository of the pages and their tests as they are here, for the checks to
# change, and a review of it.  Each call of review() leaves the exit status in
# $status and the output in $work/out.

top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
repository=$work/repository
page=man2const/UFFDIO_SET_MODE.2const
tests=conformance/$page.c
count=0

# The author's configuration, hooks and filters must not matter.
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$work/gitconfig" \
	GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@localhost GIT_COMMITTER_NAME=A \
	GIT_COMMITTER_EMAIL=a@localhost
cat >"$GIT_CONFIG_GLOBAL" <<EOF
[core]
	hooksPath = $work/hooks
[commit]
	gpgSign = true
[am]
	threeWay = true
	keepcr = true
[diff]
	external = touch $work/ran
[filter "evil"]
	clean = touch $work/ran
	smudge = touch $work/ran
EOF
mkdir "$work/hooks"
for hook in applypatch-msg pre-applypatch post-applypatch post-checkout \
	commit-msg pre-commit post-commit post-rewrite; do
	printf '#!/bin/sh\ntouch %s/ran\nexit 1\n' "$work" >"$work/hooks/$hook"
	chmod +x "$work/hooks/$hook"
done

git_here() {
	GIT_CONFIG_GLOBAL=/dev/null git -C "$repository" "$@"
}

mkdir "$repository"
git_here init -q
mkdir "$repository/conformance"
cp -R man2 man2const ERRATA "$repository"
cp -R conformance/man2 conformance/man2const conformance/published \
	"$repository/conformance"
git_here add -A
git_here commit -q -m 'The pages'
git_here tag base

# All that a review must leave alone.
state() {
	(
		cd "$repository" || exit
		find . -type f -print0 | sort -z | xargs -0 sha256sum
		find . -printf '%p %y %m %l\n' | sort
	) | sha256sum
}

review() {
	before=$(state)
	status=0
	(cd "$repository" && WORK=$work/review \
		"$top/conformance/review/review") >"$work/out" 2>&1 || status=$?
	after=$(state)
}

# review_mail FILE
review_mail() {
	MBOX=$1
	export MBOX
	review
	unset MBOX
}

# Commits what has changed, as one mail, and goes back to before.
as_mail() {
	git_here add -A
	git_here commit -q -m "${1:-A change}"
	git_here format-patch -q --no-signature --stdout HEAD~1 >"$work/mail"
	git_here reset -q --hard base
}

says() {
	grep -qF -e "$1" "$work/out"
}

# Those of ASCII, or U+0080 to U+009F.
has_controls() {
	[ -n "$(tr -d '\t\n\040-\176\200-\377' <"$work/out")" ] ||
		LC_ALL=C grep -q "$(printf '\302[\200-\237]')" "$work/out"
}

# report DESCRIPTION: tells what the command before it came to; whatever that
# was, nothing of the user's has changed, nothing was run, and the terminal is
# safe.
report() {
	result=$?
	count=$((count + 1))
	[ "$before" = "$after" ] || result="the repository has changed"
	[ ! -e "$work/ran" ] || result="something of a patch has run"
	! has_controls || result="control characters"
	if [ "$result" = 0 ]; then
		echo "ok $count - $1"
	else
		sed 's/^/# /' "$work/out"
		echo "# $result, status $status"
		echo "not ok $count - $1"
	fi
}

plan() {
	echo "1..$count"
}
