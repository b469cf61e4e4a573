#include "cs-phantom-private.h"

#include <glib/gi18n-lib.h>

#include "cs-error.h"

static const struct { CsSide side; CsView view; const char *text; } films[] = {
  { CS_SIDE_RIGHT, CS_VIEW_CC, "R-CC" }, { CS_SIDE_LEFT, CS_VIEW_CC, "L-CC" },
  { CS_SIDE_RIGHT, CS_VIEW_MLO, "R-MLO" }, { CS_SIDE_LEFT, CS_VIEW_MLO, "L-MLO" },
};

static CsRaster *
quantised (const CsRaster *grey, guint bits)
{
  guint width = cs_raster_get_width (grey), height = cs_raster_get_height (grey);
  CsRaster *film = cs_raster_new (bits > 8 ? CS_PIXEL_U16 : CS_PIXEL_U8, width, height);
  double white = (double) ((1u << bits) - 1);

  for (guint y = 0; y < height; y++)
    {
      const float *from = cs_raster_row (grey, y);
      gpointer to = cs_raster_edit (film, y);

      for (guint x = 0; x < width; x++)
        {
          guint value = (guint) (CLAMP (from[x] * white, 0, white) + 0.5);

          if (bits > 8)
            ((guint16 *) to)[x] = (guint16) value;
          else
            ((guint8 *) to)[x] = (guint8) value;
        }
    }
  return film;
}

static void
clear_drawing (CsDrawing *d)
{
  g_clear_pointer (&d->outline, cs_raster_unref);
  g_clear_pointer (&d->pectoral, cs_raster_unref);
  g_clear_pointer (&d->depth, cs_raster_unref);
  g_clear_pointer (&d->vessels, cs_raster_unref);
  g_clear_pointer (&d->grey, cs_raster_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsDrawing, clear_drawing)

static CsImage *
make_image (const CsDrawing *d, guint seed, guint index)
{
  g_autoptr (CsRaster) film = quantised (d->grey, d->plan->bits);
  g_autofree char *name = cs_phantom_name (seed, index);
  g_autofree char *case_id = g_strdup_printf ("phantom-S%u-%02u", seed, index / 4 + 1);
  CsFacts facts = { .case_id = case_id, .side = d->plan->side, .view = d->plan->view, .bits = d->plan->bits,
                    .mm_per_pixel = d->plan->mm_per_pixel, .spacing = CS_SPACING_FILE };

  return cs_image_new (film, name, &facts);
}

static gboolean
plan_is_sane (const CsPhantomPlan *plan, GError **error)
{
  if (plan->width >= 16 && plan->height >= 16 && plan->width <= CS_MAX_SIDE / 4 && plan->height <= CS_MAX_SIDE / 4 &&
      plan->bits >= 8 && plan->bits <= 16 && plan->mm_per_pixel >= 0.01 && plan->mm_per_pixel <= 2 &&
      plan->psf_mm >= 0 && plan->psf_mm <= 1 && plan->noise >= 0 && plan->noise <= 100 &&
      plan->sharpen >= 0 && plan->sharpen <= 10 && plan->ligaments >= 0 && plan->ligaments <= 100 &&
      plan->contrast_lower >= 0 && plan->contrast_lower <= plan->contrast_upper && plan->contrast_upper <= 1000)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
               _("No phantom of %u × %u pixels, %u bits, %g mm a pixel and a contrast of %g to %g can be drawn: "
               "a side is 16 to %u pixels, 8 to 16 bits, 0.01 to 2 mm a pixel"), plan->width, plan->height, plan->bits,
               plan->mm_per_pixel, plan->contrast_lower, plan->contrast_upper, CS_MAX_SIDE / 4);
  return FALSE;
}

void
cs_phantom_plan_init (CsPhantomPlan *plan, guint width, guint height, guint bits, double mm_per_pixel,
                      guint seed, guint index)
{
  *plan = (CsPhantomPlan) {
    .width = width, .height = height, .bits = bits, .mm_per_pixel = mm_per_pixel,
    .side = films[index % 4].side, .view = films[index % 4].view, .dense = index / 4 % 3 == 1,
    .contrast_lower = 2, .contrast_upper = 10,
    .clusters = 1 + cs_dice_mix (cs_dice_mix (seed, 100), index / 4 * 2 + index % 2) % 3,
    .label = TRUE, .scratches = TRUE, .psf_mm = 0.08, .noise = 1 };
}

void
cs_phantom_plan_digital (CsPhantomPlan *plan)
{
  plan->psf_mm = 0.05;
  plan->noise = 0.5;
  plan->label = plan->scratches = FALSE;
}

char *
cs_phantom_name (guint seed, guint index)
{
  return g_strdup_printf ("phantom-S%u-%02u-%s", seed, index / 4 + 1, films[index % 4].text);
}

CsPhantom *
cs_phantom_draw (const CsPhantomPlan *plan, guint seed, guint index, GCancellable *cancellable, GError **error)
{
  g_auto (CsDrawing) d = { .plan = plan, .seed = cs_dice_mix (cs_dice_mix (seed, 0), index) };
  g_autoptr (CsTruth) truth = NULL;
  g_autoptr (CsRaster) mask = NULL;
  CsPhantom *self;

  if (!plan_is_sane (plan, error))
    return NULL;
  d.outline = cs_raster_new (CS_PIXEL_U8, plan->width, plan->height);
  d.pectoral = cs_raster_new (CS_PIXEL_U8, plan->width, plan->height);
  d.depth = cs_raster_new (CS_PIXEL_U16, plan->width, plan->height);
  d.vessels = cs_raster_new (CS_PIXEL_F32, plan->width, plan->height);
  d.grey = cs_raster_new (CS_PIXEL_F32, plan->width, plan->height);
  if (!cs_phantom_tissue (&d, cancellable, error))
    return NULL;
  cs_phantom_furniture (&d);
  truth = cs_truth_new (FALSE);
  cs_truth_set_spacing (truth, plan->mm_per_pixel);
  mask = cs_phantom_calcify (&d, truth, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  cs_phantom_sharpen (&d);
  cs_truth_set_mask (truth, "calcifications", mask);
  cs_truth_set_mask (truth, "breast", d.outline);
  cs_truth_set_mask (truth, "pectoral", d.pectoral);
  self = g_new0 (CsPhantom, 1);
  self->image = make_image (&d, seed, index);
  self->truth = g_steal_pointer (&truth);
  self->seed = seed;
  self->index = index;
  self->dense = plan->dense;
  return self;
}

void
cs_phantom_free (CsPhantom *self)
{
  cs_image_unref (self->image);
  cs_truth_unref (self->truth);
  g_free (self);
}
