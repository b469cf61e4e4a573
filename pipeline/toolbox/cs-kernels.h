/* The loops that vectors make fast, compiled once for each set of instructions a processor may have, and chosen when the
 * program runs: the tree is built for the oldest. All variants give the same bits (no fused multiply-add, no sum in
 * another order), so a result does not depend on the machine. Rows do not overlap unless said. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CS_KERNELS_BLOCK 128   /* pixels that least() takes at a time */

typedef struct
{
  const char *name;                                                   /* "plain", "avx2", "avx512" */

  /* smallest and largest of a row, beginning with what they are */
  void (*range)       (const guint16 *row, guint n, guint16 *least, guint16 *most);
  guint (*count)      (const guint8 *row, guint n);                   /* those that are not 0 */
  /* the least of rows, pixel by pixel, and then exclusive or; @n is a multiple of CS_KERNELS_BLOCK */
  void (*least)       (guint16 *out, const guint16 *const *rows, guint n_rows, guint16 flip, guint n);
  void (*least_of_three) (guint16 *out, const guint16 *a, const guint16 *b, const guint16 *c, guint n);
  void (*least_of_two)   (guint16 *out, const guint16 *a, const guint16 *b, guint n);
  void (*flip_words)     (guint16 *out, const guint16 *row, guint16 flip, guint n);    /* exclusive or */
  void (*flip_bytes)     (guint16 *out, const guint8 *row, guint16 flip, guint n);
  /* Masks: 255 where @row is over @level, else 0, and whether it is anywhere; what of @out is in @mask and not in
   * @without, from the middle of 255 on */
  guint8 (*over)         (guint8 *out, const guint16 *row, guint16 level, guint n);
  void (*leave_out)      (guint8 *out, const guint8 *mask, const guint8 *without, guint n);
  void (*to_bytes)       (guint8 *out, const guint16 *row, guint n);                   /* their lower halves */

  /* A symmetric kernel over 2 @radius + 1 rows, the middle weighted by weights[0] */
  void (*weigh)       (float *out, const float *const *rows, const float *weights, guint radius, guint n);
  /* Means out of running sums: (sums[x + window] - sums[x]) * parts[x] */
  void (*mean_between) (float *out, const double *sums, guint window, const double *parts, guint n);
  /* The sum of rows moves on by one: += @enters - @leaves, either may be NULL; each added to @round and less it, so that
   * a large @round leaves only steps of its own */
  void (*move_sums)   (double *sums, const float *enters, const float *leaves, double round, guint n);
  void (*scale_sums)  (float *out, const double *sums, double scale, guint n);
  void (*sum_pairs)   (float *out, const float *row, float scale, guint n);     /* of two and two side by side, times @scale */
  /* 255 / (1 + the square of the gradient times @factor), at least 1, rounded; @row has a value before and one behind */
  void (*fall)        (guint8 *out, const float *above, const float *row, const float *below, float factor, guint n);

  /* Between point places[x] of @row and the next: so much of this one, others[x] of that */
  void (*between)     (float *out, const float *row, const guint32 *places, const float *shares, const float *others,
                       guint n);
  void (*mix)         (float *out, const float *a, const float *b, float share, float other, guint n);   /* of two rows */
  /* The same as between() where all is twice as wide: n values, @row with a value before and one behind */
  void (*twice)       (float *out, const float *row, guint n);
  /* Spots (cs-blob.c): how alike to a line, from the eigenvalues of the second differences; @row and those beside it have
   * a value before and one behind */
  void (*bend)        (float *out, const float *above, const float *row, const float *below, guint n);
  /* inside / 255 * band / (noise + @least) * (1 - bent) where that is more than @rated; then bent and noise come along */
  void (*rate)        (float *rated, float *lines, float *ground, const guint8 *inside, const float *band,
                       const float *noise, const float *bent, float least, guint n);
  void (*to_levels)   (guint16 *out, const float *row, float scale, float most, guint n);  /* 0..most, rounded */
  /* The noise they are rated by: means become those of what is inside, of which each window holds @parts, times @factor;
   * and @cut: @sizes, where they are no more than that */
  void (*share_out)   (float *means, const float *parts, float factor, guint n);
  void (*least_of_floats) (float *cut, const float *sizes, const float *most, guint n);

  /* CLAHE: of each level, @pairs holds four words, of the tiles left above, right above, left below, right below; between
   * them by @across and @down, 0..1, rounded to even. Levels over @white count as white. */
  void (*blend)       (guint16 *out, const guint16 *row, const guint32 (*pairs)[2], const float *across, float down,
                       guint white, guint n);

  /* Pyramids: binomial 1 4 6 4 1 / 16. Even and odd pixels come apart; both have one valid value before the first, even
   * one behind the last. */
  void (*split)       (const float *row, guint n, float *even, float *odd);      /* n pairs */
  void (*halve)       (float *out, const float *even, const float *odd, guint n);
  void (*mix_five)    (float *out, const float *const rows[5], guint n);
  /* 1 6 1 / 8 of three rows; the mean of two; one row to double width, @row with a valid value before and behind */
  void (*mix_three)   (float *out, const float *a, const float *b, const float *c, guint n);
  void (*mix_two)     (float *out, const float *a, const float *b, guint n);
  void (*spread)      (float *out, const float *row, guint n);                   /* n pairs */

  /* sums += (1 - |guide - reference| * steps, at least 0) * (fine - coarse) */
  void (*add_share)   (float *sums, const float *guide, const float *fine, const float *coarse, float reference,
                       float steps, guint n);
  /* the same with the fine part left out, guided by words times @scale */
  void (*take_share)  (float *sums, const guint16 *guide, float scale, const float *coarse, float reference, float steps,
                       guint n);
  void (*add_words)   (float *sums, const guint16 *row, guint n);
  void (*add_bytes)   (float *sums, const guint8 *row, guint n);
  void (*scale_words) (float *out, const guint16 *row, float scale, guint n);
  void (*to_words)    (guint16 *out, const float *row, float scale, guint n);    /* 0..1 to 0..scale, rounded */
} CsKernels;

const CsKernels *cs_kernels         (void);              /* the best this processor has */
/* For tests: variant @i whose instructions this processor has, 0 the plain one; NULL: there are no more. */
const CsKernels *cs_kernels_variant (guint i);
void             cs_kernels_choose  (guint i);           /* what cs_kernels() gives from now on; G_MAXUINT: the best */

G_END_DECLS
