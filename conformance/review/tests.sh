# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# Part of review: the tests that a commit concerns, compiled here, run elsewhere.

compile_file() {
	# shellcheck disable=SC2086
	"$build/confine" --read "$new" --read "$top/conformance/harness" \
		--write "$directory" $CC $flags \
		-DCLAIMS_FILE="\"$directory/claims.tsv\"" -c \
		-o "$directory/objects/$(basename "$1" .c).o" "$1"
}

# The test program, of the test files that are concerned and our harness.
compile() {
	mkdir -p "$directory/objects"
	TMPDIR=$directory/objects
	export TMPDIR
	flags=$(printf '%s' "$TEST_CFLAGS" | sed "s|-I|-I$top/|g")
	cd "$new" || return
	find man2* -type f | sort | xargs "$build/confine" --read . \
		--read "$build" "$build/mantrace" list >"$directory/claims.tsv" &&
	while read -r source; do
		compile_file "$source" || return
	done <"$directory/sources" &&
	compile_file "$top/conformance/harness/lines.c" || return
	cd "$top" || return
	# shellcheck disable=SC2086
	"$build/confine" --read "$build" --write "$directory" $CC $flags \
		-static -o "$directory/program" $HARNESS \
		"$directory"/objects/*.o
}

# Kernels of the table, and whether each is there without being fetched.
bounds() {
	awk '$2 ~ /^[0-9.]+$/ {print $1}' conformance/vm/kernels |
	while read -r kernel; do
		there=no
		for version in "$cache/kernels/$kernel"/*; do
			[ ! -d "$version" ] || there=yes
		done
		echo "$kernel $there"
	done
}

# add_kernel KERNEL wanted|bound
add_kernel() {
	printf '%s %s %s\n' "${1##*/}" "$(awk -v name="$1" \
		'$1 == name {print $2}' conformance/vm/kernels)" \
		"$2" >>"$directory/kernels"
}

run_on() {
	kernel=$1
	status=0
	PROGRAM=$directory/program CLAIMS=$directory/claims \
		ONLY=$(cat "$directory/only") RESULTS=$directory/results \
		conformance/run "$kernel" >"$directory/run.${kernel##*/}" 2>&1 \
		</dev/null || status=$?
	case $status in
	0 | 1 | 125) ;;
	*)
		sed 's/^/    /' "$directory/run.${kernel##*/}" |
			tail -n 5 >>"$directory/trouble"
		return
		;;
	esac
	add_kernel "$kernel" "$2"
}

run_tests() {
	if ! (compile) >"$directory/compiled" 2>&1; then
		{
			echo 'THE TESTS DO NOT COMPILE:'
			tail -n 20 "$directory/compiled"
		} >"$directory/trouble"
		return
	fi
	[ "$kernels" != none ] || return 0
	for kernel in $kernels; do
		run_on "$kernel" wanted
	done
	[ -s "$directory/releases" ] || return 0
	bounds >"$directory/bounds"
	while read -r kernel there; do
		case " $kernels " in
		*" $kernel "*) continue ;;
		esac
		# Without a result of it, what is said of releases is not proved.
		if [ "$there" = yes ]; then
			run_on "$kernel" bound
		else
			add_kernel "$kernel" bound
		fi
	done <"$directory/bounds"
}
