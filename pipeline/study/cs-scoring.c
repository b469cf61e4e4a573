#include "cs-scoring.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"
#include "cs-formats.h"
#include "cs-json.h"

#define PATCH_PIXELS (CS_PATCH_SIDE * CS_PATCH_SIDE)
#define OUTPUT_SIZE (2 * PATCH_PIXELS)

/* Patches predicted at once: enough to keep every thread busy, small enough to be cancelled soon. */
#define CHUNK 64

/* One run: what scores, and the truth of the film at hand. */
typedef struct
{
  const NnNet  *net;
  CsRecord     *record;
  CsPatches    *patches;
  double        threshold;
  guint         threads;
  GCancellable *cancellable;
  CsTruth      *truth;
  float        *x, *p;
} Run;

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->truth, cs_truth_unref);
  g_clear_pointer (&run->x, g_free);
  g_clear_pointer (&run->p, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
check_shape (const NnNet *net,
             GError     **error)
{
  NnShape in = nn_net_get_input (net), out = nn_net_get_output (net);

  if (in.channels == 1 && in.width == CS_PATCH_SIDE && in.height == CS_PATCH_SIDE
      && out.channels == 2 && out.width == CS_PATCH_SIDE && out.height == CS_PATCH_SIDE)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
               _("This network takes %u×%u×%u and gives %u×%u×%u, no mask of a %u×%u patch; choose another network"),
               in.channels, in.height, in.width, out.channels, out.height, out.width, CS_PATCH_SIDE, CS_PATCH_SIDE);
  return FALSE;
}

static int
compare_by_film (gconstpointer a,
                 gconstpointer b,
                 gpointer      patches)
{
  guint first = *(const guint *) a, second = *(const guint *) b;
  guint film_a = cs_patches_get (patches, first)->film, film_b = cs_patches_get (patches, second)->film;

  if (film_a != film_b)
    return film_a < film_b ? -1 : 1;
  return first < second ? -1 : first > second;
}

/* The patches asked for, film after film, so that only one film's truth is ever in memory. */
static GArray *
sort_by_film (CsPatches   *patches,
              const guint *which,
              guint        n)
{
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (guint));

  if (which != NULL)
    g_array_append_vals (sorted, which, n);
  else
    for (guint i = 0; i < cs_patches_get_n (patches); i++)
      g_array_append_val (sorted, i);
  g_array_sort_with_data (sorted, compare_by_film, patches);
  return sorted;
}

/* NULL: this film has no mask of its calcifications. */
static const CsRaster *
truth_mask (const Run *run)
{
  return run->truth != NULL ? cs_truth_get_mask (run->truth, "calcifications") : NULL;
}

static void
cut_truth (const CsRaster *mask,
           const CsPatch  *patch,
           guint8         *out)
{
  g_autoptr (CsRaster) cut = cs_raster_crop (mask, patch->x, patch->y, CS_PATCH_SIDE, CS_PATCH_SIDE);

  for (guint y = 0; y < CS_PATCH_SIDE; y++)
    memcpy (out + y * CS_PATCH_SIDE, cs_raster_row (cut, y), CS_PATCH_SIDE);
}

static void
add (NnScore      *score,
     const guint8 *found,
     const guint8 *expected)
{
  NnCounts counts = nn_counts_masks (found, expected, PATCH_PIXELS);

  nn_score_add (score, &counts);
}

static void
score_patch (const Run     *run,
             const CsPatch *patch,
             const float   *p,
             CsScores      *scores)
{
  guint8 found[PATCH_PIXELS], truth[PATCH_PIXELS];

  cs_scoring_mask (p, run->threshold, found);
  if (!patch->positive)
    {
      add (&scores->negative, found, patch->target);
      return;
    }
  add (&scores->reviewer, found, patch->target);
  if (truth_mask (run) == NULL)
    return;
  cut_truth (truth_mask (run), patch, truth);
  add (&scores->truth, found, truth);
}

static gboolean
score_chunk (Run         *run,
             const guint *which,
             guint        n,
             CsScores    *scores,
             GError     **error)
{
  for (guint i = 0; i < n; i++)
    memcpy (run->x + (gsize) i * PATCH_PIXELS, cs_patches_get (run->patches, which[i])->pixels,
            PATCH_PIXELS * sizeof (float));
  if (!nn_net_predict (run->net, n, run->x, run->p, run->threads, run->cancellable, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    score_patch (run, cs_patches_get (run->patches, which[i]), run->p + (gsize) i * OUTPUT_SIZE, scores);
  return TRUE;
}

/* Reads the truth beside the film of these patches; a film without any is scored against the reviewer alone. */
static gboolean
meet_film (Run    *run,
           guint   film,
           GError **error)
{
  const CsRecordFilm *row = cs_record_get_film (run->record, film);
  g_autoptr (GError) broken = NULL;

  g_clear_pointer (&run->truth, cs_truth_unref);
  run->truth = cs_formats_truth (row->file, &broken);
  if (broken != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&broken));
      return FALSE;
    }
  const CsRaster *mask = truth_mask (run);
  if (mask == NULL || (cs_raster_get_width (mask) == row->width && cs_raster_get_height (mask) == row->height))
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED,
               _("The truth mask beside “%s” is %u×%u pixels, the film %u×%u; put the right one there or take it away"),
               row->name, cs_raster_get_width (mask), cs_raster_get_height (mask), row->width, row->height);
  return FALSE;
}

static gboolean
score_film (Run         *run,
            const guint *which,
            guint        n,
            CsScores    *scores,
            GError     **error)
{
  if (!meet_film (run, cs_patches_get (run->patches, which[0])->film, error))
    return FALSE;
  for (guint i = 0; i < n; i += CHUNK)
    if (!score_chunk (run, which + i, MIN (CHUNK, n - i), scores, error))
      return FALSE;
  return TRUE;
}

static guint
count_same_film (const Run   *run,
                 const guint *which,
                 guint        n)
{
  guint film = cs_patches_get (run->patches, which[0])->film, i = 1;

  while (i < n && cs_patches_get (run->patches, which[i])->film == film)
    i++;
  return i;
}

static void
merge (CsScores       *into,
       const CsScores *scores)
{
  nn_score_merge (&into->truth, &scores->truth);
  nn_score_merge (&into->reviewer, &scores->reviewer);
  nn_score_merge (&into->negative, &scores->negative);
}

static void
append_figures (GString         *json,
                const char      *name,
                const NnFigures *figures)
{
  g_string_append_printf (json, "\"%s\": {", name);
  for (guint i = 0; i < NN_N_FIGURES; i++)
    {
      g_string_append_printf (json, "%s\"%s\": ", i > 0 ? ", " : "", nn_figure_names[i]);
      cs_json_number (json, figures->value[i], 6);
    }
  g_string_append_c (json, '}');
}

static void
append_score (GString       *json,
              const char    *name,
              const NnScore *score)
{
  NnFigures pooled = nn_score_get_pooled (score), average = nn_score_get_average (score);

  g_string_append_printf (json, "\"%s\": {\"patches\": %u, ", name, score->n);
  append_figures (json, "pooled", &pooled);
  g_string_append (json, ", ");
  append_figures (json, "average", &average);
  g_string_append_c (json, '}');
}

static void
append_scores (GString        *json,
               const CsScores *scores)
{
  append_score (json, "truth", &scores->truth);
  g_string_append (json, ", ");
  append_score (json, "reviewer", &scores->reviewer);
  g_string_append (json, ", ");
  append_score (json, "negative", &scores->negative);
}

static void
append_films (GString         *json,
              const CsScoring *self,
              const CsRecord  *record)
{
  g_string_append (json, ", \"films\": [");
  for (guint i = 0; i < self->n_films; i++)
    {
      g_string_append (json, i > 0 ? ", {\"film\": " : "{\"film\": ");
      cs_json_string (json, cs_record_get_film (record, self->films[i].film)->name);
      g_string_append (json, ", ");
      append_scores (json, &self->films[i].scores);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
}

void
cs_scoring_mask (const float *p,
                 double       threshold,
                 guint8      *mask)
{
  /* Plane 0 is background, plane 1 calcification. */
  for (guint i = 0; i < PATCH_PIXELS; i++)
    mask[i] = p[PATCH_PIXELS + i] >= threshold;
}

CsScoring *
cs_scoring_run (const NnNet  *net,
                CsRecord     *record,
                CsPatches    *patches,
                const guint  *which,
                guint         n,
                double        threshold,
                guint         threads,
                CsReportFunc  report,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr (GArray) sorted = sort_by_film (patches, which, n);
  g_autoptr (GArray) films = g_array_new (FALSE, TRUE, sizeof (CsFilmScores));
  g_autoptr (CsScoring) self = g_new0 (CsScoring, 1);
  const guint *index = (const guint *) sorted->data;
  g_auto (Run) run = { net, record, patches, threshold, threads, cancellable, NULL,
                       g_new (float, CHUNK * PATCH_PIXELS), g_new (float, CHUNK * OUTPUT_SIZE) };

  if (!check_shape (net, error))
    return NULL;
  for (guint i = 0, n_film; i < sorted->len; i += n_film)
    {
      CsFilmScores film = { .film = cs_patches_get (patches, index[i])->film };

      if (report != NULL)
        report ((double) i / sorted->len, _("Scoring the network"), data);
      n_film = count_same_film (&run, index + i, sorted->len - i);
      if (!score_film (&run, index + i, n_film, &film.scores, error))
        return NULL;
      merge (&self->all, &film.scores);
      g_array_append_val (films, film);
    }
  self->threshold = threshold;
  self->n_films = films->len;
  self->films = (CsFilmScores *) g_array_free (g_steal_pointer (&films), FALSE);
  return g_steal_pointer (&self);
}

void
cs_scoring_free (CsScoring *self)
{
  g_free (self->films);
  g_free (self);
}

char *
cs_scoring_to_json (const CsScoring *self,
                    const CsRecord  *record)
{
  GString *json = g_string_new ("{\"threshold\": ");

  cs_json_number (json, self->threshold, 6);
  g_string_append (json, ", ");
  append_scores (json, &self->all);
  if (record != NULL)
    append_films (json, self, record);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
