#include "nn-cutoffs.h"

#include <stdlib.h>

/* The highest cut that lets @p through, by the comparison a mask is made by: p >= cut. */
static guint
find_step (float p)
{
  int step = CLAMP ((int) (p * NN_CUTOFFS), 0, NN_CUTOFFS);

  while (step < NN_CUTOFFS && p >= (step + 1) / (double) NN_CUTOFFS)
    step++;
  while (step > 0 && p < step / (double) NN_CUTOFFS)
    step--;
  return (guint) step;
}

void
nn_cutoffs_add (NnCutoffs    *self,
                const float  *p,
                const guint8 *truth,
                const guint8 *known,
                gsize         n)
{
  for (gsize i = 0; i < n; i++)
    if (known == NULL || known[i] != 0)
      (truth[i] != 0 ? self->truth : self->other)[find_step (p[i])]++;
}

NnCounts
nn_cutoffs_get_counts (const NnCutoffs *self,
                       guint            cut)
{
  NnCounts counts = { 0 };

  for (guint i = 0; i <= NN_CUTOFFS; i++)
    {
      *(i >= cut ? &counts.tp : &counts.fn) += self->truth[i];
      *(i >= cut ? &counts.fp : &counts.tn) += self->other[i];
    }
  return counts;
}

double
nn_cutoffs_choose (const NnCutoffs *self)
{
  const int middle = NN_CUTOFFS / 2;
  NnCounts at = nn_cutoffs_get_counts (self, (guint) middle);
  double most = nn_figures_of (&at).value[NN_DICE];
  int best = middle;

  for (int cut = 1; cut < NN_CUTOFFS && at.tp + at.fn > 0; cut++)
    {
      NnCounts counts = nn_cutoffs_get_counts (self, (guint) cut);
      double dice = nn_figures_of (&counts).value[NN_DICE];

      if (dice > most || (dice == most && abs (cut - middle) < abs (best - middle)))
        {
          most = dice;
          best = cut;
        }
    }
  return best / (double) NN_CUTOFFS;
}
