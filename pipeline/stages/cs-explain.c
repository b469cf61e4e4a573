#include "cs-explain.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-half.h"

/* Steps of the search for a mask's border. */
#define STEP_MM 0.2
#define COARSE 10

struct _CsInquiry
{
  CsAnalysis    *film, *analysis;   /* that is being asked: the film's own or one of its halves' */
  const CsStage *stage;             /* that is being asked */
  guint          film_x, film_y, x, y;
  const CsBox   *box;               /* of the film, round the pixel; NULL: none */
  guint          rank, n_boxes;
  GArray        *reasons;           /* of CsReason */
};

CsImage *
cs_inquiry_get_image (CsInquiry *self)
{
  return cs_analysis_get_image (self->analysis);
}

void
cs_inquiry_get_place (CsInquiry *self, guint *x, guint *y)
{
  *x = self->x;
  *y = self->y;
}

CsProduct *
cs_inquiry_get (CsInquiry *self, const char *output)
{
  return cs_analysis_get (self->analysis, output);
}

static const CsRaster *
raster_of (CsAnalysis *analysis, const char *output)
{
  CsProduct *product = output != NULL ? cs_analysis_get (analysis, output) : NULL;

  return product != NULL ? cs_product_get_raster (product) : NULL;
}

double
cs_inquiry_get_value (CsInquiry *self, const char *output)
{
  const CsRaster *raster = raster_of (self->analysis, output);

  return raster != NULL ? cs_raster_get (raster, self->x, self->y) : NAN;
}

/* Whether a pixel at this distance, in steps, is of the other sort; only the ring's own pixels are looked at. */
static gboolean
ring_meets (const CsRaster *mask, int x, int y, int ring, int step, gboolean inside, double *nearest)
{
  int width = cs_raster_get_width (mask), height = cs_raster_get_height (mask);

  for (int j = -ring; j <= ring; j++)
    for (int i = -ring; i <= ring; i += ABS (j) == ring ? 1 : 2 * ring)
      {
        int px = x + i * step, py = y + j * step;

        if (px < 0 || py < 0 || px >= width || py >= height)
          continue;
        if ((((const guint8 *) cs_raster_row (mask, py))[px] != 0) != inside)
          *nearest = MIN (*nearest, hypot (i, j));
      }
  return *nearest <= ring;
}

/* Distance, in steps, of the nearest pixel of the other sort in the rings from @first to @last; INFINITY: none. */
static double
search_rings (const CsInquiry *self, const CsRaster *mask, int step, int first, int last)
{
  gboolean inside = cs_raster_get (mask, self->x, self->y) != 0;
  double nearest = INFINITY;

  for (int ring = first; ring <= last; ring++)
    if (ring_meets (mask, self->x, self->y, ring, step, inside, &nearest))
      break;
  return nearest;
}

/* Close by every step is looked at; far away coarse steps come first, and fine ones only where they met something. */
static double
find_border (const CsInquiry *self, const CsRaster *mask, int step)
{
  int rings = MAX (cs_raster_get_width (mask), cs_raster_get_height (mask)) / step + 1;
  double nearest = search_rings (self, mask, step, 1, MIN (2 * COARSE, rings)), far;

  if (isfinite (nearest))
    return nearest;
  far = search_rings (self, mask, step * COARSE, 1, rings / COARSE + 1);
  if (!isfinite (far))
    return far;
  nearest = search_rings (self, mask, step, MAX (1, (int) ((far / G_SQRT2 - 1) * COARSE)), (int) (far * COARSE) + 1);
  return MIN (nearest, far * COARSE);
}

double
cs_inquiry_get_depth (CsInquiry *self, const char *output)
{
  const CsRaster *mask = raster_of (self->analysis, output);
  CsImage *image = cs_inquiry_get_image (self);
  int step = MAX (1, (int) cs_image_mm_to_px (image, STEP_MM));
  gboolean inside;
  double mm;

  if (mask == NULL)
    return NAN;
  inside = cs_raster_get (mask, self->x, self->y) != 0;
  mm = find_border (self, mask, step) * step * cs_image_get_working_spacing (image, NULL);
  return inside ? mm : -mm;
}

void
cs_inquiry_tell (CsInquiry *self, const CsWord *word, const char *format, ...)
{
  CsReason reason = { self->stage, *word, NULL, self->analysis, self->x, self->y };
  va_list args;

  va_start (args, format);
  reason.sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_array_append_val (self->reasons, reason);
}

/* A half has masks of stages that did not run on it, but not all that they make. */
static gboolean
has_run (CsAnalysis *analysis, const CsStage *stage)
{
  for (const CsOutput *output = stage->makes; output->name != NULL; output++)
    if (cs_analysis_get (analysis, output->name) == NULL)
      return FALSE;
  return TRUE;
}

CsAnalysis *
cs_inquiry_get_half (CsInquiry *self, CsHalving *how)
{
  return cs_analysis_get_half (self->analysis, how);
}

const CsBox *
cs_inquiry_get_box (CsInquiry *self, guint *rank, guint *n)
{
  *rank = self->rank;
  *n = self->n_boxes;
  return self->box;
}

gboolean
cs_inquiry_is_halved (CsInquiry *self)
{
  return self->analysis != self->film;
}

static void
go_down (CsInquiry *self, CsAnalysis *half, const CsHalving *how)
{
  self->analysis = half;
  cs_half_from_film (how, cs_image_get_raster (cs_analysis_get_image (half)), &self->x, &self->y);
}

static void
ask (CsInquiry *self, const CsStage *stage)
{
  self->stage = stage;
  stage->explain (self, cs_settings_get_params (cs_analysis_get_settings (self->film), stage));
}

void
cs_inquiry_ask_half (CsInquiry *self)
{
  CsHalving how;
  CsAnalysis *half = cs_inquiry_get_half (self, &how);
  CsInquiry below = *self;
  guint i = 0;

  go_down (&below, half, &how);
  while (cs_stages[i] != how.by)
    i++;
  for (; cs_stages[i] != self->stage; i++)
    ask (&below, cs_stages[i]);
  ask (&below, self->stage);
}

/* Down to the picture that decided what the stage found at the pixel. */
static void
descend (CsInquiry *self)
{
  guint halvings = self->box != NULL ? self->box->halvings : 0;
  CsHalving how;
  CsAnalysis *half;

  self->analysis = self->film;
  self->x = self->film_x;
  self->y = self->film_y;
  for (guint depth = 0; (half = cs_inquiry_get_half (self, &how)) != NULL && has_run (half, self->stage)
                        && (how.least == 0 || depth < halvings); depth++)
    go_down (self, half, &how);
}

static void
ask_stages (CsInquiry *inquiry)
{
  for (guint i = 0; cs_stages[i] != NULL; i++)
    if (cs_stages[i]->explain != NULL && has_run (inquiry->film, cs_stages[i]))
      {
        inquiry->stage = cs_stages[i];
        descend (inquiry);
        ask (inquiry, cs_stages[i]);
      }
}

static gboolean
holds (const CsBox *box, guint x, guint y)
{
  return (int) x >= box->x && (int) y >= box->y && (int) x < box->x + box->width && (int) y < box->y + box->height;
}

static const CsBox *
boxes_of (CsAnalysis *analysis, guint *n)
{
  CsProduct *product = cs_analysis_get (analysis, "boxes");

  *n = 0;
  return product != NULL ? cs_product_get_boxes (product, n) : NULL;
}

static void
find_box (CsInquiry *self)
{
  const CsBox *boxes = boxes_of (self->film, &self->n_boxes);

  for (guint i = 0; i < self->n_boxes; i++)
    if (holds (&boxes[i], self->film_x, self->film_y)
        && (self->box == NULL || boxes[i].width * boxes[i].height < self->box->width * self->box->height))
      {
        self->box = &boxes[i];
        self->rank = i + 1;
      }
}

static void
find_stop (CsExplanation *self)
{
  for (guint i = 0; i < self->n && self->stop == NULL; i++)
    if (self->reasons[i].word.tests && !self->reasons[i].word.passed)
      self->stop = &self->reasons[i];
}

static char *
judge (const CsExplanation *self)
{
  if (self->box == NULL && self->stop != NULL)
    /* Translators: the title of a stage, then the sentence by which it stopped a spot. */
    return g_strdup_printf (_("No box: stopped at “%s”. %s"), _(self->stop->stage->title), self->stop->sentence);
  if (self->box == NULL)
    return g_strdup (_("No box: the stages that make boxes have not run."));
  /* A network draws inside of boxes; it takes none away. */
  if (self->stop != NULL && self->stop->stage->needs_network)
    return g_strdup_printf (_("Box %u of %u, suspicion %.2f. %s"), self->rank, self->n_boxes, self->box->suspicion,
                            self->stop->sentence);
  if (self->stop != NULL)
    return g_strdup_printf (_("Within box %u of %u, but not a part of its spot: stopped at “%s”. %s"), self->rank,
                            self->n_boxes, _(self->stop->stage->title), self->stop->sentence);
  return g_strdup_printf (_("Box %u of %u, suspicion %.2f."), self->rank, self->n_boxes, self->box->suspicion);
}

CsExplanation *
cs_explain_pixel (CsAnalysis *analysis, guint x, guint y)
{
  CsInquiry inquiry = { .film = analysis, .analysis = analysis, .film_x = x, .film_y = y, .x = x, .y = y,
                        .reasons = g_array_new (FALSE, FALSE, sizeof (CsReason)) };
  CsExplanation *self;
  gsize n;

  g_return_val_if_fail (x < cs_image_get_width (cs_analysis_get_image (analysis)), NULL);
  g_return_val_if_fail (y < cs_image_get_height (cs_analysis_get_image (analysis)), NULL);
  find_box (&inquiry);
  ask_stages (&inquiry);
  self = g_new0 (CsExplanation, 1);
  self->analysis = cs_analysis_ref (analysis);
  self->x = x;
  self->y = y;
  self->reasons = g_array_steal (inquiry.reasons, &n);
  self->n = n;
  g_array_unref (inquiry.reasons);
  self->box = inquiry.box;
  self->rank = inquiry.rank;
  self->n_boxes = inquiry.n_boxes;
  find_stop (self);
  self->verdict = judge (self);
  return self;
}

void
cs_explanation_free (CsExplanation *self)
{
  for (guint i = 0; i < self->n; i++)
    g_free (self->reasons[i].sentence);
  g_free ((gpointer) self->reasons);
  g_free (self->verdict);
  cs_analysis_unref (self->analysis);
  g_free (self);
}

typedef struct { const CsRaster *foreground, *spots; double best; guint x, y; } Peak;

static void
try_peak (Peak *peak, guint x, guint y)
{
  double level = cs_raster_get (peak->foreground, x, y);

  if (peak->spots != NULL && cs_raster_get (peak->spots, x, y) == 0)
    return;
  if (level <= peak->best)
    return;
  *peak = (Peak) { peak->foreground, peak->spots, level, x, y };
}

/* Of a box that was judged on the half: there. */
static void
find_peak_in_half (CsAnalysis *half, const CsHalving *how, const CsBox *box, guint *x, guint *y)
{
  int left = MAX (box->x - (int) how->skipped, 0) / 2;
  CsBox part = { .x = left, .y = box->y / 2, .width = (box->width + 1) / 2, .height = (box->height + 1) / 2,
                 .halvings = box->halvings - 1 };

  cs_explain_find_peak (half, &part, x, y);
  *x = 2 * *x + how->skipped;
  *y = 2 * *y;
}

void
cs_explain_find_peak (CsAnalysis *analysis, const CsBox *box, guint *x, guint *y)
{
  CsHalving how;
  CsAnalysis *half = cs_analysis_get_half (analysis, &how);
  Peak peak = { raster_of (analysis, "foreground"), raster_of (analysis, "spots"), -INFINITY,
                box->x + box->width / 2, box->y + box->height / 2 };
  CsImage *image = cs_analysis_get_image (analysis);
  int right = MIN (box->x + box->width, (int) cs_image_get_width (image));
  int bottom = MIN (box->y + box->height, (int) cs_image_get_height (image));

  if (half != NULL && box->halvings > 0)
    {
      find_peak_in_half (half, &how, box, x, y);
      return;
    }
  for (int py = MAX (box->y, 0); peak.foreground != NULL && py < bottom; py++)
    for (int px = MAX (box->x, 0); px < right; px++)
      try_peak (&peak, px, py);
  *x = MIN (peak.x, cs_image_get_width (image) - 1);
  *y = MIN (peak.y, cs_image_get_height (image) - 1);
}

void
cs_explain_find_near (CsAnalysis *analysis, double mm, guint *x, guint *y)
{
  const CsRaster *foreground = raster_of (analysis, "foreground");
  CsImage *image = cs_analysis_get_image (analysis);
  int reach = (int) MIN (cs_image_mm_to_px (image, mm), 200);
  Peak peak = { foreground, NULL, -INFINITY, *x, *y };

  if (foreground == NULL)
    return;
  try_peak (&peak, *x, *y);   /* first, so that it stays where nothing is higher */
  for (int j = -reach; j <= reach; j++)
    for (int i = -reach; i <= reach; i++)
      {
        int px = (int) *x + i, py = (int) *y + j;

        if (i * i + j * j <= reach * reach && px >= 0 && py >= 0 && px < (int) cs_image_get_width (image)
            && py < (int) cs_image_get_height (image))
          try_peak (&peak, px, py);
      }
  *x = peak.x;
  *y = peak.y;
}
