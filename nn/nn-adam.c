#include "nn-adam.h"

#include <math.h>
#include <string.h>

#define BETA_1 0.9
#define BETA_2 0.999
#define EPSILON 1e-8f

void
nn_adam_init (NnAdam *self,
              gsize   n)
{
  *self = (NnAdam) { .n = n, .first = g_new0 (float, MAX (n, 1)), .second = g_new0 (float, MAX (n, 1)) };
}

void
nn_adam_clear (NnAdam *self)
{
  g_clear_pointer (&self->first, g_free);
  g_clear_pointer (&self->second, g_free);
}

void
nn_adam_copy (NnAdam       *self,
              const NnAdam *from)
{
  g_assert (self->n == from->n);

  self->steps = from->steps;
  memcpy (self->first, from->first, self->n * sizeof (float));
  memcpy (self->second, from->second, self->n * sizeof (float));
}

/* Both means start at 0, hence the corrections 1 - beta^t. */
void
nn_adam_step (NnAdam      *self,
              float       *params,
              const float *gradient,
              double       rate)
{
  double steps = ++self->steps;
  float size = rate / (1 - pow (BETA_1, steps)), root = 1 / sqrt (1 - pow (BETA_2, steps));
  float *first = self->first, *second = self->second;

  for (gsize i = 0; i < self->n; i++)
    {
      first[i] += (float) (1 - BETA_1) * (gradient[i] - first[i]);
      second[i] += (float) (1 - BETA_2) * (gradient[i] * gradient[i] - second[i]);
      params[i] -= size * first[i] / (sqrtf (second[i]) * root + EPSILON);
    }
}
