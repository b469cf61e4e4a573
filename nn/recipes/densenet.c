/* DenseNet-II of Li et al. 2019, as Hossain section 4 describes it: 40 layers, growth 12, three dense blocks, three
 * transitions, 3.03 million parameters. A first convolution of 16 channels, then blocks of 12 layers (norm over the
 * batch, ReLU, 3x3 convolution of 12 channels that joins all before it), each followed by a transition (norm, ReLU,
 * 1x1 convolution, pooling by the mean), as in Huang 2017. So far 1.22 million; nothing is said of the rest. Ours: a
 * fully connected layer of 256 before the verdict, instead of the mean over the plane: 3 052 786 parameters (0.8 %
 * more). */
#include "nn-build.h"

#define FIRST 16
#define GROWTH 12
#define N_BLOCKS 3
#define N_LAYERS 12

/* Norm and activation come first, otherwise than in the other networks. */
static void
add_layer (NnBuild *self,
           guint    channels,
           guint    kernel)
{
  const NnDesign *design = self->design;

  if (design->norm != NN_NORM_NONE)
    nn_build_add (self, "norm", (NnArgs) { .over_batch = design->norm == NN_NORM_BATCH });
  nn_build_add (self, "leaky", (NnArgs) { .slope = design->slope });
  nn_build_add (self, "conv", (NnArgs) { .channels = channels, .kernel = kernel });
}

static void
add_block (NnBuild *self,
           guint    growth)
{
  for (guint i = 0; i < N_LAYERS; i++)
    {
      int before = self->at;

      add_layer (self, growth, 3);
      nn_build_join (self, before);
    }
}

static NnGraph *
build (const NnDesign *design,
       GError        **error)
{
  NnBuild self = nn_build_begin (design, error);
  guint channels = nn_build_scale (&self, FIRST), growth = nn_build_scale (&self, GROWTH);

  nn_build_check_halves (&self, N_BLOCKS);
  nn_build_add (&self, "conv", (NnArgs) { .channels = channels, .kernel = 3 });
  for (guint i = 0; i < N_BLOCKS; i++)
    {
      add_block (&self, growth);
      channels += N_LAYERS * growth;
      add_layer (&self, channels, 1);
      nn_build_add (&self, "avgpool", (NnArgs) { .kernel = 2 });
    }
  nn_build_dense (&self, nn_build_scale (&self, 256));
  nn_build_verdict (&self);
  return nn_build_end (&self);
}

const NnRecipe nn_recipe_densenet =
{
  .id = "densenet",
  .title = "DenseNet-II",
  .source = "Li 2019, as described in Hossain 2019, section 4",
  .standard = { .patch = 32, .width = 64, .depth = N_BLOCKS, .norm = NN_NORM_BATCH },
  .varies = NN_VARIES_PATCH | NN_VARIES_WIDTH | NN_VARIES_NORM | NN_VARIES_SLOPE | NN_VARIES_DROPOUT,
  .rate = 1e-4,             /* at ten times as much it died within an epoch of one set in two */
  .build = build,
};
