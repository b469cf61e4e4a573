/* Adam (Kingma and Ba 2015): one loop over the one array of parameters. Of one thread at a time. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* first, second: moving means of the gradient and of its square; steps: taken so far. */
typedef struct { gsize n; guint64 steps; float *first, *second; } NnAdam;

void nn_adam_init  (NnAdam *self, gsize n);
void nn_adam_clear (NnAdam *self);
void nn_adam_copy  (NnAdam *self, const NnAdam *from);     /* of the same size */
void nn_adam_step  (NnAdam *self, float *params, const float *gradient, double rate);

G_END_DECLS
