/* bench: how long one forward pass, one training step or each stage takes, as JSON, to be laid beside other programs.
 * low and high are the fastest and the slowest run; the first run warms up and is not counted. */
#include <glib/gi18n.h>
#include <string.h>

#include "cs-command.h"
#include "cs-formats.h"
#include "cs-json.h"
#include "cs-phantom.h"
#include "cs-pipeline.h"
#include "cs-rows.h"
#include "cs-shipped.h"
#include "cs-tuning.h"
#include "nn-recipe.h"
#include "nn-train.h"

/* Steps of an epoch of the training bench: long, so that few steps are next to a validation and left out. */
#define STEPS 50
#define LEAST_RUNS 3

typedef struct
{
  CsCall *call;
  char   *part, *file, *arithmetic, *network_file, *recipe;
  int     batch, threads;
  double  seconds;
  NnNet  *network;           /* for the stages; NULL: those that need none */
  CsTuning tuning;
} Bench;

static void
bench_clear (Bench *self)
{
  g_free (self->part);
  g_free (self->file);
  g_free (self->arithmetic);
  g_free (self->network_file);
  g_free (self->recipe);
  g_clear_pointer (&self->network, nn_net_unref);
  cs_tuning_clear (&self->tuning);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bench, bench_clear)

/* Milliseconds of every run so far. */
typedef GArray Times;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Times, g_array_unref)

static Times *
times_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (double));
}

static void
times_add (Times *times,
           gint64 begun)
{
  double ms = (g_get_monotonic_time () - begun) / 1000.0;

  g_array_append_val (times, ms);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return first < second ? -1 : first > second;
}

/* "median_ms": ..., "low_ms": ..., "high_ms": ..., "runs": n */
static void
append_times (GString *json,
              Times   *times)
{
  const double *ms;

  g_array_sort (times, compare_doubles);
  ms = (const double *) times->data;
  cs_json_member (json, "median_ms", (ms[(times->len - 1) / 2] + ms[times->len / 2]) / 2, 3);
  cs_json_member (json, "low_ms", ms[0], 3);
  cs_json_member (json, "high_ms", ms[times->len - 1], 3);
  g_string_append_printf (json, ", \"runs\": %u", times->len);
}

static gboolean
go_on (const Bench *self,
       gint64       begun,
       guint        runs)
{
  double passed = (g_get_monotonic_time () - begun) / 1e6;

  cs_progress_report (MIN (passed / self->seconds, 1), _("Measuring"), self->call->progress);
  return runs < LEAST_RUNS || passed < self->seconds;
}

static gboolean
is_plain (const Bench *self)
{
  return g_strcmp0 (self->arithmetic, "plain") == 0;
}

static const NnRecipe *
find_recipe (const Bench *self)
{
  return nn_recipe_find (self->recipe != NULL ? self->recipe : "unet");
}

static NnNet *
make_network (const Bench *self,
              GError     **error)
{
  const NnRecipe *recipe = find_recipe (self);
  g_autoptr (NnGraph) fastest = nn_recipe_build (recipe, &recipe->standard, error);
  g_autoptr (NnGraph) graph = NULL;

  if (fastest == NULL)
    return NULL;
  graph = nn_graph_copy_with (fastest, is_plain (self)           ? NULL
                                       : self->arithmetic != NULL ? nn_kernels_find (self->arithmetic)
                                                                  : nn_kernels_best ());
  return nn_net_new (graph, 1);
}

static float *
make_input (guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  float *x = g_new (float, (gsize) n * 32 * 32);

  for (gsize i = 0; i < (gsize) n * 32 * 32; i++)
    x[i] = (float) g_rand_double_range (rand, -1.7, 1.7);
  return x;
}

static gboolean
bench_forward (const Bench *self,
               GString     *json,
               GError     **error)
{
  g_autoptr (NnNet) net = make_network (self, error);
  g_autofree float *x = make_input (self->batch);
  g_autofree float *p = net != NULL ? g_new (float, self->batch * nn_shape_size (nn_net_get_output (net))) : NULL;
  g_autoptr (Times) times = times_new ();
  gint64 begun = g_get_monotonic_time ();

  if (net == NULL)
    return FALSE;
  for (gboolean warm = FALSE; go_on (self, begun, times->len); warm = TRUE)
    {
      gint64 start = g_get_monotonic_time ();

      if (!nn_net_predict (net, self->batch, x, p, self->threads, self->call->cancellable, error))
        return FALSE;
      if (warm)
        times_add (times, start);
    }
  append_times (json, times);
  return TRUE;
}

/* A training on noise, timed from one batch's report to the next within an epoch. */
typedef struct
{
  const Bench  *bench;
  const float  *x;
  Times        *times;
  gint64        begun, last;
  GCancellable *enough;
  guint         n_verdicts;    /* pixels that a network tells of a patch, or 1 */
} Steps;

static void
load_noise (gpointer owner,
            guint    i,
            GRand   *rand,
            float   *x,
            float   *y)
{
  const Steps *steps = owner;
  const float *source = steps->x + (gsize) (i % steps->bench->batch) * 32 * 32;

  memcpy (x, source, 32 * 32 * sizeof (float));
  for (guint k = 0; k < steps->n_verdicts; k++)
    {
      y[steps->n_verdicts + k] = source[k] > 1;
      y[k] = 1 - y[steps->n_verdicts + k];
    }
}

static void
step_cb (guint    epoch,
         guint    batch,
         guint    n_batches,
         double   loss,
         gpointer data)
{
  Steps *steps = data;

  if (steps->last != 0)
    times_add (steps->times, steps->last);
  /* The next report after an epoch's last one has a validation in between. */
  steps->last = batch == n_batches ? 0 : g_get_monotonic_time ();
  if (!go_on (steps->bench, steps->begun, steps->times->len))
    g_cancellable_cancel (steps->enough);
}

static void
interrupted_cb (GCancellable *call,
                gpointer      data)
{
  g_cancellable_cancel (data);
}

static gboolean
train_on_noise (const Bench *self,
                Steps       *steps,
                GError     **error)
{
  g_autoptr (NnNet) net = make_network (self, error);
  g_autoptr (NnTrainer) trainer = NULL;
  NnPlan plan;
  NnFeed lessons = { steps, STEPS * self->batch, load_noise }, checks = { steps, 1, load_noise };
  NnWatch watch = { step_cb, NULL, steps };

  if (net == NULL)
    return FALSE;
  steps->n_verdicts = nn_shape_size (nn_net_get_output (net)) / 2;
  nn_plan_init (&plan);
  plan.batch = self->batch;
  plan.threads = self->threads;
  trainer = nn_trainer_new (net, &plan);
  return nn_trainer_run (trainer, &lessons, &checks, NULL, &watch, NULL, steps->enough, error);
}

static gboolean
bench_train (const Bench *self,
             GString     *json,
             GError     **error)
{
  g_autofree float *x = make_input (self->batch);
  g_autoptr (Times) times = times_new ();
  g_autoptr (GCancellable) enough = g_cancellable_new ();
  g_autoptr (GError) end = NULL;
  Steps steps = { self, x, times, g_get_monotonic_time (), 0, enough };
  gulong id = g_cancellable_connect (self->call->cancellable, G_CALLBACK (interrupted_cb), enough, NULL);

  train_on_noise (self, &steps, &end);
  g_cancellable_disconnect (self->call->cancellable, id);
  if (g_cancellable_set_error_if_cancelled (self->call->cancellable, error))
    return FALSE;
  if (end != NULL && !g_error_matches (end, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&end));
      return FALSE;
    }
  append_times (json, times);
  return TRUE;
}

static CsImage *
stage_film (const Bench *self,
            GError     **error)
{
  g_autoptr (GFile) file = cs_call_file (self->file);
  CsPhantomPlan plan;
  CsPhantom *phantom;
  CsImage *image;

  if (file != NULL)
    return cs_formats_read (file, self->call->cancellable, error);
  cs_phantom_plan_init (&plan, 1024, 1024, 8, 0.2, 1, 0);
  phantom = cs_phantom_draw (&plan, 1, 0, self->call->cancellable, error);
  if (phantom == NULL)
    return NULL;
  image = cs_image_ref (phantom->image);
  cs_phantom_free (phantom);
  return image;
}

/* The run under way: a stage lasts from its first report to the next one's. */
typedef struct { Times **times; guint n, stage; gint64 begun; } Lap;

static void
stage_cb (double      fraction,
          const char *title,
          gpointer    data)
{
  Lap *lap = data;

  for (guint i = lap->stage + 1; i < lap->n; i++)
    if (strcmp (cs_stages[i]->title, title) == 0)
      {
        times_add (lap->times[lap->stage], lap->begun);
        lap->stage = i;
        lap->begun = g_get_monotonic_time ();
        return;
      }
}

static gboolean
time_stages (const Bench *self,
             CsImage     *image,
             CsSettings  *settings,
             Times      **times,
             guint        n,
             GError     **error)
{
  gint64 begun = g_get_monotonic_time ();
  Lap lap = { times, n, 0, begun };
  g_autoptr (CsAnalysis) analysis = cs_pipeline_run (image, self->network, settings, NULL, NULL, stage_cb,
                                                     &lap, self->call->cancellable, error);

  if (analysis == NULL)
    return FALSE;
  times_add (times[lap.stage], lap.begun);
  times_add (times[n], begun);
  return TRUE;
}

static void
append_stages (GString *json,
               Times  **times,
               guint    n)
{
  append_times (json, times[n]);
  g_string_append (json, ", \"stages\": [");
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (json, "%s\n{\"stage\": \"%s\"", i > 0 ? "," : "", cs_stages[i]->id);
      append_times (json, times[i]);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
}

/* The stages that need no network come first in the table. */
static guint
count_stages (const Bench *self)
{
  guint n = 0;

  while (cs_stages[n] != NULL && (self->network != NULL || !cs_stages[n]->needs_network))
    n++;
  return n;
}

static gboolean
bench_stages (const Bench *self,
              GString     *json,
              GError     **error)
{
  guint n = count_stages (self);
  const char *own = self->network != NULL ? nn_net_get_note (self->network, "settings") : NULL;
  g_autoptr (CsSettings) settings = cs_tuning_settings (&self->tuning, own, error);
  g_autoptr (CsImage) image = stage_film (self, error);
  g_autoptr (GPtrArray) times = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GPtrArray) warm_up = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  gint64 begun = g_get_monotonic_time ();

  if (settings == NULL || image == NULL)
    return FALSE;
  for (guint i = 0; i <= n; i++)
    {
      g_ptr_array_add (times, times_new ());
      g_ptr_array_add (warm_up, times_new ());
    }
  if (!time_stages (self, image, settings, (Times **) warm_up->pdata, n, error))
    return FALSE;
  while (go_on (self, begun, ((Times *) times->pdata[n])->len))
    if (!time_stages (self, image, settings, (Times **) times->pdata, n, error))
      return FALSE;
  g_string_append_printf (json, ", \"width\": %u, \"height\": %u", cs_image_get_width (image),
                          cs_image_get_height (image));
  append_stages (json, (Times **) times->pdata, n);
  return TRUE;
}

static const struct { const char *name; gboolean (*run) (const Bench *, GString *, GError **); } parts[] = {
  { "forward", bench_forward }, { "train", bench_train }, { "stages", bench_stages },
};

static gboolean
measure (const Bench *self,
         GError     **error)
{
  g_autoptr (GString) json = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (self->part, parts[i].name) == 0)
      {
        g_string_append_printf (json, "{\"part\": \"%s\", \"threads\": %d", self->part,
                                self->threads > 0 ? self->threads : (int) g_get_num_processors ());
        if (strcmp (self->part, "stages") != 0)
          g_string_append_printf (json, ", \"batch\": %d", self->batch);
        if (!parts[i].run (self, json, error))
          return FALSE;
        g_string_append (json, "}\n");
        return cs_call_answer (self->call, json->str, NULL, error);
      }
  return cs_call_misuse (error, _("--part wants forward, train or stages, not “%s”"), self->part);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (Bench) self = { .call = call, .batch = 42, .seconds = 10 };
  const GOptionEntry entries[] = {
    { "part", 0, 0, G_OPTION_ARG_STRING, &self.part, N_("What is measured"), "forward|train|stages" },
    { "batch", 0, 0, G_OPTION_ARG_INT, &self.batch, N_("Patches of a pass or step (42)"), "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self.threads, N_("Threads (one a processor)"), "N" },
    { "arithmetic", 0, 0, G_OPTION_ARG_STRING, &self.arithmetic,
      N_("Of the network: the fastest here, or another to compare (fastest)"), "plain|common|avx2|avx512" },
    { "recipe", 0, 0, G_OPTION_ARG_STRING, &self.recipe, N_("The network of a pass or step (unet)"),
      "unet|valvano|rehman|densenet" },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &self.file,
      N_("The film for the stages (a phantom of 1024x1024)"), N_("FILE") },
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &self.network_file,
      N_("Times the stages with a network too; “simulated”: the one that comes along"), N_("FILE") },
    CS_TUNING_ENTRIES (self.tuning),
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &self.seconds, N_("How long to measure (10)"), "S" },
    { NULL } };

  if (!cs_call_parse (call, entries, 0, 0, error))
    return FALSE;
  if (self.part == NULL)
    return cs_call_misuse (error, _("What shall be measured? Give --part forward, train or stages"));
  if (self.batch < 1 || self.batch > 4096 || self.threads < 0 || !(self.seconds > 0 && self.seconds <= 1e6))
    return cs_call_misuse (error, _("--batch wants 1 to 4096, --threads a number from 0, --seconds one above 0"));
  if (find_recipe (&self) == NULL)
    return cs_call_misuse (error, _("There is no network called “%s”"), self.recipe);
  if (self.arithmetic != NULL && !is_plain (&self) && nn_kernels_find (self.arithmetic) == NULL)
    return cs_call_misuse (error, _("This processor has no arithmetic “%s”; --arithmetic wants plain, common, or "
                                    "where there is such a one avx2 or avx512"), self.arithmetic);
  if (self.network_file != NULL && (self.network = cs_shipped_open (self.network_file, error)) == NULL)
    return FALSE;
  cs_rows_set_threads (self.threads);
  return measure (&self, error);
}

const CsCommand cs_command_bench = {
  .name = "bench",
  .arguments = N_("--part forward|train|stages"),
  .summary = N_("Times a forward pass, a training step or the stages, as JSON."),
  .run = run,
};
