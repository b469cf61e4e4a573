#include "cs-rounds.h"

#include "cs-blind.h"

static guint
position_of (GListModel *list, gpointer wanted)
{
  guint n = g_list_model_get_n_items (list);

  for (guint i = 0; wanted && i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);
      if (item == wanted)
        return i;
    }
  return G_MAXUINT;
}

gboolean
cs_rounds_to_judge (CsEntry *entry)
{
  return !cs_entry_get_proposed (entry) || cs_entry_get_n_judged (entry) < cs_entry_get_n_marks (entry);
}

CsEntry *
cs_rounds_next_film (CsStudy *study, CsEntry *entry)
{
  GListModel *entries = cs_study_get_entries (study);
  guint n = g_list_model_get_n_items (entries), at = position_of (entries, entry);
  guint first = at == G_MAXUINT ? 0 : at + 1;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsEntry) next = g_list_model_get_item (entries, (first + i) % n);
      if (next != entry && !cs_entry_get_missing (next) &&
          (cs_rounds_to_judge (next) || cs_study_is_hidden (study, next)))
        return g_steal_pointer (&next);
    }
  return NULL;
}

CsEntry *
cs_rounds_previous_film (CsStudy *study, CsEntry *entry)
{
  GListModel *entries = cs_study_get_entries (study);
  guint at = position_of (entries, entry);

  return at == G_MAXUINT || at == 0 ? NULL : g_list_model_get_item (entries, at - 1);
}

guint
cs_rounds_next_mark (GListModel *marks, guint position)
{
  guint n = g_list_model_get_n_items (marks);
  guint first = position == G_MAXUINT ? 0 : position + 1;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsMark) mark = g_list_model_get_item (marks, (first + i) % n);
      if (cs_mark_get_verdict (mark) == CS_VERDICT_NONE)
        return (first + i) % n;
    }
  return G_MAXUINT;
}

guint
cs_rounds_open_within (GListModel *marks, const graphene_rect_t *part)
{
  for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (CsMark) mark = g_list_model_get_item (marks, i);
      const CsBox *box = cs_mark_get_box (mark);
      graphene_rect_t rect;

      graphene_rect_init (&rect, (float) box->x, (float) box->y, (float) box->width, (float) box->height);
      if (cs_mark_get_verdict (mark) == CS_VERDICT_NONE && graphene_rect_contains_rect (part, &rect))
        return i;
    }
  return G_MAXUINT;
}

CsEntry *
cs_rounds_find_film (CsStudy *study, gint64 id)
{
  GListModel *entries = cs_study_get_entries (study);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (entries, i);
      if (cs_entry_get_id (entry) == id)
        return entry;          /* the list holds it */
    }
  return NULL;
}

CsMark *
cs_rounds_find_mark (CsStudy *study, CsEntry *entry, gint64 id)
{
  GListModel *lists[] = { cs_study_get_marks (study, entry), cs_study_get_truth (study, entry) };

  for (guint list = 0; list < G_N_ELEMENTS (lists); list++)
    for (guint i = 0; i < g_list_model_get_n_items (lists[list]); i++)
      {
        g_autoptr (CsMark) mark = g_list_model_get_item (lists[list], i);
        if (cs_mark_get_id (mark) == id)
          return mark;         /* the list holds it */
      }
  return NULL;
}

void
cs_rounds_count (CsStudy *study, guint *n_judged, guint *n_marks)
{
  GListModel *entries = cs_study_get_entries (study);
  guint n = g_list_model_get_n_items (entries);

  *n_judged = *n_marks = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (entries, i);
      *n_judged += cs_entry_get_n_judged (entry);
      *n_marks += cs_entry_get_n_marks (entry);
    }
}

/* A film without a case is one of its own: see cs-record.h. */
static char *
name_case (CsEntry *entry)
{
  const CsFacts *facts = cs_entry_get_facts (entry);

  return *facts->case_id ? g_strdup (facts->case_id)
                         : g_strdup_printf ("film %" G_GINT64_FORMAT, cs_entry_get_id (entry));
}

/* While one reader sees all there is, the lists know it already. */
static void
count_shown (CsStudy *study, guint *n_positive, guint *n_negative, guint *n_cases)
{
  GListModel *entries = cs_study_get_entries (study);
  g_autoptr (GHashTable) cases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (entries, i);

      *n_positive += cs_entry_get_n_verdict (entry, CS_VERDICT_POSITIVE);
      *n_negative += cs_entry_get_n_verdict (entry, CS_VERDICT_NEGATIVE);
      if (cs_entry_get_n_verdict (entry, CS_VERDICT_POSITIVE) > 0)
        g_hash_table_add (cases, name_case (entry));
    }
  *n_cases = g_hash_table_size (cases);
}

void
cs_rounds_count_decided (CsStudy *study, guint *n_positive, guint *n_negative, guint *n_cases)
{
  *n_positive = *n_negative = *n_cases = 0;
  if (cs_study_get_reading (study) == CS_READING_TOGETHER && !cs_study_get_blind (study))
    count_shown (study, n_positive, n_negative, n_cases);
  else
    cs_study_count_decided (study, n_positive, n_negative, n_cases, NULL);
}
