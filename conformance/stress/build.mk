# SPDX-License-Identifier: GPL-2.0-only
STRESS         := conformance/stress
STRESS_SOURCES := $(wildcard $(STRESS)/*.c)
STRESS_HEADERS := $(wildcard $(STRESS)/*.h)
STRESS_HARNESS := $(addprefix conformance/harness/,backing.o betray.o expect.o \
			guest.o kernel_log.o pagemap.o proc.o sabotage.o \
			uffd.o)

all: $(B)/uffd-stress

$(STRESS_SOURCES:%.c=$(B)/%.o) \
$(STRESS_SOURCES:%.c=$(B)/sanitized/%.o): $(STRESS_HEADERS)

$(B)/uffd-stress: $(STRESS_SOURCES:%.c=$(B)/%.o) \
		$(addprefix $(B)/,$(STRESS_HARNESS))
	$(CC) $(HARNESS_CFLAGS) -static -o $@ $^

stress: $(addprefix $(B)/,uffd-stress run-programs init) ## Everything at once: [KERNEL=...] [DURATION=60] [SEED=...] [WITHOUT=...]
	@$(STRESS)/run

.PHONY: stress
