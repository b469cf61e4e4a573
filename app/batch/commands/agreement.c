/* agreement: how far several readers agree on the same boxes. */
#include <glib/gi18n.h>
#include <math.h>

#include "cs-command.h"
#include "cs-tuning.h"

static void
append_number (GString *table,
               double   number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (isfinite (number))
    g_ascii_formatd (text, sizeof text, "%.4f", number);
  g_string_append_printf (table, "\t%s", text);
}

static void
append_row (GString       *table,
            const char    *name,
            const char    *a,
            const char    *b,
            const CsKappa *kappa)
{
  g_string_append_printf (table, "%s\t%s\t%s", name, a, b);
  append_number (table, kappa->kappa);
  append_number (table, kappa->low);
  append_number (table, kappa->high);
  g_string_append_printf (table, "\t%u\t%u\n", kappa->n, kappa->n_cases);
}

static gboolean
append_descriptor (GString            *table,
                   CsStudy            *study,
                   const CsDescriptor *descriptor,
                   guint               seed,
                   GError            **error)
{
  g_autoptr (CsReadings) readings = cs_study_collect_words (study, descriptor, error);
  guint n = readings != NULL ? cs_readings_get_n_readers (readings) : 0;
  CsKappa kappa;

  for (guint a = 0; a < n; a++)
    for (guint b = a + 1; b < n; b++)
      {
        kappa = cs_readings_cohen (readings, a, b, seed);
        append_row (table, descriptor->id, cs_readings_get_reader (readings, a), cs_readings_get_reader (readings, b),
                    &kappa);
      }
  if (n > 2)
    {
      kappa = cs_readings_fleiss (readings, seed);
      append_row (table, descriptor->id, "all", "", &kappa);
    }
  return readings != NULL;
}

/* A row a descriptor and pair of readers, Cohen's kappa; and Fleiss' of all. Of a finding each of its boxes counts. */
static char *
tell_descriptors (CsStudy *study,
                  guint    seed,
                  GError **error)
{
  g_autoptr (GString) table = g_string_new ("descriptor\treader\tother\tkappa\tlow\thigh\tn\tcases\n");

  for (const CsDescriptor *one = cs_descriptors; one->id != NULL; one++)
    if (one->terms != NULL && one->subject != CS_SUBJECT_FILM && !append_descriptor (table, study, one, seed, error))
      return NULL;
  return g_string_free (g_steal_pointer (&table), FALSE);
}

static char *
tell_verdicts (CsStudy *study,
               gboolean json,
               guint    seed,
               GError **error)
{
  g_autoptr (CsReadings) readings = cs_study_collect_readings (study, error);

  if (readings == NULL)
    return NULL;
  return json ? cs_readings_to_json (readings, seed) : cs_readings_to_text (readings, seed);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_autoptr (CsStudy) study = NULL;
  g_autofree char *answer = NULL, *out = NULL;
  g_autoptr (GFile) file = NULL;
  gboolean json = FALSE, descriptors = FALSE;
  int seed = 1;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("For programs"), NULL },
    { "descriptors", 0, 0, G_OPTION_ARG_NONE, &descriptors, N_("Of BI-RADS terms, as a table, tabs between"), NULL },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, N_("Of the bootstrap over cases (1)"), "N" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Writes there and not to standard output"), N_("FILE") },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (seed < 0)
    return cs_call_misuse (error, _("--seed wants a number from 0"));
  study = cs_open_study (call->argv[0], FALSE, error);
  if (study == NULL)
    return FALSE;
  answer = descriptors ? tell_descriptors (study, (guint) seed, error)
                       : tell_verdicts (study, json, (guint) seed, error);
  if (answer == NULL)
    return FALSE;
  file = cs_call_file (out);
  return cs_call_answer (call, answer, file, error);
}

const CsCommand cs_command_agreement = {
  .name = "agreement",
  .arguments = N_("STUDY [--json] [--descriptors] [--seed N] [--out FILE]"),
  .summary = N_("Cohen's kappa of each two readers and Fleiss' of all, with intervals by case, and tables of confusion."),
  .run = run,
};
