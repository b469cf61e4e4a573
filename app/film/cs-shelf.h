/* The films at hand: the last few that were looked at, decoded and examined, so that hanging and swapping them does not wait.
 * Reads what is wanted in jobs, one after another. Main thread only.
 *
 * Signals: "ready" (CsEntry *entry): its plate is there, or has been examined.
 *          "failed" (CsEntry *entry, GError *error): a film that was wanted cannot be read. */
#pragma once

#include "cs-entry.h"
#include "cs-jobs.h"
#include "cs-plate.h"

G_BEGIN_DECLS

/* So many films are kept whatever their size: those of a woman, hung side by side. */
#define CS_SHELF_LEAST 4
/* And as many more as the preference "memory" has room for, beside what the analyst holds; without preferences: MiB. */
#define CS_SHELF_USUAL 512

#define CS_TYPE_SHELF (cs_shelf_get_type ())
G_DECLARE_FINAL_TYPE (CsShelf, cs_shelf, CS, SHELF, GObject)

CsShelf *cs_shelf_new   (CsJobs *jobs);
guint    cs_shelf_get_n (CsShelf *self);                     /* films that are there */
CsPlate *cs_shelf_get   (CsShelf *self, CsEntry *entry);     /* borrowed, with the entry's facts of today; NULL: not there */
CsPlate *cs_shelf_find  (CsShelf *self, CsImage *image);     /* borrowed; the plate of these pixels; NULL: not there */
void     cs_shelf_put   (CsShelf *self, CsEntry *entry, CsImage *image);   /* decoded elsewhere; will be examined */
/* What of these (of CsEntry) is not there is read, in this order; what was wanted before and has not begun is forgotten. */
void     cs_shelf_want  (CsShelf *self, GPtrArray *entries);
/* What is held beside films, by whoever goes through them (the stages' pictures): it takes the room of films that could stay. The one
 * account of all that is kept for the way back. Tiles on the screen are not in it: each layer has a budget of its own. */
void     cs_shelf_set_beside (CsShelf *self, gsize bytes);
gsize    cs_shelf_get_beside (CsShelf *self);
gsize    cs_shelf_get_room   (CsShelf *self);                /* bytes, by the preference */
void     cs_shelf_clear (CsShelf *self);                     /* the study is another one */

G_END_DECLS
