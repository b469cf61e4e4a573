/* study: makes or extends a study, lists it, proposes boxes for all its films. */
#include <glib/gi18n.h>

#include "cs-adding.h"
#include "cs-blind.h"
#include "cs-command.h"
#include "cs-contest.h"
#include "cs-count.h"
#include "cs-crew.h"
#include "cs-error.h"
#include "cs-pipeline.h"
#include "cs-merge.h"
#include "cs-tuning.h"

typedef struct
{
  CsCall     *call;
  CsStudy    *study;
  CsRecord   *record;        /* frozen for the workers */
  CsSettings *settings;
  char       *settings_text;
  guint       n_boxes, n_left_out;
} Task;

static void
task_clear (Task *self)
{
  g_clear_pointer (&self->record, cs_record_unref);
  g_clear_pointer (&self->settings, cs_settings_unref);
  g_clear_pointer (&self->settings_text, g_free);
  g_clear_object (&self->study);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Task, task_clear)

static gpointer
analyse (guint         i,
         gpointer      data,
         GCancellable *cancellable,
         GError      **error)
{
  const Task *self = data;
  g_autoptr (CsImage) image = cs_record_read_film (self->record, i, cancellable, error);
  g_autoptr (CsAnalysis) analysis = NULL;

  if (image != NULL)
    analysis = cs_pipeline_run_for ((const char *const[]) { "boxes", NULL }, image, NULL, self->settings, NULL, NULL,
                                    cancellable, error);
  return analysis != NULL ? cs_product_ref (cs_analysis_get (analysis, "boxes")) : NULL;
}

static gboolean
hand_in (guint    i,
         gpointer boxes,
         gpointer data,
         GError **error)
{
  Task *self = data;
  guint n = 0;

  cs_product_get_boxes (boxes, &n);
  self->n_boxes += n;
  cs_progress_report ((i + 1.0) / cs_record_get_n_films (self->record), _("Proposing boxes"), self->call->progress);
  return cs_study_propose (self->study, cs_study_nth (self->study, i), boxes, self->settings_text, error);
}

static gboolean
propose (Task           *self,
         const CsTuning *tuning,
         guint           threads,
         GError        **error)
{
  g_autofree char *stored = cs_study_get_settings (self->study);
  guint n;

  self->settings = cs_tuning_settings (tuning, stored, error);
  if (self->settings == NULL)
    return FALSE;
  self->settings_text = cs_settings_to_text (self->settings);
  if (cs_tuning_is_given (tuning) && !cs_study_set_settings (self->study, self->settings_text, error))
    return FALSE;
  self->record = cs_study_freeze (self->study);
  n = cs_record_get_n_films (self->record);
  return cs_crew_run (n, cs_crew_workers (n, cs_largest_film (self->record), threads), analyse, hand_in,
                      (GDestroyNotify) cs_product_unref, self, self->call->cancellable, error);
}

/* The name of the values that made a film's boxes; "" where it has none, or they are another version's. */
static void
append_preset (GString *table,
               CsStudy *study,
               CsEntry *entry)
{
  g_autofree char *text = cs_study_get_proposed_with (study, entry);
  g_autoptr (CsSettings) settings = text != NULL ? cs_settings_from_text (text, NULL) : NULL;

  g_string_append_printf (table, "\t%s\n", settings != NULL ? cs_contest_name (settings) : "");
}

static void
append_row (GString *table,
            CsEntry *entry)
{
  const CsFacts *facts = cs_entry_get_facts (entry);

  g_string_append_printf (table, "%s\t%s\t%s\t%s\t%ux%u\t", cs_entry_get_name (entry), facts->case_id,
                          cs_side_to_text (facts->side), cs_view_to_text (facts->view), cs_entry_get_width (entry),
                          cs_entry_get_height (entry));
  if (facts->mm_per_pixel > 0)
    g_string_append_printf (table, "%.4f", facts->mm_per_pixel);
  g_string_append_printf (table, "\t%u\t%u\t%u\t%u\t%u", cs_entry_get_n_marks (entry),
                          cs_entry_get_n_verdict (entry, CS_VERDICT_POSITIVE),
                          cs_entry_get_n_verdict (entry, CS_VERDICT_NEGATIVE),
                          cs_entry_get_n_verdict (entry, CS_VERDICT_UNSURE),
                          cs_entry_get_n_marks (entry) - cs_entry_get_n_judged (entry));
}

static gboolean
list (const Task *self,
      GError    **error)
{
  g_autoptr (GString) table = g_string_new (NULL);

  g_string_append (table, "film\tcase\tside\tview\tsize\tmm_per_pixel\tboxes\tpositive\tnegative\tunsure\topen\t"
                          "preset\n");
  for (guint i = 0; i < cs_study_count (self->study); i++)
    {
      append_row (table, cs_study_nth (self->study, i));
      append_preset (table, self->study, cs_study_nth (self->study, i));
    }
  return cs_call_answer (self->call, table->str, NULL, error);
}

static gboolean
tell_counts (const Task *self,
             gboolean    proposed,
             GError    **error)
{
  g_autofree char *line = NULL, *films = cs_count (CS_COUNT_FILMS, cs_study_count (self->study));
  g_autofree char *boxes = cs_count (CS_COUNT_BOXES, self->n_boxes);

  if (proposed)
    line = g_strdup_printf (_("%s, %s proposed\n"), films, boxes);
  else if (self->n_left_out > 0)
    line = g_strdup_printf (ngettext ("%s; %u file that cannot be read was left out\n",
                                      "%s; %u files that cannot be read were left out\n", self->n_left_out), films,
                            self->n_left_out);
  else
    line = g_strdup_printf ("%s\n", films);
  return cs_call_answer (self->call, line, NULL, error);
}

static gboolean
verify (const Task *self,
        GError    **error)
{
  g_autofree char *last = NULL, *line = NULL;
  guint n;

  if (!cs_study_verify (self->study, &n, &last, error))
    return FALSE;
  line = g_strdup_printf (ngettext ("The audit trail is whole: %u link, the last is %s\n",
                                    "The audit trail is whole: %u links, the last is %s\n", n), n, last);
  return cs_call_answer (self->call, line, NULL, error);
}

/* What was there stays there: a backup is not worth another file. */
static gboolean
back_up (const Task *self,
         const char *to,
         GError    **error)
{
  g_autoptr (GFile) file = cs_call_file (to);

  if (g_file_query_exists (file, NULL))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("“%s” is there already; choose another name"), to);
      return FALSE;
    }
  return cs_study_backup (cs_study_get_folder (self->study), file, self->call->cancellable, error);
}

static gboolean
restore (CsCall     *call,
         const char *from,
         GError    **error)
{
  g_autoptr (GFile) folder = cs_call_file (call->argv[0]), file = cs_call_file (from);

  return cs_study_restore (folder, file, call->cancellable, error);
}

/* What a call asks for. */
typedef struct
{
  gboolean adding, listing, proposing, verifying, influence;
  char    *backup, *restore, *readers, *merge, *blind;
  int      threads, keep_out, seed;
} Wishes;

static void
wishes_clear (Wishes *self)
{
  g_free (self->backup);
  g_free (self->restore);
  g_free (self->readers);
  g_free (self->merge);
  g_free (self->blind);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

static gboolean
changes_rules (const Wishes *wishes)
{
  return wishes->keep_out >= 0 || wishes->readers != NULL || wishes->blind != NULL;
}

static gboolean
make_sense (CsCall       *call,
            const Wishes *wishes,
            GError      **error)
{
  gboolean other = wishes->adding || wishes->proposing || wishes->listing || wishes->verifying ||
                   wishes->influence || wishes->merge != NULL || changes_rules (wishes);

  if (!other && wishes->backup == NULL && wishes->restore == NULL)
    return cs_call_misuse (error, _("What shall be done? Give --add FILE…, --propose, --list, --verify, "
                                    "--backup FILE or --restore FILE"));
  if (wishes->restore != NULL && (other || wishes->backup != NULL))
    return cs_call_misuse (error, _("--restore makes a study by itself; nothing else can be asked with it"));
  if (wishes->adding != (call->argc > 1))
    return wishes->adding ? cs_call_misuse (error, _("--add wants films or folders"))
                          : cs_call_misuse (error, _("“%s” is too much here; films are added with --add"),
                                            call->argv[1]);
  if (wishes->threads < 0)
    return cs_call_misuse (error, _("--threads wants a number from 0"));
  if (wishes->readers != NULL && !cs_reading_from_text (wishes->readers, &(CsReading) { 0 }))
    return cs_call_misuse (error, _("--readers wants together, apart or revealed"));
  if (wishes->blind != NULL && !g_str_equal (wishes->blind, "on") && !g_str_equal (wishes->blind, "off"))
    return cs_call_misuse (error, _("--blind-first wants on or off"));
  if (wishes->keep_out < -1 || wishes->keep_out > 100 || wishes->seed < 0)
    return cs_call_misuse (error, _("--keep-out wants a number from 0 to 100, --seed one from 0"));
  return TRUE;
}

/* Who is kept out, and how several readers read. */
static gboolean
set_rules (CsStudy      *study,
           const Wishes *wishes,
           GError      **error)
{
  CsReading reading;

  if (wishes->keep_out >= 0 &&
      !cs_study_keep_out (study, (guint) wishes->keep_out, (guint) wishes->seed, error))
    return FALSE;
  if (wishes->blind != NULL && !cs_study_set_blind (study, g_str_equal (wishes->blind, "on"), error))
    return FALSE;
  return wishes->readers == NULL || !cs_reading_from_text (wishes->readers, &reading) ||
         cs_study_set_reading (study, reading, error);
}

static gboolean
merge (const Task *self,
       const char *from,
       GError    **error)
{
  g_autoptr (GFile) folder = cs_call_file (from);
  g_autofree char *line = NULL, *boxes = NULL, *verdicts = NULL, *words = NULL;
  CsMerged merged;

  if (!cs_study_merge (self->study, folder, &merged, error))
    return FALSE;
  boxes = cs_count (CS_COUNT_BOXES, merged.n_marks);
  verdicts = cs_count (CS_COUNT_VERDICTS, merged.n_verdicts);
  words = cs_count (CS_COUNT_WORDS, merged.n_words);
  /* Translators: "4 boxes", "3 verdicts", "2 words", and two numbers */
  line = g_strdup_printf (_("Added: %s, %s, %s; said otherwise here, and to be decided: %u; films that are not in this "
                            "study: %u\n"), boxes, verdicts, words, merged.n_conflicts, merged.n_strange);
  return cs_call_answer (self->call, line, NULL, error);
}

static gboolean
tell_influence (const Task *self,
                GError    **error)
{
  g_autofree char *table = cs_study_tell_influence (self->study, error);

  return table != NULL && cs_call_answer (self->call, table, NULL, error);
}

/* What is asked of a study that is open. */
static gboolean
answer (const Task   *self,
        const Wishes *wishes,
        GError      **error)
{
  if (wishes->backup != NULL && !back_up (self, wishes->backup, error))
    return FALSE;
  if (wishes->listing && !list (self, error))
    return FALSE;
  if (wishes->influence && !tell_influence (self, error))
    return FALSE;
  if (wishes->verifying)
    return verify (self, error);
  return wishes->listing || wishes->influence || wishes->merge != NULL || wishes->backup != NULL ||
         tell_counts (self, wishes->proposing, error);
}

static gboolean
fulfil (Task           *self,
        const Wishes   *wishes,
        const CsTuning *tuning,
        GError        **error)
{
  CsCall *call = self->call;

  if (wishes->restore != NULL)
    return restore (call, wishes->restore, error);
  if (wishes->adding && (self->study = cs_adding_run (call, call->argv[0], call->argv + 1, call->argc - 1,
                                                      &self->n_left_out, error)) == NULL)
    return FALSE;
  if (self->study == NULL)
    self->study = cs_open_study (call->argv[0], wishes->proposing || wishes->merge != NULL || changes_rules (wishes),
                                 error);
  if (self->study != NULL && !set_rules (self->study, wishes, error))
    return FALSE;
  if (self->study == NULL || (wishes->proposing && !propose (self, tuning, wishes->threads, error)))
    return FALSE;
  if (wishes->merge != NULL && !merge (self, wishes->merge, error))
    return FALSE;
  return answer (self, wishes, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (CsTuning) tuning = { 0 };
  g_auto (Task) self = { .call = call };
  g_auto (Wishes) wishes = { .keep_out = -1, .seed = 1 };
  const GOptionEntry entries[] = {
    { "add", 0, 0, G_OPTION_ARG_NONE, &wishes.adding,
      N_("Adds films, and all films below folders; makes the study where there is none"), NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &wishes.listing, N_("Lists the films as a table, tabs between"), NULL },
    { "propose", 0, 0, G_OPTION_ARG_NONE, &wishes.proposing, N_("Proposes boxes for every film; verdicts stay"), NULL },
    { "readers", 0, 0, G_OPTION_ARG_STRING, &wishes.readers,
      N_("How several readers judge: together, apart (hidden from one another), revealed"), N_("HOW") },
    { "merge", 0, 0, G_OPTION_ARG_FILENAME, &wishes.merge,
      N_("Adds what was read in another copy of this study; nothing is overwritten"), "FOLDER" },
    { "blind-first", 0, 0, G_OPTION_ARG_STRING, &wishes.blind,
      N_("Hides the machine's boxes until the reader has recorded an own reading: on or off"), N_("HOW") },
    { "influence", 0, 0, G_OPTION_ARG_NONE, &wishes.influence,
      N_("Tells what readers found before and after they saw the machine's boxes, as a table"), NULL },
    { "keep-out", 0, 0, G_OPTION_ARG_INT, &wishes.keep_out,
      N_("Keeps so many per cent of the women out of training, for a test (evaluate --kept-out)"), "PERCENT" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &wishes.seed, N_("Which women --keep-out draws (1)"), "N" },
    { "verify", 0, 0, G_OPTION_ARG_NONE, &wishes.verifying,
      N_("Checks the audit trail, link by link, and names the first broken one"), NULL },
    { "backup", 0, 0, G_OPTION_ARG_FILENAME, &wishes.backup,
      N_("Copies verdicts, masks and history into one file, also while the study is in use"), "FILE" },
    { "restore", 0, 0, G_OPTION_ARG_FILENAME, &wishes.restore, N_("Makes the study out of a backup"), "FILE" },
    CS_TUNING_ENTRIES (tuning),
    { "threads", 0, 0, G_OPTION_ARG_INT, &wishes.threads, N_("Threads for --propose (one a processor)"), "N" },
    { NULL } };

  return cs_call_parse (call, entries, 1, G_MAXINT, error) && make_sense (call, &wishes, error) &&
         fulfil (&self, &wishes, &tuning, error);
}

const CsCommand cs_command_study = {
  .name = "study",
  .arguments = N_("STUDY [--add FILE…] [--propose] [--list] [--verify] [--backup FILE] [--restore FILE] "
                  "[--merge FOLDER]"),
  .summary = N_("Makes or extends a study, proposes boxes for its films, lists them; checks its history, keeps a copy."),
  .run = run,
};
