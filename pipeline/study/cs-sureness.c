#include "cs-sureness.h"

#include <glib/gi18n-lib.h>

#include "cs-pipeline.h"

struct _CsSureness
{
  gatomicrefcount refs;
  GMutex          mutex;
  GHashTable     *known;     /* char * -> float *; under the mutex */
};

/* One question: whose network, with which settings, and where it goes. */
typedef struct
{
  CsSureness   *kept;
  CsRatings    *ratings;
  NnNet        *network;
  CsSettings   *settings;
  GCancellable *cancellable;
} Question;

CsSureness *
cs_sureness_new (void)
{
  CsSureness *self = g_new0 (CsSureness, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

CsSureness *
cs_sureness_ref (CsSureness *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_sureness_unref (CsSureness *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_hash_table_unref (self->known);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static char *
make_key (const Question *question, const CsRecordFilm *film, const CsBox *box)
{
  return g_strdup_printf ("%s %s %d,%d,%d,%d", nn_net_get_digest (question->network), film->digest, box->x, box->y,
                          box->width, box->height);
}

/* FALSE: it was never asked. */
static gboolean
recall (const Question *question, const CsRecordFilm *film, const CsBox *box, float *sure)
{
  g_autofree char *key = make_key (question, film, box);
  const float *known;

  g_mutex_lock (&question->kept->mutex);
  known = g_hash_table_lookup (question->kept->known, key);
  if (known != NULL)
    *sure = *known;
  g_mutex_unlock (&question->kept->mutex);
  return known != NULL;
}

static void
remember (const Question *question, const CsRecordFilm *film, const CsBox *box, float sure)
{
  char *key = make_key (question, film, box);

  g_mutex_lock (&question->kept->mutex);
  g_hash_table_replace (question->kept->known, key, g_memdup2 (&sure, sizeof sure));
  g_mutex_unlock (&question->kept->mutex);
}

static float
find_most (const CsRaster *probability, const CsBox *box)
{
  double most = 0;

  for (int y = MAX (box->y, 0); y < MIN (box->y + box->height, (int) cs_raster_get_height (probability)); y++)
    for (int x = MAX (box->x, 0); x < MIN (box->x + box->width, (int) cs_raster_get_width (probability)); x++)
      most = MAX (most, cs_raster_get (probability, (guint) x, (guint) y));
  return (float) (0.999 * most + 0.001 * box->suspicion);
}

static gboolean
is_known (const Question *question, const CsRecordFilm *film)
{
  float sure;

  for (guint k = 0; k < film->n_marks; k++)
    if (film->marks[k].origin == CS_ORIGIN_MACHINE && !recall (question, film, &film->marks[k].box, &sure))
      return FALSE;
  return TRUE;
}

static gboolean
look_at (const Question *question, guint i, GError **error)
{
  static const char *const wanted[] = { "segmented", NULL };
  CsRecord *record = cs_ratings_get_record (question->ratings);
  const CsRecordFilm *film = cs_record_get_film (record, i);
  g_autoptr (CsImage) image = cs_record_read_film (record, i, question->cancellable, error);
  g_autoptr (CsAnalysis) analysis = image == NULL ? NULL
    : cs_pipeline_run_for (wanted, image, question->network, question->settings, NULL, NULL, question->cancellable,
                           error);

  for (guint k = 0; analysis != NULL && k < film->n_marks; k++)
    remember (question, film, &film->marks[k].box,
              find_most (cs_product_get_raster (cs_analysis_get (analysis, "segmented")), &film->marks[k].box));
  return analysis != NULL;
}

static void
tell (const Question *question, const CsRecordFilm *film)
{
  for (guint k = 0; k < film->n_marks; k++)
    {
      CsBox box = film->marks[k].box;

      if (film->marks[k].origin == CS_ORIGIN_MACHINE && recall (question, film, &film->marks[k].box, &box.suspicion))
        cs_ratings_add (question->ratings, _("Network"), film->id, &box);
    }
}

gboolean
cs_sureness_rate (CsSureness     *self,
                  CsRatings      *ratings,
                  NnNet          *network,
                  CsSurenessWatch watch,
                  gpointer        data,
                  GCancellable   *cancellable,
                  GError        **error)
{
  const char *text = nn_net_get_note (network, "settings");
  g_autoptr (CsSettings) settings = text != NULL ? cs_settings_from_text (text, error) : cs_settings_new (NULL);
  Question question = { self, ratings, network, settings, cancellable };
  CsRecord *record = cs_ratings_get_record (ratings);
  guint n = cs_record_get_n_films (record);

  if (settings == NULL)
    return FALSE;
  cs_ratings_add_rater (ratings, _("Network"), FALSE);
  for (guint i = 0; i < n; i++)
    {
      const CsRecordFilm *film = cs_record_get_film (record, i);

      if (watch != NULL)
        watch ((double) i / n, data);
      if (!is_known (&question, film) && !look_at (&question, i, error))
        return FALSE;
      tell (&question, film);
    }
  return TRUE;
}
