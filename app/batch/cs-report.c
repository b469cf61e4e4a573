#include "cs-report.h"

#include <glib/gi18n.h>
#include <math.h>

/* Columns of the paper's Table 1. */
static const struct { NnFigure figure; const char *title; } columns[] = {
  { NN_SENSITIVITY, N_("Sensitivity") }, { NN_PRECISION, N_("Precision") }, { NN_ACCURACY, N_("Accuracy") },
  { NN_F_MEASURE, N_("F-measure") },     { NN_DICE, N_("Dice") },           { NN_JACCARD, N_("Jaccard") },
};

#define WIDTH 12

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
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    append_cell (text, _(columns[i].title));
}

static void
append_figures (GString         *text,
                const NnFigures *figures)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    append_number (text, figures->value[columns[i].figure]);
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
  g_string_append_printf (text, _("%s, %s, %u patches\n"), title, of, score->n);
  append_head (text, "", 24);
  append_titles (text);
  g_string_append_c (text, '\n');
  append_row (text, _("pooled over pixels"), &pooled);
  append_row (text, _("averaged over patches"), &average);
}

void
cs_report_scores (GString        *text,
                  const CsScores *scores,
                  const char     *of)
{
  report_score (text, &scores->truth, _("Positive patches against the truth masks"), of);
  report_score (text, &scores->reviewer, _("Positive patches against the reviewer's masks"), of);
  report_score (text, &scores->negative, _("Negative patches against empty masks"), of);
}

static void
add_to_mean (NnFigures       *sum,
             guint           *n,
             const NnFigures *figures)
{
  for (guint i = 0; i < NN_N_FIGURES; i++)
    if (!isnan (figures->value[i]))
      {
        sum->value[i] += figures->value[i];
        n[i]++;
      }
}

static void
append_sides (GString         *text,
              const char      *set,
              const NnFigures *pooled,
              const NnFigures *average)
{
  append_head (text, set, 6);
  append_figures (text, pooled);
  g_string_append (text, "  |");
  append_figures (text, average);
  g_string_append_c (text, '\n');
}

static void
append_table_titles (GString *text)
{
  append_head (text, _("Set"), 6);
  append_titles (text);
  g_string_append (text, "  |");
  append_titles (text);
  g_string_append_c (text, '\n');
}

static void
report_table (GString        *text,
              const NnScore **sets,
              guint           n,
              const char     *title)
{
  NnFigures sums[2] = { 0 };
  guint counts[2][NN_N_FIGURES] = { 0 };

  g_string_append_printf (text, _("%s: left pooled over pixels, right averaged over patches\n"), title);
  append_table_titles (text);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *set = g_strdup_printf ("%u", i + 1);
      NnFigures sides[2] = { nn_score_get_pooled (sets[i]), nn_score_get_average (sets[i]) };

      append_sides (text, set, &sides[0], &sides[1]);
      add_to_mean (&sums[0], counts[0], &sides[0]);
      add_to_mean (&sums[1], counts[1], &sides[1]);
    }
  for (guint side = 0; side < 2; side++)
    for (guint i = 0; i < NN_N_FIGURES; i++)
      sums[side].value[i] = counts[side][i] > 0 ? sums[side].value[i] / counts[side][i] : NAN;
  append_sides (text, _("Mean"), &sums[0], &sums[1]);
  g_string_append_c (text, '\n');
}

void
cs_report_folds (GString        *text,
                 const CsScores *sets,
                 guint           n)
{
  g_autofree const NnScore **truth = g_new (const NnScore *, n);
  g_autofree const NnScore **reviewer = g_new (const NnScore *, n);
  guint n_truth = 0;

  for (guint i = 0; i < n; i++)
    {
      truth[i] = &sets[i].truth;
      reviewer[i] = &sets[i].reviewer;
      n_truth += sets[i].truth.n;
    }
  if (n_truth > 0)
    report_table (text, truth, n, _("Against the truth masks"));
  report_table (text, reviewer, n, _("Against the reviewer's masks"));
}
