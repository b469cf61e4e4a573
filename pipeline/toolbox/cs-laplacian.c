/* Coefficient of the output's pyramid at a pixel = the same coefficient of the pyramid of the picture remapped round
 * the pixel's own Gaussian value. Remapping round a few reference levels and interpolating between them costs one
 * pyramid each.
 *
 * The picture is taken in tiles, each with as much round it as its coarsest level looks at: a tile's pyramids stay in
 * the processor's cache, and of the references only those next to the tile's own grey levels are built; all others
 * have no share in it. Levels beyond DEPTH are built once for the whole picture, where they are small. */
#include "cs-laplacian.h"

#include <math.h>
#include <string.h>

#include "cs-kernels.h"
#include "cs-pages.h"
#include "cs-rows.h"

#define MAX_LEVELS 12
#define DEPTH 4                     /* levels of a tile's pyramid */
#define TILE 512                    /* a multiple of 1 << DEPTH */
#define HALO (4 << DEPTH)           /* the coarsest level's binomial, and that of each doubling on the way back */
#define PADDING 8                   /* floats before and behind a row */

typedef struct { guint width, height; float *values; } Plane;
typedef struct { Plane levels[MAX_LEVELS + 1]; } Pyramid;   /* level 0 is the film itself, and not held */

typedef struct
{
  const CsLaplacian *filter;
  const CsRaster    *in;            /* U16 */
  CsRaster          *out;
  guint              white, levels, depth, columns;   /* of the whole; of a tile; tiles in a row */
  float             *tables;        /* white + 1 levels remapped round each reference */
  float             *direct;        /* a level remapped round itself, as interpolation has it */
  Pyramid           *deep;          /* levels from DEPTH on of the whole picture: guide, then one a reference */
  GMutex             mutex;
  GPtrArray         *idle;          /* Scratch that no thread uses */
} Work;

/* What a thread needs to work on one tile. */
typedef struct
{
  gsize    size;
  float   *memory;
  Pyramid  guide, *mapped;
  float   *half[5], *even, *odd, *mixed, *doubled, *sums;
} Scratch;

/* The part of the film a tile is made of, and the tile in it. */
typedef struct { guint left, top, width, height, x, y, out_width, out_height; } Region;

double
cs_laplacian_remap (const CsLaplacian *self, double level, double reference)
{
  double difference = level - reference, size = fabs (difference);
  double mapped = size <= self->sigma ? self->sigma * pow (size / self->sigma, self->alpha)
                                      : self->sigma + self->beta * (size - self->sigma);

  return reference + (difference < 0 ? -mapped : mapped);
}

static float *
plane_row (const Plane *plane, guint y)
{
  return plane->values + (gsize) y * plane->width;
}

/* Even and odd pixels of a row, the edge going on: see cs-kernels.h. */
static void
pad_split (float *even, float *odd, guint width)
{
  guint n = (width + 1) / 2;

  even[-1] = odd[-1] = even[0];
  if (width % 2 == 1)
    odd[n - 1] = even[n - 1];
  even[n] = odd[n - 1];
}

static void
split_words (const guint16 *row, guint width, const float *table, guint white, float *even, float *odd)
{
  for (guint x = 0; x < width / 2; x++)
    {
      even[x] = table[MIN (row[2 * x], white)];
      odd[x] = table[MIN (row[2 * x + 1], white)];
    }
  if (width % 2 == 1)
    even[width / 2] = table[MIN (row[width - 1], white)];
  pad_split (even, odd, width);
}

static void
split_floats (const float *row, guint width, float *even, float *odd)
{
  cs_kernels ()->split (row, width / 2, even, odd);
  if (width % 2 == 1)
    even[width / 2] = row[width - 1];
  pad_split (even, odd, width);
}

/* One level down. Rows are halved as they come, and of five such one is made. @table: the finer level is the film. */
static void
halve (const Work *work, const Region *region, const float *table, const Plane *fine, Plane *coarse, Scratch *scratch)
{
  const CsKernels *kernels = cs_kernels ();
  guint width = table != NULL ? region->width : fine->width, height = table != NULL ? region->height : fine->height;

  for (guint y = 0, next = 0; y < coarse->height; y++)
    {
      const float *rows[5];

      for (; next < MIN (2 * y + 3, height); next++)
        {
          if (table != NULL)
            split_words ((const guint16 *) cs_raster_row (work->in, region->top + next) + region->left, width, table,
                         work->white, scratch->even, scratch->odd);
          else
            split_floats (plane_row (fine, next), width, scratch->even, scratch->odd);
          kernels->halve (scratch->half[next % 5], scratch->even, scratch->odd, coarse->width);
        }
      for (int k = 0; k < 5; k++)
        rows[k] = scratch->half[CLAMP (2 * (int) y + k - 2, 0, (int) height - 1) % 5];
      kernels->mix_five (plane_row (coarse, y), rows, coarse->width);
    }
}

/* One row of the coarser level at double size: the binomial filter on a grid with zeros between. Gives an even number
 * of pixels from the even @first on; @mixed and @out have room for one more. */
static void
double_row (const Plane *coarse, guint y, guint first, guint n, float *mixed, float *out)
{
  const CsKernels *kernels = cs_kernels ();
  guint at = y / 2, from = first / 2 > 0 ? first / 2 - 1 : 0, to = MIN ((first + n + 1) / 2 + 1, coarse->width);
  const float *b = plane_row (coarse, at) + from;
  const float *c = plane_row (coarse, MIN (at + 1, coarse->height - 1)) + from;

  if (y % 2 == 0)
    kernels->mix_three (mixed + from, plane_row (coarse, at > 0 ? at - 1 : 0) + from, b, c, to - from);
  else
    kernels->mix_two (mixed + from, b, c, to - from);
  if (from == 0)
    mixed[-1] = mixed[0];
  if (to == coarse->width)
    mixed[to] = mixed[to - 1];
  kernels->spread (out, mixed + first / 2, (n + 1) / 2);
}

static double
reference_of (const Work *work, guint sample)
{
  return (double) sample / (work->filter->samples - 1);
}

/* Level @k of the output, in place of the guide's: the coarser levels are there already. */
static void
collapse (const Work *work, Pyramid *guide, const Pyramid *mapped, guint first, guint last, guint k, Scratch *scratch)
{
  const CsKernels *kernels = cs_kernels ();
  Plane *plane = &guide->levels[k];
  float steps = work->filter->samples - 1;

  for (guint y = 0; y < plane->height; y++)
    {
      float *row = plane_row (plane, y);

      double_row (&guide->levels[k + 1], y, 0, plane->width, scratch->mixed, scratch->sums);
      for (guint sample = first; sample <= last; sample++)
        {
          double_row (&mapped[sample].levels[k + 1], y, 0, plane->width, scratch->mixed, scratch->doubled);
          kernels->add_share (scratch->sums, row, plane_row (&mapped[sample].levels[k], y), scratch->doubled,
                              reference_of (work, sample), steps, plane->width);
        }
      memcpy (row, scratch->sums, sizeof (float) * plane->width);
    }
}

/* Level 0: the guide is the film, so what each reference makes of a pixel and what share it has is known beforehand. */
static void
finish (const Work *work, const Region *region, const Pyramid *guide, const Pyramid *mapped, guint first, guint last,
        Scratch *scratch)
{
  const CsKernels *kernels = cs_kernels ();
  float steps = work->filter->samples - 1, scale = 1.0f / work->white;

  for (guint y = 0; y < region->out_height; y++)
    {
      guint row = region->y + y, column = region->left + region->x, n = region->out_width;
      const guint16 *in = (const guint16 *) cs_raster_row (work->in, region->top + row) + column;
      float *sums = scratch->sums;

      double_row (&guide->levels[1], row, region->x, n, scratch->mixed, sums);
      for (guint x = 0; x < n; x++)
        sums[x] += work->direct[MIN (in[x], work->white)];
      for (guint sample = first; sample <= last; sample++)
        {
          double_row (&mapped[sample].levels[1], row, region->x, n, scratch->mixed, scratch->doubled);
          kernels->take_share (sums, in, scale, scratch->doubled, reference_of (work, sample), steps, n);
        }
      kernels->to_words ((guint16 *) cs_raster_edit (work->out, region->top + row) + column, sums, work->white, n);
    }
}

/* The references next to the grey levels of the region. */
static void
find_references (const Work *work, const Region *region, guint *first, guint *last)
{
  guint16 least = G_MAXUINT16, most = 0;
  guint steps = work->filter->samples - 1;

  for (guint y = 0; y < region->height; y++)
    cs_kernels ()->range ((const guint16 *) cs_raster_row (work->in, region->top + y) + region->left, region->width,
                          &least, &most);
  /* One more on each side than exact arithmetic asks for. */
  *first = (guint) MAX ((int) ((guint64) MIN (least, work->white) * steps / work->white) - 1, 0);
  *last = (guint) MIN ((guint64) MIN (most, work->white) * steps / work->white + 2, steps);
}

static void
build (const Work *work, const Region *region, const float *table, Pyramid *pyramid, Scratch *scratch)
{
  halve (work, region, table, NULL, &pyramid->levels[1], scratch);
  for (guint k = 1; k < work->depth; k++)
    halve (work, region, NULL, &pyramid->levels[k], &pyramid->levels[k + 1], scratch);
}

static float *
table_of (const Work *work, guint sample)
{
  return work->tables + (gsize) sample * (work->white + 1);
}

static Region
region_of (const Work *work, guint tile)
{
  guint width = cs_raster_get_width (work->in), height = cs_raster_get_height (work->in);
  guint x = tile % work->columns * TILE, y = tile / work->columns * TILE;
  guint left = x > HALO ? x - HALO : 0, top = y > HALO ? y - HALO : 0;
  guint right = MIN (x + TILE + HALO, width), bottom = MIN (y + TILE + HALO, height);

  return (Region) { left, top, right - left, bottom - top, x - left, y - top, MIN (TILE, width - x),
                    MIN (TILE, height - y) };
}

/* Gives each level its place; returns what lies behind the last. */
static float *
place_pyramid (Pyramid *pyramid, guint first, guint last, guint width, guint height, float *memory)
{
  for (guint k = 1; k <= last; k++)
    {
      width = (width + 1) / 2;
      height = (height + 1) / 2;
      pyramid->levels[k] = (Plane) { width, height, memory };
      if (k >= first)
        memory += (gsize) width * height;
    }
  return memory;
}

static void
scratch_free (Scratch *self)
{
  cs_pages_release ((guint8 *) self->memory, self->size);
  g_free (self->mapped);
  g_free (self);
}

static gsize
row_room (guint width)
{
  return (gsize) width + 2 * PADDING;
}

/* Memory for the largest region there can be. */
static Scratch *
scratch_new (const Work *work)
{
  guint side = MAX (TILE + 2 * HALO, work->deep != NULL ? work->deep->levels[DEPTH].width : 0);
  gsize plane = (gsize) (TILE + 2 * HALO) * (TILE + 2 * HALO) / 2;
  Scratch *self = g_new0 (Scratch, 1);
  float *rows;

  self->size = sizeof (float) * ((work->filter->samples + 1) * plane + 10 * row_room (side));
  self->memory = (float *) cs_pages_reserve (self->size);
  if (self->memory == NULL)
    g_error ("Out of memory for the pyramids of a tile");
  self->mapped = g_new0 (Pyramid, work->filter->samples);
  rows = self->memory + (work->filter->samples + 1) * plane + PADDING;
  for (guint k = 0; k < 5; k++, rows += row_room (side))
    self->half[k] = rows;
  self->even = rows;
  self->odd = rows + row_room (side);
  self->mixed = rows + 2 * row_room (side);
  self->doubled = rows + 3 * row_room (side);
  self->sums = rows + 4 * row_room (side);
  return self;
}

/* A thread's own memory: one that lies idle, or a new one. */
static Scratch *
take_scratch (Work *work)
{
  Scratch *scratch = NULL;

  g_mutex_lock (&work->mutex);
  if (work->idle->len > 0)
    scratch = g_ptr_array_steal_index_fast (work->idle, work->idle->len - 1);
  g_mutex_unlock (&work->mutex);
  return scratch != NULL ? scratch : scratch_new (work);
}

static void
give_back (Work *work, Scratch *scratch)
{
  g_mutex_lock (&work->mutex);
  g_ptr_array_add (work->idle, scratch);
  g_mutex_unlock (&work->mutex);
}

static void
place_all (const Work *work, const Region *region, guint first, guint last, Scratch *scratch)
{
  float *memory = place_pyramid (&scratch->guide, 1, work->depth, region->width, region->height, scratch->memory);

  for (guint sample = first; sample <= last; sample++)
    memory = place_pyramid (&scratch->mapped[sample], 1, work->depth, region->width, region->height, memory);
}

/* Copies the tile's part of level DEPTH: to the whole picture's, or all of the region's from there. */
static void
exchange_deep (const Region *region, Plane *tile, const Plane *whole, gboolean to_whole)
{
  guint x = to_whole ? region->x >> DEPTH : 0, y = to_whole ? region->y >> DEPTH : 0;
  guint left = (region->left >> DEPTH) + x, top = (region->top >> DEPTH) + y;
  guint width = to_whole ? MIN (TILE >> DEPTH, tile->width - x) : tile->width;
  guint height = to_whole ? MIN (TILE >> DEPTH, tile->height - y) : tile->height;

  for (guint row = 0; row < height; row++)
    {
      float *inside = plane_row (tile, y + row) + x, *outside = plane_row (whole, top + row) + left;

      memcpy (to_whole ? outside : inside, to_whole ? inside : outside, sizeof (float) * width);
    }
}

/* First walk of a deep pyramid: level DEPTH of the guide and of every reference. */
static void
deepen_tiles (guint first, guint last, gpointer data)
{
  Work *work = data;
  Scratch *scratch = take_scratch (work);
  guint n = work->filter->samples;

  for (guint tile = first; tile < last; tile++)
    for (guint i = 0; i <= n; i++)
      {
        Region region = region_of (work, tile);

        place_all (work, &region, 1, 0, scratch);
        build (work, &region, table_of (work, i), &scratch->guide, scratch);
        exchange_deep (&region, &scratch->guide.levels[DEPTH], &work->deep[i].levels[DEPTH], TRUE);
      }
  give_back (work, scratch);
}

static void
filter_tiles (guint first, guint last, gpointer data)
{
  Work *work = data;
  Scratch *scratch = take_scratch (work);

  for (guint tile = first; tile < last; tile++)
    {
      Region region = region_of (work, tile);
      guint from, to;

      find_references (work, &region, &from, &to);
      place_all (work, &region, from, to, scratch);
      build (work, &region, table_of (work, work->filter->samples), &scratch->guide, scratch);
      for (guint sample = from; sample <= to; sample++)
        build (work, &region, table_of (work, sample), &scratch->mapped[sample], scratch);
      if (work->deep != NULL)
        exchange_deep (&region, &scratch->guide.levels[DEPTH], &work->deep[work->filter->samples].levels[DEPTH], FALSE);
      for (guint k = work->depth - 1; k > 0; k--)
        collapse (work, &scratch->guide, scratch->mapped, from, to, k, scratch);
      finish (work, &region, &scratch->guide, scratch->mapped, from, to, scratch);
    }
  give_back (work, scratch);
}

/* One table a reference, and last the picture as it is. */
static void
make_tables (Work *work)
{
  const CsLaplacian *self = work->filter;
  guint samples = self->samples;

  work->tables = g_new (float, (gsize) (samples + 1) * (work->white + 1));
  work->direct = g_new0 (float, work->white + 1);
  for (guint level = 0; level <= work->white; level++)
    {
      double value = (double) level / work->white;

      table_of (work, samples)[level] = value;
      for (guint sample = 0; sample < samples; sample++)
        {
          double reference = reference_of (work, sample), share = 1 - fabs (value - reference) * (samples - 1);

          table_of (work, sample)[level] = cs_laplacian_remap (self, value, reference);
          work->direct[level] += MAX (share, 0) * table_of (work, sample)[level];
        }
    }
}

/* The whole picture's levels from DEPTH on: built in tiles, then made and collapsed in one piece each. */
static gboolean
run_deep (Work *work, guint tiles, float **memory, GCancellable *cancellable, GError **error)
{
  guint width = cs_raster_get_width (work->in), height = cs_raster_get_height (work->in);
  guint n = work->filter->samples + 1;
  gsize each = ((width >> DEPTH) + 2) * (gsize) ((height >> DEPTH) + 2) * 2;
  Scratch *scratch;

  work->deep = g_new0 (Pyramid, n);
  *memory = g_new0 (float, n * each);
  for (guint i = 0; i < n; i++)
    place_pyramid (&work->deep[i], DEPTH, work->levels, width, height, *memory + i * each);
  if (!cs_rows_run (tiles, 1, deepen_tiles, work, cancellable, error))
    return FALSE;
  scratch = take_scratch (work);
  for (guint k = DEPTH; k < work->levels; k++)
    for (guint i = 0; i < n; i++)
      halve (work, NULL, NULL, &work->deep[i].levels[k], &work->deep[i].levels[k + 1], scratch);
  for (guint k = work->levels - 1; k >= DEPTH; k--)
    collapse (work, &work->deep[n - 1], work->deep, 0, n - 2, k, scratch);
  give_back (work, scratch);
  return TRUE;
}

static guint
count_levels (guint width, guint height, guint wanted)
{
  guint levels = 0;

  while (levels < MIN (wanted, MAX_LEVELS) && MIN (width, height) >= 4)
    {
      levels++;
      width = (width + 1) / 2;
      height = (height + 1) / 2;
    }
  return levels;
}

CsRaster *
cs_laplacian_filter (const CsLaplacian *self, const CsRaster *raster, guint white, GCancellable *cancellable,
                     GError **error)
{
  guint width = cs_raster_get_width (raster), height = cs_raster_get_height (raster), tiles;
  Work work = { .filter = self, .in = raster, .white = white, .columns = (width + TILE - 1) / TILE };
  g_autofree float *deep = NULL;
  gboolean fine = TRUE;

  work.levels = count_levels (width, height, self->levels);
  work.depth = MIN (work.levels, DEPTH);
  if (work.levels == 0)
    return cs_raster_copy (raster);
  tiles = work.columns * ((height + TILE - 1) / TILE);
  g_mutex_init (&work.mutex);
  work.idle = g_ptr_array_new_with_free_func ((GDestroyNotify) scratch_free);
  make_tables (&work);
  if (work.levels > DEPTH)
    fine = run_deep (&work, tiles, &deep, cancellable, error);
  work.out = fine ? cs_raster_new_unset (CS_PIXEL_U16, width, height) : NULL;
  if (fine && !cs_rows_run (tiles, 1, filter_tiles, &work, cancellable, error))
    g_clear_pointer (&work.out, cs_raster_unref);
  g_ptr_array_unref (work.idle);
  g_mutex_clear (&work.mutex);
  g_free (work.tables);
  g_free (work.direct);
  g_free (work.deep);
  return work.out;
}
