/* The paper's modified U-Net (section 3.5), of constant width: 64 channels on every level alone give its 0.84 million
 * parameters (a width that doubles gives 0.76 from 10 and 0.92 from 11). Depth poolings; two 3x3 convolutions a level,
 * each with norm and leaky ReLU; up-convolution and concatenation with the skip; 1x1 convolution to two classes;
 * softmax. */
#include "nn-build.h"
#include "nn-net.h"

#define MOST_DEPTH 8

static void
add_level (NnBuild *self)
{
  nn_build_layer (self, self->design->width, 3);
  nn_build_layer (self, self->design->width, 3);
}

static void
add_all (NnBuild *self)
{
  int skips[MOST_DEPTH];
  const NnDesign *design = self->design;

  for (guint i = 0; i < design->depth; i++)
    {
      add_level (self);
      skips[i] = self->at;
      nn_build_add (self, "maxpool", (NnArgs) { .kernel = 2 });
    }
  add_level (self);
  if (design->dropout > 0)
    nn_build_add (self, "dropout", (NnArgs) { .rate = design->dropout });
  for (guint i = design->depth; i-- > 0;)
    {
      nn_build_add (self, "upconv", (NnArgs) { .channels = design->width, .kernel = 2, .stride = 2 });
      nn_build_join (self, skips[i]);
      add_level (self);
    }
  nn_build_add (self, "conv", (NnArgs) { .channels = 2, .kernel = 1 });
  nn_build_add (self, "softmax", (NnArgs) { 0 });
}

static NnGraph *
build (const NnDesign *design,
       GError        **error)
{
  NnBuild self = nn_build_begin (design, error);

  nn_build_check_halves (&self, design->depth > MOST_DEPTH ? 31 : design->depth);
  if (self.at >= 0)
    add_all (&self);
  return nn_build_end (&self);
}

const NnRecipe nn_recipe_unet =
{
  .id = "unet",
  .title = "Modified U-Net",
  .source = "Hossain 2019, section 3.5",
  .standard = NN_DESIGN_UNET,
  .varies = NN_VARIES_PATCH | NN_VARIES_WIDTH | NN_VARIES_DEPTH | NN_VARIES_STEPS | NN_VARIES_NORM | NN_VARIES_SLOPE |
            NN_VARIES_DROPOUT,
  .rate = 8e-3,
  .segments = TRUE,
  .build = build,
};
