/* The plan of a training: its standard values, its text, its limits. */
#include "nn-train.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
nn_plan_init (NnPlan *plan)
{
  *plan = (NnPlan) { .batch = 42, .max_epochs = 1000, .seed = 1, .first_rate = 1e-3, .last_rate = 1e-6,
                     .patience = 30, .stop_patience = 60, .least_gain = 5e-3, .factor = 5, .smoothing = 0.9,
                     .averaging = 0.998 };
}

char *
nn_plan_to_text (const NnPlan *plan)
{
  static const char *const losses[] = { "both", "dice", "cross" }, *const arithmetics[] = { "fast", "plain" };
  char numbers[7][G_ASCII_DTOSTR_BUF_SIZE];
  const double doubles[7] = { plan->first_rate, plan->last_rate, plan->minutes, plan->least_gain, plan->factor,
                              plan->smoothing, plan->averaging };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_ascii_dtostr (numbers[i], sizeof numbers[i], doubles[i]);
  return g_strdup_printf ("batch=%u\nmax_epochs=%u\nseed=%u\nthreads=%u\nfirst_rate=%s\nlast_rate=%s\nminutes=%s\n"
                          "patience=%u\nstop_patience=%u\nleast_gain=%s\nfactor=%s\nsmoothing=%s\naveraging=%s\n"
                          "loss=%s\narithmetic=%s\n",
                          plan->batch, plan->max_epochs, plan->seed, plan->threads, numbers[0], numbers[1], numbers[2],
                          plan->patience, plan->stop_patience, numbers[3], numbers[4], numbers[5], numbers[6],
                          losses[plan->loss], arithmetics[plan->arithmetic]);
}

gboolean
nn_plan_check (const NnPlan *plan,
               GError      **error)
{
  gboolean counts = plan->batch > 0 && plan->batch <= 65536 && plan->max_epochs > 0 &&
                    plan->max_epochs <= NN_MOST_EPOCHS && plan->patience > 0;
  gboolean rates = plan->first_rate > 0 && plan->first_rate <= 1 && plan->last_rate >= 0 && plan->last_rate <= 1;
  gboolean rule = plan->least_gain >= 0 && plan->factor > 1 && plan->smoothing >= 0 && plan->smoothing < 1 &&
                  plan->averaging >= 0 && plan->averaging < 1 &&
                  isfinite (plan->least_gain) && isfinite (plan->factor);

  if (counts && rates && rule && plan->minutes >= 0 && isfinite (plan->minutes))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_DATA, _("The plan cannot be carried out: its %s are out of range"),
               !counts ? "counts of patches and epochs" : !rates ? "rates" : "limits");
  return FALSE;
}
