#include "cs-scorer.h"

#include <glib/gi18n.h>

typedef struct { CsRecord *record; CsSettings *settings; NnNet *network; double threshold; } Input;

/* Cutting the patches runs the stages on every film: it is most of the time. */
#define GATHERING 0.7

typedef struct { CsJob *job; double begin, span; } Part;

static void
input_free (gpointer data)
{
  Input *input = data;

  cs_record_unref (input->record);
  cs_settings_unref (input->settings);
  nn_net_unref (input->network);
  g_free (input);
}

static void
report_cb (double fraction, const char *title, gpointer data)
{
  Part *part = data;

  cs_job_report (part->job, part->begin + part->span * fraction, title ? _(title) : NULL);
}

static gpointer
score (CsJob *job, gpointer data, GError **error)
{
  Input *input = data;
  GCancellable *cancellable = cs_job_get_cancellable (job);
  Part gathering = { job, 0, GATHERING }, scoring = { job, GATHERING, 1 - GATHERING };
  g_autoptr (CsPatches) patches = cs_scoring_gather (input->network, input->record, input->settings, report_cb,
                                                     &gathering, cancellable, error);
  CsScoringTask task = { input->network, input->record, patches, .threshold = input->threshold };

  return patches ? cs_scoring_run (&task, report_cb, &scoring, cancellable, error) : NULL;
}

CsJob *
cs_scorer_start (CsRecord *record, CsSettings *settings, NnNet *network, double threshold,
                 GAsyncReadyCallback ready, gpointer user_data)
{
  Input *input = g_new (Input, 1);

  *input = (Input) { cs_record_ref (record), cs_settings_ref (settings), nn_net_ref (network), threshold };
  return cs_job_start (_("Scoring the network"), score, input, input_free, (GDestroyNotify) cs_scoring_free,
                       ready, user_data);
}
