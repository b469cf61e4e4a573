#include "cs-cross.h"

#include <glib/gi18n-lib.h>

#include "cs-error.h"

typedef struct
{
  GFile              *folder;
  CsRecord           *record;
  CsSettings         *settings;
  CsPatches          *patches;
  CsContender         contender;
  const CsCrossWatch *watch;
  CsCourse           *course;           /* of the set that trains now */
  CsStanding          standing;
  GCancellable       *cancellable;
} Cross;

static void
cross_clear (Cross *self)
{
  g_clear_pointer (&self->patches, cs_patches_unref);
  g_clear_pointer (&self->course, cs_course_free);
  cs_standing_clear (&self->standing);
  g_free (self->contender.name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cross, cross_clear)

static guint
set_of (const Cross *self)
{
  return MAX (self->contender.plan.fold, 0);
}

static void
report_cb (double      fraction,
           const char *title,
           gpointer    data)
{
  const Cross *self = data;

  if (self->watch->progress != NULL)
    self->watch->progress (set_of (self), fraction, title, self->watch->data);
}

/* How much of the epochs or minutes has gone: what is nearer to its end counts. */
static double
find_fraction (const NnPlan  *plan,
               const NnEpoch *epoch)
{
  double by_minutes = plan->minutes > 0 ? epoch->seconds / (60 * plan->minutes) : 0;

  return CLAMP (MAX (by_minutes, (double) epoch->number / plan->max_epochs), 0, 1);
}

static void
epoch_cb (const NnEpoch *epoch,
          gpointer       data)
{
  const Cross *self = data;
  guint n = 0;
  const NnEpoch *epochs = cs_course_get_epochs (self->course, &n);
  g_autofree char *title = NULL;

  /* Translators: how a training fares. */
  title = g_strdup_printf (_("Epoch %u, loss %.3f, validation %.3f"), epoch->number, epoch->training_loss,
                           epoch->validation_loss);
  report_cb (find_fraction (&self->contender.plan.plan, epoch), title, data);
  if (self->watch->epochs != NULL)
    self->watch->epochs (set_of (self), epochs, n, self->watch->data);
}

static void
begin_course (Cross *self)
{
  g_clear_pointer (&self->course, cs_course_free);
  self->course = cs_course_new (self->record, self->settings, self->patches, &self->contender.plan);
}

static gboolean
train (Cross   *self,
       GError **error)
{
  CsCourseWatch watch = { .report = report_cb, .epoch = epoch_cb, .data = self };

  return cs_trial_run (self->folder, &self->contender, self->course, self->record, &watch, &self->standing,
                       self->cancellable, error);
}

/* A state that belongs to another training is of no use to anyone: this one begins anew. */
static gboolean
run_set (Cross   *self,
         GError **error)
{
  g_autoptr (GError) refused = NULL;

  begin_course (self);
  if (cs_trial_find (self->folder, &self->contender, cs_course_get_key (self->course), &self->standing) ||
      train (self, &refused))
    return TRUE;
  if (!g_error_matches (refused, CS_ERROR, CS_ERROR_SETTING) || !cs_trial_forget (self->folder, &self->contender))
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return FALSE;
    }
  begin_course (self);
  return train (self, error);
}

static gboolean
gather (Cross   *self,
        GError **error)
{
  CsCut cut = cs_course_plan_cut (&self->contender.plan);

  self->patches = cs_patches_gather (self->record, self->settings, &cut, report_cb, self, self->cancellable, error);
  return self->patches != NULL;
}

static gboolean
make_folder (GFile   *folder,
             GError **error)
{
  g_autoptr (GError) wrong = NULL;

  if (g_file_make_directory_with_parents (folder, NULL, &wrong) ||
      g_error_matches (wrong, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&wrong));
  return FALSE;
}

gboolean
cs_cross_run (GFile              *folder,
              CsRecord           *record,
              CsSettings         *settings,
              const CsCoursePlan *plan,
              const CsCrossWatch *watch,
              GCancellable       *cancellable,
              GError            **error)
{
  g_auto (Cross) self = { .folder = folder, .record = record, .settings = settings, .watch = watch,
                          .contender = { g_strdup (plan->recipe), *plan }, .cancellable = cancellable };

  cs_standing_init (&self.standing, plan->n_folds);
  if (!make_folder (folder, error) || !gather (&self, error))
    return FALSE;
  for (guint i = 0; i < plan->n_folds; i++)
    {
      self.contender.plan.fold = (int) i;
      if (!run_set (&self, error))
        return FALSE;
      if (watch->standing != NULL)
        watch->standing (&self.standing, watch->data);
    }
  return TRUE;
}

CsStanding *
cs_cross_find (GFile              *folder,
               const CsCoursePlan *plan)
{
  CsStanding *standing = g_new0 (CsStanding, 1);
  g_autofree char *name = g_strdup (plan->recipe);
  CsContender contender = { name, *plan };

  cs_standing_init (standing, plan->n_folds);
  for (guint i = 0; i < plan->n_folds; i++)
    {
      contender.plan.fold = (int) i;
      cs_trial_find (folder, &contender, NULL, standing);
    }
  return standing;
}
