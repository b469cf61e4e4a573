#include "cs-sha.h"

#include <string.h>

#define BLOCK 64

struct _CsSha
{
  GChecksum *checksum;      /* the plain way; NULL: the processor's */
  guint32    state[8];
  guint64    length;
  guint8     rest[BLOCK];   /* of the last block, length % BLOCK bytes */
};

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>

static const guint32 constants[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

/* CPUID leaf 7, EBX bit 29; what the instructions stand on came years before them. */
static gboolean
has_instructions (void)
{
  guint a, b = 0, c, d;

  return __get_cpuid_count (7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
}

/* The instructions keep the eight words as ABEF and CDGH, and take four rounds a pair: two words of work a time. */
__attribute__ ((target ("sha,sse4.1"))) static void
add_blocks (guint32 *state, const guint8 *bytes, gsize n_blocks)
{
  const __m128i swap = _mm_set_epi64x (0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i dcba = _mm_loadu_si128 ((const __m128i *) state), hgfe = _mm_loadu_si128 ((const __m128i *) state + 1);
  __m128i badc = _mm_shuffle_epi32 (dcba, 0xb1), efgh = _mm_shuffle_epi32 (hgfe, 0x1b);
  __m128i abef = _mm_alignr_epi8 (badc, efgh, 8), cdgh = _mm_blend_epi16 (efgh, badc, 0xf0);

  for (; n_blocks > 0; n_blocks--, bytes += BLOCK)
    {
      __m128i words[4], first = abef, second = cdgh;

      for (guint k = 0; k < 4; k++)
        words[k] = _mm_shuffle_epi8 (_mm_loadu_si128 ((const __m128i *) bytes + k), swap);
#pragma GCC unroll 16
      for (guint k = 0; k < 16; k++)
        {
          __m128i now = words[k % 4], keyed = _mm_add_epi32 (now, _mm_loadu_si128 ((const __m128i *) constants + k));
          __m128i later = _mm_alignr_epi8 (words[(k + 3) % 4], words[(k + 2) % 4], 4);

          cdgh = _mm_sha256rnds2_epu32 (cdgh, abef, keyed);
          abef = _mm_sha256rnds2_epu32 (abef, cdgh, _mm_shuffle_epi32 (keyed, 0x0e));
          later = _mm_add_epi32 (_mm_sha256msg1_epu32 (now, words[(k + 1) % 4]), later);
          words[k % 4] = _mm_sha256msg2_epu32 (later, words[(k + 3) % 4]);
        }
      abef = _mm_add_epi32 (abef, first);
      cdgh = _mm_add_epi32 (cdgh, second);
    }
  badc = _mm_shuffle_epi32 (cdgh, 0xb1);
  efgh = _mm_shuffle_epi32 (abef, 0x1b);
  _mm_storeu_si128 ((__m128i *) state, _mm_blend_epi16 (efgh, badc, 0xf0));
  _mm_storeu_si128 ((__m128i *) state + 1, _mm_alignr_epi8 (badc, efgh, 8));
}
#else
static gboolean
has_instructions (void)
{
  return FALSE;
}

static void
add_blocks (guint32 *state, const guint8 *bytes, gsize n_blocks)
{
  g_assert_not_reached ();
}
#endif

CsSha *
cs_sha_new (gboolean plain)
{
  static const guint32 start[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
  CsSha *self = g_new0 (CsSha, 1);

  memcpy (self->state, start, sizeof start);
  if (plain || !has_instructions ())
    self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return self;
}

void
cs_sha_add (CsSha *self, gconstpointer data, gsize n)
{
  const guint8 *bytes = data;
  gsize held = self->length % BLOCK, taken = held > 0 ? MIN (BLOCK - held, n) : 0;

  if (self->checksum != NULL)
    {
      g_checksum_update (self->checksum, data, n);
      return;
    }
  self->length += n;
  memcpy (self->rest + held, bytes, taken);
  if (held + taken == BLOCK)
    add_blocks (self->state, self->rest, 1);
  bytes += taken;
  n -= taken;
  if (n >= BLOCK)
    add_blocks (self->state, bytes, n / BLOCK);
  if (held + taken == BLOCK || held == 0)
    memcpy (self->rest, bytes + n / BLOCK * BLOCK, n % BLOCK);
}

/* A one bit, zeros, and the length in bits fill the last block. */
static char *
close_blocks (CsSha *self)
{
  static const guint8 padding[BLOCK] = { 0x80 };
  guint64 bits = GUINT64_TO_BE (self->length * 8);
  char *hex = g_new (char, 65);

  cs_sha_add (self, padding, (BLOCK + 55 - self->length % BLOCK) % BLOCK + 1);
  cs_sha_add (self, &bits, sizeof bits);
  for (guint k = 0; k < 8; k++)
    g_snprintf (hex + 8 * k, 9, "%08x", self->state[k]);
  return hex;
}

char *
cs_sha_finish (CsSha *self)
{
  char *hex = self->checksum != NULL ? g_strdup (g_checksum_get_string (self->checksum)) : close_blocks (self);

  g_clear_pointer (&self->checksum, g_checksum_free);
  g_free (self);
  return hex;
}
