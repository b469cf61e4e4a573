/* What a training set out with: the verdicts, masks and facts of its films, its settings and its plan; kept on disk beside
 * the training's state. Reading goes on while a network learns, and a training that was paused, or ended by a power cut, must go on with the
 * verdicts of then: only so it comes to the weights it would have come to.
 * The file is written whole or not at all and carries its digest. Films are named by content, never held.
 * Thread rule: an immutable value. */
#pragma once

#include "cs-plan.h"

G_BEGIN_DECLS

typedef struct _CsOutset CsOutset;

/* Begun now. @first: the network whose weights it begins with, NULL: random ones. That is not kept: what goes on has weights. */
CsOutset           *cs_outset_new          (CsRecord *record, CsSettings *settings, const CsCoursePlan *plan, GFile *first);
CsOutset           *cs_outset_with_plan    (const CsOutset *self, const CsCoursePlan *plan);    /* a new one, begun when @self was */
CsOutset           *cs_outset_ref          (CsOutset *self);
void                cs_outset_unref        (CsOutset *self);

/* Blocking, and on disk when it returns. */
gboolean            cs_outset_save         (const CsOutset *self, GFile *file, GError **error);
/* Films that @now has as well, by content, are read from where they lie now. No file: G_IO_ERROR_NOT_FOUND; not whole, or not
 * of this program: CS_ERROR_DAMAGED. */
CsOutset           *cs_outset_load         (GFile *file, CsRecord *now, GError **error);

CsRecord           *cs_outset_get_record   (const CsOutset *self);      /* these are borrowed */
CsSettings         *cs_outset_get_settings (const CsOutset *self);
const CsCoursePlan *cs_outset_get_plan     (const CsOutset *self);
GFile              *cs_outset_get_first    (const CsOutset *self);      /* or NULL */
gint64              cs_outset_get_when     (const CsOutset *self);      /* Unix seconds */
guint               cs_outset_count        (const CsOutset *self, CsVerdict verdict);   /* its boxes of that verdict; truth's are none */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsOutset, cs_outset_unref)

G_END_DECLS
