/* The loss of one sample, from softmax probabilities (Eq. 10-11): soft Dice over both classes + cross-entropy.
 * Pure: any thread. */
#pragma once

#include "nn-op.h"

G_BEGIN_DECLS

typedef enum { NN_LOSS_BOTH, NN_LOSS_DICE, NN_LOSS_CROSS } NnLossKind;

/* @p, @y: probabilities and truth of @shape: each pixel's share of every class, 1 together; 0 together: nobody knows what the pixel
 * is, and it counts nothing. @d_p (may be NULL) is set to @weight times the gradient.
 * Returns the loss, not weighted: 0 is perfect. */
double nn_loss (NnLossKind kind, NnShape shape, const float *p, const float *y, float weight, float *d_p);

G_END_DECLS
