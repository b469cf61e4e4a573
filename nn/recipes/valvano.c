/* The patch CNN of Valvano et al. 2019, as Hossain section 4 describes it: six 3x3 convolutions of stride 1, the patch
 * brought from 32 down to 2, two fully connected layers of 64, 2.80 million parameters. It gives neither the channels
 * nor the places of the four poolings. Ours: channels double from 32 to 512 and the last layer has 256, the poolings
 * stand behind layers 1, 2, 4 and 6: 2 817 794 parameters (0.6 % more). Plain ReLU, no norm. */
#include "nn-build.h"

static NnGraph *
build (const NnDesign *design,
       GError        **error)
{
  static const struct { guint channels; gboolean pooled; } layers[] = {
    { 32, TRUE }, { 64, TRUE }, { 128, FALSE }, { 256, TRUE }, { 512, FALSE }, { 256, TRUE } };
  NnBuild self = nn_build_begin (design, error);

  nn_build_check_halves (&self, 4);
  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      nn_build_layer (&self, nn_build_scale (&self, layers[i].channels), 3);
      if (layers[i].pooled)
        nn_build_add (&self, "maxpool", (NnArgs) { .kernel = 2 });
    }
  for (guint i = 0; i < 2; i++)
    nn_build_dense (&self, nn_build_scale (&self, 64));
  nn_build_verdict (&self);
  return nn_build_end (&self);
}

const NnRecipe nn_recipe_valvano =
{
  .id = "valvano",
  .title = "Patch CNN",
  .source = "Valvano 2019, as described in Hossain 2019, section 4",
  .standard = { .patch = 32, .width = 64, .depth = 4, .norm = NN_NORM_NONE },
  .varies = NN_VARIES_PATCH | NN_VARIES_WIDTH | NN_VARIES_NORM | NN_VARIES_SLOPE | NN_VARIES_DROPOUT,
  .rate = 1e-4,             /* at ten times as much its ReLUs died within an epoch */
  .build = build,
};
