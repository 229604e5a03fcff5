# SPDX-License-Identifier: GPL-2.0-only
# The pages as HTML, one each, and as a PDF, one book.
reading      := reading
html_sources := $(addprefix $(reading)/,example.c html.c link.c outline.c)
html_objects := $(addprefix $(B)/$(mantrace)/,mandoc.o program.o report.o source.o text.o)

html: $(B)/html/index.html ## The pages to read in a browser: build/html.

pdf: $(B)/uffdspec.pdf ## The pages as a book.

$(B)/make-html: $(html_sources:%.c=$(B)/%.o) $(html_objects)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lz

$(B)/$(reading)/%.o: $(reading)/%.c $(wildcard $(reading)/*.h $(reading)/check/*.h)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -I$(mantrace) -c -o $@ $<

$(B)/check-browser: $(addprefix $(B)/$(reading)/check/,browser.o chromium.o look.o) \
		$(B)/$(mantrace)/text.o
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(B)/html/index.html: $(B)/make-html $(PAGES) $(reading)/style.css
	@rm -rf $(@D)
	@mkdir -p $(@D)
	$(B)/make-html $(@D) $(PAGES)
	cp $(reading)/style.css $(@D)/

# As old as the tarball.
$(B)/uffdspec.pdf: $(reading)/book $(reading)/book.tmac $(PAGES) debian/changelog
	$(call need,groff gropdf dpkg-parsechangelog)
	@mkdir -p $(@D)
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(dpkg-parsechangelog -S Timestamp)} \
		$(reading)/book $@ $(PAGES)

check: check-reading

check-reading: html pdf
	prove reading/check/html

.PHONY: html pdf check-reading
