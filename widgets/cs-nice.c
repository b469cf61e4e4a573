#include "cs-nice.h"

#include <math.h>

double
cs_nice_below (double value)
{
  /* A hair more, so that 0.2 measured as 0.19999 stays 0.2. */
  double grown = value * (1 + 1e-9);
  double power = pow (10, floor (log10 (grown)));

  if (grown >= 5 * power)
    return 5 * power;
  return grown >= 2 * power ? 2 * power : power;
}

double
cs_nice_step (double lower, double upper, int most)
{
  double least = (upper - lower) / MAX (most, 1);
  double step = cs_nice_below (least);

  while (step < least * (1 - 1e-9))
    step = cs_nice_below (step * 2.5);
  return step;
}
