#include "cs-readings.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-json.h"

#define N CS_READINGS_VERDICTS
#define TERMS CS_READINGS_TERMS

typedef struct
{
  gint64  film, mark;
  guint   case_number;
  guint8  decision;
  GArray *verdicts;      /* guint8 by reader, as far as they go */
} Item;

struct _CsReadings
{
  GPtrArray  *readers;   /* names */
  GHashTable *cases;     /* name -> number + 1 */
  GArray     *items;
};

/* What kappa is made of, summed over the marks of a case: n by n for two readers, n numbers for all. Verdicts are the
 * first three terms. */
typedef struct { double table[TERMS][TERMS], squares, totals[TERMS], n; } Sums;

typedef double (*KappaFunc) (const Sums *sums, guint n_readers);

static void
clear_item (gpointer data)
{
  g_array_unref (((Item *) data)->verdicts);
}

static Item *
item_at (const CsReadings *self,
         guint             i)
{
  return &g_array_index (self->items, Item, i);
}

static guint
number_of (GHashTable *names,
           const char *name)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (names, name));

  if (number == 0)
    {
      number = g_hash_table_size (names) + 1;
      g_hash_table_insert (names, g_strdup (name), GUINT_TO_POINTER (number));
    }
  return number - 1;
}

static guint
reader_number (CsReadings *self,
               const char *name)
{
  guint index;

  if (g_ptr_array_find_with_equal_func (self->readers, name, g_str_equal, &index))
    return index;
  g_ptr_array_add (self->readers, g_strdup (name));
  return self->readers->len - 1;
}

CsReadings *
cs_readings_new (void)
{
  CsReadings *self = g_new (CsReadings, 1);

  self->readers = g_ptr_array_new_with_free_func (g_free);
  self->cases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->items = g_array_new (FALSE, TRUE, sizeof (Item));
  g_array_set_clear_func (self->items, clear_item);
  return self;
}

void
cs_readings_free (CsReadings *self)
{
  g_ptr_array_unref (self->readers);
  g_hash_table_unref (self->cases);
  g_array_unref (self->items);
  g_free (self);
}

static Item *
take_item (CsReadings *self,
           const char *case_id,
           gint64      film,
           gint64      mark)
{
  if (self->items->len == 0 || item_at (self, self->items->len - 1)->mark != mark)
    {
      Item fresh = { film, mark, number_of (self->cases, case_id), CS_VERDICT_NONE,
                     g_array_new (FALSE, TRUE, sizeof (guint8)) };

      g_array_append_val (self->items, fresh);
    }
  return item_at (self, self->items->len - 1);
}

void
cs_readings_add (CsReadings *self,
                 const char *case_id,
                 gint64      film,
                 gint64      mark,
                 const char *reader,
                 CsVerdict   verdict,
                 gboolean    decides)
{
  if (decides)
    take_item (self, case_id, film, mark)->decision = (guint8) verdict;
  else
    cs_readings_add_term (self, case_id, film, mark, reader, (guint) verdict);
}

void
cs_readings_add_term (CsReadings *self,
                      const char *case_id,
                      gint64      film,
                      gint64      mark,
                      const char *reader,
                      guint       term)
{
  Item *item = take_item (self, case_id, film, mark);
  guint number = reader_number (self, reader);

  g_return_if_fail (term <= TERMS);
  if (item->verdicts->len <= number)
    g_array_set_size (item->verdicts, number + 1);
  g_array_index (item->verdicts, guint8, number) = (guint8) term;
}

guint
cs_readings_get_n_readers (const CsReadings *self)
{
  return self->readers->len;
}

const char *
cs_readings_get_reader (const CsReadings *self,
                        guint             reader)
{
  return self->readers->pdata[reader];
}

guint
cs_readings_get_n_marks (const CsReadings *self)
{
  return self->items->len;
}

gint64
cs_readings_get_mark (const CsReadings *self,
                      guint             i,
                      gint64           *film)
{
  if (film != NULL)
    *film = item_at (self, i)->film;
  return item_at (self, i)->mark;
}

CsVerdict
cs_readings_get (const CsReadings *self,
                 guint             i,
                 guint             reader)
{
  GArray *verdicts = item_at (self, i)->verdicts;

  return reader < verdicts->len ? (CsVerdict) g_array_index (verdicts, guint8, reader) : CS_VERDICT_NONE;
}

CsVerdict
cs_readings_get_decision (const CsReadings *self,
                          guint             i)
{
  return (CsVerdict) item_at (self, i)->decision;
}

gboolean
cs_readings_differ (const CsReadings *self,
                    guint             i)
{
  CsVerdict first = CS_VERDICT_NONE;

  for (guint reader = 0; reader < self->readers->len; reader++)
    {
      CsVerdict verdict = cs_readings_get (self, i, reader);

      if (verdict != CS_VERDICT_NONE && first != CS_VERDICT_NONE && verdict != first)
        return TRUE;
      first = verdict != CS_VERDICT_NONE ? verdict : first;
    }
  return FALSE;
}

void
cs_readings_confuse (const CsReadings *self,
                     guint             a,
                     guint             b,
                     guint             table[N][N])
{
  memset (table, 0, sizeof (guint) * N * N);
  for (guint i = 0; i < self->items->len; i++)
    {
      CsVerdict left = cs_readings_get (self, i, a), right = cs_readings_get (self, i, b);

      if (left != CS_VERDICT_NONE && right != CS_VERDICT_NONE)
        table[left - 1][right - 1]++;
    }
}

/* Cohen 1960: (observed - expected) / (1 - expected), the expected from both readers' own shares. */
static double
cohen_of (const Sums *sums,
          guint       unused)
{
  double observed = 0, expected = 0;

  for (guint k = 0; k < TERMS; k++)
    {
      double row = 0, column = 0;

      for (guint l = 0; l < TERMS; l++)
        {
          row += sums->table[k][l];
          column += sums->table[l][k];
        }
      observed += sums->table[k][k] / sums->n;
      expected += row * column / (sums->n * sums->n);
    }
  return sums->n > 0 && expected < 1 ? (observed - expected) / (1 - expected) : NAN;
}

/* Fleiss 1971: agreeing pairs among all pairs of readers of a mark, against the shares of all verdicts. */
static double
fleiss_of (const Sums *sums,
           guint       n_readers)
{
  double n = n_readers, observed = (sums->squares / sums->n - n) / (n * (n - 1)), expected = 0;

  for (guint k = 0; k < TERMS; k++)
    expected += pow (sums->totals[k] / (sums->n * n), 2);
  return sums->n > 0 && expected < 1 ? (observed - expected) / (1 - expected) : NAN;
}

static void
add_pair (Sums     *sums,
          CsVerdict a,
          CsVerdict b)
{
  if (a == CS_VERDICT_NONE || b == CS_VERDICT_NONE)
    return;
  sums->table[a - 1][b - 1]++;
  sums->n++;
}

static void
add_all (const CsReadings *self,
         Sums             *sums,
         guint             i)
{
  double counts[TERMS] = { 0 };

  for (guint reader = 0; reader < self->readers->len; reader++)
    {
      CsVerdict verdict = cs_readings_get (self, i, reader);

      if (verdict == CS_VERDICT_NONE)
        return;
      counts[verdict - 1]++;
    }
  for (guint k = 0; k < TERMS; k++)
    {
      sums->squares += counts[k] * counts[k];
      sums->totals[k] += counts[k];
    }
  sums->n++;
}

static void
merge (Sums       *into,
       const Sums *from)
{
  for (guint k = 0; k < TERMS; k++)
    {
      for (guint l = 0; l < TERMS; l++)
        into->table[k][l] += from->table[k][l];
      into->totals[k] += from->totals[k];
    }
  into->squares += from->squares;
  into->n += from->n;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

/* The middle 95 % of kappa over draws of as many cases, with replacement. */
static void
bootstrap (const Sums *cases,
           guint       n_cases,
           KappaFunc   kappa_of,
           guint       n_readers,
           guint       seed,
           CsKappa    *kappa)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint draw = 0; draw < CS_READINGS_RESAMPLES; draw++)
    {
      Sums sums = { 0 };
      double value;

      for (guint i = 0; i < n_cases; i++)
        merge (&sums, &cases[g_rand_int_range (rand, 0, (gint32) n_cases)]);
      value = kappa_of (&sums, n_readers);
      if (isfinite (value))
        g_array_append_val (values, value);
    }
  if (values->len == 0)
    return;
  g_array_sort (values, compare_doubles);
  kappa->low = g_array_index (values, double, (guint) (0.025 * (values->len - 1)));
  kappa->high = g_array_index (values, double, (guint) ceil (0.975 * (values->len - 1)));
}

/* @cases: one each, in the order of their numbers. Those without a mark that counts are none. */
static CsKappa
kappa_from (Sums     *cases,
            guint     n,
            KappaFunc kappa_of,
            guint     n_readers,
            guint     seed)
{
  CsKappa kappa = { NAN, NAN, NAN, 0, 0 };
  Sums all = { 0 };

  for (guint i = 0; i < n; i++)
    if (cases[i].n > 0)
      {
        merge (&all, &cases[i]);
        cases[kappa.n_cases++] = cases[i];
      }
  kappa.n = (guint) all.n;
  kappa.kappa = kappa_of (&all, n_readers);
  /* Of one case there is but one draw: no interval. */
  if (kappa.n_cases > 1)
    bootstrap (cases, kappa.n_cases, kappa_of, n_readers, seed, &kappa);
  return kappa;
}

CsKappa
cs_readings_cohen (const CsReadings *self,
                   guint             a,
                   guint             b,
                   guint             seed)
{
  guint n = g_hash_table_size (self->cases);
  g_autofree Sums *cases = g_new0 (Sums, n + 1);

  for (guint i = 0; i < self->items->len; i++)
    add_pair (&cases[item_at (self, i)->case_number], cs_readings_get (self, i, a), cs_readings_get (self, i, b));
  return kappa_from (cases, n, cohen_of, 2, seed);
}

CsKappa
cs_readings_fleiss (const CsReadings *self,
                    guint             seed)
{
  guint n = g_hash_table_size (self->cases);
  g_autofree Sums *cases = g_new0 (Sums, n + 1);

  for (guint i = 0; self->readers->len > 1 && i < self->items->len; i++)
    add_all (self, &cases[item_at (self, i)->case_number], i);
  return kappa_from (cases, n, fleiss_of, self->readers->len, seed);
}

static void
append_kappa (GString       *text,
              const char    *title,
              const CsKappa *kappa)
{
  if (!isfinite (kappa->kappa))
    g_string_append_printf (text, _("%s: no value (boxes: %u, cases: %u)\n"), title, kappa->n, kappa->n_cases);
  else if (!isfinite (kappa->low))
    g_string_append_printf (text, _("%s: %.3f (no interval: too few cases), boxes: %u, cases: %u\n"), title,
                            kappa->kappa, kappa->n, kappa->n_cases);
  else
    g_string_append_printf (text, _("%s: %.3f (95 %%: %.3f to %.3f), boxes: %u, cases: %u\n"), title, kappa->kappa,
                            kappa->low, kappa->high, kappa->n, kappa->n_cases);
}

/* Padded by what is seen, not by bytes. */
static void
append_cell (GString    *text,
             const char *cell,
             int         width)
{
  g_string_append_printf (text, "%*s%s", MAX (width - (int) g_utf8_strlen (cell, -1), 1), "", cell);
}

static void
append_confusion (const CsReadings *self,
                  GString          *text,
                  guint             a,
                  guint             b)
{
  static const char *const names[N] = { N_("accepted"), N_("rejected"), N_("unsure") };
  guint table[N][N];
  int width = 0;

  cs_readings_confuse (self, a, b, table);
  /* As narrow as the words are: large text has few letters a line. */
  for (guint l = 0; l < N; l++)
    width = MAX (width, (int) g_utf8_strlen (_(names[l]), -1) + 1);
  /* Translators: the head of a table: one reader's verdicts down, another's across. */
  g_string_append_printf (text, _("%s down, %s across\n"), cs_readings_get_reader (self, a),
                          cs_readings_get_reader (self, b));
  append_cell (text, "", width);
  for (guint l = 0; l < N; l++)
    append_cell (text, _(names[l]), width);
  for (guint k = 0; k < N; k++)
    {
      g_string_append_c (text, '\n');
      append_cell (text, _(names[k]), width);
      for (guint l = 0; l < N; l++)
        {
          g_autofree char *number = g_strdup_printf ("%u", table[k][l]);

          append_cell (text, number, width);
        }
    }
  g_string_append_c (text, '\n');
}

char *
cs_readings_to_text (const CsReadings *self,
                     guint             seed)
{
  GString *text = g_string_new (NULL);
  guint n = self->readers->len;

  if (n < 2)
    g_string_append (text, _("There are verdicts of one reader at most: nothing to compare\n"));
  for (guint a = 0; a < n; a++)
    for (guint b = a + 1; b < n; b++)
      {
        CsKappa kappa = cs_readings_cohen (self, a, b, seed);
        g_autofree char *title = g_strdup_printf (_("Cohen's kappa of %s and %s"), cs_readings_get_reader (self, a),
                                                  cs_readings_get_reader (self, b));

        append_kappa (text, title, &kappa);
        append_confusion (self, text, a, b);
      }
  if (n > 2)
    {
      CsKappa kappa = cs_readings_fleiss (self, seed);

      append_kappa (text, _("Fleiss' kappa of all"), &kappa);
    }
  return g_string_free (text, FALSE);
}

static void
append_kappa_json (GString       *json,
                   const CsKappa *kappa)
{
  cs_json_member (json, "kappa", kappa->kappa, 6);
  cs_json_member (json, "low", kappa->low, 6);
  cs_json_member (json, "high", kappa->high, 6);
  g_string_append_printf (json, ", \"boxes\": %u, \"cases\": %u", kappa->n, kappa->n_cases);
}

static void
append_pair_json (const CsReadings *self,
                  GString          *json,
                  guint             a,
                  guint             b,
                  guint             seed)
{
  CsKappa kappa = cs_readings_cohen (self, a, b, seed);
  guint table[N][N];

  cs_readings_confuse (self, a, b, table);
  g_string_append_printf (json, "%s{\"readers\": [", json->str[json->len - 1] == '}' ? ",\n " : "");
  cs_json_string (json, cs_readings_get_reader (self, a));
  g_string_append (json, ", ");
  cs_json_string (json, cs_readings_get_reader (self, b));
  g_string_append_c (json, ']');
  append_kappa_json (json, &kappa);
  g_string_append (json, ", \"confusion\": [");
  for (guint k = 0; k < N; k++)
    g_string_append_printf (json, "%s[%u, %u, %u]", k > 0 ? ", " : "", table[k][0], table[k][1], table[k][2]);
  g_string_append (json, "]}");
}

char *
cs_readings_to_json (const CsReadings *self,
                     guint             seed)
{
  GString *json = g_string_new ("{\"cohen\": [");
  CsKappa fleiss = cs_readings_fleiss (self, seed);

  for (guint a = 0; a < self->readers->len; a++)
    for (guint b = a + 1; b < self->readers->len; b++)
      append_pair_json (self, json, a, b, seed);
  g_string_append (json, "],\n\"fleiss\": {");
  append_kappa_json (json, &fleiss);
  g_string_append (json, "}}\n");
  return g_string_free (json, FALSE);
}
