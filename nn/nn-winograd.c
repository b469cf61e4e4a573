#include "nn-winograd.h"

#include <string.h>

/* Tiles that are multiplied at once: their transforms stay in a second-level cache. */
#define TILES_AT_ONCE 32

/* Work goes by bands: rows of tiles of one sample after another, several at once. Sizes in floats, and the arrays laid
 * out in the scratch memory. lines: pixels of one band, one block of lanes, which stay in a first-level cache; carry:
 * two lines a block that wait for the next band; v, m: points of the tiles of input and output; u: of d_w. */
typedef struct
{
  guint  lanes_in, lanes_out, bands, columns, at_once;  /* bands a sample has, tiles a band has, bands at once */
  gsize  plane, line, carry_size, point_in, point_out, point_u;
  float *lines, *carry, *v, *m, *u;
} Space;

/* The sizes alone. */
static Space
size_space (const NnWinograd *self)
{
  Space space = { .lanes_in = nn_lanes (self->in.channels), .lanes_out = nn_lanes (self->channels),
                  .bands = (self->in.height + NN_TILE - 1) / NN_TILE,
                  .columns = (self->in.width + NN_TILE - 1) / NN_TILE,
                  .plane = (gsize) self->in.height * self->in.width };

  space.at_once = MAX (TILES_AT_ONCE / space.columns, 1);
  space.line = ((gsize) space.columns * NN_TILE + 2) * NN_LANES;
  space.carry_size = 2 * space.line * (space.lanes_in / NN_LANES);
  /* A little more than a power of two apart: else all 36 would want the same place in a first-level cache. */
  space.point_in = (gsize) space.at_once * space.columns * space.lanes_in + NN_LANES;
  space.point_out = (gsize) space.at_once * space.columns * space.lanes_out + NN_LANES;
  space.point_u = (gsize) self->in.channels * space.lanes_out;
  return space;
}

static Space
find_space (const NnWinograd *self,
            float            *scratch)
{
  Space space = size_space (self);

  space.lines = scratch;
  space.carry = space.lines + (NN_TILE + 2) * space.line;
  space.v = space.carry + space.carry_size;
  space.m = space.v + NN_POINTS * space.point_in;
  space.u = space.m + NN_POINTS * space.point_out;
  return space;
}

static gsize
size_forward (const NnWinograd *self)
{
  return NN_POINTS * (gsize) self->in.channels * nn_lanes (self->channels);
}

/* Lines [from, from + n) of an image, from @channels of its planes, with zeros outside; each begins @before pixels left
 * of it. */
static void
take_lines (const NnWinograd *self,
            const Space      *space,
            const float      *planes,
            guint             channels,
            gint64            from,
            guint             n,
            guint             before)
{
  for (gint64 y = from; y < from + n; y++)
    {
      float *line = space->lines + (y - from) * space->line, *after = line + (before + self->in.width) * NN_LANES;

      if (y < 0 || y >= self->in.height)
        {
          memset (line, 0, space->line * sizeof (float));
          continue;
        }
      memset (line, 0, before * NN_LANES * sizeof (float));
      self->kernels->to_pixels (planes + y * self->in.width, space->plane, channels, self->in.width,
                                line + before * NN_LANES);
      memset (after, 0, (line + space->line - after) * sizeof (float));
    }
}

static void
give_lines (const NnWinograd *self,
            const Space      *space,
            float            *planes,
            guint             channels,
            gint64            from,
            guint             n,
            guint             before,
            const float      *bias,
            gboolean          add)
{
  for (gint64 y = MAX (from, 0); y < MIN (from + n, self->in.height); y++)
    self->kernels->to_planes (space->lines + (y - from) * space->line + before * NN_LANES, channels, self->in.width,
                              bias, add, planes + y * self->in.width, space->plane);
}

/* Of all samples' bands @b: the planes of its sample from channel @c on, and how many of them a block of lanes has. */
static gsize
find_planes (const Space *space,
             guint        b,
             guint        channels,
             gsize        gap,
             guint        c)
{
  return (b / space->bands) * (channels * space->plane + gap) + c * space->plane;
}

static guint
find_lanes (guint channels,
            guint c)
{
  return MIN (NN_LANES, channels - c);
}

/* V = B' x B of bands [first, first + n). */
static void
take_in (const NnWinograd *self,
         const Space      *space,
         guint             first,
         guint             n,
         const float      *x)
{
  guint channels = self->in.channels;

  for (guint b = first; b < first + n; b++)
    for (guint c = 0; c < channels; c += NN_LANES)
      {
        take_lines (self, space, x + find_planes (space, b, channels, self->in_gap, c), find_lanes (channels, c),
                    (gint64) (b % space->bands) * NN_TILE - 1, NN_TILE + 2, 1);
        self->kernels->tiles_in (space->columns, space->lines, space->line,
                                 space->v + (gsize) (b - first) * space->columns * space->lanes_in + c,
                                 space->lanes_in, space->point_in);
      }
}

/* M = A d_out A'. */
static void
take_out (const NnWinograd *self,
          const Space      *space,
          guint             first,
          guint             n,
          const float      *d_out)
{
  guint channels = self->channels;

  for (guint b = first; b < first + n; b++)
    for (guint c = 0; c < channels; c += NN_LANES)
      {
        take_lines (self, space, d_out + find_planes (space, b, channels, self->out_gap, c), find_lanes (channels, c),
                    (gint64) (b % space->bands) * NN_TILE, NN_TILE, 0);
        self->kernels->tiles_out_back (space->columns, space->lines, space->line,
                                       space->m + (gsize) (b - first) * space->columns * space->lanes_out + c,
                                       space->lanes_out, space->point_out);
      }
}

/* out = A' M A + bias, or added. */
static void
give_out (const NnWinograd *self,
          const Space      *space,
          guint             first,
          guint             n,
          const float      *bias,
          float            *out)
{
  guint channels = self->channels;

  for (guint b = first; b < first + n; b++)
    for (guint c = 0; c < channels; c += NN_LANES)
      {
        self->kernels->tiles_out (space->columns,
                                  space->m + (gsize) (b - first) * space->columns * space->lanes_out + c,
                                  space->lanes_out, space->point_out, space->lines, space->line);
        give_lines (self, space, out + find_planes (space, b, channels, self->out_gap, c), find_lanes (channels, c),
                    (gint64) (b % space->bands) * NN_TILE, NN_TILE, 0, bias != NULL ? bias + c : NULL, bias == NULL);
      }
}

/* B dV B'. A band's last two lines get more from the next band, unless it is the sample's last. */
static void
give_in (const NnWinograd *self,
         const Space      *space,
         guint             first,
         guint             n,
         gboolean          fresh,
         float            *d_x)
{
  guint channels = self->in.channels;
  gsize two = 2 * space->line * sizeof (float);

  for (guint b = first; b < first + n; b++)
    for (guint c = 0, band = b % space->bands; c < channels; c += NN_LANES)
      {
        float *carry = space->carry + c / NN_LANES * 2 * space->line;

        if (band == 0)
          memset (space->lines, 0, two);
        else
          memcpy (space->lines, carry, two);
        for (guint y = 2; y < NN_TILE + 2; y++)
          memset (space->lines + y * space->line, 0, 2 * NN_LANES * sizeof (float));
        self->kernels->tiles_in_back (space->columns,
                                      space->v + (gsize) (b - first) * space->columns * space->lanes_in + c,
                                      space->lanes_in, space->point_in, space->lines, space->line);
        memcpy (carry, space->lines + NN_TILE * space->line, two);
        give_lines (self, space, d_x + find_planes (space, b, channels, self->in_gap, c), find_lanes (channels, c),
                    (gint64) band * NN_TILE - 1, band + 1 < space->bands ? NN_TILE : NN_TILE + 2, 1, NULL, !fresh);
      }
}

/* M = V U for @n bands. */
static void
multiply (const NnWinograd *self,
          const Space      *space,
          guint             n,
          const float      *u)
{
  for (guint p = 0; p < NN_POINTS; p++)
    self->kernels->product (n * space->columns, space->lanes_out, self->in.channels, space->v + p * space->point_in,
                            space->lanes_in, 1, u + p * space->point_u, space->m + p * space->point_out, FALSE);
}

/* dV = M U'. */
static void
multiply_back (const NnWinograd *self,
               const Space      *space,
               guint             n,
               const float      *turned)
{
  gsize point_turned = (gsize) self->channels * space->lanes_in;

  for (guint p = 0; p < NN_POINTS; p++)
    self->kernels->product (n * space->columns, space->lanes_in, self->channels, space->m + p * space->point_out,
                            space->lanes_out, 1, turned + p * point_turned, space->v + p * space->point_in, FALSE);
}

/* dU = V' M, or added. */
static void
multiply_weights (const NnWinograd *self,
                  const Space      *space,
                  guint             n,
                  gboolean          add)
{
  for (guint p = 0; p < NN_POINTS; p++)
    self->kernels->product (self->in.channels, space->lanes_out, n * space->columns, space->v + p * space->point_in, 1,
                            space->lanes_in, space->m + p * space->point_out, space->u + p * space->point_u, add);
}

/* d_w += G' dU G. */
static void
finish_weights (const NnWinograd *self,
                const Space      *space,
                float            *d_w)
{
  float w[9 * NN_LANES];
  guint n = self->in.channels;

  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < self->channels; c += NN_LANES)
      {
        self->kernels->weights_back (space->u + (gsize) i * space->lanes_out + c, space->point_u, w);
        for (guint lane = 0; lane < MIN (NN_LANES, self->channels - c); lane++)
          for (guint k = 0; k < 9; k++)
            d_w[((gsize) (c + lane) * n + i) * 9 + k] += w[k * NN_LANES + lane];
      }
}

/* For each of @n rows its @channels kernels, of which the first is at w + row * @to_row, the next @to_next further. */
static void
prepare_weights (const NnWinograd *self,
                 const float      *w,
                 guint             n,
                 gsize             to_row,
                 guint             channels,
                 gsize             to_next,
                 float            *u)
{
  guint lanes = nn_lanes (channels);
  float kernels[9 * NN_LANES];

  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < lanes; c += NN_LANES)
      {
        memset (kernels, 0, sizeof kernels);
        for (guint lane = 0; lane < MIN (NN_LANES, channels - c); lane++)
          for (guint k = 0; k < 9; k++)
            kernels[k * NN_LANES + lane] = w[i * to_row + (c + lane) * to_next + k];
        self->kernels->weights (kernels, u + (gsize) i * lanes + c, (gsize) n * lanes);
      }
}

gsize
nn_winograd_n_prepared (const NnWinograd *self)
{
  return size_forward (self) + NN_POINTS * (gsize) self->channels * nn_lanes (self->in.channels);
}

gsize
nn_winograd_n_scratch (const NnWinograd *self)
{
  Space space = size_space (self);

  return (NN_TILE + 2) * space.line + space.carry_size +
         NN_POINTS * (space.point_in + space.point_out + space.point_u);
}

void
nn_winograd_prepare (const NnWinograd *self,
                     const float      *w,
                     gboolean          backward,
                     float            *prepared)
{
  gsize in = self->in.channels;

  prepare_weights (self, w, in, 9, self->channels, 9 * in, prepared);
  if (backward)
    prepare_weights (self, w, self->channels, 9 * in, in, 9, prepared + size_forward (self));
}

void
nn_winograd_forward (const NnWinograd *self,
                     guint             batch,
                     const float      *prepared,
                     const float      *x,
                     const float      *bias,
                     float            *out,
                     float            *scratch)
{
  Space space = find_space (self, scratch);
  guint bands = batch * space.bands;

  for (guint b = 0; b < bands; b += space.at_once)
    {
      guint n = MIN (space.at_once, bands - b);

      take_in (self, &space, b, n, x);
      multiply (self, &space, n, prepared);
      give_out (self, &space, b, n, bias, out);
    }
}

void
nn_winograd_backward (const NnWinograd *self,
                      guint             batch,
                      const float      *prepared,
                      const float      *x,
                      const float      *d_out,
                      float            *d_x,
                      gboolean          fresh,
                      float            *d_w,
                      float            *scratch)
{
  Space space = find_space (self, scratch);
  guint bands = batch * space.bands;

  for (guint b = 0; b < bands; b += space.at_once)
    {
      guint n = MIN (space.at_once, bands - b);

      take_out (self, &space, b, n, d_out);
      if (d_w != NULL)
        {
          take_in (self, &space, b, n, x);
          multiply_weights (self, &space, n, b > 0);
        }
      if (d_x != NULL)
        {
          multiply_back (self, &space, n, prepared + size_forward (self));
          give_in (self, &space, b, n, fresh, d_x);
        }
    }
  if (d_w != NULL)
    finish_weights (self, &space, d_w);
}
