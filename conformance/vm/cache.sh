# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154
# Part of fetch and lock: the table of what can be fetched, and what of it is
# in the cache.  Needs $here.

export LC_ALL=C
cache=${XDG_CACHE_HOME:-$HOME/.cache}/uffdspec

say() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
}

die() {
	status=$1
	shift
	say "$@"
	exit "$status"
}

# The newest of the versions on standard input.
newest_version() {
	best=
	while read -r candidate; do
		if dpkg --compare-versions "$candidate" gt "$best"; then
			best=$candidate
		fi
	done
	printf '%s' "$best"
}

# Looks a name up: sets what its line of the table says, and where it is kept.
look_up() {
	name=$1
	row=$(awk -v name="$name" '/^[^#]/ && $1 == name {$1 = ""; print}' \
		"$here/kernels")
	[ -n "$row" ] || die 2 "$name: unknown: choose one of" \
		"$(awk '/^[^#]/ && $2 != "-" {printf "%s ", $1}' \
			"$here/kernels")host, or give the path of a bzImage"
	read -r upstream suites modules patterns <<EOF
$row
EOF
	architecture=amd64
	case $name in
	config-*) architecture=${name#config-} ;;
	esac
	directory=$cache/$name
	[ "$upstream" = - ] || directory=$cache/kernels/$name
}

# The newest version of it in the cache, or nothing.
cached_version() {
	find "$directory" -mindepth 1 -maxdepth 1 ! -name '.*' \
		-printf '%f\n' 2>/dev/null | newest_version
}
