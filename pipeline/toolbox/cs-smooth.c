#include "cs-smooth.h"

#include <math.h>
#include <string.h>

#include "cs-kernels.h"
#include "cs-rows.h"
#include "cs-walk.h"

typedef struct
{
  const CsRaster *in;
  CsRaster       *out;
  guint           factor, radius;
  double          scale, rolloff;
} Work;

static CsRaster *
run (Work *work, CsPixel pixel, guint width, guint height, CsRowsFunc func, GCancellable *cancellable, GError **error)
{
  work->out = cs_raster_new_unset (pixel, width, height);
  if (cs_rows_run (height, 0, func, work, cancellable, error))
    return work->out;
  cs_raster_unref (work->out);
  return NULL;
}

static void
add_row (const CsRaster *raster, guint y, float *sums, float *spare)
{
  guint width = cs_raster_get_width (raster);

  if (cs_raster_get_pixel (raster) == CS_PIXEL_U8)
    cs_kernels ()->add_bytes (sums, cs_raster_row (raster, y), width);
  else if (cs_raster_get_pixel (raster) == CS_PIXEL_U16)
    cs_kernels ()->add_words (sums, cs_raster_row (raster, y), width);
  else
    {
      cs_raster_load (raster, y, spare);
      for (guint x = 0; x < width; x++)
        sums[x] += spare[x];
    }
}

static void
add_half (const CsRaster *raster, guint y, float *sums, float *spare)
{
  guint width = cs_raster_get_width (raster);

  cs_raster_load (raster, y, spare);
  for (guint x = 0; x < width; x++)
    sums[x] += 0.5f * spare[x];
}

/* What of a side a block holds: whole pixels [first, last), and a half of the one before and of the one behind where
 * it shares them with its neighbours. */
typedef struct { guint first, last; gboolean before, behind; } Block;

/* In halves of a pixel, of which the grid begins @missing before the film and ends as many behind it. */
static Block
block_of (guint i, guint factor, guint missing, guint size)
{
  int begin = (int) (2 * factor * i) - (int) missing, end = MIN (begin + 2 * (int) factor, 2 * (int) size);

  begin = MAX (begin, 0);
  return (Block) { (guint) (begin + 1) / 2, (guint) end / 2, begin % 2 == 1, end % 2 == 1 };
}

static float
extent_of (const Block *block)
{
  return (block->last - block->first) + 0.5f * (block->before + block->behind);
}

/* The means of blocks of @n columns out of the sums of @extent rows. */
static void
reduce_row (const float *sums, guint width, guint factor, guint n, float extent, float *out)
{
  guint missing = cs_smooth_missing (width, factor);

  if (factor == 2 && missing == 0)
    {
      cs_kernels ()->sum_pairs (out, sums, 0.5f / extent, n);
      return;
    }
  for (guint x = 0; x < n; x++)
    {
      Block block = block_of (x, factor, missing, width);
      float sum = 0;

      for (guint k = block.first; k < block.last; k++)
        sum += sums[k];
      if (block.before)
        sum += 0.5f * sums[block.first - 1];
      if (block.behind)
        sum += 0.5f * sums[block.last];
      out[x] = sum / (extent_of (&block) * extent);
    }
}

static void
reduce_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->in), height = cs_raster_get_height (work->in), factor = work->factor;
  g_autofree float *row = g_new (float, width), *sums = g_new (float, width);

  for (guint y = first; y < last; y++)
    {
      Block rows = block_of (y, factor, cs_smooth_missing (height, factor), height);

      memset (sums, 0, sizeof (float) * width);
      for (guint k = rows.first; k < rows.last; k++)
        add_row (work->in, k, sums, row);
      if (rows.before)
        add_half (work->in, rows.first - 1, sums, row);
      if (rows.behind)
        add_half (work->in, rows.last, sums, row);
      reduce_row (sums, width, factor, cs_raster_get_width (work->out), extent_of (&rows),
                  cs_raster_edit (work->out, y));
    }
}

guint
cs_smooth_missing (guint size, guint factor)
{
  return (factor - size % factor) % factor;
}

guint
cs_smooth_block (guint x, guint factor, guint missing, guint *other)
{
  *other = (2 * x + missing) / (2 * factor);
  return (2 * x + 1 + missing) / (2 * factor);
}

double
cs_smooth_begin (guint block, guint factor, guint missing)
{
  return (double) block * factor - 0.5 * missing;
}

CsRaster *
cs_smooth_reduce (const CsRaster *raster, guint factor, GCancellable *cancellable, GError **error)
{
  Work work = { .in = raster, .factor = factor };

  g_return_val_if_fail (factor > 0, NULL);
  return run (&work, CS_PIXEL_F32, (cs_raster_get_width (raster) + factor - 1) / factor,
              (cs_raster_get_height (raster) + factor - 1) / factor, reduce_rows, cancellable, error);
}

static void
gauss_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->out);
  g_autoptr (CsWalk) plain = cs_walk_raster (work->in, 0, width, 2 * cs_walk_reach (work->scale) + 1);
  g_autoptr (CsWalk) smooth = cs_walk_gauss (plain, work->scale, 1);

  for (guint y = first; y < last; y++)
    memcpy (cs_raster_edit (work->out, y), cs_walk_row (smooth, (int) y), sizeof (float) * width);
}

CsRaster *
cs_smooth_gauss (const CsRaster *raster, double sigma, GCancellable *cancellable, GError **error)
{
  Work work = { .in = raster, .scale = sigma };

  if (sigma <= 0)
    return cs_raster_get_pixel (raster) == CS_PIXEL_F32 ? cs_raster_copy (raster) : cs_raster_to (raster, CS_PIXEL_F32);
  return run (&work, CS_PIXEL_F32, cs_raster_get_width (raster), cs_raster_get_height (raster), gauss_rows, cancellable,
              error);
}

/* Added to a value and taken away again it leaves whole steps of 2^-20, of which all sums of a picture's values are
 * exact: so no sum depends on where it was begun, and a mirrored picture has the mirrored means. */
#define ROUND (1.5 * 4294967296.0)
#define ABREAST 4     /* rows summed along at a time: each waits for its own last sum alone */

/* A band's box means: those along a row, of as many rows as the window is high, and the running sums of them down. */
typedef struct
{
  const CsRaster *in;
  guint           width, radius, kept;   /* kept: rows of @means */
  int             next;                  /* the row whose means along it are made next */
  float          *means;
  double         *sums[ABREAST];         /* along: they stand still before a row's first and behind its last pixel */
  double         *parts, *down;
} Boxes;

static void
boxes_init (Boxes *self, const CsRaster *in, guint radius, int first)
{
  guint width = cs_raster_get_width (in);
  gsize room = width + 2 * (gsize) radius + 1;

  *self = (Boxes) { .in = in, .width = width, .radius = radius, .kept = 2 * radius + 1 + ABREAST, .next = first };
  self->means = g_new (float, (gsize) self->kept * width);
  self->sums[0] = g_new0 (double, ABREAST * room);
  for (guint k = 1; k < ABREAST; k++)
    self->sums[k] = self->sums[0] + k * room;
  self->parts = g_new (double, width);
  for (guint x = 0; x < width; x++)
    self->parts[x] = 1.0 / (MIN (x + radius, width - 1) - (x > radius ? x - radius : 0) + 1);
  self->down = g_new0 (double, width);
}

static void
boxes_clear (Boxes *self)
{
  g_free (self->means);
  g_free (self->sums[0]);
  g_free (self->parts);
  g_free (self->down);
}

static float *
means_of (const Boxes *self, int y)
{
  return self->means + (gsize) ((guint) y % self->kept) * self->width;
}

/* The means along the next rows; where the picture ends, its last stands in for those that are missing. */
static void
add_means (Boxes *self)
{
  int bottom = (int) cs_raster_get_height (self->in) - 1;
  const float *rows[ABREAST];
  double *at[ABREAST], ends[ABREAST] = { 0 };

  for (guint k = 0; k < ABREAST; k++)
    {
      rows[k] = cs_raster_row (self->in, (guint) MIN (self->next + (int) k, bottom));
      at[k] = self->sums[k] + self->radius + 1;
    }
  for (guint x = 0; x < self->width; x++)
#pragma GCC unroll 4
    for (guint k = 0; k < ABREAST; k++)
      at[k][x] = ends[k] += (rows[k][x] + ROUND) - ROUND;
  for (guint k = 0; k < ABREAST; k++)
    {
      for (guint x = self->width; x < self->width + self->radius; x++)
        at[k][x] = ends[k];
      cs_kernels ()->mean_between (means_of (self, self->next + (int) k), self->sums[k], 2 * self->radius + 1,
                                   self->parts, self->width);
    }
  self->next += ABREAST;
}

/* NULL outside. */
static const float *
means_or_none (Boxes *self, int y)
{
  if (y < 0 || y >= (int) cs_raster_get_height (self->in))
    return NULL;
  while (self->next <= y)
    add_means (self);
  return means_of (self, y);
}

/* The window is cut at the edge and divides by what is left. Each band begins its own sums, so bands do not depend on
 * one another. */
static void
box_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  int height = cs_raster_get_height (work->in), radius = work->radius;
  Boxes boxes;

  boxes_init (&boxes, work->in, work->radius, MAX ((int) first - radius, 0));
  for (int k = (int) first - radius; k < (int) first + radius; k++)
    cs_kernels ()->move_sums (boxes.down, means_or_none (&boxes, k), NULL, ROUND, boxes.width);
  for (int y = first; y < (int) last; y++)
    {
      const float *leaves = y > (int) first ? means_or_none (&boxes, y - radius - 1) : NULL;
      const float *enters = means_or_none (&boxes, y + radius);
      double n = MIN (y + radius, height - 1) - MAX (y - radius, 0) + 1;

      cs_kernels ()->move_sums (boxes.down, enters, leaves, ROUND, boxes.width);
      cs_kernels ()->scale_sums (cs_raster_edit (work->out, y), boxes.down, 1 / n, boxes.width);
    }
  boxes_clear (&boxes);
}

CsRaster *
cs_smooth_box (const CsRaster *raster, guint radius, GCancellable *cancellable, GError **error)
{
  guint height = cs_raster_get_height (raster);
  Work work = { .in = raster, .radius = radius };

  g_return_val_if_fail (cs_raster_get_pixel (raster) == CS_PIXEL_F32, NULL);
  work.out = cs_raster_new_unset (CS_PIXEL_F32, cs_raster_get_width (raster), height);
  /* The means along the rows round a band are made for it alone: many rows share them. */
  if (cs_rows_run (height, CLAMP (height / 4, 4 * radius, 1024), box_rows, &work, cancellable, error))
    return work.out;
  cs_raster_unref (work.out);
  return NULL;
}

/* Between two points of a grid, of which the first may lie before it: what each counts there. The two change places
 * where the picture is mirrored, to the bit. */
typedef struct { int point; float share, other; } Place;

/* Where the middle of pixel @x lies, in halves of a pixel past the first point of a grid that is @missing px too
 * long. */
static int
halves_of (guint x, guint factor, guint missing)
{
  return 2 * (int) x + 1 + (int) missing - (int) factor;
}

static Place
place_of (guint x, guint factor, guint missing)
{
  int whole = 2 * (int) factor, halves = halves_of (x, factor, missing) + whole, rest = halves % whole;

  return (Place) { halves / whole - 1, (float) (whole - rest) / whole, (float) rest / whole };
}

struct _CsEnlarger
{
  const CsRaster *in;
  guint           factor, n, down;      /* down: by how many px the grid is too long */
  gboolean        even;                 /* all is just twice as wide */
  guint32        *places;               /* of each column, the point before it, counted from the one before the first */
  float          *shares, *others;      /* and what that and the next count */
  float          *memory, *rows[2], *mixed;
  int             held[2];              /* the picture's rows that @rows are; -1: none */
};

CsEnlarger *
cs_enlarger_new (const CsRaster *raster, guint factor, guint whole_width, guint whole_height, guint first, guint n)
{
  CsEnlarger *self = g_new0 (CsEnlarger, 1);
  guint width = cs_raster_get_width (raster), across = width * factor - whole_width;

  self->in = raster;
  self->factor = factor;
  self->n = n;
  self->down = cs_raster_get_height (raster) * factor - whole_height;
  self->even = factor == 2 && first == 0 && across == 0;
  self->places = g_new (guint32, n);
  self->shares = g_new (float, n);
  self->others = g_new (float, n);
  self->memory = g_new (float, 3 * ((gsize) width + 1));
  self->mixed = self->memory + 1;
  self->rows[0] = self->mixed + width + 1;
  self->rows[1] = self->rows[0] + width;
  self->held[0] = self->held[1] = -1;
  for (guint x = 0; x < n; x++)
    {
      Place place = place_of (first + x, factor, across);

      self->places[x] = (guint32) (place.point + 1);
      self->shares[x] = place.share;
      self->others[x] = place.other;
    }
  return self;
}

void
cs_enlarger_free (CsEnlarger *self)
{
  g_free (self->places);
  g_free (self->shares);
  g_free (self->others);
  g_free (self->memory);
  g_free (self);
}

/* A row of the smaller picture: @factor rows of the large one ask for the same. */
static const float *
hold (CsEnlarger *self, int y)
{
  int row = CLAMP (y, 0, (int) cs_raster_get_height (self->in) - 1);

  if (self->held[row % 2] != row)
    cs_raster_load (self->in, (guint) row, self->rows[row % 2]);
  self->held[row % 2] = row;
  return self->rows[row % 2];
}

void
cs_enlarger_row (CsEnlarger *self, guint y, float *out)
{
  Place place = place_of (y, self->factor, self->down);
  guint width = cs_raster_get_width (self->in);
  float *mixed = self->mixed;

  cs_kernels ()->mix (mixed, hold (self, place.point), hold (self, place.point + 1), place.share, place.other, width);
  mixed[width] = mixed[width - 1];
  mixed[-1] = mixed[0];
  if (self->even)
    cs_kernels ()->twice (out, mixed, self->n);
  else
    cs_kernels ()->between (out, mixed - 1, self->places, self->shares, self->others, self->n);
}

static void
enlarge_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->out);
  g_autoptr (CsEnlarger) enlarger = cs_enlarger_new (work->in, work->factor, width, cs_raster_get_height (work->out),
                                                     0, width);
  g_autofree float *row = g_new (float, width);

  for (guint y = first; y < last; y++)
    {
      cs_enlarger_row (enlarger, y, row);
      if (cs_raster_get_pixel (work->out) == CS_PIXEL_U16)
        cs_kernels ()->to_levels (cs_raster_edit (work->out, y), row, 1, G_MAXUINT16, width);
      else
        cs_raster_store (work->out, y, row);
    }
}

CsRaster *
cs_smooth_enlarge (const CsRaster *raster, guint factor, guint width, guint height,
                   GCancellable *cancellable, GError **error)
{
  Work work = { .in = raster, .factor = factor };

  return run (&work, cs_raster_get_pixel (raster), width, height, enlarge_rows, cancellable, error);
}

/* A stretch of a mask's row between two points of the smaller one; where all four corners agree, so does what is
 * between them, and that is nearly everywhere. @down: halves of a pixel under the corners above. */
static void
fill_stretch (guint8 *out, guint first, guint last, guint factor, guint missing, guint point, const int corners[4],
              int down)
{
  int whole = 2 * (int) factor;
  int left = (whole - down) * corners[0] + down * corners[2], right = (whole - down) * corners[1] + down * corners[3];

  if (corners[0] == corners[1] && corners[0] == corners[2] && corners[0] == corners[3])
    {
      memset (out + first, corners[0] > 127 ? 255 : 0, last - first);
      return;
    }
  for (guint x = first; x < last; x++)
    {
      int share = MAX (halves_of (x, factor, missing), 0) - (int) point * whole;

      out[x] = 2 * ((whole - share) * left + share * right) >= 255 * whole * whole ? 255 : 0;
    }
}

/* The last stretch from the @i-th on, up to which both rows are all alike: they are one. */
static guint
last_alike (const guint8 *above, const guint8 *below, guint i, guint n)
{
  guint first = i;

  for (guint8 value = above[first]; i < n && above[i] == value && below[i] == value;)
    i++;
  return i == n ? n - 1 : MAX (i, first + 2) - 2;
}

static void
enlarge_mask_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->out), n = cs_raster_get_width (work->in), factor = work->factor;
  guint across = cs_smooth_missing (width, factor);
  guint down = cs_smooth_missing (cs_raster_get_height (work->out), factor);
  int bottom = (int) cs_raster_get_height (work->in) - 1;

  for (guint y = first; y < last; y++)
    {
      int row = place_of (y, factor, down).point;
      const guint8 *above = cs_raster_row (work->in, CLAMP (row, 0, bottom));
      const guint8 *below = cs_raster_row (work->in, CLAMP (row + 1, 0, bottom));
      guint8 *out = cs_raster_edit (work->out, y);

      /* The pixels whose centre lies between point i and the next; before the first they count as the first. */
      for (guint i = 0, x = 0; i < n && x < width; i++)
        {
          guint next, end;

          i = last_alike (above, below, i, n);
          next = i + 1 < n ? i + 1 : i;
          end = i + 1 < n ? MIN (((2 * i + 3) * factor - across) / 2, width) : width;
          fill_stretch (out, x, end, factor, across, i, (const int[4]) { above[i], above[next], below[i], below[next] },
                        halves_of (y, factor, down) - 2 * (int) factor * row);
          x = end;
        }
    }
}

CsRaster *
cs_smooth_enlarge_mask (const CsRaster *mask, guint factor, guint width, guint height,
                        GCancellable *cancellable, GError **error)
{
  Work work = { .in = mask, .factor = factor };

  g_return_val_if_fail (cs_raster_get_pixel (mask) == CS_PIXEL_U8, NULL);
  return run (&work, CS_PIXEL_U8, width, height, enlarge_mask_rows, cancellable, error);
}

static void
weight_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->in), height = cs_raster_get_height (work->in);
  float factor = 0.5 / (work->scale * work->rolloff);
  g_autofree float *memory = g_new (float, 3 * ((gsize) width + 2));
  float *rows[3] = { memory + 1, memory + width + 3, memory + 2 * (gsize) width + 5 };

  for (guint y = first; y < last; y++)
    {
      float *above = rows[0], *row = rows[1], *below = rows[2];

      /* Two of three rows are those of the line before. */
      if (y == first)
        {
          cs_raster_load (work->in, y > 0 ? y - 1 : 0, above);
          cs_raster_load (work->in, y, row);
        }
      cs_raster_load (work->in, MIN (y + 1, height - 1), below);
      row[-1] = row[0];
      row[width] = row[width - 1];
      cs_kernels ()->fall (cs_raster_edit (work->out, y), above, row, below, factor, width);
      rows[0] = row;
      rows[1] = below;
      rows[2] = above;
    }
}

CsRaster *
cs_smooth_weight (const CsRaster *raster, double white, double rolloff, GCancellable *cancellable, GError **error)
{
  Work work = { .in = raster, .scale = white, .rolloff = rolloff };

  return run (&work, CS_PIXEL_U8, cs_raster_get_width (raster), cs_raster_get_height (raster), weight_rows,
              cancellable, error);
}

CsRaster *
cs_smooth_cut (const CsRaster *means)
{
  guint width = cs_raster_get_width (means), height = cs_raster_get_height (means);
  CsRaster *out = cs_raster_new_unset (CS_PIXEL_U8, width, height);

  for (guint y = 0; y < height; y++)
    {
      const float *in = cs_raster_row (means, y);
      guint8 *row = cs_raster_edit (out, y);

      for (guint x = 0; x < width; x++)
        row[x] = in[x] >= 127.5f ? 255 : 0;
    }
  return out;
}

CsRaster *
cs_smooth_mask (const CsRaster *mask, guint radius, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) plain = cs_raster_to (mask, CS_PIXEL_F32);
  g_autoptr (CsRaster) means = cs_smooth_box (plain, radius, cancellable, error);

  return means != NULL ? cs_smooth_cut (means) : NULL;
}
