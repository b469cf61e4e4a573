#include "nn-recipe.h"

#include "nn-net.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const norm_names[] = {
  [NN_NORM_NONE] = "none", [NN_NORM_INSTANCE] = "instance", [NN_NORM_BATCH] = "batch" };

/* What @design has that @recipe has not; NULL: nothing. */
static const char *
find_stranger (const NnRecipe *recipe,
               const NnDesign *design)
{
  const NnDesign *own = &recipe->standard;
  const struct { NnVaries part; gboolean differs; const char *name; } parts[] = {
    { NN_VARIES_PATCH, design->patch != own->patch, N_("another side of its patches") },
    { NN_VARIES_WIDTH, design->width != own->width, N_("another width") },
    { NN_VARIES_DEPTH, design->depth != own->depth, N_("another depth") },
    { NN_VARIES_STEPS, design->steps != own->steps, N_("time steps") },
    { NN_VARIES_NORM, design->norm != own->norm, N_("another norm") },
    { NN_VARIES_SLOPE, design->slope != own->slope, N_("another slope") },
    { NN_VARIES_DROPOUT, design->dropout != own->dropout, N_("dropout") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].differs && !(recipe->varies & parts[i].part))
      return _(parts[i].name);
  return NULL;
}

void
nn_design_init (NnDesign *design)
{
  *design = (NnDesign) NN_DESIGN_UNET;
}

char *
nn_design_to_text (const NnDesign *design)
{
  char slope[G_ASCII_DTOSTR_BUF_SIZE], dropout[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf ("patch=%u width=%u depth=%u steps=%u norm=%s slope=%s dropout=%s", design->patch,
                          design->width, design->depth, design->steps, nn_norm_get_name (design->norm),
                          g_ascii_formatd (slope, sizeof slope, "%g", design->slope),
                          g_ascii_formatd (dropout, sizeof dropout, "%g", design->dropout));
}

const char *
nn_norm_get_name (NnNorm norm)
{
  return norm_names[norm];
}

const NnRecipe *
nn_recipe_find (const char *id)
{
  for (guint i = 0; nn_recipes[i] != NULL; i++)
    if (strcmp (nn_recipes[i]->id, id) == 0)
      return nn_recipes[i];
  return NULL;
}

NnGraph *
nn_recipe_build (const NnRecipe *self,
                 const NnDesign *design,
                 GError        **error)
{
  const char *stranger = find_stranger (self, design);

  if (stranger == NULL)
    return self->build (design, error);
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("The network “%s” does not come with %s; leave that as it is"),
               self->id, stranger);
  return NULL;
}
