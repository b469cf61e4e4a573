/* sweep: how a figure changes as parameters do, over all films of a study; for researchers. */
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "cs-command.h"
#include "cs-crew.h"
#include "cs-error.h"
#include "cs-formats.h"
#include "cs-pipeline.h"
#include "cs-recall.h"
#include "cs-tuning.h"

#define MOST_POINTS 10000u

/* One parameter from @from to @to in @n steps. */
typedef struct { char *name; double from, to; guint n; } Axis;

/* The share of spots reached by the first boxes of each film: of all, or of those of 3 pixels and more. */
typedef struct { const char *name; guint first; gboolean large; } Metric;

typedef struct
{
  CsCall     *call;
  CsRecord   *record;
  GArray     *axes, *metrics;
  GPtrArray  *points;        /* of CsSettings: the grid, the last axis fastest */
  CsRecall  **recalls;       /* one a point */
} Sweep;

static void
axis_clear (gpointer axis)
{
  g_free (((Axis *) axis)->name);
}

static void
sweep_clear (Sweep *self)
{
  for (guint i = 0; self->recalls != NULL && i < self->points->len; i++)
    g_clear_pointer (&self->recalls[i], cs_recall_free);
  g_clear_pointer (&self->recalls, g_free);
  g_clear_pointer (&self->record, cs_record_unref);
  g_clear_pointer (&self->axes, g_array_unref);
  g_clear_pointer (&self->metrics, g_array_unref);
  g_clear_pointer (&self->points, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sweep, sweep_clear)

static gboolean
read_number (const char *text,
             double     *value)
{
  char *end = NULL;

  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*value);
}

/* "stage.name=a:b:n" */
static gboolean
read_axis (Sweep      *self,
           const char *text,
           GError    **error)
{
  g_auto (GStrv) halves = g_strsplit (text, "=", 2), parts = NULL;
  Axis axis = { 0 };
  double n = 0;

  if (g_strv_length (halves) == 2)
    parts = g_strsplit (halves[1], ":", -1);
  if (parts == NULL || g_strv_length (parts) != 3 || !read_number (parts[0], &axis.from)
      || !read_number (parts[1], &axis.to) || !read_number (parts[2], &n) || n != floor (n) || n < 2
      || n > MOST_POINTS)
    return cs_call_misuse (error, _("--param wants STAGE.PARAM=FROM:TO:STEPS with 2 to %u steps, not “%s”"),
                           MOST_POINTS, text);
  axis.name = g_strdup (halves[0]);
  axis.n = (guint) n;
  g_array_append_val (self->axes, axis);
  return TRUE;
}

/* "recall@20" or "large@20" */
static gboolean
read_metric (Sweep      *self,
             const char *text,
             GError    **error)
{
  g_auto (GStrv) halves = g_strsplit (text, "@", 2);
  Metric metric = { text, 0, g_str_equal (halves[0] != NULL ? halves[0] : "", "large") };
  double first = 0;

  if (g_strv_length (halves) != 2 || (!metric.large && !g_str_equal (halves[0], "recall"))
      || !read_number (halves[1], &first) || first != floor (first) || first < 1 || first > 1e6)
    return cs_call_misuse (error, _("--metric wants recall@N or large@N, as in recall@20, not “%s”"), text);
  metric.first = (guint) first;
  g_array_append_val (self->metrics, metric);
  return TRUE;
}

static double
value_at (const Axis *axis,
          guint       i)
{
  return axis->from + (axis->to - axis->from) * i / (axis->n - 1);
}

/* All points of the grid; what a parameter refuses is misuse. */
static gboolean
lay_grid (Sweep      *self,
          CsSettings *base,
          GError    **error)
{
  g_ptr_array_add (self->points, cs_settings_ref (base));
  for (guint a = 0; a < self->axes->len; a++)
    {
      const Axis *axis = &g_array_index (self->axes, Axis, a);
      g_autoptr (GPtrArray) coarser = g_steal_pointer (&self->points);

      self->points = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_settings_unref);
      if ((guint64) coarser->len * axis->n > MOST_POINTS)
        return cs_call_misuse (error, _("Those are more than %u points; take fewer steps"), MOST_POINTS);
      for (guint i = 0; i < coarser->len * axis->n; i++)
        {
          g_autoptr (GError) wrong = NULL;
          CsSettings *point = cs_settings_with (coarser->pdata[i / axis->n], axis->name, value_at (axis, i % axis->n),
                                                &wrong);

          if (point == NULL)
            return cs_call_misuse (error, "--param %s: %s", axis->name, wrong->message);
          g_ptr_array_add (self->points, point);
        }
    }
  return TRUE;
}

typedef struct { CsTruth *truth; GPtrArray *boxes; } Film;

static void
film_free (gpointer data)
{
  Film *film = data;

  g_clear_pointer (&film->truth, cs_truth_unref);
  g_ptr_array_unref (film->boxes);
  g_free (film);
}

/* Each point reuses what the one before it has in common with it: only stages from the parameter's on run again. */
static gboolean
run_points (const Sweep  *self,
            CsImage      *image,
            Film         *film,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (CsAnalysis) known = NULL;

  for (guint i = 0; i < self->points->len; i++)
    {
      CsAnalysis *analysis = cs_pipeline_run (image, NULL, self->points->pdata[i], known, "spots", NULL, NULL,
                                              cancellable, error);

      if (analysis == NULL)
        return FALSE;
      g_clear_pointer (&known, cs_analysis_unref);
      known = analysis;
      g_ptr_array_add (film->boxes, cs_product_ref (cs_analysis_get (analysis, "boxes")));
    }
  return TRUE;
}

/* A film without truth, or with a gap in it, says nothing of a figure: it is not even read. */
static gpointer
run_film (guint         i,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  const Sweep *self = data;
  const CsRecordFilm *row = cs_record_get_film (self->record, i);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (GError) wrong = NULL;
  Film *film = g_new0 (Film, 1);

  film->boxes = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_product_unref);
  film->truth = cs_formats_truth (row->file, row->width, row->height, &wrong);
  if (wrong == NULL && (film->truth == NULL || !cs_truth_is_whole (film->truth)))
    return film;
  if (wrong != NULL)
    g_propagate_error (error, g_steal_pointer (&wrong));
  else
    image = cs_record_read_film (self->record, i, cancellable, error);
  if (image != NULL && run_points (self, image, film, cancellable, error))
    return film;
  film_free (film);
  return NULL;
}

static gboolean
take_film (guint    i,
           gpointer result,
           gpointer data,
           GError **error)
{
  Sweep *self = data;
  const Film *film = result;

  for (guint k = 0; k < film->boxes->len; k++)
    {
      guint n;
      const CsBox *boxes = cs_product_get_boxes (film->boxes->pdata[k], &n);

      cs_recall_add (self->recalls[k], boxes, n, film->truth);
    }
  cs_progress_report ((i + 1.0) / cs_record_get_n_films (self->record), _("Sweeping"), self->call->progress);
  return TRUE;
}

static void
append_number (GString *csv,
               double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (csv, g_ascii_formatd (text, sizeof text, "%.10g", value));
}

/* What a parameter really was: a whole number is rounded. */
static char *
write_table (const Sweep *self)
{
  GString *csv = g_string_new (NULL);

  for (guint a = 0; a < self->axes->len; a++)
    g_string_append_printf (csv, "%s,", g_array_index (self->axes, Axis, a).name);
  for (guint m = 0; m < self->metrics->len; m++)
    g_string_append_printf (csv, "%s,", g_array_index (self->metrics, Metric, m).name);
  g_string_append (csv, "boxes_per_film,films,spots\n");
  for (guint i = 0; i < self->points->len; i++)
    {
      const CsRecall *recall = self->recalls[i];

      for (guint a = 0; a < self->axes->len; a++)
        {
          append_number (csv, cs_settings_get (self->points->pdata[i], g_array_index (self->axes, Axis, a).name));
          g_string_append_c (csv, ',');
        }
      for (guint m = 0; m < self->metrics->len; m++)
        {
          const Metric *metric = &g_array_index (self->metrics, Metric, m);

          append_number (csv, cs_froc_recall (metric->large ? recall->large : recall->all, metric->first));
          g_string_append_c (csv, ',');
        }
      append_number (csv, cs_recall_get_boxes_per_film (recall));
      g_string_append_printf (csv, ",%u,%u\n", recall->n_films, cs_froc_get_n_spots (recall->all));
    }
  return g_string_free (csv, FALSE);
}

static gboolean
sweep (Sweep   *self,
       GError **error)
{
  guint n = cs_record_get_n_films (self->record);

  self->recalls = g_new0 (CsRecall *, self->points->len + 1);
  for (guint i = 0; i < self->points->len; i++)
    self->recalls[i] = cs_recall_empty ();
  if (!cs_crew_run (n, cs_crew_workers (n, cs_largest_film (self->record), 0), run_film, take_film, film_free, self,
                    self->call->cancellable, error))
    return FALSE;
  if (cs_froc_get_n_spots (self->recalls[0]->all) > 0)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
               _("No film of “%s” has calcifications as truth beside it: there is nothing to measure with"),
               cs_record_get_title (self->record));
  return FALSE;
}

static gboolean
read_options (Sweep   *self,
              char   **params,
              char   **metrics,
              GError **error)
{
  self->axes = g_array_new (FALSE, FALSE, sizeof (Axis));
  g_array_set_clear_func (self->axes, axis_clear);
  self->metrics = g_array_new (FALSE, FALSE, sizeof (Metric));
  self->points = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_settings_unref);
  if (params == NULL)
    return cs_call_misuse (error, _("Which parameter? Give --param STAGE.PARAM=FROM:TO:STEPS"));
  for (guint i = 0; params[i] != NULL; i++)
    if (!read_axis (self, params[i], error))
      return FALSE;
  if (metrics == NULL)
    return read_metric (self, "recall@20", error);
  for (guint i = 0; metrics[i] != NULL; i++)
    if (!read_metric (self, metrics[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (Sweep) self = { .call = call };
  g_auto (CsTuning) tuning = { 0 };
  g_auto (GStrv) params = NULL, metrics = NULL;
  g_autofree char *out_path = NULL, *csv = NULL;
  g_autoptr (CsStudy) study = NULL;
  g_autoptr (CsSettings) base = NULL;
  g_autoptr (GFile) out = NULL;
  const GOptionEntry entries[] = {
    { "param", 0, 0, G_OPTION_ARG_STRING_ARRAY, &params, N_("What is changed; given again: every combination"),
      N_("STAGE.PARAM=FROM:TO:STEPS") },
    { "metric", 0, 0, G_OPTION_ARG_STRING_ARRAY, &metrics,
      N_("Share of truth reached by the first N boxes: recall@N, of 3 pixels and more: large@N; may be given again"),
      N_("NAME@N") },
    CS_TUNING_ENTRIES (tuning),
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out_path, N_("File for the table; without it it is printed"), N_("FILE") },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error) || !read_options (&self, params, metrics, error))
    return FALSE;
  base = cs_tuning_settings (&tuning, NULL, error);
  if (base == NULL || !lay_grid (&self, base, error) || (study = cs_open_study (call->argv[0], FALSE, error)) == NULL)
    return FALSE;
  self.record = cs_study_freeze (study);
  if (!sweep (&self, error))
    return FALSE;
  csv = write_table (&self);
  out = cs_call_file (out_path);
  return cs_call_answer (call, csv, out, error);
}

const CsCommand cs_command_sweep = {
  .name = "sweep",
  .arguments = N_("STUDY --param STAGE.PARAM=FROM:TO:STEPS [--metric recall@20]"),
  .summary = N_("Runs every film of a study with truth at each value of a parameter and prints a table (CSV)."),
  .run = run,
};
