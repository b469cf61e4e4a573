/* Whole networks as data: one file per recipe in recipes/, listed in meson.build.
 * A recipe's output is probabilities of two classes, background and calcification: of each pixel of the patch (a
 * segmenter), or one pair for the patch as a whole (a classifier: its output is 1 x 1).
 * Tables and pure functions: any thread. */
#pragma once

#include "nn-graph.h"

G_BEGIN_DECLS

typedef enum { NN_NORM_NONE, NN_NORM_INSTANCE, NN_NORM_BATCH } NnNorm;

/* What a researcher may vary. patch: side in pixels; width: of the U-Net its channels, of the others 64 is as published and
 * their channels follow in proportion; depth: poolings; steps: time steps of Eq. 8 (0: none); slope: of the leaky ReLU (0:
 * plain ReLU); dropout: its rate (0: none). */
typedef struct { guint patch, width, depth, steps; NnNorm norm; float slope, dropout; } NnDesign;

/* The parts of a design that a recipe may differ in. */
typedef enum
{
  NN_VARIES_PATCH = 1, NN_VARIES_WIDTH = 2, NN_VARIES_DEPTH = 4, NN_VARIES_STEPS = 8, NN_VARIES_NORM = 16,
  NN_VARIES_SLOPE = 32, NN_VARIES_DROPOUT = 64,
} NnVaries;

typedef struct
{
  const char *id, *title;
  const char *source;                      /* the work it comes from */
  NnDesign    standard;                    /* as published */
  NnVaries    varies;                      /* in everything else a design is the standard one */
  double      rate;                        /* the first learning rate at which it learns well; not the paper's */
  gboolean    segments;                    /* else it classifies */
  NnGraph  *(*build) (const NnDesign *design, GError **error);
} NnRecipe;

extern const NnRecipe *const nn_recipes[];  /* NULL-terminated, generated */

/* The U-Net's standard: 32, 64, 4, instance norm, slope 0.01, no recurrence. */
#define NN_DESIGN_UNET { .patch = 32, .width = 64, .depth = 4, .norm = NN_NORM_INSTANCE, .slope = 0.01f }

void            nn_design_init    (NnDesign *design);                         /* NN_DESIGN_UNET */
char           *nn_design_to_text (const NnDesign *design);                   /* "patch=32 width=64 ..."; stable */
const char     *nn_norm_get_name  (NnNorm norm);                              /* "none", "instance", "batch"; stable */
const NnRecipe *nn_recipe_find    (const char *id);                           /* NULL: no such */
/* As the recipe's build(), but a design that differs where the recipe does not is refused by name. */
NnGraph        *nn_recipe_build   (const NnRecipe *self, const NnDesign *design, GError **error);

G_END_DECLS
