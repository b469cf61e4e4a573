#include "learned.h"

#include "folder.h"
#include "cs-formats.h"
#include "cs-phantom.h"
#include "cs-study.h"

#define SIDE 256
#define SEED 11

static void
draw_film (GFile *folder,
           guint  woman)
{
  CsPhantomPlan plan;
  CsPhantom *phantom;
  g_autoptr (GError) error = NULL;

  cs_phantom_plan_init (&plan, SIDE, SIDE, 8, 0.2, SEED, 4 * woman);
  plan.clusters = 1;
  plan.contrast_lower = 6;
  phantom = cs_phantom_draw (&plan, SEED, 4 * woman, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cs_phantom_write (phantom, folder, NULL, &error));
  cs_phantom_free (phantom);
}

/* Boxes of the drawn calcifications, and as many on the other side of the film. */
static void
judge_spots (CsStudy       *study,
             CsEntry       *entry,
             const CsTruth *truth)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < cs_truth_get_n_spots (truth); i++)
    {
      const CsTruthSpot *spot = cs_truth_get_spot (truth, i);
      CsBox box = { spot->x, spot->y, spot->width, spot->height, 1, { 0 } };
      CsBox clean = { spot->x, SIDE - 1 - spot->y - spot->height, spot->width, spot->height, 0, { 0 } };

      g_assert_nonnull (cs_study_draw (study, entry, &box, CS_VERDICT_POSITIVE, &error));
      g_assert_nonnull (cs_study_draw (study, entry, &clean, CS_VERDICT_NEGATIVE, &error));
    }
}

static void
add_film (CsStudy *study,
          GFile   *films,
          guint    woman)
{
  g_autofree char *name = cs_phantom_name (SEED, 4 * woman);
  g_autofree char *path = g_build_filename (g_file_peek_path (films), name, "film.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = cs_formats_read (file, NULL, &error);
  g_autoptr (CsTruth) truth = cs_formats_truth (file, cs_image_get_width (image), cs_image_get_height (image), &error);
  CsEntry *entry;

  g_assert_no_error (error);
  entry = cs_study_add (study, file, image, &error);
  g_assert_no_error (error);
  judge_spots (study, entry, truth);
}

static void
set_up (Learned *self,
        guint    n_cases)
{
  g_autofree char *path = g_dir_make_tmp ("calcspot-learned-XXXXXX", NULL);
  g_autoptr (GFile) films = g_file_new_build_filename (path, "films", NULL);
  g_autoptr (GFile) place = g_file_new_build_filename (path, "study", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStudy) study = NULL;
  CsCut cut = { CS_PATCH_SIDE, TRUE, TRUE };

  g_assert_true (g_file_make_directory (films, NULL, &error));
  study = cs_study_open (place, &error);
  g_assert_no_error (error);
  for (guint woman = 0; woman < n_cases; woman++)
    {
      draw_film (films, woman);
      add_film (study, films, woman);
    }
  self->folder = g_file_new_for_path (path);
  self->record = cs_study_freeze (study);
  self->settings = cs_settings_new (NULL);
  self->patches = cs_patches_gather (self->record, self->settings, &cut, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Learned *self)
{
  remove_tree (g_file_peek_path (self->folder));
  g_clear_object (&self->folder);
  g_clear_pointer (&self->patches, cs_patches_unref);
  g_clear_pointer (&self->settings, cs_settings_unref);
  g_clear_pointer (&self->record, cs_record_unref);
}

int
learned_run (Learned *self,
             guint    n_cases)
{
  int status;

  set_up (self, n_cases);
  status = g_test_run ();
  tear_down (self);
  return status;
}

void
learned_cancel_cb (guint    epoch,
                   guint    batch,
                   guint    n_batches,
                   double   loss,
                   gpointer cancellable)
{
  if (epoch == 2)
    g_cancellable_cancel (cancellable);
}
