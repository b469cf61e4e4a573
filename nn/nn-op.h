/* An op of a network, a node (op + arguments + shapes), a flow (the memory of one step).
 * Ops are data: one file per op in ops/, listed in meson.build. */
#pragma once

#include "nn-kernels.h"

G_BEGIN_DECLS

typedef struct { guint channels, height, width; } NnShape;
/* 0 is each op's standard value. slope: of leaky, and of a recurrent conv's inner activation; rate: of dropout;
 * over_batch: norm takes its mean and variance over the whole batch instead of each sample. Numbers only: files store them. */
typedef struct { guint channels, kernel, stride, steps; float slope, rate; gboolean over_batch; } NnArgs;
typedef struct _NnOp NnOp;
typedef struct _NnOnnx NnOnnx;

/* A named piece of a node's parameters or, with @state, of its state: they lie one after the other in this order. */
typedef struct { const char *name; gboolean state; guint n_dims, dims[4]; } NnPart;

typedef struct
{
  const NnOp *op;
  NnArgs      args;
  guint       n_inputs, inputs[2];      /* earlier nodes */
  NnShape     in[2], out;               /* set by infer() */
  gsize       n_params, n_kept;         /* floats; n_kept is per sample: set by infer() */
  gsize       n_state, n_scratch;       /* floats that live on between steps; working memory of one call, whatever the batch */
  gsize       n_prepared;               /* floats of what prepare() makes of the parameters */
  const NnKernels *kernels;             /* the fast form's; NULL: the plain form, which it is tested against */
  NnPart      parts[4];                 /* of parameters and state: set by infer() through nn_node_add_part() */
  guint       n_parts;
  gboolean    mixes, random;            /* in training: needs all samples of a batch at once; asks flow->rand */
  gboolean    gathers;                  /* backward() has work once a call: better few calls with many samples */
  guint       n_lots;                   /* of one that mixes: parts that do not ask each other, for as many threads */
} NnNode;

/* The memory of one step for one node, all borrowed. Arrays hold @batch samples one after another, each CHW.
 * in[] and out still hold their values in backward(). A network in use is shared: state is written in training only. */
typedef struct
{
  guint        batch;
  gboolean     training;
  GRand       *rand;                    /* dropout asks it */
  float       *scratch;                 /* n_scratch floats, of no value before or after */
  float       *state;                   /* lives on between steps: running means */
  const float *in[2], *params, *prepared, *d_out;
  float       *out, *kept;              /* kept: from forward() for backward() */
  float       *d_in[2], *d_params;      /* add to them; NULL where not wanted */
  gboolean     fresh[2];                /* d_in[i] holds nothing yet: set it instead */
  gsize        in_gap[2], out_gap;      /* floats between samples, of in[] and d_in[], and of out and d_out: 0, or the op says
                                         * that it knows of gaps, or @batch is 1 */
  guint        lot, n_lots;             /* this call's share of the node's lots: nn_flow_share(); 0 of 0 for all */
  const NnNode *joined;                 /* the reader whose work is done too: out and d_out are its; NULL: none */
} NnFlow;

struct _NnOp
{
  const char *name;                     /* stable: stored in network files */
  guint       n_inputs;                 /* 1 or 2 */
  gboolean  (*infer)    (NnNode *node, GError **error);
  void      (*init)     (const NnNode *node, float *params, GRand *rand);  /* NULL: no parameters */
  void      (*forward)  (const NnNode *node, const NnFlow *flow);
  void      (*backward) (const NnNode *node, const NnFlow *flow);
  /* Once for all samples, when parameters have changed; @backward: also for backward(). NULL: nothing to prepare. */
  void      (*prepare)  (const NnNode *node, const float *params, gboolean backward, float *prepared);
  /* Can it do the work of @reader as well, who alone reads it, and never set its own output? NULL: no. Asked in the fast form. */
  gboolean  (*joins)    (const NnNode *node, const NnNode *reader);
  /* In the words of another format, for a network in use: nn-onnx.h. */
  void      (*onnx)     (const NnNode *node, NnOnnx *onnx);
  /* Sets out once more, from in and kept, before a reader's backward(): so that it need not be there all the time between, and is
   * cheap. NULL: it is kept. Of any samples of the batch. */
  void      (*again)    (const NnNode *node, const NnFlow *flow);
  gboolean    stacks;                   /* out is the inputs, one after the other: they may lie there from the outset */
  gboolean    gaps;                     /* forward() and backward() take samples that do not lie side by side */
};

extern const NnOp *const nn_ops[];      /* NULL-terminated, generated */

static inline gsize
nn_shape_size (NnShape shape)
{
  return (gsize) shape.channels * shape.height * shape.width;
}

G_END_DECLS
