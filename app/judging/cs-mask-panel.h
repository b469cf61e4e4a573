/* Paints the mask of one box: its film at a large zoom, a brush and an eraser. Knows no study: who opens it gives it box and
 * mask, and takes the mask away when it is done. Main thread only.
 *
 * Actions: mask.save, mask.cancel, mask.machine, mask.erase (stateful), mask.larger, mask.smaller, mask.fill, mask.clear,
 * mask.back (takes the last stroke away), mask.aim (zooms to the box again). Keys, while the focus is inside: s, Escape, e, ], [,
 * h, z, b. */
#pragma once

#include <adwaita.h>
#include "cs-film-order.h"
#include "cs-jobs.h"
#include "cs-product.h"

G_BEGIN_DECLS

/* SAVE: the mask is to be kept; MACHINE: what was corrected before is to be forgotten. */
typedef enum { CS_MASK_SAVE, CS_MASK_MACHINE, CS_MASK_CANCEL } CsMaskEnd;

#define CS_TYPE_MASK_PANEL (cs_mask_panel_get_type ())
G_DECLARE_FINAL_TYPE (CsMaskPanel, cs_mask_panel, CS, MASK_PANEL, AdwBin)

/* Properties: erase (boolean), radius (double, pixels of the film). Signals "done" (CsMaskEnd how), "failed" (GError):
 * the film could not be read. */
/* @mask: U8, of the size of @box; copied. @corrected: there is a machine's mask to go back to. */
void            cs_mask_panel_open      (CsMaskPanel *self, const char *title, const CsBox *box, const CsRaster *mask, gboolean corrected);
void            cs_mask_panel_set_image (CsMaskPanel *self, CsImage *image);   /* the film, where it is there already */
void            cs_mask_panel_read_film (CsMaskPanel *self, CsFilmOrder *film, CsJobs *jobs);   /* else: in a job; takes @film */
const CsRaster *cs_mask_panel_get_mask  (CsMaskPanel *self);                   /* as painted so far; borrowed; NULL before open */
guint           cs_mask_panel_get_area  (CsMaskPanel *self);                   /* painted pixels */
void            cs_mask_panel_close     (CsMaskPanel *self);                   /* lets go of film and mask */
/* A stroke from one point of the film to another, as the pointer makes it. */
void            cs_mask_panel_stroke    (CsMaskPanel *self, double x0, double y0, double x, double y, gboolean erase);

G_END_DECLS
