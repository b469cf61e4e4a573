/* A film: a raster and its facts. mm <-> px is answered here and nowhere else.
 *
 * Thread rule: an immutable value. Pixels are always "white is dense" (MONOCHROME2):
 * a reader that meets the inverse turns it round and says so in facts.inverted.
 */
#pragma once

#include "cs-details.h"
#include "cs-raster.h"
#include "cs-view.h"

G_BEGIN_DECLS

typedef enum { CS_SIDE_UNKNOWN, CS_SIDE_LEFT, CS_SIDE_RIGHT } CsSide;

/* Where a spacing comes from; CS_SPACING_NONE means lengths are shown in px only. */
typedef enum { CS_SPACING_NONE, CS_SPACING_FILE, CS_SPACING_SET, CS_SPACING_HAND } CsSpacing;

typedef struct
{
  const char *case_id;        /* one woman; never NULL ("" where unknown: then the film is a case of its own) */
  CsSide      side;
  CsView      view;
  guint       bits;           /* bits used, 8..16; the white level is 2^bits - 1 */
  double      mm_per_pixel;   /* 0 where unknown: never a guess */
  CsSpacing   spacing;
  double      assumed_mm_per_pixel;  /* what stages run with where mm_per_pixel is 0; 0: the stated rule of cs_image_get_working_spacing() */
  gboolean    inverted;
} CsFacts;

typedef struct _CsImage CsImage;

/* Shares @raster (takes a reference of its own), copies @name and the strings of @facts. U8 or U16 only. */
CsImage        *cs_image_new                 (const CsRaster *raster, const char *name, const CsFacts *facts);
CsImage        *cs_image_with_facts          (CsImage *self, const CsFacts *facts);  /* the same pixels, other facts */
CsImage        *cs_image_with_details        (CsImage *self, CsDetails *details);    /* the same film, and what its file tells beside it */
CsImage        *cs_image_halve               (CsImage *self);  /* half of each side, rounded up; lengths in mm stay what they are */
guint           cs_image_get_halvings        (const CsImage *self);  /* how often since the film was read; 0: the film itself */
CsImage        *cs_image_ref                 (CsImage *self);
void            cs_image_unref               (CsImage *self);

const CsRaster *cs_image_get_raster          (const CsImage *self);  /* borrowed */
const char     *cs_image_get_name            (const CsImage *self);  /* base name of the file */
const CsFacts  *cs_image_get_facts           (const CsImage *self);  /* borrowed, strings too */
CsDetails      *cs_image_get_details         (const CsImage *self);  /* borrowed; NULL: its file tells no more */
guint           cs_image_get_width           (const CsImage *self);
guint           cs_image_get_height          (const CsImage *self);
double          cs_image_get_white           (const CsImage *self);  /* 2^bits - 1 */
const char     *cs_image_get_pixels_digest   (const CsImage *self);  /* cs_raster_digest(); made once, thread-safe, and slow then */
const char     *cs_image_get_digest          (const CsImage *self);  /* of the pixels and of what stages read of the facts; made once, thread-safe */

/* The spacing stages run with: the known one, else the assumed one, else the stated rule
 * (a film is 240 mm high). @assumed tells which. Never shown as a measurement when assumed. */
double          cs_image_get_working_spacing (const CsImage *self, gboolean *assumed);
double          cs_image_mm_to_px            (const CsImage *self, double mm);
double          cs_image_mm2_to_px           (const CsImage *self, double mm2);  /* an area */

/* Case, side, view (DDSM, CBIS-DDSM, MIAS, phantom name patterns) and known data sets' spacing, from a
 * file's name and size. Fills only what it is sure of. case_id is owned by the caller (g_free). */
char           *cs_facts_from_name           (const char *name, guint width, guint height, CsFacts *facts);

const char     *cs_side_to_text              (CsSide side);  /* "", "left", "right": stable, stored */
CsSide          cs_side_from_text            (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsImage, cs_image_unref)

G_END_DECLS
