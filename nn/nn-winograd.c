#include "nn-winograd.h"

#include <string.h>

/* Tiles that are multiplied at once, and those of the samples whose images are held at once: their transforms and one
 * point's weights stay in a second-level cache. */
#define TILES_AT_ONCE 32
#define TILES_OF_GROUP 64

/* Sizes in floats, and the arrays laid out in the scratch memory. in, d_in: pixels of the input with a border of 1, and
 * their gradient; out: pixels of whole tiles of the output; v, m: points of the transformed tiles; u: points of d_w. */
typedef struct
{
  guint  lanes_in, lanes_out, tile_rows, tile_columns, tiles, group;
  gsize  row_in, row_out, image_in, image_out, point_in, point_out, point_u;
  float *in, *d_in, *out, *v, *m, *u;
} Space;

/* Points lie a little more than a power of two apart: else all 36 would want the same place in a first-level cache. */
static gsize
find_point (guint lanes)
{
  return (gsize) TILES_AT_ONCE * lanes + NN_LANES;
}

static Space
find_space (const NnWinograd *self,
            float            *scratch)
{
  Space space = { .lanes_in = nn_lanes (self->in.channels), .lanes_out = nn_lanes (self->channels),
                  .tile_rows = (self->in.height + NN_TILE - 1) / NN_TILE,
                  .tile_columns = (self->in.width + NN_TILE - 1) / NN_TILE };

  space.tiles = space.tile_rows * space.tile_columns;
  space.group = MAX (TILES_OF_GROUP / space.tiles, 1);
  space.row_in = (gsize) (space.tile_columns * NN_TILE + 2) * space.lanes_in;
  space.row_out = (gsize) space.tile_columns * NN_TILE * space.lanes_out;
  space.image_in = (space.tile_rows * NN_TILE + 2) * space.row_in;
  space.image_out = space.tile_rows * NN_TILE * space.row_out;
  space.point_in = find_point (space.lanes_in);
  space.point_out = find_point (space.lanes_out);
  space.point_u = (gsize) self->in.channels * space.lanes_out;
  space.in = scratch;
  space.d_in = space.in + space.group * space.image_in;
  space.out = space.d_in + space.group * space.image_in;
  space.v = space.out + space.group * space.image_out;
  space.m = space.v + NN_POINTS * space.point_in;
  space.u = space.m + NN_POINTS * space.point_out;
  return space;
}

static gsize
size_forward (const NnWinograd *self)
{
  return NN_POINTS * (gsize) self->in.channels * nn_lanes (self->channels);
}

/* The corner of tile @t of the group: 6x6 pixels of the input from there, or 4x4 of the output. */
static gsize
tile_of_in (const Space *space,
            guint        t)
{
  guint sample = t / space->tiles, y = t % space->tiles / space->tile_columns, x = t % space->tile_columns;

  return sample * space->image_in + y * NN_TILE * space->row_in + (gsize) x * NN_TILE * space->lanes_in;
}

static float *
tile_of_out (const Space *space,
             guint        t)
{
  guint sample = t / space->tiles, y = t % space->tiles / space->tile_columns, x = t % space->tile_columns;

  return space->out + sample * space->image_out + y * NN_TILE * space->row_out + (gsize) x * NN_TILE * space->lanes_out;
}

/* Pixels of @n samples, with zeros around them. */
static void
take_in (const NnWinograd *self,
         const Space      *space,
         guint             n,
         const float      *x)
{
  gsize plane = (gsize) self->in.height * self->in.width;

  memset (space->in, 0, n * space->image_in * sizeof (float));
  for (guint s = 0; s < n; s++)
    for (guint y = 0; y < self->in.height; y++)
      self->kernels->to_pixels (x + s * plane * self->in.channels + y * self->in.width, plane, self->in.channels,
                                self->in.width,
                                space->in + s * space->image_in + (y + 1) * space->row_in + space->lanes_in,
                                space->lanes_in);
}

/* The gradient of the input, from pixels to planes; what fell onto the border is nobody's. */
static void
give_in (const NnWinograd *self,
         const Space      *space,
         guint             n,
         float            *d_x)
{
  gsize plane = (gsize) self->in.height * self->in.width;

  for (guint s = 0; s < n; s++)
    for (guint y = 0; y < self->in.height; y++)
      self->kernels->to_planes (space->d_in + s * space->image_in + (y + 1) * space->row_in + space->lanes_in,
                                space->lanes_in, self->in.channels, self->in.width, NULL,
                                d_x + s * plane * self->in.channels + y * self->in.width, plane);
}

static void
take_out (const NnWinograd *self,
          const Space      *space,
          guint             n,
          const float      *d_out)
{
  gsize plane = (gsize) self->in.height * self->in.width;

  if (self->in.height % NN_TILE != 0 || self->in.width % NN_TILE != 0)
    memset (space->out, 0, n * space->image_out * sizeof (float));
  for (guint s = 0; s < n; s++)
    for (guint y = 0; y < self->in.height; y++)
      self->kernels->to_pixels (d_out + s * plane * self->channels + y * self->in.width, plane, self->channels,
                                self->in.width, space->out + s * space->image_out + y * space->row_out,
                                space->lanes_out);
}

static void
give_out (const NnWinograd *self,
          const Space      *space,
          guint             n,
          const float      *bias,
          float            *out)
{
  gsize plane = (gsize) self->in.height * self->in.width;

  for (guint s = 0; s < n; s++)
    for (guint y = 0; y < self->in.height; y++)
      self->kernels->to_planes (space->out + s * space->image_out + y * space->row_out, space->lanes_out,
                                self->channels, self->in.width, bias,
                                out + s * plane * self->channels + y * self->in.width, plane);
}

/* Tiles [first, first + n) of the group. */
static void
multiply_tiles (const NnWinograd *self,
                const Space      *space,
                guint             first,
                guint             n,
                const float      *prepared)
{
  for (guint t = 0; t < n; t++)
    self->kernels->tile_in (space->in + tile_of_in (space, first + t), space->row_in, space->lanes_in,
                            space->v + t * space->lanes_in, space->point_in);
  for (guint p = 0; p < NN_POINTS; p++)
    self->kernels->product (n, space->lanes_out, self->in.channels, space->v + p * space->point_in, space->lanes_in, 1,
                            prepared + p * space->point_u, space->m + p * space->point_out, FALSE);
  for (guint t = 0; t < n; t++)
    self->kernels->tile_out (space->m + t * space->lanes_out, space->point_out, space->lanes_out,
                             tile_of_out (space, first + t), space->row_out);
}

/* M = A d_out A'. */
static void
take_tiles_back (const NnWinograd *self,
                 const Space      *space,
                 guint             first,
                 guint             n)
{
  for (guint t = 0; t < n; t++)
    self->kernels->tile_out_back (tile_of_out (space, first + t), space->row_out, space->lanes_out,
                                  space->m + t * space->lanes_out, space->point_out);
}

/* dU += V' M. */
static void
add_weights (const NnWinograd *self,
             const Space      *space,
             guint             first,
             guint             n)
{
  for (guint t = 0; t < n; t++)
    self->kernels->tile_in (space->in + tile_of_in (space, first + t), space->row_in, space->lanes_in,
                            space->v + t * space->lanes_in, space->point_in);
  for (guint p = 0; p < NN_POINTS; p++)
    self->kernels->product (self->in.channels, space->lanes_out, n, space->v + p * space->point_in, 1, space->lanes_in,
                            space->m + p * space->point_out, space->u + p * space->point_u, TRUE);
}

/* dV = M U', and back to pixels. */
static void
add_input (const NnWinograd *self,
           const Space      *space,
           guint             first,
           guint             n,
           const float      *turned)
{
  gsize step = (gsize) self->channels * space->lanes_in;

  for (guint p = 0; p < NN_POINTS; p++)
    self->kernels->product (n, space->lanes_in, self->channels, space->m + p * space->point_out, space->lanes_out, 1,
                            turned + p * step, space->v + p * space->point_in, FALSE);
  for (guint t = 0; t < n; t++)
    self->kernels->tile_in_back (space->v + t * space->lanes_in, space->point_in, space->lanes_in,
                                 space->d_in + tile_of_in (space, first + t), space->row_in);
}

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
  Space space = find_space (self, NULL);

  return space.group * (2 * space.image_in + space.image_out) +
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
  gsize plane = (gsize) self->in.height * self->in.width;

  for (guint s = 0; s < batch; s += space.group)
    {
      guint n = MIN (space.group, batch - s), tiles = n * space.tiles;

      take_in (self, &space, n, x + s * plane * self->in.channels);
      for (guint t = 0; t < tiles; t += TILES_AT_ONCE)
        multiply_tiles (self, &space, t, MIN (TILES_AT_ONCE, tiles - t), prepared);
      give_out (self, &space, n, bias, out + s * plane * self->channels);
    }
}

void
nn_winograd_backward (const NnWinograd *self,
                      guint             batch,
                      const float      *prepared,
                      const float      *x,
                      const float      *d_out,
                      float            *d_x,
                      float            *d_w,
                      float            *scratch)
{
  Space space = find_space (self, scratch);
  gsize plane = (gsize) self->in.height * self->in.width;

  memset (space.u, 0, NN_POINTS * space.point_u * sizeof (float));
  for (guint s = 0; s < batch; s += space.group)
    {
      guint n = MIN (space.group, batch - s), tiles = n * space.tiles;

      take_out (self, &space, n, d_out + s * plane * self->channels);
      if (d_w != NULL)
        take_in (self, &space, n, x + s * plane * self->in.channels);
      memset (space.d_in, 0, n * space.image_in * sizeof (float));
      for (guint t = 0; t < tiles; t += TILES_AT_ONCE)
        {
          guint count = MIN (TILES_AT_ONCE, tiles - t);

          take_tiles_back (self, &space, t, count);
          if (d_w != NULL)
            add_weights (self, &space, t, count);
          if (d_x != NULL)
            add_input (self, &space, t, count, prepared + size_forward (self));
        }
      if (d_x != NULL)
        give_in (self, &space, n, d_x + s * plane * self->in.channels);
    }
  if (d_w != NULL)
    finish_weights (self, &space, d_w);
}
