/* What the method paints in a box: the spots and nothing of the background at its own threshold, less above it. */
#include "cs-mask-proposal.h"

#include <math.h>

#define SIDE 200

/* A slope that is brighter than any spot's rise, and three spots in the box. */
static CsImage *
draw (void)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, SIDE, SIDE);
  CsFacts facts = { .case_id = "", .bits = 12, .mm_per_pixel = 0.1, .spacing = CS_SPACING_FILE };

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        gboolean spot = (x == 95 || x == 105) && (y == 95 || y == 96);

        ((guint16 *) cs_raster_edit (raster, y))[x] = (guint16) (500 + 4 * x + (x * 7 + y * 13) % 5 + (spot ? 400 : 0)
                                                                 + (x == 100 && y == 104 ? 300 : 0));
      }
  return cs_image_new (raster, "film", &facts);
}

static guint
count (const CsMaskProposal *proposal, double threshold)
{
  g_autoptr (CsRaster) mask = cs_mask_proposal_at (proposal, threshold);
  guint n = 0;

  g_assert_cmpuint (cs_raster_get_width (mask), ==, 20);
  g_assert_cmpuint (cs_raster_get_height (mask), ==, 18);
  for (guint y = 0; y < 18; y++)
    for (guint x = 0; x < 20; x++)
      n += cs_raster_get (mask, x, y) != 0;
  return n;
}

static void
test_thresholds (void)
{
  static const CsBox box = { .x = 90, .y = 90, .width = 20, .height = 18 };
  g_autoptr (CsImage) image = draw ();
  g_autoptr (CsMaskProposal) proposal = cs_mask_proposal_new (image, &box);
  guint before = G_MAXUINT;

  g_assert_cmpuint (count (proposal, cs_mask_proposal_get_threshold (proposal)), ==, 5);
  g_assert_cmpuint (count (proposal, cs_mask_proposal_get_most (proposal)), ==, 0);
  g_assert_cmpuint (count (proposal, 350), ==, 4);
  for (double threshold = 0; threshold <= cs_mask_proposal_get_most (proposal); threshold += 5)
    {
      guint n = count (proposal, threshold);

      g_assert_cmpuint (n, <=, before);
      before = n;
    }
}

/* At the film's edge and on an even film it gives an answer, if an empty one. */
static void
test_edges (void)
{
  static const CsBox box = { .x = 0, .y = 0, .width = 20, .height = 18 };
  g_autoptr (CsImage) image = draw ();
  g_autoptr (CsMaskProposal) edge = cs_mask_proposal_new (image, &box);
  g_autoptr (CsRaster) even = cs_raster_new (CS_PIXEL_U8, 30, 30);
  g_autoptr (CsImage) flat = NULL;
  g_autoptr (CsMaskProposal) none = NULL;

  g_assert_cmpuint (count (edge, cs_mask_proposal_get_most (edge)), ==, 0);
  for (guint y = 0; y < 30; y++)
    for (guint x = 0; x < 30; x++)
      ((guint8 *) cs_raster_edit (even, y))[x] = 77;
  flat = cs_image_new (even, "flat", &(CsFacts) { .case_id = "", .bits = 8 });
  none = cs_mask_proposal_new (flat, &box);
  g_assert_cmpuint (count (none, cs_mask_proposal_get_threshold (none)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mask-proposal/thresholds", test_thresholds);
  g_test_add_func ("/mask-proposal/edges", test_edges);
  return g_test_run ();
}
