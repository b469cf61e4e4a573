/* How films are looked at: how each stands on the screen, and what of it each reader has seen. No acts: neither is a
 * verdict, and nobody would undo it. */
#include "cs-study-private.h"

guint
cs_study_get_turn (CsStudy *self, CsEntry *entry)
{
  g_autoptr (CsQuery) query = self->store != NULL
    ? cs_store_ask (self->store, NULL, "SELECT turn FROM film_views WHERE film = ?", "i",
                    cs_entry_get_id (entry)) : NULL;

  return query != NULL && cs_query_next (query, NULL) ? (guint) CLAMP (cs_query_int (query, 0), 0, 7) : 0;
}

gboolean
cs_study_set_turn (CsStudy *self, CsEntry *entry, guint turn, GError **error)
{
  g_return_val_if_fail (turn < 8, FALSE);
  return cs_study_may_write (self, error) &&
         cs_store_do (self->store, error, "INSERT OR REPLACE INTO film_views (film, turn) VALUES (?, ?)", "ii",
                      cs_entry_get_id (entry), (gint64) turn);
}

GBytes *
cs_study_get_seen (CsStudy *self, CsEntry *entry, double *share)
{
  g_autoptr (CsQuery) query = self->store != NULL
    ? cs_store_ask (self->store, NULL, "SELECT blocks, share FROM seen WHERE film = ? AND who = ?", "is",
                    cs_entry_get_id (entry), self->reader) : NULL;

  *share = 0;
  if (query == NULL || !cs_query_next (query, NULL))
    return NULL;
  *share = cs_query_double (query, 1);
  return cs_query_bytes (query, 0);
}

gboolean
cs_study_set_seen (CsStudy *self, CsEntry *entry, GBytes *blocks, double share, GError **error)
{
  return cs_study_may_write (self, error) &&
         cs_store_do (self->store, error,
                      "INSERT OR REPLACE INTO seen (film, who, blocks, share, at) VALUES (?, ?, ?, ?, ?)", "isbdi",
                      cs_entry_get_id (entry), self->reader, blocks, share, g_get_real_time () / G_USEC_PER_SEC);
}
