# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# Runs the kernel's own makefile, on $source.  Needs say.sh.

# A cache of compiled files is used where there is one.
if [ "${CC:-gcc}" = gcc ] && command -v ccache >/dev/null; then
	CC='ccache gcc'
fi
export CC="${CC:-gcc}"

# The jobs of the make(1) that calls this are shared, if it has any.
case " ${MAKEFLAGS:-} " in
*--jobserver*) jobs= ;;
*)
	unset MAKEFLAGS
	jobs=-j$(nproc)
	;;
esac

# run_make DIRECTORY TARGET...: with the objects in DIRECTORY/objects.
run_make() {
	room=$1
	shift
	# shellcheck disable=SC2086
	env -u CFLAGS -u LDFLAGS LOCALVERSION= make $jobs \
		-C "$source" O="$room/objects" ARCH=x86_64 CC="$CC" "$@"
}

# A line for each hundred files, so that one sees it get on.
show_progress() {
	awk -v name="$1" '
		$1 == "CC" || $1 == "AS" {
			last = $NF
			count++
		}
		count && count % 100 == 0 && count != said {
			printf "%s: %d files compiled, %s\n", name, count, last
			fflush()
			said = count
		}
		END { if (count) printf "%s: %d files compiled\n", name, count }
	' >&2
}

# compile NAME DIRECTORY TARGET...: what is said goes to DIRECTORY/log.
compile() {
	name=$1
	room=$2
	shift
	{
		status=0
		run_make "$@" 2>&1 || status=$?
		echo $status >"$room/status"
	} | tee "$room/log" | show_progress "$name"
	[ "$(cat "$room/status")" -eq 0 ] || {
		grep -nE '(error|warning|undefined reference|Error [0-9]):?|\*\*\*' \
			"$room/log" | head -n 20 >&2
		die "$name: not built: all that was said is in $room/log"
	}
}
