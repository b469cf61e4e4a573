/* Section 3.4, step 5: suspicious pixels become spots and boxes. A spot is what climbs to one peak of the foreground,
 * so that calcifications that touch stay apart, and of that what is at least half as high. Each says how suspicious it
 * is and of what that is made: a sum of parts with fixed weights, through a logistic curve. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-regions.h"
#include "cs-spread.h"
#include "cs-stage.h"

#define RANGE 64.0       /* times the unit: contrast and line each count from 0 to 1 over it, on a logarithmic scale */
#define CROWD 32.0       /* so many sure neighbours are all that can be wished for */
#define LINE_UNITS 1000.0

typedef struct
{
  double smallest, largest, grow, reach, unit;
  double contrast, size, sharpness, neighbours, against, alone, cluster;   /* what each part weighs */
  double least;
  gboolean part;
  int    limit;
} Spots;

static const CsParam params[] = {
  CS_DOUBLE (Spots, smallest, N_("Smallest area"), "mm²", N_("Smaller spots are noise"), 0, 1, 0.005, 0.008),
  CS_DOUBLE (Spots, largest, N_("Largest area"), "mm²", N_("Larger spots are no microcalcifications"), 0.01, 50, 4, 3.14),
  CS_SWITCH (Spots, part, N_("Part what touches"), N_("A spot is what climbs to one peak and is half as high; as published, all that is connected"), TRUE, FALSE),
  CS_DOUBLE (Spots, grow, N_("Box margin"), "mm", N_("Boxes are this much larger than their spot on every side"), 0, 5, 0.2, 0),
  CS_DOUBLE (Spots, reach, N_("Neighbourhood"), "mm", N_("Spots within this distance speak for one another"), 1, 50, 10, 10),
  CS_DOUBLE (Spots, unit, N_("Unit of contrast"), "levels", N_("So much contrast counts for nothing"), 1, 4096, 64, 4),
  CS_DOUBLE (Spots, contrast, N_("Weight of contrast"), "", N_("What contrast over the noise counts for"), 0, 100, 44, 44),
  CS_DOUBLE (Spots, size, N_("Weight of size"), "", N_("What a calcification's size counts for"), 0, 100, 0, 0),
  CS_DOUBLE (Spots, sharpness, N_("Weight of sharpness"), "", N_("What a sharp border counts for"), 0, 100, 0, 0),
  CS_DOUBLE (Spots, neighbours, N_("Weight of neighbours"), "", N_("What neighbours within a cluster count for"), 0, 100, 11, 11),
  CS_DOUBLE (Spots, against, N_("Weight of lines"), "", N_("What a vessel or an edge counts against"), 0, 100, 44, 44),
  CS_DOUBLE (Spots, alone, N_("What speaks against all"), "", N_("The sum of the parts at which a spot is as likely true as false"), 0, 100, 19.3, 19.3),
  CS_DOUBLE (Spots, cluster, N_("Doubt without neighbours"), "", N_("So much less is asked of a spot that speaks for its neighbours"), 0, 100, 3.7, 3.7),
  CS_DOUBLE (Spots, least, N_("Least suspicion"), "", N_("Less suspicious spots get no box"), 0, 1, 0.05, 0),
  CS_INT (Spots, limit, N_("Most boxes"), "", N_("Only the most suspicious are kept"), 1, 100000, 200, 100000),
  { 0 }
};

typedef struct
{
  guint  region;
  int    x, y;             /* of the peak */
  double area, peak;
  CsBox  box;
  int    left, top, right, bottom;
} Find;

typedef struct
{
  const Spots    *params;
  const CsRaster *foreground, *lines;
  const CsRegions *regions;
  double          mm;      /* of a pixel */
  GArray         *finds;
  GHashTable     *peaks;   /* place to index + 1 */
} Judge;

static void
judge_clear (Judge *self)
{
  g_clear_pointer (&self->finds, g_array_unref);
  g_clear_pointer (&self->peaks, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Judge, judge_clear)

static int
level_at (const CsRaster *raster, int x, int y)
{
  if (x < 0 || y < 0 || x >= (int) cs_raster_get_width (raster) || y >= (int) cs_raster_get_height (raster))
    return 0;
  return ((const guint16 *) cs_raster_row (raster, y))[x];
}

/* One step towards the peak; FALSE: this is it. Of equals the first counts as higher, so no walk goes in a circle. */
static gboolean
step_up (const CsRaster *foreground, int *x, int *y)
{
  int best = level_at (foreground, *x, *y), to_x = *x, to_y = *y;

  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      {
        int level = level_at (foreground, *x + dx, *y + dy);

        if (level > best || (level == best && (*y + dy < to_y || (*y + dy == to_y && *x + dx < to_x))))
          {
            best = level;
            to_x = *x + dx;
            to_y = *y + dy;
          }
      }
  if (to_x == *x && to_y == *y)
    return FALSE;
  *x = to_x;
  *y = to_y;
  return TRUE;
}

static gboolean
climbs_to (const CsRaster *foreground, int x, int y, int peak_x, int peak_y)
{
  while (step_up (foreground, &x, &y))
    ;
  return x == peak_x && y == peak_y;
}

/* The spot a key stands for: one more where it was not met before. */
static Find *
find_by_key (Judge *judge, gsize key, const Find *fresh)
{
  gpointer index = g_hash_table_lookup (judge->peaks, GSIZE_TO_POINTER (key));

  if (index == NULL)
    {
      g_array_append_vals (judge->finds, fresh, 1);
      index = GUINT_TO_POINTER (judge->finds->len);
      g_hash_table_insert (judge->peaks, GSIZE_TO_POINTER (key), index);
    }
  return &g_array_index (judge->finds, Find, GPOINTER_TO_UINT (index) - 1);
}

static Find *
find_of (Judge *judge, guint region, int x, int y)
{
  Find fresh = { .region = region, .left = G_MAXINT, .top = G_MAXINT, .right = -1, .bottom = -1 }, *find;
  int level = level_at (judge->foreground, x, y);

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
  while (step_up (judge->foreground, &x, &y))
    ;
  fresh.x = x;
  fresh.y = y;
  fresh.peak = MAX (level_at (judge->foreground, x, y), 1);
  return find_by_key (judge, (gsize) y * cs_raster_get_width (judge->foreground) + x, &fresh);
}

static gboolean
is_high_enough (const Judge *judge, const Find *find, int x, int y)
{
  return !judge->params->part || 2 * level_at (judge->foreground, x, y) >= find->peak;
}

static void
add_pixel (Judge *judge, guint region, int x, int y)
{
  Find *find = find_of (judge, region, x, y);

  if (!is_high_enough (judge, find, x, y))
    return;
  find->area++;
  find->left = MIN (find->left, x);
  find->top = MIN (find->top, y);
  find->right = MAX (find->right, x);
  find->bottom = MAX (find->bottom, y);
}

static gboolean
gather (Judge *judge, CsBench *bench, GError **error)
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

/* How far the foreground has fallen at @radius from the peak. */
static double
fall_of (const CsRaster *foreground, const Find *find, double radius)
{
  double sum = 0;

  for (guint k = 0; k < 16; k++)
    sum += level_at (foreground, floor (find->x + 0.5 + radius * cos (k * G_PI / 8)),
                     floor (find->y + 0.5 + radius * sin (k * G_PI / 8)));
  return CLAMP (1 - sum / 16 / find->peak, 0, 1);
}

static double
size_of (double area, double mm)
{
  double diameter = 2 * sqrt (area / G_PI) * mm;

  return diameter <= 1 ? 1 : exp (-(diameter - 1) * (diameter - 1) / 0.5);
}

/* The foreground is contrast times what is left of it beside a line: here the two are told apart again. */
static void
measure (const Judge *judge, Find *find)
{
  float *parts = find->box.parts;
  double round = MAX (1 - level_at (judge->lines, find->x, find->y) / LINE_UNITS, 1 / RANGE);

  parts[CS_BOX_CONTRAST] = CLAMP (log (find->peak / round / judge->params->unit) / log (RANGE), 0, 1);
  parts[CS_BOX_SIZE] = size_of (find->area, judge->mm);
  parts[CS_BOX_SHARPNESS] = fall_of (judge->foreground, find, MAX (0.6 / judge->mm, 1));
  parts[CS_BOX_AGAINST] = -log (round) / log (RANGE);
}

/* What speaks for a spot itself, whatever lies round it. */
static double
weigh (const Spots *by, const Find *find)
{
  const float *parts = find->box.parts;

  return by->contrast * parts[CS_BOX_CONTRAST] + by->size * parts[CS_BOX_SIZE]
         + by->sharpness * parts[CS_BOX_SHARPNESS] - by->against * parts[CS_BOX_AGAINST] - by->alone;
}

static double
likely (double sum)
{
  return 1 / (1 + exp (-sum));
}

static void
count_neighbours (const Judge *judge)
{
  const Spots *by = judge->params;
  GArray *finds = judge->finds;
  double reach = by->reach / judge->mm;

  /* Finds come by rows: only those within reach above and below are asked. */
  for (guint i = 0, from = 0; i < finds->len; i++)
    {
      Find *find = &g_array_index (finds, Find, i);
      double sum = 0;

      while (g_array_index (finds, Find, from).y < find->y - reach)
        from++;
      for (guint k = from; k < finds->len && g_array_index (finds, Find, k).y <= find->y + reach; k++)
        {
          const Find *other = &g_array_index (finds, Find, k);
          double distance = hypot (other->x - find->x, other->y - find->y);

          if (k != i && distance <= reach)
            sum += likely (weigh (by, other) + by->cluster) * (1 - 0.5 * distance / reach);
        }
      find->box.parts[CS_BOX_NEIGHBOURS] = MIN (log1p (sum) / log (CROWD), 1);
    }
}

static int
by_row (gconstpointer a, gconstpointer b)
{
  const Find *one = a, *other = b;

  return one->y != other->y ? (one->y > other->y) - (one->y < other->y) : (one->x > other->x) - (one->x < other->x);
}

static int
by_suspicion (gconstpointer a, gconstpointer b)
{
  const Find *one = a, *other = b;

  if (one->box.suspicion != other->box.suspicion)
    return one->box.suspicion < other->box.suspicion ? 1 : -1;
  return by_row (a, b);
}

static void
place_box (const Judge *judge, Find *find)
{
  int grow = (int) (judge->params->grow / judge->mm + 0.5);
  int right = MIN (find->right + 1 + grow, (int) cs_raster_get_width (judge->foreground));
  int bottom = MIN (find->bottom + 1 + grow, (int) cs_raster_get_height (judge->foreground));

  find->box.x = MAX (find->left - grow, 0);
  find->box.y = MAX (find->top - grow, 0);
  find->box.width = right - find->box.x;
  find->box.height = bottom - find->box.y;
}

/* Spots of a calcification's size, by rows, measured. */
static void
sift (Judge *judge)
{
  double px = 1 / (judge->mm * judge->mm);
  guint kept = 0;

  for (guint i = 0; i < judge->finds->len; i++)
    {
      Find find = g_array_index (judge->finds, Find, i);

      if (find.area < MAX (judge->params->smallest * px, 1) || find.area > judge->params->largest * px)
        continue;
      place_box (judge, &find);
      measure (judge, &find);
      g_array_index (judge->finds, Find, kept++) = find;
    }
  g_array_set_size (judge->finds, kept);
  g_array_sort (judge->finds, by_row);
}

static void
rank (Judge *judge)
{
  guint n = 0;

  count_neighbours (judge);
  for (guint i = 0; i < judge->finds->len; i++)
    {
      Find *find = &g_array_index (judge->finds, Find, i);

      find->box.suspicion = likely (weigh (judge->params, find)
                                    + judge->params->neighbours * find->box.parts[CS_BOX_NEIGHBOURS]);
    }
  g_array_sort (judge->finds, by_suspicion);
  while (n < MIN (judge->finds->len, (guint) judge->params->limit)
         && g_array_index (judge->finds, Find, n).box.suspicion >= judge->params->least)
    n++;
  g_array_set_size (judge->finds, n);
}

/* The pixels of a spot: those of its region that climb to its peak and are high enough. */
static void
paint_run (const Judge *judge, const Find *find, const CsRun *run, CsRaster *spots)
{
  guint8 *out = cs_raster_edit (spots, run->y);

  for (int x = MAX (run->first, find->left); x < MIN (run->last, find->right + 1); x++)
    if (is_high_enough (judge, find, x, run->y) && climbs_to (judge->foreground, x, run->y, find->x, find->y))
      out[x] = 255;
}

static void
paint (const Judge *judge, const Find *find, CsRaster *spots)
{
  if (!judge->params->part)
    cs_regions_paint (judge->regions, find->region, spots, 255);
  else
    for (int i = judge->regions->regions[find->region].run; i >= 0; i = judge->regions->runs[i].next)
      if (judge->regions->runs[i].y >= find->top && judge->regions->runs[i].y <= find->bottom)
        paint_run (judge, find, &judge->regions->runs[i], spots);
}

static void
give (CsBench *bench, Judge *judge)
{
  guint n = judge->finds->len;
  g_autofree CsBox *boxes = g_new0 (CsBox, n);
  CsRaster *spots = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (judge->foreground),
                                   cs_raster_get_height (judge->foreground));

  for (guint i = 0; i < n; i++)
    {
      boxes[i] = g_array_index (judge->finds, Find, i).box;
      paint (judge, &g_array_index (judge->finds, Find, i), spots);
    }
  cs_bench_give (bench, "boxes", cs_product_new_boxes (boxes, n));
  cs_bench_give (bench, "spots", cs_product_new_mask (spots));
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  g_autoptr (CsRegions) regions = cs_regions_find (cs_product_get_raster (cs_bench_get (bench, "suspicious")), 8);
  g_auto (Judge) judge = { .params = data, .regions = regions,
                           .foreground = cs_product_get_raster (cs_bench_get (bench, "foreground")),
                           .lines = cs_product_get_raster (cs_bench_get (bench, "lines")),
                           .mm = cs_image_get_working_spacing (cs_bench_get_image (bench), NULL),
                           .finds = g_array_new (FALSE, TRUE, sizeof (Find)),
                           .peaks = g_hash_table_new (NULL, NULL) };

  if (!gather (&judge, bench, error))
    return FALSE;
  sift (&judge);
  rank (&judge);
  give (bench, &judge);
  return TRUE;
}

/* The parted spot round a peak, from what lies round it. */
static CsSpread
spread_of_peak (const CsRaster *suspicious, const CsRaster *foreground, int peak_x, int peak_y, double largest)
{
  CsSpread spread = { .x = G_MAXINT, .y = G_MAXINT };
  int reach = 2 * sqrt (largest) + 2, right = 0, bottom = 0, peak = level_at (foreground, peak_x, peak_y);
  int last_x = MIN (peak_x + reach, (int) cs_raster_get_width (foreground) - 1);
  int last_y = MIN (peak_y + reach, (int) cs_raster_get_height (foreground) - 1);

  for (int y = MAX (peak_y - reach, 0); y <= last_y; y++)
    for (int x = MAX (peak_x - reach, 0); x <= last_x; x++)
      {
        if (((const guint8 *) cs_raster_row (suspicious, y))[x] == 0 || 2 * level_at (foreground, x, y) < peak
            || !climbs_to (foreground, x, y, peak_x, peak_y))
          continue;
        spread.area++;
        spread.x = MIN (spread.x, x);
        spread.y = MIN (spread.y, y);
        right = MAX (right, x);
        bottom = MAX (bottom, y);
      }
  spread.width = right + 1 - spread.x;
  spread.height = bottom + 1 - spread.y;
  return spread;
}

static void
explain_area (CsInquiry *inquiry, const Spots *self, const CsSpread *spread, gboolean *passed)
{
  double mm = cs_image_get_working_spacing (cs_inquiry_get_image (inquiry), NULL), area = spread->area * mm * mm;
  const CsWord word = { .value = area, .lower = self->smallest, .upper = self->largest, .unit = N_("mm²"),
                        .tests = TRUE, .passed = area >= self->smallest && area <= self->largest };

  if (area < self->smallest)
    cs_inquiry_tell (inquiry, &word, _("Its %u connected pixels are too small for a calcification."), spread->area);
  else if (area > self->largest)
    cs_inquiry_tell (inquiry, &word, _("At least %u pixels hang together: too large for a calcification."),
                     spread->area);
  else
    cs_inquiry_tell (inquiry, &word, _("%u connected pixels, of a calcification's size."), spread->area);
  *passed = word.passed;
}

/* The smallest box that holds the whole spot; -1: it was not kept. */
static int
box_of (const CsBox *boxes, guint n, const CsSpread *spread)
{
  int best = -1;

  for (guint i = 0; i < n; i++)
    if (boxes[i].x <= spread->x && boxes[i].y <= spread->y
        && boxes[i].x + boxes[i].width >= spread->x + spread->width
        && boxes[i].y + boxes[i].height >= spread->y + spread->height
        && (best < 0 || boxes[i].width * boxes[i].height < boxes[best].width * boxes[best].height))
      best = i;
  return best;
}

/* What a spot without a box would have had: measured as run() does, but of its neighbours only those that got a box are
 * known, so it is that at least. */
static double
suspicion_of (CsInquiry *inquiry, const Spots *self, const CsBox *boxes, guint n, const CsSpread *spread)
{
  Judge judge = { .params = self, .foreground = cs_product_get_raster (cs_inquiry_get (inquiry, "foreground")),
                  .lines = cs_product_get_raster (cs_inquiry_get (inquiry, "lines")),
                  .mm = cs_image_get_working_spacing (cs_inquiry_get_image (inquiry), NULL) };
  Find find = { .area = spread->area };
  double sum = 0;

  for (int y = spread->y; y < spread->y + spread->height; y++)
    for (int x = spread->x; x < spread->x + spread->width; x++)
      if (level_at (judge.foreground, x, y) > find.peak)
        find = (Find) { .x = x, .y = y, .area = spread->area, .peak = level_at (judge.foreground, x, y) };
  measure (&judge, &find);
  for (guint i = 0; i < n; i++)
    {
      Find other = { .box = boxes[i] };
      double distance = hypot (boxes[i].x + boxes[i].width / 2 - find.x, boxes[i].y + boxes[i].height / 2 - find.y);

      if (distance <= self->reach / judge.mm)
        sum += likely (weigh (self, &other) + self->cluster) * (1 - 0.5 * distance * judge.mm / self->reach);
    }
  return likely (weigh (self, &find) + self->neighbours * MIN (log1p (sum) / log (CROWD), 1));
}

static void
explain_box (CsInquiry *inquiry, const Spots *self, const CsBox *boxes, guint n, const CsSpread *spread)
{
  int found = box_of (boxes, n, spread);
  const CsWord word = { .value = found >= 0 ? boxes[found].suspicion : suspicion_of (inquiry, self, boxes, n, spread),
                        .lower = n >= (guint) self->limit ? boxes[n - 1].suspicion : self->least, .upper = INFINITY,
                        .unit = "", .tests = TRUE, .passed = found >= 0 };

  if (found < 0)
    {
      cs_inquiry_tell (inquiry, &word, _("Too little suspicion for a box: %u others were kept."), n);
      return;
    }
  cs_inquiry_tell (inquiry, &word, _("Kept as number %d of %u by its suspicion."), found + 1, n);
  for (guint part = 0; part < CS_BOX_PARTS; part++)
    cs_inquiry_tell (inquiry, &(CsWord) { .value = boxes[found].parts[part], .unit = "" }, "%s",
                     _(cs_box_part_titles[part]));
}

/* Of the slope beside a peak only what is half as high is part of the spot. */
static gboolean
explain_peak (CsInquiry *inquiry, const CsRaster *foreground, int x, int y)
{
  double level = cs_inquiry_get_value (inquiry, "foreground"), half = level_at (foreground, x, y) / 2.0;
  const CsWord word = { .value = level, .lower = half, .upper = INFINITY, .unit = N_("levels"), .tests = TRUE,
                        .passed = level >= half, .output = "foreground" };

  if (!word.passed)
    cs_inquiry_tell (inquiry, &word, _("Less than half as high as the peak it climbs to: beside a spot."));
  return word.passed;
}

static gboolean
find_spread (CsInquiry *inquiry, const Spots *self, const CsRaster *suspicious, CsSpread *spread)
{
  const CsRaster *foreground = cs_product_get_raster (cs_inquiry_get (inquiry, "foreground"));
  double largest = cs_image_mm2_to_px (cs_inquiry_get_image (inquiry), self->largest);
  guint x, y;
  int peak_x, peak_y;

  cs_inquiry_get_place (inquiry, &x, &y);
  peak_x = x;
  peak_y = y;
  if (!self->part)
    {
      *spread = cs_spread_find (suspicious, x, y, (guint) largest + 2);
      return TRUE;
    }
  while (step_up (foreground, &peak_x, &peak_y))
    ;
  *spread = spread_of_peak (suspicious, foreground, peak_x, peak_y, largest);
  return explain_peak (inquiry, foreground, peak_x, peak_y);
}

static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  const CsRaster *suspicious = cs_product_get_raster (cs_inquiry_get (inquiry, "suspicious"));
  const Spots *self = data;
  gboolean passed = FALSE;
  CsSpread spread;
  guint n = 0;
  const CsBox *boxes = cs_product_get_boxes (cs_inquiry_get (inquiry, "boxes"), &n);

  if (!(cs_inquiry_get_value (inquiry, "suspicious") > 0) || !find_spread (inquiry, self, suspicious, &spread))
    return;
  explain_area (inquiry, self, &spread, &passed);
  if (passed)
    explain_box (inquiry, self, boxes, n, &spread);
}

const CsStage cs_stage_spots = {
  .id = "spots", .title = N_("Spots"), .section = "3.4",
  .summary = N_("Suspicious pixels that climb to one peak, of a calcification's size, become a box, the most suspicious first."),
  .version = 2, .params = params, .params_size = sizeof (Spots),
  .needs = (const char *const[]) { "suspicious", "foreground", "lines", NULL },
  .makes = (const CsOutput[]) { { "boxes", CS_PRODUCT_BOXES, N_("Boxes") },
                                { "spots", CS_PRODUCT_MASK, N_("Spots") }, { 0 } },
  .run = run, .explain = explain };
