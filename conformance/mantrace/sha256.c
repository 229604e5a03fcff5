// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <string.h>

#include "sha256.h"

enum {
	BLOCK = 64,
	ROUNDS = 64,
	LENGTH_SIZE = 8,
};

static const uint32_t constants[ROUNDS] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotated(uint32_t word, unsigned int bits)
{
	return word >> bits | word << (32 - bits);
}

static void make_schedule(uint32_t schedule[ROUNDS],
			  const unsigned char block[BLOCK])
{
	for (size_t i = 0; i < 16; i++)
		schedule[i] = (uint32_t)block[4 * i] << 24 |
			      (uint32_t)block[4 * i + 1] << 16 |
			      (uint32_t)block[4 * i + 2] << 8 |
			      (uint32_t)block[4 * i + 3];
	for (size_t i = 16; i < ROUNDS; i++) {
		uint32_t near = schedule[i - 2];
		uint32_t far = schedule[i - 15];

		near = rotated(near, 17) ^ rotated(near, 19) ^ near >> 10;
		far = rotated(far, 7) ^ rotated(far, 18) ^ far >> 3;
		schedule[i] = schedule[i - 16] + far + schedule[i - 7] + near;
	}
}

static void take_block(uint32_t state[8], const unsigned char block[BLOCK])
{
	uint32_t schedule[ROUNDS];
	uint32_t w[8];

	make_schedule(schedule, block);
	memcpy(w, state, sizeof(w));
	for (size_t i = 0; i < ROUNDS; i++) {
		uint32_t choice = (w[4] & w[5]) ^ (~w[4] & w[6]);
		uint32_t majority =
			(w[0] & w[1]) ^ (w[0] & w[2]) ^ (w[1] & w[2]);
		uint32_t high = rotated(w[0], 2) ^ rotated(w[0], 13) ^
				rotated(w[0], 22);
		uint32_t low = rotated(w[4], 6) ^ rotated(w[4], 11) ^
			       rotated(w[4], 25);
		uint32_t sum = w[7] + low + choice + constants[i] + schedule[i];

		memmove(w + 1, w, 7 * sizeof(*w));
		w[4] += sum;
		w[0] = sum + high + majority;
	}
	for (size_t i = 0; i < 8; i++)
		state[i] += w[i];
}

/* The last bytes, a bit that ends them, and the length in bits. */
static void take_end(uint32_t state[8], const unsigned char *bytes,
		     size_t length)
{
	unsigned char end[2 * BLOCK] = { 0 };
	size_t rest = length % BLOCK;
	size_t size = rest + 1 + LENGTH_SIZE <= BLOCK ? BLOCK : 2 * BLOCK;
	uint64_t bits = (uint64_t)length * 8;

	memcpy(end, bytes + length - rest, rest);
	end[rest] = 0x80;
	for (size_t i = 0; i < LENGTH_SIZE; i++)
		end[size - 1 - i] = bits >> 8 * i;
	for (size_t at = 0; at < size; at += BLOCK)
		take_block(state, end + at);
}

void sha256(const void *bytes, size_t length, unsigned char digest[SHA256_SIZE])
{
	uint32_t state[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
			      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };

	for (size_t at = 0; at + BLOCK <= length; at += BLOCK)
		take_block(state, (const unsigned char *)bytes + at);
	take_end(state, bytes, length);
	for (size_t i = 0; i < SHA256_SIZE; i++)
		digest[i] = state[i / 4] >> (24 - 8 * (i % 4));
}
