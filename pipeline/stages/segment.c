/* Section 3.5: the network on the proposals. Each box is cut into patches as training cut them, their probabilities
 * are laid over one another with weights that fall towards the border, and what passes the threshold is
 * calcification. */
#include <glib/gi18n-lib.h>

#include "cs-patches.h"
#include "cs-stage.h"

#define AREA (CS_PATCH_SIDE * CS_PATCH_SIDE)
#define BATCH 32u        /* patches between two questions whether to go on */

typedef struct { double threshold; } Segment;

static const CsParam params[] = {
  CS_DOUBLE (Segment, threshold, N_("Threshold"), "", N_("Pixels whose probability is at least this are calcification"), 0.01, 0.99, 0.5, 0.5),
  { 0 }
};

typedef struct { int x, y; } Place;

/* Where patches lie along one side of a box: one in the middle of a short side, overlapping ones along a long one. */
static guint
tile_side (int start, int length, int *places)
{
  guint n = length <= CS_PATCH_SIDE ? 1 : (length - 1) / (CS_PATCH_SIDE * 3 / 4) + 1;

  for (guint i = 0; places != NULL && i < n; i++)
    places[i] = n == 1 ? start + length / 2
                       : start + CS_PATCH_SIDE / 2 + (int) ((gint64) i * (length - CS_PATCH_SIDE) / (n - 1));
  return n;
}

static GArray *
tile_boxes (CsProduct *product)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));
  guint n = 0;
  const CsBox *boxes = cs_product_get_boxes (product, &n);

  for (guint i = 0; i < n; i++)
    {
      guint columns = tile_side (0, boxes[i].width, NULL), rows = tile_side (0, boxes[i].height, NULL);
      g_autofree int *x = g_new (int, columns), *y = g_new (int, rows);

      tile_side (boxes[i].x, boxes[i].width, x);
      tile_side (boxes[i].y, boxes[i].height, y);
      for (guint k = 0; k < columns * rows; k++)
        {
          Place place = { x[k % columns], y[k / columns] };

          g_array_append_val (places, place);
        }
    }
  return places;
}

/* 1 in the middle, small at the border, never 0. */
static float
share_at (int k)
{
  return (MIN (k, CS_PATCH_SIDE - 1 - k) + 1) / (CS_PATCH_SIDE / 2.0f);
}

/* @sums and @shares are of the film's size; p holds the class "calcification" alone. */
static void
lay (CsRaster *sums, CsRaster *shares, const Place *place, const float *p)
{
  int width = cs_raster_get_width (sums), height = cs_raster_get_height (sums);

  for (int k = 0; k < AREA; k++)
    {
      int i = k % CS_PATCH_SIDE, j = k / CS_PATCH_SIDE;
      int x = place->x - CS_PATCH_SIDE / 2 + i, y = place->y - CS_PATCH_SIDE / 2 + j;
      float share = share_at (i) * share_at (j);

      if (x < 0 || y < 0 || x >= width || y >= height)
        continue;
      ((float *) cs_raster_edit (sums, y))[x] += share * p[k];
      ((float *) cs_raster_edit (shares, y))[x] += share;
    }
}

static gboolean
predict (CsBench *bench, const CsRaster *levelled, GArray *places, CsRaster *sums, CsRaster *shares, GError **error)
{
  NnNet *network = cs_bench_get_network (bench);
  gsize n_out = nn_shape_size (nn_net_get_output (network));
  g_autofree float *x = g_new (float, BATCH * AREA), *p = g_new (float, BATCH * n_out);

  for (guint first = 0; first < places->len; first += BATCH)
    {
      guint n = MIN (BATCH, places->len - first);
      const Place *place = &g_array_index (places, Place, first);

      for (guint i = 0; i < n; i++)
        cs_patch_cut (levelled, place[i].x, place[i].y, x + (gsize) i * AREA);
      if (!nn_net_predict (network, n, x, p, 0, cs_bench_get_cancellable (bench), error)
          || !cs_bench_tick (bench, (double) first / places->len, error))
        return FALSE;
      /* The last class is "calcification": the first is what is not. */
      for (guint i = 0; i < n; i++)
        lay (sums, shares, &place[i], p + (i + 1) * n_out - AREA);
    }
  return TRUE;
}

static CsRaster *
finish (CsRaster *sums, const CsRaster *shares, double threshold)
{
  guint width = cs_raster_get_width (sums), height = cs_raster_get_height (sums);
  CsRaster *mask = cs_raster_new (CS_PIXEL_U8, width, height);

  for (guint y = 0; y < height; y++)
    {
      const float *share = cs_raster_row (shares, y);
      float *sum = cs_raster_edit (sums, y);
      guint8 *out = cs_raster_edit (mask, y);

      for (guint x = 0; x < width; x++)
        if (share[x] > 0)
          {
            sum[x] /= share[x];
            out[x] = sum[x] >= threshold ? 255 : 0;
          }
    }
  return mask;
}

static gboolean
check (NnNet *network, GError **error)
{
  NnShape in = nn_net_get_input (network), out = nn_net_get_output (network);

  if (in.channels == 1 && in.width == CS_PATCH_SIDE && in.height == CS_PATCH_SIDE && out.channels == 2
      && out.width == CS_PATCH_SIDE && out.height == CS_PATCH_SIDE)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
               _("This network does not draw masks of %d×%d pixels: choose one that segments"), CS_PATCH_SIDE,
               CS_PATCH_SIDE);
  return FALSE;
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  const Segment *self = data;
  const CsRaster *levelled = cs_product_get_raster (cs_bench_get (bench, "levelled"));
  guint width = cs_raster_get_width (levelled), height = cs_raster_get_height (levelled);
  g_autoptr (GArray) places = tile_boxes (cs_bench_get (bench, "boxes"));
  g_autoptr (CsRaster) sums = NULL, shares = NULL;
  CsRaster *mask;

  if (!check (cs_bench_get_network (bench), error))
    return FALSE;
  sums = cs_raster_new (CS_PIXEL_F32, width, height);
  shares = cs_raster_new (CS_PIXEL_F32, width, height);
  if (!predict (bench, levelled, places, sums, shares, error))
    return FALSE;
  mask = finish (sums, shares, self->threshold);
  cs_bench_give (bench, "segmented", cs_product_new_raster (g_steal_pointer (&sums)));
  cs_bench_give (bench, "calcifications", cs_product_new_mask (mask));
  return TRUE;
}

const CsStage cs_stage_segment = {
  .id = "segment", .title = N_("Segmentation"), .section = "3.5, 4",
  .summary = N_("The trained network draws the calcifications inside every box."),
  .version = 1, .params = params, .params_size = sizeof (Segment),
  .needs = (const char *const[]) { "levelled", "boxes", NULL }, .needs_network = TRUE,
  .makes = (const CsOutput[]) { { "segmented", CS_PRODUCT_RASTER, N_("Probability") },
                                { "calcifications", CS_PRODUCT_MASK, N_("Calcifications") }, { 0 } },
  .run = run };
