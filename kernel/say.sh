# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Messages of the programs here.

say() {
	printf 'kernel: %s\n' "$*" >&2
}

die() {
	say "$@"
	exit 125
}
