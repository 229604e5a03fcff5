#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The programs of the pages print what the pages show; where the kernel lacks
# read-write protection, those that need it say so and exit with status 0.
set -u

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
echo 1..2
for kernel in debian-7.3 debian-6.12; do
	number=$((number + 1))
	verdict=ok
	KERNEL=$kernel examples/run >"$work/out" 2>&1 || verdict='not ok'
	sed 's/^/# /' "$work/out"
	echo "$verdict $number - $kernel"
done
