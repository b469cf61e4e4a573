/* nnU-Net's rule for the rate and for the end, as a bare state machine. Both losses are looked at through a moving average;
 * an epoch is better when the average lies at least @least_gain under the best one so far. @patience epochs in a row without
 * a better training average: the rate is divided by @factor. @stop_patience without a better validation average, and a rate
 * under @last_rate: over. Plain values: of one thread at a time. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct { double first_rate, last_rate, least_gain, factor, smoothing; guint patience, stop_patience; } NnPlateauRule;
typedef struct { double average, best; guint since; } NnTrend;           /* since: epochs since it was better */
typedef struct { guint n_epochs; double rate; NnTrend training, validation; guint waited; } NnPlateau;   /* waited: at this rate */

void     nn_plateau_init    (NnPlateau *self, const NnPlateauRule *rule);
void     nn_plateau_add     (NnPlateau *self, const NnPlateauRule *rule, double training_loss, double validation_loss);
gboolean nn_plateau_is_over (const NnPlateau *self, const NnPlateauRule *rule);

G_END_DECLS
