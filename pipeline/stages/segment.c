/* Section 3.5: the network on the proposals, or on all of the breast. Patches are cut as training cut them, their
 * probabilities are laid over one another with weights that fall towards the border, and what passes the threshold is
 * calcification. Patches come from the top down, so that only the rows under a patch are ever open.
 *
 * A network that states the spacing it was trained at is shown a film of another spacing on a grid of its own: what a
 * pixel covers is then what it has learnt. Its probabilities come back by interpolation. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-patches.h"
#include "cs-resample.h"
#include "cs-stage.h"
#include "nn-turns.h"

#define BATCH 32u        /* patches between two questions whether to go on */

enum { BOXES, BREAST };

typedef struct { int where, picture, turns; double threshold; } Segment;

static const char *const places_names[] = { N_("Boxes"), N_("Whole breast"), NULL };
static const char *const pictures_names[] = { N_("Film"), N_("Enhanced film"), NULL };    /* CsPatchPicture */
static const char *const turns_names[] = { N_("As it stands"), N_("Eight turns"), NULL };    /* CsTurns */
static const CsParam params[] = {
  CS_CHOICE (Segment, where, N_("Where"), N_("In the boxes, as published, or everywhere in the breast"), places_names, BOXES, BOXES),
  CS_CHOICE (Segment, picture, N_("Picture"), N_("What networks are trained on: the film as it was taken, or enhanced, as published"), pictures_names, CS_PATCH_PICTURE_FILM, CS_PATCH_PICTURE_ENHANCED),
  CS_CHOICE (Segment, turns, N_("Turns of a patch"), N_("As it stands, as published, or the mean of eight turns and flips: a little better for eight times the work"), turns_names, CS_TURNS_ONE, CS_TURNS_ONE),
  CS_DOUBLE (Segment, threshold, N_("Threshold"), "", N_("Pixels whose probability is at least this are calcification"), 0.01, 0.99, 0.5, 0.5),
  { 0 }
};

typedef struct { int x, y; } Place;    /* the middle of a patch */

/* The film's probabilities while patches are laid: rows from @done on are still open, those under the latest patch. */
typedef struct
{
  const Segment *params;
  int            side;            /* of a patch */
  CsRaster      *sums, *mask;     /* of the film's size */
  float         *shares;          /* of @side rows, row y at y % side */
  int            done;
} Sheet;

/* What the network is shown: the film's own products, or those on a grid that has @scale pixels to one of the film. */
typedef struct { double scale; CsRaster *picture, *breast, *pectoral; } Scene;    /* masks: of the whole breast alone */

static void
scene_clear (Scene *self)
{
  g_clear_pointer (&self->picture, cs_raster_unref);
  g_clear_pointer (&self->breast, cs_raster_unref);
  g_clear_pointer (&self->pectoral, cs_raster_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

/* The network's own word before the setting: shown another picture than it was trained on, it draws nonsense. */
static const CsRaster *
get_picture (CsBench *bench, const Segment *self)
{
  CsPatchPicture picture = (CsPatchPicture) self->picture;

  cs_patch_read_picture (cs_bench_get_network (bench), &picture);
  return picture == CS_PATCH_PICTURE_FILM ? cs_image_get_raster (cs_bench_get_image (bench))
                                          : cs_product_get_raster (cs_bench_get (bench, "levelled"));
}

static CsRaster *
put_on_grid (CsBench *bench, const char *need, double scale, GError **error)
{
  return cs_grid_mask (cs_product_get_raster (cs_bench_get (bench, need)), scale, cs_bench_get_cancellable (bench),
                       error);
}

static gboolean
set_scene (CsBench *bench, const Segment *self, Scene *scene, GError **error)
{
  const CsRaster *picture = get_picture (bench, self);

  scene->scale = cs_grid_scale (cs_image_get_facts (cs_bench_get_image (bench))->mm_per_pixel,
                                cs_patch_read_spacing (cs_bench_get_network (bench)), cs_raster_get_width (picture),
                                cs_raster_get_height (picture));
  scene->picture = cs_grid_picture (picture, scene->scale, cs_bench_get_cancellable (bench), error);
  if (scene->picture == NULL || self->where == BOXES)
    return scene->picture != NULL;
  scene->breast = put_on_grid (bench, "breast", scene->scale, error);
  scene->pectoral = scene->breast != NULL ? put_on_grid (bench, "pectoral", scene->scale, error) : NULL;
  return scene->pectoral != NULL;
}

/* Where patches lie along one side of a box: one in the middle of a short side, overlapping ones along a long one. */
static guint
tile_side (int side, int start, int length, int *places)
{
  guint n = length <= side ? 1 : (length - 1) / (side * 3 / 4) + 1;

  for (guint i = 0; places != NULL && i < n; i++)
    places[i] = n == 1 ? start + length / 2 : start + side / 2 + (int) ((gint64) i * (length - side) / (n - 1));
  return n;
}

static void
tile_box (const CsBox *box, int side, GArray *places)
{
  guint columns = tile_side (side, 0, box->width, NULL), rows = tile_side (side, 0, box->height, NULL);
  g_autofree int *x = g_new (int, columns), *y = g_new (int, rows);

  tile_side (side, box->x, box->width, x);
  tile_side (side, box->y, box->height, y);
  for (guint k = 0; k < columns * rows; k++)
    {
      Place place = { x[k % columns], y[k / columns] };

      g_array_append_val (places, place);
    }
}

static void
tile_boxes (CsBench *bench, double scale, int side, GArray *places)
{
  guint n = 0;
  const CsBox *boxes = cs_product_get_boxes (cs_bench_get (bench, "boxes"), &n);

  for (guint i = 0; i < n; i++)
    {
      CsBox box = cs_grid_box (&boxes[i], scale);

      tile_box (&box, side, places);
    }
}

/* Whether the square of @half pixels about @place, the patch's own part of the film, holds some of the breast. */
static gboolean
meets_breast (const CsRaster *breast, const CsRaster *pectoral, int half, const Place *place)
{
  int right = MIN (place->x + half / 2, (int) cs_raster_get_width (breast));
  int bottom = MIN (place->y + half / 2, (int) cs_raster_get_height (breast));

  for (int y = place->y - half / 2; y < bottom; y++)
    for (int x = place->x - half / 2; x < right; x++)
      if (((const guint8 *) cs_raster_row (breast, y))[x] & ~((const guint8 *) cs_raster_row (pectoral, y))[x])
        return TRUE;
  return FALSE;
}

/* Patches that overlap by half; their own parts cover the film without a gap. */
static void
tile_breast (const Scene *scene, int half, GArray *places)
{
  int width = cs_raster_get_width (scene->breast), height = cs_raster_get_height (scene->breast);

  for (int y = half / 2; y - half / 2 < height; y += half)
    for (int x = half / 2; x - half / 2 < width; x += half)
      {
        Place place = { x, y };

        if (meets_breast (scene->breast, scene->pectoral, half, &place))
          g_array_append_val (places, place);
      }
}

static int
by_row (gconstpointer a, gconstpointer b)
{
  const Place *one = a, *other = b;

  return one->y != other->y ? (one->y > other->y) - (one->y < other->y) : (one->x > other->x) - (one->x < other->x);
}

static GArray *
tile (CsBench *bench, const Scene *scene, const Segment *self, int side)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  if (self->where == BREAST)
    tile_breast (scene, side / 2, places);
  else
    tile_boxes (bench, scene->scale, side, places);
  g_array_sort (places, by_row);
  return places;
}

static float *
shares_of (const Sheet *sheet, int y)
{
  return sheet->shares + (gsize) (y % sheet->side) * cs_raster_get_width (sheet->sums);
}

/* No patch reaches above @top any more: the rows before it get their means. */
static void
close_rows (Sheet *sheet, int top)
{
  int width = cs_raster_get_width (sheet->sums), last = MIN (top, (int) cs_raster_get_height (sheet->sums));

  for (int y = sheet->done; y < MIN (last, sheet->done + sheet->side); y++)
    {
      float *sum = cs_raster_edit (sheet->sums, y), *share = shares_of (sheet, y);
      guint8 *mask = cs_raster_edit (sheet->mask, y);

      for (int x = 0; x < width; x++)
        if (share[x] > 0)
          {
            sum[x] /= share[x];
            mask[x] = sum[x] >= sheet->params->threshold ? 255 : 0;
            share[x] = 0;
          }
    }
  sheet->done = MAX (sheet->done, last);
}

/* p holds the class "calcification" alone. */
static void
lay (Sheet *sheet, const Place *place, const float *p)
{
  int width = cs_raster_get_width (sheet->sums), height = cs_raster_get_height (sheet->sums);
  int side = sheet->side, left = place->x - side / 2, top = place->y - side / 2;

  close_rows (sheet, top);
  for (int y = MAX (top, 0); y < MIN (top + side, height); y++)
    {
      float *sum = cs_raster_edit (sheet->sums, y), *shares = shares_of (sheet, y);

      for (int x = MAX (left, 0); x < MIN (left + side, width); x++)
        {
          float share = cs_patch_share (x - left, side) * cs_patch_share (y - top, side);

          sum[x] += share * p[(y - top) * side + x - left];
          shares[x] += share;
        }
    }
}

static gboolean
predict (CsBench *bench, const Scene *scene, GArray *places, Sheet *sheet, GError **error)
{
  NnNet *network = cs_bench_get_network (bench);
  gsize area = nn_shape_size (nn_net_get_input (network)), n_out = nn_shape_size (nn_net_get_output (network));
  g_autofree float *x = g_new (float, BATCH * area), *p = g_new (float, BATCH * n_out);

  for (guint first = 0; first < places->len; first += BATCH)
    {
      guint n = MIN (BATCH, places->len - first);
      const Place *place = &g_array_index (places, Place, first);

      for (guint i = 0; i < n; i++)
        cs_patch_cut (scene->picture, place[i].x, place[i].y, (guint) sheet->side, x + i * area);
      if (!(sheet->params->turns == CS_TURNS_EIGHT ? nn_net_predict_turned : nn_net_predict)
             (network, n, x, p, 0, cs_bench_get_cancellable (bench), error)
          || !cs_bench_tick (bench, (double) first / places->len, error))
        return FALSE;
      /* The last class is "calcification": the first is what is not. */
      for (guint i = 0; i < n; i++)
        lay (sheet, &place[i], p + (i + 1) * n_out - area);
    }
  close_rows (sheet, G_MAXINT);
  return TRUE;
}

static gboolean
check (NnNet *network, GError **error)
{
  NnShape in = nn_net_get_input (network), out = nn_net_get_output (network);

  if (in.channels == 1 && in.width == in.height && in.width >= CS_PATCH_LEAST && in.width <= CS_PATCH_MOST
      && out.channels == 2 && out.width == in.width && out.height == in.height)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
               _("This network does not draw masks of %u×%u pixels: choose one that segments"), in.width,
               in.height);
  return FALSE;
}

/* From the network's grid back to the film's. */
static gboolean
bring_back (CsBench *bench, const Segment *self, CsRaster **sums, CsRaster **mask, GError **error)
{
  const CsRaster *film = cs_product_get_raster (cs_bench_get (bench, "levelled"));
  guint width = cs_raster_get_width (film), height = cs_raster_get_height (film);
  CsRaster *back = cs_resample (*sums, width, height, cs_bench_get_cancellable (bench), error);

  if (back == NULL)
    return FALSE;
  cs_raster_unref (*sums);
  cs_raster_unref (*mask);
  *sums = back;
  *mask = cs_raster_new (CS_PIXEL_U8, width, height);
  for (guint y = 0; y < height; y++)
    {
      const float *p = cs_raster_row (back, y);
      guint8 *out = cs_raster_edit (*mask, y);

      for (guint x = 0; x < width; x++)
        out[x] = p[x] >= self->threshold ? 255 : 0;
    }
  return TRUE;
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  int side = (int) nn_net_get_input (cs_bench_get_network (bench)).width;
  g_auto (Scene) scene = { 0 };
  g_autoptr (GArray) places = NULL;
  g_autoptr (CsRaster) sums = NULL, mask = NULL;
  g_autofree float *shares = NULL;
  Sheet sheet = { .params = data, .side = side };
  guint width, height;

  if (!check (cs_bench_get_network (bench), error) || !set_scene (bench, data, &scene, error))
    return FALSE;
  width = cs_raster_get_width (scene.picture);
  height = cs_raster_get_height (scene.picture);
  places = tile (bench, &scene, data, side);
  sheet.sums = sums = cs_raster_new (CS_PIXEL_F32, width, height);
  sheet.mask = mask = cs_raster_new (CS_PIXEL_U8, width, height);
  sheet.shares = shares = g_new0 (float, (gsize) width * side);
  if (!predict (bench, &scene, places, &sheet, error) ||
      (scene.scale != 1 && !bring_back (bench, data, &sums, &mask, error)))
    return FALSE;
  cs_bench_give (bench, "segmented", cs_product_new_raster (g_steal_pointer (&sums)));
  cs_bench_give (bench, "calcifications", cs_product_new_mask (g_steal_pointer (&mask)));
  return TRUE;
}

/* A network's probability is never 0 itself: where it is, the place lies outside of all that was shown to it. */
static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  const Segment *self = data;
  double p = cs_inquiry_get_value (inquiry, "segmented");
  gboolean drawn = cs_inquiry_get_value (inquiry, "calcifications") != 0;
  const CsWord word = { .value = p, .lower = self->threshold, .upper = INFINITY, .unit = "", .tests = TRUE,
                        .passed = drawn, .output = "segmented" };

  if (!(p > 0))
    {
      cs_inquiry_tell (inquiry, &(CsWord) { .value = NAN, .unit = "" }, _("The network was not shown this place."));
      return;
    }
  cs_inquiry_tell (inquiry, &word, drawn ? _("The network draws this pixel as calcification.")
                                         : _("The network does not draw this pixel as calcification."));
}

const CsStage cs_stage_segment = {
  .id = "segment", .title = N_("Segmentation"), .section = "3.5, 4",
  .summary = N_("The trained network draws the calcifications: inside the boxes, or everywhere in the breast."),
  .version = 5, .params = params, .params_size = sizeof (Segment),
  .needs = (const char *const[]) { "levelled", "breast", "pectoral", "boxes", NULL }, .needs_network = TRUE,
  .makes = (const CsOutput[]) { { "segmented", CS_PRODUCT_RASTER, N_("Probability") },
                                { "calcifications", CS_PRODUCT_MASK, N_("Calcifications") }, { 0 } },
  .run = run, .explain = explain };
