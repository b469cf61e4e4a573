/* Whole networks as data: one file per recipe in recipes/, listed in meson.build. */
#pragma once

#include "nn-graph.h"

G_BEGIN_DECLS

typedef enum { NN_NORM_NONE, NN_NORM_INSTANCE, NN_NORM_BATCH } NnNorm;

/* What a researcher may vary. nn_design_init() gives the paper's: 32, 64, 4, instance norm, slope 0.01, no recurrence. */
typedef struct { guint patch, width, depth, steps; NnNorm norm; float slope, dropout; } NnDesign;

typedef struct
{
  const char *id, *title;
  const char *source;                      /* the work it comes from */
  NnGraph  *(*build) (const NnDesign *design, GError **error);
} NnRecipe;

extern const NnRecipe *const nn_recipes[];  /* NULL-terminated, generated */

void            nn_design_init (NnDesign *design);
const NnRecipe *nn_recipe_find (const char *id);  /* NULL: no such */

G_END_DECLS
