/* Section 3.4, step 5: connected pixels above the threshold, within size limits, become boxes. Each says how
 * suspicious it is and of what that is made: a sum of parts with fixed weights, through a logistic curve. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-regions.h"
#include "cs-spread.h"
#include "cs-stage.h"

typedef struct
{
  double smallest, largest, grow, reach;
  double contrast, size, sharpness, neighbours, against;   /* what each part weighs */
  int    limit;
} Spots;

static const CsParam params[] = {
  CS_DOUBLE (Spots, smallest, N_("Smallest area"), "mm²", N_("Smaller spots are noise"), 0, 1, 0.005, 0.008),
  CS_DOUBLE (Spots, largest, N_("Largest area"), "mm²", N_("Larger spots are no microcalcifications"), 0.01, 50, 4, 3.14),
  CS_DOUBLE (Spots, grow, N_("Box margin"), "mm", N_("Boxes are this much larger than their spot on every side"), 0, 5, 0.2, 0),
  CS_DOUBLE (Spots, reach, N_("Neighbourhood"), "mm", N_("Spots within this distance speak for one another"), 1, 50, 10, 10),
  CS_DOUBLE (Spots, contrast, N_("Weight of contrast"), "", N_("What contrast over the noise counts for"), 0, 20, 8, 8),
  CS_DOUBLE (Spots, size, N_("Weight of size"), "", N_("What a calcification's size counts for"), 0, 20, 1, 1),
  CS_DOUBLE (Spots, sharpness, N_("Weight of sharpness"), "", N_("What a sharp border counts for"), 0, 20, 1, 1),
  CS_DOUBLE (Spots, neighbours, N_("Weight of neighbours"), "", N_("What neighbours within a cluster count for"), 0, 20, 5, 5),
  CS_DOUBLE (Spots, against, N_("Weight of lines"), "", N_("What a vessel or an edge counts against"), 0, 20, 3, 3),
  CS_INT (Spots, limit, N_("Most boxes"), "", N_("Only the most suspicious are kept"), 1, 100000, 100, 100000),
  { 0 }
};

typedef struct
{
  guint  region;
  double x, y, area, peak;
  CsBox  box;
} Find;

typedef struct
{
  const Spots    *params;
  const CsRaster *foreground;
  double          mm, least;   /* of a pixel; the lowest foreground above the threshold */
} Judge;

static int
level_at (const CsRaster *raster, int x, int y)
{
  if (x < 0 || y < 0 || x >= (int) cs_raster_get_width (raster) || y >= (int) cs_raster_get_height (raster))
    return 0;
  return ((const guint16 *) cs_raster_row (raster, y))[x];
}

/* Highest level and its place. */
static void
find_peak (const CsRegions *regions, const CsRaster *foreground, Find *find)
{
  for (int i = regions->regions[find->region].run; i >= 0; i = regions->runs[i].next)
    {
      const CsRun *run = &regions->runs[i];
      const guint16 *row = cs_raster_row (foreground, run->y);

      for (int x = run->first; x < run->last; x++)
        if (row[x] > find->peak)
          {
            find->peak = row[x];
            find->x = x;
            find->y = run->y;
          }
    }
}

static double
lowest_level (const CsRegions *regions, const CsRaster *foreground)
{
  int least = 65535;

  for (guint i = 0; i < regions->n_runs; i++)
    for (int x = regions->runs[i].first; x < regions->runs[i].last; x++)
      least = MIN (least, level_at (foreground, x, regions->runs[i].y));
  return MAX (least, 1);
}

/* The foreground's second moments within @radius: 0 a round spot, 1 a line that runs through. */
static double
line_likeness (const CsRaster *foreground, const Find *find, double radius)
{
  int reach = MAX ((int) radius, 2), step = MAX (reach / 8, 1);
  double xx = 0, yy = 0, xy = 0, root;

  for (int dy = -reach; dy <= reach; dy += step)
    for (int dx = -reach; dx <= reach; dx += step)
      if (dx * dx + dy * dy <= reach * reach)
        {
          double w = MIN (level_at (foreground, find->x + dx, find->y + dy), find->peak);

          xx += w * dx * dx;
          yy += w * dy * dy;
          xy += w * dx * dy;
        }
  root = sqrt ((xx - yy) * (xx - yy) + 4 * xy * xy);
  return xx + yy > 0 ? root / (xx + yy) : 0;
}

/* How far the foreground has fallen half a millimetre from the peak. */
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

static void
measure (const Judge *judge, Find *find)
{
  float *parts = find->box.parts;

  parts[CS_BOX_CONTRAST] = 1 - exp (-(find->peak - judge->least) / (1.5 * judge->least));
  parts[CS_BOX_SIZE] = size_of (find->area, judge->mm);
  parts[CS_BOX_SHARPNESS] = fall_of (judge->foreground, find, MAX (0.6 / judge->mm, 1));
  parts[CS_BOX_AGAINST] = CLAMP (line_likeness (judge->foreground, find, 1.6 / judge->mm) * 1.6 - 0.4, 0, 1);
}

static void
count_neighbours (const Judge *judge, GArray *finds)
{
  double reach = judge->params->reach / judge->mm;

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
            sum += other->box.parts[CS_BOX_CONTRAST] * (1 - other->box.parts[CS_BOX_AGAINST])
                   * (1 - 0.5 * distance / reach);
        }
      find->box.parts[CS_BOX_NEIGHBOURS] = 1 - exp (-sum / 1.5);
    }
}

static void
weigh (const Spots *by, Find *find)
{
  const float *parts = find->box.parts;
  double sum = by->contrast * parts[CS_BOX_CONTRAST] + by->size * parts[CS_BOX_SIZE]
    + by->sharpness * parts[CS_BOX_SHARPNESS] + by->neighbours * parts[CS_BOX_NEIGHBOURS]
    - by->against * parts[CS_BOX_AGAINST] - (by->contrast + by->size + by->sharpness + by->neighbours) / 2;

  find->box.suspicion = 1 / (1 + exp (-sum));
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
place_box (const Judge *judge, const CsRegion *region, CsBox *box)
{
  int grow = (int) (judge->params->grow / judge->mm + 0.5);
  int right = MIN (region->x + region->width + grow, (int) cs_raster_get_width (judge->foreground));
  int bottom = MIN (region->y + region->height + grow, (int) cs_raster_get_height (judge->foreground));

  box->x = MAX (region->x - grow, 0);
  box->y = MAX (region->y - grow, 0);
  box->width = right - box->x;
  box->height = bottom - box->y;
}

static GArray *
collect (const Judge *judge, const CsRegions *regions, CsBench *bench, GError **error)
{
  g_autoptr (GArray) finds = g_array_new (FALSE, TRUE, sizeof (Find));
  double px = 1 / (judge->mm * judge->mm);

  for (guint i = 0; i < regions->n; i++)
    {
      const CsRegion *region = &regions->regions[i];
      Find find = { .region = i, .area = region->area };

      if (i % 1024 == 0 && !cs_bench_tick (bench, (double) i / regions->n, error))
        return NULL;
      if (region->area < judge->params->smallest * px || region->area > judge->params->largest * px)
        continue;
      find_peak (regions, judge->foreground, &find);
      place_box (judge, region, &find.box);
      measure (judge, &find);
      g_array_append_val (finds, find);
    }
  return g_steal_pointer (&finds);
}

static void
give (CsBench *bench, const Judge *judge, const CsRegions *regions, GArray *finds)
{
  guint n = MIN (finds->len, (guint) judge->params->limit);
  g_autofree CsBox *boxes = g_new0 (CsBox, n);
  CsRaster *spots = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (judge->foreground),
                                   cs_raster_get_height (judge->foreground));

  for (guint i = 0; i < n; i++)
    {
      boxes[i] = g_array_index (finds, Find, i).box;
      cs_regions_paint (regions, g_array_index (finds, Find, i).region, spots, 255);
    }
  cs_bench_give (bench, "boxes", cs_product_new_boxes (boxes, n));
  cs_bench_give (bench, "spots", cs_product_new_mask (spots));
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  const CsRaster *foreground = cs_product_get_raster (cs_bench_get (bench, "foreground"));
  g_autoptr (CsRegions) regions = cs_regions_find (cs_product_get_raster (cs_bench_get (bench, "suspicious")), 8);
  Judge judge = { data, foreground, cs_image_get_working_spacing (cs_bench_get_image (bench), NULL),
                  lowest_level (regions, foreground) };
  g_autoptr (GArray) finds = collect (&judge, regions, bench, error);

  if (finds == NULL)
    return FALSE;
  g_array_sort (finds, by_row);
  count_neighbours (&judge, finds);
  for (guint i = 0; i < finds->len; i++)
    weigh (judge.params, &g_array_index (finds, Find, i));
  g_array_sort (finds, by_suspicion);
  give (bench, &judge, regions, finds);
  return TRUE;
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

static void
explain_box (CsInquiry *inquiry, const CsBox *boxes, guint n, int found)
{
  const CsWord word = { .value = found >= 0 ? boxes[found].suspicion : NAN,
                        .lower = n > 0 ? boxes[n - 1].suspicion : 0, .upper = INFINITY, .unit = "", .tests = TRUE,
                        .passed = found >= 0 };

  if (found < 0)
    {
      cs_inquiry_tell (inquiry, &word, _("Less suspicious than the %u boxes that were kept, the least of %.2f."), n,
                       word.lower);
      return;
    }
  cs_inquiry_tell (inquiry, &word, _("Kept as number %d of %u by its suspicion."), found + 1, n);
  for (guint part = 0; part < CS_BOX_PARTS; part++)
    cs_inquiry_tell (inquiry, &(CsWord) { .value = boxes[found].parts[part], .unit = "" }, "%s",
                     _(cs_box_part_titles[part]));
}

static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  const CsRaster *suspicious = cs_product_get_raster (cs_inquiry_get (inquiry, "suspicious"));
  const Spots *self = data;
  gboolean passed = FALSE;
  CsSpread spread;
  guint x, y, n = 0;
  const CsBox *boxes = cs_product_get_boxes (cs_inquiry_get (inquiry, "boxes"), &n);

  cs_inquiry_get_place (inquiry, &x, &y);
  spread = cs_spread_find (suspicious, x, y,
                           (guint) cs_image_mm2_to_px (cs_inquiry_get_image (inquiry), self->largest) + 2);
  if (spread.area == 0)
    return;
  explain_area (inquiry, self, &spread, &passed);
  if (passed)
    explain_box (inquiry, boxes, n, box_of (boxes, n, &spread));
}

const CsStage cs_stage_spots = {
  .id = "spots", .title = N_("Spots"), .section = "3.4",
  .summary = N_("Connected suspicious pixels of a calcification's size become boxes, the most suspicious first."),
  .version = 1, .params = params, .params_size = sizeof (Spots),
  .needs = (const char *const[]) { "suspicious", "foreground", NULL },
  .makes = (const CsOutput[]) { { "boxes", CS_PRODUCT_BOXES, N_("Boxes") },
                                { "spots", CS_PRODUCT_MASK, N_("Spots") }, { 0 } },
  .run = run, .explain = explain };
