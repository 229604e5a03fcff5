# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
# Part of review: applies the mails of a file, in the order of their numbers.

# What git says of a mail, without what it advises.
tell_git() {
	grep -v '^hint: ' "$work/git" | "$build/review-commit" plain |
		sed 's/^/    /' >&2
}

# "NUMBER COUNT" of "[PATCH v2 NUMBER/COUNT]", "1 1" if there is none.
number_of() {
	numbers=$(sed -n \
		's/^Subject: .*\[[^]]*PATCH[^]]* 0*\([0-9]*\)\/0*\([0-9]*\)\].*/\1 \2/p' \
		"$1" | head -n 1)
	printf '%s\n' "${numbers:-1 1}" | sed 's/^ /0 /'
}

# A mail says in its diffstat how much it changes; a cut one has less.
check_whole() {
	said=$(grep -E '^ [0-9]+ files? changed' "$1" | head -n 1)
	[ -n "$said" ] || return 0
	# A page that becomes a link is two files for git, and one for people.
	has=$(in_scratch apply --numstat "$1" 2>/dev/null | awk -F'\t' '
		{ added += $1; removed += $2 }
		!named[$3]++ { files++ }
		END { print files + 0, added + 0, removed + 0 }')
	says=$(printf '%s\n' "$said" | awk '{
		for (i = 1; i < NF; i++) {
			if ($(i + 1) ~ /^files?/) files = $i
			if ($(i + 1) ~ /^insertion/) added = $i
			if ($(i + 1) ~ /^deletion/) removed = $i
		}
		print files + 0, added + 0, removed + 0 }')
	[ "$has" = "$says" ] || die 2 "$name, mail $mail: is it cut off?" \
		"It says that it changes $(echo "$says" |
			awk '{print $1 " files, +" $2 " -" $3}')," \
		"but has $(echo "$has" |
			awk '{print $1 " files, +" $2 " -" $3}')"
}

# Sorts mails by the numbers that they bear; a letter has no patch.
# No pipe here: what dies in one ends nothing but that.
list_mails() {
	for file in "$work"/mails/[0-9]*; do
		mail=${file##*/}
		in_scratch mailinfo -k --encoding=UTF-8 "$file.text" \
			"$file.patch" <"$file" >"$file.about" 2>"$work/git" ||
			die 2 "$name, mail $mail: not a mail"
		if ! grep -q '^Subject: .' "$file.about" ||
			! grep -q '^Email: .' "$file.about"; then
			die 2 "$name, mail $mail: not a mail:" \
				'it has no subject or no sender'
		fi
		number_of "$file.about" >"$file.number"
		read -r number count <"$file.number"
		if ! grep -q -e '^diff --git ' -e '^--- ' "$file.patch"; then
			[ "$number" -eq 0 ] || grep -q '^Subject: Re: ' \
				"$file.about" || die 2 "$name, mail $mail:" \
				'there is no patch in it: is it cut off?'
			continue
		fi
		printf '%s %s %s\n' "$number" "$count" "$mail"
	done >"$work/listed"
	sort -n "$work/listed" >"$work/order"
}

# All patches that the mails count must be there.
check_count() {
	missing=$(awk '{ had[$1] = 1; if ($2 > most) most = $2 }
		END { for (i = 1; i <= most; i++) if (!(i in had))
			printf " %d/%d", i, most }' "$work/order")
	[ -s "$work/order" ] || die 2 "$name: there is no patch in it"
	[ -z "$missing" ] || die 2 "$name: is it cut off? There is no$missing"
}

apply_mails() {
	mkdir "$work/mails"
	git mailsplit -b -o"$work/mails" "$1" >/dev/null 2>"$work/git" ||
		die 2 "$name: it cannot be split into mails"
	list_mails
	check_count
	while read -r _ _ mail; do
		check_whole "$work/mails/$mail.patch"
		in_scratch am -q --no-3way --committer-date-is-author-date \
			"$work/mails/$mail" </dev/null >"$work/git" 2>&1 || {
			tell_git
			die 2 "$name, mail $mail: it does not apply to $base"
		}
	done <"$work/order"
}
