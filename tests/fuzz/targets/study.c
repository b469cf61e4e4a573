/* A study's database, damaged or written by somebody who means ill: it opens, shows what it has, takes a verdict, or
 * says why not. Half of the changes are values of a row, which a change of bytes would hardly ever make. */
#include <string.h>

#include "cs-store.h"
#include "fuzz.h"
#include "studies.h"

static void
look_at (Study *self)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study);
  g_autofree char *told = study_describe (self), *last = NULL;
  guint n;

  g_assert_nonnull (record);
  cs_study_verify (self->study, &n, &last, NULL);
}

static void
change (Study *self)
{
  GListModel *entries = cs_study_get_entries (self->study);
  g_autoptr (CsEntry) entry = g_list_model_get_item (entries, 0);
  g_autoptr (CsMark) mark = entry != NULL ? g_list_model_get_item (cs_study_get_marks (self->study, entry), 0) : NULL;

  if (mark != NULL)
    cs_study_judge (self->study, mark, CS_VERDICT_UNSURE, NULL);
  for (guint i = 0; i < 3; i++)
    cs_study_undo (self->study, NULL, NULL, NULL);
}

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) folder = fuzz_get_place ("study"), file = fuzz_lay_below (folder, "study.db", bytes, length);
  g_autoptr (GError) error = NULL;
  Study self = { .folder = folder };

  self.study = cs_study_open (folder, &error);
  g_assert_true ((self.study == NULL) == (error != NULL));
  if (self.study != NULL)
    {
      look_at (&self);
      change (&self);
    }
  g_clear_object (&self.study);
  fuzz_drop_study (folder);
}

/* A value nobody would write, in some row of some table; FALSE: it is no database any more. */
static gboolean
change_value (GFile *file, GRand *rand)
{
  static const char *const values[] = { "NULL", "-1", "0", "9223372036854775807", "1e308", "''", "'text'", "x'00ff'",
                                        "zeroblob(70000)", "CAST(x'ff41' AS TEXT)", "2147483648", "-0.5" };
  g_autoptr (CsStore) store = cs_store_open_plain (file, NULL);
  g_autoptr (CsQuery) columns = NULL;
  g_autofree char *sql = NULL;

  if (store == NULL)
    return FALSE;
  columns = cs_store_ask (store, NULL, "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info (t.name) c "
                          "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY "
                          "(t.rootpage * 31 + c.cid) * ?1 % 1009", "i", (gint64) g_rand_int_range (rand, 1, 1009));
  if (columns != NULL && cs_query_next (columns, NULL))
    sql = g_strdup_printf ("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; "
                           "UPDATE OR IGNORE \"%s\" SET \"%s\" = %s",
                           cs_query_text (columns, 0), cs_query_text (columns, 1),
                           values[g_rand_int_range (rand, 0, G_N_ELEMENTS (values))]);
  g_clear_pointer (&columns, cs_query_end);
  return sql != NULL && cs_store_run (store, sql, NULL);
}

static gsize
mutate (guint8 *bytes, gsize length, gsize most, GRand *rand, FuzzPlain plain)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *changed = NULL;
  gsize n;

  if (g_rand_boolean (rand))
    return plain (bytes, length, most);
  file = fuzz_lay ("change.db", bytes, length);
  if (!change_value (file, rand) || !g_file_load_contents (file, NULL, &changed, &n, NULL, NULL) || n > most || n == 0)
    return plain (bytes, length, most);
  memcpy (bytes, changed, n);
  return n;
}

static void
seed (GPtrArray *seeds)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (CsStore) store = NULL;
  Study self = { 0 };

  study_make (&self);
  study_propose_row (&self, 3);
  study_judge (&self, 0, CS_VERDICT_POSITIVE);
  study_judge (&self, 1, CS_VERDICT_NEGATIVE);
  file = g_file_get_child (self.folder, "study.db");
  g_clear_object (&self.study);
  store = cs_store_open_plain (file, NULL);
  g_assert_true (cs_store_run (store, "PRAGMA page_size = 512; VACUUM", NULL));
  g_clear_pointer (&store, cs_store_close);
  fuzz_add_file (seeds, g_object_ref (file));
  study_clear (&self);
}

const FuzzTarget fuzz_target_study = { .id = "study", .run = run, .seed = seed, .mutate = mutate };
