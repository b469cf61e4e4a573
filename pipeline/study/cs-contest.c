#include "cs-contest.h"

#include <glib/gi18n-lib.h>

#include "cs-froc.h"

static const guint firsts[] = { 5, 10, 20, 40, G_MAXUINT };

typedef struct { char *name; guint boxes[2], alone[2]; } Film;

struct _CsContest
{
  CsSettings *settings[2];
  GArray     *films;      /* of Film */
  CsFroc     *froc[2];
  guint       n_truths;
};

static gboolean
holds (const CsBox *box, const CsBox *other)
{
  double x = other->x + other->width / 2.0, y = other->y + other->height / 2.0;

  return x >= box->x && y >= box->y && x <= box->x + box->width && y <= box->y + box->height;
}

void
cs_contest_match (const CsBox *a, guint n, const CsBox *b, guint m, gboolean *shared)
{
  for (guint i = 0; i < n; i++)
    {
      shared[i] = FALSE;
      for (guint k = 0; k < m && !shared[i]; k++)
        shared[i] = holds (&a[i], &b[k]) || holds (&b[k], &a[i]);
    }
}

CsContestPair *
cs_contest_run (CsImage      *image,
                CsSettings   *left,
                CsSettings   *right,
                CsAnalysis   *known,
                CsReportFunc  report,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr (CsAnalysis) one = cs_pipeline_run (image, NULL, left, known, "spots", report, data, cancellable, error);
  g_autoptr (CsAnalysis) other = NULL;
  CsContestPair *self;

  if (one != NULL)
    other = cs_pipeline_run (image, NULL, right, one, "spots", report, data, cancellable, error);
  if (other == NULL)
    return NULL;
  self = g_new (CsContestPair, 1);
  self->boxes[0] = cs_product_ref (cs_analysis_get (one, "boxes"));
  self->boxes[1] = cs_product_ref (cs_analysis_get (other, "boxes"));
  return self;
}

void
cs_contest_pair_free (CsContestPair *self)
{
  cs_product_unref (self->boxes[0]);
  cs_product_unref (self->boxes[1]);
  g_free (self);
}

guint
cs_contest_pair_alone (const CsContestPair *self, guint side, gboolean **shared)
{
  guint n, m, alone = 0;
  const CsBox *own = cs_product_get_boxes (self->boxes[side], &n);
  const CsBox *others = cs_product_get_boxes (self->boxes[1 - side], &m);

  *shared = g_new (gboolean, n + 1);
  cs_contest_match (own, n, others, m, *shared);
  for (guint i = 0; i < n; i++)
    alone += !(*shared)[i];
  return alone;
}

static void
film_clear (gpointer film)
{
  g_free (((Film *) film)->name);
}

CsContest *
cs_contest_new (CsSettings *left, CsSettings *right)
{
  CsContest *self = g_new0 (CsContest, 1);

  self->settings[0] = cs_settings_ref (left);
  self->settings[1] = cs_settings_ref (right);
  self->films = g_array_new (FALSE, FALSE, sizeof (Film));
  g_array_set_clear_func (self->films, film_clear);
  self->froc[0] = cs_froc_new ();
  self->froc[1] = cs_froc_new ();
  return self;
}

void
cs_contest_free (CsContest *self)
{
  g_array_unref (self->films);
  for (guint side = 0; side < 2; side++)
    {
      cs_settings_unref (self->settings[side]);
      cs_froc_free (self->froc[side]);
    }
  g_free (self);
}

void
cs_contest_add (CsContest *self, const char *film, const CsContestPair *pair, const CsTruth *truth)
{
  Film row = { .name = g_strdup (film) };
  gboolean known = truth != NULL && cs_truth_is_whole (truth);

  for (guint side = 0; side < 2; side++)
    {
      const CsBox *boxes = cs_product_get_boxes (pair->boxes[side], &row.boxes[side]);
      g_autofree gboolean *shared = NULL;

      row.alone[side] = cs_contest_pair_alone (pair, side, &shared);
      if (known)
        cs_froc_add_film (self->froc[side], boxes, row.boxes[side], truth, 0);
    }
  self->n_truths += known;
  g_array_append_val (self->films, row);
}

const char *
cs_contest_name (CsSettings *settings)
{
  const char *name = cs_settings_get_name (settings);

  return name != NULL ? name : cs_settings_get_preset (settings);
}

static void
sum (const CsContest *self, guint boxes[2], guint alone[2])
{
  for (guint i = 0; i < self->films->len; i++)
    for (guint side = 0; side < 2; side++)
      {
        boxes[side] += g_array_index (self->films, Film, i).boxes[side];
        alone[side] += g_array_index (self->films, Film, i).alone[side];
      }
}

static void
recalls_to_text (CsContest *self, GString *text)
{
  if (self->n_truths == 0)
    {
      g_string_append (text, _("No film has truth beside it: lost\nand found cannot be told right\nor wrong.\n"));
      return;
    }
  g_string_append_printf (text, _("Calcifications or regions reached\n(there are %u; films with truth: %u):\n"),
                          cs_froc_get_n_spots (self->froc[0]), self->n_truths);
  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++)
    {
      if (firsts[i] == G_MAXUINT)
        g_string_append (text, _("all boxes      "));
      else
        g_string_append_printf (text, _("first %-3u boxes"), firsts[i]);
      g_string_append_printf (text, "%11.2f %%%11.2f %%\n", 100 * cs_froc_recall (self->froc[0], firsts[i]),
                              100 * cs_froc_recall (self->froc[1], firsts[i]));
    }
}

char *
cs_contest_to_text (CsContest *self)
{
  GString *text = g_string_new (NULL);
  guint boxes[2] = { 0 }, alone[2] = { 0 }, n = self->films->len;

  sum (self, boxes, alone);
  g_string_append_printf (text, ngettext ("Left: %s\nRight: %s\nOn %u film:\n\n",
                                          "Left: %s\nRight: %s\nOn %u films:\n\n", n),
                          cs_contest_name (self->settings[0]), cs_contest_name (self->settings[1]), n);
  g_string_append (text, _("                      left       right\n"));
  g_string_append_printf (text, _("boxes        %13u%12u\n"), boxes[0], boxes[1]);
  g_string_append_printf (text, _("a film       %13.1f%12.1f\n"), n > 0 ? (double) boxes[0] / n : 0,
                          n > 0 ? (double) boxes[1] / n : 0);
  g_string_append_printf (text, _("in both      %13u%12u\n"), boxes[0] - alone[0], boxes[1] - alone[1]);
  g_string_append_printf (text, _("only here    %13u%12u\n\n"), alone[0], alone[1]);
  recalls_to_text (self, text);
  return g_string_free (text, FALSE);
}

/* A name as a field of a table: quoted, its quotes doubled. */
static void
append_quoted (GString *csv, const char *name)
{
  g_autoptr (GString) doubled = g_string_new (name);

  g_string_replace (doubled, "\"", "\"\"", 0);
  g_string_append_printf (csv, "\"%s\"", doubled->str);
}

char *
cs_contest_to_csv (CsContest *self)
{
  GString *csv = g_string_new ("film,left,right,left_boxes,right_boxes,left_only,right_only\n");

  for (guint i = 0; i < self->films->len; i++)
    {
      const Film *film = &g_array_index (self->films, Film, i);

      append_quoted (csv, film->name);
      for (guint side = 0; side < 2; side++)
        {
          g_string_append_c (csv, ',');
          append_quoted (csv, cs_contest_name (self->settings[side]));
        }
      g_string_append_printf (csv, ",%u,%u,%u,%u\n", film->boxes[0], film->boxes[1], film->alone[0], film->alone[1]);
    }
  return g_string_free (csv, FALSE);
}
