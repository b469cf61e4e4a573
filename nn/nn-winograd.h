/* The fast form of a 3x3 product of stride 1, padded by 1: Winograd's F(4x4, 3x3) (Lavin 2015), a quarter of the
 * multiplications. Forward and both gradients are one algorithm and its transposes: out = A' (U . V) A with U = G w G' and
 * V = B' x B, a matrix product for each of the 36 points; so dV = U' M, dU = V' M with M = A d_out A', and back through B and G.
 * Numbers differ from the plain form's by rounding alone: some 1e-5 of the largest; a whole U-Net's gradient by 1.5e-4 of its
 * largest, or by what one pixel weighs (some 2e-3) where rounding turned a decision of a ReLU (tests/nn/test-forms.c).
 * For nn/ops alone.
 * A sample's numbers do not depend on its neighbours, those of a gradient of weights on the order of samples alone.
 * Any thread, each with scratch of its own. */
#pragma once

#include "nn-kernels.h"
#include "nn-op.h"

G_BEGIN_DECLS

typedef struct
{
  const NnKernels *kernels;
  NnShape          in;
  guint            channels;            /* of the output, which has the input's height and width */
  gsize            in_gap, out_gap;     /* floats between samples, of x and d_x, and of out and d_out */
} NnWinograd;

/* Floats of the weights as the kernels want them, and of the working memory of one call, whatever the batch. */
gsize nn_winograd_n_prepared (const NnWinograd *self);
gsize nn_winograd_n_scratch  (const NnWinograd *self);
/* @w: channels x in x 3 x 3. @backward: also what the gradient of the input needs. */
void  nn_winograd_prepare    (const NnWinograd *self, const float *w, gboolean backward, float *prepared);
/* out = w * x + bias of the channel, for @batch samples; @bias NULL: out += w * x. */
void  nn_winograd_forward    (const NnWinograd *self, guint batch, const float *prepared, const float *x, const float *bias,
                              float *out, float *scratch);
/* Adds to @d_x and @d_w, or sets a @fresh d_x; NULL where not wanted. */
void  nn_winograd_backward   (const NnWinograd *self, guint batch, const float *prepared, const float *x, const float *d_out,
                              float *d_x, gboolean fresh, float *d_w, float *scratch);

G_END_DECLS
