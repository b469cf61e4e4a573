/* The loss of one sample, from softmax probabilities (Eq. 10-11): soft Dice over both classes + cross-entropy. */
#pragma once

#include "nn-op.h"

G_BEGIN_DECLS

typedef enum { NN_LOSS_BOTH, NN_LOSS_DICE, NN_LOSS_CROSS } NnLossKind;

/* @p, @y: probabilities and one-hot truth of @shape. @d_p (may be NULL) is set to @weight times the gradient.
 * Returns the loss, not weighted: 0 is perfect. */
double nn_loss (NnLossKind kind, NnShape shape, const float *p, const float *y, float weight, float *d_p);

G_END_DECLS
