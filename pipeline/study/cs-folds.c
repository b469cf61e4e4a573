#include "cs-folds.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-error.h"

/* What a key file keeps of a score: the four counts, the sums, how many went into each, and the patches. */
#define N_NUMBERS (4 + 2 * NN_N_FIGURES + 1)
#define SHARE_BELOW 0.025              /* of the draws, on either side of a 95 % interval */

typedef struct { guint set; char *case_id; CsScores scores; } Row;

struct _CsFolds
{
  guint   n_sets;
  GArray *rows;                        /* of Row; a case of a set stands once */
};

static const char *const against_names[CS_N_AGAINST] = { "truth", "joined", "reviewer", "empty" };

static void
row_clear (gpointer data)
{
  g_free (((Row *) data)->case_id);
}

static Row *
row_at (const CsFolds *self,
        guint          i)
{
  return &g_array_index (self->rows, Row, i);
}

static Row *
find_row (CsFolds    *self,
          guint       set,
          const char *case_id)
{
  Row row = { .set = set };

  for (guint i = 0; i < self->rows->len; i++)
    if (row_at (self, i)->set == set && strcmp (row_at (self, i)->case_id, case_id) == 0)
      return row_at (self, i);
  row.case_id = g_strdup (case_id);
  g_array_append_val (self->rows, row);
  return row_at (self, self->rows->len - 1);
}

static NnFigures
figures_of (const NnScore *score,
            gboolean       pooled)
{
  return pooled ? nn_score_get_pooled (score) : nn_score_get_average (score);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* A draw in which the figure has no value tells nothing. */
static void
find_interval (GArray *draws,
               double *low,
               double *high)
{
  *low = *high = NAN;
  if (draws->len == 0)
    return;
  g_array_sort (draws, compare_doubles);
  *low = g_array_index (draws, double, (guint) floor (SHARE_BELOW * (draws->len - 1)));
  *high = g_array_index (draws, double, (guint) ceil ((1 - SHARE_BELOW) * (draws->len - 1)));
}

static NnScore
draw_cases (const CsFolds *self,
            CsAgainst      against,
            GRand         *rand)
{
  NnScore score = { 0 };

  for (guint i = 0; i < self->rows->len; i++)
    {
      guint k = (guint) g_rand_int_range (rand, 0, (int) self->rows->len);

      nn_score_merge (&score, cs_scores_against (&row_at (self, k)->scores, against));
    }
  return score;
}

/* All figures of one kind, of each draw. */
typedef struct { GArray *draws[NN_N_FIGURES]; } Draws;

static void
draws_add (Draws    *self,
           NnFigures figures)
{
  for (guint i = 0; i < NN_N_FIGURES; i++)
    if (!isnan (figures.value[i]))
      g_array_append_val (self->draws[i], figures.value[i]);
}

static void
draws_init (Draws *self)
{
  for (guint i = 0; i < NN_N_FIGURES; i++)
    self->draws[i] = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
draws_finish (Draws       *self,
              CsIntervals *intervals)
{
  for (guint i = 0; i < NN_N_FIGURES; i++)
    {
      find_interval (self->draws[i], &intervals->low[i], &intervals->high[i]);
      g_array_unref (self->draws[i]);
    }
}

static void
append_line (GString      *csv,
             CsAgainst     against,
             gboolean      pooled,
             const char   *set,
             guint         n_cases,
             guint         n_patches,
             const double *values)
{
  g_string_append_printf (csv, "%s,%s,%s,%u,%u", against_names[against], pooled ? "pooled" : "average", set, n_cases,
                          n_patches);
  for (guint i = 0; i < NN_N_FIGURES; i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE] = "";

      if (!isnan (values[i]))
        g_ascii_formatd (number, sizeof number, "%.6f", values[i]);
      g_string_append_printf (csv, ",%s", number);
    }
  g_string_append_c (csv, '\n');
}

static guint
count_cases (const CsFolds *self,
             guint          set)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    n += row_at (self, i)->set == set;
  return n;
}

static void
append_sets (GString       *csv,
             const CsFolds *self,
             CsAgainst      against,
             gboolean       pooled)
{
  for (guint set = 0; set < self->n_sets; set++)
    {
      CsScores scores = cs_folds_get_set (self, set);
      const NnScore *score = cs_scores_against (&scores, against);
      NnFigures figures = figures_of (score, pooled);
      g_autofree char *name = g_strdup_printf ("%u", set + 1);

      append_line (csv, against, pooled, name, count_cases (self, set), score->n, figures.value);
    }
}

static void
append_side (GString           *csv,
             const CsFolds     *self,
             CsAgainst          against,
             gboolean           pooled,
             const CsIntervals *intervals)
{
  CsScores scores = cs_folds_get_all (self);
  const NnScore *score = cs_scores_against (&scores, against);
  NnFigures mean = cs_folds_get_mean (self, against, pooled), all = figures_of (score, pooled);
  guint n = cs_folds_get_n_cases (self);

  append_sets (csv, self, against, pooled);
  append_line (csv, against, pooled, "mean", n, score->n, mean.value);
  append_line (csv, against, pooled, "all", n, score->n, all.value);
  append_line (csv, against, pooled, "low", n, score->n, intervals->low);
  append_line (csv, against, pooled, "high", n, score->n, intervals->high);
}

static void
put_score (GKeyFile      *to,
           const char    *group,
           const char    *key,
           const NnScore *score)
{
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, "%" G_GUINT64_FORMAT ";%" G_GUINT64_FORMAT ";%" G_GUINT64_FORMAT ";%" G_GUINT64_FORMAT,
                          score->pooled.tp, score->pooled.tn, score->pooled.fp, score->pooled.fn);
  for (guint i = 0; i < NN_N_FIGURES; i++)
    g_string_append_printf (text, ";%s;%u", g_ascii_dtostr (number, sizeof number, score->sum[i]),
                            score->n_averaged[i]);
  g_string_append_printf (text, ";%u", score->n);
  g_key_file_set_string (to, group, key, text->str);
  g_string_free (text, TRUE);
}

static gboolean
take_score (GKeyFile   *from,
            const char *group,
            const char *key,
            NnScore    *score)
{
  g_autofree char *text = g_key_file_get_string (from, group, key, NULL);
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ";", N_NUMBERS + 1);

  if (g_strv_length (words) != N_NUMBERS)
    return FALSE;
  score->pooled = (NnCounts) { g_ascii_strtoull (words[0], NULL, 10), g_ascii_strtoull (words[1], NULL, 10),
                               g_ascii_strtoull (words[2], NULL, 10), g_ascii_strtoull (words[3], NULL, 10) };
  for (guint i = 0; i < NN_N_FIGURES; i++)
    {
      score->sum[i] = g_ascii_strtod (words[4 + 2 * i], NULL);
      score->n_averaged[i] = (guint) g_ascii_strtoull (words[5 + 2 * i], NULL, 10);
    }
  score->n = (guint) g_ascii_strtoull (words[N_NUMBERS - 1], NULL, 10);
  return TRUE;
}

CsFolds *
cs_folds_new (guint n_sets)
{
  CsFolds *self = g_new (CsFolds, 1);

  self->n_sets = n_sets;
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_array_set_clear_func (self->rows, row_clear);
  return self;
}

void
cs_folds_free (CsFolds *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

void
cs_folds_add (CsFolds        *self,
              guint           set,
              const char     *case_id,
              const CsScores *scores)
{
  g_return_if_fail (set < self->n_sets);

  cs_scores_merge (&find_row (self, set, case_id)->scores, scores);
}

void
cs_folds_add_scoring (CsFolds         *self,
                      guint            set,
                      CsRecord        *record,
                      const CsScoring *scoring)
{
  for (guint i = 0; i < scoring->n_films; i++)
    cs_folds_add (self, set, cs_record_get_woman (record, scoring->films[i].film), &scoring->films[i].scores);
}

guint
cs_folds_get_n_sets (const CsFolds *self)
{
  return self->n_sets;
}

guint
cs_folds_get_n_cases (const CsFolds *self)
{
  return self->rows->len;
}

CsScores
cs_folds_get_set (const CsFolds *self,
                  guint          set)
{
  CsScores scores = { 0 };

  for (guint i = 0; i < self->rows->len; i++)
    if (row_at (self, i)->set == set)
      cs_scores_merge (&scores, &row_at (self, i)->scores);
  return scores;
}

CsScores
cs_folds_get_all (const CsFolds *self)
{
  CsScores scores = { 0 };

  for (guint i = 0; i < self->rows->len; i++)
    cs_scores_merge (&scores, &row_at (self, i)->scores);
  return scores;
}

NnFigures
cs_folds_get_mean (const CsFolds *self,
                   CsAgainst      against,
                   gboolean       pooled)
{
  NnFigures mean = { { 0 } };
  guint n[NN_N_FIGURES] = { 0 };

  for (guint set = 0; set < self->n_sets; set++)
    {
      CsScores scores = cs_folds_get_set (self, set);
      NnFigures figures = figures_of (cs_scores_against (&scores, against), pooled);

      for (guint i = 0; i < NN_N_FIGURES; i++)
        if (!isnan (figures.value[i]))
          {
            mean.value[i] += figures.value[i];
            n[i]++;
          }
    }
  for (guint i = 0; i < NN_N_FIGURES; i++)
    mean.value[i] = n[i] > 0 ? mean.value[i] / n[i] : (double) NAN;
  return mean;
}

void
cs_folds_bootstrap (const CsFolds *self,
                    CsAgainst      against,
                    guint          n_draws,
                    guint          seed,
                    CsIntervals   *pooled,
                    CsIntervals   *average)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Draws of_pooled, of_average;

  draws_init (&of_pooled);
  draws_init (&of_average);
  for (guint i = 0; i < n_draws && self->rows->len > 0; i++)
    {
      NnScore score = draw_cases (self, against, rand);

      draws_add (&of_pooled, nn_score_get_pooled (&score));
      draws_add (&of_average, nn_score_get_average (&score));
    }
  draws_finish (&of_pooled, pooled);
  draws_finish (&of_average, average);
}

const NnScore *
cs_scores_against (const CsScores *scores,
                   CsAgainst       against)
{
  const NnScore *all[CS_N_AGAINST] = { &scores->truth, &scores->joined, &scores->reviewer, &scores->negative };

  return all[against];
}

const char *
cs_against_get_name (CsAgainst against)
{
  return against_names[against];
}

char *
cs_folds_to_csv (const CsFolds *self)
{
  GString *csv = g_string_new ("against,figures,set,cases,patches");

  for (guint i = 0; i < NN_N_FIGURES; i++)
    g_string_append_printf (csv, ",%s", nn_figure_names[i]);
  g_string_append_c (csv, '\n');
  for (guint against = 0; against < CS_N_AGAINST; against++)
    {
      CsIntervals pooled, average;

      cs_folds_bootstrap (self, against, CS_FOLDS_DRAWS, CS_FOLDS_SEED, &pooled, &average);
      append_side (csv, self, against, TRUE, &pooled);
      append_side (csv, self, against, FALSE, &average);
    }
  return g_string_free (csv, FALSE);
}

void
cs_folds_put_set (const CsFolds *self,
                  guint          set,
                  GKeyFile      *to)
{
  for (guint i = 0, n = 0; i < self->rows->len; i++)
    {
      const Row *row = row_at (self, i);
      g_autofree char *group = g_strdup_printf ("case %u", n);
      const NnCounts *verdicts = &row->scores.verdicts;
      NnScore score = { .pooled = *verdicts };

      if (row->set != set)
        continue;
      n++;
      g_key_file_set_string (to, group, "case", row->case_id);
      for (guint against = 0; against < CS_N_AGAINST; against++)
        put_score (to, group, against_names[against], cs_scores_against (&row->scores, against));
      put_score (to, group, "verdicts", &score);
    }
}

/* Results kept before windows were joined have no such score. */
static gboolean
take_scores (GKeyFile   *from,
             const char *group,
             CsScores   *scores)
{
  for (guint against = 0; against < CS_N_AGAINST; against++)
    if (!take_score (from, group, against_names[against], (NnScore *) cs_scores_against (scores, against)) &&
        (against != CS_AGAINST_JOINED || g_key_file_has_key (from, group, against_names[against], NULL)))
      return FALSE;
  return TRUE;
}

gboolean
cs_folds_take_set (CsFolds  *self,
                   guint     set,
                   GKeyFile *from,
                   GError  **error)
{
  for (guint n = 0;; n++)
    {
      g_autofree char *group = g_strdup_printf ("case %u", n), *case_id = NULL;
      CsScores scores = { 0 };
      NnScore verdicts = { 0 };

      if (!g_key_file_has_group (from, group))
        return TRUE;
      case_id = g_key_file_get_string (from, group, "case", NULL);
      if (case_id == NULL || !take_scores (from, group, &scores) || !take_score (from, group, "verdicts", &verdicts))
        break;
      scores.verdicts = verdicts.pooled;
      cs_folds_add (self, set, case_id, &scores);
    }
  g_set_error_literal (error, CS_ERROR, CS_ERROR_DAMAGED, _("the figures of a case are damaged"));
  return FALSE;
}
