/* Where samples come from: the trainer never learns what a sample is. load() may be called from several threads at once,
 * each with a generator of its own; x is one input, y one output-shaped target (a plane of shares for every class; nn-loss.h). The same rand state, the same sample. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gpointer owner;
  guint    n_samples;
  void   (*load) (gpointer owner, guint i, GRand *rand, float *x, float *y);
} NnFeed;

G_END_DECLS
