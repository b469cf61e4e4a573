#include "cs-froc.h"

#include <math.h>
#include <stdlib.h>

typedef struct
{
  float suspicion;
  guint spots;        /* spots this box is the first to hit */
  gboolean false_box;
  guint rank;         /* in its film */
} Hit;

struct _CsFroc
{
  GArray *hits;       /* of Hit, all films */
  GArray *points;     /* of CsFrocPoint */
  guint   n_films, n_spots;
};

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

      if (!is_hit (box, spot, cs_truth_get_regions (truth)))
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
  return self;
}

void
cs_froc_free (CsFroc *self)
{
  g_array_unref (self->hits);
  g_array_unref (self->points);
  g_free (self);
}

void
cs_froc_add_film (CsFroc        *self,
                  const CsBox   *boxes,
                  guint          n,
                  const CsTruth *truth,
                  double         least_diameter)
{
  g_autofree CsBox *sorted = g_memdup2 (boxes, n * sizeof (CsBox));
  guint n_spots = truth != NULL ? cs_truth_get_n_spots (truth) : 0;
  g_autofree gboolean *found = g_new0 (gboolean, n_spots + 1);

  if (n > 0)
    qsort (sorted, n, sizeof (CsBox), compare_boxes);
  for (guint i = 0; i < n; i++)
    {
      Hit hit = judge_box (&sorted[i], truth, least_diameter, found);

      hit.rank = i;
      g_array_append_val (self->hits, hit);
    }
  for (guint i = 0; i < n_spots; i++)
    self->n_spots += counts (truth, cs_truth_get_spot (truth, i), least_diameter);
  self->n_films++;
}

const CsFrocPoint *
cs_froc_get (CsFroc *self,
             guint  *n)
{
  guint hit_spots = 0, n_false = 0;

  g_array_sort (self->hits, compare_hits);
  g_array_set_size (self->points, 0);
  for (guint i = 0; i < self->hits->len; i++)
    {
      const Hit *hit = &g_array_index (self->hits, Hit, i);
      CsFrocPoint point;

      hit_spots += hit->spots;
      n_false += hit->false_box;
      /* Boxes of one suspicion are taken together: no threshold tells them apart. */
      if (i + 1 < self->hits->len && g_array_index (self->hits, Hit, i + 1).suspicion == hit->suspicion)
        continue;
      point = (CsFrocPoint) { (i + 1.0) / self->n_films, (double) n_false / self->n_films,
                              self->n_spots > 0 ? (double) hit_spots / self->n_spots : 0, hit->suspicion };
      g_array_append_val (self->points, point);
    }
  *n = self->points->len;
  return (const CsFrocPoint *) self->points->data;
}

double
cs_froc_recall (CsFroc *self,
                guint   first)
{
  guint n = 0;

  for (guint i = 0; i < self->hits->len; i++)
    if (g_array_index (self->hits, Hit, i).rank < first)
      n += g_array_index (self->hits, Hit, i).spots;
  return self->n_spots > 0 ? (double) n / self->n_spots : 0;
}

guint
cs_froc_get_n_spots (CsFroc *self)
{
  return self->n_spots;
}
