#include "cs-record-forms.h"

#include "cs-study-private.h"

char *
cs_record_veiled_name (const CsRecordFilm *film)
{
  return g_strdup_printf ("film-%.12s", film->digest);
}

gboolean
cs_record_is_veiled (const CsRecordFilm *film)
{
  g_autofree char *name = cs_record_veiled_name (film);

  return g_str_equal (film->name, name);
}

gboolean
cs_film_answers_to (const char *name,
                    const char *digest,
                    const char *asked)
{
  g_autofree char *veiled = cs_record_veiled_name (&(CsRecordFilm) { .digest = digest });

  return g_strcmp0 (name, asked) == 0 || g_strcmp0 (veiled, asked) == 0;
}

/* "WORD-N": N counts the names in the order they come; no name stays none. */
static const char *
veil_word (GHashTable *known,
           const char *word,
           const char *name)
{
  char *veiled = g_hash_table_lookup (known, name);

  if (name[0] == '\0')
    return "";
  if (veiled == NULL)
    {
      veiled = g_strdup_printf ("%s-%u", word, g_hash_table_size (known) + 1);
      g_hash_table_insert (known, g_strdup (name), veiled);
    }
  return veiled;
}

/* A reader's own words may say anything, a name too. */
static void
hide_own_words (CsWords *words)
{
  for (guint i = 0; words != NULL && i < CS_N_DESCRIPTORS; i++)
    if (cs_descriptors[i].terms == NULL && words->values[i] != NULL && words->values[i][0] != '\0')
      cs_words_set (words, i, cs_descriptors[i].subject == CS_SUBJECT_MARK ? "" : "yes");
}

static void
veil_film (CsRecord   *veiled,
           guint       i,
           CsRecord   *from,
           GHashTable *cases,
           GHashTable *readers)
{
  CsRecordFilm film = *cs_record_get_film (from, i);
  g_autofree char *name = cs_record_veiled_name (&film);
  g_autoptr (CsWords) of_film = cs_words_copy (film.words);

  hide_own_words (of_film);
  film.words = of_film;
  film.name = name;
  film.facts.case_id = veil_word (cases, "case", cs_record_get_case (from, i));
  film.woman = NULL;
  cs_record_put_film (veiled, i, &film);
  for (guint k = 0; k < cs_record_get_film (from, i)->n_marks; k++)
    {
      CsRecordMark mark = cs_record_get_film (from, i)->marks[k];
      g_autoptr (CsWords) words = cs_words_copy (mark.words);

      hide_own_words (words);
      mark.words = words;
      mark.who = veil_word (readers, "reader", mark.who);
      cs_record_put_mark (veiled, i, &mark);
    }
}

CsRecord *
cs_record_veil (CsRecord *self)
{
  g_autoptr (GHashTable) cases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) readers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  CsRecord *veiled = cs_record_new_of (self, "study", cs_record_get_n_films (self));

  for (guint i = 0; i < cs_record_get_n_films (self); i++)
    veil_film (veiled, i, self, cases, readers);
  return veiled;
}

/* A case and its lot; the lots' order is the draw. */
typedef struct { const char *name; char *lot; gboolean kept_out; } Case;

static void
clear_case (gpointer data)
{
  g_free (((Case *) data)->lot);
}

static int
compare_lots (gconstpointer a,
              gconstpointer b)
{
  return g_strcmp0 (((const Case *) a)->lot, ((const Case *) b)->lot);
}

static GArray *
draw_lots (CsRecord *self,
           guint     seed)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *cases = g_array_new (FALSE, FALSE, sizeof (Case));

  g_array_set_clear_func (cases, clear_case);
  for (guint i = 0; i < cs_record_get_n_films (self); i++)
    {
      Case one = { .name = cs_record_get_woman (self, i), .kept_out = cs_record_get_film (self, i)->kept_out };
      g_autofree char *text = g_strdup_printf ("%u %s", seed, one.name);

      if (!g_hash_table_add (known, (gpointer) one.name))
        continue;
      one.lot = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
      g_array_append_val (cases, one);
    }
  g_array_sort (cases, compare_lots);
  return cases;
}

/* From three cases on no part is empty. */
static guint
share (guint  n,
       double part)
{
  guint least = n >= 3 ? 1 : 0;

  return MAX ((guint) (n * part + 0.5), least);
}

/* case -> CsPart */
static GHashTable *
part_cases (GArray *cases)
{
  GHashTable *parts = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_kept_out = 0, n_test, n_validation, n, k = 0;

  for (guint i = 0; i < cases->len; i++)
    n_kept_out += g_array_index (cases, Case, i).kept_out;
  n = cases->len - n_kept_out;
  n_test = n_kept_out > 0 ? 0 : share (n, 0.2);
  n_validation = share (n, n_kept_out > 0 ? 0.25 : 0.2);
  for (guint i = 0; i < cases->len; i++)
    {
      const Case *one = &g_array_index (cases, Case, i);
      CsPart part = CS_PART_TESTING;

      if (!one->kept_out)
        {
          part = k < n_test ? CS_PART_TESTING : k < n_test + n_validation ? CS_PART_VALIDATION : CS_PART_TRAINING;
          k++;
        }
      g_hash_table_insert (parts, (gpointer) one->name, GINT_TO_POINTER (part));
    }
  return parts;
}

static gboolean
is_of (CsRecord   *self,
       guint       i,
       GHashTable *parts,
       CsPart      part)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (parts, cs_record_get_woman (self, i))) == (int) part;
}

CsRecord *
cs_record_draw (CsRecord *self,
                CsPart    part,
                guint     seed)
{
  g_autoptr (GArray) cases = draw_lots (self, seed);
  g_autoptr (GHashTable) parts = part_cases (cases);
  CsRecord *drawn;
  guint n = 0, k = 0;

  for (guint i = 0; i < cs_record_get_n_films (self); i++)
    n += is_of (self, i, parts, part);
  drawn = cs_record_new_of (self, cs_record_get_title (self), n);
  for (guint i = 0; i < cs_record_get_n_films (self); i++)
    if (is_of (self, i, parts, part))
      cs_record_put_whole (drawn, k++, self, i);
  return drawn;
}
