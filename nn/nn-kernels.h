/* The arithmetic of nn-winograd, once for each sort of processor; which of them runs is decided at run time. For nn/ alone.
 *
 * Images lie here pixel by pixel, the channels of a pixel together, filled up with zeros to a multiple of NN_LANES: so every
 * vector of every processor holds channels, and no kernel has a rest to deal with. A tile's transform has 36 points, each in
 * an array of its own, @point floats apart. */
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

  /* One row of @n pixels, from planes @plane floats apart; lanes beyond @channels are set to 0. */
  void      (*to_pixels) (const float *planes, gsize plane, guint channels, guint n, float *pixels, guint lanes);
  /* Back: planes = pixels + bias of the channel, or where @bias is NULL planes += pixels. */
  void      (*to_planes) (const float *pixels, guint lanes, guint channels, guint n, const float *bias, float *planes,
                          gsize plane);

  /* One tile; @row: floats from one row of pixels to the next. Each with the transpose that its gradient needs. */
  void      (*tile_in)       (const float *pixels, gsize row, guint lanes, float *v, gsize point);    /* 6x6 -> 36 */
  void      (*tile_in_back)  (const float *v, gsize point, guint lanes, float *pixels, gsize row);    /* adds to 6x6 */
  void      (*tile_out)      (const float *m, gsize point, guint lanes, float *pixels, gsize row);    /* 36 -> 4x4 */
  void      (*tile_out_back) (const float *pixels, gsize row, guint lanes, float *m, gsize point);    /* 4x4 -> 36 */
  /* NN_LANES kernels at once; @w: 9 x NN_LANES. */
  void      (*weights)       (const float *w, float *u, gsize point);                                 /* 3x3 -> 36 */
  void      (*weights_back)  (const float *u, gsize point, float *w);                                 /* 36 -> 3x3 */
} NnKernels;

extern const NnKernels *const nn_kernels[];  /* NULL-terminated, the fastest first; the last runs everywhere */

const NnKernels *nn_kernels_best (void);     /* the fastest that runs on this processor */

static inline guint
nn_lanes (guint channels)
{
  return (channels + NN_LANES - 1) / NN_LANES * NN_LANES;
}

G_END_DECLS
