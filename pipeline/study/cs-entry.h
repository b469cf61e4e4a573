/* One film of a study as a row: where it lies, its facts, its counts. Main thread only; changed through CsStudy. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

#define CS_TYPE_ENTRY (cs_entry_get_type ())
G_DECLARE_FINAL_TYPE (CsEntry, cs_entry, CS, ENTRY, GObject)

/* GObject properties: id (int64), name title case-id (string), side view (int), width height bits (uint), mm-per-pixel (double),
 * date (string), n-marks n-judged n-positive n-negative n-unsure (uint), proposed (boolean), missing (boolean) */
gint64         cs_entry_get_id       (CsEntry *self);
GFile         *cs_entry_get_file     (CsEntry *self);   /* borrowed */
const char    *cs_entry_get_name     (CsEntry *self);   /* base name; of a phantom, its folder's */
const CsFacts *cs_entry_get_facts    (CsEntry *self);   /* borrowed */
guint          cs_entry_get_width    (CsEntry *self);
guint          cs_entry_get_height   (CsEntry *self);
const char    *cs_entry_get_date     (CsEntry *self);   /* when it was taken, YYYY-MM-DD; "": not known */
const char    *cs_entry_get_digest   (CsEntry *self);   /* content hash taken at the first decode */
guint          cs_entry_get_n_marks  (CsEntry *self);   /* truth marks are not counted */
guint          cs_entry_get_n_judged (CsEntry *self);
guint          cs_entry_get_n_verdict(CsEntry *self, int verdict);
CsKind         cs_entry_get_kind     (CsEntry *self);   /* what its file tells of that */
const char    *cs_kind_describe      (CsKind kind);     /* translated: "for processing"; "" for a usual film */
gboolean       cs_entry_get_proposed (CsEntry *self);   /* a proposal run was done, even if it found nothing */
gboolean       cs_entry_get_missing  (CsEntry *self);   /* the file was not found when last looked for */

G_END_DECLS
