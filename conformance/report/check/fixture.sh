# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154
# Pages, tests, errata and results of every kind, in $work.

make_report=${1:-build/make-report}

cat >"$work/awk" <<'EOT'
# The lines of `mantrace list`, as a test file.
function literal(text) {
	gsub(/[\\"]/, "\\\\&", text)
	return "(\"" text "\""
}
BEGIN { FS = "\t" }
$3 != section {
	section = $3
	tag = ""
	print "SECTION" literal(section) ");"
}
$4 != tag {
	tag = $4
	print "TAG" literal(tag) ");"
}
{
	print "SENTENCE" literal($5) ")\n{"
	print "\tprint(\"</code><script>alert(1)</script> & ]]>\");\n}\n"
}
EOT

# What a guest may print: markup, an escape sequence, what is no UTF-8.
hostile=$(printf '</code><script>alert("1")</script>&amp; ]]> \033[31m\001 \377 \302 \342\200\256 \357\277\277')

# results KERNEL PAGE PATTERN [COMMENT]: a letter of the pattern for a sentence:
# true, false, skipped, none, lost guest, over backings; from its start again.
results() {
	mkdir -p "$work/results/$1"
	build/mantrace list "$work/man2/$2" | awk -F'\t' -v pattern="$3" \
		-v about="${4:-not an upstream version}" -v kernel="$1" \
		-v hostile="$hostile" '
		function result(number, verdict, text, directive) {
			gsub(/[\\#]/, "\\\\&", text)
			lines = lines verdict " " number " - " text directive "\n"
		}
		{
			letter = substr(pattern, (NR - 1) % length(pattern) + 1, 1)
			text = $1 " " $3 ($4 == "" ? "" : " / " $4) ": " $5
			if (letter == "b")
				lines = lines "  KTAP version 1\n  1..3\n" \
					"  ok 1 anonymous\n  # x.c:1: " hostile \
					"\n  not ok 2 shmem\n" \
					"  ok 3 THP # SKIP no <huge> pages\n"
			if (letter == "l")
				lines = lines "# " hostile \
					"\n# the guest panicked\n"
			if (letter == "t")
				result(NR, "ok", text, "")
			else if (letter == "s")
				result(NR, "ok", text, " # SKIP no \"swap\" <here>")
			else if (letter == "n")
				result(NR, "not ok", text, " # no result: " hostile)
			else
				result(NR, "not ok", text, "")
		}
		END {
			printf "KTAP version 1\n1..%d\n", NR
			print "# kernel: " kernel
			print "# version: 7.3 " hostile
			print "# " about
			printf "%s", lines
		}' >"$work/results/$1/$2.tap"
}

# report_of OUTPUT [OPTION...]: of all that is there.
report_of() {
	mkdir -p "$work/$1"
	directory=$1
	shift
	"$make_report" --results "$work/results" --tests "$work/tests" \
		--errata "$work/errata" --style reading/style.css \
		--style conformance/report/style.css \
		--script conformance/report/filter.js "$@" \
		"$work/$directory" "$work"/man2/* >"$work/out" 2>&1
}

write_tests() {
	for page in "$work"/man2/*; do
		build/mantrace list "$page" | awk -f "$work/awk" \
			>"$work/tests/man2/${page##*/}.c"
	done
}

mkdir -p "$work/tests/man2"
cp -r conformance/report/check/fixture/* "$work/"
write_tests
results old-6.1 x.2 tfsnlb 'upstream: 6.1'
results old-6.1 y.2 t 'upstream: 6.1'
results new-7.3 x.2 ttttb 'upstream: 7.3'
results new-7.3 y.2 tl 'upstream: 7.3'
results other x.2 nstbl
results '<img src=x onerror=alert(1)>' y.2 snf
