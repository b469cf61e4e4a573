#include "cs-pipeline.h"

#include <gio/gio.h>

#include "cs-analysis-private.h"

struct _CsBench
{
  CsImage      *image;
  NnNet        *network;
  CsAnalysis   *analysis;
  const CsStage *stage;
  const char   *key;
  double        begin, span;   /* the running stage's part of the whole, 0..1 */
  CsReportFunc  report;
  gpointer      data;
  GCancellable *cancellable;
};

CsImage *
cs_bench_get_image (CsBench *self)
{
  return self->image;
}

NnNet *
cs_bench_get_network (CsBench *self)
{
  g_assert (self->stage->needs_network);
  return self->network;
}

CsProduct *
cs_bench_get (CsBench *self, const char *need)
{
  g_assert (g_strv_contains (self->stage->needs, need));
  return cs_analysis_get (self->analysis, need);
}

void
cs_bench_give (CsBench *self, const char *output, CsProduct *product)
{
  cs_analysis_take (self->analysis, output, product, self->key);
}

gboolean
cs_bench_tick (CsBench *self, double fraction, GError **error)
{
  if (self->report != NULL)
    self->report (self->begin + self->span * CLAMP (fraction, 0, 1), self->stage->title, self->data);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

GCancellable *
cs_bench_get_cancellable (CsBench *self)
{
  return self->cancellable;
}

/* Key of what a stage makes: its name and version, its parameters, the keys of its needs, and the roots. */
static char *
key_of (const CsBench *bench, const CsStage *stage, CsSettings *settings)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_printf (text, "%s %u %s\n", stage->id, stage->version, cs_image_get_digest (bench->image));
  if (stage->needs_network)
    g_string_append_printf (text, "%s\n", nn_net_get_digest (bench->network));
  for (const CsParam *param = stage->params; param->type != CS_PARAM_END; param++)
    g_string_append_printf (text, "%s %s\n", param->name,
                            g_ascii_dtostr (number, sizeof number,
                                            cs_param_get (param, cs_settings_get_params (settings, stage))));
  for (guint i = 0; stage->needs[i] != NULL; i++)
    g_string_append_printf (text, "%s\n", cs_analysis_get_key (bench->analysis, stage->needs[i]));
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, text->len);
}

static gboolean
reuse (CsBench *bench, CsAnalysis *known)
{
  for (const CsOutput *output = bench->stage->makes; output->name != NULL; output++)
    if (known == NULL || g_strcmp0 (cs_analysis_get_key (known, output->name), bench->key) != 0)
      return FALSE;
  for (const CsOutput *output = bench->stage->makes; output->name != NULL; output++)
    cs_bench_give (bench, output->name, cs_product_ref (cs_analysis_get (known, output->name)));
  return TRUE;
}

static gboolean
makes (const CsStage *stage, const char *name)
{
  for (const CsOutput *output = stage->makes; output->name != NULL; output++)
    if (g_str_equal (output->name, name))
      return TRUE;
  return FALSE;
}

/* Which stages are wanted: all that can run, or the one called @until and what it rests on. */
static GArray *
choose (const char *until, gboolean has_network)
{
  GArray *wanted = g_array_new (FALSE, TRUE, sizeof (gboolean));
  int n = 0;

  while (cs_stages[n] != NULL)
    n++;
  g_array_set_size (wanted, n);
  for (int i = n - 1; i >= 0; i--)
    {
      gboolean want = until == NULL || g_str_equal (cs_stages[i]->id, until);

      for (int later = i + 1; later < n && !want; later++)
        for (guint k = 0; g_array_index (wanted, gboolean, later) && cs_stages[later]->needs[k] != NULL; k++)
          want = want || makes (cs_stages[i], cs_stages[later]->needs[k]);
      g_array_index (wanted, gboolean, i) = want && (has_network || !cs_stages[i]->needs_network);
    }
  return wanted;
}

static gboolean
run_stage (CsBench *bench, CsSettings *settings, CsAnalysis *known, GError **error)
{
  g_autofree char *key = key_of (bench, bench->stage, settings);

  bench->key = key;
  if (!cs_bench_tick (bench, 0, error))
    return FALSE;
  return reuse (bench, known) || bench->stage->run (bench, cs_settings_get_params (settings, bench->stage), error);
}

/* Whether a wanted stage behind stage @i needs the output. */
static gboolean
is_needed (GArray *wanted, guint i, const char *output)
{
  for (guint later = i + 1; later < wanted->len; later++)
    if (g_array_index (wanted, gboolean, later) && g_strv_contains (cs_stages[later]->needs, output))
      return TRUE;
  return FALSE;
}

/* What the stages up to stage @last made, but not what it made itself if it is the one that was asked for. */
static void
drop_spent (CsBench *bench, GArray *wanted, guint last, gboolean at_end)
{
  for (guint i = 0; i < last + !at_end; i++)
    for (const CsOutput *output = cs_stages[i]->makes; output->name != NULL; output++)
      if (!is_needed (wanted, last, output->name))
        cs_analysis_drop (bench->analysis, output->name);
}

static gboolean
run_all (CsBench *bench, GArray *wanted, CsSettings *settings, CsAnalysis *known, gboolean drop, GError **error)
{
  guint n = 0, done = 0;

  for (guint i = 0; i < wanted->len; i++)
    n += g_array_index (wanted, gboolean, i);
  for (guint i = 0; i < wanted->len; i++)
    {
      if (!g_array_index (wanted, gboolean, i))
        continue;
      bench->stage = cs_stages[i];
      bench->begin = (double) done++ / n;
      bench->span = 1.0 / n;
      if (!run_stage (bench, settings, known, error))
        return FALSE;
      if (drop)
        drop_spent (bench, wanted, i, done == n);
    }
  return TRUE;
}

CsAnalysis *
cs_pipeline_run (CsImage *image, NnNet *network, CsSettings *settings, CsAnalysis *known, const char *until,
                 CsReportFunc report, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsAnalysis) analysis = cs_analysis_new (image, settings);
  g_autoptr (GArray) wanted = choose (until, network != NULL);
  CsBench bench = { .image = image, .network = network, .analysis = analysis,
                    .report = report, .data = data, .cancellable = cancellable };

  return run_all (&bench, wanted, settings, known, FALSE, error) ? g_steal_pointer (&analysis) : NULL;
}

CsAnalysis *
cs_pipeline_run_for (const char *until, CsImage *image, CsSettings *settings, CsReportFunc report, gpointer data,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (CsAnalysis) analysis = cs_analysis_new (image, settings);
  g_autoptr (GArray) wanted = choose (until, FALSE);
  CsBench bench = { .image = image, .analysis = analysis, .report = report, .data = data,
                    .cancellable = cancellable };

  return run_all (&bench, wanted, settings, NULL, TRUE, error) ? g_steal_pointer (&analysis) : NULL;
}
