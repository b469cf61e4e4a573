/* Vessels and ligaments: lines brighter than the tissue about them, none of them a calcification. */
#include <math.h>

#include "cs-phantom-private.h"

static void
stamp_vessel (CsDrawing *d, double x, double y, double radius, double strength)
{
  int r = (int) radius + 1, width = d->plan->width, height = d->plan->height;

  for (int row = MAX ((int) y - r, 0); row <= MIN ((int) y + r, height - 1); row++)
    for (int column = MAX ((int) x - r, 0); column <= MIN ((int) x + r, width - 1); column++)
      {
        double dx = column + 0.5 - x, dy = row + 0.5 - y, inside = 1 - (dx * dx + dy * dy) / (radius * radius);
        float *pixel = (float *) cs_raster_edit (d->vessels, row) + MIRROR (d, column);

        if (inside > 0)
          *pixel = MAX (*pixel, (float) (strength * sqrt (inside)));
      }
}

/* From the chest wall towards the nipple, wandering and thinning. */
static void
draw_vessel (CsDrawing *d, CsDice *dice, double wide, double strength)
{
  const CsBreast *b = &d->breast;
  double x = 0, y = b->centre + b->half * cs_dice_range (dice, -0.75, 0.75), dx = 1,
         dy = cs_dice_range (dice, -0.6, 0.6);
  double length = b->reach * cs_dice_range (dice, 0.5, 0.95), radius = MAX (wide / d->plan->mm_per_pixel / 2, 0.7);
  double pace = MAX (radius / 2, 0.5), turn = 0.35 * sqrt (pace * d->plan->mm_per_pixel), bend = 0;

  for (double gone = 0; gone < length && y > 0 && y < d->plan->height; gone += pace)
    {
      double norm;

      bend = 0.9 * bend + turn * cs_dice_range (dice, -0.3, 0.3);
      dx -= dy * bend;
      dy += dx * bend + 0.002 * pace * (b->nipple_row - y) / b->half;
      norm = sqrt (dx * dx + dy * dy);
      x += pace * (dx /= norm);
      y += pace * (dy /= norm);
      stamp_vessel (d, x, y, MAX (radius * (1 - 0.6 * gone / length), 0.7), strength);
    }
}

/* From (x, y) the way of @dx, @dy: thin, and nearly straight. */
static void
draw_ligament (CsDrawing *d, CsDice *dice, double x, double y, double dx, double dy)
{
  double mm = d->plan->mm_per_pixel, length = cs_dice_range (dice, 4, 30) / mm, bend = 0;
  double radius = MAX (cs_dice_range (dice, 0.08, 0.25) / mm, 0.7), u = cs_dice_roll (dice);
  double strength = 0.1 + 0.7 * u * u;
  double pace = MAX (radius / 2, 0.5), turn = 0.06 * sqrt (pace * mm);

  for (double gone = 0; gone < length && x > 0; gone += pace)
    {
      double norm;

      bend = 0.97 * bend + turn * cs_dice_range (dice, -0.3, 0.3);
      dx -= dy * bend;
      dy += dx * bend;
      norm = sqrt (dx * dx + dy * dy);
      x += pace * (dx /= norm);
      y += pace * (dy /= norm);
      stamp_vessel (d, x, y, radius, strength * (1 - 0.7 * gone / length));
    }
}

/* Up to five leave one place, about towards the nipple or the chest wall. */
static void
draw_ligaments (CsDrawing *d)
{
  CsDice dice = { cs_dice_mix (d->seed, 7) };
  const CsBreast *b = &d->breast;
  double centimetres = d->plan->mm_per_pixel * d->plan->mm_per_pixel / 100 * 2 * b->reach * b->half;
  double n = d->plan->ligaments * centimetres;

  for (double drawn = 0; drawn < n;)
    {
      double x = cs_dice_range (&dice, 0, b->reach), y = b->centre + cs_dice_range (&dice, -1, 1) * b->half;
      double way = cs_dice_roll (&dice) < 0.5 ? -1 : 1, fan = cs_dice_range (&dice, 0.1, 1);
      guint bundle = 1 + (guint) (5 * cs_dice_roll (&dice));

      for (guint i = 0; i < bundle; i++, drawn++)
        draw_ligament (d, &dice, x, y, way, way * (b->nipple_row - y) / b->half + cs_dice_range (&dice, -fan, fan));
    }
}

void
cs_phantom_vessels (CsDrawing *d)
{
  CsDice dice = { cs_dice_mix (d->seed, 2) };

  for (guint i = 0; i < 4; i++)
    draw_vessel (d, &dice, cs_dice_range (&dice, 1.2, 2.6), cs_dice_range (&dice, 0.5, 1.0));
  for (guint i = 0; i < 26; i++)
    draw_vessel (d, &dice, cs_dice_range (&dice, 0.3, 0.9), cs_dice_range (&dice, 0.25, 0.8));
  draw_ligaments (d);
}
