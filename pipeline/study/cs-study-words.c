/* What is decided of readers' words, for records: together, the latest; apart, what all who said something agree on.
 * And readers' words side by side. */

#include "cs-study-private.h"

/* SQLite gives the value of the row that max() is of. */
#define TOGETHER "SELECT subject, name, value, max (at) FROM descriptors GROUP BY subject, name"
#define APART "SELECT subject, name, max (value), max (at) FROM descriptors WHERE value <> ''" \
              " GROUP BY subject, name HAVING min (value) = max (value)"

GHashTable *
cs_study_fetch_words (CsStudy *self)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cs_words_free);
  g_autoptr (CsQuery) row = self->store == NULL ? NULL
    : cs_store_ask (self->store, NULL, self->reading == CS_READING_TOGETHER ? TOGETHER : APART, "");

  while (row != NULL && cs_query_next (row, NULL))
    {
      const CsDescriptor *descriptor = cs_descriptor_find (cs_query_text (row, 1));
      CsWords *there = g_hash_table_lookup (words, cs_query_text (row, 0));

      /* Taken back of an examination, it is not said of the case whole again. */
      if (descriptor == NULL ||
          (cs_query_text (row, 2)[0] == '\0' && !g_str_has_prefix (cs_query_text (row, 0), "exam ")))
        continue;
      if (there == NULL)
        {
          there = g_new0 (CsWords, 1);
          g_hash_table_insert (words, g_strdup (cs_query_text (row, 0)), there);
        }
      cs_words_set (there, (guint) (descriptor - cs_descriptors), cs_query_text (row, 2));
    }
  return words;
}

const CsWords *
cs_words_of_mark (GHashTable *words,
                  gint64      mark)
{
  g_autofree char *subject = g_strdup_printf ("mark %" G_GINT64_FORMAT, mark);

  return g_hash_table_lookup (words, subject);
}

CsWords *
cs_words_of_film (CsStudy    *self,
                  GHashTable *words,
                  CsEntry    *entry)
{
  g_autofree char *film = g_strdup_printf ("film %" G_GINT64_FORMAT, cs_entry_get_id (entry));
  g_autofree char *whole = cs_study_subject_whole (entry), *exam = cs_study_subject_exam (self, entry);
  const char *const subjects[] = { film, whole, exam };
  CsWords *all = NULL;

  for (guint s = 0; s < G_N_ELEMENTS (subjects); s++)
    {
      const CsWords *said = g_hash_table_lookup (words, subjects[s]);

      for (guint i = 0; said != NULL && i < CS_N_DESCRIPTORS; i++)
        {
          if (said->values[i] == NULL)
            continue;
          all = all != NULL ? all : g_new0 (CsWords, 1);
          cs_words_set (all, i, said->values[i]);
        }
    }
  return all;
}

/* Agreement. */

#define OF_MARKS \
  "SELECT iif (f.case_id <> '', f.case_id, f.digest), f.id, m.id, d.reader, d.value FROM descriptors AS d" \
  " JOIN marks AS m ON d.subject = 'mark ' || m.id JOIN films AS f ON f.id = m.film AND NOT f.removed" \
  " WHERE d.name = ? AND d.value <> '' ORDER BY m.id, d.reader"
/* The unit is the examination, and two of one woman are one case: "exam 2019-03-02 NAME". */
#define OF_CASES \
  "SELECT iif (subject LIKE 'exam %', 'case ' || substr (subject, 17), subject), 0," \
  " dense_rank () OVER (ORDER BY subject), reader, value FROM descriptors" \
  " WHERE name = ? AND value <> '' ORDER BY subject, reader"

static guint
term_number (const CsDescriptor *descriptor,
             const char         *value)
{
  for (guint i = 0; descriptor->terms[i].id != NULL; i++)
    if (g_str_equal (descriptor->terms[i].id, value))
      return i + 1;
  return 0;
}

CsReadings *
cs_study_collect_words (CsStudy            *self,
                        const CsDescriptor *descriptor,
                        GError            **error)
{
  g_autoptr (CsReadings) readings = NULL;
  g_autoptr (CsQuery) row = NULL;

  g_return_val_if_fail (descriptor->terms != NULL && descriptor->subject != CS_SUBJECT_FILM, NULL);
  if (!cs_study_check_revealed (self, error))
    return NULL;
  readings = cs_readings_new ();
  row = cs_store_ask (self->store, error, descriptor->subject == CS_SUBJECT_MARK ? OF_MARKS : OF_CASES, "s",
                      descriptor->id);
  while (row != NULL && cs_query_next (row, NULL))
    cs_readings_add_term (readings, cs_query_text (row, 0), cs_query_int (row, 1), cs_query_int (row, 2),
                          cs_query_text (row, 3), term_number (descriptor, cs_query_text (row, 4)));
  return row != NULL ? g_steal_pointer (&readings) : NULL;
}
