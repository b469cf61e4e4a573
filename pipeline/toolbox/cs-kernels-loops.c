/* Compiled once a variant, with CS_VARIANT its name: only loops that the compiler turns into vectors by itself. They
 * count in gsize: in out[2 * x] or out[first + x] a guint could wrap, and no vector comes of it. */
#include "cs-kernels.h"

#include <math.h>

#define WEIGHED 64   /* pixels that weigh() takes at a time */

static void
range (const guint16 *row, guint n, guint16 *least, guint16 *most)
{
  guint16 lower = *least, upper = *most;

  for (gsize x = 0; x < n; x++)
    {
      lower = MIN (lower, row[x]);
      upper = MAX (upper, row[x]);
    }
  *least = lower;
  *most = upper;
}

/* In bytes as long as a byte can hold it. */
static guint
count (const guint8 *row, guint n)
{
  guint all = 0;

  for (gsize first = 0; first < n; first += 192)
    {
      guint8 some = 0;

      for (gsize x = first; x < MIN (first + 192, n); x++)
        some += row[x] != 0;
      all += some;
    }
  return all;
}

/* Four rows a step: what is kept is seldom loaded and stored. The last row stands in for those that are missing. */
static void
least (guint16 *restrict out, const guint16 *const *rows, guint n_rows, guint16 flip, guint n)
{
  for (gsize x = 0; x < n; x += CS_KERNELS_BLOCK)
    {
      guint16 block[CS_KERNELS_BLOCK];

      for (gsize k = 0; k < CS_KERNELS_BLOCK; k++)
        block[k] = G_MAXUINT16;
      for (gsize i = 0; i < n_rows; i += 4)
        {
          const guint16 *a = rows[i] + x, *b = rows[MIN (i + 1, n_rows - 1)] + x;
          const guint16 *c = rows[MIN (i + 2, n_rows - 1)] + x, *d = rows[MIN (i + 3, n_rows - 1)] + x;

          for (gsize k = 0; k < CS_KERNELS_BLOCK; k++)
            {
              guint16 one = MIN (a[k], b[k]), other = MIN (c[k], d[k]), both = MIN (one, other);

              block[k] = MIN (block[k], both);
            }
        }
      for (gsize k = 0; k < CS_KERNELS_BLOCK; k++)
        out[x + k] = block[k] ^ flip;
    }
}

static void
least_of_three (guint16 *restrict out, const guint16 *a, const guint16 *b, const guint16 *c, guint n)
{
  for (gsize x = 0; x < n; x++)
    {
      guint16 both = MIN (a[x], b[x]);

      out[x] = MIN (both, c[x]);
    }
}

static void
least_of_two (guint16 *restrict out, const guint16 *a, const guint16 *b, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = MIN (a[x], b[x]);
}

static void
flip_words (guint16 *restrict out, const guint16 *row, guint16 flip, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = row[x] ^ flip;
}

static void
flip_bytes (guint16 *restrict out, const guint8 *row, guint16 flip, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = row[x] ^ flip;
}

static guint8
over (guint8 *restrict out, const guint16 *row, guint16 level, guint n)
{
  guint8 any = 0;

  for (gsize x = 0; x < n; x++)
    {
      out[x] = row[x] > level ? 255 : 0;
      any |= out[x];
    }
  return any;
}

static void
leave_out (guint8 *restrict out, const guint8 *mask, const guint8 *without, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = mask[x] >= 128 && without[x] < 128 ? out[x] : 0;
}

static void
to_bytes (guint8 *restrict out, const guint16 *row, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = (guint8) row[x];
}

/* @n pixels from @first on. Where it is a constant, the sums stay in registers. */
static inline void
weigh_some (float *restrict out, const float *const *rows, const float *weights, guint radius, gsize first, gsize n)
{
  const float *middle = rows[radius] + first;
  float sums[WEIGHED];

  for (gsize x = 0; x < n; x++)
    sums[x] = weights[0] * middle[x];
  for (gsize k = 1; k <= radius; k++)
    {
      const float *above = rows[radius - k] + first, *below = rows[radius + k] + first;

      for (gsize x = 0; x < n; x++)
        sums[x] += weights[k] * (above[x] + below[x]);
    }
  for (gsize x = 0; x < n; x++)
    out[first + x] = sums[x];
}

static void
weigh (float *restrict out, const float *const *rows, const float *weights, guint radius, guint n)
{
  gsize first = 0;

  for (; first + WEIGHED <= n; first += WEIGHED)
    weigh_some (out, rows, weights, radius, first, WEIGHED);
  weigh_some (out, rows, weights, radius, first, n - first);
}

static void
mean_between (float *restrict out, const double *sums, guint window, const double *parts, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = (sums[x + window] - sums[x]) * parts[x];
}

static void
move_sums (double *restrict sums, const float *enters, const float *leaves, double round, guint n)
{
  for (gsize x = 0; enters != NULL && x < n; x++)
    sums[x] += (enters[x] + round) - round;
  for (gsize x = 0; leaves != NULL && x < n; x++)
    sums[x] -= (leaves[x] + round) - round;
}

static void
scale_sums (float *restrict out, const double *sums, double scale, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = sums[x] * scale;
}

static void
sum_pairs (float *restrict out, const float *row, float scale, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = (row[2 * x] + row[2 * x + 1]) * scale;
}

static void
fall (guint8 *restrict out, const float *above, const float *row, const float *below, float factor, guint n)
{
  const float *before = row - 1;

  for (gsize x = 0; x < n; x++)
    {
      float dx = (row[x + 1] - before[x]) * factor, dy = (below[x] - above[x]) * factor;
      float weight = 255.0f / (1 + dx * dx + dy * dy);

      out[x] = (guint8) (int) ((weight > 0.5f ? weight : 0.5f) + 0.5f);
    }
}

static void
between (float *restrict out, const float *row, const guint32 *places, const float *shares, const float *others,
         guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = shares[x] * row[places[x]] + others[x] * row[places[x] + 1];
}

static void
mix (float *restrict out, const float *a, const float *b, float share, float other, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = share * a[x] + other * b[x];
}

static void
twice (float *restrict out, const float *row, guint n)
{
  const float *before = row - 1;

  for (gsize x = 0; x < n / 2; x++)
    {
      out[2 * x] = 0.75f * row[x] + 0.25f * before[x];
      out[2 * x + 1] = 0.75f * row[x] + 0.25f * row[x + 1];
    }
  if (n % 2 == 1)
    out[n - 1] = 0.75f * row[n / 2] + 0.25f * before[n / 2];
}

static void
bend (float *restrict out, const float *above, const float *row, const float *below, guint n)
{
  const float *a = above - 1, *b = row - 1, *c = below - 1;

  for (gsize x = 0; x < n; x++)
    {
      float xx = b[x] + row[x + 1] - 2 * row[x], yy = above[x] + below[x] - 2 * row[x];
      float xy = ((a[x] + below[x + 1]) - (above[x + 1] + c[x])) / 4;
      float root = sqrtf ((xx - yy) * (xx - yy) + 4 * xy * xy), sum = -(xx + yy);

      out[x] = sum > root ? root / sum : 1;
    }
}

static void
rate (float *restrict rated, float *restrict lines, float *restrict ground, const guint8 *inside, const float *band,
      const float *noise, const float *bent, float least, guint n)
{
  for (gsize x = 0; x < n; x++)
    {
      float value = (inside[x] != 0 ? band[x] : 0) / (noise[x] + least) * (1 - bent[x]);
      gboolean more = value > rated[x];

      lines[x] = more ? bent[x] : lines[x];
      ground[x] = more ? noise[x] : ground[x];
      rated[x] = more ? value : rated[x];
    }
}

static void
to_levels (guint16 *restrict out, const float *row, float scale, float most, guint n)
{
  for (gsize x = 0; x < n; x++)
    {
      float value = row[x] * scale;

      out[x] = (guint16) (int) ((value > most ? most : value < 0 ? 0 : value) + 0.5f);
    }
}

static void
share_out (float *restrict means, const float *parts, float factor, guint n)
{
  for (gsize x = 0; x < n; x++)
    means[x] = parts[x] > 1e-4f ? means[x] * factor / parts[x] : 0;
}

static void
least_of_floats (float *restrict cut, const float *sizes, const float *most, guint n)
{
  for (gsize x = 0; x < n; x++)
    cut[x] = MIN (sizes[x], most[x]);
}

/* In pieces: what is looked up one by one lies side by side for the arithmetic. */
static void
blend (guint16 *restrict out, const guint16 *row, const guint32 (*pairs)[2], const float *across, float down,
       guint white, guint n)
{
  enum { PIECE = 256 };
  const float round = 12582912;     /* 1.5 times 2^23: a sum with it has no room for fractions */
  guint32 above[PIECE], below[PIECE];

  for (gsize first = 0; first < n; first += PIECE)
    {
      gsize length = MIN (PIECE, n - first);
      const guint16 *in = row + first;
      const float *shares = across + first;
      guint16 *to = out + first;

      for (gsize x = 0; x < length; x++)
        {
          guint level = MIN (in[x], white);

          above[x] = pairs[level][0];
          below[x] = pairs[level][1];
        }
      for (gsize x = 0; x < length; x++)
        {
          float right = shares[x], left = 1 - right;
          float top = (float) (int) (above[x] & 0xffff) * left + (float) (int) (above[x] >> 16) * right;
          float bottom = (float) (int) (below[x] & 0xffff) * left + (float) (int) (below[x] >> 16) * right;

          to[x] = (guint16) (int) (top * (1 - down) + bottom * down + round - round);
        }
    }
}

static void
split (const float *row, guint n, float *restrict even, float *restrict odd)
{
  for (gsize x = 0; x < n; x++)
    {
      even[x] = row[2 * x];
      odd[x] = row[2 * x + 1];
    }
}

static void
halve (float *restrict out, const float *even, const float *odd, guint n)
{
  const float *even_before = even - 1, *odd_before = odd - 1;

  for (gsize x = 0; x < n; x++)
    out[x] = (even_before[x] + even[x + 1] + 4 * (odd_before[x] + odd[x]) + 6 * even[x]) * (1 / 16.0f);
}

static void
mix_five (float *restrict out, const float *const rows[5], guint n)
{
  const float *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3], *e = rows[4];

  for (gsize x = 0; x < n; x++)
    out[x] = (a[x] + e[x] + 4 * (b[x] + d[x]) + 6 * c[x]) * (1 / 16.0f);
}

static void
mix_three (float *restrict out, const float *a, const float *b, const float *c, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = (a[x] + 6 * b[x] + c[x]) * 0.125f;
}

static void
mix_two (float *restrict out, const float *a, const float *b, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = (a[x] + b[x]) * 0.5f;
}

static void
spread (float *restrict out, const float *row, guint n)
{
  const float *before = row - 1;

  for (gsize x = 0; x < n; x++)
    {
      out[2 * x] = (before[x] + 6 * row[x] + row[x + 1]) * 0.125f;
      out[2 * x + 1] = (row[x] + row[x + 1]) * 0.5f;
    }
}

static void
add_share (float *restrict sums, const float *guide, const float *fine, const float *coarse, float reference,
           float steps, guint n)
{
  for (gsize x = 0; x < n; x++)
    {
      float share = 1 - fabsf (guide[x] - reference) * steps;

      sums[x] += (fine[x] - coarse[x]) * (share > 0 ? share : 0);
    }
}

static void
take_share (float *restrict sums, const guint16 *guide, float scale, const float *coarse, float reference, float steps,
            guint n)
{
  for (gsize x = 0; x < n; x++)
    {
      float share = 1 - fabsf (guide[x] * scale - reference) * steps;

      sums[x] -= coarse[x] * (share > 0 ? share : 0);
    }
}

static void
add_words (float *restrict sums, const guint16 *row, guint n)
{
  for (gsize x = 0; x < n; x++)
    sums[x] += row[x];
}

static void
add_bytes (float *restrict sums, const guint8 *row, guint n)
{
  for (gsize x = 0; x < n; x++)
    sums[x] += row[x];
}

static void
scale_words (float *restrict out, const guint16 *row, float scale, guint n)
{
  for (gsize x = 0; x < n; x++)
    out[x] = row[x] * scale;
}

static void
to_words (guint16 *restrict out, const float *row, float scale, guint n)
{
  for (gsize x = 0; x < n; x++)
    {
      float value = row[x] > 0 ? row[x] : 0;

      out[x] = (guint16) (int) ((value < 1 ? value : 1) * scale + 0.5f);
    }
}

#define NAME_OF(variant) cs_kernels_##variant
#define NAMED(variant) NAME_OF (variant)
#define TEXT_OF(variant) #variant
#define TEXT(variant) TEXT_OF (variant)

extern const CsKernels NAMED (CS_VARIANT);

const CsKernels NAMED (CS_VARIANT) =
{
  TEXT (CS_VARIANT),
  range, count, least, least_of_three, least_of_two, flip_words, flip_bytes, over, leave_out,
  to_bytes,
  weigh, mean_between, move_sums, scale_sums, sum_pairs, fall,
  between, mix, twice, bend, rate, to_levels, share_out, least_of_floats,
  blend,
  split, halve, mix_five, mix_three, mix_two, spread, add_share, take_share, add_words, add_bytes,
  scale_words, to_words,
};
