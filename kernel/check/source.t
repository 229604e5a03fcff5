#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# How the series is applied and the kernel configured, with a source of two
# files.
# shellcheck disable=SC2016,SC2181
set -u
# shellcheck source=../../conformance/vm/check/tap.sh
. "$(dirname "$0")/../../conformance/vm/check/tap.sh"

cp -r "$(dirname "$0")/.." "$work/kernel"
cd "$work" || exit 1
rm -rf kernel/patches kernel/series
mkdir linux kernel/patches
printf 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\n' >linux/Makefile
printf 'allnoconfig:\n\tprintf "CONFIG_A=y\\nCONFIG_C=y\\n" >$(O)/.config\n' \
	>>linux/Makefile
seq 20 >linux/first.c
seq 20 >linux/second.c
touch -d '2019-01-01' linux/*

# patch NAME FILE LINE WORD: changes a line of a file to a word.
patch_of() {
	sed "$3s/.*/$4/" "linux/$2" >changed
	diff -u --label "a/$2" --label "b/$2" "linux/$2" changed \
		>"kernel/patches/$1.patch"
	echo "$1.patch" >>kernel/series
}
patch_of 1 first.c 10 ten
patch_of 2 second.c 10 ten
patch_of 3 second.c 2 two
export KSRC="$work/linux"

source_of() {
	status=0
	kernel/source "$work/build/kernel/source" "$@" >out 2>&1 || status=$?
}
line() {
	sed -n "$2p" "build/kernel/source/$1"
}
age() {
	touch -d '2020-01-01' build/kernel/source/*
}
is_old() {
	[ -z "$(find "build/kernel/source/$1" -newermt 2021-01-01)" ]
}

source_of
[ "$status" -eq 0 ] && [ "$(line first.c 10)" = ten ] &&
	[ "$(line second.c 2)" = two ] && [ "$(seq 20)" = "$(cat linux/first.c)" ]
report 'the patches are applied, and not to the source itself'

age
source_of
[ "$status" -eq 0 ] && is_old first.c && is_old second.c
report 'a second time nothing is touched'

source_of 1
[ "$status" -eq 0 ] && is_old first.c && ! is_old second.c &&
	[ "$(seq 20)" = "$(cat build/kernel/source/second.c)" ]
report 'what loses its patch is as it was, and newer; the rest keeps its time'

sed -i 's/^9$/nine/' linux/second.c
source_of
[ "$status" -eq 125 ] && says 'patches/2.patch: second.c: hunk 1 does not fit' &&
	says 'Linux 6.12.1: @@ -7,7'
report 'a hunk whose context differs is named: status 125'

sed -i 's/^nine$/9/' linux/second.c
source_of 4
[ "$status" -eq 125 ] && says 'has no 4 patches'
report 'more patches than there are: status 125'

touch linux/.config
source_of
[ "$status" -eq 125 ] && says 'make mrproper'
report 'a source that was built in: status 125'
rm linux/.config

sed -i 's/= 12/= 13/' linux/Makefile
source_of
[ "$status" -eq 125 ] && says 'Linux 6.13.1: the patches are for 6.12'
report 'another series of kernels: status 125'

configure() {
	mkdir -p objects
	rm -f objects/*
	printf '%s\n' "$@" >fragment
	printf 'CONFIG_B=y\nCONFIG_C=y\n' >overridden
	status=0
	kernel/configure "$work/linux" "$work/objects" overridden fragment \
		>out 2>&1 || status=$?
}

configure 'CONFIG_A=y' '# CONFIG_B is not set'
[ "$status" -eq 0 ]
report 'a later fragment overrides an earlier one'

configure 'CONFIG_A=y'
[ "$status" -eq 125 ] && says 'CONFIG_B=y: did not take effect'
report 'a symbol that is not set is named: status 125'

configure '# CONFIG_B is not set' '# CONFIG_C is not set'
[ "$status" -eq 125 ] && says 'CONFIG_C: is set all the same'
report 'a symbol that is set all the same is named: status 125'

plan
