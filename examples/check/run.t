#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What run-examples takes for what is shown, and what it does not.  TAP.
set -u

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0

# Runs a program that prints what it is given, and ends as given.
try() {
	{
		echo '$ ./program'
		printf '%s\n' "$1"
	} >"$work/program.session"
	{
		echo '#!/bin/sh'
		echo 'cat <<"END"'
		printf '%s\nEND\n%s\n' "$2" "${3:-}"
	} >"$work/program"
	chmod +x "$work/program"
	build/run-examples "$work" >"$work.out" 2>&1
}

report() {
	number=$((number + 1))
	sed 's/^/# /' "$work.out"
	echo "$2 $number - $1"
}

# same|differs DESCRIPTION SHOWN PRINTED [ENDING]
same() {
	description=$1
	shift
	if try "$@"; then
		report "$description" ok
	else
		report "$description" 'not ok'
	fi
}

differs() {
	description=$1
	shift
	if try "$@" || ! grep -q '^not ok 1 ' "$work.out"; then
		report "$description" 'not ok'
	else
		report "$description" ok
	fi
}

same 'the same' 'page 1: 3' 'page 1: 3'
differs 'another number' 'page 1: 3' 'page 1: 4'
differs 'a line more' 'one' 'one
two'
differs 'a line less' 'one
two' 'one'
differs 'a line goes on' 'one' 'one two'
same 'another address' 'at 0x7fb78b0bc000, read' 'at 0x7faa00001000, read'
differs 'a small number, in hexadecimal' 'flags 0x8' 'flags 0x9'
differs 'no address' 'at 0x7fb78b0bc000' 'at nil'
same 'another thread' 'thread 113 waits' 'thread 97641 waits'
differs 'no thread' 'thread 113 waits' 'thread x waits'
same 'another time' 'in 75.6 ms' 'in 1234.56 ms'
differs 'another unit' 'in 75.6 ms' 'in 75.6 us'
differs 'no time' '48 of 64 pages in 2 s' '47 of 64 pages in 2 s'
differs 'another exit status' 'one' 'one' 'exit 1'
differs 'killed' 'one' 'one' 'kill -TERM $$'
same 'errors are printed, too' 'one
two' 'one' 'echo two >&2'
echo "1..$number"
rm -f "$work.out"
