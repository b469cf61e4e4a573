#include "nn-graph.h"
#include "nn-net.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What a file may ask for: wide enough for any network of patches, small enough that no product of sizes overflows. */
#define MOST_NODES 4096
#define MOST_SIDE 65536
#define MOST_KERNEL 31
#define MOST_STEPS 64
#define MOST_FLOATS ((gsize) 1 << 28)

typedef struct
{
  NnNode node;
  gsize  params_at, state_at, prepared_at;
} Place;

struct _NnGraph
{
  GArray          *places;
  const NnKernels *kernels;
  gsize            n_params, n_state, n_prepared, n_floats;
};

static const NnOp *
find_op (const char *name)
{
  for (guint i = 0; nn_ops[i] != NULL; i++)
    if (strcmp (nn_ops[i]->name, name) == 0)
      return nn_ops[i];
  return NULL;
}

static const Place *
get_place (const NnGraph *self,
           guint          i)
{
  g_assert (i < self->places->len);
  return &g_array_index (self->places, Place, i);
}

static gboolean
check_shape (NnShape shape)
{
  return shape.channels > 0 && shape.channels <= MOST_SIDE && shape.height > 0 && shape.height <= MOST_SIDE &&
         shape.width > 0 && shape.width <= MOST_SIDE && nn_shape_size (shape) <= MOST_FLOATS;
}

static gboolean
check_args (const NnArgs *args)
{
  return args->channels <= MOST_SIDE && args->kernel <= MOST_KERNEL && args->stride <= MOST_KERNEL &&
         args->steps <= MOST_STEPS && isfinite (args->slope) && isfinite (args->rate);
}

static gboolean
take_input (const NnGraph *self,
            NnNode        *node,
            int            input,
            GError       **error)
{
  if (input < 0 || (guint) input >= self->places->len)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("node %u (%s) reads node %d, which is not before it"),
                   self->places->len, node->op->name, input);
      return FALSE;
    }
  node->inputs[node->n_inputs] = input;
  node->in[node->n_inputs++] = get_place (self, input)->node.out;
  return TRUE;
}

static gboolean
take_inputs (const NnGraph *self,
             NnNode        *node,
             int            a,
             int            b,
             GError       **error)
{
  if (node->op->n_inputs == 1 && b != -1)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("node %u (%s) takes one input, not two"), self->places->len,
                   node->op->name);
      return FALSE;
    }
  return take_input (self, node, a, error) && (node->op->n_inputs == 1 || take_input (self, node, b, error));
}

static gboolean
infer (const NnGraph *self,
       NnNode        *node,
       GError       **error)
{
  gsize floats;

  if (!check_args (&node->args))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("node %u (%s) has arguments out of range"), self->places->len,
                   node->op->name);
      return FALSE;
    }
  if (!node->op->infer (node, error))
    {
      g_prefix_error (error, "node %u: ", self->places->len);
      return FALSE;
    }
  floats = node->n_params + node->n_kept + node->n_state + node->n_scratch + node->n_prepared;
  if (!check_shape (node->out) || node->n_params > MOST_FLOATS || node->n_kept > MOST_FLOATS ||
      self->n_floats + floats + nn_shape_size (node->out) > MOST_FLOATS)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("node %u (%s) makes the network too large"), self->places->len,
                   node->op->name);
      return FALSE;
    }
  return TRUE;
}

NnGraph *
nn_graph_new (NnShape input)
{
  NnGraph *self = g_new0 (NnGraph, 1);
  Place place = { { .out = input } };

  self->kernels = nn_kernels_best ();
  self->places = g_array_new (FALSE, TRUE, sizeof (Place));
  g_array_append_val (self->places, place);
  return self;
}

NnGraph *
nn_graph_copy (const NnGraph *self)
{
  NnGraph *copy = g_new (NnGraph, 1);

  *copy = *self;
  copy->places = g_array_copy (self->places);
  return copy;
}

/* Every node is added again, which cannot fail: it was sound once. */
NnGraph *
nn_graph_copy_with (const NnGraph   *self,
                    const NnKernels *kernels)
{
  NnGraph *copy = nn_graph_new (get_place (self, 0)->node.out);

  copy->kernels = kernels;
  for (guint i = 1; i < self->places->len; i++)
    {
      const NnNode *node = nn_graph_get_node (self, i);

      nn_graph_add (copy, node->op->name, &node->args, node->inputs[0], node->n_inputs > 1 ? (int) node->inputs[1] : -1,
                    NULL);
    }
  g_assert (copy->places->len == self->places->len);
  return copy;
}

void
nn_graph_free (NnGraph *self)
{
  g_array_unref (self->places);
  g_free (self);
}

int
nn_graph_add (NnGraph      *self,
              const char   *op,
              const NnArgs *args,
              int           a,
              int           b,
              GError      **error)
{
  Place place = { { .op = find_op (op), .kernels = self->kernels }, self->n_params, self->n_state, self->n_prepared };
  NnNode *node = &place.node;

  if (args != NULL)
    node->args = *args;
  if (node->op == NULL || self->places->len >= MOST_NODES || !check_shape (get_place (self, 0)->node.out))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   node->op == NULL ? _("there is no op called “%s”")
                                    : _("“%s” has no sound input, or too many nodes before it"), op);
      return -1;
    }
  if (!take_inputs (self, node, a, b, error) || !infer (self, node, error))
    return -1;
  g_array_append_val (self->places, place);
  self->n_params += node->n_params;
  self->n_state += node->n_state;
  self->n_prepared += node->n_prepared;
  self->n_floats += node->n_params + node->n_kept + node->n_state + node->n_scratch + node->n_prepared +
                    nn_shape_size (node->out);
  return self->places->len - 1;
}

guint
nn_graph_get_n_nodes (const NnGraph *self)
{
  return self->places->len;
}

const NnNode *
nn_graph_get_node (const NnGraph *self,
                   guint          i)
{
  return &get_place (self, i)->node;
}

gsize
nn_graph_get_n_params (const NnGraph *self)
{
  return self->n_params;
}

gsize
nn_graph_get_n_state (const NnGraph *self)
{
  return self->n_state;
}

gsize
nn_graph_get_n_prepared (const NnGraph *self)
{
  return self->n_prepared;
}

gsize
nn_graph_get_params_at (const NnGraph *self,
                        guint          node)
{
  return get_place (self, node)->params_at;
}

gsize
nn_graph_get_state_at (const NnGraph *self,
                       guint          node)
{
  return get_place (self, node)->state_at;
}

gsize
nn_graph_get_prepared_at (const NnGraph *self,
                          guint          node)
{
  return get_place (self, node)->prepared_at;
}

NnShape
nn_graph_get_output (const NnGraph *self)
{
  return get_place (self, self->places->len - 1)->node.out;
}

gboolean
nn_graph_mixes (const NnGraph *self)
{
  for (guint i = 0; i < self->places->len; i++)
    if (get_place (self, i)->node.mixes)
      return TRUE;
  return FALSE;
}
