#include "cs-walk.h"

#include <math.h>
#include <string.h>

#include "cs-kernels.h"

#define PADDING 16    /* floats before and behind a row: one is used, and rows lie in step with vectors */

struct _CsWalk
{
  void          (*make) (CsWalk *self, int y, float *out);
  CsWalk         *source, *other;
  const CsRaster *raster;
  guint           left, width, kept;
  int             height, next;        /* next: to be made; -1: none was */
  gsize           stride;
  float          *rows;
  guint           radius;              /* of a Gaussian */
  float          *weights, *padded;
  const float   **looked_at;
};

static CsWalk *
walk_new (void (*make) (CsWalk *, int, float *), guint width, int height, guint kept)
{
  CsWalk *self = g_new0 (CsWalk, 1);

  self->make = make;
  self->width = width;
  self->height = height;
  self->kept = kept;
  self->next = -1;
  self->stride = (gsize) width + 2 * PADDING;
  self->rows = g_new (float, self->stride * kept);
  return self;
}

void
cs_walk_free (CsWalk *self)
{
  g_free (self->rows);
  g_free (self->weights);
  g_free (self->padded);
  g_free (self->looked_at);
  g_free (self);
}

static float *
place_of (const CsWalk *self, int y)
{
  return self->rows + self->stride * ((guint) y % self->kept) + PADDING;
}

const float *
cs_walk_row (CsWalk *self, int y)
{
  y = CLAMP (y, 0, self->height - 1);
  if (self->next < 0)
    self->next = y;
  g_assert (y + (int) self->kept >= self->next);
  /* What would be forgotten before it is looked at is not made. */
  self->next = MAX (self->next, y - (int) self->kept + 1);
  for (; self->next <= y; self->next++)
    {
      float *row = place_of (self, self->next);

      self->make (self, self->next, row);
      row[-1] = row[0];
      row[self->width] = row[self->width - 1];
    }
  return place_of (self, y);
}

static void
load (CsWalk *self, int y, float *out)
{
  gconstpointer row = cs_raster_row (self->raster, y);

  switch (cs_raster_get_pixel (self->raster))
    {
    case CS_PIXEL_U8:
      cs_kernels ()->add_bytes (memset (out, 0, sizeof (float) * self->width), (const guint8 *) row + self->left,
                                self->width);
      break;
    case CS_PIXEL_U16:
      cs_kernels ()->scale_words (out, (const guint16 *) row + self->left, 1, self->width);
      break;
    default:
      memcpy (out, (const float *) row + self->left, sizeof (float) * self->width);
    }
}

CsWalk *
cs_walk_raster (const CsRaster *raster, guint left, guint width, guint kept)
{
  CsWalk *self = walk_new (load, width, (int) cs_raster_get_height (raster), kept);

  self->raster = raster;
  self->left = left;
  return self;
}

/* Separable: down the columns into a padded row, then along it. */
static void
smooth (CsWalk *self, int y, float *out)
{
  guint radius = self->radius, width = self->width;
  float *middle = self->padded + radius;

  for (guint k = 0; k <= 2 * radius; k++)
    self->looked_at[k] = cs_walk_row (self->source, y + (int) k - (int) radius);
  cs_kernels ()->weigh (middle, self->looked_at, self->weights, radius, width);
  for (guint k = 0; k < radius; k++)
    {
      self->padded[k] = middle[0];
      middle[width + k] = middle[width - 1];
    }
  for (guint k = 0; k <= 2 * radius; k++)
    self->looked_at[k] = self->padded + k;
  cs_kernels ()->weigh (out, self->looked_at, self->weights, radius, width);
}

guint
cs_walk_reach (double sigma)
{
  return (guint) ceil (3.5 * sigma);
}

CsWalk *
cs_walk_gauss (CsWalk *source, double sigma, guint kept)
{
  CsWalk *self = walk_new (smooth, source->width, source->height, kept);
  guint radius = cs_walk_reach (sigma);
  double sum = 0;

  g_assert (sigma > 0 && source->kept > 2 * radius);
  self->source = source;
  self->radius = radius;
  self->weights = g_new (float, radius + 1);
  self->padded = g_new (float, self->width + 2 * (gsize) radius);
  self->looked_at = g_new (const float *, 2 * radius + 1);
  for (guint k = 0; k <= radius; k++)
    {
      self->weights[k] = expf (-0.5f * k * k / (sigma * sigma));
      sum += (k > 0 ? 2 : 1) * self->weights[k];
    }
  for (guint k = 0; k <= radius; k++)
    self->weights[k] /= sum;
  return self;
}

/* The other first: it looks further ahead, and begins further up. */
static void
subtract (CsWalk *self, int y, float *out)
{
  const float *b = cs_walk_row (self->other, y), *a = cs_walk_row (self->source, y);

  for (guint x = 0; x < self->width; x++)
    out[x] = a[x] - b[x];
}

CsWalk *
cs_walk_less (CsWalk *a, CsWalk *b, guint kept)
{
  CsWalk *self = walk_new (subtract, a->width, a->height, kept);

  g_assert (a->width == b->width && a->height == b->height);
  self->source = a;
  self->other = b;
  return self;
}
