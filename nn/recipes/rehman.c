/* The decision-model CNN of Rehman et al. 2017, as Hossain section 4 describes it: convolutions with plain ReLU,
 * pooling layers, max-pooling layers and fully connected layers, 2.61 million parameters. It gives no sizes. Ours:
 * three 5x5 convolutions of 32, 64 and 128 channels, the first pooled by its mean, the others by their maximum, then
 * fully connected layers of 1024 and 256: 2 618 114 parameters (0.3 % more). */
#include "nn-build.h"

static NnGraph *
build (const NnDesign *design,
       GError        **error)
{
  static const struct { guint channels; const char *pooling; } layers[] = {
    { 32, "avgpool" }, { 64, "maxpool" }, { 128, "maxpool" } };
  NnBuild self = nn_build_begin (design, error);

  nn_build_check_halves (&self, 3);
  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      nn_build_layer (&self, nn_build_scale (&self, layers[i].channels), 5);
      nn_build_add (&self, layers[i].pooling, (NnArgs) { .kernel = 2 });
    }
  nn_build_dense (&self, nn_build_scale (&self, 1024));
  nn_build_dense (&self, nn_build_scale (&self, 256));
  nn_build_verdict (&self);
  return nn_build_end (&self);
}

const NnRecipe nn_recipe_rehman =
{
  .id = "rehman",
  .title = "Decision-model CNN",
  .source = "Rehman 2017, as described in Hossain 2019, section 4",
  .standard = { .patch = 32, .width = 64, .depth = 3, .norm = NN_NORM_NONE },
  .varies = NN_VARIES_PATCH | NN_VARIES_WIDTH | NN_VARIES_NORM | NN_VARIES_SLOPE | NN_VARIES_DROPOUT,
  .rate = 1e-4,             /* at ten times as much its ReLUs died within an epoch */
  .build = build,
};
