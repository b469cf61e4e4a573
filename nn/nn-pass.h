/* The memory of a graph for some samples (nn-layout.h), and the walk through its nodes, chain by chain. For nn/ alone. */
#pragma once

#include "nn-graph.h"

G_BEGIN_DECLS

typedef struct _NnPass NnPass;

/* What one walk works with, all borrowed. @scratch: nn_pass_get_n_scratch() floats, of one thread. */
typedef struct
{
  guint        first, count;            /* samples of the pass */
  guint        from, to;                /* nodes [from, to) */
  guint        lot, n_lots;             /* this walk's share of a node that mixes: 0 of 0 for all of it */
  gboolean     training;
  const float *params, *prepared;
  float       *state, *scratch, *d_params;
  GRand       *rand;
  guint32      seed[2];                 /* what the random nodes start from, beside their number and that of the sample: */
  const guint *samples;                 /* @count numbers; may be NULL outside training */
} NnWalk;

NnPass *nn_pass_new           (const NnGraph *graph, guint n_samples, gboolean backward);   /* borrows the graph */
void    nn_pass_free          (NnPass *self);
gsize   nn_pass_get_n_scratch (const NnPass *self);
float  *nn_pass_get_input     (NnPass *self, guint sample);
float  *nn_pass_get_output    (NnPass *self, guint sample);
float  *nn_pass_get_d_output  (NnPass *self, guint sample);                   /* to be set before the walk backward */
void    nn_pass_forward       (NnPass *self, const NnWalk *walk);
void    nn_pass_backward      (NnPass *self, const NnWalk *walk);             /* d_params are added to */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnPass, nn_pass_free)

G_END_DECLS
