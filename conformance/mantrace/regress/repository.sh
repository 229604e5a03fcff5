# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# A git repository, in $scratch/tree, to compare revisions of: sourced after
# tap.sh, leaves the caller in it.

mkdir -p "$scratch/tree/man7" "$scratch/elsewhere"
# Not the repository of a hook that runs this, and no settings of the user.
# shellcheck disable=SC2046 # names
unset $(git rev-parse --local-env-vars)
GIT_CONFIG_GLOBAL=/dev/null
export GIT_CONFIG_GLOBAL
cd "$scratch/tree" || exit 2
git init -q . || exit 2

# page FILE SENTENCE
page()
{
	printf '.TH page 7\n.SH DESCRIPTION\n%s\n' "$2" >"$1"
}

# commit TAG: all that is there.
commit()
{
	git add -A && git -c user.name=n -c user.email=e commit -qm "$1" &&
		git tag "$1" || exit 2
}
