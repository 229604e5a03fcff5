# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# Part of fetch: which packages and which version of them a name stands for.

# "package version" of all that match one of the patterns.
list_packages() {
	# shellcheck disable=SC2086
	expression=$(set -f; printf '%s\n' $patterns |
		sed 's/[.+]/\\&/g; s/\*/.*/g')
	archive_apt apt-cache pkgnames | grep -Ex "$expression" |
		xargs -r apt-cache -c "$apt_root/apt.conf" show |
		awk '$1 == "Package:" {package = $2}
			$1 == "Version:" {print package, $2}' | sort -u
}

is_of_series() {
	case $upstream in
	-) return 0 ;;
	esac
	case $1 in
	"$upstream"[.~+-]*) return 0 ;;
	esac
	return 1
}

# The packages of one version, one for each pattern, or nothing.
packages_of_version() {
	found=
	set -f
	for pattern in $patterns; do
		while read -r package number; do
			[ "$number" = "$1" ] || continue
			# shellcheck disable=SC2254
			case $package in
			$pattern) found="$found $package=$number"; continue 2 ;;
			esac
		done <<EOF
$packages
EOF
		found=
		break
	done
	set +f
	printf '%s' "$found"
}

complete_versions() {
	printf '%s\n' "$packages" | while read -r _ candidate; do
		is_of_series "$candidate" || continue
		[ -z "$(packages_of_version "$candidate")" ] ||
			printf '%s\n' "$candidate"
	done
}
