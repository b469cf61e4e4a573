/* Two passes over runs, with a union-find that always points to the earlier run: the order of regions is that of
 * their first pixel. */
#include "cs-regions.h"

#include <string.h>

#include "cs-kernels.h"
#include "cs-rows.h"

static guint
root_of (CsRun *runs, guint i)
{
  while (runs[i].region != i)
    {
      runs[i].region = runs[runs[i].region].region;
      i = runs[i].region;
    }
  return i;
}

static void
join (CsRun *runs, guint a, guint b)
{
  a = root_of (runs, a);
  b = root_of (runs, b);
  runs[MAX (a, b)].region = MIN (a, b);
}

/* Where a row from @x on has something other than 0, or its end: most of a mask is empty, so eight at a time. */
static guint
skip_empty (const guint8 *row, guint x, guint width)
{
  guint64 eight;

  for (; x + 8 <= width; x += 8)
    {
      memcpy (&eight, row + x, sizeof eight);
      if (eight != 0)
        break;
    }
  while (x < width && row[x] == 0)
    x++;
  return x;
}

static void
append_runs (GArray *runs, const guint8 *row, guint width, int y, gboolean holes)
{
  for (guint x = 0; x < width;)
    {
      CsRun run = { .y = y, .region = runs->len, .next = -1 };

      if (!holes)
        x = skip_empty (row, x, width);
      while (x < width && (row[x] != 0) == holes)
        x++;
      run.first = x;
      while (x < width && (row[x] != 0) != holes)
        x++;
      run.last = x;
      if (run.last > run.first)
        g_array_append_val (runs, run);
    }
}

/* Joins the runs [above, row) of one row with [row, end) of the next; @reach is 1 where diagonals touch. */
static void
join_rows (CsRun *runs, guint above, guint row, guint end, int reach)
{
  guint a = above, b = row;

  while (a < row && b < end)
    {
      if (runs[a].first < runs[b].last + reach && runs[b].first < runs[a].last + reach)
        join (runs, a, b);
      if (runs[a].last < runs[b].last)
        a++;
      else
        b++;
    }
}

static void
add_run (CsRegion *region, const CsRun *run)
{
  int right = MAX (region->x + region->width, run->last);

  region->x = MIN (region->x, run->first);
  region->width = right - region->x;
  region->height = run->y - region->y + 1;
  region->area += run->last - run->first;
}

static CsRegions *
collect (GArray *array)
{
  CsRegions *self = g_new0 (CsRegions, 1);
  g_autoptr (GArray) regions = g_array_new (FALSE, FALSE, sizeof (CsRegion));
  g_autoptr (GArray) tails = g_array_new (FALSE, FALSE, sizeof (int));
  CsRun *runs = (CsRun *) array->data;

  for (guint i = 0; i < array->len; i++)
    runs[i].region = root_of (runs, i);
  for (guint i = 0; i < array->len; i++)
    {
      int index = i;

      if (runs[i].region == i)
        {
          CsRegion region = { runs[i].first, runs[i].y, 0, 0, 0, index };

          runs[i].region = regions->len;
          g_array_append_val (regions, region);
          g_array_append_val (tails, index);
        }
      else
        {
          runs[i].region = runs[runs[i].region].region;
          runs[g_array_index (tails, int, runs[i].region)].next = index;
          g_array_index (tails, int, runs[i].region) = index;
        }
      add_run (&g_array_index (regions, CsRegion, runs[i].region), &runs[i]);
    }
  self->n = regions->len;
  self->n_runs = array->len;
  self->regions = (CsRegion *) g_array_free (g_steal_pointer (&regions), FALSE);
  self->runs = (CsRun *) g_array_free (array, FALSE);
  return self;
}

static CsRegions *
find (const CsRaster *mask, guint connectivity, gboolean holes)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (CsRun));
  guint above = 0;

  g_assert (cs_raster_get_pixel (mask) == CS_PIXEL_U8);
  for (guint y = 0; y < cs_raster_get_height (mask); y++)
    {
      guint row = runs->len;

      append_runs (runs, cs_raster_row (mask, y), cs_raster_get_width (mask), y, holes);
      join_rows ((CsRun *) runs->data, above, row, runs->len, connectivity == 8);
      above = row;
    }
  return collect (runs);
}

CsRegions *
cs_regions_find (const CsRaster *mask, guint connectivity)
{
  return find (mask, connectivity, FALSE);
}

void
cs_regions_free (CsRegions *self)
{
  g_free (self->regions);
  g_free (self->runs);
  g_free (self);
}

void
cs_regions_paint (const CsRegions *self, guint region, CsRaster *mask, guint8 value)
{
  for (int i = self->regions[region].run; i >= 0; i = self->runs[i].next)
    memset ((guint8 *) cs_raster_edit (mask, self->runs[i].y) + self->runs[i].first, value,
            self->runs[i].last - self->runs[i].first);
}

CsRaster *
cs_regions_open (const CsRaster *mask, double area, guint connectivity)
{
  g_autoptr (CsRegions) regions = cs_regions_find (mask, connectivity);
  CsRaster *out = cs_raster_copy (mask);

  for (guint i = 0; i < regions->n; i++)
    if (regions->regions[i].area < area)
      cs_regions_paint (regions, i, out, 0);
  return out;
}

CsRaster *
cs_regions_largest (const CsRaster *mask, guint connectivity)
{
  g_autoptr (CsRegions) regions = cs_regions_find (mask, connectivity);
  CsRaster *out = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (mask), cs_raster_get_height (mask));
  guint best = 0;

  for (guint i = 1; i < regions->n; i++)
    if (regions->regions[i].area > regions->regions[best].area)
      best = i;
  if (regions->n > 0)
    cs_regions_paint (regions, best, out, 255);
  return out;
}

CsRaster *
cs_regions_fill (const CsRaster *mask)
{
  g_autoptr (CsRegions) holes = find (mask, 4, TRUE);
  int width = cs_raster_get_width (mask), height = cs_raster_get_height (mask);
  CsRaster *out = cs_raster_copy (mask);

  for (guint i = 0; i < holes->n; i++)
    {
      const CsRegion *hole = &holes->regions[i];

      if (hole->x > 0 && hole->y > 0 && hole->x + hole->width < width && hole->y + hole->height < height)
        cs_regions_paint (holes, i, out, 255);
    }
  return out;
}

typedef struct { const CsRaster *mask; guint64 area; GMutex mutex; } Count;

static void
count_rows (guint first, guint last, gpointer data)
{
  Count *count = data;
  guint64 area = 0;

  for (guint y = first; y < last; y++)
    area += cs_kernels ()->count (cs_raster_row (count->mask, y), cs_raster_get_width (count->mask));
  g_mutex_lock (&count->mutex);
  count->area += area;
  g_mutex_unlock (&count->mutex);
}

guint64
cs_regions_area (const CsRaster *mask)
{
  Count count = { .mask = mask };

  g_mutex_init (&count.mutex);
  cs_rows_run (cs_raster_get_height (mask), 0, count_rows, &count, NULL, NULL);
  g_mutex_clear (&count.mutex);
  return count.area;
}
