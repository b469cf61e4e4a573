/* What the kernels are written in, for the processor that NN_FORM names, whose registers hold NN_WIDTH floats (meson.build).
 * Vectors are the compiler's own; what is multiplied and added becomes one FMA where there is one. Bounds of loops are constants
 * after inlining, so that everything small stays in registers. Any thread. */
#pragma once

#include "nn-kernels.h"

#define INLINE static inline __attribute__ ((always_inline))
#define NN_PASTE(a, b) nn_##a##_##b
#define NN_OF_FORM(name, form) NN_PASTE (name, form)
/* A function of this form, known to its other files. */
#define NN_FUNCTION(name) NN_OF_FORM (name, NN_FORM)

typedef float Vector __attribute__ ((vector_size (NN_WIDTH * sizeof (float))));
typedef gint32 Mask __attribute__ ((vector_size (NN_WIDTH * sizeof (gint32))));
typedef float Loose __attribute__ ((vector_size (NN_WIDTH * sizeof (float)), aligned (sizeof (float)), may_alias));

INLINE Vector
load (const float *x)
{
  return *(const Loose *) x;
}

INLINE void
store (float *x,
       Vector v)
{
  *(Loose *) x = v;
}

void NN_FUNCTION (to_pixels)  (const float *planes, gsize plane, guint channels, guint n, float *pixels);
void NN_FUNCTION (to_planes)  (const float *pixels, guint channels, guint n, const float *bias, gboolean add, float *planes,
                               gsize plane);
void NN_FUNCTION (sums)       (const float *x, gsize n, float mean, double result[2]);
void NN_FUNCTION (scale)      (const float *x, gsize n, float mean, float factor, float shift, float slope, float *out);
void NN_FUNCTION (sums_back)  (const float *d, const float *x, const float *out, gsize n, float mean, float slope,
                               double result[2]);
void NN_FUNCTION (scale_back) (const float *d, const float *x, const float *out, gsize n, float mean, float slope, float factor,
                               float less, float tilt, gboolean add, float *d_x);
