/* What lies on a film besides the breast, always in the air: a label with letters, tape, a film edge, scratches,
 * dust. */
#include "cs-phantom-private.h"

/* Letters of 5 x 7, a row a byte. */
static const struct { char letter; guint8 rows[7]; } font[] = {
  { 'C', { 14, 17, 16, 16, 16, 17, 14 } }, { 'L', { 16, 16, 16, 16, 16, 16, 31 } },
  { 'M', { 17, 27, 21, 21, 17, 17, 17 } }, { 'O', { 14, 17, 17, 17, 17, 17, 14 } },
  { 'R', { 30, 17, 17, 30, 20, 18, 17 } },
};

static gboolean
is_air (const CsDrawing *d, int x, int y)
{
  return x >= 0 && y >= 0 && x < (int) d->plan->width && y < (int) d->plan->height &&
         ((const guint16 *) cs_raster_row (d->depth, y))[x] == 0;
}

static void
paint (CsDrawing *d, int x, int y, double value, double part)
{
  float *pixel;

  if (!is_air (d, x, y))
    return;
  pixel = (float *) cs_raster_edit (d->grey, y) + x;
  *pixel += (float) (part * (value - *pixel));
}

static void
fill (CsDrawing *d, int x, int y, int width, int height, double value, double part)
{
  for (int row = y; row < y + height; row++)
    for (int column = x; column < x + width; column++)
      paint (d, column, row, value, part);
}

static void
write_text (CsDrawing *d, const char *text, int x, int y, int size)
{
  for (const char *c = text; *c != '\0'; c++, x += 6 * size)
    for (guint i = 0; i < G_N_ELEMENTS (font); i++)
      for (int row = 0; font[i].letter == *c && row < 7; row++)
        for (int column = 0; column < 5; column++)
          if (font[i].rows[row] & (16 >> column))
            fill (d, x + column * size, y + row * size, size, size, 0.08, 1);
}

/* A white label stands clear of the breast with a margin, or is left out. */
static void
draw_label (CsDrawing *d, CsDice *dice)
{
  const char *view = d->plan->view == CS_VIEW_MLO ? "MLO" : "CC";
  gboolean left = d->plan->side == CS_SIDE_LEFT;
  int size = MAX (1, (int) d->plan->height / 256), wide = 20 * size, high = 20 * size, gap = 2 * size;
  int x = left ? (int) d->plan->width - wide - 3 * gap : 3 * gap,
      y = (int) (d->plan->height * cs_dice_range (dice, 0.02, 0.08));

  for (int row = y - gap; row < y + high + gap; row++)
    for (int column = x - gap; column < x + wide + gap; column++)
      if (!is_air (d, column, row))
        return;
  fill (d, x, y, wide, high, 0.93, 0.97);
  write_text (d, left ? "L" : "R", x + gap, y + gap, size);
  write_text (d, view, x + gap / 2, y + gap + 9 * size, size);
  /* The tape that holds it, a veil rather than a picture. */
  fill (d, x + wide / 4, y + high, wide / 2, high * 3, 0.11, 0.6);
}

static void
draw_edge (CsDrawing *d, CsDice *dice)
{
  int width = d->plan->width, height = d->plan->height, thin = MAX (1, height / 500);

  fill (d, d->plan->side == CS_SIDE_LEFT ? width - thin : 0, 0, thin, height, cs_dice_range (dice, 0.2, 0.9), 0.9);
  fill (d, 0, height - thin, width, thin, cs_dice_range (dice, 0.1, 0.6), 0.8);
}

static void
draw_scratches (CsDrawing *d, CsDice *dice)
{
  guint n = 3 + (guint) (5 * cs_dice_roll (dice));

  for (guint i = 0; i < n; i++)
    {
      double x = cs_dice_range (dice, 0, d->plan->width), y = cs_dice_range (dice, 0, d->plan->height);
      double slope = cs_dice_range (dice, -0.25, 0.25), value = cs_dice_range (dice, 0.10, 0.32);
      int length = (int) (d->plan->height * cs_dice_range (dice, 0.03, 0.25));

      for (int k = 0; k < length; k++)
        paint (d, (int) (x + slope * k), (int) y + k, value, 0.5);
    }
  for (guint i = 0; i < 30; i++)
    paint (d, (int) cs_dice_range (dice, 0, d->plan->width), (int) cs_dice_range (dice, 0, d->plan->height),
           cs_dice_range (dice, 0.15, 0.6), 0.8);
}

void
cs_phantom_furniture (CsDrawing *d)
{
  CsDice dice = { cs_dice_mix (d->seed, 7) };

  if (d->plan->label)
    {
      draw_label (d, &dice);
      draw_edge (d, &dice);
    }
  if (d->plan->scratches)
    draw_scratches (d, &dice);
}
