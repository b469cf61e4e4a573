/* What readers say in words of cases, films and findings: one row a subject, reader and descriptor. Read from the
 * database whenever they are asked for: there are few. A case that is signed off takes no more verdicts. */
#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-study-private.h"

static const char *
name_of (CsEntry *entry)
{
  const char *case_id = cs_entry_get_facts (entry)->case_id;

  return case_id[0] != '\0' ? case_id : cs_entry_get_digest (entry);
}

char *
cs_study_subject_whole (CsEntry *entry)
{
  return g_strdup_printf ("case %s", name_of (entry));
}

char *
cs_study_subject_exam (CsStudy *self, CsEntry *entry)
{
  const char *day = cs_study_get_exam_day (self, entry);

  return *day != '\0' ? g_strdup_printf ("exam %s %s", day, name_of (entry)) : cs_study_subject_whole (entry);
}

char *
cs_study_subject (CsStudy *self, const CsDescriptor *descriptor, CsEntry *entry, gint64 mark)
{
  switch (descriptor->subject)
    {
    case CS_SUBJECT_CASE:
      return cs_study_subject_exam (self, entry);
    case CS_SUBJECT_FILM:
      return g_strdup_printf ("film %" G_GINT64_FORMAT, cs_entry_get_id (entry));
    default:
      return mark != 0 ? g_strdup_printf ("mark %" G_GINT64_FORMAT, mark) : g_strdup ("");
    }
}

static gint64
id_of (CsMark *mark)
{
  return mark != NULL ? cs_mark_get_id (mark) : 0;
}

char *
cs_study_hear_of (CsStudy *self, const CsDescriptor *descriptor, CsEntry *entry, gint64 mark, const char *reader)
{
  g_autofree char *subject = cs_study_subject (self, descriptor, entry, mark);
  g_autofree char *whole = descriptor->subject == CS_SUBJECT_CASE ? cs_study_subject_whole (entry) : g_strdup (subject);
  g_autoptr (CsQuery) query = self->store != NULL
    ? cs_store_ask (self->store, NULL, "SELECT value FROM descriptors WHERE subject IN (?1, ?2) AND name = ?3"
                    " AND (?4 IS NULL OR reader = ?4) ORDER BY subject = ?1 DESC, at DESC, id DESC LIMIT 1", "ssss",
                    subject, whole, descriptor->id, reader) : NULL;

  return g_strdup (query != NULL && cs_query_next (query, NULL) ? cs_query_text (query, 0) : "");
}

/* Together, whoever spoke last is heard; else each hears themselves. */
char *
cs_study_hear (CsStudy *self, const CsDescriptor *descriptor, CsEntry *entry, gint64 mark)
{
  return cs_study_hear_of (self, descriptor, entry, mark,
                           self->reading == CS_READING_TOGETHER ? NULL : self->reader);
}

char *
cs_study_get_description (CsStudy *self, CsEntry *entry, CsMark *mark, const char *name)
{
  const CsDescriptor *descriptor = cs_descriptor_find (name);

  g_return_val_if_fail (CS_IS_STUDY (self) && descriptor != NULL, NULL);
  return cs_study_hear (self, descriptor, entry, id_of (mark));
}

/* Where the words of a film's examination lie once its own day is @day: an undated film is of its case's only day. */
static char *
subject_on (CsStudy *self, CsEntry *entry, const char *day, GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, "SELECT DISTINCT date FROM examined JOIN films ON"
                                            " films.id = film WHERE case_id = ? AND date <> '' LIMIT 2", "s",
                                            cs_entry_get_facts (entry)->case_id);
  g_autofree char *only = query != NULL && cs_query_next (query, NULL) ? g_strdup (cs_query_text (query, 0)) : NULL;

  if (*day == '\0' && only != NULL && !cs_query_next (query, NULL))
    day = only;
  return *day != '\0' ? g_strdup_printf ("exam %s %s", day, name_of (entry)) : cs_study_subject_whole (entry);
}

static gboolean
is_left (CsStudy *self, CsEntry *entry, const char *day)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, NULL, "SELECT 1 FROM examined JOIN films ON films.id = film"
                                            " WHERE case_id = ?1 AND case_id <> '' AND date = ?2 AND NOT removed"
                                            " LIMIT 1", "ss", cs_entry_get_facts (entry)->case_id, day);

  return query != NULL && cs_query_next (query, NULL);
}

gboolean
cs_study_move_words (CsStudy *self, CsEntry *entry, const char *from, const char *to, GError **error)
{
  g_autofree char *old = g_strdup_printf ("exam %s %s", from, name_of (entry));
  g_autofree char *new = subject_on (self, entry, to, error);
  g_autoptr (CsQuery) query = NULL;

  if (is_left (self, entry, from) || g_str_equal (old, new))
    return TRUE;
  query = cs_store_ask (self->store, error, "SELECT id FROM descriptors WHERE subject = ?", "s", old);
  while (query != NULL && cs_query_next (query, NULL))
    if (!cs_study_touch_words (self, cs_query_int (query, 0), FALSE, error))
      return FALSE;
  /* What was already said of the other day stays, too. */
  return query != NULL && cs_store_do (self->store, error, "UPDATE OR IGNORE descriptors SET subject = ?"
                                       " WHERE subject = ?", "ss", new, old);
}

gboolean
cs_study_is_signed (CsStudy *self, CsEntry *entry)
{
  g_autofree char *value = cs_study_hear (self, cs_descriptor_find ("signed"), entry, 0);

  return value[0] != '\0';
}

/* FALSE: the film's case is signed off, and what is asked for would change what was signed. */
gboolean
cs_study_check_signed (CsStudy *self, gint64 film, const char *kind, GError **error)
{
  CsEntry *entry = film != 0 ? cs_study_get_entry (self, film) : NULL;
  g_autofree char *title = NULL;

  if (entry == NULL || cs_act_is_note (kind) || g_str_equal (kind, "sign") || g_str_equal (kind, "reopen")
      || !cs_study_is_signed (self, entry))
    return TRUE;
  g_object_get (entry, "title", &title, NULL);
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
               _("The case of “%s” is signed off. Reopen it, with a reason, to change anything"), title);
  return FALSE;
}

gboolean
cs_study_say (CsStudy *self, const char *subject, const char *reader, const char *name, const char *value, gint64 at,
              GError **error)
{
  gint64 id = 0;
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, "SELECT id FROM descriptors WHERE subject = ?"
                                            " AND reader = ? AND name = ?", "sss", subject, reader, name);

  if (query == NULL)
    return FALSE;
  if (cs_query_next (query, NULL))
    id = cs_query_int (query, 0);
  g_clear_pointer (&query, cs_query_end);
  if (id != 0)
    return cs_study_touch_words (self, id, FALSE, error) &&
           cs_store_do (self->store, error, "UPDATE descriptors SET value = ?, at = ? WHERE id = ?", "sii", value, at,
                        id);
  return cs_store_do (self->store, error, "INSERT INTO descriptors (subject, reader, name, value, at)"
                      " VALUES (?, ?, ?, ?, ?)", "ssssi", subject, reader, name, value, at) &&
         cs_study_touch_words (self, cs_store_last_id (self->store), TRUE, error);
}

/* In microseconds: two words of one second have an order. */
static gboolean
put (CsStudy *self, const char *subject, const char *name, const char *value, GError **error)
{
  return cs_study_say (self, subject, self->reader, name, value, g_get_real_time (), error);
}

static gboolean
check_value (const CsDescriptor *descriptor, const char *value, GError **error)
{
  if (cs_descriptor_takes (descriptor, value))
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("“%s” is no word for %s; choose one of the lexicon's"), value,
               _(descriptor->title));
  return FALSE;
}

gboolean
cs_study_describe (CsStudy *self, CsEntry *entry, GPtrArray *marks, const char *name, const char *value,
                   GError **error)
{
  const CsDescriptor *descriptor = cs_descriptor_find (name);
  gboolean ok = TRUE, of_marks;
  guint n;

  g_return_val_if_fail (CS_IS_STUDY (self) && descriptor != NULL && value != NULL, FALSE);
  of_marks = descriptor->subject == CS_SUBJECT_MARK;
  n = of_marks ? (marks != NULL ? marks->len : 0) : 1;
  if (n == 0 || !check_value (descriptor, value, error))
    return n == 0;
  if (!cs_study_begin_act (self, "describe", (int) (descriptor - cs_descriptors), n, cs_entry_get_id (entry),
                           of_marks ? cs_mark_get_id (marks->pdata[0]) : 0, error))
    return FALSE;
  for (guint i = 0; ok && i < n; i++)
    {
      g_autofree char *subject = cs_study_subject (self, descriptor, entry, id_of (of_marks ? marks->pdata[i] : NULL));

      ok = put (self, subject, name, value, error);
    }
  return cs_study_end_act (self, ok, error);
}

gboolean
cs_study_sign (CsStudy *self, CsEntry *entry, GError **error)
{
  g_autofree char *subject = cs_study_subject_exam (self, entry);

  if (cs_study_is_signed (self, entry))
    return TRUE;
  return cs_study_begin_act (self, "sign", 0, 1, cs_entry_get_id (entry), 0, error) &&
         cs_study_end_act (self, put (self, subject, "signed", self->reader, error), error);
}

/* Together, a signature is taken back whoever gave it: one of the present reader's own, that says nothing, is the
 * last. */
gboolean
cs_study_reopen (CsStudy *self, CsEntry *entry, const char *reason, GError **error)
{
  g_autofree char *subject = cs_study_subject_exam (self, entry);

  if (reason == NULL || reason[0] == '\0')
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("A case is reopened with a reason only: say why"));
      return FALSE;
    }
  if (!check_value (cs_descriptor_find ("reopened"), reason, error))
    return FALSE;
  return cs_study_begin_act (self, "reopen", 0, 1, cs_entry_get_id (entry), 0, error) &&
         cs_study_end_act (self, put (self, subject, "signed", "", error) &&
                           put (self, subject, "reopened", reason, error), error);
}
