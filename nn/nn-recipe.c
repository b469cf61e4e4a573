#include "nn-recipe.h"

#include <string.h>

void
nn_design_init (NnDesign *design)
{
  *design = (NnDesign) { .patch = 32, .width = 64, .depth = 4, .steps = 0, .norm = NN_NORM_INSTANCE, .slope = 0.01f };
}

const NnRecipe *
nn_recipe_find (const char *id)
{
  for (guint i = 0; nn_recipes[i] != NULL; i++)
    if (strcmp (nn_recipes[i]->id, id) == 0)
      return nn_recipes[i];
  return NULL;
}
