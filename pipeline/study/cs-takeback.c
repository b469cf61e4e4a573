#include "cs-takeback.h"

#include <glib/gi18n-lib.h>

#include "cs-study-private.h"

/* Its marks are copied as they were, decided anew, and copied as they are. */
#define STEPS 3

struct _CsTakeback
{
  CsBeside beside;
  gboolean redo;
  guint    n_marks;
  gint64   film, mark;      /* where the act was done; 0: nowhere */
};

guint
cs_takeback_weigh (CsStudy *study,
                   gboolean redo)
{
  GArray *stack = redo ? study->undone : study->done;
  g_autoptr (CsQuery) query = NULL;

  if (stack->len == 0 || study->store == NULL)
    return 0;
  query = cs_store_ask (study->store, NULL, "SELECT count(*) FROM touched WHERE act = ?", "i",
                        g_array_index (stack, gint64, stack->len - 1));
  return query != NULL && cs_query_next (query, NULL) ? (guint) cs_query_int (query, 0) : 0;
}

CsTakeback *
cs_takeback_begin (CsStudy *study,
                   gboolean redo,
                   GError **error)
{
  CsTakeback *self = g_new0 (CsTakeback, 1);

  self->redo = redo;
  self->n_marks = cs_takeback_weigh (study, redo);
  if (cs_beside_begin (&self->beside, study, _("Many verdicts are being changed back. Wait until it is done, or "
                                               "cancel it in the list of jobs"), error))
    return self;
  g_free (self);
  return NULL;
}

gboolean
cs_takeback_run (CsTakeback   *self,
                 CsBesideFunc  report,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autoptr (CsStudy) study = cs_beside_open (&self->beside, report, data, cancellable, error);

  if (study == NULL || !cs_study_load_acts (study, error))
    return FALSE;
  study->pace.n_all = STEPS * self->n_marks;
  if (!cs_study_take_back (study, self->redo, &self->film, &self->mark, error))
    return FALSE;
  cs_beside_wrote (&self->beside, study);
  return TRUE;
}

gboolean
cs_takeback_read (CsTakeback *self,
                  CsStudy    *study)
{
  return cs_beside_read (&self->beside, study);
}

gboolean
cs_takeback_end (CsTakeback *self,
                 CsStudy    *study,
                 CsEntry   **entry,
                 CsMark    **mark)
{
  gboolean done = self->beside.act != 0;

  cs_beside_end (&self->beside, study);
  *entry = done ? cs_study_get_entry (study, self->film) : NULL;
  *mark = done ? cs_study_load_mark (study, self->film, self->mark) : NULL;
  g_free (self);
  return done;
}
