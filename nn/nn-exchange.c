/* Weights and state of a network as named arrays, and back. */
#include "nn-bytes.h"
#include "nn-graph.h"
#include "nn-tensors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One walk over the parts of all nodes, in the order in which their numbers lie. */
typedef struct
{
  const NnGraph *graph;
  guint          node, part;
  gsize          params_at, state_at;
} Walk;

typedef struct { char *name; const NnPart *part; gsize at, n; gsize dims[G_N_ELEMENTS (((NnPart *) 0)->dims)]; } Place;

static gboolean
walk_on (Walk  *self,
         Place *place)
{
  const NnNode *node;
  gsize *at;

  while (self->node < nn_graph_get_n_nodes (self->graph) &&
         self->part >= nn_graph_get_node (self->graph, self->node)->n_parts)
    {
      self->node++;
      self->part = 0;
    }
  if (self->node >= nn_graph_get_n_nodes (self->graph))
    return FALSE;
  node = nn_graph_get_node (self->graph, self->node);
  place->part = &node->parts[self->part++];
  place->name = g_strdup_printf ("%03u.%s.%s", self->node, node->op->name, place->part->name);
  place->n = 1;
  for (guint i = 0; i < place->part->n_dims; i++)
    place->n *= place->dims[i] = place->part->dims[i];
  at = place->part->state ? &self->state_at : &self->params_at;
  place->at = *at;
  *at += place->n;
  return TRUE;
}

static gboolean
has_shape (const NnTensor *tensor,
           const Place    *place)
{
  gboolean same = tensor->n_dims == place->part->n_dims;

  for (guint i = 0; i < tensor->n_dims && same; i++)
    same = tensor->dims[i] == place->dims[i];
  return same;
}

static gboolean
take (const NnTensors *tensors,
      const Place     *place,
      float           *to,
      GError         **error)
{
  const NnTensor *tensor = nn_tensors_find (tensors, place->name);

  if (tensor == NULL || !has_shape (tensor, place))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   tensor == NULL ? _("these weights are of another network: “%s” is missing")
                                  : _("these weights are of another network: “%s” has another shape"), place->name);
      return FALSE;
    }
  if (!nn_floats_are_finite (tensor->values, tensor->n))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_NUMBER, _("“%s” holds a value that is not a number"), place->name);
      return FALSE;
    }
  memcpy (to, tensor->values, tensor->n * sizeof (float));
  return TRUE;
}

NnTensors *
nn_tensors_of_net (const NnNet *net)
{
  NnTensors *self = nn_tensors_new ();
  Walk walk = { nn_net_get_graph (net) };
  Place place;

  while (walk_on (&walk, &place))
    {
      const float *from = place.part->state ? nn_net_get_state (net) : nn_net_get_params (net);

      nn_tensors_add (self, place.name, place.part->n_dims, place.dims, from + place.at);
      g_free (place.name);
    }
  return self;
}

gboolean
nn_tensors_to_net (const NnTensors *self,
                   NnNet           *net,
                   GError         **error)
{
  g_autofree float *params = g_new (float, MAX (nn_net_get_n_params (net), 1));
  g_autofree float *state = g_new (float, MAX (nn_net_get_n_state (net), 1));
  Walk walk = { nn_net_get_graph (net) };
  gboolean good = TRUE;
  guint n = 0;
  Place place;

  for (; good && walk_on (&walk, &place); n++)
    {
      good = take (self, &place, (place.part->state ? state : params) + place.at, error);
      g_free (place.name);
    }
  if (good && n != nn_tensors_get_n (self))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   _("these weights are of another network: %u arrays instead of %u"), nn_tensors_get_n (self), n);
      good = FALSE;
    }
  if (!good)
    return FALSE;
  memcpy (nn_net_edit_params (net), params, nn_net_get_n_params (net) * sizeof (float));
  memcpy (nn_net_edit_state (net), state, nn_net_get_n_state (net) * sizeof (float));
  return TRUE;
}
