/* Why a spot has a box, or none. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-spread.h"
#include "spots-private.h"

static gboolean
climbs_to (const CsRaster *foreground, int x, int y, int peak_x, int peak_y)
{
  cs_spots_climb (foreground, &x, &y);
  return x == peak_x && y == peak_y;
}

/* The parted spot round a peak, from what lies round it. */
static CsSpread
spread_of_peak (const CsRaster *suspicious, const CsRaster *foreground, int peak_x, int peak_y, double largest)
{
  CsSpread spread = { .x = G_MAXINT, .y = G_MAXINT };
  int reach = 2 * sqrt (largest) + 2, right = 0, bottom = 0, peak = cs_spots_level (foreground, peak_x, peak_y);
  int last_x = MIN (peak_x + reach, (int) cs_raster_get_width (foreground) - 1);
  int last_y = MIN (peak_y + reach, (int) cs_raster_get_height (foreground) - 1);

  for (int y = MAX (peak_y - reach, 0); y <= last_y; y++)
    for (int x = MAX (peak_x - reach, 0); x <= last_x; x++)
      {
        if (((const guint8 *) cs_raster_row (suspicious, y))[x] == 0 || 2 * cs_spots_level (foreground, x, y) < peak
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
explain_area (CsInquiry *inquiry, const CsSpots *self, const CsSpread *spread, gboolean *passed)
{
  double mm = cs_image_get_working_spacing (cs_inquiry_get_image (inquiry), NULL), area = spread->area * mm * mm;
  const CsWord word = { .value = area, .lower = self->smallest, .upper = self->largest, .unit = N_("mm²"),
                        .tests = TRUE, .passed = area >= self->smallest && area <= self->largest };

  if (area < self->smallest)
    cs_inquiry_tell (inquiry, &word, ngettext ("It is %u pixel, too small for a calcification.",
                                               "Its %u connected pixels are too small for a calcification.",
                                               spread->area), spread->area);
  else if (area > self->largest)
    cs_inquiry_tell (inquiry, &word, _("At least %u pixels hang together: too large for a calcification."),
                     spread->area);
  else
    cs_inquiry_tell (inquiry, &word, ngettext ("%u pixel, of a calcification's size.",
                                               "%u connected pixels, of a calcification's size.", spread->area),
                     spread->area);
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

static const CsRaster *
raster_of (CsInquiry *inquiry, const char *output)
{
  return cs_product_get_raster (cs_inquiry_get (inquiry, output));
}

/* The spot's parts but for its neighbours, measured as run() does. */
static void
measure_spot (const CsJudge *judge, const CsSpread *spread, CsSpot *spot)
{
  g_autoptr (CsIsland) island = cs_judge_island (judge);

  *spot = (CsSpot) { .area = spread->area, .next = -1 };
  for (int y = spread->y; y < spread->y + spread->height; y++)
    for (int x = spread->x; x < spread->x + spread->width; x++)
      if (cs_spots_level (judge->foreground, x, y) > spot->peak)
        {
          spot->x = x;
          spot->y = y;
          spot->peak = cs_spots_level (judge->foreground, x, y);
        }
  cs_spots_climb (judge->foreground, &spot->x, &spot->y);
  cs_judge_measure (judge, island, spot);
}

/* What a spot without a box would have had: of its neighbours only those that got a box are known, and of the film's
 * other spots, so it is that about. */
static double
suspicion_of (const CsJudge *judge, const CsBox *boxes, guint n, const CsSpread *spread, CsSpot *spot)
{
  double sum = 0;

  measure_spot (judge, spread, spot);
  for (guint i = 0; i < n; i++)
    {
      CsSpot other = { .box = boxes[i] };

      sum += cs_judge_vouch (judge, &other, hypot (boxes[i].x + boxes[i].width / 2 - spot->x,
                                                   boxes[i].y + boxes[i].height / 2 - spot->y));
    }
  spot->box.parts[CS_BOX_NEIGHBOURS] = cs_judge_crowd (sum, 0);
  return cs_judge_suspect (judge, spot);
}

/* The parts of the suspicion, and what each adds to the sum that it is made of. */
static void
explain_parts (CsInquiry *inquiry, const CsJudge *judge, const CsSpot *spot)
{
  for (guint part = 0; part < CS_BOX_PARTS; part++)
    cs_inquiry_tell (inquiry, &(CsWord) { .value = spot->box.parts[part], .unit = "" },
                     /* Translators: a part of the suspicion, and what it adds to the sum */
                     _("%s: counts %+.1f"), _(cs_box_part_titles[part]),
                     cs_judge_term (judge, spot, part) + 0.0 /* never "-0.0" */);
  cs_inquiry_tell (inquiry, &(CsWord) { .value = NAN, .unit = "" }, _("%s: counts %+.1f"),
                   _("What speaks against all"), -cs_judge_doubt (judge));
}

/* What it is told by is an estimate: of its neighbours only those are at hand that got a box. It cannot be more than
 * what was too little. */
static void
explain_missed (CsInquiry *inquiry, CsWord word, guint n)
{
  gboolean far = word.value < word.lower;

  word.value = MIN (word.value, word.lower);
  if (far)
    cs_inquiry_tell (inquiry, &word, ngettext ("Too little suspicion for a box: %u other was kept.",
                                               "Too little suspicion for a box: %u others were kept.", n), n);
  else
    cs_inquiry_tell (inquiry, &word, ngettext ("Just too little suspicion for a box: %u other was kept.",
                                               "Just too little suspicion for a box: %u others were kept.", n), n);
}

/* A half's place among boxes is told by the film's list. */
static void
explain_box (CsInquiry *inquiry, const CsSpots *self, const CsBox *boxes, guint n, const CsSpread *spread)
{
  CsJudge judge = { .params = self, .foreground = raster_of (inquiry, "foreground"),
                    .lines = raster_of (inquiry, "lines"), .background = raster_of (inquiry, "background"),
                    .light = self->part ? raster_of (inquiry, "light") : NULL,
                    .tissue = self->sparse > 0 ? raster_of (inquiry, "tissue") : NULL };
  int found = box_of (boxes, n, spread);
  guint rank = (guint) found + 1, of = n;
  const CsBox *box = found >= 0 ? &boxes[found] : NULL;
  CsSpot spot = { .next = -1 };
  CsWord word = { .lower = n >= (guint) self->limit ? boxes[n - 1].suspicion : self->least, .upper = INFINITY,
                  .unit = "", .tests = TRUE };

  cs_judge_begin (&judge, cs_inquiry_get_image (inquiry));
  if (found >= 0 && cs_inquiry_is_halved (inquiry))
    box = cs_inquiry_get_box (inquiry, &rank, &of);
  if (box != NULL)
    spot.box = *box;
  word.value = box != NULL ? box->suspicion : suspicion_of (&judge, boxes, n, spread, &spot);
  word.passed = box != NULL;
  if (box != NULL)
    cs_inquiry_tell (inquiry, &word, _("Kept as number %d of %u by its suspicion."), (int) rank, of);
  else
    explain_missed (inquiry, word, n);
  explain_parts (inquiry, &judge, &spot);
}

/* What is large is the half's to find. */
static gboolean
is_large (CsInquiry *inquiry, const CsSpread *spread)
{
  CsHalving how;

  return cs_inquiry_get_half (inquiry, &how) != NULL && MAX (spread->width, spread->height) >= 2 * (int) how.least;
}

static void
explain_large (CsInquiry *inquiry, const CsSpread *spread)
{
  const CsWord word = { .value = MAX (spread->width, spread->height), .unit = N_("px") };

  cs_inquiry_tell (inquiry, &word, _("So large that it is judged at half the resolution."));
  cs_inquiry_ask_half (inquiry);
}

/* Of the slope beside a peak only what is half as high is part of the spot. */
static gboolean
explain_peak (CsInquiry *inquiry, const CsRaster *foreground, int x, int y)
{
  double level = cs_inquiry_get_value (inquiry, "foreground"), half = cs_spots_level (foreground, x, y) / 2.0;
  const CsWord word = { .value = level, .lower = half, .upper = INFINITY, .unit = N_("levels"), .tests = TRUE,
                        .passed = level >= half, .output = "foreground" };

  if (!word.passed)
    cs_inquiry_tell (inquiry, &word, _("Less than half as high as the peak it climbs to: beside a spot."));
  return word.passed;
}

static gboolean
find_spread (CsInquiry *inquiry, const CsSpots *self, const CsRaster *suspicious, CsSpread *spread)
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
  cs_spots_climb (foreground, &peak_x, &peak_y);
  *spread = spread_of_peak (suspicious, foreground, peak_x, peak_y, largest);
  return explain_peak (inquiry, foreground, peak_x, peak_y);
}

void
cs_spots_explain (CsInquiry *inquiry, gconstpointer data)
{
  const CsRaster *suspicious = cs_product_get_raster (cs_inquiry_get (inquiry, "suspicious"));
  const CsSpots *self = data;
  gboolean passed = FALSE;
  CsSpread spread;
  guint n = 0;
  const CsBox *boxes = cs_product_get_boxes (cs_inquiry_get (inquiry, "boxes"), &n);

  if (!(cs_inquiry_get_value (inquiry, "suspicious") > 0) || !find_spread (inquiry, self, suspicious, &spread))
    return;
  explain_area (inquiry, self, &spread, &passed);
  if (passed && is_large (inquiry, &spread))
    explain_large (inquiry, &spread);
  else if (passed)
    explain_box (inquiry, self, boxes, n, &spread);
}
