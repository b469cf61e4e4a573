#include "cs-voi.h"

#include <math.h>

/* 1 / (1 + exp (-4 t)) is 0.99 here. */
#define SIGMOID_END (4.59512 / 4)

gboolean
cs_voi_is_sane (const CsVoi *voi)
{
  if (voi->shape == CS_VOI_TABLE)
    return isfinite (voi->first) && voi->n_entries >= 1 && voi->bits >= 8 && voi->bits <= 16 && voi->entries != NULL;
  return isfinite (voi->centre) && isfinite (voi->width) &&
         (voi->shape == CS_VOI_LINEAR ? voi->width >= 1 : voi->width > 0);
}

/* C.11.2.1.2.1: half a value and one value are taken off, so that a window of width w has w values. */
static double
linear (double centre, double width, double value)
{
  double t = value - (centre - 0.5), half = (width - 1) / 2;

  if (t <= -half)
    return 0;
  return t > half ? 1 : t / (width - 1) + 0.5;
}

/* C.11.2.1.3.2 */
static double
linear_exact (double centre, double width, double value)
{
  double t = value - centre;

  if (t <= -width / 2)
    return 0;
  return t > width / 2 ? 1 : t / width + 0.5;
}

/* C.11.2.1.1: what lies before the table is its first entry, what lies behind it its last. */
static double
look_up (const CsVoi *voi, double value)
{
  double at = CLAMP (floor (value - voi->first), 0, voi->n_entries - 1.0);

  return MIN (voi->entries[(guint) at] / (double) ((1u << voi->bits) - 1), 1);
}

double
cs_voi_apply (const CsVoi *voi, double value)
{
  switch (voi->shape)
    {
    case CS_VOI_LINEAR:
      return linear (voi->centre, voi->width, value);
    case CS_VOI_LINEAR_EXACT:
      return linear_exact (voi->centre, voi->width, value);
    case CS_VOI_SIGMOID:   /* C.11.2.1.3.1 */
      return 1 / (1 + exp (-4 * (value - voi->centre) / voi->width));
    case CS_VOI_TABLE:
      return look_up (voi, value);
    default:
      g_return_val_if_reached (0);
    }
}

static void
table_window (const CsVoi *voi, double *low, double *high)
{
  guint first = 0, last = voi->n_entries - 1;

  while (first < last && voi->entries[first + 1] == voi->entries[0])
    first++;
  while (last > first && voi->entries[last - 1] == voi->entries[voi->n_entries - 1])
    last--;
  *low = voi->first + first;
  *high = voi->first + MAX (last, first + 1);
}

void
cs_voi_get_window (const CsVoi *voi, double *low, double *high)
{
  double centre = voi->centre, half = voi->width / 2;

  if (voi->shape == CS_VOI_TABLE)
    {
      table_window (voi, low, high);
      return;
    }
  if (voi->shape == CS_VOI_LINEAR)
    {
      centre -= 0.5;
      half = MAX ((voi->width - 1) / 2, 0.5);
    }
  else if (voi->shape == CS_VOI_SIGMOID)
    half = SIGMOID_END * voi->width;
  *low = centre - half;
  *high = centre + half;
}
