/* Toy patches to train on: a bright square is to be found. */
#pragma once

#include "nn-recipe.h"
#include "nn-train.h"

#define SIDE 8
#define PIXELS (SIDE * SIDE)

typedef struct
{
  guint poisoned;                        /* this sample holds a NaN; G_MAXUINT: none */
  guint salt;
  float weight;                          /* of the targets; 0 is 1 */
} Toy;

typedef struct { NnFeed training, validation; Toy toys[2]; } Feeds;      /* 37 samples and 11 */

/* What a training told, and when it is to be cancelled. */
typedef struct { GCancellable *cancellable; guint epoch, batch, n_batches, n_epochs; } Watcher;

void    toy_load      (gpointer owner, guint i, GRand *rand, float *x, float *y);
void    feeds_init    (Feeds *self);
NnNet  *make_net      (NnNorm norm, float dropout);
NnPlan  make_plan     (guint epochs);                   /* four steps an epoch */
void    assert_same   (NnTrainer *a, NnTrainer *b);     /* to the bit, epoch by epoch */
void    batch_done_cb (guint epoch, guint batch, guint n_batches, double loss, gpointer watcher);
void    epoch_done_cb (const NnEpoch *epoch, gpointer watcher);
GFile  *temporary     (void);
