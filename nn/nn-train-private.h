/* What a trainer is made of: for nn-train.c, which trains, and nn-train-state.c, which keeps it on disk. */
#pragma once

#include "nn-adam.h"
#include "nn-plateau.h"
#include "nn-train.h"

G_BEGIN_DECLS

/* What a cancelled or failed epoch is undone to. */
typedef struct
{
  float *params, *mean, *state;
  NnAdam adam;
} Good;

struct _NnTrainer
{
  NnPlan    plan;
  NnNet    *net, *mean, *best;          /* mean: the moving average of net's weights */
  NnAdam    adam;
  NnPlateau plateau;
  GArray   *epochs;                     /* NnEpoch */
  double    best_loss, seconds;
  Good      good;
};

/* Takes @net. */
NnTrainer *nn_trainer_new_from  (NnNet *net, const NnPlan *plan);
/* From now on a cancelled or failed epoch comes back to here. */
void       nn_trainer_keep_good (NnTrainer *self);

G_END_DECLS
