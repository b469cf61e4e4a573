/* Another copy of a study, damaged or written by somebody who means ill, merged into ours: that stays sound, and
 * undoing brings back what was. */
#include "cs-merge.h"
#include "fuzz.h"
#include "studies.h"

static void
make_own (Study *self)
{
  study_make (self);
  study_propose_row (self, 3);
  study_judge (self, 0, CS_VERDICT_NEGATIVE);
}

static void
merge (Study *self, GFile *other)
{
  g_autofree char *before = study_describe (self), *after = NULL;
  g_autoptr (GError) error = NULL;
  CsMerged merged;
  gboolean well = cs_study_merge (self->study, other, &merged, &error);

  g_assert_true (well == (error == NULL));
  g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
  if (well)
    g_assert_true (cs_study_undo (self->study, NULL, NULL, NULL));
  after = study_describe (self);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (cs_study_verify (self->study, NULL, NULL, NULL));
}

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) folder = fuzz_get_place ("other");
  GFile *file = fuzz_lay_below (folder, "study.db", bytes, length);
  Study own = { 0 };

  make_own (&own);
  merge (&own, folder);
  study_clear (&own);
  fuzz_drop_study (folder);
  g_object_unref (file);
}

static void
seed (GPtrArray *seeds)
{
  fuzz_find ("study")->seed (seeds);
}

static gsize
mutate (guint8 *bytes, gsize length, gsize most, GRand *rand, FuzzPlain plain)
{
  return fuzz_find ("study")->mutate (bytes, length, most, rand, plain);
}

const FuzzTarget fuzz_target_merge = { .id = "merge", .run = run, .seed = seed, .mutate = mutate };
