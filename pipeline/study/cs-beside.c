#include "cs-beside.h"

#include "cs-study-private.h"

/* So many marks, or films, are read within a frame, with all that follows in lists and on the screen. */
#define AT_ONCE 32

typedef struct { gint64 film, mark; } Change;     /* mark 0: the film's own row */

gboolean
cs_beside_begin (CsBeside   *self,
                 CsStudy    *study,
                 const char *why,
                 GError    **error)
{
  if (!cs_study_may_write (study, error))
    return FALSE;
  *self = (CsBeside) { .folder = g_object_ref (study->folder), .reader = g_strdup (study->reader),
                       .model = g_strdup (study->model), .queue = g_strdup (study->queue),
                       .changes = g_array_new (FALSE, FALSE, sizeof (Change)) };
  cs_study_rest (study, why);
  return TRUE;
}

CsStudy *
cs_beside_open (const CsBeside *self,
                CsBesideFunc    report,
                gpointer        data,
                GCancellable   *cancellable,
                GError        **error)
{
  CsStudy *study = cs_study_open_beside (self->folder, self->reader, error);

  if (study == NULL)
    return NULL;
  cs_study_set_model (study, self->model);
  cs_study_set_queue (study, self->queue);
  cs_store_stop_with (study->store, cancellable);
  study->pace = (CsPace) { .report = report, .data = data, .stop = cancellable };
  return study;
}

void
cs_beside_wrote (CsBeside *self,
                 CsStudy  *study)
{
  g_autoptr (CsQuery) query = cs_store_ask (study->store, NULL, "SELECT id, 0 FROM film_changes WHERE act = ?1 UNION"
                                            " SELECT film, id FROM mark_changes WHERE act = ?1 ORDER BY 1, 2", "i",
                                            study->act);

  self->act = study->act;
  while (query != NULL && cs_query_next (query, NULL))
    {
      Change change = { cs_query_int (query, 0), cs_query_int (query, 1) };

      g_array_append_val (self->changes, change);
    }
}

static gboolean
is_at (const CsBeside *self,
       gint64          film)
{
  return self->n_read < self->changes->len && g_array_index (self->changes, Change, self->n_read).film == film;
}

/* Marks of a film that is looked at stay the objects they are: selection and focus are on them. Of one that nobody has
 * looked at none is here to be read again, but its counts are. */
static void
read_change (CsBeside *self,
             CsStudy  *study)
{
  const Change *change = &g_array_index (self->changes, Change, self->n_read++);
  CsEntry *entry = cs_study_get_entry (study, change->film);

  if (change->mark == 0)
    cs_study_sync_film (study, change->film);
  else if (cs_entry_get_list (entry, FALSE) != NULL || cs_entry_get_list (entry, TRUE) != NULL)
    cs_study_sync_mark (study, change->mark);
  else
    while (is_at (self, change->film))
      self->n_read++;
  if (is_at (self, change->film))
    return;
  g_hash_table_add (study->stale, entry);
  cs_study_flush_counts (study);
}

gboolean
cs_beside_read (CsBeside *self,
                CsStudy  *study)
{
  for (guint i = 0; i < AT_ONCE; i++)
    {
      if (study->store == NULL || self->n_read == self->changes->len)
        return FALSE;
      read_change (self, study);
    }
  return TRUE;
}

void
cs_beside_end (CsBeside *self,
               CsStudy  *study)
{
  while (cs_beside_read (self, study))
    ;
  cs_study_rest (study, NULL);
  if (self->act != 0 && study->store != NULL)
    cs_study_meet_act (study, self->act);
  cs_study_wake (study);
  g_object_unref (self->folder);
  g_array_unref (self->changes);
  g_free (self->reader);
  g_free (self->model);
  g_free (self->queue);
}
