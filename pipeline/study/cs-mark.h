/* A box on a film: proposed by the machine, drawn by a reader, or known to be true; with its verdict. Main thread only.
 * Read-only from outside (properties notify); changed through CsStudy alone, which writes first. */
#pragma once

#include "cs-product.h"

G_BEGIN_DECLS

typedef enum { CS_VERDICT_NONE, CS_VERDICT_POSITIVE, CS_VERDICT_NEGATIVE, CS_VERDICT_UNSURE } CsVerdict;
typedef enum { CS_ORIGIN_MACHINE, CS_ORIGIN_READER, CS_ORIGIN_TRUTH } CsOrigin;

#define CS_TYPE_MARK (cs_mark_get_type ())
G_DECLARE_FINAL_TYPE (CsMark, cs_mark, CS, MARK, GObject)

/* GObject properties: id (int64), x y width height (int), suspicion (float), verdict origin (int), title (string, translated: spoken name), when (int64, unix seconds) */
gint64          cs_mark_get_id        (CsMark *self);
gint64          cs_mark_get_film      (CsMark *self);   /* id of its entry */
const CsBox    *cs_mark_get_box       (CsMark *self);   /* with suspicion and parts; borrowed */
CsVerdict       cs_mark_get_verdict   (CsMark *self);
CsOrigin        cs_mark_get_origin    (CsMark *self);
const CsRaster *cs_mark_get_mask      (CsMark *self);   /* reader's or truth's mask of the box, U8, box-sized; NULL: the machine's applies */
const char     *cs_mark_get_who       (CsMark *self);   /* who judged; "" */
gint64          cs_mark_get_when      (CsMark *self);   /* when judged; 0 */

const char     *cs_verdict_to_text    (CsVerdict verdict);  /* "none", "positive", "negative", "unsure": stable, stored */
gboolean        cs_verdict_from_text  (const char *text, CsVerdict *verdict);
const char     *cs_origin_to_text     (CsOrigin origin);    /* "machine", "reader", "truth" */
gboolean        cs_origin_from_text   (const char *text, CsOrigin *origin);

G_END_DECLS
