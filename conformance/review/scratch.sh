# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# Part of review: a repository of its own, in $scratch, that only borrows the
# objects of the user's.  Git runs in it without hooks, without anybody's
# configuration, and sees nothing else of the file system.

die() {
	status=$1
	shift
	printf 'review: %s\n' "$*" | "$build/review-commit" plain >&2
	exit "$status"
}

in_scratch() {
	set -- --write "$work" git -C "$scratch" -c core.hooksPath=/dev/null \
		-c core.symlinks=false -c core.fsmonitor=false \
		-c gc.auto=0 -c maintenance.auto=false -c commit.gpgSign=false \
		-c submodule.recurse=false -c protocol.allow=never "$@"
	while read -r directory_of_objects; do
		set -- --read "$directory_of_objects" "$@"
	done <<-EOF
		$objects
	EOF
	env GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 HOME="$work" \
		XDG_CONFIG_HOME="$work" GIT_ATTR_NOSYSTEM=1 \
		GIT_TERMINAL_PROMPT=0 GIT_AUTHOR_NAME=review \
		GIT_AUTHOR_EMAIL=review GIT_COMMITTER_NAME=review \
		GIT_COMMITTER_EMAIL=review "$build/confine" "$@"
}

# list_objects DIRECTORY: it, and those that it borrows from in turn.
list_objects() {
	printf '%s\n' "$1"
	[ -e "$1/info/alternates" ] || return 0
	while read -r borrowed; do
		case $borrowed in
		/*) list_objects "$borrowed" ;;
		'' | \#*) ;;
		*) list_objects "$1/$borrowed" ;;
		esac
	done <"$1/info/alternates"
}

make_scratch() {
	objects=$(list_objects \
		"$(git rev-parse --path-format=absolute --git-path objects)")
	shallow=$(git rev-parse --path-format=absolute --git-path shallow)
	# shellcheck disable=SC2046
	unset $(git rev-parse --local-env-vars) GIT_TEMPLATE_DIR \
		GIT_EXTERNAL_DIFF
	mkdir "$scratch"
	in_scratch init -q --template=
	printf '%s\n' "$objects" | head -n 1 \
		>"$scratch/.git/objects/info/alternates"
	[ ! -e "$shallow" ] || cp "$shallow" "$scratch/.git/shallow"
}
