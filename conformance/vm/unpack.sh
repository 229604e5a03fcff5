# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2016,SC2034,SC2154
# Part of fetch: downloads and unpacks packages.

# Of the kernel's source, what its tests of memory management are built from,
# with headers of the same version where "make headers" would put them.
unpack_selftests() {
	archive=$(find "$1/root/usr/src" -name 'linux-source-*.tar.xz')
	top=$(basename "$archive" .tar.xz)
	say "unpacking parts of $top"
	mkdir "$1/source"
	xz -dc -T 0 "$archive" | tar -x -C "$1/source" --strip-components=1 \
		"$top/mm/gup_test.h" \
		"$top/tools/arch/x86/include/uapi" \
		"$top/tools/include" \
		"$top/tools/testing/selftests/kselftest.h" \
		"$top/tools/testing/selftests/kselftest_harness.h" \
		"$top/tools/testing/selftests/lib.mk" \
		"$top/tools/testing/selftests/mm" \
		"$top/tools/testing/selftests/x86"
	mkdir -p "$1/source/usr/lib"
	mv "$1/root/usr/include" "$1/source/usr/include"
	mv "$1/root/usr/lib/linux" "$1/source/usr/lib/linux"
	ln -s x86_64-linux-gnu/asm "$1/source/usr/include/asm"
}

unpack_configurations() {
	mkdir "$1/config"
	for file in "$1"/root/usr/src/linux-config-*/config.*.xz; do
		xz -dc "$file" >"$1/config/$(basename "$file" .xz)"
	done
}

keep_what_is_needed() {
	case $name in
	manpages) mv "$1/root/usr/share/man" "$1/man" ;;
	# Headers of an architecture are links into lib.
	headers) mv "$1/root/usr/include" "$1/root/usr/lib" "$1" ;;
	selftests) unpack_selftests "$1" ;;
	source-6.12)
		mv "$1"/root/usr/src/*.tar.xz "$1"
		unpack_configurations "$1"
		;;
	config-*) unpack_configurations "$1" ;;
	*)
		mv "$(find "$1/root" -name 'vmlinuz*' -type f)" "$1/vmlinuz"
		mv "$(find "$1/root" -name 'config*' -type f \
			-not -path '*/kernel/*' -not -path '*/doc/*')" \
			"$1/config"
		# shellcheck disable=SC2046
		"$here/modules" "$1/root" "$1/modules" \
			$(printf '%s' "$modules" | tr , ' ')
		;;
	esac
	rm -r "$1/root"
}

download() {
	for file in "$1"/*.deb; do
		dpkg-deb -x "$file" "$1/root"
		dpkg-deb --show --showformat '${Package} ${Version} ' "$file"
		sha256sum "$file" | cut -d ' ' -f 1
		rm "$file"
	done >"$1/packages"
	keep_what_is_needed "$1"
	chmod 755 "$1"
	mv -T "$1" "$directory/$newest"
}

# What a tool says goes before this; its exit status means nothing here.
clean_up() {
	rm -rf "$temporary"
	case $1 in
	0 | 69 | 125) ;;
	*) die 125 "$name: could not be fetched: see above;" \
		"is there room in $cache?" ;;
	esac
}

fetch_newest() {
	temporary=
	trap 'clean_up $?' EXIT
	# Another run may have been faster.
	had=$(cached_version)
	[ -z "$had" ] || [ -n "${REFRESH:-}" ] || return 0
	archive_update
	packages=$(list_packages)
	newest=$(complete_versions | newest_version)
	if [ -z "$newest" ] && [ -n "$had" ]; then
		say "$name: no longer in $suites: using $had from the cache"
		return
	elif [ -z "$newest" ]; then
		die 69 "$name: can no longer be had: no suite of $suites" \
			"carries it; choose another kernel"
	fi
	[ ! -d "$directory/$newest" ] || return 0
	temporary=$(mktemp -d "$directory/.XXXXXX")
	say "downloading $name $newest"
	# shellcheck disable=SC2046
	(cd "$temporary" && archive_apt apt-get -q download \
		$(packages_of_version "$newest") >&2)
	download "$temporary"
}
