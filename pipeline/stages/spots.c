/* Section 3.4, step 5: suspicious pixels become spots and boxes. A spot is what climbs to one peak of the foreground,
 * so that calcifications that touch stay apart, and of that what is at least half as high. Each says how suspicious it
 * is and of what that is made: a sum of parts with fixed weights, through a logistic curve (spots-judge.c). */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "spots-private.h"

static const CsParam params[] = {
  CS_DOUBLE (CsSpots, smallest, N_("Smallest area"), "mm²", N_("Smaller spots are noise"), 0, 1, 0.005, 0.008),
  CS_DOUBLE (CsSpots, largest, N_("Largest area"), "mm²", N_("Larger spots are no microcalcifications"), 0.01, 50, 4, 3.14),
  CS_SWITCH (CsSpots, part, N_("Part what touches"), N_("A spot is what climbs to one peak and is half as high; as published, all that is connected"), TRUE, FALSE),
  CS_DOUBLE (CsSpots, grow, N_("Box margin"), "mm", N_("Boxes are this much larger than their spot on every side"), 0, 5, 0.2, 0),
  CS_DOUBLE (CsSpots, reach, N_("Neighbourhood"), "mm", N_("Spots within this distance speak for one another"), 1, 50, 10, 10),
  CS_DOUBLE (CsSpots, free, N_("Room round a spot"), "mm", N_("How far one must be able to go from a spot until the film's fall from its peak is measured"), 0.2, 5, 0.8, 0.8),
  CS_DOUBLE (CsSpots, coarse, N_("Coarse calcification"), "mm", N_("Spots on one thing with a sharp edge, up to this far apart, get one box"), 0.2, 10, 4, 4),
  CS_DOUBLE (CsSpots, unit, N_("Unit of contrast"), "levels", N_("So much contrast counts for nothing"), 1, 4096, 64, 4),
  CS_DOUBLE (CsSpots, contrast, N_("Weight of contrast"), "", N_("What contrast over the noise counts for"), 0, 100, 34.7, 44),
  CS_DOUBLE (CsSpots, size, N_("Weight of size"), "", N_("What a calcification's size counts for"), 0, 100, 0, 0),
  CS_DOUBLE (CsSpots, sharpness, N_("Weight of sharpness"), "", N_("What the film's fall on every way out of a spot counts for"), 0, 100, 10.2, 0),
  CS_DOUBLE (CsSpots, neighbours, N_("Weight of neighbours"), "", N_("What neighbours within a cluster count for"), 0, 100, 11.6, 11),
  CS_DOUBLE (CsSpots, against, N_("Weight of lines"), "", N_("What a vessel or an edge counts against"), 0, 100, 34.7, 44),
  CS_DOUBLE (CsSpots, sparse, N_("Doubt in sparse tissue"), "", N_("So much more is asked of a spot in the darkest tissue of the breast; none where half of the breast is darker"), 0, 100, 2, 0),
  CS_DOUBLE (CsSpots, fine, N_("Doubt in fine pixels"), "", N_("So much more is asked where pixels are fine enough, 0.14 mm, to show the finest scale: noise has more places there to stand out"), 0, 100, 1.8, 0),
  CS_DOUBLE (CsSpots, alone, N_("What speaks against all"), "", N_("The sum of the parts at which a spot is as likely true as false"), 0, 100, 19.8, 19.3),
  CS_DOUBLE (CsSpots, cluster, N_("Doubt without neighbours"), "", N_("So much less is asked of a spot that speaks for its neighbours"), 0, 100, 2.7, 3.7),
  CS_DOUBLE (CsSpots, least, N_("Least suspicion"), "", N_("Less suspicious spots get no box"), 0, 1, 0.04, 0),
  CS_INT (CsSpots, limit, N_("Most boxes"), "", N_("Only the most suspicious are kept"), 1, 100000, 200, 100000),
  { 0 }
};

static void
judge_clear (CsJudge *self)
{
  g_clear_pointer (&self->regions, cs_regions_free);
  g_clear_pointer (&self->spots, g_array_unref);
  g_clear_pointer (&self->parts, g_array_unref);
  g_clear_pointer (&self->peaks, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsJudge, judge_clear)

int
cs_spots_level (const CsRaster *raster, int x, int y)
{
  if (x < 0 || y < 0 || x >= (int) cs_raster_get_width (raster) || y >= (int) cs_raster_get_height (raster))
    return 0;
  return ((const guint16 *) cs_raster_row (raster, y))[x];
}

gboolean
cs_spots_precede (guint width, guint height, int x, int y, int other_x, int other_y)
{
  int right = (int) width - 1, bottom = (int) height - 1;
  int across = ABS (2 * x - right) - ABS (2 * other_x - right);
  int down = ABS (2 * y - bottom) - ABS (2 * other_y - bottom);

  return across != 0 ? across < 0 : down != 0 ? down < 0 : y != other_y ? y < other_y : x < other_x;
}

/* One step towards the peak among @levels, of rows @stride apart; FALSE: this is it. Of equals the first counts as
 * higher, so no walk goes in a circle. */
static gboolean
step_up (const CsRaster *foreground, const guint16 *levels, gsize stride, int *x, int *y)
{
  guint width = cs_raster_get_width (foreground), height = cs_raster_get_height (foreground);
  int left = MAX (*x - 1, 0), right = MIN (*x + 1, (int) width - 1);
  int top = MAX (*y - 1, 0), bottom = MIN (*y + 1, (int) height - 1);
  int best = levels[(gsize) *y * stride + (gsize) *x], to_x = *x, to_y = *y;

  for (int row = top; row <= bottom; row++)
    for (int column = left; column <= right; column++)
      {
        int level = levels[(gsize) row * stride + (gsize) column];

        if (level > best || (level == best && cs_spots_precede (width, height, column, row, to_x, to_y)))
          {
            best = level;
            to_x = column;
            to_y = row;
          }
      }
  if (to_x == *x && to_y == *y)
    return FALSE;
  *x = to_x;
  *y = to_y;
  return TRUE;
}

void
cs_spots_climb (const CsRaster *foreground, int *x, int *y)
{
  const guint16 *levels = cs_raster_row (foreground, 0);
  gsize stride = cs_raster_get_stride (foreground) / sizeof (guint16);

  while (step_up (foreground, levels, stride, x, y))
    ;
}

/* The spot a key stands for: one more where it was not met before. */
static CsSpot *
find_by_key (CsJudge *judge, gsize key, const CsSpot *fresh)
{
  gpointer index = g_hash_table_lookup (judge->peaks, GSIZE_TO_POINTER (key));

  if (index == NULL)
    {
      g_array_append_vals (judge->spots, fresh, 1);
      index = GUINT_TO_POINTER (judge->spots->len);
      g_hash_table_insert (judge->peaks, GSIZE_TO_POINTER (key), index);
    }
  return &g_array_index (judge->spots, CsSpot, GPOINTER_TO_UINT (index) - 1);
}

static CsSpot *
find_of (CsJudge *judge, guint region, int x, int y)
{
  CsSpot fresh = { .region = region, .left = G_MAXINT, .top = G_MAXINT, .right = -1, .bottom = -1, .next = -1 }, *find;
  int level = cs_spots_level (judge->foreground, x, y);

  if (!judge->params->part)
    {
      find = find_by_key (judge, region, &fresh);
      if (level > find->peak)
        {
          find->x = x;
          find->y = y;
          find->peak = level;
        }
      return find;
    }
  cs_spots_climb (judge->foreground, &x, &y);
  fresh.x = x;
  fresh.y = y;
  fresh.peak = MAX (cs_spots_level (judge->foreground, x, y), 1);
  return find_by_key (judge, (gsize) y * cs_raster_get_width (judge->foreground) + x, &fresh);
}

static gboolean
is_high_enough (const CsJudge *judge, const CsSpot *find, int x, int y)
{
  return !judge->params->part || 2 * cs_spots_level (judge->foreground, x, y) >= find->peak;
}

static void
add_pixel (CsJudge *judge, guint region, int x, int y)
{
  CsSpot *find = find_of (judge, region, x, y);

  if (!is_high_enough (judge, find, x, y))
    return;
  find->area++;
  find->left = MIN (find->left, x);
  find->top = MIN (find->top, y);
  find->right = MAX (find->right, x);
  find->bottom = MAX (find->bottom, y);
}

static gboolean
gather (CsJudge *judge, CsBench *bench, GError **error)
{
  for (guint i = 0; i < judge->regions->n_runs; i++)
    {
      const CsRun *run = &judge->regions->runs[i];

      if (i % 4096 == 0 && !cs_bench_tick (bench, (double) i / judge->regions->n_runs, error))
        return FALSE;
      for (int x = run->first; x < run->last; x++)
        add_pixel (judge, run->region, x, run->y);
    }
  return TRUE;
}

/* Those of a calcification's size. */
static void
sift (CsJudge *judge)
{
  double px = 1 / (judge->mm * judge->mm);
  guint kept = 0;

  for (guint i = 0; i < judge->spots->len; i++)
    {
      CsSpot *spot = &g_array_index (judge->spots, CsSpot, i);

      if (spot->area >= MAX (judge->params->smallest * px, 1) && spot->area <= judge->params->largest * px)
        g_array_index (judge->spots, CsSpot, kept++) = *spot;
    }
  g_array_set_size (judge->spots, kept);
}

/* The pixels of a spot: those of its region that climb to its peak and are high enough. */
static void
paint_run (const CsJudge *judge, const CsSpot *find, const CsRun *run, CsRaster *spots)
{
  guint8 *out = cs_raster_edit (spots, run->y);

  for (int x = MAX (run->first, find->left); x < MIN (run->last, find->right + 1); x++)
    {
      int to_x = x, to_y = run->y;

      if (!is_high_enough (judge, find, x, run->y))
        continue;
      cs_spots_climb (judge->foreground, &to_x, &to_y);
      if (to_x == find->x && to_y == find->y)
        out[x] = 255;
    }
}

static void
paint (const CsJudge *judge, const CsSpot *find, CsRaster *spots)
{
  if (!judge->params->part)
    cs_regions_paint (judge->regions, find->region, spots, 255);
  else
    for (int i = judge->regions->regions[find->region].run; i >= 0; i = judge->regions->runs[i].next)
      if (judge->regions->runs[i].y >= find->top && judge->regions->runs[i].y <= find->bottom)
        paint_run (judge, find, &judge->regions->runs[i], spots);
  if (find->next >= 0)
    paint (judge, &g_array_index (judge->parts, CsSpot, find->next), spots);
}

static void
give_boxes (CsBench *bench, const CsJudge *judge)
{
  guint n = judge->spots->len;
  g_autofree CsBox *boxes = g_new0 (CsBox, n);

  for (guint i = 0; i < n; i++)
    boxes[i] = nth (judge, i)->box;
  cs_bench_give (bench, "boxes", cs_product_new_boxes (boxes, n));
}

static void
give_spots (CsBench *bench, const CsJudge *judge)
{
  CsRaster *spots = cs_raster_new (CS_PIXEL_U8, judge->width, judge->height);
  CsHalving how;
  CsAnalysis *half = cs_bench_get_half (bench, &how);

  for (guint i = 0; i < judge->spots->len; i++)
    {
      const CsSpot *spot = nth (judge, i);

      if (spot->box.halvings > 0)
        cs_join_paint (spot, half, &how, spots);
      else
        paint (judge, spot, spots);
    }
  cs_bench_give (bench, "spots", cs_product_new_mask (spots));
}

static const CsRaster *
raster_of (CsBench *bench, const char *name)
{
  return cs_product_get_raster (cs_bench_get (bench, name));
}

/* What is found on the film itself. */
static gboolean
find (CsJudge *judge, CsBench *bench, GError **error)
{
  judge->regions = cs_regions_find (raster_of (bench, "suspicious"), 8);
  judge->foreground = raster_of (bench, "foreground");
  judge->lines = raster_of (bench, "lines");
  judge->background = raster_of (bench, "background");
  judge->light = judge->params->part ? raster_of (bench, "light") : NULL;
  judge->tissue = judge->params->sparse > 0 ? raster_of (bench, "tissue") : NULL;
  judge->searched = (cs_regions_area (raster_of (bench, "breast")) - cs_regions_area (raster_of (bench, "pectoral")))
                    * judge->mm * judge->mm;
  if (!gather (judge, bench, error))
    return FALSE;
  sift (judge);
  return cs_judge_rank (judge, cs_bench_get_cancellable (bench), error);
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  g_auto (CsJudge) judge = { .params = data, .spots = g_array_new (FALSE, TRUE, sizeof (CsSpot)),
                             .parts = g_array_new (FALSE, TRUE, sizeof (CsSpot)),
                             .peaks = g_hash_table_new (NULL, NULL) };
  CsAnalysis *half;
  CsHalving how;

  if (!cs_bench_run_half (bench, error))
    return FALSE;
  half = cs_bench_get_half (bench, &how);
  cs_judge_begin (&judge, cs_bench_get_image (bench));
  if ((half == NULL || how.least > 0) && !find (&judge, bench, error))
    return FALSE;
  if (half != NULL)
    cs_join_half (&judge, half, &how);
  give_boxes (bench, &judge);
  if (cs_bench_wants (bench, "spots"))
    give_spots (bench, &judge);
  return TRUE;
}

const CsStage cs_stage_spots = {
  .id = "spots", .title = N_("Spots"), .section = "3.4",
  .summary = N_("Suspicious pixels that climb to one peak, of a calcification's size, become a box, the most suspicious first."),
  .version = 8, .params = params, .params_size = sizeof (CsSpots),
  .needs = (const char *const[]) { "suspicious", "foreground", "lines", "background", "light", "tissue", "breast",
                                   "pectoral", NULL },
  .makes = (const CsOutput[]) { { "boxes", CS_PRODUCT_BOXES, N_("Boxes") },
                                { "spots", CS_PRODUCT_MASK, N_("Spots") }, { 0 } },
  .run = run, .explain = cs_spots_explain };
