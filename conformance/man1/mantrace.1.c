// SPDX-License-Identifier: GPL-2.0-only
#include "sentence.h"
#include "trial.h"

/* Changes a copy of the page and compares: sed's expression, what comes out. */
static void expect_difference(const char *expression, const char *output)
{
	write_file("expression", expression);
	expect_status("sed -f expression page.7 >new.7", 0);
	expect_output("mantrace diff --tsv page.7 new.7", output);
}

/* Two revisions of man7/page.7, the first one with the tag `before`. */
static void make_repository(void)
{
	expect_status("git init -q && mkdir man7 && cp page.7 man7 && "
		      "git add man7 && "
		      "git -c user.name=n -c user.email=e commit -qm 1 && "
		      "git tag before && sed -i s/first/other/ man7/page.7 && "
		      "git -c user.name=n -c user.email=e commit -qam 2",
		      0);
}

static const char first_reworded[] =
	"reworded\tpage(7)\t5\tDESCRIPTION\t\tThe first sentence."
	"\t5\tDESCRIPTION\t\tThe other sentence.\n";

/* A page of other people, our page, what it lists, a map and the errata. */
static void write_judgements(const char *map_end)
{
	write_file("theirs.7", ".TH theirs 7\n"
			       ".SH DESCRIPTION\n"
			       "It is true.\n"
			       "It is false.\n"
			       "It is a licence.\n");
	write_file("errata", "wrong\n"
			     "  Published: theirs(7)\n"
			     "  Says: It is false.\n"
			     "  Kernels: It is not.\n"
			     "  Test: page(7) DESCRIPTION: "
			     "The second sentence.\n");
	write_file("map_end", map_end);
	expect_status("mantrace list page.7 >claims", 0);
	expect_status("set -- $(mantrace fingerprint theirs.7 | cut -f 1); "
		      "printf '%s\\ttrue\\t%s\\n%s\\tfalse\\t%s\\n' $1 "
		      "'page(7) DESCRIPTION: The first sentence.' $2 wrong "
		      ">map; sed \"s/^THIRD/$3/\" map_end >>map",
		      0);
}

#define INPUTS	"--errata errata --claims claims "
#define JUDGE	"mantrace published --map map " INPUTS
#define LICENCE "THIRD\tleft-out\ta licence\n"

static const char results[] =
	"1..2\n"
	"ok 1 - page(7) DESCRIPTION: The first sentence.\n"
	"not ok 2 - page(7) DESCRIPTION: The second sentence.\n";

/* Two versions of a page of other people, our claims, and their results. */
static void write_change(void)
{
	write_file("old.7", ".TH theirs 7\n"
			    ".SH DESCRIPTION\n"
			    "It is of no use.\n");
	write_file("new.7", ".TH theirs 7\n"
			    ".SH DESCRIPTION\n"
			    "It is true.\n"
			    ".SH ERRORS\n"
			    ".TP\n"
			    ".B EINVAL\n"
			    "The length is zero.\n"
			    ".SH HISTORY\n"
			    "Linux 7.2.\n");
	write_file("errata", "");
	write_file("claims", "theirs(7)\t1\tDESCRIPTION\t\tIt is true.\n"
			     "theirs(7)\t2\tERRORS\tENOENT\t"
			     "The length is zero.\n"
			     "theirs(7)\t3\tHISTORY\t\tLinux 7.3.\n");
	write_file("results", "ok 1 - theirs(7) DESCRIPTION: It is true.\n"
			      "ok 2 - theirs(7) ERRORS / ENOENT: "
			      "The length is zero.\n"
			      "ok 3 - theirs(7) HISTORY: Linux 7.3.\n");
}

#define CHANGED                                                                \
	"mantrace changed " INPUTS "--kernel new=7.3 --results new=results "

/* Our sentence in other words, and what a map says of it and of the old one. */
static void write_other_words(const char *judgement)
{
	write_change();
	write_file("new.7", ".TH theirs 7\n"
			    ".SH DESCRIPTION\n"
			    "It is quite true.\n");
	write_file("errata", "useful\n"
			     "  Published: theirs(7)\n"
			     "  Says: It is of no use.\n"
			     "  Kernels: They use it.\n"
			     "  Test: theirs(7) DESCRIPTION: It is true.\n");
	write_file("judgement", judgement);
	expect_status("{ mantrace fingerprint old.7 | cut -f 1 | "
		      "sed 's/$/\\tfalse\\tuseful/'; "
		      "mantrace fingerprint new.7 | cut -f 1 | "
		      "tr -d '\\n' | cat - judgement; } >map",
		      0);
}

static void expect_usage(const char *arguments, const char *line)
{
	expect_line(arguments, line);
	expect_status(arguments, 2);
}

SECTION("NAME");
SENTENCE("mantrace - trace the claims of manual pages to their tests")
{
	expect_status("mantrace check --tests tests page.7", 0);
	expect_status("sed -i 5s/first/other/ page.7 && "
		      "mantrace check --tests tests page.7",
		      1);
}

SECTION("SYNOPSIS");
SENTENCE("mantrace {list|since|fingerprint|verify} page...")
{
	expect_line("mantrace list page.7 page.7 | wc -l", "10");
	expect_line("mantrace since page.7 page.7 | wc -l", "10");
	expect_line("mantrace fingerprint page.7 page.7 | wc -l", "10");
	expect_line("mantrace verify page.7 page.7 | wc -l", "2");
	expect_usage("mantrace list", "usage: mantrace list PAGE...");
}

SENTENCE("mantrace {check|requote} [--tests file]... page...")
{
	expect_status("mkdir -p man7 conformance/man7 && cp page.7 man7 && "
		      "cp tests conformance/man7/page.7.c && "
		      "mantrace check man7/page.7 && "
		      "mantrace requote man7/page.7 && "
		      "mantrace check --tests tests man7/page.7 && "
		      "mantrace requote --tests tests man7/page.7",
		      0);
	expect_usage("mantrace check --tests",
		     "       mantrace check [--tests FILE]... PAGE...");
}

SENTENCE("mantrace extract directory page...")
{
	expect_status("mantrace extract . page.7", 0);
	expect_status("mantrace extract nowhere page.7 absent.7", 2);
}

SENTENCE("mantrace diff [--tsv] old new [page...]")
{
	make_repository();
	expect_status("mantrace diff page.7 man7/page.7", 1);
	expect_output("mantrace diff --tsv before HEAD man7/page.7",
		      first_reworded);
	expect_status("mantrace diff page.7", 2);
}

SENTENCE("mantrace published --map file inputs [page...]")
{
	write_judgements(LICENCE);
	expect_output(JUDGE, "");
	expect_line(JUDGE "theirs.7 theirs.7 | grep -c '^theirs(7)$'", "2");
	expect_status("mantrace published " INPUTS, 2);
}

SENTENCE("mantrace errata inputs")
{
	write_judgements(LICENCE);
	expect_line("mantrace errata " INPUTS, "1 errata, 0 not shown");
	expect_status("mantrace errata", 2);
}

SENTENCE("mantrace errata-tests errata")
{
	write_judgements(LICENCE);
	expect_status("mantrace errata-tests errata | grep -q 'page(7)'", 0);
	expect_status("mantrace errata-tests absent", 2);
}

SENTENCE("mantrace correct errata [name page]")
{
	write_judgements(LICENCE);
	expect_status("mantrace correct errata", 0);
	expect_status("mantrace correct errata wrong", 2);
	expect_status("mantrace correct errata absent theirs.7", 2);
}

SENTENCE("mantrace changed inputs {--kernel name}... old new")
{
	write_change();
	expect_status(CHANGED "old.7 new.7", 1);
	expect_status(CHANGED "--kernel second old.7 new.7", 1);
	expect_line(CHANGED "--needs --kernel second old.7 new.7 | cut -f 1",
		    "second");
	expect_usage("mantrace changed " INPUTS "old.7 new.7",
		     "usage: mantrace changed --errata FILE --claims FILE "
		     "--kernel NAME[=RELEASE]...");
}

SECTION("DESCRIPTION");
SENTENCE("mantrace splits manual pages into claims, "
	 "and finds the tests that quote them.")
{
	expect_line("mantrace list page.7 | wc -l", "5");
	expect_status("mantrace check --tests tests page.7", 0);
	expect_line("sed -i '/second/d' tests; "
		    "mantrace check --tests tests page.7",
		    "page.7:6: error: no test in tests quotes, "
		    "under DESCRIPTION: \"The second sentence.\"");
}

SENTENCE("It has mandoc(1) read the pages, which are written in man(7).")
{
	expect_line("PATH=${PATH%%:*} mantrace list page.7",
		    "page.7: error: cannot run mandoc: "
		    "No such file or directory: install the package mandoc");
	expect_status("printf '.Dd today\\n.Dt A 7\\n.Os\\n.Sh NAME\\n"
		      ".Nm a\\n.Nd b\\n' >mdoc.7; mantrace list mdoc.7",
		      2);
}

SENTENCE("A page can be compressed with gzip.")
{
	expect_line("gzip page.7; mantrace list page.7.gz | wc -l", "5");
}

SECTION("DESCRIPTION / Claims");
SENTENCE("Every sentence is a claim.")
{
	expect_line("mantrace list page.7 | grep -c 'sentence\\.'", "3");
	expect_line("printf '.P\\nA fourth.\\nA fifth\\none.\\n' >>page.7; "
		    "mantrace list page.7 | tail -n 2 | cut -f 5",
		    "A fifth one.");
}

SENTENCE("The line under NAME is a claim.")
{
	expect_line("mantrace list page.7",
		    "page(7)\t3\tNAME\t\tpage - a page");
}

SENTENCE("Every declaration in SYNOPSIS is a claim.")
{
	write_file("page.7", ".TH page 7\n"
			     ".SH SYNOPSIS\n"
			     ".nf\n"
			     "int one(void);\n"
			     "int two(int x,\n"
			     "        int y);\n"
			     ".fi\n");
	expect_output("mantrace list page.7",
		      "page(7)\t4\tSYNOPSIS\t\tint one(void);\n"
		      "page(7)\t5\tSYNOPSIS\t\tint two(int x, int y);\n");
}

SENTENCE("Every structure that a page shows is a claim.")
{
	expect_line("printf '.EX\\nstruct pair {\\n    int x;\\n"
		    "    int y;\\n};\\n.EE\\n' >>page.7; "
		    "mantrace list page.7 | cut -f 5",
		    "struct pair { int x; int y; };");
}

SENTENCE("Every reference in SEE ALSO is a claim.")
{
	expect_line("printf '.SH SEE ALSO\\n.BR one (1),\\n.BR two (2)\\n' "
		    ">>page.7; mantrace list page.7 | tail -n 2 | cut -f 5",
		    "two(2)");
	expect_line("mantrace list page.7 | tail -n 2 | cut -f 5", "one(1)");
}

SENTENCE("A heading that contains \"(since Linux X.Y)\" is a claim, too.")
{
	expect_line("printf '.SS Waiting (since Linux 7.3)\\nIt waits.\\n' "
		    ">>page.7; mantrace list page.7 | cut -f 5",
		    "Waiting (since Linux 7.3)");
	expect_absent("sed -i 's/Waiting.*/Waiting/' page.7; "
		      "mantrace list page.7 | cut -f 5",
		      "Waiting");
}

SENTENCE("So is such a tag.")
{
	expect_line("mantrace list page.7 | cut -f 5",
		    "FLAG (since Linux 7.3)");
	expect_absent("sed -i 's/FLAG.*/FLAG/' page.7; "
		      "mantrace list page.7 | cut -f 5",
		      "FLAG");
}

SENTENCE("The lines of a program are no claims.")
{
	expect_line("printf '.SH EXAMPLES\\n.EX\\n#include <stdio.h>\\n"
		    "int main(void)\\n{\\n    return 0;\\n}\\n.EE\\n' "
		    ">>page.7; mantrace list page.7 | wc -l",
		    "5");
}

SENTENCE("A claim is known by its section, its tag, and its text.")
{
	expect_status("mantrace check --tests tests page.7", 0);
	expect_status("sed 's/DESCRIPTION/NOTES/' tests >other; "
		      "mantrace check --tests other page.7",
		      1);
	expect_status("sed '/^TAG/d' tests >other; "
		      "mantrace check --tests other page.7",
		      1);
	expect_status("sed 's/third/other/' tests >other; "
		      "mantrace check --tests other page.7",
		      1);
}

SENTENCE("The section of a claim under a subheading names both headings.")
{
	expect_line("printf '.SS Details\\nOne more.\\n' >>page.7; "
		    "mantrace list page.7 | tail -n 1 | cut -f 3",
		    "DESCRIPTION / Details");
}

SENTENCE("Where tags are nested, the tag of a claim names all of them.")
{
	expect_line("printf '.RS\\n.TP\\nINNER\\nOne more.\\n.RE\\n' "
		    ">>page.7; mantrace list page.7 | tail -n 1 | cut -f 4",
		    "FLAG (since Linux 7.3) / INNER");
}

SENTENCE("Line breaks are no part of the text.")
{
	expect_difference("5s/ /\\n/g", "");
	expect_difference("5s/first/other/", first_reworded);
}

SENTENCE("Fonts are no part of it, either.")
{
	expect_difference("5s/first/\\\\fB&\\\\fP/", "");
	expect_difference("5s/first/\\\\fBother\\\\fP/", first_reworded);
}

SECTION("DESCRIPTION / Reading pages");
TAG("list");
SENTENCE("Print each claim on a line: the name of the page, the line, "
	 "the section, the tag, and the text, separated by tabs.")
{
	expect_output("mantrace list page.7 | tail -n 1",
		      "page(7)\t9\tDESCRIPTION\tFLAG (since Linux 7.3)\t"
		      "The third sentence.\n");
}

TAG("since");
SENTENCE("Print behind each claim the release of Linux from which it holds, "
	 "or - if the page names none.")
{
	expect_line("mantrace since page.7",
		    "page(7)\t5\tDESCRIPTION\t\tThe first sentence.\t-");
	expect_line("mantrace since page.7 | tail -n 1",
		    "page(7)\t9\tDESCRIPTION\tFLAG (since Linux 7.3)\t"
		    "The third sentence.\t7.3");
}

SENTENCE("A heading or tag names the release of what is under it.")
{
	expect_line("mantrace since page.7 | tail -n 1 | cut -f 6", "7.3");
	expect_line("printf '.SS Waiting (since Linux 7.4)\\nIt waits.\\n' "
		    ">>page.7; mantrace since page.7 | tail -n 1 | cut -f 6",
		    "7.4");
}

SENTENCE("The first sentence of HISTORY names the release of the page.")
{
	expect_line("mantrace since page.7 | head -n 1 | cut -f 6", "-");
	expect_line("printf '.SH HISTORY\\nLinux 7.1.\\n' >>page.7; "
		    "mantrace since page.7 | head -n 1 | cut -f 6",
		    "7.1");
}

TAG("fingerprint");
SENTENCE("Print before each claim a fingerprint, which depends on the name of "
	 "the page, the section, the tag, and the text.")
{
	expect_output("mantrace fingerprint page.7 | cut -f 2- >with; "
		      "mantrace list page.7 | cmp - with",
		      "");
	expect_line("for change in 's/^A/B/' 1s/page/other/ s/DESC/ASC/ "
		    "s/FLAG/FLAGS/ 9s/third/other/; do "
		    "sed $change page.7 >new.7; "
		    "mantrace fingerprint new.7 | tail -n 1 | cut -f 1; "
		    "done | sort -u | wc -l",
		    "5");
}

TAG("verify");
SENTENCE("Compare what was read with what mandoc -T ascii prints, "
	 "and tell where the two differ.")
{
	expect_status("mantrace verify page.7", 0);
	write_file("mandoc", "#!/bin/sh\n"
			     "PATH=${PATH#*:}\n"
			     "case $* in\n"
			     "*tree*) mandoc \"$@\" | sed s/first/other/ ;;\n"
			     "*) mandoc \"$@\" ;;\n"
			     "esac\n");
	expect_status("chmod +x mandoc; PATH=$PWD:$PATH mantrace verify page.7",
		      1);
	expect_status("PATH=$PWD:$PATH mantrace verify page.7 2>&1 | "
		      "grep -q 'page.7:.*other'",
		      0);
}

/* A program and its run, as a page shows them. */
static void add_program(void)
{
	expect_status(
		"printf '.SH EXAMPLES\\n.EX\\n$ ./hello\\nHello.\\n.EE\\n"
		".\\\\\" SRC BEGIN (hello.c)\\n.EX\\n#include <stdio.h>\\n"
		"int main(void);\\n.EE\\n.\\\\\" SRC END\\n' >>page.7",
		0);
}

TAG("extract");
SENTENCE("Write the programs of the pages to files in directory.")
{
	add_program();
	expect_status("mkdir out; mantrace extract out page.7 && "
		      "test -f out/hello.c",
		      0);
}

SENTENCE("A program stands between the comments SRC BEGIN (name.c) "
	 "and SRC END.")
{
	add_program();
	expect_output("mantrace extract . page.7 >out; cat hello.c",
		      "#include <stdio.h>\nint main(void);\n");
	expect_status("sed -i '/SRC BEGIN/d' page.7; rm hello.c; "
		      "mantrace extract . page.7; test -e hello.c",
		      1);
}

SENTENCE("The run of it that the page shows, from $ ./name on, "
	 "goes to the file name.session.")
{
	add_program();
	expect_output("mantrace extract . page.7 >out; cat hello.session",
		      "$ ./hello\nHello.\n");
}

SENTENCE("Print the names of the programs, each with its release of Linux.")
{
	add_program();
	expect_output("mantrace extract . page.7", "hello\t-\n");
	expect_output(
		"rm hello.*; sed -i 's/^.SH EXAMPLES/& (since Linux 7.3)/' page.7; "
		"mantrace extract . page.7",
		"hello\t7.3\n");
}

SECTION("DESCRIPTION / Joining pages and tests");
SENTENCE("A test quotes a claim by a line SENTENCE(\"text\").")
{
	expect_status("mantrace check --tests tests page.7", 0);
	expect_status("sed 's|^SENTENCE(.The third|// &|' tests >other; "
		      "mantrace check --tests other page.7",
		      1);
}

SENTENCE("The section and the tag stand in lines SECTION(\"section\") "
	 "and TAG(\"tag\") before it.")
{
	expect_status("mantrace check --tests tests page.7", 0);
	expect_line("sed '/^TAG/d' tests >other; "
		    "mantrace check --tests other page.7",
		    "other:7: error: quotes what page.7 does not say in this "
		    "place: \"The third sentence.\"");
	expect_line("sed '/^SECTION.*DESC/d' tests >other; "
		    "mantrace check --tests other page.7",
		    "other:3: error: quotes what page.7 does not say in this "
		    "place: \"The first sentence.\"");
}

SENTENCE("The tests of man2/name.2 are in conformance/man2/name.2.c.")
{
	expect_status("mkdir -p man2 conformance/man2; cp page.7 man2/name.2; "
		      "cp tests conformance/man2/name.2.c; "
		      "mantrace check man2/name.2",
		      0);
	expect_status("rm conformance/man2/name.2.c; "
		      "mantrace check man2/name.2",
		      2);
}

TAG("check");
SENTENCE("Tell which claims no test quotes.")
{
	expect_line("sed -i /second/d tests; "
		    "mantrace check --tests tests page.7",
		    "page.7:6: error: no test in tests quotes, "
		    "under DESCRIPTION: \"The second sentence.\"");
}

SENTENCE("Tell which quotes are not in the page, "
	 "and the claim that is nearest to each.")
{
	expect_line("sed -i 's/third/3rd/' tests; "
		    "mantrace check --tests tests page.7",
		    "tests:8: error: quotes what page.7 does not say in this "
		    "place: \"The 3rd sentence.\"");
	expect_status("mantrace check --tests tests page.7 2>&1 | "
		      "grep -q 'page.7:9: note: .*\"The third sentence.\"'",
		      0);
}

SENTENCE("Tell which tests stand in another order than the claims.")
{
	expect_absent("mantrace check --tests tests page.7", "order");
	expect_status("sed -i '4{h;d};5G' tests; "
		      "mantrace check --tests tests page.7 2>&1 | "
		      "grep -q 'tests:.*out of page order'",
		      0);
}

SENTENCE("Tell which claims are the same as another one.")
{
	expect_absent("mantrace check --tests tests page.7", "same");
	expect_status("sed -i '6s/second/first/' page.7; "
		      "mantrace check --tests tests page.7 2>&1 | "
		      "grep -q 'page.7:6: .*says the same as line 5'",
		      0);
}

TAG("requote");
SENTENCE("Give quotes that are not in the page the words that the claims have "
	 "now, and print both.")
{
	expect_output("sed -i 5s/first/other/ page.7; "
		      "mantrace requote --tests tests page.7",
		      "tests:4:\n"
		      "- The first sentence.\n"
		      "+ The other sentence.\n");
	expect_line("cat tests", "SENTENCE(\"The other sentence.\") { }");
	expect_status("mantrace check --tests tests page.7", 0);
}

SENTENCE("Where it is not clear which claim a quote was, change nothing.")
{
	expect_status("sed -i '5s/.*/Nothing is alike here./' page.7; "
		      "cp tests before; "
		      "mantrace requote --tests tests page.7",
		      1);
	expect_status("cmp tests before", 0);
}

TAG("--tests file");
SENTENCE("Read the tests of the page from file.")
{
	expect_status("mv tests other; mantrace check --tests other page.7", 0);
	expect_status("mantrace check --tests tests page.7", 2);
}

SENTENCE("The second --tests is for the second page, and so on.")
{
	expect_status("sed 5s/first/other/ page.7 >other.7; "
		      "sed s/first/other/ tests >others; "
		      "mantrace check --tests tests --tests others "
		      "page.7 other.7",
		      0);
	expect_status("mantrace check --tests others --tests tests "
		      "page.7 other.7",
		      1);
}

SECTION("DESCRIPTION / Comparing versions of a page");
TAG("diff");
SENTENCE("Print the claims that were added, removed, reworded, or moved.")
{
	expect_difference("$a The fourth sentence.",
			  "added\tpage(7)\t\t\t\t\t10\tDESCRIPTION\t"
			  "FLAG (since Linux 7.3)\tThe fourth sentence.\n");
	expect_difference("6d", "removed\tpage(7)\t6\tDESCRIPTION\t\t"
				"The second sentence.\t\t\t\t\n");
	expect_difference("5s/first/other/", first_reworded);
	expect_difference("6a .SH NOTES",
			  "moved\tpage(7)\t8\tDESCRIPTION\t"
			  "FLAG (since Linux 7.3)\tFLAG (since Linux 7.3)\t"
			  "9\tNOTES\tFLAG (since Linux 7.3)\t"
			  "FLAG (since Linux 7.3)\n"
			  "moved\tpage(7)\t9\tDESCRIPTION\t"
			  "FLAG (since Linux 7.3)\tThe third sentence.\t"
			  "10\tNOTES\tFLAG (since Linux 7.3)\t"
			  "The third sentence.\n");
}

SENTENCE("old and new are two files.")
{
	expect_difference("5s/first/other/", first_reworded);
	expect_status("mantrace diff page.7 page.7", 0);
}

SENTENCE("/dev/null stands for a page that does not exist.")
{
	expect_line("mantrace diff --tsv /dev/null page.7 | grep -c ^added",
		    "5");
	expect_line("mantrace diff --tsv page.7 /dev/null | grep -c ^removed",
		    "5");
}

SENTENCE("old and new can be revisions that git(1) knows, "
	 "followed by the pages to compare.")
{
	make_repository();
	expect_output("mantrace diff --tsv before HEAD man7/page.7",
		      first_reworded);
	expect_output("mantrace diff --tsv HEAD HEAD man7/page.7", "");
}

SENTENCE("Without page, all files in directories such as man2 are compared.")
{
	make_repository();
	expect_output("mantrace diff --tsv before HEAD", first_reworded);
	expect_output("git add page.7; "
		      "git -c user.name=n -c user.email=e commit -qam 3; "
		      "mantrace diff --tsv before HEAD",
		      first_reworded);
}

SENTENCE("A file that was renamed is compared with the one that it was.")
{
	make_repository();
	expect_output("git mv man7/page.7 man7/name.7; "
		      "git -c user.name=n -c user.email=e commit -qam 3; "
		      "mantrace diff --tsv before HEAD",
		      first_reworded);
}

SENTENCE("With a revision as old and a file as new, "
	 "the file is compared with what it was in the revision.")
{
	make_repository();
	expect_output("mantrace diff --tsv before man7/page.7", first_reworded);
	expect_output("mantrace diff --tsv HEAD man7/page.7", "");
}

SENTENCE("A claim has moved if its section or its tag has changed.")
{
	expect_line("sed '6a .SH NOTES' page.7 >new.7; "
		    "mantrace diff --tsv page.7 new.7 | cut -f 1 | sort -u",
		    "moved");
	expect_line("sed 's/FLAG/BIT/' page.7 >new.7; "
		    "mantrace diff --tsv page.7 new.7 | grep third | cut -f 1",
		    "moved");
}

SENTENCE("It has also moved if it changed places with another claim "
	 "under the same section and tag.")
{
	expect_line("sed '5{h;d};6G' page.7 >new.7; "
		    "mantrace diff --tsv page.7 new.7 | cut -f 1",
		    "moved");
}

SENTENCE("In the claims that were reworded, "
	 "the words that differ are marked as [-removed-] and {+added+}.")
{
	expect_output("sed 5s/first/other/ page.7 >new.7; "
		      "mantrace diff page.7 new.7",
		      "new.7:5: reworded (line 5 before): DESCRIPTION\n"
		      "- The [-first-] sentence.\n"
		      "+ The {+other+} sentence.\n\n");
}

/* A comparison on a terminal: how many of its lines are coloured. */
#define COLOURED_LINES(variables)                                              \
	"sed 5s/first/other/ page.7 >new.7; "                                  \
	"env -u NO_COLOR TERM=xterm " variables                                \
	" script -qec 'mantrace diff page.7 new.7' /dev/null "                 \
	"</dev/null >out; grep -c sentence out; "                              \
	"echo coloured: $(grep -c \"$(printf '\\033')\\[3[12]m\" out)"

SENTENCE("On a terminal, they are coloured.")
{
	expect_output(COLOURED_LINES(""), "2\ncoloured: 2\n");
	expect_absent("mantrace diff page.7 new.7", "\033");
}

TAG("--tsv");
SENTENCE("Print a line for each claim that has changed, "
	 "with ten fields, separated by tabs.")
{
	expect_output("sed '5s/first/other/;6d' page.7 >new.7; "
		      "mantrace diff --tsv page.7 new.7 | "
		      "sed 's/[^\\t]//g' | tr '\\t' t",
		      "ttttttttt\nttttttttt\n");
}

SENTENCE("The first field is added, removed, reworded, or moved.")
{
	expect_output("sed '4{p;s/.*/Something else altogether is so./};"
		      "5s/first/other/;6d;s/FLAG/BIT/' page.7 >new.7; "
		      "mantrace diff --tsv page.7 new.7 | cut -f 1 | sort -u",
		      "added\nmoved\nremoved\nreworded\n");
}

SENTENCE("A claim that was both reworded and moved is reworded.")
{
	expect_line("sed 's/FLAG/BIT/;s/The third/The 3rd/' page.7 >new.7; "
		    "mantrace diff --tsv page.7 new.7 | tail -n 1",
		    "reworded\tpage(7)\t9\tDESCRIPTION\t"
		    "FLAG (since Linux 7.3)\tThe third sentence.\t9\t"
		    "DESCRIPTION\tBIT (since Linux 7.3)\tThe 3rd sentence.");
}

SENTENCE("The second field is the name of the page.")
{
	expect_line("sed '1s/page/name/;6d' page.7 >new.7; "
		    "mantrace diff --tsv new.7 page.7 | cut -f 2",
		    "page(7)");
}

SENTENCE("The next four are the line, the section, the tag, "
	 "and the text in the old page.")
{
	expect_line("sed '9s/third/other/' page.7 >new.7; "
		    "mantrace diff --tsv page.7 new.7 | cut -f 3-6",
		    "9\tDESCRIPTION\tFLAG (since Linux 7.3)\t"
		    "The third sentence.");
}

SENTENCE("The last four are the same in the new page.")
{
	expect_line("sed '5a Something else altogether is so.\n"
		    "9s/third/other/' page.7 >new.7; "
		    "mantrace diff --tsv page.7 new.7 | cut -f 7-10",
		    "10\tDESCRIPTION\tFLAG (since Linux 7.3)\t"
		    "The other sentence.");
}

SENTENCE("Fields of a page that lacks the claim are empty.")
{
	expect_line("sed 6d page.7 >new.7; "
		    "mantrace diff --tsv page.7 new.7 | cut -f 7-10",
		    "\t\t\t");
	expect_line("mantrace diff --tsv new.7 page.7 | cut -f 3-6", "\t\t\t");
}

SENTENCE("The lines are in the order of the new page.")
{
	expect_output("printf '.SH ONE\\nThe one.\\n.SH TWO\\nThe two.\\n' "
		      ">>page.7; "
		      "{ sed '/ONE/,$d' page.7; "
		      "printf '.SH TWO\\nTwo it is.\\n"
		      ".SH ONE\\nOne it is.\\n'; } >new.7; "
		      "mantrace diff --tsv page.7 new.7 | cut -f 10 | grep .",
		      "Two it is.\nOne it is.\n");
}

SECTION("DESCRIPTION / Judging pages of other people");
SENTENCE("inputs are --errata file, --claims file, "
	 "and any number of --results file.")
{
	write_judgements(LICENCE);
	write_file("results", results);
	expect_status("mantrace errata --errata errata --claims claims", 0);
	expect_status("mantrace errata --errata errata --claims claims "
		      "--results results --results results",
		      1);
	expect_status("mantrace errata --claims claims", 2);
	expect_status("mantrace errata --errata errata", 2);
}

TAG("--map file");
SENTENCE("Read lines with a fingerprint, a judgement, and its reason, "
	 "separated by tabs.")
{
	write_judgements(LICENCE);
	expect_status(JUDGE "theirs.7", 0);
	expect_status("sed -i 's/\\t/ /' map; " JUDGE "theirs.7", 2);
}

SENTENCE("With the judgement true, the reason is a claim.")
{
	write_judgements(LICENCE);
	expect_line(JUDGE "theirs.7",
		    "     3  true      DESCRIPTION: It is true.");
	expect_status("sed -i 's/The first/No such/' map; " JUDGE "theirs.7",
		      1);
}

SENTENCE("With false, it is the name of an erratum.")
{
	write_judgements(LICENCE);
	expect_line(JUDGE "theirs.7",
		    "     4  false     DESCRIPTION: It is false.");
	expect_status("sed -i 's/wrong/right/' map; " JUDGE "theirs.7", 1);
}

SENTENCE("With left-out, it can be any text.")
{
	write_judgements(LICENCE);
	expect_line(JUDGE "theirs.7",
		    "     5  left out  DESCRIPTION: It is a licence.");
	expect_status("sed -i 's/a licence/whatever/' map; " JUDGE "theirs.7",
		      0);
}

TAG("--errata file");
SENTENCE("Read errata.")
{
	write_judgements(LICENCE);
	expect_line("mantrace errata " INPUTS, "tested     wrong");
	expect_status("echo >>errata none; mantrace errata " INPUTS, 2);
}

TAG("--claims file");
SENTENCE("Read what list printed about the pages that the map relies on.")
{
	write_judgements(LICENCE);
	expect_status(JUDGE, 0);
	expect_status("sed -i /first/d claims; " JUDGE, 1);
}

TAG("--results file");
SENTENCE("Read the results of their tests, in the Test Anything Protocol.")
{
	write_judgements(LICENCE);
	write_file("results", results);
	expect_line("mantrace errata " INPUTS "--results results",
		    "not shown  wrong");
	expect_line("sed -i 's/not ok/ok/' results; "
		    "mantrace errata " INPUTS "--results results",
		    "shown      wrong");
}

TAG("published");
SENTENCE("Print each sentence of the pages with its judgement.")
{
	write_judgements(LICENCE);
	expect_line(JUDGE "theirs.7 | grep -c '^     [345]  [tfl]'", "3");
}

SENTENCE("Tell which sentences are not in the map.")
{
	write_judgements("");
	expect_status(JUDGE "theirs.7 2>&1 | "
			    "grep -q '^theirs.7:5: error: not in map'",
		      0);
	expect_status(JUDGE "theirs.7", 1);
}

SENTENCE("Tell which judgements the results do not bear out.")
{
	write_judgements(LICENCE);
	write_file("results", results);
	expect_status("sed -i 's/^ok/not ok/' results; " JUDGE
		      "--results results 2>&1 | grep -q '^map:1: error: '",
		      0);
}

TAG("errata");
SENTENCE("Print the errata, each with whether its test is there.")
{
	write_judgements(LICENCE);
	expect_line("mantrace errata " INPUTS, "tested     wrong");
	expect_line("sed -i /second/d claims; mantrace errata " INPUTS,
		    "not shown  wrong");
}

SENTENCE("With results, print whether its test passed.")
{
	write_judgements(LICENCE);
	write_file("results", results);
	expect_line("mantrace errata " INPUTS "--results results",
		    "1 errata, 1 not shown");
	expect_line("sed -i 's/not ok/ok/' results; "
		    "mantrace errata " INPUTS "--results results",
		    "1 errata, 0 not shown");
}

TAG("errata-tests");
SENTENCE("Print the claims that are named as tests of the errata.")
{
	write_judgements(LICENCE);
	expect_output("mantrace errata-tests errata",
		      "page(7) DESCRIPTION: The second sentence.\n");
}

/* An erratum that corrects line 4 of theirs.7. */
static void add_correction(void)
{
	write_judgements(LICENCE);
	expect_status("echo \"  Correction: theirs.7 4 "
		      "$(sed -n 4p theirs.7 | sha256sum | cut -c 1-16) "
		      "false => not\" >>errata",
		      0);
}

TAG("correct");
SENTENCE("Print the names of the errata that correct pages, "
	 "each with the page.")
{
	add_correction();
	expect_output("mantrace correct errata", "wrong\ttheirs.7\n");
}

SENTENCE("With name and page, print the source of the page, corrected.")
{
	add_correction();
	expect_output("sed 4s/false/not/ theirs.7 >expected; "
		      "mantrace correct errata wrong theirs.7 | "
		      "cmp - expected",
		      "");
	expect_line("mantrace correct errata wrong theirs.7", "It is not.");
}

SECTION("DESCRIPTION / Judging changes of such pages");
TAG("changed");
SENTENCE("Print each sentence that new has and old has not, "
	 "with its judgement.")
{
	write_change();
	expect_line(CHANGED "old.7 new.7 | grep -cE '^  [a-z]+ +[0-9]+  '",
		    "3");
	expect_line(CHANGED "old.7 new.7", "  true         3  DESCRIPTION");
	expect_line(CHANGED "new.7 new.7 | grep -cE '^  [a-z]+ +[0-9]+  '",
		    "0");
}

SENTENCE("/dev/null stands for a page that does not exist.")
{
	write_change();
	expect_line(CHANGED "/dev/null new.7 | grep -cE '^  [a-z]+ +[0-9]+ '",
		    "3");
	expect_line(CHANGED "new.7 /dev/null | tail -n 1",
		    "theirs(7): 0 sentences new or changed, 3 gone: 0 true, "
		    "0 false, 0 left out, 0 unproved, 0 unmapped");
}

SENTENCE("A sentence that a map has is judged as the map says.")
{
	write_other_words("\tleft-out\tno matter\n");
	expect_line(CHANGED "--map map old.7 new.7",
		    "  left out     3  DESCRIPTION");
	write_other_words("\ttrue\ttheirs(7) DESCRIPTION: It is true.\n");
	expect_line(CHANGED "--map map old.7 new.7",
		    "  true         3  DESCRIPTION");
}

SENTENCE("Any other one that a claim has in the same place is true.")
{
	write_change();
	expect_line(CHANGED "old.7 new.7", "  true         3  DESCRIPTION");
	expect_line("sed -i s/DESCRIPTION/NOTES/ claims; " CHANGED
		    "old.7 new.7",
		    "  unmapped     3  DESCRIPTION");
}

SENTENCE("One that a claim has under another error is false.")
{
	write_change();
	expect_line(CHANGED "old.7 new.7", "  false        7  ERRORS / EINVAL");
	expect_line("sed -i s/EINVAL/ENOENT/ new.7; " CHANGED "old.7 new.7",
		    "  true         7  ERRORS / ENOENT");
}

SENTENCE("One that is a sentence of the maps, corrected as the errata of that "
	 "sentence say, is true.")
{
	write_other_words("\n");
	expect_status("echo '  Correction: theirs.7 3 0123456789abcdef "
		      "of no => of much' >>errata; sed -i '$d' map; "
		      "sed 's/of no/of much/' old.7 >new.7; "
		      "sed 's/of no/of some/' old.7 >other.7",
		      0);
	expect_line(CHANGED "--map map old.7 new.7",
		    "  true         3  DESCRIPTION");
	expect_line(CHANGED "--map map old.7 other.7",
		    "  unmapped     3  DESCRIPTION");
	expect_line("sed -i s/^ok/not\\ ok/ results; " CHANGED
		    "--map map old.7 new.7",
		    "  unproved     3  DESCRIPTION");
}

SENTENCE("One that differs from a claim only in its release is false if a "
	 "kernel that has only one of the two releases bears out the claim.")
{
	write_change();
	expect_line(CHANGED "--witness old=7.2 --results old=results "
			    "old.7 new.7",
		    "  false        9  HISTORY");
	expect_line(CHANGED "--witness old=7.1 --results old=results "
			    "old.7 new.7",
		    "  unproved     9  HISTORY");
	expect_line("sed -i s/7.2/7.3/ new.7; " CHANGED "old.7 new.7",
		    "  true         9  HISTORY");
}

SENTENCE("Of what remains, print the nearest claim.")
{
	write_other_words("\n");
	expect_line(CHANGED "old.7 new.7",
		    "                  nearest of ours, 85 % of the words: "
		    "theirs(7) DESCRIPTION:");
}

SENTENCE("Print the nearest sentence that a map has, too.")
{
	write_other_words("\n");
	expect_status("head -n 1 map >first; sed -i 's/of no use/true/' old.7; "
		      "mantrace fingerprint old.7 | cut -f 1 | "
		      "sed 's/$/\\tfalse\\tuseful/' >map",
		      0);
	expect_status(CHANGED "--map map old.7 new.7 | tr -s ' \\n' ' ' | "
			      "grep -qF 'nearest in print, 85 % of the words: "
			      "theirs(7), line 3: It is true. false: useful'",
		      0);
}

SENTENCE("Print the errata whose sentences are gone.")
{
	write_other_words("\ttrue\ttheirs(7) DESCRIPTION: It is true.\n");
	expect_line(CHANGED "--map map old.7 new.7",
		    "  settled      3  erratum useful");
	expect_absent(CHANGED "--map map old.7 old.7", "useful");
}

TAG("--kernel name[=release]");
SENTENCE("Require of each judgement that this kernel bears it out.")
{
	write_change();
	write_file("other", "not ok 1 - theirs(7) DESCRIPTION: It is true.\n");
	expect_line(CHANGED "old.7 new.7", "  true         3  DESCRIPTION");
	expect_line(CHANGED "--kernel other --results other=other old.7 new.7",
		    "  unproved     3  DESCRIPTION");
}

TAG("--witness name=release");
SENTENCE("Have this kernel tell releases apart, and nothing else.")
{
	write_change();
	write_file("other", "not ok 1 - theirs(7) DESCRIPTION: It is true.\n"
			    "ok 2 - theirs(7) HISTORY: Linux 7.3.\n");
	expect_line(CHANGED "--witness old=7.2 --results old=other "
			    "old.7 new.7",
		    "  false        9  HISTORY");
	expect_line(CHANGED "--witness old=7.2 --results old=other "
			    "old.7 new.7",
		    "  true         3  DESCRIPTION");
}

TAG("--results name=file");
SENTENCE("Read the results of this kernel.")
{
	write_change();
	expect_line(CHANGED "old.7 new.7", "  true         3  DESCRIPTION");
	expect_line("mantrace changed " INPUTS "--kernel new old.7 new.7",
		    "  unproved     3  DESCRIPTION");
	expect_status(CHANGED "--results other=results old.7 new.7", 2);
}

TAG("--known page");
SENTENCE("Take the words of sentences that a map has from this page.")
{
	write_other_words("\n");
	expect_status("sed s/quite// new.7 >known.7; "
		      "mantrace fingerprint known.7 | cut -f 1 | "
		      "sed 's/$/\\tfalse\\tuseful/' >map",
		      0);
	expect_absent(CHANGED "--map map old.7 new.7", "nearest in print");
	expect_status(CHANGED "--map map --known known.7 old.7 new.7 | "
			      "grep -q 'nearest in print, 85 % of the words'",
		      0);
}

TAG("--needs");
SENTENCE("Print instead which results are missing: the kernel and the claim, "
	 "separated by a tab.")
{
	write_change();
	expect_output(CHANGED "--needs --witness old=7.2 old.7 new.7",
		      "old\ttheirs(7) HISTORY: Linux 7.3.\n");
	expect_output(CHANGED "--needs --witness old=7.2 "
			      "--results old=results old.7 new.7",
		      "");
}

SECTION("EXIT STATUS");
TAG("0");
SENTENCE("There was nothing to tell.")
{
	expect_output("mantrace check --tests tests page.7", "");
	expect_status("mantrace check --tests tests page.7", 0);
	expect_output("mantrace diff page.7 page.7", "");
	expect_status("mantrace diff page.7 page.7", 0);
}

TAG("1");
SENTENCE("There was a finding, such as a claim without a test, "
	 "or a difference.")
{
	expect_status("sed 5s/first/other/ page.7 >new.7; "
		      "mantrace diff page.7 new.7",
		      1);
	expect_status("mantrace check --tests tests new.7", 1);
}

TAG("2");
SENTENCE("Something could not be done, such as reading a page.")
{
	expect_status("mantrace list absent.7", 2);
	expect_status("mantrace diff page.7 absent.7", 2);
	expect_status("mantrace check --tests absent page.7", 2);
	expect_status("mantrace nothing page.7", 2);
}

SECTION("ENVIRONMENT");
TAG("NO_COLOR");
SENTENCE("If this is set to anything but an empty string, "
	 "nothing is coloured.")
{
	expect_output(COLOURED_LINES("NO_COLOR=1"), "2\ncoloured: 0\n");
	expect_output(COLOURED_LINES("NO_COLOR="), "2\ncoloured: 2\n");
}

TAG("TERM");
SENTENCE("If this is dumb, nothing is coloured.")
{
	expect_output(COLOURED_LINES("TERM=dumb"), "2\ncoloured: 0\n");
	expect_output(COLOURED_LINES("TERM=linux"), "2\ncoloured: 2\n");
}

SECTION("CAVEATS");
SENTENCE("A page of a revision can be another name for one page of that "
	 "revision.")
{
	make_repository();
	expect_output("echo .so man7/page.7 >man7/name.7; git add man7; "
		      "git -c user.name=n -c user.email=e commit -qam 3; "
		      "mantrace diff --tsv HEAD HEAD man7/name.7",
		      "");
	expect_line("mantrace diff --tsv before HEAD man7/name.7 | "
		    "grep -c ^added",
		    "5");
}

SENTENCE("Any other file that it includes is taken as missing.")
{
	make_repository();
	expect_status(
		"echo Text. >man7/part; echo .so man7/part >>man7/page.7; "
		"mantrace list man7/page.7",
		0);
	expect_status("git add man7; "
		      "git -c user.name=n -c user.email=e commit -qam 3; "
		      "mantrace diff HEAD HEAD man7/page.7",
		      2);
}

SECTION("SEE ALSO");
SENTENCE("diff(1)", .proof = REFERENCE)
{
	expect_status("dpkg -S /usr/share/man/man1/diff.1.gz", 0);
}

SENTENCE("git(1)", .proof = REFERENCE)
{
	expect_status("dpkg -S /usr/share/man/man1/git.1.gz", 0);
}

SENTENCE("mandoc(1)", .proof = REFERENCE)
{
	expect_status("dpkg -S /usr/share/man/man1/mandoc.1.gz", 0);
}
