/* A graph as a recipe lays it, one op behind the other. For recipes/ alone. Once something did not fit all further calls
 * do nothing, and nn_build_end() gives NULL. Of one thread. */
#pragma once

#include "nn-recipe.h"

G_BEGIN_DECLS

typedef struct
{
  NnGraph        *graph;
  const NnDesign *design;
  int             at;                      /* the last node; -1: something did not fit */
  GError        **error;
} NnBuild;

NnBuild  nn_build_begin (const NnDesign *design, GError **error);              /* at the input: one channel, patch x patch */
NnGraph *nn_build_end   (NnBuild *self);                                       /* the caller's; NULL with the error set */
void     nn_build_add   (NnBuild *self, const char *op, NnArgs args);
void     nn_build_join  (NnBuild *self, int earlier);                          /* concat: what is at hand, then @earlier */
/* Convolution, norm where the design has one, (leaky) ReLU. */
void     nn_build_layer (NnBuild *self, guint channels, guint kernel);
/* Fully connected, dropout where the design has it, (leaky) ReLU. */
void     nn_build_dense (NnBuild *self, guint units);
/* What a classifier of patches ends with: two units and softmax. */
void     nn_build_verdict (NnBuild *self);
/* Channels of a network whose own width is called 64, at the design's width: never 0. */
guint    nn_build_scale (const NnBuild *self, guint channels);
/* A patch that cannot be halved @times times is refused. */
void     nn_build_check_halves (NnBuild *self, guint times);

G_END_DECLS
