#include "cs-ratings.h"

#include <glib/gi18n-lib.h>

#include "cs-csv.h"
#include "cs-error.h"
#include "cs-formats.h"
#include "cs-record-forms.h"

/* boxes: arrays of CsBox, one a film of the record. */
typedef struct { char *name; gboolean person; GPtrArray *boxes; } Rater;

struct _CsRatings
{
  CsRecord   *record;
  GHashTable *places;     /* a film's id -> its place in the record + 1 */
  GArray     *films;       /* those with a truth, as places in the record */
  guint       n_gaps;      /* films whose truth has gaps: what is false there nobody knows */
  GPtrArray  *truths;      /* of CsTruth, one each of them */
  GPtrArray  *raters;
};

/* False marks a film at which a table tells what is reached. */
static const double told[] = { 0.5, 1, 2, 5, 10, 20 };

static void
rater_free (gpointer data)
{
  Rater *rater = data;

  g_ptr_array_unref (rater->boxes);
  g_free (rater->name);
  g_free (rater);
}

static const CsRecordFilm *
film_at (const CsRatings *self, guint i)
{
  return cs_record_get_film (self->record, g_array_index (self->films, guint, i));
}

static const char *
case_at (const CsRatings *self, guint i)
{
  return cs_record_get_case (self->record, g_array_index (self->films, guint, i));
}

/* What a rater marked on the @i-th film with a truth. */
static const GArray *
marks_of (const CsRatings *self, const Rater *rater, guint i)
{
  return rater->boxes->pdata[g_array_index (self->films, guint, i)];
}

gboolean
cs_ratings_meet_truth (CsRatings *self, GCancellable *cancellable, GError **error)
{
  if (!cs_record_is_whole (self->record, error))
    return FALSE;
  for (guint i = 0; i < cs_record_get_n_films (self->record); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (self->record, i);
      g_autoptr (GError) wrong = NULL;
      CsTruth *truth;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      truth = cs_formats_truth (film->file, film->width, film->height, &wrong);
      if (wrong != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&wrong));
          return FALSE;
        }
      if (truth == NULL || !cs_truth_is_whole (truth))
        {
          self->n_gaps += truth != NULL;
          g_clear_pointer (&truth, cs_truth_unref);
          continue;
        }
      g_ptr_array_add (self->truths, truth);
      g_array_append_val (self->films, i);
    }
  if (self->films->len > 0)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
               _("No film of “%s” has a truth beside it: nothing can be right or wrong"),
               cs_record_get_title (self->record));
  return FALSE;
}

static void
add_proposals (CsRatings *self)
{
  cs_ratings_add_rater (self, _("Proposals"), FALSE);
  for (guint i = 0; i < cs_record_get_n_films (self->record); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (self->record, i);

      for (guint k = 0; k < film->n_marks; k++)
        if (film->marks[k].origin == CS_ORIGIN_MACHINE)
          cs_ratings_add (self, _("Proposals"), film->id, &film->marks[k].box);
    }
}

CsRatings *
cs_ratings_new (CsRecord *record)
{
  CsRatings *self = g_new0 (CsRatings, 1);

  self->record = cs_record_ref (record);
  self->places = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    g_hash_table_insert (self->places, (gpointer) &cs_record_get_film (record, i)->id, GUINT_TO_POINTER (i + 1));
  self->films = g_array_new (FALSE, FALSE, sizeof (guint));
  self->truths = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_truth_unref);
  self->raters = g_ptr_array_new_with_free_func (rater_free);
  add_proposals (self);
  return self;
}

void
cs_ratings_free (CsRatings *self)
{
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->record, cs_record_unref);
  g_clear_pointer (&self->films, g_array_unref);
  g_clear_pointer (&self->truths, g_ptr_array_unref);
  g_clear_pointer (&self->raters, g_ptr_array_unref);
  g_free (self);
}

static Rater *
find_rater (CsRatings *self, const char *name)
{
  for (guint i = 0; i < self->raters->len; i++)
    if (g_str_equal (((Rater *) self->raters->pdata[i])->name, name))
      return self->raters->pdata[i];
  return NULL;
}

void
cs_ratings_add_rater (CsRatings *self, const char *name, gboolean person)
{
  Rater *rater;

  if (find_rater (self, name) != NULL)
    return;
  rater = g_new0 (Rater, 1);
  rater->name = g_strdup (name);
  rater->person = person;
  rater->boxes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < cs_record_get_n_films (self->record); i++)
    g_ptr_array_add (rater->boxes, g_array_new (FALSE, FALSE, sizeof (CsBox)));
  g_ptr_array_add (self->raters, rater);
}

void
cs_ratings_add (CsRatings *self, const char *rater, gint64 film, const CsBox *box)
{
  Rater *found = find_rater (self, rater);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, &film));

  g_return_if_fail (found != NULL);
  if (place > 0)
    g_array_append_vals (found->boxes->pdata[place - 1], box, 1);
}

void
cs_ratings_veil (CsRatings *self)
{
  CsRecord *veiled = cs_record_veil (self->record);     /* nothing is added from now on: the places go with the names */
  guint n = 0;

  g_hash_table_remove_all (self->places);
  cs_record_unref (self->record);
  self->record = veiled;
  for (guint i = 0; i < self->raters->len; i++)
    {
      Rater *rater = self->raters->pdata[i];

      if (!rater->person)
        continue;
      g_free (rater->name);
      rater->name = g_strdup_printf ("reader-%u", ++n);
    }
}

CsRecord *
cs_ratings_get_record (CsRatings *self)
{
  return self->record;
}

guint
cs_ratings_get_n_films (const CsRatings *self)
{
  return self->films->len;
}

guint
cs_ratings_get_n_raters (const CsRatings *self)
{
  return self->raters->len;
}

const char *
cs_ratings_get_rater (const CsRatings *self, guint i)
{
  return ((const Rater *) self->raters->pdata[i])->name;
}

const char *
cs_ratings_get_film (const CsRatings *self, guint i)
{
  return film_at (self, i)->name;
}

guint
cs_ratings_get_n_spots (const CsRatings *self, guint film)
{
  return cs_truth_get_n_spots (self->truths->pdata[film]);
}

CsFroc *
cs_ratings_froc (CsRatings *self, guint i)
{
  const Rater *rater = self->raters->pdata[i];
  CsFroc *froc = cs_froc_new ();

  for (guint k = 0; k < self->films->len; k++)
    {
      const GArray *marks = marks_of (self, rater, k);

      cs_froc_begin_case (froc, case_at (self, k));
      cs_froc_add_film (froc, (const CsBox *) marks->data, marks->len, self->truths->pdata[k], 0);
    }
  return froc;
}

/* For a person. */

static void
append_share (GString *text, const CsFrocShare *share)
{
  if (share->low >= 0)
    g_string_append_printf (text, "%9.1f %% (%.1f–%.1f)", share->value * 100, share->low * 100, share->high * 100);
  else
    g_string_append_printf (text, "%9.1f %%", share->value * 100);
}

static void
append_rater (CsRatings *self, guint i, guint seed, GString *text)
{
  g_autoptr (CsFroc) froc = cs_ratings_froc (self, i);
  CsFrocShare spots[G_N_ELEMENTS (told)], films[G_N_ELEMENTS (told)];

  cs_froc_at (froc, seed, told, G_N_ELEMENTS (told), spots, films);
  g_string_append_printf (text, "\n%s\n", cs_ratings_get_rater (self, i));
  g_string_append (text, _("false marks a film    of the calcifications or regions    of the films that have one\n"));
  for (guint k = 0; k < G_N_ELEMENTS (told); k++)
    {
      g_string_append_printf (text, "%17.1f", told[k]);
      append_share (text, &spots[k]);
      append_share (text, &films[k]);
      g_string_append_c (text, '\n');
    }
}

char *
cs_ratings_to_text (CsRatings *self, guint seed)
{
  g_autoptr (CsFroc) froc = cs_ratings_froc (self, 0);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("Free response. With truth: films %u, of cases %u; calcifications or regions: %u.\n"),
                          cs_froc_get_n_films (froc), cs_froc_get_n_cases (froc), cs_froc_get_n_spots (froc));
  g_string_append_printf (text, _("A mark is right whose middle lies in a region, or within a pixel of a "
                                  "calcification's box. In brackets: where 95 of 100 lie when cases are drawn again "
                                  "(%d times, seed %u).\n"), CS_FROC_RESAMPLES, seed);
  if (self->n_gaps > 0)
    g_string_append_printf (text, _("Films left out, whose truth does not say where all is that they show: %u.\n"),
                            self->n_gaps);
  for (guint i = 0; i < self->raters->len; i++)
    append_rater (self, i, seed, text);
  return g_string_free (text, FALSE);
}

/* For programs. */

static void
append_number (GString *csv, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (csv, ",%s", value == value ? g_ascii_formatd (text, sizeof text, "%.6g", value) : "");
}

static void
append_curve (CsRatings *self, guint i, guint seed, GString *csv)
{
  g_autoptr (CsFroc) froc = cs_ratings_froc (self, i);
  guint n;
  const CsFrocPoint *points = cs_froc_get (froc, &n);
  g_autofree double *rates = g_new (double, n + 1);
  g_autofree CsFrocShare *spots = g_new (CsFrocShare, n + 1), *films = g_new (CsFrocShare, n + 1);

  for (guint k = 0; k < n; k++)
    rates[k] = points[k].false_per_film;
  cs_froc_at (froc, seed, rates, n, spots, films);
  for (guint k = 0; k < n; k++)
    {
      /* What is reached at one price is told once, at its best: the interval is that of the price. */
      if (k + 1 < n && points[k + 1].false_per_film == points[k].false_per_film)
        continue;
      cs_csv_quote (csv, cs_ratings_get_rater (self, i));
      append_number (csv, points[k].suspicion);
      append_number (csv, points[k].false_per_film);
      append_number (csv, points[k].sensitivity);
      append_number (csv, spots[k].low);
      append_number (csv, spots[k].high);
      append_number (csv, points[k].film_sensitivity);
      append_number (csv, films[k].low);
      append_number (csv, films[k].high);
      g_string_append (csv, "\r\n");
    }
}

char *
cs_ratings_to_csv (CsRatings *self, guint seed)
{
  GString *csv = g_string_new ("rater,suspicion,false_per_film,sensitivity,sensitivity_low,sensitivity_high,"
                               "film_sensitivity,film_sensitivity_low,film_sensitivity_high\r\n");

  for (guint i = 0; i < self->raters->len; i++)
    append_curve (self, i, seed, csv);
  return g_string_free (csv, FALSE);
}

/* Reader studies. Their programs part columns by commas and lists of readers by blanks, too, take "-1" for the truth,
 * and two that are called alike for one. */

typedef const char *(*NameOf) (const CsRatings *self, guint i);

static char *
plain_name (const char *name)
{
  char *plain = g_strdelimit (g_strdup (name), " ,;\"\r\n\t", '_');

  if (*plain == '-')
    *plain = '_';
  return plain;
}

/* @n of them, no two alike. */
static char **
label_all (const CsRatings *self,
           NameOf           name_of,
           guint            n)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  char **labels = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *plain = plain_name (name_of (self, i));

      labels[i] = g_strdup (plain);
      for (guint k = 2; g_hash_table_contains (taken, labels[i]); k++)
        {
          g_free (labels[i]);
          labels[i] = g_strdup_printf ("%s_%u", plain, k);
        }
      g_hash_table_add (taken, labels[i]);
    }
  return labels;
}

char **
cs_ratings_label_raters (const CsRatings *self)
{
  return label_all (self, cs_ratings_get_rater, self->raters->len);
}

/* The greatest suspicion of those @marks that hit spot @spot; FALSE: none does. */
static gboolean
rate_spot (const GArray  *marks,
           const CsTruth *truth,
           guint          spot,
           float         *most)
{
  gboolean hit = FALSE;

  for (guint i = 0; i < marks->len; i++)
    {
      const CsBox *box = &g_array_index (marks, CsBox, i);

      if (!cs_froc_is_hit (box, truth, spot))
        continue;
      *most = hit ? MAX (*most, box->suspicion) : box->suspicion;
      hit = TRUE;
    }
  return hit;
}

static gboolean
hits_any (const CsBox   *box,
          const CsTruth *truth)
{
  for (guint i = 0; i < cs_truth_get_n_spots (truth); i++)
    if (cs_froc_is_hit (box, truth, i))
      return TRUE;
  return FALSE;
}

GArray *
cs_ratings_get_marks (const CsRatings *self, guint rater)
{
  GArray *rated = g_array_new (FALSE, FALSE, sizeof (CsRatedMark));

  for (guint i = 0; i < self->films->len; i++)
    {
      const GArray *marks = marks_of (self, self->raters->pdata[rater], i);
      const CsTruth *truth = self->truths->pdata[i];
      CsRatedMark mark = { .film = i };

      for (guint k = 0; k < cs_truth_get_n_spots (truth); k++)
        if (rate_spot (marks, truth, k, &mark.suspicion))
          {
            mark.spot = (int) k;
            g_array_append_val (rated, mark);
          }
      mark.spot = -1;
      for (guint k = 0; k < marks->len; k++)
        if (!hits_any (&g_array_index (marks, CsBox, k), truth))
          {
            mark.suspicion = g_array_index (marks, CsBox, k).suspicion;
            g_array_append_val (rated, mark);
          }
    }
  return rated;
}

static float
greatest (const GArray *boxes)
{
  float most = 0;

  for (guint i = 0; i < boxes->len; i++)
    most = MAX (most, g_array_index (boxes, CsBox, i).suspicion);
  return most;
}

static gboolean
is_diseased (const CsRatings *self, guint film)
{
  return cs_ratings_get_n_spots (self, film) > 0;
}

static void
append_scores (const CsRatings *self, const Rater *rater, const char *label, char *const *films, GString *text)
{
  for (guint i = 0; i < self->films->len; i++)
    {
      g_string_append_printf (text, "%s,%s,marks", label, films[i]);
      append_number (text, greatest (marks_of (self, rater, i)));
      g_string_append_c (text, '\n');
    }
}

static guint
count_diseased (const CsRatings *self)
{
  guint n = 0;

  for (guint i = 0; i < self->films->len; i++)
    n += is_diseased (self, i);
  return n;
}

gboolean
cs_ratings_has_both (const CsRatings *self, GError **error)
{
  guint diseased = count_diseased (self), normal = self->films->len - diseased;

  if (diseased > 0 && normal > 0)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
               _("iMRMC and RJafroc hold films that show something against films that show nothing; here %u do and %u "
                 "do not. Save a table (CSV) instead"), diseased, normal);
  return FALSE;
}

char *
cs_ratings_to_imrmc (CsRatings *self, GError **error)
{
  g_auto (GStrv) films = label_all (self, cs_ratings_get_film, self->films->len);
  g_auto (GStrv) raters = cs_ratings_label_raters (self);
  guint diseased = count_diseased (self);
  GString *text;

  if (!cs_ratings_has_both (self, error))
    return NULL;
  text = g_string_new ("Calcspot: greatest suspicion of a rater's marks on a film; 0: no mark\n");
  g_string_append_printf (text, "NR: %u\nN0: %u\nN1: %u\nNM: 1\nBEGIN DATA:\n", self->raters->len,
                          self->films->len - diseased, diseased);
  for (guint i = 0; i < self->films->len; i++)
    g_string_append_printf (text, "-1,%s,0,%d\n", films[i], is_diseased (self, i));
  for (guint i = 0; i < self->raters->len; i++)
    append_scores (self, self->raters->pdata[i], raters[i], films, text);
  return g_string_free (text, FALSE);
}
