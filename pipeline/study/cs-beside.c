#include "cs-beside.h"

#include "cs-study-private.h"

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
                       .films = g_array_new (FALSE, FALSE, sizeof (gint64)) };
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

/* Marks of a film that is looked at stay the objects they are: selection and focus are on them. */
static void
read_film (CsStudy *study,
           gint64   film,
           gint64   act)
{
  g_autoptr (CsQuery) query = cs_store_ask (study->store, NULL, "SELECT mark FROM touched WHERE act = ? AND mark IN"
                                            " (SELECT id FROM marks WHERE film = ?)", "ii", act, film);
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (query != NULL && cs_query_next (query, NULL))
    {
      gint64 mark = cs_query_int (query, 0);

      g_array_append_val (marks, mark);
    }
  for (guint i = 0; i < marks->len; i++)
    cs_study_sync_mark (study, g_array_index (marks, gint64, i));
}

/* What was written beside is read. */
static void
catch_up (CsStudy        *study,
          const CsBeside *self)
{
  for (guint i = 0; i < self->films->len; i++)
    {
      gint64 film = g_array_index (self->films, gint64, i);
      CsEntry *entry = cs_study_get_entry (study, film);

      g_hash_table_add (study->stale, entry);
      if (cs_entry_get_list (entry, FALSE) != NULL)
        read_film (study, film, self->act);
    }
  cs_study_flush_counts (study);
  cs_study_meet_act (study, self->act);
}

void
cs_beside_end (CsBeside *self,
               CsStudy  *study)
{
  cs_study_rest (study, NULL);
  if (self->act != 0 && study->store != NULL)
    catch_up (study, self);
  cs_study_wake (study);
  g_object_unref (self->folder);
  g_array_unref (self->films);
  g_free (self->reader);
  g_free (self->model);
  g_free (self->queue);
}
