#include "cs-case-said.h"

#include <glib/gi18n-lib.h>

/* @day: of the examination whose words of the case are told, where the case has several; else "". */
typedef struct { CsStudy *study; GArray *said; gboolean named; const char *day; } Listener;

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

/* Takes @word. */
static char *
with_day (char       *word,
          const char *day)
{
  char *dated = g_strdup_printf ("%s (%s)", word, day);

  g_free (word);
  return dated;
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

      if (said.word != NULL && subject == CS_SUBJECT_CASE && *self->day != '\0')
        said.word = with_day (said.word, self->day);
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

static GPtrArray *
films_of (CsStudy    *study,
          CsRecord   *record,
          const char *name)
{
  GPtrArray *films = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *entries = cs_study_get_entries (study);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (entries, i);

      if (is_of_case (record, name, cs_entry_get_id (entry)))
        g_ptr_array_add (films, g_steal_pointer (&entry));
    }
  return films;
}

/* The examinations of the case whose words are still to be told. */
static GHashTable *
days_of (CsStudy   *study,
         GPtrArray *films)
{
  GHashTable *days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < films->len; i++)
    g_hash_table_add (days, g_strdup (cs_study_get_exam_day (study, films->pdata[i])));
  return days;
}

GArray *
cs_case_hear (CsStudy    *study,
              CsRecord   *record,
              const char *name,
              gboolean    named)
{
  Listener self = { study, g_array_new (FALSE, FALSE, sizeof (CsCaseSaid)), named, "" };
  g_autoptr (GPtrArray) films = films_of (study, record, name);
  g_autoptr (GHashTable) days = days_of (study, films);
  gboolean several = g_hash_table_size (days) > 1;

  g_array_set_clear_func (self.said, clear_said);
  for (guint i = 0; i < films->len; i++)
    {
      const char *day = cs_study_get_exam_day (study, films->pdata[i]);

      if (g_hash_table_remove (days, day))
        {
          self.day = several ? day : "";
          listen (&self, CS_SUBJECT_CASE, films->pdata[i], NULL);
        }
      listen_to_film (&self, films->pdata[i]);
    }
  return self.said;
}
