#include "cs-froc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  float suspicion;
  guint spots;        /* spots this box is the first to hit */
  gboolean false_box;
  gboolean first;     /* to hit anything on its film */
  guint rank;         /* in its film */
  guint of_case;
} Hit;

/* What there is of a woman. spotted: films with a spot. */
typedef struct { guint films, spots, spotted; } Case;

struct _CsFroc
{
  GArray     *hits;       /* of Hit, all films */
  GArray     *points;     /* of CsFrocPoint */
  GArray     *cases;      /* of Case */
  GHashTable *places;     /* name of a case -> place in cases + 1 */
  guint       current;    /* the case the next film belongs to; G_MAXUINT: one of its own */
};

/* Counted down a curve, cases weighted by how often they were drawn. */
typedef struct { double spots, films, wrong; } Tally;

static gboolean
is_hit (const CsBox       *box,
        const CsTruthSpot *spot,
        gboolean           region)
{
  double x = box->x + box->width / 2.0, y = box->y + box->height / 2.0, grow = region ? 0 : 1;
  double rx = spot->width / 2.0, ry = spot->height / 2.0;

  /* A circle's corners are not in it. */
  if (region && spot->round && rx > 0 && ry > 0)
    return hypot ((x - spot->x - rx) / rx, (y - spot->y - ry) / ry) <= 1;
  return x >= spot->x - grow && x <= spot->x + spot->width + grow &&
         y >= spot->y - grow && y <= spot->y + spot->height + grow;
}

gboolean
cs_froc_is_hit (const CsBox   *box,
                const CsTruth *truth,
                guint          spot)
{
  return is_hit (box, cs_truth_get_spot (truth, spot), cs_truth_get_regions (truth));
}

static int
compare_boxes (gconstpointer a,
               gconstpointer b)
{
  const CsBox *left = a, *right = b;

  return left->suspicion > right->suspicion ? -1 : left->suspicion < right->suspicion;
}

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const Hit *left = a, *right = b;

  return left->suspicion > right->suspicion ? -1 : left->suspicion < right->suspicion;
}

static gboolean
counts (const CsTruth     *truth,
        const CsTruthSpot *spot,
        double             least_diameter)
{
  return cs_truth_get_across (truth, spot) >= least_diameter;
}

static Hit
judge_box (const CsBox   *box,
           const CsTruth *truth,
           double         least_diameter,
           gboolean      *found)
{
  Hit hit = { .suspicion = box->suspicion, .false_box = TRUE };

  for (guint i = 0; truth != NULL && i < cs_truth_get_n_spots (truth); i++)
    {
      const CsTruthSpot *spot = cs_truth_get_spot (truth, i);

      if (!cs_froc_is_hit (box, truth, i))
        continue;
      hit.false_box = FALSE;
      if (!found[i] && counts (truth, spot, least_diameter))
        hit.spots++;
      found[i] = TRUE;
    }
  return hit;
}

CsFroc *
cs_froc_new (void)
{
  CsFroc *self = g_new0 (CsFroc, 1);

  self->hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  self->points = g_array_new (FALSE, FALSE, sizeof (CsFrocPoint));
  self->cases = g_array_new (FALSE, FALSE, sizeof (Case));
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->current = G_MAXUINT;
  return self;
}

void
cs_froc_free (CsFroc *self)
{
  g_array_unref (self->hits);
  g_array_unref (self->points);
  g_array_unref (self->cases);
  g_hash_table_unref (self->places);
  g_free (self);
}

static guint
add_case (CsFroc *self)
{
  const Case none = { 0 };

  g_array_append_val (self->cases, none);
  return self->cases->len - 1;
}

void
cs_froc_begin_case (CsFroc     *self,
                    const char *case_id)
{
  gpointer place = g_hash_table_lookup (self->places, case_id);

  if (place == NULL)
    {
      place = GUINT_TO_POINTER (add_case (self) + 1);
      g_hash_table_insert (self->places, g_strdup (case_id), place);
    }
  self->current = GPOINTER_TO_UINT (place) - 1;
}

static Case *
case_at (CsFroc *self,
         guint   i)
{
  return &g_array_index (self->cases, Case, i);
}

static guint
count_spots (const CsTruth *truth,
             double         least_diameter)
{
  guint n = 0;

  for (guint i = 0; truth != NULL && i < cs_truth_get_n_spots (truth); i++)
    n += counts (truth, cs_truth_get_spot (truth, i), least_diameter);
  return n;
}

void
cs_froc_add_film (CsFroc        *self,
                  const CsBox   *boxes,
                  guint          n,
                  const CsTruth *truth,
                  double         least_diameter)
{
  g_autofree CsBox *sorted = g_memdup2 (boxes, n * sizeof (CsBox));
  g_autofree gboolean *found = g_new0 (gboolean, (truth != NULL ? cs_truth_get_n_spots (truth) : 0) + 1);
  guint of_case = self->current != G_MAXUINT ? self->current : add_case (self);
  guint n_spots = count_spots (truth, least_diameter);
  gboolean hit_any = FALSE;

  if (n > 0)
    qsort (sorted, n, sizeof (CsBox), compare_boxes);
  for (guint i = 0; i < n; i++)
    {
      Hit hit = judge_box (&sorted[i], truth, least_diameter, found);

      hit.rank = i;
      hit.of_case = of_case;
      hit.first = hit.spots > 0 && !hit_any;
      hit_any = hit_any || hit.first;
      g_array_append_val (self->hits, hit);
    }
  case_at (self, of_case)->films++;
  case_at (self, of_case)->spots += n_spots;
  case_at (self, of_case)->spotted += n_spots > 0;
}

/* All there is, each case so many times as @weights says; NULL: once. */
static Case
count_all (CsFroc      *self,
           const guint *weights)
{
  Case all = { 0 };

  for (guint i = 0; i < self->cases->len; i++)
    {
      const Case *one = case_at (self, i);
      guint weight = weights != NULL ? weights[i] : 1;

      all.films += weight * one->films;
      all.spots += weight * one->spots;
      all.spotted += weight * one->spotted;
    }
  return all;
}

static double
share (double part,
       guint  whole)
{
  return whole > 0 ? part / whole : 0;
}

/* Whether the hit after this one has another suspicion: a threshold may lie between them. */
static gboolean
ends_level (CsFroc *self,
            guint   i)
{
  return i + 1 == self->hits->len
         || g_array_index (self->hits, Hit, i + 1).suspicion != g_array_index (self->hits, Hit, i).suspicion;
}

static void
take (Tally     *tally,
      const Hit *hit,
      guint      weight)
{
  tally->spots += weight * hit->spots;
  tally->films += weight * hit->first;
  tally->wrong += weight * hit->false_box;
}

const CsFrocPoint *
cs_froc_get (CsFroc *self,
             guint  *n)
{
  Case all = count_all (self, NULL);
  Tally tally = { 0 };

  g_array_sort (self->hits, compare_hits);
  g_array_set_size (self->points, 0);
  for (guint i = 0; i < self->hits->len; i++)
    {
      const Hit *hit = &g_array_index (self->hits, Hit, i);
      CsFrocPoint point;

      take (&tally, hit, 1);
      if (!ends_level (self, i))
        continue;
      point = (CsFrocPoint) { (i + 1.0) / all.films, tally.wrong / all.films, share (tally.spots, all.spots),
                              share (tally.films, all.spotted), hit->suspicion };
      g_array_append_val (self->points, point);
    }
  *n = self->points->len;
  return (const CsFrocPoint *) self->points->data;
}

/* Shares of spots and of films at each of the rising @rates, for one drawing of cases. */
static void
read_curve (CsFroc       *self,
            const guint  *weights,
            const double *rates,
            guint         n,
            double       *spots,
            double       *films)
{
  Case all = count_all (self, weights);
  Tally tally = { 0 }, held = { 0 };
  guint k = 0;

  for (guint i = 0; i < self->hits->len && k < n; i++)
    {
      const Hit *hit = &g_array_index (self->hits, Hit, i);

      take (&tally, hit, weights != NULL ? weights[hit->of_case] : 1);
      if (!ends_level (self, i))
        continue;
      for (; k < n && tally.wrong > rates[k] * all.films; k++)
        {
          spots[k] = share (held.spots, all.spots);
          films[k] = share (held.films, all.spotted);
        }
      held = tally;
    }
  for (; k < n; k++)
    {
      spots[k] = share (held.spots, all.spots);
      films[k] = share (held.films, all.spotted);
    }
}

static int
ascending (gconstpointer a,
           gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

/* The middle 95 of a hundred of what the drawings gave at rate @k. */
static void
bound (const double *drawn,
       guint         n,
       guint         k,
       CsFrocShare  *at)
{
  double values[CS_FROC_RESAMPLES];

  for (guint r = 0; r < CS_FROC_RESAMPLES; r++)
    values[r] = drawn[r * n + k];
  qsort (values, CS_FROC_RESAMPLES, sizeof (double), ascending);
  at->low = values[CS_FROC_RESAMPLES * 25 / 1000];
  at->high = values[CS_FROC_RESAMPLES * 975 / 1000 - 1];
}

void
cs_froc_at (CsFroc       *self,
            guint         seed,
            const double *rates,
            guint         n,
            CsFrocShare  *spots,
            CsFrocShare  *films)
{
  guint n_cases = self->cases->len;
  g_autofree double *of_spots = g_new (double, n * (CS_FROC_RESAMPLES + 1));
  g_autofree double *of_films = g_new (double, n * (CS_FROC_RESAMPLES + 1));
  g_autofree guint *weights = g_new (guint, n_cases + 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_array_sort (self->hits, compare_hits);
  for (guint r = 0; r < CS_FROC_RESAMPLES; r++)
    {
      memset (weights, 0, n_cases * sizeof (guint));
      for (guint i = 0; i < n_cases; i++)
        weights[g_rand_int_range (rand, 0, (int) n_cases)]++;
      read_curve (self, weights, rates, n, of_spots + r * n, of_films + r * n);
    }
  read_curve (self, NULL, rates, n, of_spots + CS_FROC_RESAMPLES * n, of_films + CS_FROC_RESAMPLES * n);
  for (guint k = 0; k < n; k++)
    {
      spots[k] = (CsFrocShare) { of_spots[CS_FROC_RESAMPLES * n + k], NAN, NAN };
      films[k] = (CsFrocShare) { of_films[CS_FROC_RESAMPLES * n + k], NAN, NAN };
      if (n_cases > 1)
        {
          bound (of_spots, n, k, &spots[k]);
          bound (of_films, n, k, &films[k]);
        }
    }
}

double
cs_froc_recall (CsFroc *self,
                guint   first)
{
  guint n = 0;

  for (guint i = 0; i < self->hits->len; i++)
    if (g_array_index (self->hits, Hit, i).rank < first)
      n += g_array_index (self->hits, Hit, i).spots;
  return share (n, cs_froc_get_n_spots (self));
}

guint
cs_froc_get_n_spots (CsFroc *self)
{
  return count_all (self, NULL).spots;
}

guint
cs_froc_get_n_films (CsFroc *self)
{
  return count_all (self, NULL).films;
}

guint
cs_froc_get_n_cases (CsFroc *self)
{
  return self->cases->len;
}
