/* The training loop: asks the cancellable and reports per batch, sums up per epoch, pauses and resumes from a saved state.
 * Section 4 of the paper: Adam, batch 42, soft Dice (per sample, both classes) + cross-entropy, plateau rule of nnU-Net.
 *
 * What is validated, kept and handed out is a moving average of the weights over the last steps, not the weights of the last step:
 * at one rate throughout these wander about the minimum, and their mean lies nearer to it than any of them.
 * Thread rule: one thread owns a trainer; networks it hands out are frozen copies. */
#pragma once

#include "nn-feed.h"
#include "nn-loss.h"
#include "nn-net.h"

G_BEGIN_DECLS

/* Of a training's steps: the fastest of the processor, or the plain form that the fast one is tested against (nn-winograd.h). */
typedef enum { NN_ARITHMETIC_FAST, NN_ARITHMETIC_PLAIN } NnArithmetic;

typedef struct
{
  guint      batch, max_epochs, seed, threads;   /* 42, 1000, 1, 0 = one a processor */
  double     first_rate, last_rate;              /* 1e-3 (a recipe has its own; as published: 3e-4), 1e-6 */
  double     minutes;                            /* 0: no limit */
  guint      patience, stop_patience;            /* 30, 60 epochs */
  double     least_gain, factor, smoothing;      /* 5e-3, 5, weight of the past in the moving average (0.9) */
  double     averaging;                          /* of the weights, see below: weight of the past, a step (0.998); 0: none, as published */
  NnLossKind loss;
  NnArithmetic arithmetic;
} NnPlan;

typedef struct
{
  guint    number;                               /* from 1 */
  double   training_loss, validation_loss, rate; /* means over the epoch; rate used in it */
  double   training_average, validation_average; /* the moving averages the rule looks at */
  double   seconds;                              /* since the training began, pauses left out */
  gboolean best;                                 /* the validation loss is the lowest so far: its weights are kept */
} NnEpoch;

typedef enum { NN_STOP_RULE, NN_STOP_EPOCHS, NN_STOP_MINUTES } NnStop;

/* Called in the training thread. */
typedef struct
{
  void   (*batch) (guint epoch, guint batch, guint n_batches, double loss, gpointer data);  /* may be NULL */
  void   (*epoch) (const NnEpoch *epoch, gpointer data);                                    /* may be NULL */
  gpointer data;
} NnWatch;

/* More than anyone's patience: a state that claims more is damaged. */
#define NN_MOST_EPOCHS 1000000

typedef struct _NnTrainer NnTrainer;

void       nn_plan_init         (NnPlan *plan);                                 /* the values above */
char      *nn_plan_to_text      (const NnPlan *plan);
gboolean   nn_plan_check        (const NnPlan *plan, GError **error);

NnTrainer *nn_trainer_new       (const NnNet *net, const NnPlan *plan);         /* starts from a copy of @net */
NnTrainer *nn_trainer_load      (GFile *state, GError **error);                 /* paused earlier: goes on to the same weights */
gboolean   nn_trainer_save      (const NnTrainer *self, GFile *state, GError **error);  /* atomic; at an epoch's end or after a cancel */
void       nn_trainer_free      (NnTrainer *self);

/* Runs until the rule, the cap or the minutes stop it. Cancelled: FALSE with G_IO_ERROR_CANCELLED; the trainer is
 * at the last finished epoch and can be saved or run again. @state (may be NULL): saved after every epoch. */
gboolean   nn_trainer_run       (NnTrainer *self, const NnFeed *training, const NnFeed *validation, GFile *state,
                                 const NnWatch *watch, NnStop *why, GCancellable *cancellable, GError **error);
/* Other limits than those of the plan, which a resumed training would keep: the weights on the way do not depend on them. */
void       nn_trainer_set_limits (NnTrainer *self, guint max_epochs, double minutes);
NnNet     *nn_trainer_get_best  (NnTrainer *self);                              /* a copy; the lowest validation loss */
const NnPlan  *nn_trainer_get_plan   (const NnTrainer *self);
const NnEpoch *nn_trainer_get_epochs (const NnTrainer *self, guint *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnTrainer, nn_trainer_free)

G_END_DECLS
