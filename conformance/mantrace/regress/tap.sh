# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# For tests of mantrace, which is the argument of each: sourced, sets $mantrace,
# and $scratch, a directory of the test's own.

case $1 in
/*) mantrace=$1 ;;
*) mantrace=$PWD/$1 ;;
esac
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
count=0

# same DESCRIPTION: what is expected, and what came.
same()
{
	count=$((count + 1))
	if cmp -s "$scratch/expected" "$scratch/actual"; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		diff "$scratch/expected" "$scratch/actual" | sed 's/^/# /'
	fi
}

# output COMMAND ARGUMENT...: what mantrace prints, and its status.
output()
{
	"$mantrace" "$@" >"$scratch/actual" 2>&1
	echo "status $?" >>"$scratch/actual"
}

# expect STATUS [LINE]...
expect()
{
	status=$1
	shift
	{
		[ $# -eq 0 ] || printf '%s\n' "$@"
		echo "status $status"
	} >"$scratch/expected"
}
