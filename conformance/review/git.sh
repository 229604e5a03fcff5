# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# git on a stranger's patches: no hook runs, and no configuration is read but
# that of the scratch repository.

git_alone() {
	GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git \
		-c core.hooksPath=/dev/null -c core.fsmonitor=false \
		-c commit.gpgSign=false -c core.protectHFS=true \
		-c user.name=review -c user.email=review@localhost "$@"
}
