#include "nn-score.h"

#include <math.h>

const char *const nn_figure_names[NN_N_FIGURES] = { "sensitivity", "precision", "accuracy", "f_measure", "dice",
                                                    "jaccard", "false_positive_rate" };

static double
divide (double numerator,
        double denominator)
{
  return denominator > 0 ? numerator / denominator : (double) NAN;
}

void
nn_counts_add (NnCounts       *to,
               const NnCounts *counts)
{
  to->tp += counts->tp;
  to->tn += counts->tn;
  to->fp += counts->fp;
  to->fn += counts->fn;
}

NnCounts
nn_counts_masks (const guint8 *found,
                 const guint8 *truth,
                 const guint8 *known,
                 gsize         n)
{
  NnCounts counts = { 0 };

  for (gsize i = 0; i < n; i++)
    if (known == NULL || known[i] != 0)
      {
        counts.tp += found[i] != 0 && truth[i] != 0;
        counts.tn += found[i] == 0 && truth[i] == 0;
        counts.fp += found[i] != 0 && truth[i] == 0;
        counts.fn += found[i] == 0 && truth[i] != 0;
      }
  return counts;
}

/* Eq. 12-17; F-measure by its own formula, though it is the Dice score. */
NnFigures
nn_figures_of (const NnCounts *counts)
{
  double tp = counts->tp, tn = counts->tn, fp = counts->fp, fn = counts->fn;
  double recall = divide (tp, tp + fn), precision = divide (tp, tp + fp);
  NnFigures figures;

  figures.value[NN_SENSITIVITY] = recall;
  figures.value[NN_PRECISION] = precision;
  figures.value[NN_ACCURACY] = divide (tp + tn, tp + tn + fp + fn);
  figures.value[NN_F_MEASURE] = divide (2 * recall * precision, recall + precision);
  figures.value[NN_DICE] = divide (2 * tp, 2 * tp + fn + fp);
  figures.value[NN_JACCARD] = divide (tp, tp + fn + fp);
  figures.value[NN_FALSE_POSITIVE_RATE] = divide (fp, fp + tn);
  return figures;
}

void
nn_score_add (NnScore        *self,
              const NnCounts *sample)
{
  NnFigures figures = nn_figures_of (sample);

  nn_counts_add (&self->pooled, sample);
  for (guint i = 0; i < NN_N_FIGURES; i++)
    if (!isnan (figures.value[i]))
      {
        self->sum[i] += figures.value[i];
        self->n_averaged[i]++;
      }
  self->n++;
}

void
nn_score_merge (NnScore       *self,
                const NnScore *other)
{
  nn_counts_add (&self->pooled, &other->pooled);
  for (guint i = 0; i < NN_N_FIGURES; i++)
    {
      self->sum[i] += other->sum[i];
      self->n_averaged[i] += other->n_averaged[i];
    }
  self->n += other->n;
}

NnFigures
nn_score_get_pooled (const NnScore *self)
{
  return nn_figures_of (&self->pooled);
}

NnFigures
nn_score_get_average (const NnScore *self)
{
  NnFigures figures;

  for (guint i = 0; i < NN_N_FIGURES; i++)
    figures.value[i] = divide (self->sum[i], self->n_averaged[i]);
  return figures;
}
