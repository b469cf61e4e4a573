/* Women kept out of training and of the active order, for a test nobody chose: their boxes come in a random order, and
 * no network learns from them. */
#include <stdlib.h>
#include <string.h>

#include "cs-study-private.h"

#define SETTING "kept_out"

void
cs_study_get_kept_out (CsStudy *self,
                       guint   *percent,
                       guint   *seed)
{
  g_autoptr (CsQuery) query = self->store != NULL
    ? cs_store_ask (self->store, NULL, "SELECT value FROM settings WHERE name = '" SETTING "'", "") : NULL;
  char *rest = NULL;

  *percent = *seed = 0;
  if (query == NULL || !cs_query_next (query, NULL))
    return;
  *percent = (guint) MIN (strtoul (cs_query_text (query, 0), &rest, 10), 100);
  *seed = (guint) strtoul (rest, NULL, 10);
}

gboolean
cs_study_keep_out (CsStudy *self,
                   guint    percent,
                   guint    seed,
                   GError **error)
{
  g_autofree char *value = g_strdup_printf ("%u %u", percent, seed);
  gboolean ok;

  g_return_val_if_fail (percent <= 100, FALSE);
  if (!cs_study_may_write (self, error) || !cs_store_begin (self->store, error))
    return FALSE;
  ok = cs_store_do (self->store, error, "INSERT OR REPLACE INTO settings (name, value) VALUES ('" SETTING "', ?)", "s",
                    value) &&
       cs_study_note (self, "keep-out", percent, 0, value, error);
  if (!cs_store_end (self->store, ok, error))
    return FALSE;
  cs_study_notify_acts (self);
  g_object_notify (G_OBJECT (self), "kept-out");
  return TRUE;
}

/* By woman: all films of one are kept out, or none. Which ones does not depend on how many films there are. */
gboolean
cs_study_is_kept_out (CsStudy *self,
                      CsEntry *entry)
{
  g_autofree char *woman = cs_study_get_woman (self, entry), *name = NULL, *sum = NULL;
  char head[9] = { 0 };
  guint percent, seed;

  cs_study_get_kept_out (self, &percent, &seed);
  name = g_strdup_printf ("%u %s", seed, woman);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  memcpy (head, sum, 8);
  return strtoul (head, NULL, 16) < percent * (G_MAXUINT32 / 100.0);
}
