# SPDX-License-Identifier: GPL-2.0-only
# Where the pages go, what carries them there, and the tarball.
prefix       := /usr/local
datarootdir  := $(prefix)/share
mandir       := $(datarootdir)/man
man1dir      := $(mandir)/man1
man2dir      := $(mandir)/man2
bindir       := $(prefix)/bin
INSTALL      := install
INSTALL_DATA := $(INSTALL) -m 644

# The ending that says how an installed page is compressed, and by what.
Z            :=
COMPRESS_.gz := gzip -9n
COMPRESS_.xz := xz -9
COMPRESS_.bz2 := bzip2 -9

compress      = $(or $(COMPRESS_$(Z)),$(error Z=$(Z): not .gz, .xz or .bz2))

VERSION      := $(shell sed -n '1s/.*(\(.*\)).*/\1/p' debian/changelog)
DIST         := uffdspec-$(VERSION)
DEB          := manpages-uffdspec_$(VERSION)_all.deb

# One word of the shell, whatever is in it.
quoted        = '$(subst ','\'',$(1))'

# man(1) of Debian 12 knows no directory man2const: all go into man2.
install: ## Install the pages: [DESTDIR=] [prefix=/usr/local] [Z=.gz]
	$(call need,$(if $(Z),$(firstword $(compress))))
	$(INSTALL) -d $(call quoted,$(DESTDIR)$(man2dir))
	@set -e; for page in $(PAGES); do \
		installed=$(call quoted,$(DESTDIR)$(man2dir))/$${page##*/}; \
		rm -f "$$installed" "$$installed.gz" "$$installed.xz" \
			"$$installed.bz2"; \
		echo "$$installed$(Z)"; \
		$(INSTALL_DATA) $$page "$$installed"; \
		$(if $(Z),$(compress) "$$installed";) \
	done

uninstall: ## Remove them: [DESTDIR=] [prefix=/usr/local]
	@for page in $(PAGES); do \
		installed=$(call quoted,$(DESTDIR)$(man2dir))/$${page##*/}; \
		rm -f "$$installed" "$$installed.gz" "$$installed.xz" \
			"$$installed.bz2" || exit 1; \
	done
	@[ ! -d $(call quoted,$(DESTDIR)$(man2dir)) ] || \
		rmdir --ignore-fail-on-non-empty \
			$(call quoted,$(DESTDIR)$(man2dir))

# The pages are of use by themselves, and so is the tool.
install-mantrace: $(B)/mantrace ## Install mantrace and its page: [DESTDIR=] [prefix=/usr/local]
	$(INSTALL) -d $(call quoted,$(DESTDIR)$(bindir)) \
		$(call quoted,$(DESTDIR)$(man1dir))
	$(INSTALL) $< $(call quoted,$(DESTDIR)$(bindir)/mantrace)
	$(INSTALL_DATA) $(MANTRACE_PAGE) \
		$(call quoted,$(DESTDIR)$(man1dir)/mantrace.1)

uninstall-mantrace: ## Remove both: [DESTDIR=] [prefix=/usr/local]
	rm -f $(call quoted,$(DESTDIR)$(bindir)/mantrace) \
		$(call quoted,$(DESTDIR)$(man1dir)/mantrace.1)

# The same files give the same bytes, whoever packs them and when.
dist: sources ## A tarball of the sources: build/uffdspec-VERSION.tar.gz.
	$(call need,dpkg-parsechangelog)
	@mkdir -p $(B)
	@install/tarball $(DIST) $(B)/$(DIST).tar.gz $(SOURCES)

distcheck: dist ## Build it in another place, without a network, and check it.
	@install/distcheck $(DIST) $(B)/$(DIST).tar.gz

deb: dist ## A Debian package of the pages: build/deb.
	$(call need,dpkg-buildpackage dh)
	@rm -rf $(B)/deb
	@mkdir -p $(B)/deb
	tar -C $(B)/deb -xf $(B)/$(DIST).tar.gz
	cd $(B)/deb/$(DIST) && dpkg-buildpackage -us -uc

check: check-directories

check-directories:
	prove install/check/directories install/check/odd

check-install: html deb $(B)/check-browser ## Check it in roots of Debian and in a browser.
	@conformance/install-packages install/packages
	prove -v install/check/package reading/check/groff reading/check/browser

.PHONY: install uninstall install-mantrace uninstall-mantrace dist distcheck \
	deb check-directories check-install
