/* label: verdicts from ground truth or from a table instead of a reader. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-csv-marks.h"
#include "cs-error.h"
#include "cs-formats.h"
#include "cs-record-forms.h"
#include "cs-tuning.h"

/* A box of a table is a mark's from this overlap on (intersection over union): the study's own line for one box. */
#define SAME_BOX 0.3

#define N_VERDICTS (CS_VERDICT_UNSURE + 1)

typedef struct
{
  CsCall    *call;
  CsStudy   *study;
  GPtrArray *marks[N_VERDICTS];   /* CsMark of each verdict */
  GArray    *drawn;               /* Drawing: rows that meet no mark */
  guint      n_films;
} Label;

typedef struct { CsEntry *entry; CsBox box; CsVerdict verdict; } Drawing;

static void
label_clear (Label *self)
{
  for (guint i = 0; i < N_VERDICTS; i++)
    g_clear_pointer (&self->marks[i], g_ptr_array_unref);
  g_clear_pointer (&self->drawn, g_array_unref);
  g_clear_object (&self->study);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Label, label_clear)

/* What of a set's annotation did not fit, and why, as the window's import tells it. */
static void
tell_misfits (CsEntry *entry,
              CsTruth *truth)
{
  for (const char *const *note = cs_truth_get_notes (truth); *note != NULL; note++)
    g_printerr ("%s: %s\n", cs_entry_get_name (entry), *note);
}

static gboolean
label_film (Label   *self,
            CsEntry *entry,
            GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (CsTruth) truth = cs_formats_truth (cs_entry_get_file (entry), cs_entry_get_width (entry),
                                                cs_entry_get_height (entry), &wrong);

  if (wrong != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&wrong));
      return FALSE;
    }
  if (truth == NULL)
    return TRUE;
  self->n_films++;
  tell_misfits (entry, truth);
  return cs_study_label_from_truth (self->study, entry, truth, "truth", error);
}

static gboolean
label_by_truth (Label   *self,
                GError **error)
{
  guint n = cs_study_count (self->study);

  for (guint i = 0; i < n; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->call->cancellable, error)
          || !label_film (self, cs_study_nth (self->study, i), error))
        return FALSE;
      cs_progress_report ((i + 1.0) / n, _("Labelling films"), self->call->progress);
    }
  if (self->n_films > 0)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("No film of the study has a truth beside it"));
  return FALSE;
}

static CsEntry *
find_film (const Label *self,
           const char  *name,
           GError     **error)
{
  for (guint i = 0; i < cs_study_count (self->study); i++)
    {
      CsEntry *entry = cs_study_nth (self->study, i);

      if (cs_film_answers_to (cs_entry_get_name (entry), cs_entry_get_digest (entry), name))
        return entry;
    }
  g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("The table names a film “%s” that is not in the study"), name);
  return NULL;
}

static double
overlap (const CsBox *a,
         const CsBox *b)
{
  double width = MIN (a->x + a->width, b->x + b->width) - MAX (a->x, b->x);
  double height = MIN (a->y + a->height, b->y + b->height) - MAX (a->y, b->y);
  double both = MAX (width, 0) * MAX (height, 0);

  return both / ((double) a->width * a->height + (double) b->width * b->height - both);
}

static void
find_better (GListModel  *marks,
             const CsBox *box,
             CsMark     **best,
             double      *most)
{
  for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (CsMark) mark = g_list_model_get_item (marks, i);
      double share = overlap (cs_mark_get_box (mark), box);

      if (share < *most)
        continue;
      *most = share;
      g_set_object (best, mark);
    }
}

/* The mark, proposed, drawn or true, that is most nearly @box; NULL: none is. A reference of the caller's. */
static CsMark *
find_mark (const Label *self,
           CsEntry     *entry,
           const CsBox *box)
{
  CsMark *best = NULL;
  double most = SAME_BOX;

  find_better (cs_study_get_marks (self->study, entry), box, &best, &most);
  find_better (cs_study_get_truth (self->study, entry), box, &best, &most);
  return best;
}

/* Where the columns of the export "csv" are. */
typedef struct { int film, x, y, width, height, verdict; } Columns;

static gboolean
find_columns (const CsCsv *table,
              Columns     *columns,
              GError     **error)
{
  return (columns->film = cs_csv_column (table, "film", error)) >= 0
         && (columns->x = cs_csv_column (table, "x", error)) >= 0
         && (columns->y = cs_csv_column (table, "y", error)) >= 0
         && (columns->width = cs_csv_column (table, "width", error)) >= 0
         && (columns->height = cs_csv_column (table, "height", error)) >= 0
         && (columns->verdict = cs_csv_column (table, "verdict", error)) >= 0;
}

static gboolean
read_box (const CsCsv   *table,
          guint          row,
          const Columns *columns,
          CsBox         *box,
          GError       **error)
{
  if (!cs_csv_get_int (table, row, columns->x, &box->x, error)
      || !cs_csv_get_int (table, row, columns->y, &box->y, error)
      || !cs_csv_get_int (table, row, columns->width, &box->width, error)
      || !cs_csv_get_int (table, row, columns->height, &box->height, error))
    return FALSE;
  if (box->width > 0 && box->height > 0)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("Line %u of the table has a box without an area"), row + 2);
  return FALSE;
}

/* The table may have been made of another copy of the film. */
static gboolean
check_size (const CsCsv *table,
            guint        row,
            CsEntry     *entry,
            GError     **error)
{
  int width, height;

  if (!cs_csv_marks_size (table, row, &width, &height, error))
    return FALSE;
  if (width < 0 || height < 0 ||
      (width == (int) cs_entry_get_width (entry) && height == (int) cs_entry_get_height (entry)))
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
               _("Line %u of the table was made for a film of %d × %d px, but “%s” has %u × %u here. Add the film it "
                 "was made for to the study."),
               row + 2, width, height, cs_entry_get_name (entry), cs_entry_get_width (entry),
               cs_entry_get_height (entry));
  return FALSE;
}

static gboolean
read_row (Label         *self,
          const CsCsv   *table,
          guint          row,
          const Columns *columns,
          GError       **error)
{
  const char *word = cs_csv_get (table, row, columns->verdict);
  Drawing drawing = { 0 };
  g_autoptr (CsMark) mark = NULL;

  if (!cs_verdict_from_text (word, &drawing.verdict))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("Line %u of the table: “%s” is no verdict"), row + 2, word);
      return FALSE;
    }
  if (drawing.verdict == CS_VERDICT_NONE)
    return TRUE;
  drawing.entry = find_film (self, cs_csv_get (table, row, columns->film), error);
  if (drawing.entry == NULL || !check_size (table, row, drawing.entry, error) ||
      !read_box (table, row, columns, &drawing.box, error))
    return FALSE;
  mark = find_mark (self, drawing.entry, &drawing.box);
  if (mark == NULL)
    g_array_append_val (self->drawn, drawing);
  else if (cs_mark_get_verdict (mark) != drawing.verdict)
    g_ptr_array_add (self->marks[drawing.verdict], g_object_ref (mark));
  return TRUE;
}

static gboolean
judge_all (Label   *self,
           GError **error)
{
  for (guint verdict = CS_VERDICT_POSITIVE; verdict < N_VERDICTS; verdict++)
    if (self->marks[verdict]->len > 0
        && !cs_study_judge_all (self->study, self->marks[verdict], verdict, error))
      return FALSE;
  for (guint i = 0; i < self->drawn->len; i++)
    {
      const Drawing *drawing = &g_array_index (self->drawn, Drawing, i);

      if (cs_study_draw (self->study, drawing->entry, &drawing->box, drawing->verdict, error) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* The whole table is read and understood before the first verdict is written. */
static gboolean
label_by_table (Label      *self,
                const char *path,
                GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (CsCsv) table = cs_csv_read (file, self->call->cancellable, error);
  Columns columns;

  if (table == NULL || !find_columns (table, &columns, error))
    return FALSE;
  for (guint i = 0; i < N_VERDICTS; i++)
    self->marks[i] = g_ptr_array_new_with_free_func (g_object_unref);
  self->drawn = g_array_new (FALSE, FALSE, sizeof (Drawing));
  for (guint row = 0; row < cs_csv_get_n (table); row++)
    if (!read_row (self, table, row, &columns, error))
      return FALSE;
  return judge_all (self, error);
}

/* Calcifications that are judged though no box of the machine met them. */
static guint
count_missed (const Label *self,
              CsEntry     *entry)
{
  GListModel *marks = cs_study_get_truth (self->study, entry);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (CsMark) mark = g_list_model_get_item (marks, i);

      n += cs_mark_get_verdict (mark) == CS_VERDICT_POSITIVE;
    }
  return n;
}

static gboolean
tell_counts (const Label *self,
             GError     **error)
{
  guint counts[N_VERDICTS] = { 0 }, n_missed = 0;
  g_autofree char *line = NULL;

  for (guint i = 0; i < cs_study_count (self->study); i++)
    {
      CsEntry *entry = cs_study_nth (self->study, i);

      for (guint verdict = 0; verdict < N_VERDICTS; verdict++)
        counts[verdict] += cs_entry_get_n_verdict (entry, verdict);
      n_missed += count_missed (self, entry);
    }
  line = g_strdup_printf (_("%u positive, %u negative, %u unsure, %u open; %u more positive that no box met\n"),
                          counts[CS_VERDICT_POSITIVE], counts[CS_VERDICT_NEGATIVE], counts[CS_VERDICT_UNSURE],
                          counts[CS_VERDICT_NONE], n_missed);
  return cs_call_answer (self->call, line, NULL, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (Label) self = { .call = call };
  g_autofree char *table = NULL, *reader = NULL;
  gboolean truth = FALSE;
  const GOptionEntry entries[] = {
    { "truth", 0, 0, G_OPTION_ARG_NONE, &truth, N_("Judges every box by the truth that lies beside its film"), NULL },
    { "import", 0, 0, G_OPTION_ARG_FILENAME, &table,
      N_("Takes the verdicts of a table as export --format csv writes it; boxes that are new are drawn"), N_("FILE") },
    { "reader", 0, 0, G_OPTION_ARG_STRING, &reader,
      N_("Whose verdicts the table holds (your login name)"), N_("NAME") },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (truth == (table != NULL))
    return cs_call_misuse (error, _("label wants --truth or --import FILE"));
  if (truth && reader != NULL)
    return cs_call_misuse (error, _("--reader goes with --import: the truth is its own reader"));
  self.study = cs_open_study (call->argv[0], TRUE, error);
  if (self.study != NULL && reader != NULL)
    cs_study_set_reader (self.study, reader);
  if (self.study == NULL || !(truth ? label_by_truth (&self, error) : label_by_table (&self, table, error)))
    return FALSE;
  return tell_counts (&self, error);
}

const CsCommand cs_command_label = {
  .name = "label",
  .arguments = N_("STUDY --truth | --import FILE [--reader NAME]"),
  .summary = N_("Gives verdicts from known truth or from a table instead of a reader."),
  .run = run,
};
