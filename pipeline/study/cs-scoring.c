#include "cs-scoring.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"
#include "cs-formats.h"
#include "cs-join.h"
#include "cs-json.h"
#include "cs-slide.h"
#include "nn-turns.h"

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
  gboolean      turned;
  GCancellable *cancellable;
  guint         area;          /* pixels of a patch */
  gboolean      classifies;    /* the network gives a verdict, not a mask */
  gsize         n_out;         /* numbers it gives for a patch */
  CsRaster     *truth;         /* of the film at hand, on the grid of its patches; NULL: it has none */
  float        *x, *p, *planes;
  guint8       *found, *expected, *known;   /* known: where the reviewer's verdicts say what a patch's pixels are */
  gint64        patch_time, mask_time;   /* microseconds so far */
} Run;

static void
run_init (Run             *run,
          const CsPatches *patches)
{
  guint side = cs_patches_get_cut (patches)->side;

  run->area = side * side;
  run->n_out = nn_shape_size (nn_net_get_output (run->net));
  run->classifies = run->n_out == 2;
  run->turned = run->turned && !run->classifies;
  run->x = g_new (float, (gsize) CHUNK * run->area);
  run->p = g_new (float, CHUNK * run->n_out);
  run->planes = g_new (float, 2 * run->area);
  run->found = g_new (guint8, run->area);
  run->expected = g_new (guint8, run->area);
  run->known = g_new (guint8, run->area);
}

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->truth, cs_raster_unref);
  g_clear_pointer (&run->x, g_free);
  g_clear_pointer (&run->p, g_free);
  g_clear_pointer (&run->planes, g_free);
  g_clear_pointer (&run->found, g_free);
  g_clear_pointer (&run->expected, g_free);
  g_clear_pointer (&run->known, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
check_shape (const NnNet *net,
             guint        side,
             GError     **error)
{
  NnShape in = nn_net_get_input (net), out = nn_net_get_output (net);
  gboolean masks = out.width == side && out.height == side, verdicts = out.width == 1 && out.height == 1;

  if (in.channels == 1 && in.width == side && in.height == side && out.channels == 2 && (masks || verdicts))
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
               _("This network takes %u×%u×%u and gives %u×%u×%u, nothing for a %u×%u patch; choose another network"),
               in.channels, in.height, in.width, out.channels, out.height, out.width, side, side);
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

static void
cut_truth (const CsRaster *mask,
           const CsPatch  *patch,
           guint           side,
           guint8         *out)
{
  g_autoptr (CsRaster) cut = cs_raster_crop (mask, patch->x, patch->y, side, side);

  for (guint y = 0; y < side; y++)
    memcpy (out + y * side, cs_raster_row (cut, y), side);
}

static void
add (const Run    *run,
     NnScore      *score,
     const guint8 *expected,
     const guint8 *known)
{
  NnCounts counts = nn_counts_masks (run->found, expected, known, run->area);

  nn_score_add (score, &counts);
}

/* The mask of patch @which, which stands in found. */
static void
score_mask (const Run *run,
            guint      which,
            CsScores  *scores)
{
  const CsPatch *patch = cs_patches_get (run->patches, which);

  cs_patches_get_known (run->patches, which, run->known);
  if (!patch->positive)
    {
      add (run, &scores->negative, patch->target, run->known);
      return;
    }
  add (run, &scores->reviewer, patch->target, run->known);
  if (run->truth == NULL)
    return;
  cut_truth (run->truth, patch, cs_patches_get_cut (run->patches)->side, run->expected);
  add (run, &scores->truth, run->expected, NULL);
}

static void
score_verdict (const CsPatch *patch,
               gboolean       accepted,
               CsScores      *scores)
{
  guint8 found = accepted, expected = patch->positive;
  NnCounts counts = nn_counts_masks (&found, &expected, NULL, 1);

  cs_scores_merge (scores, &(CsScores) { .verdicts = counts });
}

/* A classifier's verdict; and its mask, where windows can slide. */
static gboolean
score_by_class (Run         *run,
                guint        which,
                const float *p,
                CsScores    *scores,
                GError     **error)
{
  const CsPatch *patch = cs_patches_get (run->patches, which);
  gint64 begun = g_get_monotonic_time ();

  score_verdict (patch, p[1] >= run->threshold, scores);
  if (!cs_patches_get_cut (run->patches)->around)
    return TRUE;
  if (!cs_slide_patch (run->net, run->patches, which, run->threads, run->planes, run->cancellable, error))
    return FALSE;
  run->mask_time += g_get_monotonic_time () - begun;
  cs_scoring_mask (run->planes, run->area, run->threshold, run->found);
  score_mask (run, which, scores);
  return TRUE;
}

/* What it finds in a neighbour's box is no word on this one. */
static gboolean
finds_anything (const Run *run)
{
  for (guint i = 0; i < run->area; i++)
    if (run->found[i] != 0 && run->known[i] != 0)
      return TRUE;
  return FALSE;
}

/* A mask, and as a verdict whether anything is on it. */
static void
score_by_mask (const Run   *run,
               guint        which,
               const float *p,
               CsScores    *scores)
{
  cs_scoring_mask (p, run->area, run->threshold, run->found);
  score_mask (run, which, scores);
  score_verdict (cs_patches_get (run->patches, which), finds_anything (run), scores);
}

/* The positive patches again, their windows joined: what a film shows of them. */
static gboolean
score_joined (Run         *run,
              const guint *which,
              guint        n,
              CsScores    *scores,
              GError     **error)
{
  g_autofree guint *positive = g_new (guint, n);
  guint n_positive = 0;

  for (guint i = 0; i < n; i++)
    if (cs_patches_get (run->patches, which[i])->positive)
      positive[n_positive++] = which[i];
  if (run->classifies || run->truth == NULL || n_positive == 0)
    return TRUE;
  if (!cs_join_patches (run->net, run->patches, positive, n_positive, run->turned, run->threads, run->p,
                        run->cancellable, error))
    return FALSE;
  for (guint i = 0; i < n_positive; i++)
    {
      cs_scoring_mask (run->p + i * run->n_out, run->area, run->threshold, run->found);
      cut_truth (run->truth, cs_patches_get (run->patches, positive[i]), cs_patches_get_cut (run->patches)->side,
                 run->expected);
      add (run, &scores->joined, run->expected, NULL);
    }
  return TRUE;
}

static gboolean
score_chunk (Run         *run,
             const guint *which,
             guint        n,
             CsScores    *scores,
             GError     **error)
{
  gint64 begun = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    memcpy (run->x + (gsize) i * run->area, cs_patches_get (run->patches, which[i])->pixels,
            run->area * sizeof (float));
  if (!(run->turned ? nn_net_predict_turned : nn_net_predict) (run->net, n, run->x, run->p, run->threads,
                                                               run->cancellable, error))
    return FALSE;
  run->patch_time += g_get_monotonic_time () - begun;
  for (guint i = 0; i < n; i++)
    if (!run->classifies)
      score_by_mask (run, which[i], run->p + i * run->n_out, scores);
    else if (!score_by_class (run, which[i], run->p + i * run->n_out, scores, error))
      return FALSE;
  return score_joined (run, which, n, scores, error);
}

/* Reads the truth beside the film of patch @i, and puts it on the patches' grid; a film without any is scored against
 * the reviewer alone. */
static gboolean
meet_film (Run     *run,
           guint    i,
           GError **error)
{
  const CsRecordFilm *row = cs_record_get_film (run->record, cs_patches_get (run->patches, i)->film);
  g_autoptr (GError) broken = NULL;
  g_autoptr (CsTruth) truth = cs_formats_truth (row->file, row->width, row->height, &broken);
  const CsRaster *mask = truth != NULL ? cs_truth_get_mask (truth, "calcifications") : NULL;

  g_clear_pointer (&run->truth, cs_raster_unref);
  if (broken != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&broken));
      return FALSE;
    }
  if (mask != NULL)
    run->truth = cs_grid_mask (mask, cs_patches_get_scale (run->patches, i), run->cancellable, error);
  return mask == NULL || run->truth != NULL;
}

static gboolean
score_film (Run         *run,
            const guint *which,
            guint        n,
            CsScores    *scores,
            GError     **error)
{
  if (!meet_film (run, which[0], error))
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
append_figures (GString         *json,
                const char      *name,
                const NnFigures *figures)
{
  g_string_append_printf (json, "\"%s\": {", name);
  for (guint i = 0; i < NN_N_FIGURES; i++)
    cs_json_member (json, nn_figure_names[i], figures->value[i], 6);
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
append_verdicts (GString        *json,
                 const NnCounts *verdicts)
{
  NnFigures figures = nn_figures_of (verdicts);

  g_string_append_printf (json, "\"verdicts\": {\"patches\": %" G_GUINT64_FORMAT,
                          verdicts->tp + verdicts->tn + verdicts->fp + verdicts->fn);
  for (guint i = 0; i < NN_N_FIGURES; i++)
    cs_json_member (json, nn_figure_names[i], figures.value[i], 6);
  g_string_append_c (json, '}');
}

static void
append_scores (GString        *json,
               const CsScores *scores)
{
  append_score (json, "truth", &scores->truth);
  g_string_append (json, ", ");
  append_score (json, "joined", &scores->joined);
  g_string_append (json, ", ");
  append_score (json, "reviewer", &scores->reviewer);
  g_string_append (json, ", ");
  append_score (json, "negative", &scores->negative);
  g_string_append (json, ", ");
  append_verdicts (json, &scores->verdicts);
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
                 guint        area,
                 double       threshold,
                 guint8      *mask)
{
  /* Plane 0 is background, plane 1 calcification. */
  for (guint i = 0; i < area; i++)
    mask[i] = p[area + i] >= threshold;
}

/* A side no patch can have is met by cs_scoring_run(), which names it. */
CsCut
cs_scoring_cut (const NnNet *net)
{
  NnShape in = nn_net_get_input (net), out = nn_net_get_output (net);

  return (CsCut) { CLAMP (in.width, CS_PATCH_LEAST, CS_PATCH_MOST) / 2 * 2, TRUE, out.height == 1 && out.width == 1,
                   cs_patch_read_spacing (net) };
}

CsPatches *
cs_scoring_gather (const NnNet  *net,
                   CsRecord     *record,
                   CsSettings   *settings,
                   CsReportFunc  report,
                   gpointer      data,
                   GCancellable *cancellable,
                   GError      **error)
{
  g_autoptr (CsSettings) own = cs_patch_settings (net, settings);
  CsCut cut = cs_scoring_cut (net);

  return cs_patches_gather (record, own, &cut, report, data, cancellable, error);
}

void
cs_scores_merge (CsScores       *into,
                 const CsScores *scores)
{
  nn_score_merge (&into->truth, &scores->truth);
  nn_score_merge (&into->joined, &scores->joined);
  nn_score_merge (&into->reviewer, &scores->reviewer);
  nn_score_merge (&into->negative, &scores->negative);
  nn_counts_add (&into->verdicts, &scores->verdicts);
}

CsScoring *
cs_scoring_run (const CsScoringTask *task,
                CsReportFunc         report,
                gpointer             data,
                GCancellable        *cancellable,
                GError             **error)
{
  CsPatches *patches = task->patches;
  g_autoptr (GArray) sorted = sort_by_film (patches, task->which, task->n);
  g_autoptr (GArray) films = g_array_new (FALSE, TRUE, sizeof (CsFilmScores));
  g_autoptr (CsScoring) self = g_new0 (CsScoring, 1);
  const guint *index = (const guint *) sorted->data;
  g_auto (Run) run = { task->net, task->record, patches, task->threshold, task->threads,
                       task->turned, cancellable };

  if (!check_shape (task->net, cs_patches_get_cut (patches)->side, error))
    return NULL;
  run_init (&run, patches);
  for (guint i = 0, n_film; i < sorted->len; i += n_film)
    {
      CsFilmScores film = { .film = cs_patches_get (patches, index[i])->film };

      if (report != NULL)
        report ((double) i / sorted->len, _("Scoring the network"), data);
      n_film = count_same_film (&run, index + i, sorted->len - i);
      if (!score_film (&run, index + i, n_film, &film.scores, error))
        return NULL;
      cs_scores_merge (&self->all, &film.scores);
      g_array_append_val (films, film);
    }
  self->threshold = task->threshold;
  self->patch_seconds = sorted->len > 0 ? run.patch_time / 1e6 / sorted->len : 0;
  self->mask_seconds = run.classifies && sorted->len > 0 ? run.mask_time / 1e6 / sorted->len : self->patch_seconds;
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
  GString *json = g_string_new ("{");

  cs_json_member (json, "threshold", self->threshold, 6);
  g_string_append (json, ", ");
  append_scores (json, &self->all);
  if (record != NULL)
    append_films (json, self, record);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
