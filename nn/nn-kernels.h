/* The arithmetic of nn-winograd and norm, once for each sort of processor; which of them runs is decided at run time. For nn/
 * alone.
 *
 * In nn-winograd pixels lie NN_LANES channels together (a line of pixels), and channels are filled up with zeros to a multiple of that: so
 * every vector of every processor holds channels, and no kernel has a rest to deal with. A tile's transform has 36 points,
 * each in an array of its own, @point floats apart. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NN_LANES 16
#define NN_TILE 4                       /* F(4x4, 3x3): pixels a tile gives, 2 more a side it reads */
#define NN_POINTS 36

typedef struct
{
  const char *name;                     /* avx512, avx2, common */
  gboolean  (*runs_here) (void);

  /* Row-major C (rows x columns) = A B, or with @add C += A B. @a_row, @a_step: from row to row of A and from element to
   * element, so that A may be stored either way. @columns: a multiple of NN_LANES. Rows of B and C are @columns long. */
  void      (*product) (guint rows, guint columns, guint depth, const float *a, gsize a_row, gsize a_step, const float *b,
                        float *c, gboolean add);

  /* A line of @n pixels from up to NN_LANES planes, @plane floats apart; lanes beyond @channels are set to 0. */
  void      (*to_pixels) (const float *planes, gsize plane, guint channels, guint n, float *pixels);
  /* Back: planes = pixels, or with @add planes += pixels; and the bias of the channel, which may be NULL. */
  void      (*to_planes) (const float *pixels, guint channels, guint n, const float *bias, gboolean add, float *planes,
                          gsize plane);

  /* @n tiles side by side, their points @step floats apart; @row: floats from one line of pixels to the next. Each with the
   * transpose that its gradient needs: tiles_in_back() adds to the first two lines and to the first two pixels of each, and
   * sets the rest, which no tile above or before it has touched. */
  void      (*tiles_in)       (guint n, const float *pixels, gsize row, float *v, gsize step, gsize point);  /* 6x6 -> 36 */
  void      (*tiles_in_back)  (guint n, const float *v, gsize step, gsize point, float *pixels, gsize row);  /* 36 -> 6x6 */
  void      (*tiles_out)      (guint n, const float *m, gsize step, gsize point, float *pixels, gsize row);  /* 36 -> 4x4 */
  void      (*tiles_out_back) (guint n, const float *pixels, gsize row, float *m, gsize step, gsize point);  /* 4x4 -> 36 */
  /* NN_LANES kernels at once; @w: 9 x NN_LANES. */
  void      (*weights)       (const float *w, float *u, gsize point);                                 /* 3x3 -> 36 */
  void      (*weights_back)  (const float *u, gsize point, float *w);                                 /* 36 -> 3x3 */

  /* Over @n values of a plane, h = x - mean: sums of h and of h^2; out = f (factor h + shift); f leaky of @slope, 1: none. */
  void      (*sums)       (const float *x, gsize n, float mean, double sums[2]);
  void      (*scale)      (const float *x, gsize n, float mean, float factor, float shift, float slope, float *out);
  /* With e = d f', which the sign of @out = f (...) tells: sums of e and of e h; d_x = factor e - less - tilt h, or added. */
  void      (*sums_back)  (const float *d, const float *x, const float *out, gsize n, float mean, float slope, double sums[2]);
  void      (*scale_back) (const float *d, const float *x, const float *out, gsize n, float mean, float slope, float factor,
                           float less, float tilt, gboolean add, float *d_x);
} NnKernels;

extern const NnKernels *const nn_kernels[];  /* NULL-terminated, the fastest first; the last runs everywhere */

const NnKernels *nn_kernels_best (void);     /* the fastest that runs on this processor */

/* Of a node; the plain form of the other ops has those that run everywhere. */
const NnKernels *nn_kernels_or_common (const NnKernels *kernels);

const NnKernels *nn_kernels_find (const char *name);  /* NULL: no such, or not for this processor */

static inline guint
nn_lanes (guint channels)
{
  return (channels + NN_LANES - 1) / NN_LANES * NN_LANES;
}

G_END_DECLS
