/* The paper's modified U-Net (section 3.5), of constant width, which alone gives its 0.84 million parameters: see
 * READING. Depth poolings; two 3x3 convolutions a level, each with norm and leaky ReLU; up-convolution and
 * concatenation with the skip; 1x1 convolution to two classes; softmax. */
#include "nn-net.h"
#include "nn-recipe.h"

#include <glib/gi18n-lib.h>

#define MOST_DEPTH 8

/* The graph as it grows: @at is the last node, -1 once something did not fit. */
typedef struct
{
  NnGraph        *graph;
  const NnDesign *design;
  int             at;
  GError        **error;
} Build;

static void
add (Build      *self,
     const char *op,
     NnArgs      args)
{
  if (self->at >= 0)
    self->at = nn_graph_add (self->graph, op, &args, self->at, -1, self->error);
}

static void
add_skip (Build *self,
          int    skip)
{
  if (self->at >= 0)
    self->at = nn_graph_add (self->graph, "concat", NULL, self->at, skip, self->error);
}

static void
add_layer (Build *self)
{
  const NnDesign *design = self->design;

  add (self, "conv",
       (NnArgs) { .channels = design->width, .kernel = 3, .steps = design->steps, .slope = design->slope });
  if (design->norm != NN_NORM_NONE)
    add (self, "norm", (NnArgs) { .over_batch = design->norm == NN_NORM_BATCH });
  add (self, "leaky", (NnArgs) { .slope = design->slope });
}

static void
add_level (Build *self)
{
  add_layer (self);
  add_layer (self);
}

static void
add_all (Build *self)
{
  int skips[MOST_DEPTH];
  const NnDesign *design = self->design;

  for (guint i = 0; i < design->depth; i++)
    {
      add_level (self);
      skips[i] = self->at;
      add (self, "maxpool", (NnArgs) { .kernel = 2 });
    }
  add_level (self);
  if (design->dropout > 0)
    add (self, "dropout", (NnArgs) { .rate = design->dropout });
  for (guint i = design->depth; i-- > 0;)
    {
      add (self, "upconv", (NnArgs) { .channels = design->width, .kernel = 2, .stride = 2 });
      add_skip (self, skips[i]);
      add_level (self);
    }
  add (self, "conv", (NnArgs) { .channels = 2, .kernel = 1 });
  add (self, "softmax", (NnArgs) { 0 });
}

static NnGraph *
build (const NnDesign *design,
       GError        **error)
{
  g_autoptr (NnGraph) graph = nn_graph_new ((NnShape) { 1, design->patch, design->patch });
  Build self = { graph, design, 0, error };

  if (design->depth > MOST_DEPTH || design->patch == 0 || design->patch % (1u << design->depth) != 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   _("A patch of %u pixels cannot be halved %u times; choose a multiple of %u, or less depth"),
                   design->patch, design->depth, 1u << MIN (design->depth, 31));
      return NULL;
    }
  add_all (&self);
  return self.at >= 0 ? g_steal_pointer (&graph) : NULL;
}

const NnRecipe nn_recipe_unet =
{
  .id = "unet",
  .title = "Modified U-Net",
  .source = "Hossain 2019, section 3.5",
  .build = build,
};
