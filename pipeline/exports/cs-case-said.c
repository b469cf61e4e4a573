#include "cs-case-said.h"

#include <glib/gi18n-lib.h>

typedef struct { CsStudy *study; GArray *said; gboolean named; } Listener;

static void
clear_said (gpointer said)
{
  g_free (((CsCaseSaid *) said)->word);
}

/* NULL: it is not to be told. */
static char *
word_of (const Listener     *self,
         const CsDescriptor *descriptor,
         const char         *value)
{
  if (value[0] == '\0')
    return NULL;
  if (self->named || descriptor->terms != NULL)
    return g_strdup (cs_descriptor_word (descriptor, value));
  if (g_str_equal (descriptor->id, "signed") || g_str_equal (descriptor->id, "unusable"))
    return g_strdup (_("yes"));
  return NULL;
}

static void
listen (Listener *self,
        CsSubject subject,
        CsEntry  *entry,
        CsMark   *mark)
{
  for (const CsDescriptor *descriptor = cs_descriptors; descriptor->id != NULL; descriptor++)
    {
      g_autofree char *value = descriptor->subject == subject
                               ? cs_study_get_description (self->study, entry, mark, descriptor->id) : g_strdup ("");
      CsCaseSaid said = { .subject = subject, .title = descriptor->title, .word = word_of (self, descriptor, value) };

      said.id = mark != NULL ? cs_mark_get_id (mark) : subject == CS_SUBJECT_FILM ? cs_entry_get_id (entry) : 0;
      if (said.word != NULL)
        g_array_append_val (self->said, said);
    }
}

static void
listen_to_film (Listener *self,
                CsEntry  *entry)
{
  GListModel *marks = cs_study_get_marks (self->study, entry);

  listen (self, CS_SUBJECT_FILM, entry, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (CsMark) mark = g_list_model_get_item (marks, i);

      if (cs_mark_get_verdict (mark) == CS_VERDICT_POSITIVE || cs_mark_get_verdict (mark) == CS_VERDICT_UNSURE)
        listen (self, CS_SUBJECT_MARK, entry, mark);
    }
}

static gboolean
is_of_case (CsRecord   *record,
            const char *name,
            gint64      film)
{
  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    if (cs_record_get_film (record, i)->id == film)
      return g_str_equal (cs_record_get_case (record, i), name);
  return FALSE;
}

GArray *
cs_case_hear (CsStudy    *study,
              CsRecord   *record,
              const char *name,
              gboolean    named)
{
  Listener self = { study, g_array_new (FALSE, FALSE, sizeof (CsCaseSaid)), named };
  GListModel *entries = cs_study_get_entries (study);
  gboolean first = TRUE;

  g_array_set_clear_func (self.said, clear_said);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (entries, i);

      if (!is_of_case (record, name, cs_entry_get_id (entry)))
        continue;
      if (first)
        listen (&self, CS_SUBJECT_CASE, entry, NULL);
      listen_to_film (&self, entry);
      first = FALSE;
    }
  return self.said;
}
