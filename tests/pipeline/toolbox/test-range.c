/* Which levels a film is stored in says nothing of what it shows: under another linear window it has the same breast,
 * the same muscle and the same boxes. */
#include "cs-phantom.h"
#include "cs-pipeline.h"
#include "cs-range.h"
#include "rasters.h"

typedef struct { guint gain, offset; } Window;

/* Of a film of 12 bits in 16: no level is rounded, none is cut off. */
static CsAnalysis *
analyse_under (CsImage *film, const Window *window)
{
  const CsRaster *in = cs_image_get_raster (film);
  CsFacts facts = *cs_image_get_facts (film);
  g_autoptr (CsRaster) out = cs_raster_new (CS_PIXEL_U16, cs_raster_get_width (in), cs_raster_get_height (in));
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (GError) error = NULL;
  CsAnalysis *analysis;

  for (guint y = 0; y < cs_raster_get_height (in); y++)
    for (guint x = 0; x < cs_raster_get_width (in); x++)
      ((guint16 *) cs_raster_edit (out, y))[x] = (guint16) (window->gain * cs_raster_get (in, x, y) + window->offset);
  facts.bits = 16;
  image = cs_image_new (out, "under a window", &facts);
  analysis = cs_pipeline_run (image, NULL, settings, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return analysis;
}

/* Pixels in which a mask of two films differs, and how many it has. */
static guint
count_unlike (CsAnalysis *one, CsAnalysis *other, const char *mask, guint *area)
{
  const CsRaster *a = cs_product_get_raster (cs_analysis_get (one, mask));
  const CsRaster *b = cs_product_get_raster (cs_analysis_get (other, mask));
  guint n = 0;

  *area = 0;
  for (guint y = 0; y < cs_raster_get_height (a); y++)
    for (guint x = 0; x < cs_raster_get_width (a); x++)
      {
        *area += cs_raster_get (a, x, y) != 0;
        n += cs_raster_get (a, x, y) != cs_raster_get (b, x, y);
      }
  return n;
}

static gboolean
has_twin (const CsBox *box, const CsBox *others, guint n)
{
  for (guint i = 0; i < n; i++)
    if (ABS (others[i].x - box->x) <= 1 && ABS (others[i].y - box->y) <= 1)
      return TRUE;
  return FALSE;
}

static guint
count_lonely (CsAnalysis *one, CsAnalysis *other, guint *n)
{
  guint m = 0, lonely = 0;
  const CsBox *a = cs_product_get_boxes (cs_analysis_get (one, "boxes"), n);
  const CsBox *b = cs_product_get_boxes (cs_analysis_get (other, "boxes"), &m);

  for (guint i = 0; i < *n; i++)
    lonely += !has_twin (&a[i], b, m);
  return lonely;
}

static void
compare (CsAnalysis *one, CsAnalysis *other, const Window *window)
{
  guint breast, muscle, n, m;
  guint unlike = count_unlike (one, other, "breast", &breast), moved = count_unlike (one, other, "pectoral", &muscle);
  guint lost = count_lonely (one, other, &n), fresh = count_lonely (other, one, &m);

  g_test_message ("times %u and %u: breast %u of %u px, muscle %u of %u; boxes %u of %u lost, %u of %u new",
                  window->gain, window->offset, unlike, breast, moved, muscle, lost, n, fresh, m);
  g_assert_cmpuint (1000 * unlike, <=, breast);
  g_assert_cmpuint (100 * moved, <=, muscle);
  g_assert_cmpuint (n, >, 20);
  g_assert_cmpuint (50 * (lost + fresh), <=, n);
}

static void
test_windows (void)
{
  static const Window whole = { 16, 0 }, others[] = { { 12, 9000 }, { 8, 3000 }, { 4, 1000 }, { 2, 6000 } };
  CsPhantomPlan plan;
  g_autoptr (CsPhantom) phantom = NULL;
  g_autoptr (CsAnalysis) one = NULL;

  cs_phantom_plan_init (&plan, 1000, 1000, 12, 0.14, 12, 2);
  phantom = cs_phantom_draw (&plan, 12, 2, NULL, NULL);
  one = analyse_under (phantom->image, &whole);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (CsAnalysis) other = analyse_under (phantom->image, &others[i]);

      compare (one, other, &others[i]);
    }
}

static void
test_stretch (void)
{
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_F32, 40, 30, 1000, 3);
  g_autoptr (CsRaster) flat = draw_noise (CS_PIXEL_F32, 5, 4, 0, 3);
  g_autoptr (CsRaster) before = cs_raster_copy (raster);
  CsRange range = cs_range_stretch (raster);

  for (guint y = 0; y < 30; y++)
    for (guint x = 0; x < 40; x++)
      {
        double share = cs_raster_get (raster, x, y);

        g_assert_true (share >= 0 && share <= 1);
        g_assert_cmpfloat_with_epsilon (range.darkest + share * range.span, cs_raster_get (before, x, y), 1e-3);
      }
  range = cs_range_stretch (flat);
  g_assert_cmpfloat (range.span, ==, 1);
  g_assert_cmpfloat (cs_raster_get (flat, 4, 3), ==, 0);
}

/* Air, tissue, and filler on the left or none, under two windows; where pixels can hold little more, nothing is air. */
static void
test_air (void)
{
  static const CsRange windows[] = { { 0, 4000 }, { 3000, 900 } };

  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    for (guint filler = 0; filler < 40; filler += 20)
      {
        g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_F32, 100, 30, 1000, 5);
        CsRange range;
        double air;

        for (guint y = 0; y < 30; y++)
          for (guint x = 0; x < 100; x++)
            {
              float *light = (float *) cs_raster_edit (raster, y) + x;

              *light = windows[i].darkest
                       + windows[i].span * (x < filler ? 0 : x < 70 ? 0.1 + *light * 1e-6 : 0.4 + *light * 6e-4);
            }
        range = cs_range_stretch (raster);
        air = range.darkest + range.span * cs_range_air (raster, cs_range_dark (&range, 65535));
        g_assert_cmpfloat_with_epsilon (air, windows[i].darkest + 0.1005 * windows[i].span, 0.002 * windows[i].span);
        g_assert_cmpfloat (cs_range_air (raster, cs_range_dark (&range, 4 * range.darkest)), ==, -1);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range/stretch", test_stretch);
  g_test_add_func ("/range/air", test_air);
  g_test_add_func ("/range/windows", test_windows);
  return g_test_run ();
}
