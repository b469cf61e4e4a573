/* compare: the paper's Table 2. Networks, or variants of one, on the same patches, sets and plan. Set after set, so
 * that a comparison that is cut off has seen every contender equally often; the same command goes on where it was cut.
 * */
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "cs-planning.h"
#include "cs-trial.h"
#include "cs-tuning.h"

#define SETS 5
/* Behind a network's name: trained as the paper trained, on its pictures. */
#define PUBLISHED ":published"
/* As well as we can, whatever it takes. */
#define BEST ":best"

/* What the paper prints, parameters in millions and accuracy in percent. */
static const struct { const char *id; double n_params, accuracy; } printed[] = {
  { "unet", 0.84, 98.2 }, { "valvano", 2.80, 97.4 }, { "rehman", 2.61, 95.6 }, { "densenet", 3.03, 94.5 } };

typedef struct
{
  CsCall      *call;
  CsRecord    *record;
  CsSettings  *settings;
  GFile       *folder, *csv;
  GArray      *contenders;             /* of CsContender */
  GArray      *standings;              /* of CsStanding, one each */
  GHashTable  *patches;                /* of CsPatches, by side, spacing and picture */
  guint        n_sets, at, set;        /* at, set: what trains now */
  gboolean     show;
} Comparison;

static void
contender_clear (gpointer data)
{
  g_free (((CsContender *) data)->name);
}

static void
comparison_init (Comparison *self,
                 CsCall     *call)
{
  *self = (Comparison) { .call = call };
  self->contenders = g_array_new (FALSE, TRUE, sizeof (CsContender));
  g_array_set_clear_func (self->contenders, contender_clear);
  self->standings = g_array_new (FALSE, TRUE, sizeof (CsStanding));
  g_array_set_clear_func (self->standings, (GDestroyNotify) cs_standing_clear);
  self->patches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cs_patches_unref);
}

static void
comparison_clear (Comparison *self)
{
  g_clear_pointer (&self->record, cs_record_unref);
  g_clear_pointer (&self->settings, cs_settings_unref);
  g_clear_object (&self->folder);
  g_clear_object (&self->csv);
  g_array_unref (self->contenders);
  g_array_unref (self->standings);
  g_hash_table_unref (self->patches);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comparison, comparison_clear)

static CsContender *
contender_at (const Comparison *self,
              guint             i)
{
  return &g_array_index (self->contenders, CsContender, i);
}

static CsStanding *
standing_at (const Comparison *self,
             guint             i)
{
  return &g_array_index (self->standings, CsStanding, i);
}

static void
add_contender (Comparison         *self,
               const CsCoursePlan *plan,
               char               *name)
{
  CsContender contender = { name, *plan };
  CsStanding standing;

  contender.plan.n_folds = self->n_sets;
  contender.plan.plan.minutes /= self->n_sets;
  cs_standing_init (&standing, self->n_sets);
  g_array_append_val (self->contenders, contender);
  g_array_append_val (self->standings, standing);
}

/* "batch=8,16,42": a contender each value. @name: of the network. */
static gboolean
add_sweep (Comparison         *self,
           const CsCoursePlan *plan,
           const char         *name,
           const char         *sweep,
           GError            **error)
{
  g_auto (GStrv) sides = g_strsplit (sweep, "=", 2);
  const CsSwitch *swept = cs_switch_find (sides[0] != NULL ? sides[0] : "");
  g_auto (GStrv) values = g_strsplit (swept != NULL && sides[1] != NULL ? sides[1] : "", ",", -1);

  if (values[0] == NULL)
    return cs_call_misuse (error, _("--sweep wants SWITCH=VALUE,VALUE…, not “%s”"), sweep);
  for (guint i = 0; values[i] != NULL; i++)
    {
      CsCoursePlan variant = *plan;
      g_autoptr (GError) wrong = NULL;
      g_autoptr (NnGraph) graph = NULL;

      if (cs_switch_set (swept, &variant, values[i], &wrong))
        graph = nn_recipe_build (nn_recipe_find (variant.recipe), &variant.design, &wrong);
      if (graph == NULL)
        return cs_call_misuse (error, "%s", wrong->message);
      add_contender (self, &variant, g_strdup_printf ("%s %s=%s", name, swept->name, values[i]));
    }
  return TRUE;
}

/* "unet", "unet:published" or "unet:best". */
static gboolean
plan_one (const CsPlanning *planning,
          const char       *name,
          CsCoursePlan     *plan,
          GError          **error)
{
  gboolean published = g_str_has_suffix (name, PUBLISHED), best = g_str_has_suffix (name, BEST);
  gsize behind = published ? strlen (PUBLISHED) : best ? strlen (BEST) : 0;
  g_autofree char *recipe = g_strndup (name, strlen (name) - behind);

  if (!cs_planning_make (planning, recipe, plan, error))
    return FALSE;
  if (published)
    cs_course_plan_publish (plan);
  if (best)
    cs_course_plan_excel (plan);
  return TRUE;
}

static gboolean
add_contenders (Comparison       *self,
                const CsPlanning *planning,
                const char       *networks,
                char            **sweeps,
                GError          **error)
{
  g_autofree char *recipes = cs_planning_list ();
  g_autofree char *all = g_strconcat (recipes, ", unet", PUBLISHED, ", unet", BEST, NULL);
  g_auto (GStrv) names = g_strsplit_set (networks != NULL ? networks : all, ", ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      CsCoursePlan plan;

      if (names[i][0] == '\0')
        continue;
      if (!plan_one (planning, names[i], &plan, error))
        return FALSE;
      if (sweeps == NULL)
        add_contender (self, &plan, g_strdup (names[i]));
      for (guint k = 0; sweeps != NULL && sweeps[k] != NULL; k++)
        if (!add_sweep (self, &plan, names[i], sweeps[k], error))
          return FALSE;
    }
  return self->contenders->len > 0 || cs_call_misuse (error, _("--networks names none; there is: %s"), all);
}

static gboolean
is_published (const CsContender *contender)
{
  return strstr (contender->name, PUBLISHED) != NULL;
}

static CsSettings *
settings_of (const Comparison  *self,
             const CsContender *contender)
{
  if (!is_published (contender))
    return cs_settings_ref (self->settings);
  return cs_settings_with (self->settings, "segment.picture", CS_PATCH_PICTURE_ENHANCED, NULL);
}

/* One cut serves all contenders of a side, a spacing and a picture: where one of them classifies there is more around
 * each patch. */
static CsPatches *
get_patches (Comparison        *self,
             const CsContender *contender,
             CsSettings        *settings,
             GError           **error)
{
  CsCut cut = cs_course_plan_cut (&contender->plan);
  g_autofree char *key = g_strdup_printf ("%u %g %d", cut.side, cut.mm, cs_patch_get_picture (settings));
  CsPatches *patches = g_hash_table_lookup (self->patches, key);

  if (patches != NULL)
    return patches;
  for (guint i = 0; i < self->contenders->len; i++)
    cut.around |= cs_course_plan_cut (&contender_at (self, i)->plan).around;
  patches = cs_patches_gather (self->record, settings, &cut, cs_progress_report, self->call->progress,
                               self->call->cancellable, error);
  if (patches != NULL)
    g_hash_table_insert (self->patches, g_steal_pointer (&key), patches);
  return patches;
}

static void
report_cb (double      fraction,
           const char *title,
           gpointer    data)
{
  const Comparison *self = data;

  cs_progress_report (fraction, title, self->call->progress);
}

static void
epoch_cb (const NnEpoch *epoch,
          gpointer       data)
{
  const Comparison *self = data;

  cs_progress_say (self->call->progress, _("%s, set %u, epoch %u: loss %.4f, validation %.4f%s, %.0f s"),
                   contender_at (self, self->at)->name, self->set + 1, epoch->number, epoch->training_loss,
                   epoch->validation_loss, epoch->best ? " *" : "", epoch->seconds);
}

static gboolean
try_one (Comparison *self,
         GError    **error)
{
  CsContender *contender = contender_at (self, self->at);
  CsStanding *standing = standing_at (self, self->at);
  CsCourseWatch watch = { .report = report_cb, .epoch = epoch_cb, .data = self };
  g_autoptr (CsCourse) course = NULL;
  g_autoptr (CsSettings) settings = NULL;
  CsPatches *patches;

  contender->plan.fold = (int) self->set;
  if (self->show)
    {
      cs_trial_find (self->folder, contender, NULL, standing);
      return TRUE;
    }
  settings = settings_of (self, contender);
  patches = get_patches (self, contender, settings, error);
  if (patches == NULL)
    return FALSE;
  course = cs_course_new (self->record, settings, patches, &contender->plan);
  return cs_trial_find (self->folder, contender, cs_course_get_key (course), standing) ||
         cs_trial_run (self->folder, contender, course, self->record, &watch, standing, self->call->cancellable, error);
}

/* Told where it is cut off, so that nobody thinks it was for nothing. */
static void
say_how_far (const Comparison *self)
{
  guint done = 0;

  for (guint i = 0; i < self->standings->len; i++)
    done += standing_at (self, i)->n_done;
  if (done > 0)
    cs_progress_say (self->call->progress,
                     _("%u of %u trainings are done and kept; the same command goes on, --show tells how they stand"),
                     done, self->n_sets * self->contenders->len);
}

static gboolean
try_all (Comparison *self,
         GError    **error)
{
  for (self->set = 0; self->set < self->n_sets; self->set++)
    for (self->at = 0; self->at < self->contenders->len; self->at++)
      if (!try_one (self, error))
        {
          say_how_far (self);
          return FALSE;
        }
  return TRUE;
}

/* A cell of @width columns. */
static void
append_cell (GString    *text,
             int         width,
             const char *cell)
{
  for (glong n = g_utf8_strlen (cell, -1); n < width; n++)
    g_string_append_c (text, ' ');
  g_string_append (text, cell);
}

static void
append_number (GString    *text,
               int         width,
               const char *format,
               double      value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  append_cell (text, width, isnan (value) ? "–" : g_ascii_formatd (number, sizeof number, format, value));
}

/* Truth where any film has one, else the reviewer. */
static CsAgainst
find_against (const Comparison *self)
{
  for (guint i = 0; i < self->standings->len; i++)
    {
      CsScores all = cs_folds_get_all (standing_at (self, i)->folds);

      if (all.truth.n > 0)
        return CS_AGAINST_TRUTH;
    }
  return CS_AGAINST_REVIEWER;
}

/* What a row shows, in the units of the table; NaN: there is none. */
typedef struct
{
  double n_params, verdicts, accuracy, dice, low, high, joined, seconds, patch, mask, peak, printed_params,
         printed_accuracy;
} Figures;

static double
positive (double value)
{
  return value > 0 ? value : (double) NAN;
}

/* The paper's row is of its own network: trained as it was, or in its standard form. */
static gboolean
is_printed (const CsContender *contender,
            const char        *id)
{
  return strcmp (contender->plan.recipe, id) == 0 && (is_published (contender) || strcmp (contender->name, id) == 0);
}

static Figures
find_figures (const Comparison *self,
              guint             i,
              CsAgainst         against)
{
  const CsStanding *standing = standing_at (self, i);
  CsScores all = cs_folds_get_all (standing->folds);
  NnFigures verdicts = nn_figures_of (&all.verdicts), pooled = nn_score_get_pooled (cs_scores_against (&all, against));
  NnFigures joined = nn_score_get_pooled (&all.joined);
  CsIntervals intervals, unused;
  Figures figures = { .n_params = standing->n_params / 1e6, .verdicts = 100 * verdicts.value[NN_ACCURACY],
                      .accuracy = 100 * pooled.value[NN_ACCURACY], .dice = 100 * pooled.value[NN_DICE],
                      .joined = 100 * joined.value[NN_DICE],
                      .seconds = standing->seconds, .patch = positive (1e3 * standing->patch_seconds),
                      .mask = positive (1e3 * standing->mask_seconds), .peak = positive (standing->peak / 1e6),
                      .printed_params = NAN, .printed_accuracy = NAN };

  cs_folds_bootstrap (standing->folds, against, CS_FOLDS_DRAWS, CS_FOLDS_SEED, &intervals, &unused);
  figures.low = 100 * intervals.low[NN_DICE];
  figures.high = 100 * intervals.high[NN_DICE];
  for (guint k = 0; k < G_N_ELEMENTS (printed); k++)
    if (is_printed (contender_at (self, i), printed[k].id))
      {
        figures.printed_params = printed[k].n_params;
        figures.printed_accuracy = printed[k].accuracy;
      }
  return figures;
}

static void
append_titles (GString *text)
{
  static const struct { const char *title; int width; } columns[] = {
    { N_("Sets"), 7 }, { N_("Params M"), 10 }, { N_("Patches %"), 11 }, { N_("Pixels %"), 10 }, { N_("Dice %"), 9 },
    { N_("by case"), 12 }, { N_("Film %"), 9 }, { N_("Train s"), 10 }, { N_("Patch ms"), 10 }, { N_("Mask ms"), 10 },
    { N_("Peak MB"), 9 }, { N_("Paper: M"), 10 }, { N_("Acc. %"), 8 } };

  g_string_append_printf (text, "%-24s", "");
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    append_cell (text, columns[i].width, _(columns[i].title));
  g_string_append_c (text, '\n');
}

static void
append_row (GString          *text,
            const Comparison *self,
            guint             i,
            CsAgainst         against)
{
  Figures figures = find_figures (self, i, against);
  g_autofree char *sets = g_strdup_printf ("%u/%u", standing_at (self, i)->n_done, self->n_sets);
  g_autofree char *interval = isnan (figures.low) ? g_strdup ("–")
                                                  : g_strdup_printf ("%.1f–%.1f", figures.low, figures.high);

  g_string_append_printf (text, "%-24s", contender_at (self, i)->name);
  append_cell (text, 7, sets);
  append_number (text, 10, "%.3f", positive (figures.n_params));
  append_number (text, 11, "%.2f", figures.verdicts);
  append_number (text, 10, "%.2f", figures.accuracy);
  append_number (text, 9, "%.2f", figures.dice);
  append_cell (text, 12, interval);
  append_number (text, 9, "%.2f", figures.joined);
  append_number (text, 10, "%.0f", figures.seconds);
  append_number (text, 10, "%.2f", figures.patch);
  append_number (text, 10, "%.2f", figures.mask);
  append_number (text, 9, "%.0f", figures.peak);
  append_number (text, 10, "%.2f", figures.printed_params);
  append_number (text, 8, "%.1f", figures.printed_accuracy);
  g_string_append_c (text, '\n');
}

static char *
to_table (const Comparison *self)
{
  GString *text = g_string_new (NULL);
  CsAgainst against = find_against (self);

  append_titles (text);
  for (guint i = 0; i < self->contenders->len; i++)
    append_row (text, self, i, against);
  g_string_append (text, against == CS_AGAINST_TRUTH ? _("\nPixels and Dice: pooled, positive patches, truth masks. ")
                                                     : _("\nPixels and Dice: pooled, positive patches, the reader's "
                                                         "masks. "));
  g_string_append (text, _("Patches: accepted or rejected rightly, of all.\nA network that classifies draws its "
                           "mask by sliding over every fourth pixel; the U-Net accepts a patch in which it\nfinds a "
                           "pixel. “by case”: where 95 of 100 Dice lie when cases are drawn again; “Film”: the Dice of "
                           "windows joined as on a\nfilm, of networks that draw. Times on this machine; the peak is "
                           "that of the whole process while it trained.\n"));
  return g_string_free (text, FALSE);
}

static void
append_csv (GString    *csv,
            double      value,
            const char *format)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (!isnan (value))
    g_ascii_formatd (number, sizeof number, format, value);
  g_string_append_printf (csv, ",%s", number);
}

static char *
to_csv (const Comparison *self)
{
  GString *csv = g_string_new ("network,against,sets,parameters_m,patches,pixels,dice,dice_low,dice_high,dice_joined,"
                               "train_s,patch_ms,mask_ms,peak_mb,printed_parameters_m,printed_accuracy\n");
  CsAgainst against = find_against (self);

  for (guint i = 0; i < self->contenders->len; i++)
    {
      Figures figures = find_figures (self, i, against);
      const double *values = &figures.n_params;

      g_string_append_printf (csv, "%s,%s,%u", contender_at (self, i)->name, cs_against_get_name (against),
                              standing_at (self, i)->n_done);
      for (guint k = 0; k < sizeof figures / sizeof (double); k++)
        append_csv (csv, values[k], "%.6g");
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}

static gboolean
answer (const Comparison *self,
        GError          **error)
{
  g_autofree char *table = to_table (self), *csv = self->csv != NULL ? to_csv (self) : NULL;

  return (csv == NULL || cs_call_answer (self->call, csv, self->csv, error)) &&
         cs_call_answer (self->call, table, NULL, error);
}

static gboolean
open_record (Comparison     *self,
             const CsTuning *tuning,
             GError        **error)
{
  g_autoptr (CsStudy) study = cs_open_study (self->call->argv[0], FALSE, error);
  g_autofree char *stored = NULL;

  if (study == NULL)
    return FALSE;
  stored = cs_study_get_settings (study);
  self->settings = cs_tuning_settings (tuning, stored, error);
  self->record = cs_study_freeze_part (study, FALSE);
  return self->settings != NULL && cs_call_make_folder (self->folder, error);
}

typedef struct { char *networks, *out, *csv, **sweeps; gboolean show; } Wishes;

static void
wishes_clear (Wishes *self)
{
  g_free (self->networks);
  g_free (self->out);
  g_free (self->csv);
  g_strfreev (self->sweeps);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

static void
add_entries (Wishes   *wishes,
             CsTuning *tuning,
             GArray   *entries)
{
  const GOptionEntry own[] = {
    { "networks", 0, 0, G_OPTION_ARG_STRING, &wishes->networks,
      N_("Which to compare, commas between; NAME:published: trained as the paper did; NAME:best: as well as we can "
         "(all, and unet both ways)"),
      N_("NAMES") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &wishes->out,
      N_("Networks, states and results; the same command goes on where it was cut"), N_("FOLDER") },
    { "sweep", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes->sweeps,
      N_("A variant each value of a switch, as batch=8,16,42; may be given again"), N_("SWITCH=VALUES") },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &wishes->csv, N_("Writes the table there too"), N_("FILE") },
    { "show", 0, 0, G_OPTION_ARG_NONE, &wishes->show, N_("Trains nothing: the table of what is there"), NULL },
    CS_TUNING_ENTRIES (*tuning) };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

static gboolean
understand (Comparison       *self,
            const Wishes     *wishes,
            const CsPlanning *planning,
            GError          **error)
{
  if (wishes->out == NULL)
    return cs_call_misuse (error, _("compare wants --out FOLDER"));
  self->n_sets = planning->folds > 0 ? (guint) planning->folds : SETS;
  self->folder = cs_call_file (wishes->out);
  self->csv = cs_call_file (wishes->csv);
  self->show = wishes->show;
  return add_contenders (self, planning, wishes->networks, wishes->sweeps, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (CsTuning) tuning = { 0 };
  g_auto (Wishes) wishes = { 0 };
  g_auto (CsPlanning) planning = { 0 };
  g_auto (Comparison) self = { 0 };
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  comparison_init (&self, call);
  cs_planning_init (&planning);
  add_entries (&wishes, &tuning, entries);
  cs_planning_add_entries (&planning, entries);
  return cs_call_parse (call, (const GOptionEntry *) entries->data, 1, 1, error) &&
         understand (&self, &wishes, &planning, error) && open_record (&self, &tuning, error) &&
         try_all (&self, error) && answer (&self, error);
}

const CsCommand cs_command_compare = {
  .name = "compare",
  .arguments = N_("STUDY --out FOLDER"),
  .summary = N_("Trains several networks on the same patches and sets: the paper's Table 2."),
  .run = run,
};
