#include "nn-plateau.h"

static void
trend_add (NnTrend             *self,
           const NnPlateauRule *rule,
           double               loss,
           gboolean             first)
{
  self->average = first ? loss : rule->smoothing * self->average + (1 - rule->smoothing) * loss;
  if (first || self->average <= self->best - rule->least_gain)
    {
      self->best = self->average;
      self->since = 0;
    }
  else
    self->since++;
}

void
nn_plateau_init (NnPlateau           *self,
                 const NnPlateauRule *rule)
{
  *self = (NnPlateau) { .rate = rule->first_rate };
}

void
nn_plateau_add (NnPlateau           *self,
                const NnPlateauRule *rule,
                double               training_loss,
                double               validation_loss)
{
  trend_add (&self->training, rule, training_loss, self->n_epochs == 0);
  trend_add (&self->validation, rule, validation_loss, self->n_epochs == 0);
  self->n_epochs++;
  self->waited = self->training.since == 0 ? 0 : self->waited + 1;
  if (self->waited >= rule->patience)
    {
      self->rate /= rule->factor;
      self->waited = 0;
    }
}

gboolean
nn_plateau_is_over (const NnPlateau     *self,
                    const NnPlateauRule *rule)
{
  return self->validation.since >= rule->stop_patience && self->rate < rule->last_rate;
}
