#include "cs-course.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-error.h"
#include "cs-json.h"

/* Ties a saved state to its patches, split and network: see meet_state(). */
#define KEY_NOTE "course"

struct _CsCourse
{
  CsRecord     *record;
  CsSettings   *settings;
  CsPatches    *patches;
  CsCoursePlan  plan;
  CsSplit      *split;
  char         *key;
  NnNet        *first;       /* whose weights the training begins from; NULL: they are drawn */
  NnTrainer    *trainer;
  gboolean      finished;
  NnStop        stop;
  CsScoring    *scoring;
};

static const char *const stop_names[] = {
  [NN_STOP_RULE] = "rule", [NN_STOP_EPOCHS] = "epochs", [NN_STOP_MINUTES] = "minutes" };
static const char *const part_names[CS_N_PARTS] = { "training", "validation", "testing" };

static gboolean
gather (CsCourse            *self,
        const CsCourseWatch *watch,
        GCancellable        *cancellable,
        GError             **error)
{
  if (self->patches == NULL)
    {
      CsCut cut = cs_course_plan_cut (&self->plan);

      self->patches = cs_patches_gather (self->record, self->settings, &cut, watch->report, watch->data, cancellable,
                                         error);
    }
  if (self->patches == NULL)
    return FALSE;
  if (self->split == NULL)
    self->split = cs_split_new (self->patches, self->plan.plan.seed, self->plan.fold, self->plan.n_folds,
                                self->plan.negatives, self->plan.mixing, error);
  return self->split != NULL;
}

static void
digest_patch (GChecksum       *sum,
              const CsPatches *patches,
              guint            i)
{
  gsize area = (gsize) cs_patches_get_cut (patches)->side * cs_patches_get_cut (patches)->side;
  const CsPatch *patch = cs_patches_get (patches, i);
  const char *case_id = cs_patches_get_case (patches, i);
  g_autofree guint8 *known = g_new (guint8, area);

  g_checksum_update (sum, (const guchar *) case_id, strlen (case_id));
  g_checksum_update (sum, (const guchar *) patch->pixels, area * sizeof (float));
  g_checksum_update (sum, patch->target, area);
  /* Patches known whole have the key they had before there were others: what is paused or kept goes on. */
  cs_patches_get_known (patches, i, known);
  if (memchr (known, 0, area) != NULL)
    g_checksum_update (sum, known, area);
}

/* What a state may be resumed on: the same patches, dealt out alike, to the same network. Limits of time may differ. */
static char *
make_key (const CsCourse *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  NnPlan unlimited = self->plan.plan;
  g_autofree char *design = nn_design_to_text (&self->plan.design);
  g_autofree char *plan = NULL, *head = NULL;

  unlimited.max_epochs = 1;
  unlimited.minutes = 0;
  unlimited.threads = 0;
  plan = nn_plan_to_text (&unlimited);
  head = g_strdup_printf ("%s %s %s %d %u %d %.17g %s", self->plan.recipe, design, plan, self->plan.fold,
                          self->plan.n_folds, self->plan.negatives, self->plan.mixing, self->first != NULL
                          ? nn_net_get_digest (self->first) : "");
  g_checksum_update (sum, (const guchar *) head, strlen (head));
  for (guint i = 0; i < cs_patches_get_n (self->patches); i++)
    digest_patch (sum, self->patches, i);
  return g_strdup (g_checksum_get_string (sum));
}

static NnTrainer *
begin (const CsCourse *self,
       GError        **error)
{
  const NnRecipe *recipe = nn_recipe_find (self->plan.recipe);
  g_autoptr (NnGraph) graph = NULL;
  g_autoptr (NnNet) net = NULL;

  if (recipe == NULL)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("There is no network called “%s”"), self->plan.recipe);
      return NULL;
    }
  graph = nn_recipe_build (recipe, &self->plan.design, error);
  if (graph == NULL)
    return NULL;
  net = nn_net_new (graph, self->plan.plan.seed);
  if (self->first != NULL)
    {
      memcpy (nn_net_edit_params (net), nn_net_get_params (self->first), nn_net_get_n_params (net) * sizeof (float));
      memcpy (nn_net_edit_state (net), nn_net_get_state (self->first), nn_net_get_n_state (net) * sizeof (float));
    }
  nn_net_set_note (net, KEY_NOTE, self->key);
  return nn_trainer_new (net, &self->plan.plan);
}

static NnTrainer *
meet_state (const CsCourse *self,
            GFile          *state,
            GError        **error)
{
  g_autoptr (NnTrainer) trainer = nn_trainer_load (state, error);
  g_autoptr (NnNet) best = NULL;

  if (trainer == NULL)
    return NULL;
  best = nn_trainer_get_best (trainer);
  if (g_strcmp0 (nn_net_get_note (best, KEY_NOTE), self->key) == 0)
    {
      nn_trainer_set_limits (trainer, self->plan.plan.max_epochs, self->plan.plan.minutes);
      return g_steal_pointer (&trainer);
    }
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
               _("“%s” was saved by a training on other verdicts, settings or another plan; begin anew"),
               g_file_peek_path (state));
  return NULL;
}

static gboolean
prepare (CsCourse            *self,
         GFile               *state,
         gboolean             resume,
         const CsCourseWatch *watch,
         GCancellable        *cancellable,
         GError             **error)
{
  if (!nn_plan_check (&self->plan.plan, error) || !gather (self, watch, cancellable, error))
    return FALSE;
  g_return_val_if_fail (cs_patches_get_cut (self->patches)->side == self->plan.design.patch, FALSE);
  if (self->trainer != NULL)
    return TRUE;
  cs_course_get_key (self);
  if (resume && state != NULL && g_file_query_exists (state, NULL))
    self->trainer = meet_state (self, state, error);
  else
    self->trainer = begin (self, error);
  return self->trainer != NULL;
}

static void
append_history (GString        *json,
                const CsCourse *self)
{
  guint n = 0;
  const NnEpoch *epochs = cs_course_get_epochs (self, &n);

  g_string_append (json, ", \"history\": [");
  for (guint i = 0; i < n; i++)
    {
      const double columns[] = { epochs[i].training_loss, epochs[i].validation_loss, epochs[i].rate };

      cs_json_row (json, G_N_ELEMENTS (columns), columns, (const guint[]) { 6, 6, 9 });
    }
  g_string_append_c (json, ']');
}

static void
append_parts (GString        *json,
              const CsCourse *self)
{
  g_string_append (json, ", \"patches\": {");
  for (guint part = 0; part < CS_N_PARTS; part++)
    g_string_append_printf (json, "%s\"%s\": %u", part > 0 ? ", " : "", part_names[part], cs_course_get_n (self, part));
  g_string_append_c (json, '}');
}

static char *
make_title (const CsCourse *self)
{
  const NnRecipe *recipe = nn_recipe_find (self->plan.recipe);

  return g_strdup_printf ("%s, %s", recipe->title, cs_record_get_title (self->record));
}

/* Of the patches' pixels: that of their cut or, as the films have them, within a hundredth the same for all; 0: they
 * differ, or it is not known. */
static double
find_spacing (const CsPatches *patches)
{
  double cut = cs_patches_get_cut (patches)->mm, spacing = 0;

  for (guint i = 0; i < cs_patches_get_n (patches); i++)
    {
      double here = cs_patches_get_film (patches, i)->facts.mm_per_pixel;

      spacing = i == 0 ? here : spacing;
      if (!(here > 0) || (cut == 0 && fabs (here - spacing) > 0.01 * spacing))
        return 0;
    }
  return cut > 0 ? cut : spacing;
}

static void
write_notes (CsCourse *self,
             NnNet    *net)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *created = g_date_time_format_iso8601 (now);
  g_autofree char *plan = nn_plan_to_text (&self->plan.plan);
  g_autofree char *design = nn_design_to_text (&self->plan.design);
  g_autofree char *settings = cs_settings_to_text (self->settings);
  g_autofree char *seed = g_strdup_printf ("%u", self->plan.plan.seed);
  g_autofree char *figures = cs_course_get_figures (self);
  g_autofree char *title = make_title (self);

  if (find_spacing (self->patches) > 0)
    cs_patch_note_spacing (net, find_spacing (self->patches));
  cs_patch_note_picture (net, cs_patch_get_picture (self->settings));
  nn_net_set_note (net, "recipe", self->plan.recipe);
  nn_net_set_note (net, "design", design);
  nn_net_set_note (net, "plan", plan);
  nn_net_set_note (net, "settings", settings);
  nn_net_set_note (net, "seed", seed);
  nn_net_set_note (net, "figures", figures);
  nn_net_set_note (net, "created", created);
  nn_net_set_note (net, "title", title);
}

CsCourse *
cs_course_new (CsRecord           *record,
               CsSettings         *settings,
               CsPatches          *patches,
               const CsCoursePlan *plan)
{
  CsCourse *self = g_new0 (CsCourse, 1);

  self->record = cs_record_ref (record);
  self->settings = cs_settings_ref (settings);
  self->patches = patches != NULL ? cs_patches_ref (patches) : NULL;
  self->plan = *plan;
  self->plan.recipe = g_intern_string (plan->recipe);
  return self;
}

void
cs_course_free (CsCourse *self)
{
  g_clear_pointer (&self->scoring, cs_scoring_free);
  g_clear_pointer (&self->trainer, nn_trainer_free);
  g_clear_pointer (&self->first, nn_net_unref);
  g_clear_pointer (&self->split, cs_split_free);
  g_clear_pointer (&self->patches, cs_patches_unref);
  g_clear_pointer (&self->settings, cs_settings_unref);
  g_clear_pointer (&self->record, cs_record_unref);
  g_free (self->key);
  g_free (self);
}

/* Node for node the same ops and the same shapes: then so is every parameter's meaning. */
static gboolean
is_same_graph (const NnGraph *a,
               const NnGraph *b)
{
  gboolean same = nn_graph_get_n_nodes (a) == nn_graph_get_n_nodes (b) &&
                  nn_graph_get_n_params (a) == nn_graph_get_n_params (b) &&
                  nn_graph_get_n_state (a) == nn_graph_get_n_state (b);

  for (guint i = 1; same && i < nn_graph_get_n_nodes (a); i++)
    same = nn_graph_get_node (a, i)->op == nn_graph_get_node (b, i)->op &&
           nn_graph_get_params_at (a, i) == nn_graph_get_params_at (b, i);
  return same;
}

gboolean
cs_course_begin_from (CsCourse *self,
                      NnNet    *net,
                      GError  **error)
{
  const NnRecipe *recipe = nn_recipe_find (self->plan.recipe);
  g_autoptr (NnGraph) graph = nn_recipe_build (recipe, &self->plan.design, error);

  g_return_val_if_fail (self->trainer == NULL, FALSE);

  if (graph == NULL)
    return FALSE;
  if (!is_same_graph (graph, nn_net_get_graph (net)))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
                   _("The network to begin from is another one than the plan's: it has %u parameters instead of %u. "
                     "Begin with random weights, or train the variant it is of"),
                   (guint) nn_net_get_n_params (net), (guint) nn_graph_get_n_params (graph));
      return FALSE;
    }
  g_clear_pointer (&self->first, nn_net_unref);
  self->first = nn_net_ref (net);
  return TRUE;
}

gboolean
cs_course_train (CsCourse            *self,
                 GFile               *state,
                 gboolean             resume,
                 const CsCourseWatch *watch,
                 GCancellable        *cancellable,
                 GError             **error)
{
  NnWatch training = { watch->batch, watch->epoch, watch->data };
  g_autoptr (CsScoring) outdated = NULL;

  if (!prepare (self, state, resume, watch, cancellable, error))
    return FALSE;
  outdated = g_steal_pointer (&self->scoring);
  gboolean verdict = !nn_recipe_find (self->plan.recipe)->segments;
  NnFeed lessons = cs_split_get_feed (self->split, CS_PART_TRAINING, verdict);
  NnFeed checks = cs_split_get_feed (self->split, CS_PART_VALIDATION, verdict);
  self->finished = nn_trainer_run (self->trainer, &lessons, &checks, state, &training, &self->stop, cancellable, error);
  return self->finished;
}

const char *
cs_course_get_key (CsCourse *self)
{
  g_return_val_if_fail (self->patches != NULL, NULL);

  if (self->key == NULL)
    self->key = make_key (self);
  return self->key;
}

static guint *
list_part (const CsCourse *self,
           CsPart          part,
           guint          *n)
{
  guint *which;

  *n = cs_course_get_n (self, part);
  which = g_new (guint, *n + 1);
  for (guint i = 0; i < *n; i++)
    which[i] = cs_split_get_index (self->split, part, i);
  return which;
}

/* Chosen where the plan leaves it open. */
static gboolean
find_threshold (const CsCourse *self,
                CsScoringTask  *task,
                GCancellable   *cancellable,
                GError        **error)
{
  guint n = 0;
  g_autofree guint *which = list_part (self, CS_PART_VALIDATION, &n);
  CsScoringTask validation = *task;

  if (self->plan.threshold > 0)
    return TRUE;
  validation.which = which;
  validation.n = n;
  return cs_scoring_choose (&validation, &task->threshold, cancellable, error);
}

gboolean
cs_course_score (CsCourse            *self,
                 const CsCourseWatch *watch,
                 GCancellable        *cancellable,
                 GError             **error)
{
  g_autoptr (NnNet) best = NULL;
  g_autofree guint *which = NULL;
  guint n = 0;
  CsScoringTask task;

  g_return_val_if_fail (cs_course_get_best (self) != NULL, FALSE);

  which = list_part (self, CS_PART_TESTING, &n);
  best = nn_trainer_get_best (self->trainer);
  g_clear_pointer (&self->scoring, cs_scoring_free);
  task = (CsScoringTask) { best, self->record, self->patches, which, n, self->plan.threshold, self->plan.plan.threads,
                           self->plan.turns == CS_TURNS_EIGHT };
  if (!find_threshold (self, &task, cancellable, error))
    return FALSE;
  self->scoring = cs_scoring_run (&task, watch->report, watch->data, cancellable, error);
  return self->scoring != NULL;
}

NnNet *
cs_course_get_network (CsCourse *self)
{
  NnNet *net;

  if (cs_course_get_best (self) == NULL)
    return NULL;
  net = nn_trainer_get_best (self->trainer);
  write_notes (self, net);
  return net;
}

char *
cs_course_get_figures (CsCourse *self)
{
  GString *json = g_string_new (NULL);
  const NnEpoch *best = cs_course_get_best (self);
  guint n = 0;
  const NnEpoch *epochs = cs_course_get_epochs (self, &n);
  g_autofree char *test = self->scoring != NULL ? cs_scoring_to_json (self->scoring, NULL) : g_strdup ("null");

  g_string_append_printf (json, "{\"epochs\": %u, \"stopped_by\": \"%s\", \"best_epoch\": %u", n,
                          self->finished ? stop_names[self->stop] : "hand", best != NULL ? best->number : 0);
  cs_json_member (json, "best_validation_loss", best != NULL ? best->validation_loss : (double) NAN, 6);
  cs_json_member (json, "seconds", n > 0 ? epochs[n - 1].seconds : 0, 1);
  append_parts (json, self);
  g_string_append_printf (json, ", \"test\": %s", test);
  append_history (json, self);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

const CsScoring *
cs_course_get_scoring (const CsCourse *self)
{
  return self->scoring;
}

guint
cs_course_get_n (const CsCourse *self,
                 CsPart          part)
{
  return self->split != NULL ? cs_split_get_n (self->split, part) : 0;
}

const NnEpoch *
cs_course_get_epochs (const CsCourse *self,
                      guint          *n)
{
  guint count = 0;
  const NnEpoch *epochs = self->trainer != NULL ? nn_trainer_get_epochs (self->trainer, &count) : NULL;

  if (n != NULL)
    *n = count;
  return epochs;
}

const NnEpoch *
cs_course_get_best (const CsCourse *self)
{
  const NnEpoch *best = NULL;
  guint n = 0;
  const NnEpoch *epochs = cs_course_get_epochs (self, &n);

  for (guint i = 0; i < n; i++)
    if (epochs[i].best)
      best = &epochs[i];
  return best;
}

NnStop
cs_course_get_stop (const CsCourse *self)
{
  return self->stop;
}
