/* An op of a network, a node (op + arguments + shapes), a flow (the memory of one step). HOUSE section 4.
 * Ops are data: one file per op in ops/, listed in meson.build. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct { guint channels, height, width; } NnShape;
typedef struct { guint channels, kernel, stride, steps; float slope; } NnArgs;
typedef struct _NnOp NnOp;

typedef struct
{
  const NnOp *op;
  NnArgs      args;
  guint       n_inputs, inputs[2];      /* earlier nodes */
  NnShape     in[2], out;               /* set by infer() */
  gsize       n_params, n_kept;         /* floats; n_kept is per sample: set by infer() */
} NnNode;

/* The memory of one step for one node, all borrowed. Arrays hold @batch samples one after another, each CHW. */
typedef struct
{
  guint        batch;
  gboolean     training;
  GRand       *rand;                    /* dropout asks it */
  float       *state;                   /* lives on between steps: running means */
  const float *in[2], *params, *d_out;
  float       *out, *kept;              /* kept: from forward() for backward() */
  float       *d_in[2], *d_params;      /* add to them; NULL where not wanted */
} NnFlow;

struct _NnOp
{
  const char *name;                     /* stable: stored in network files */
  gboolean  (*infer)    (NnNode *node, GError **error);
  void      (*init)     (const NnNode *node, float *params, GRand *rand);  /* NULL: no parameters */
  void      (*forward)  (const NnNode *node, const NnFlow *flow);
  void      (*backward) (const NnNode *node, const NnFlow *flow);
};

extern const NnOp *const nn_ops[];      /* NULL-terminated, generated */

G_END_DECLS
