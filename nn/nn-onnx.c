#include "nn-onnx.h"

#include "nn-graph.h"
#include "nn-protobuf.h"

#define IR_VERSION 7

/* Numbers of fields, as onnx.proto has them. */
enum { MODEL_IR = 1, MODEL_PRODUCER = 2, MODEL_GRAPH = 7, MODEL_OPSET = 8, MODEL_METADATA = 14 };
enum { OPSET_DOMAIN = 1, OPSET_VERSION = 2 };
enum { ENTRY_KEY = 1, ENTRY_VALUE = 2 };
enum { GRAPH_NODE = 1, GRAPH_NAME = 2, GRAPH_INITIALIZER = 5, GRAPH_INPUT = 11, GRAPH_OUTPUT = 12 };
enum { NODE_INPUT = 1, NODE_OUTPUT = 2, NODE_NAME = 3, NODE_TYPE = 4, NODE_ATTRIBUTE = 5 };
enum { ATTRIBUTE_NAME = 1, ATTRIBUTE_FLOAT = 2, ATTRIBUTE_INT = 3, ATTRIBUTE_INTS = 8, ATTRIBUTE_TYPE = 20 };
enum { IS_FLOAT = 1, IS_INT = 2, IS_INTS = 7 };
enum { TENSOR_DIMS = 1, TENSOR_TYPE = 2, TENSOR_NAME = 8, TENSOR_RAW = 9, FLOAT32 = 1 };
enum { VALUE_NAME = 1, VALUE_TYPE = 2, TYPE_TENSOR = 1, TYPE_ELEMENT = 1, TYPE_SHAPE = 2 };
enum { SHAPE_DIM = 1, DIM_VALUE = 1, DIM_NAME = 2 };

struct _NnOnnx
{
  const NnNet   *net;
  const NnGraph *graph;
  guint          at;                    /* the node being written */
  GByteArray    *message, *node;        /* the graph; the operator whose attributes may still come, or NULL */
  GStringChunk  *names;
};

static const char *
name_of (NnOnnx *self,
         guint   node)
{
  g_autofree char *name = NULL;

  if (node == 0)
    return "input";
  if (node + 1 == nn_graph_get_n_nodes (self->graph))
    return "output";
  name = g_strdup_printf ("%03u.%s", node, nn_graph_get_node (self->graph, node)->op->name);
  return g_string_chunk_insert_const (self->names, name);
}

/* "NODE.OP.WHAT". */
static const char *
name_within (NnOnnx     *self,
             const char *what)
{
  const NnNode *node = nn_graph_get_node (self->graph, self->at);
  g_autofree char *name = g_strdup_printf ("%03u.%s.%s", self->at, node->op->name, what);

  return g_string_chunk_insert_const (self->names, name);
}

static void
finish_operator (NnOnnx *self)
{
  if (self->node != NULL)
    nn_proto_put_message (self->message, GRAPH_NODE, self->node);
  self->node = NULL;
}

static void
put_attribute (NnOnnx     *self,
               const char *name,
               guint       type,
               GByteArray *taken)
{
  nn_proto_put_text (taken, ATTRIBUTE_NAME, name);
  nn_proto_put_int (taken, ATTRIBUTE_TYPE, type);
  nn_proto_put_message (self->node, NODE_ATTRIBUTE, taken);
}

/* Returns where the part's values begin among those of its sort, and the part. */
static const NnPart *
find_part (NnOnnx     *self,
           const char *name,
           gsize      *at)
{
  const NnNode *node = nn_graph_get_node (self->graph, self->at);
  gsize begins[] = { nn_graph_get_params_at (self->graph, self->at), nn_graph_get_state_at (self->graph, self->at) };

  for (guint i = 0; i < node->n_parts; i++)
    {
      const NnPart *part = &node->parts[i];
      gsize n = 1;

      *at = begins[part->state];
      if (g_str_equal (part->name, name))
        return part;
      for (guint k = 0; k < part->n_dims; k++)
        n *= part->dims[k];
      begins[part->state] += n;
    }
  g_assert_not_reached ();
}

/* What goes in or comes out: floats, as many samples as one likes. */
static GByteArray *
describe (const char *name,
          NnShape     shape)
{
  const guint sides[] = { shape.channels, shape.height, shape.width };
  GByteArray *value = g_byte_array_new (), *type = g_byte_array_new (), *tensor = g_byte_array_new ();
  GByteArray *all = g_byte_array_new (), *samples = g_byte_array_new ();

  nn_proto_put_text (samples, DIM_NAME, "n");
  nn_proto_put_message (all, SHAPE_DIM, samples);
  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      GByteArray *side = g_byte_array_new ();

      nn_proto_put_int (side, DIM_VALUE, sides[i]);
      nn_proto_put_message (all, SHAPE_DIM, side);
    }
  nn_proto_put_int (tensor, TYPE_ELEMENT, FLOAT32);
  nn_proto_put_message (tensor, TYPE_SHAPE, all);
  nn_proto_put_message (type, TYPE_TENSOR, tensor);
  nn_proto_put_text (value, VALUE_NAME, name);
  nn_proto_put_message (value, VALUE_TYPE, type);
  return value;
}

static void
put_note (GByteArray *model,
          const char *key,
          const char *value)
{
  GByteArray *entry = g_byte_array_new ();

  nn_proto_put_text (entry, ENTRY_KEY, key);
  nn_proto_put_text (entry, ENTRY_VALUE, value);
  nn_proto_put_message (model, MODEL_METADATA, entry);
}

static GByteArray *
write_graph (const NnNet *net)
{
  NnOnnx self = { net, nn_net_get_graph (net), 0, g_byte_array_new (), NULL, g_string_chunk_new (1024) };

  nn_proto_put_text (self.message, GRAPH_NAME, "network");
  for (self.at = 1; self.at < nn_graph_get_n_nodes (self.graph); self.at++)
    {
      const NnNode *node = nn_graph_get_node (self.graph, self.at);

      node->op->onnx (node, &self);
      finish_operator (&self);
    }
  nn_proto_put_message (self.message, GRAPH_INPUT, describe ("input", nn_net_get_input (net)));
  nn_proto_put_message (self.message, GRAPH_OUTPUT, describe ("output", nn_net_get_output (net)));
  g_string_chunk_free (self.names);
  return self.message;
}

GBytes *
nn_onnx_of_net (const NnNet       *net,
                const char *const *notes)
{
  GByteArray *model = g_byte_array_new (), *opset = g_byte_array_new ();

  nn_proto_put_int (model, MODEL_IR, IR_VERSION);
  nn_proto_put_text (model, MODEL_PRODUCER, "Calcspot");
  nn_proto_put_text (opset, OPSET_DOMAIN, "");
  nn_proto_put_int (opset, OPSET_VERSION, NN_ONNX_OPSET);
  nn_proto_put_message (model, MODEL_OPSET, opset);
  nn_proto_put_message (model, MODEL_GRAPH, write_graph (net));
  for (guint i = 0; notes[i] != NULL; i++)
    if (nn_net_get_note (net, notes[i]) != NULL)
      put_note (model, notes[i], nn_net_get_note (net, notes[i]));
  put_note (model, "digest", nn_net_get_digest (net));
  return g_byte_array_free_to_bytes (model);
}

const char *
nn_onnx_in (NnOnnx *self,
            guint   i)
{
  return name_of (self, nn_graph_get_node (self->graph, self->at)->inputs[i]);
}

const char *
nn_onnx_out (NnOnnx *self)
{
  return name_of (self, self->at);
}

const char *
nn_onnx_inner (NnOnnx     *self,
               const char *name,
               guint       i)
{
  g_autofree char *numbered = g_strdup_printf ("%s.%u", name, i);

  return name_within (self, numbered);
}

const char *
nn_onnx_part (NnOnnx     *self,
              const char *part)
{
  gsize at;
  const NnPart *found = find_part (self, part, &at);

  return nn_onnx_constant (self, part, found->n_dims, found->dims, nn_onnx_get_values (self, part));
}

const char *
nn_onnx_constant (NnOnnx      *self,
                  const char  *name,
                  guint        n_dims,
                  const guint *dims,
                  const float *values)
{
  GByteArray *tensor = g_byte_array_new ();
  const char *whole = name_within (self, name);
  gsize n = 1;

  for (guint i = 0; i < n_dims; i++)
    {
      nn_proto_put_int (tensor, TENSOR_DIMS, dims[i]);
      n *= dims[i];
    }
  nn_proto_put_int (tensor, TENSOR_TYPE, FLOAT32);
  nn_proto_put_text (tensor, TENSOR_NAME, whole);
  nn_proto_put_floats (tensor, TENSOR_RAW, values, n);
  nn_proto_put_message (self->message, GRAPH_INITIALIZER, tensor);
  return whole;
}

const float *
nn_onnx_get_values (NnOnnx     *self,
                    const char *part)
{
  gsize at;
  const NnPart *found = find_part (self, part, &at);

  return (found->state ? nn_net_get_state (self->net) : nn_net_get_params (self->net)) + at;
}

void
nn_onnx_add (NnOnnx     *self,
             const char *type,
             const char *out,
             ...)
{
  va_list inputs;
  const char *input;

  finish_operator (self);
  self->node = g_byte_array_new ();
  va_start (inputs, out);
  while ((input = va_arg (inputs, const char *)) != NULL)
    nn_proto_put_text (self->node, NODE_INPUT, input);
  va_end (inputs);
  nn_proto_put_text (self->node, NODE_OUTPUT, out);
  nn_proto_put_text (self->node, NODE_NAME, out);
  nn_proto_put_text (self->node, NODE_TYPE, type);
}

void
nn_onnx_set_int (NnOnnx     *self,
                 const char *name,
                 guint       value)
{
  GByteArray *attribute = g_byte_array_new ();

  nn_proto_put_int (attribute, ATTRIBUTE_INT, value);
  put_attribute (self, name, IS_INT, attribute);
}

void
nn_onnx_set_ints (NnOnnx     *self,
                  const char *name,
                  guint       n,
                  guint       value)
{
  GByteArray *attribute = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    nn_proto_put_int (attribute, ATTRIBUTE_INTS, value);
  put_attribute (self, name, IS_INTS, attribute);
}

void
nn_onnx_set_float (NnOnnx     *self,
                   const char *name,
                   float       value)
{
  GByteArray *attribute = g_byte_array_new ();

  nn_proto_put_float (attribute, ATTRIBUTE_FLOAT, value);
  put_attribute (self, name, IS_FLOAT, attribute);
}
