/* What a network says to a sample in all its turns: by quarters, and mirrored. A network is no function that turns with its sample, though what it
 * is asked is: the mean of its eight answers, each turned back, is one, and errs less, for eight times the work.
 * Thread rule: as nn_net_predict(). */
#pragma once

#include "nn-net.h"

G_BEGIN_DECLS

#define NN_TURNS 8

/* A plane of @side squared numbers in turn @turn of NN_TURNS, 0: as it stands. @to: another plane. */
void     nn_turn               (const float *from, guint side, guint turn, float *to);
/* Adds what nn_turn() undone makes of @from. */
void     nn_turn_add_back      (const float *from, guint side, guint turn, float *to);
/* As nn_net_predict(), the mean of all turns. For square samples and answers. */
gboolean nn_net_predict_turned (const NnNet *self, guint n, const float *x, float *p, guint threads,
                                GCancellable *cancellable, GError **error);

G_END_DECLS
