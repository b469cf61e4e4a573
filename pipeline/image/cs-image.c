#include "cs-image.h"

#include "cs-pyramid.h"

/* The stated assumption for a film of unknown spacing: a film is this high. */
#define ASSUMED_FILM_HEIGHT_MM 240.0

struct _CsImage
{
  gatomicrefcount refs;
  CsRaster       *raster;
  CsDetails      *details;  /* may be NULL */
  char           *name, *case_id;
  CsFacts         facts;
  guint           halvings;
  gsize           digest, pixels_digest;   /* char *, made once */
};

CsImage *
cs_image_new (const CsRaster *raster, const char *name, const CsFacts *facts)
{
  CsImage *self = g_new0 (CsImage, 1);

  g_return_val_if_fail (cs_raster_get_pixel (raster) != CS_PIXEL_F32, NULL);
  g_atomic_ref_count_init (&self->refs);
  self->raster = cs_raster_ref (raster);
  self->name = g_strdup (name);
  self->case_id = g_strdup (facts->case_id != NULL ? facts->case_id : "");
  self->facts = *facts;
  self->facts.case_id = self->case_id;
  return self;
}

CsImage *
cs_image_with_facts (CsImage *self, const CsFacts *facts)
{
  CsImage *other = cs_image_new (self->raster, self->name, facts);

  other->halvings = self->halvings;
  other->details = self->details != NULL ? cs_details_ref (self->details) : NULL;
  return other;
}

CsImage *
cs_image_with_details (CsImage *self, CsDetails *details)
{
  CsImage *other = cs_image_with_facts (self, &self->facts);

  g_clear_pointer (&other->details, cs_details_unref);
  other->details = cs_details_ref (details);
  return other;
}

CsImage *
cs_image_halve (CsImage *self)
{
  g_autoptr (CsRaster) raster = cs_raster_halve (self->raster, CS_HALVE_MEAN);
  CsFacts facts = self->facts;
  CsImage *half;

  facts.mm_per_pixel *= 2;
  facts.assumed_mm_per_pixel = 2 * cs_image_get_working_spacing (self, NULL);
  half = cs_image_new (raster, self->name, &facts);
  half->halvings = self->halvings + 1;
  half->details = self->details != NULL ? cs_details_ref (self->details) : NULL;
  return half;
}

guint
cs_image_get_halvings (const CsImage *self)
{
  return self->halvings;
}

CsImage *
cs_image_ref (CsImage *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_image_unref (CsImage *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  cs_raster_unref (self->raster);
  g_clear_pointer (&self->details, cs_details_unref);
  g_free (self->name);
  g_free (self->case_id);
  g_free ((char *) self->digest);
  g_free ((char *) self->pixels_digest);
  g_free (self);
}

const CsRaster *
cs_image_get_raster (const CsImage *self)
{
  return self->raster;
}

const char *
cs_image_get_name (const CsImage *self)
{
  return self->name;
}

const CsFacts *
cs_image_get_facts (const CsImage *self)
{
  return &self->facts;
}

CsDetails *
cs_image_get_details (const CsImage *self)
{
  return self->details;
}

guint
cs_image_get_width (const CsImage *self)
{
  return cs_raster_get_width (self->raster);
}

guint
cs_image_get_height (const CsImage *self)
{
  return cs_raster_get_height (self->raster);
}

double
cs_image_get_white (const CsImage *self)
{
  return (double) ((1u << self->facts.bits) - 1);
}

/* Stages read pixels, depth, spacing, side and view: a change of any of them is another question to the pipeline. */
static char *
make_digest (const CsImage *self)
{
  const char *pixels = cs_image_get_pixels_digest (self);
  char spacing[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = NULL;

  g_ascii_dtostr (spacing, sizeof spacing, cs_image_get_working_spacing (self, NULL));
  text = g_strdup_printf ("%s %u %s %s %s", pixels, self->facts.bits, spacing,
                          cs_side_to_text (self->facts.side), cs_view_to_text (self->facts.view));
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

const char *
cs_image_get_pixels_digest (const CsImage *self)
{
  gsize *slot = &((CsImage *) self)->pixels_digest;

  if (g_once_init_enter (slot))
    g_once_init_leave (slot, (gsize) cs_raster_digest (self->raster));
  return (const char *) *slot;
}

const char *
cs_image_get_digest (const CsImage *self)
{
  gsize *slot = &((CsImage *) self)->digest;

  if (g_once_init_enter (slot))
    g_once_init_leave (slot, (gsize) make_digest (self));
  return (const char *) *slot;
}

double
cs_image_get_working_spacing (const CsImage *self, gboolean *assumed)
{
  const CsFacts *facts = &self->facts;

  if (assumed != NULL)
    *assumed = facts->mm_per_pixel <= 0;
  if (facts->mm_per_pixel > 0)
    return facts->mm_per_pixel;
  if (facts->assumed_mm_per_pixel > 0)
    return facts->assumed_mm_per_pixel;
  return ASSUMED_FILM_HEIGHT_MM / cs_image_get_height (self);
}

double
cs_image_mm_to_px (const CsImage *self, double mm)
{
  return mm / cs_image_get_working_spacing (self, NULL);
}

double
cs_image_mm2_to_px (const CsImage *self, double mm2)
{
  double spacing = cs_image_get_working_spacing (self, NULL);

  return mm2 / (spacing * spacing);
}

static const char *const sides[] = { [CS_SIDE_UNKNOWN] = "", [CS_SIDE_LEFT] = "left", [CS_SIDE_RIGHT] = "right" };

static guint
index_of (const char *const *words, guint n, const char *text)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (words[i], text) == 0)
      return i;
  return 0;
}

const char *
cs_side_to_text (CsSide side)
{
  return sides[side];
}

CsSide
cs_side_from_text (const char *text)
{
  return index_of (sides, G_N_ELEMENTS (sides), text);
}
