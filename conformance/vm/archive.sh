# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2016,SC2154
# Part of fetch: Debian's archive, read with apt on a root of its own, so that
# nothing on this machine changes and no privilege is needed.

apt_root=$cache/apt
debian_suites="bookworm|trixie|forky|duke|sid|experimental|testing"
debian_suites="$debian_suites|(old|un)?stable"

# Signatures are checked against Debian's keys, whatever the machine trusts.
archive_apt() {
	command=$1
	shift
	"$command" -c "$apt_root/apt.conf" "$@"
}

# Apt tells the origin only of what it has read the lists of.
list_targets() {
	apt-get indextargets "$1" 'Created-By: Packages' \
		--format '$(REPO_URI) $(RELEASE) $(ORIGIN)' 2>/dev/null
}

# The machine's own mirrors, one a line: of the suites whose names match.
archive_mirrors() {
	targets=$(list_targets --release-info)
	[ -n "$targets" ] || targets=$(list_targets --no-release-info)
	printf '%s\n' "$targets" | awk -v release="^($1)\$" '
		$2 ~ release && $1 !~ /^cdrom:/ && $3 ~ /^(Debian|\$.ORIGIN.)?$/ {
			sub("/$", "", $1)
			if (!seen[$1]++)
				print $1
		}'
}

main_mirrors() {
	if [ -n "${MIRROR:-}" ]; then
		printf '%s\n' "$MIRROR"
	else
		archive_mirrors "$debian_suites"
	fi
}

# The archive of security updates stands beside the other one.  Prints
# nothing if no suite asks for it.
security_mirrors() {
	case $suites in
	*-security*) ;;
	*) return 0 ;;
	esac
	if [ -n "${MIRROR:-}" ]; then
		printf '%s-security\n' "${MIRROR%/}"
	else
		archive_mirrors '[a-z]+-security'
	fi
}

write_configuration() {
	mkdir -p "$apt_root/lists/partial" "$apt_root/archives/partial"
	cat >"$apt_root/apt.conf" <<EOF
Dir::Etc::sourcelist "$apt_root/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::Lists "$apt_root/lists";
Dir::State::status "/dev/null";
Dir::Cache "$apt_root";
APT::Architecture "$architecture";
APT::Architectures "$architecture";
APT::Sandbox::User "$(id -un)";
APT::Get::List-Cleanup "false";
APT::Update::Error-Mode "any";
Acquire::Languages "none";
Acquire::AllowInsecureRepositories "false";
Acquire::Retries "1";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
EOF
}

# Lines for the suites ($3, comma separated) from a mirror ($1), and those of
# security updates from another ($2) if there is one.
write_sources() {
	for suite in $(printf '%s' "$3" | tr , ' '); do
		case $suite in
		*-security) mirror=$2 ;;
		*) mirror=$1 ;;
		esac
		[ "$mirror" = none ] || printf 'deb [signed-by=%s] %s %s main\n' \
			"$keyring" "$mirror" "$suite"
	done >"$apt_root/sources.list"
}

# Reads the lists of the suites from the first mirror that has them.
archive_update() {
	keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -r $keyring ] || die 125 "$keyring: not there:" \
		"install the package debian-archive-keyring"
	case ${MIRROR:-} in
	*[!A-Za-z0-9:/.+_~@%-]*) die 125 "MIRROR=$MIRROR: not an address" ;;
	esac
	mirrors=$(main_mirrors)
	[ -n "$mirrors" ] || die 125 "no mirror of Debian is set up for apt here:" \
		"name one with MIRROR=ADDRESS"
	write_configuration
	for main in $mirrors; do
		for security in $(security_mirrors | head -n 1) none; do
			say "reading the package lists of $suites"
			write_sources "$main" "$security" "$suites"
			! archive_apt apt-get -q update >&2 || return 0
		done
	done
	die 125 "$name: the package lists could not be read: see what apt said" \
		"above; check the network and the room in $cache, or name" \
		"a mirror with MIRROR=ADDRESS"
}
