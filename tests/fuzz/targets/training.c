/* What a training leaves beside a study, which may come from anybody: its state, what it set out with, a result that is
 * kept. The first two carry a digest, which is made anew. */
#include <string.h>

#include "cs-outset.h"
#include "cs-trial.h"
#include "fuzz.h"
#include "nn-bytes.h"
#include "nn-recipe.h"
#include "nn-train.h"

#define DIGEST_AT 12
#define BODY_AT 44

static void
load_state (GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NnTrainer) trainer = nn_trainer_load (file, &error);
  guint n;

  g_assert_true ((trainer == NULL) == (error != NULL));
  if (trainer == NULL)
    return;
  nn_net_unref (nn_trainer_get_best (trainer));
  g_assert_true (nn_trainer_get_epochs (trainer, &n) != NULL || n == 0);
}

static void
load_outset (GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutset) outset = cs_outset_load (file, fuzz_get_record (), &error);

  g_assert_true ((outset == NULL) == (error != NULL));
  if (outset != NULL)
    cs_outset_count (outset, CS_VERDICT_POSITIVE);
}

static void
find_result (GFile *folder)
{
  CsContender contender = { .name = (char *) "unet" };
  CsStanding standing;

  cs_course_plan_init (&contender.plan);
  contender.plan.fold = 0;
  cs_standing_init (&standing, 5);
  if (cs_trial_find (folder, &contender, NULL, &standing))
    g_assert_cmpuint (standing.n_done, ==, 1);
  cs_standing_clear (&standing);
}

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) folder = fuzz_get_place ("training");
  GFile *file = fuzz_lay_below (folder, "unet.set1.result", bytes, length);

  load_state (file);
  load_outset (file);
  find_result (folder);
  fuzz_drop_below (folder, file);
}

static gsize
mutate (guint8 *bytes, gsize length, gsize most, GRand *rand, FuzzPlain plain)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = BODY_AT - DIGEST_AT;

  if (length <= BODY_AT || most <= BODY_AT || memcmp (bytes, "CALC", 4) != 0)
    return plain (bytes, length, most);
  length = BODY_AT + plain (bytes + BODY_AT, length - BODY_AT, most - BODY_AT);
  g_checksum_update (sum, bytes + BODY_AT, (gssize) (length - BODY_AT));
  g_checksum_get_digest (sum, bytes + DIGEST_AT, &size);
  return length;
}

static void
add_state (GPtrArray *seeds, GFile *file)
{
  NnDesign design = { 8, 2, 1, 0, NN_NORM_INSTANCE, 0, 0 };
  g_autoptr (NnGraph) graph = nn_recipe_build (nn_recipe_find ("unet"), &design, NULL);
  g_autoptr (NnNet) net = nn_net_new (graph, 1);
  NnPlan plan;
  g_autoptr (NnTrainer) trainer = NULL;

  nn_plan_init (&plan);
  trainer = nn_trainer_new (net, &plan);
  g_assert_true (nn_trainer_save (trainer, file, NULL));
  fuzz_add_file (seeds, g_object_ref (file));
}

static void
add_outset (GPtrArray *seeds, GFile *file)
{
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (CsOutset) outset = NULL;
  CsCoursePlan plan;

  cs_course_plan_init (&plan);
  outset = cs_outset_new (fuzz_get_record (), settings, &plan, NULL);
  g_assert_true (cs_outset_save (outset, file, NULL));
  fuzz_add_file (seeds, g_object_ref (file));
}

static void
add_result (GPtrArray *seeds)
{
  g_autoptr (GKeyFile) kept = g_key_file_new ();
  g_autofree char *text = NULL;
  CsStanding standing;

  cs_standing_init (&standing, 5);
  g_key_file_set_string (kept, "trial", "key", "0123");
  g_key_file_set_uint64 (kept, "trial", "parameters", 7);
  g_key_file_set_double_list (kept, "history", "training", (double[]) { 0.5, 0.25 }, 2);
  g_key_file_set_double_list (kept, "history", "validation", (double[]) { 0.75, 0.5 }, 2);
  cs_folds_put_set (standing.folds, 0, kept);
  text = g_key_file_to_data (kept, NULL, NULL);
  fuzz_add_text (seeds, text);
  cs_standing_clear (&standing);
}

static void
seed (GPtrArray *seeds)
{
  g_autoptr (GFile) file = fuzz_get_place ("seed.state");

  add_state (seeds, file);
  add_outset (seeds, file);
  add_result (seeds);
}

const FuzzTarget fuzz_target_training = { .id = "training", .run = run, .seed = seed, .mutate = mutate };
