#include "cs-pipeline.h"

#include <gio/gio.h>

#include "cs-analysis-private.h"

struct _CsBench
{
  CsImage      *film, *image;  /* the film, and it or one of its halves: what the stage runs on */
  guint         halvings;
  NnNet        *network;
  CsSettings   *settings;
  CsAnalysis   *analysis, *known;   /* of @image; known: an earlier one, or NULL */
  const CsStage *stage;
  const char   *key;           /* NULL: nothing of this run will be looked for again */
  gboolean      keyless;
  GArray       *wanted;        /* which stages run, and the place of the one that does */
  guint         place;
  const char *const *outputs;  /* all that is asked for; NULL: what stages make is kept */
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

/* What a stage needs in general it may do without as it is set. */
static gboolean
asks_for (const CsBench *bench, const CsStage *stage, const char *need)
{
  return g_strv_contains (stage->needs, need)
         && (stage->spares == NULL || !stage->spares (cs_settings_get_params (bench->settings, stage), need));
}

CsProduct *
cs_bench_get (CsBench *self, const char *need)
{
  g_assert (asks_for (self, self->stage, need));
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

/* Whether who asked for the run looks at it. */
gboolean
cs_bench_shows (CsBench *self, const char *output)
{
  return self->outputs == NULL || g_strv_contains (self->outputs, output);
}

/* Key of what a stage makes: its name and version, its parameters, the keys of what it asks for, and the roots. */
static char *
key_of (const CsBench *bench, const CsStage *stage)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_printf (text, "%s %u %s %u\n", stage->id, stage->version, cs_image_get_digest (bench->film),
                   bench->halvings);
  if (stage->needs_network)
    g_string_append_printf (text, "%s\n", nn_net_get_digest (bench->network));
  for (const CsParam *param = stage->params; param->type != CS_PARAM_END; param++)
    g_string_append_printf (text, "%s %s\n", param->name,
                            g_ascii_dtostr (number, sizeof number,
                                            cs_param_get (param, cs_settings_get_params (bench->settings, stage))));
  for (guint i = 0; stage->needs[i] != NULL; i++)
    if (asks_for (bench, stage, stage->needs[i]))
      g_string_append_printf (text, "%s\n", cs_analysis_get_key (bench->analysis, stage->needs[i]));
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, text->len);
}

/* The names of all that a stage gives, from 0 on: what it makes, then what it passes on; NULL: no more. */
static const char *
given (const CsStage *stage, guint i)
{
  guint made = 0;

  while (stage->makes[made].name != NULL)
    if (made++ == i)
      return stage->makes[i].name;
  return stage->passes != NULL ? stage->passes[i - made] : NULL;
}

static gboolean
is_known (const CsStage *stage, const char *key, CsAnalysis *known)
{
  const char *name;

  for (guint i = 0; (name = given (stage, i)) != NULL; i++)
    if (known == NULL || g_strcmp0 (cs_analysis_get_key (known, name), key) != 0)
      return FALSE;
  return TRUE;
}

/* What the film's half was found to hold comes along; stages that run anew put their own in its place. */
static void
reuse (CsBench *bench)
{
  CsHalving how;
  CsAnalysis *half = cs_analysis_get_half (bench->known, &how);
  const char *name;

  for (guint i = 0; (name = given (bench->stage, i)) != NULL; i++)
    {
      CsProduct *product = cs_analysis_get (bench->known, name);

      cs_bench_give (bench, name, product != NULL ? cs_product_ref (product) : NULL);
      cs_analysis_note (bench->analysis, name, cs_analysis_get_seconds (bench->known, name));
    }
  if (half != NULL && how.by == bench->stage)
    cs_analysis_take_half (bench->analysis, cs_analysis_copy (half), &how);
}

static gboolean
makes (const CsStage *stage, const char *name)
{
  const char *one;

  for (guint i = 0; (one = given (stage, i)) != NULL; i++)
    if (g_str_equal (one, name))
      return TRUE;
  return FALSE;
}

static gboolean
makes_any (const CsStage *stage, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (makes (stage, names[i]))
      return TRUE;
  return FALSE;
}

/* Whether @later rests on what @stage makes. */
static gboolean
feeds (const CsBench *bench, const CsStage *stage, const CsStage *later)
{
  for (guint i = 0; later->needs[i] != NULL; i++)
    if (makes (stage, later->needs[i]) && asks_for (bench, later, later->needs[i]))
      return TRUE;
  return FALSE;
}

/* What a run is for: the stage called @until, or some outputs; neither: all. @every: all stages, for these outputs. */
typedef struct { const char *until, *const *outputs; gboolean every; } Aim;

static gboolean
is_aim (const Aim *aim, const CsStage *stage)
{
  if (aim->outputs != NULL && !aim->every)
    return makes_any (stage, aim->outputs);
  return aim->until == NULL || g_str_equal (stage->id, aim->until);
}

/* Which stages are wanted: those that are aimed at, and what they rest on. */
static GArray *
choose (const CsBench *bench, const Aim *aim)
{
  GArray *wanted = g_array_new (FALSE, TRUE, sizeof (gboolean));
  int n = 0;

  while (cs_stages[n] != NULL)
    n++;
  g_array_set_size (wanted, n);
  for (int i = n - 1; i >= 0; i--)
    {
      gboolean want = is_aim (aim, cs_stages[i]);

      for (int later = i + 1; later < n && !want; later++)
        want = g_array_index (wanted, gboolean, later) && feeds (bench, cs_stages[i], cs_stages[later]);
      g_array_index (wanted, gboolean, i) = want && (bench->network != NULL || !cs_stages[i]->needs_network);
    }
  return wanted;
}

static gboolean
make (CsBench *bench, GError **error)
{
  gint64 begun = g_get_monotonic_time ();
  const char *name;

  if (!bench->stage->run (bench, cs_settings_get_params (bench->settings, bench->stage), error))
    return FALSE;
  for (guint i = 0; (name = given (bench->stage, i)) != NULL; i++)
    cs_analysis_note (bench->analysis, name, (g_get_monotonic_time () - begun) / 1e6);
  return TRUE;
}

static gboolean
run_stage (CsBench *bench, GError **error)
{
  g_autofree char *key = bench->keyless ? NULL : key_of (bench, bench->stage);

  bench->key = key;
  if (!cs_bench_tick (bench, 0, error))
    return FALSE;
  if (key == NULL || !is_known (bench->stage, key, bench->known))
    return make (bench, error);
  reuse (bench);
  return TRUE;
}

void
cs_bench_halve (CsBench *self, CsImage *half, const CsHalving *how)
{
  CsHalving begun = *how;

  begun.by = self->stage;
  cs_analysis_take_half (self->analysis, cs_analysis_new (half, self->settings), &begun);
}

CsAnalysis *
cs_bench_get_half (CsBench *self, CsHalving *how)
{
  return cs_analysis_get_half (self->analysis, how);
}

void
cs_bench_give_half (CsBench *self, const char *need, CsProduct *product)
{
  const char *key = cs_analysis_get_key (self->analysis, need);
  g_autofree char *halved = key != NULL ? g_strconcat ("half of ", key, NULL) : NULL;

  g_assert (g_strv_contains (self->stage->needs, need));
  cs_analysis_take (cs_bench_get_half (self, NULL), need, product, halved);
}

/* Whether neither a wanted stage behind this one asks for the output, nor who asked for the run. */
static gboolean
is_spent (const CsBench *bench, const char *output)
{
  for (guint later = bench->place + 1; later < bench->wanted->len; later++)
    if (g_array_index (bench->wanted, gboolean, later) && asks_for (bench, cs_stages[later], output))
      return FALSE;
  return bench->outputs != NULL && !g_strv_contains (bench->outputs, output);
}

gboolean
cs_bench_wants (CsBench *self, const char *output)
{
  g_assert (makes (self->stage, output));
  return !is_spent (self, output);
}

/* Of what the first @n stages made, of the film and of its halves. */
static void
drop_spent (CsBench *bench, guint n)
{
  const char *name;

  for (guint i = 0; i < n; i++)
    for (guint k = 0; (name = given (cs_stages[i], k)) != NULL; k++)
      if (is_spent (bench, name))
        for (CsAnalysis *one = bench->analysis; one != NULL; one = cs_analysis_get_half (one, NULL))
          cs_analysis_drop (one, name);
}

/* Whether all that a stage asks for is there, or was, and what it makes is not. */
static gboolean
is_next (const CsBench *bench, const CsStage *stage)
{
  if (cs_analysis_has (bench->analysis, stage->makes->name))
    return FALSE;
  for (guint i = 0; stage->needs[i] != NULL; i++)
    if (asks_for (bench, stage, stage->needs[i]) && !cs_analysis_has (bench->analysis, stage->needs[i]))
      return FALSE;
  return TRUE;
}

/* Where only some outputs are wanted, the half goes on to the end at once: what it rests on is gone before the film's
 * own comes. */
static gboolean
run_ahead (CsBench *bench, GError **error)
{
  for (bench->place++; bench->place < bench->wanted->len; bench->place++)
    {
      bench->stage = cs_stages[bench->place];
      if (!g_array_index (bench->wanted, gboolean, bench->place) || !is_next (bench, bench->stage))
        continue;
      if (!run_stage (bench, error))
        return FALSE;
      drop_spent (bench, bench->place);
    }
  return TRUE;
}

/* Of how far it is nothing is told: the stage itself begins anew after it. */
gboolean
cs_bench_run_half (CsBench *self, GError **error)
{
  CsBench bench = *self;

  bench.analysis = cs_bench_get_half (self, NULL);
  if (bench.analysis == NULL || (self->outputs != NULL && cs_analysis_has (bench.analysis, self->stage->makes->name)))
    return TRUE;
  bench.image = cs_analysis_get_image (bench.analysis);
  bench.halvings++;
  bench.known = self->known != NULL ? cs_analysis_get_half (self->known, NULL) : NULL;
  bench.report = NULL;
  return run_stage (&bench, error) && (bench.outputs == NULL || run_ahead (&bench, error));
}

static gboolean
run_all (CsBench *bench, const Aim *aim, GError **error)
{
  g_autoptr (GArray) wanted = choose (bench, aim);
  guint n = 0, done = 0;

  bench->wanted = wanted;
  bench->outputs = aim->outputs;
  for (guint i = 0; i < wanted->len; i++)
    n += g_array_index (wanted, gboolean, i);
  for (guint i = 0; i < wanted->len; i++)
    {
      if (!g_array_index (wanted, gboolean, i))
        continue;
      bench->stage = cs_stages[i];
      bench->place = i;
      bench->begin = (double) done++ / n;
      bench->span = 1.0 / n;
      if (!run_stage (bench, error))
        return FALSE;
      drop_spent (bench, i + 1);
    }
  return TRUE;
}

CsAnalysis *
cs_pipeline_run (CsImage *image, NnNet *network, CsSettings *settings, CsAnalysis *known, const char *until,
                 CsReportFunc report, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsAnalysis) analysis = cs_analysis_new (image, settings);
  Aim aim = { .until = until };
  CsBench bench = { .film = image, .image = image, .network = network, .settings = settings, .analysis = analysis,
                    .known = known, .report = report, .data = data, .cancellable = cancellable };

  return run_all (&bench, &aim, error) ? g_steal_pointer (&analysis) : NULL;
}

static CsAnalysis *
run_for (const Aim *aim, CsImage *image, NnNet *network, CsSettings *settings, CsReportFunc report, gpointer data,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (CsAnalysis) analysis = cs_analysis_new (image, settings);
  CsBench bench = { .film = image, .image = image, .network = network, .settings = settings, .analysis = analysis,
                    .report = report, .data = data, .cancellable = cancellable, .keyless = TRUE };

  return run_all (&bench, aim, error) ? g_steal_pointer (&analysis) : NULL;
}

CsAnalysis *
cs_pipeline_run_for (const char *const *outputs, CsImage *image, NnNet *network, CsSettings *settings,
                     CsReportFunc report, gpointer data, GCancellable *cancellable, GError **error)
{
  Aim aim = { .outputs = outputs };

  return run_for (&aim, image, network, settings, report, data, cancellable, error);
}

CsAnalysis *
cs_pipeline_run_every (const char *const *outputs, CsImage *image, NnNet *network, CsSettings *settings,
                       CsReportFunc report, gpointer data, GCancellable *cancellable, GError **error)
{
  Aim aim = { .outputs = outputs, .every = TRUE };

  return run_for (&aim, image, network, settings, report, data, cancellable, error);
}

double
cs_pipeline_estimate (CsImage *image, CsSettings *settings, CsAnalysis *known)
{
  g_autoptr (CsAnalysis) keys = cs_analysis_new (image, settings);
  const Aim all = { NULL };
  CsBench bench = { .film = image, .image = image, .settings = settings, .analysis = keys };
  g_autoptr (GArray) wanted = choose (&bench, &all);
  double seconds = 0;
  const char *name;

  for (guint i = 0; i < wanted->len; i++)
    {
      g_autofree char *key = g_array_index (wanted, gboolean, i) ? key_of (&bench, cs_stages[i]) : NULL;

      if (key == NULL)
        continue;
      if (!is_known (cs_stages[i], key, known))
        seconds += cs_analysis_get_seconds (known, cs_stages[i]->makes->name);
      for (guint k = 0; (name = given (cs_stages[i], k)) != NULL; k++)
        cs_analysis_take (keys, name, NULL, key);
    }
  return seconds;
}
