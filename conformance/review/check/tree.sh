# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
# For checks of make review TREE=: a repository in $tree with the pages of
# series/base, made-up results of every kernel of the table, and TAP.

build=${B:-build}
series=conformance/review/check/series
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
export MAPS="$series/maps" RESULTS="$work/results"

commit() {
	git -C "$tree" add -A
	git -C "$tree" -c user.name=check -c user.email=check@example.org \
		-c commit.gpgSign=false commit -q -m "$1"
}

mkdir "$tree"
cp -r "$series/base/man" "$tree"
git -C "$tree" init -q
commit 'The pages before the series'

number=0
result() {
	number=$((number + 1))
	echo "$1 $number - $2"
}

# expect DESCRIPTION COMMAND...
expect() {
	description=$1
	shift
	if "$@" >"$work/why" 2>&1; then
		result ok "$description"
	else
		result 'not ok' "$description"
		sed 's/^/# /' "$work/why" "$work/said"
	fi
}

# pretend KERNEL [TEXT]: every claim is ok there, but those that say this.
pretend() {
	mkdir -p "$RESULTS/$1"
	awk -F '\t' -v untrue="${2:-}" '{
		claim = $1 " " $3 ($4 == "" ? "" : " / " $4) ": " $5
		gsub(/[\\#]/, "\\\\&", claim)
		print (untrue != "" && $5 == untrue ? "not " : "") \
			"ok " NR " - " claim
	}' "$build/claims.tsv" >"$RESULTS/$1/all.tap"
}

for kernel in debian-7.3 debian-7.2 debian-6.12 debian-6.1; do
	pretend "$kernel"
done

# review MBOX: its output is in "said" and "sentences", its status in status.
review() {
	status=0
	conformance/review/published "$tree" "$1" >"$work/said" 2>&1 ||
		status=$?
	"$series/sentences" <"$work/said" >"$work/sentences"
}

# judged STANDING PAGE TEXT: so is this sentence.
judged() {
	grep -qxF "$(printf '%s\t%s\t%s' "$1" "$2" "$3")" "$work/sentences"
}

says() {
	tr -s ' \n' ' ' <"$work/said" | grep -qF -- "$1"
}

# All that git has in the tree, and the files.
state() {
	(cd "$tree" && git for-each-ref && git rev-parse HEAD &&
		find . -type f -exec sha256sum {} + | sort)
}
