/* Where the arrays of a graph lie in the memory of a pass, and for how many samples at once each node works. For nn/ alone.
 *
 * Neighbouring nodes that work on as many samples at once form a chain, which is walked through for these samples, then for the
 * next ones: what a node has written is still in the cache when the next one reads it. An array that lives within its chain has
 * room for these samples alone. Arrays share memory when the life of one has ended before that of the other begins; but in a
 * pass that trains outputs are kept.
 *
 * Where the threads share a pass that trains (nn_graph_mixes()) it holds a whole batch, and memory counts. Arrays end only where
 * the threads wait for one another. What an op can set again (NnOp.again) is not kept: it has a life when it is read forward,
 * and another when it is read backward. And what a node stacks of others (NnOp.stacks) is a home for them, if it is the last to read
 * them: they lie in it from the outset, and so do their gradients. */
#pragma once

#include "nn-graph.h"

G_BEGIN_DECLS

/* In floats from the start of the memory. */
typedef struct
{
  gsize    at, gap;                     /* gap: from the end of one sample to the next: not 0 in the array of another */
  gboolean inner;                       /* room for the samples of one step: else for all */
} NnArray;

typedef struct
{
  NnArray  out, d_out, kept;
  guint    step, step_back;             /* samples at once; G_MAXUINT: all */
  guint    last_use;                    /* the last node that reads its output; the number of nodes: the end of the graph */
  gboolean again;                       /* not kept: set again before the last reader's backward() */
  gboolean done;                        /* by the node before it (NnOp.joins), whose arrays these are */
} NnPlace;

typedef struct
{
  NnPlace *places;                      /* one a node */
  guint    n;
  gsize    size;                        /* floats in all */
} NnLayout;

NnLayout *nn_layout_new  (const NnGraph *graph, guint n_samples, gboolean backward);
void      nn_layout_free (NnLayout *self);

G_END_DECLS
