#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Patches that are meant to do harm: nothing of them runs here, nothing but the
# pages is read, and what they are called does nothing to a terminal.
# shellcheck disable=SC2016,SC2119,SC2154,SC2181
set -u
# shellcheck source=repository.sh
. "$(dirname "$0")/repository.sh"
export KERNELS=none

# Words of a page that no test quotes, so that nothing is compiled.
change_page() {
	sed -i '/^On success,$/{n;s/^0 /1 /;}' "$repository/$page"
}

# hide NAME CONTENT: commits what git itself would not add, as a mail.
hide() {
	blob=$(printf '%s\n' "$2" | git_here hash-object -w --stdin)
	git_here update-index --add --cacheinfo "${3:-100644},$blob,$1"
	git_here commit -q -m 'Hidden'
	git_here format-patch -q --no-signature --stdout HEAD~1 >"$work/mail"
	git_here reset -q --hard base
}

change_page
as_mail "$(printf '\033]0;owned\007\033[2J$(touch %s/ran) `touch %s/ran`' \
	"$work" "$work")"
review_mail "$work/mail"
[ "$status" -eq 1 ] && says '\x1b' && says '$(touch'
report 'a subject with escape sequences and commands'

printf '\033[31mOwned \302\233 \342\200\256txet.\033[0m\n' \
	>>"$repository/$page"
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && ! says "$(printf '\342\200\256')"
report 'a page with escape sequences, C1 controls and reversed text'

change_page
as_mail
for path in ../../outside /etc/outside .git/hooks/post-checkout \
	.GIT/hooks/post-checkout man2/../../../outside; do
	sed "s|[ab]/$page|x/$path|g" "$work/mail" >"$work/other"
	review_mail "$work/other"
	[ "$status" -eq 2 ] && [ ! -e "$work/outside" ] &&
		[ ! -e /etc/outside ] && [ ! -e "$work/review/outside" ]
	report "a patch of $path"
done

printf '%s filter=evil diff=evil\n*.c export-subst\n' "$page" \
	>"$repository/.gitattributes"
mkdir -p "$repository/.husky"
printf 'all:\n\ttouch %s/ran\n' "$work" >"$repository/Makefile"
printf '[core]\n\thooksPath = .husky\n' >"$repository/.gitconfig"
printf '#!/bin/sh\ntouch %s/ran\n' "$work" >"$repository/.husky/post-commit"
chmod +x "$repository/.husky/post-commit"
as_mail
review_mail "$work/mail"
[ "$status" -eq 0 ] && says 'Not judged here' && says 'Makefile'
report 'attributes with filters, hooks, a Makefile'

rm "$repository/$page"
ln -s /etc/passwd "$repository/$page"
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && ! says 'root:' && says 'TEST LEFT STALE'
report 'a page that is a symbolic link'

ln -s /etc/passwd "$repository/man2const/UFFDIO_LINK.2const"
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && ! says 'root:' &&
	says 'UFFDIO_LINK.2const: no regular file'
report 'a symbolic link in the place of a new page'

cp "$repository/$page" "$repository/elsewhere"
rm "$repository/$page" "$repository/$tests"
ln -s ../elsewhere "$repository/$page"
as_mail
review_mail "$work/mail"
[ "$status" -eq 1 ] && says "$page: no regular file"
report 'a symbolic link in the place of a page and its tests'

git_here update-index --add --cacheinfo \
	"160000,$(git_here rev-parse HEAD),man2/module"
git_here commit -q -m 'A module'
git_here format-patch -q --no-signature --stdout HEAD~1 >"$work/mail"
git_here reset -q --hard base
review_mail "$work/mail"
[ "$status" -eq 0 ] && says 'man2/module'
report 'a submodule'

hide 'man2/$(touch ran).2' 'x'
review_mail "$work/mail"
[ "$status" -eq 0 ] && says '$(touch ran).2' && [ ! -e ran ]
report 'a page that is called like a command'

hide "$(printf 'man2/\033[2Jx.2')" 'x'
review_mail "$work/mail"
[ "$status" -eq 0 ] && says '\033[2Jx.2'
report 'a page that is called like an escape sequence'

for macro in so mso; do
	printf '.%s /etc/passwd\n' "$macro" >>"$repository/$page"
	as_mail
	review_mail "$work/mail"
	[ "$status" -eq 1 ] && ! says 'root:'
	report "a page that includes another file by .$macro"
done
plan
