#include "cs-mask-proposal.h"

#include <math.h>
#include "cs-cluster.h"
#include "cs-morph.h"

/* As the stage "background" has it: what is larger than that is no calcification. */
#define ELEMENT_MM 1.5
#define FUZZINESS 2.0

struct _CsMaskProposal
{
  CsRaster *foreground;      /* U16, of the box and a margin around it */
  guint     margin, width, height;
  double    threshold, most;
};

/* The film less its opening, where the disc still sees all it needs. */
static CsRaster *
take_background (const CsRaster *film, double radius)
{
  g_autoptr (CsRaster) deep = cs_raster_to (film, CS_PIXEL_U16);
  g_autoptr (CsRaster) background = cs_morph_open (deep, radius, NULL, NULL);
  guint width = cs_raster_get_width (deep), height = cs_raster_get_height (deep);
  CsRaster *left = cs_raster_new (CS_PIXEL_U16, width, height);

  for (guint y = 0; y < height; y++)
    {
      const guint16 *from = cs_raster_row (deep, y), *less = cs_raster_row (background, y);
      guint16 *to = cs_raster_edit (left, y);

      for (guint x = 0; x < width; x++)
        to[x] = (guint16) (from[x] - less[x]);
    }
  return left;
}

static void
find_threshold (CsMaskProposal *self)
{
  double lower, upper;
  g_autofree double *bins = NULL;
  CsFuzzy fuzzy;

  cs_raster_range (self->foreground, &lower, &upper);
  bins = g_new0 (double, (guint) upper + 1);
  for (guint y = 0; y < cs_raster_get_height (self->foreground); y++)
    for (guint x = 0; x < cs_raster_get_width (self->foreground); x++)
      bins[((const guint16 *) cs_raster_row (self->foreground, y))[x]]++;
  self->threshold = cs_cluster_fuzzy (bins, (guint) upper + 1, FUZZINESS, &fuzzy) ? fuzzy.threshold : upper;
}

static guint16
value_at (const CsMaskProposal *self, guint x, guint y)
{
  return ((const guint16 *) cs_raster_row (self->foreground, y + self->margin))[x + self->margin];
}

CsMaskProposal *
cs_mask_proposal_new (CsImage *image, const CsBox *box)
{
  CsMaskProposal *self = g_new0 (CsMaskProposal, 1);
  gboolean assumed;
  double radius = ELEMENT_MM / cs_image_get_working_spacing (image, &assumed);
  g_autoptr (CsRaster) part = NULL;

  self->margin = (guint) ceil (2 * radius) + 1;
  self->width = (guint) box->width;
  self->height = (guint) box->height;
  part = cs_raster_crop (cs_image_get_raster (image), box->x - (int) self->margin, box->y - (int) self->margin,
                         self->width + 2 * self->margin, self->height + 2 * self->margin);
  self->foreground = take_background (part, radius);
  find_threshold (self);
  for (guint y = 0; y < self->height; y++)
    for (guint x = 0; x < self->width; x++)
      self->most = MAX (self->most, value_at (self, x, y));
  return self;
}

void
cs_mask_proposal_free (CsMaskProposal *self)
{
  cs_raster_unref (self->foreground);
  g_free (self);
}

double
cs_mask_proposal_get_threshold (const CsMaskProposal *self)
{
  return self->threshold;
}

double
cs_mask_proposal_get_most (const CsMaskProposal *self)
{
  return self->most;
}

CsRaster *
cs_mask_proposal_at (const CsMaskProposal *self, double threshold)
{
  CsRaster *mask = cs_raster_new (CS_PIXEL_U8, self->width, self->height);

  for (guint y = 0; y < self->height; y++)
    for (guint x = 0; x < self->width; x++)
      ((guint8 *) cs_raster_edit (mask, y))[x] = value_at (self, x, y) > threshold ? 255 : 0;
  return mask;
}
