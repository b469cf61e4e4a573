/* What a film's file tells beyond its pixels and facts: the windows it wants to be shown with, overlays, and which of its
 * contradicting facts were believed, in words. Thread rule: built by one thread, an immutable value once shared. */
#pragma once

#include "cs-raster.h"
#include "cs-voi.h"

G_BEGIN_DECLS

typedef struct
{
  const char     *title;        /* the file's words, or "Overlay n" */
  int             left, top;    /* of its first pixel on the film; may lie outside, as may the rest */
  const CsRaster *mask;         /* U8, 0 and 255 */
} CsOverlay;

/* What a film is beside the usual film of its view: the fewer, the sooner it hangs where several are of one view. */
typedef enum { CS_KIND_USUAL, CS_KIND_DISPLACED, CS_KIND_ADDED, CS_KIND_FRAME, CS_KIND_RAW } CsKind;

typedef struct _CsDetails CsDetails;

CsDetails       *cs_details_new            (void);
CsDetails       *cs_details_ref            (CsDetails *self);
void             cs_details_unref          (CsDetails *self);
/* What the windows speak of is @slope * (pixel as we hold it) + @intercept; the standard: 1 and 0. A slope below 0: the
 * pixels were turned round when read, and the windows' black and white are to be likewise. */
void             cs_details_set_values     (CsDetails *self, double slope, double intercept);
void             cs_details_get_values     (const CsDetails *self, double *slope, double *intercept);
/* The way back to a file. TRUE: low values are white there, a pixel is stored as white (2^@bits - 1) less it; else as it is. What is
 * stored, times @slope (above 0), plus @intercept, is what the windows speak of. @self may be NULL. */
gboolean         cs_details_get_stored     (const CsDetails *self, guint bits, double *slope, double *intercept);
/* When the film was taken, as cs-date.h counts; 0: not told. And how it is to be turned to stand upright, one of eight ways as
 * CsTurn of widgets counts them; 0: as it is stored, or not told. */
void             cs_details_set_day        (CsDetails *self, guint32 day);
guint32          cs_details_get_day        (const CsDetails *self);
void             cs_details_set_turn       (CsDetails *self, guint turn);
guint            cs_details_get_turn       (const CsDetails *self);
void             cs_details_set_kind       (CsDetails *self, CsKind kind);
CsKind           cs_details_get_kind       (const CsDetails *self);
void             cs_details_add_window     (CsDetails *self, const CsVoi *voi);   /* copied; one that is not sane is passed over */
void             cs_details_add_overlay    (CsDetails *self, const char *title, int left, int top, const CsRaster *mask);
void             cs_details_add_note       (CsDetails *self, char *note);         /* translated; taken */
void             cs_details_set_scanner    (CsDetails *self, const char *scanner);   /* maker and model in the file's words; NULL: not told */

const char      *cs_details_get_scanner    (const CsDetails *self);               /* borrowed; "": not told */
guint            cs_details_get_n_windows  (const CsDetails *self);
const CsVoi     *cs_details_get_window     (const CsDetails *self, guint i);      /* borrowed */
double           cs_details_show           (const CsDetails *self, guint window, double pixel);   /* 0 black .. 1 white */
/* The pixels at which window @window begins and ends, low < high. @curved: between them it is no straight line. */
void             cs_details_get_span       (const CsDetails *self, guint window, double *low, double *high, gboolean *curved);
guint            cs_details_get_n_overlays (const CsDetails *self);
const CsOverlay *cs_details_get_overlay    (const CsDetails *self, guint i);      /* borrowed */
/* An overlay on a film of this size: what lies outside is cut off. */
CsRaster        *cs_details_lay            (const CsDetails *self, guint overlay, guint width, guint height);
const char *const *cs_details_get_notes    (const CsDetails *self);               /* NULL-terminated, borrowed */

/* "" for a usual one, "displaced", "added", "frame", "raw": stable, stored. */
const char      *cs_kind_to_text           (CsKind kind);
CsKind           cs_kind_from_text         (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDetails, cs_details_unref)

G_END_DECLS
