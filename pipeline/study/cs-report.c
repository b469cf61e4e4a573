#include "cs-report.h"

#include <glib/gi18n-lib.h>
#include <math.h>

const CsReportColumn cs_report_columns[CS_REPORT_N_COLUMNS] = {
  { NN_SENSITIVITY, N_("Sensitivity"), 98.4 }, { NN_PRECISION, N_("Precision"), 94.7 },
  { NN_ACCURACY, N_("Accuracy"), 98.2 },       { NN_F_MEASURE, N_("F-measure"), 98.5 },
  { NN_DICE, N_("Dice"), 97.8 },               { NN_JACCARD, N_("Jaccard"), 97.4 },
  { NN_FALSE_POSITIVE_RATE, N_("False pos."), 0.003 },
};

#define WIDTH 12
#define SET_WIDTH 8

/* Padded by what is seen: a translated title may have bytes that are no columns. */
static void
append_cell (GString    *text,
             const char *cell)
{
  for (glong n = g_utf8_strlen (cell, -1); n < WIDTH; n++)
    g_string_append_c (text, ' ');
  g_string_append (text, cell);
}

static void
append_number (GString *text,
               double   value)
{
  g_autofree char *cell = isnan (value) ? g_strdup ("–") : g_strdup_printf ("%.2f %%", value * 100);

  append_cell (text, cell);
}

static void
append_titles (GString *text)
{
  for (guint i = 0; i < CS_REPORT_N_COLUMNS; i++)
    append_cell (text, _(cs_report_columns[i].title));
}

static void
append_figures (GString         *text,
                const NnFigures *figures)
{
  for (guint i = 0; i < CS_REPORT_N_COLUMNS; i++)
    append_number (text, figures->value[cs_report_columns[i].figure]);
}

/* The head of a line: @width columns. */
static void
append_head (GString    *text,
             const char *head,
             glong       width)
{
  g_string_append (text, head);
  for (glong n = g_utf8_strlen (head, -1); n < width; n++)
    g_string_append_c (text, ' ');
}

static void
append_row (GString         *text,
            const char      *title,
            const NnFigures *figures)
{
  append_head (text, title, 24);
  append_figures (text, figures);
  g_string_append_c (text, '\n');
}

static void
report_score (GString       *text,
              const NnScore *score,
              const char    *title,
              const char    *of)
{
  NnFigures pooled = nn_score_get_pooled (score), average = nn_score_get_average (score);

  if (score->n == 0)
    return;
  g_string_append_printf (text, ngettext ("%s, %s, %u patch\n", "%s, %s, %u patches\n", score->n), title, of, score->n);
  append_head (text, "", 24);
  append_titles (text);
  g_string_append_c (text, '\n');
  append_row (text, _("pooled over pixels"), &pooled);
  append_row (text, _("averaged over patches"), &average);
}

/* Patches as a whole: what a network that classifies is for. */
static void
report_verdicts (GString        *text,
                 const NnCounts *verdicts)
{
  NnFigures figures = nn_figures_of (verdicts);
  guint64 n = verdicts->tp + verdicts->tn + verdicts->fp + verdicts->fn;

  if (n == 0)
    return;
  g_string_append_printf (text, _("Patches as a whole, accepted or rejected, %u\n"), (guint) n);
  append_head (text, "", 24);
  append_titles (text);
  g_string_append_c (text, '\n');
  append_row (text, _("counted in patches"), &figures);
}

void
cs_report_scores (GString        *text,
                  const CsScores *scores,
                  const char     *of)
{
  report_score (text, &scores->truth, _("Positive patches against the truth masks"), of);
  report_score (text, &scores->joined, _("The same, windows joined as on a film"), of);
  report_score (text, &scores->reviewer, _("Positive patches against the reader's masks"), of);
  report_score (text, &scores->negative, _("Negative patches against empty masks"), of);
  report_verdicts (text, &scores->verdicts);
}

static void
append_sides (GString         *text,
              const char      *set,
              const NnFigures *pooled,
              const NnFigures *average)
{
  append_head (text, set, SET_WIDTH);
  append_figures (text, pooled);
  g_string_append (text, "  |");
  append_figures (text, average);
  g_string_append_c (text, '\n');
}

static void
append_table_titles (GString *text)
{
  append_head (text, _("Set"), SET_WIDTH);
  append_titles (text);
  g_string_append (text, "  |");
  append_titles (text);
  g_string_append_c (text, '\n');
}

static void
append_interval (GString           *text,
                 const CsIntervals *intervals)
{
  for (guint i = 0; i < CS_REPORT_N_COLUMNS; i++)
    {
      double low = intervals->low[cs_report_columns[i].figure], high = intervals->high[cs_report_columns[i].figure];
      g_autofree char *cell = isnan (low) ? g_strdup ("–") : g_strdup_printf ("%.1f–%.1f", low * 100, high * 100);

      append_cell (text, cell);
    }
}

static void
append_intervals (GString       *text,
                  const CsFolds *folds,
                  CsAgainst      against)
{
  CsIntervals pooled, average;

  cs_folds_bootstrap (folds, against, CS_FOLDS_DRAWS, CS_FOLDS_SEED, &pooled, &average);
  append_head (text, "95 %", SET_WIDTH);
  append_interval (text, &pooled);
  g_string_append (text, "  |");
  append_interval (text, &average);
  g_string_append_c (text, '\n');
}

static void
append_printed (GString *text)
{
  append_head (text, _("Paper"), SET_WIDTH);
  for (guint i = 0; i < CS_REPORT_N_COLUMNS; i++)
    {
      g_autofree char *cell = g_strdup_printf ("%g %%", cs_report_columns[i].printed);

      append_cell (text, cell);
    }
  g_string_append_c (text, '\n');
}

static void
append_sets (GString       *text,
             const CsFolds *folds,
             CsAgainst      against)
{
  for (guint i = 0; i < cs_folds_get_n_sets (folds); i++)
    {
      CsScores scores = cs_folds_get_set (folds, i);
      const NnScore *score = cs_scores_against (&scores, against);
      NnFigures pooled = nn_score_get_pooled (score), average = nn_score_get_average (score);
      g_autofree char *set = g_strdup_printf ("%u", i + 1);

      append_sides (text, set, &pooled, &average);
    }
}

static void
report_table (GString       *text,
              const CsFolds *folds,
              CsAgainst      against,
              const char    *title)
{
  CsScores scores = cs_folds_get_all (folds);
  const NnScore *score = cs_scores_against (&scores, against);
  NnFigures pooled = nn_score_get_pooled (score), average = nn_score_get_average (score);
  NnFigures mean_pooled = cs_folds_get_mean (folds, against, TRUE);
  NnFigures mean_average = cs_folds_get_mean (folds, against, FALSE);

  if (score->n == 0)
    return;
  g_string_append_printf (text, _("%s, %u patches: left pooled over pixels, right averaged over patches\n"), title,
                          score->n);
  append_table_titles (text);
  append_sets (text, folds, against);
  append_sides (text, _("Mean"), &mean_pooled, &mean_average);
  append_sides (text, _("All"), &pooled, &average);
  append_intervals (text, folds, against);
  if (against != CS_AGAINST_EMPTY)
    append_printed (text);
  g_string_append_c (text, '\n');
}

void
cs_report_folds (GString       *text,
                 const CsFolds *folds)
{
  report_table (text, folds, CS_AGAINST_TRUTH, _("Against the truth masks"));
  report_table (text, folds, CS_AGAINST_JOINED, _("Against the truth masks, windows joined as on a film"));
  report_table (text, folds, CS_AGAINST_REVIEWER, _("Against the reader's masks"));
  report_table (text, folds, CS_AGAINST_EMPTY, _("Negative patches against empty masks"));
  cs_report_notes (text, folds);
}

void
cs_report_notes (GString       *text,
                 const CsFolds *folds)
{
  g_string_append_printf (text, _("“All” counts the %u cases of all sets together; “95 %%” is where that lies when "
                                  "cases are drawn\nagain with replacement, %d times.\n"),
                          cs_folds_get_n_cases (folds), CS_FOLDS_DRAWS);
  g_string_append (text, _("Our figures follow Eq. 12-17. The paper's do not follow each other: with its "
                           "sensitivity of 98.4 %\nand its precision of 94.7 % the F-measure is 96.5 %, not "
                           "98.5 %; F-measure and Dice are one number;\na Dice of 97.8 % is a Jaccard of 95.7 %, "
                           "not 97.4 %. It does not say whether it pools or averages,\nnor over which patches.\n"));
}
