/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MANTRACE_SHA256_H
#define MANTRACE_SHA256_H

#include <stddef.h>

enum {
	SHA256_SIZE = 32,
};

/* The SHA-256 of the bytes (FIPS 180-4). */
void sha256(const void *bytes, size_t length,
	    unsigned char digest[SHA256_SIZE]);

#endif
