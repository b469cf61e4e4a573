#include "cs-group.h"

#include <math.h>

typedef struct { double x, y; } Point;

static Point
middle_of (CsMark *mark)
{
  const CsBox *box = cs_mark_get_box (mark);

  return (Point) { box->x + box->width / 2.0, box->y + box->height / 2.0 };
}

typedef gboolean (*Belongs) (CsMark *mark, gconstpointer data);

static GPtrArray *
pick (GListModel   *marks,
      Belongs       belongs,
      gconstpointer data)
{
  GPtrArray *picked = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (CsMark) mark = g_list_model_get_item (marks, i);

      if (belongs (mark, data))
        g_ptr_array_add (picked, g_steal_pointer (&mark));
    }
  return picked;
}

static gboolean
is_open (CsMark       *mark,
         gconstpointer unused)
{
  return cs_mark_get_verdict (mark) == CS_VERDICT_NONE;
}

typedef struct { CsMark *seed; Point middle; double reach; CsVerdict verdict; } Cluster;

static gboolean
is_near (CsMark       *mark,
         gconstpointer data)
{
  const Cluster *cluster = data;
  Point middle = middle_of (mark);

  return mark == cluster->seed ||
         (cs_mark_get_verdict (mark) == cluster->verdict &&
          hypot (middle.x - cluster->middle.x, middle.y - cluster->middle.y) <= cluster->reach);
}

typedef struct { const float *xy; guint n; } Polygon;

/* Even-odd: a ray to the right crosses the outline an odd number of times. */
static gboolean
is_inside (CsMark       *mark,
           gconstpointer data)
{
  const Polygon *polygon = data;
  Point p = middle_of (mark);
  gboolean inside = FALSE;

  for (guint i = 0, j = polygon->n - 1; i < polygon->n; j = i++)
    {
      const float *a = &polygon->xy[2 * i], *b = &polygon->xy[2 * j];

      if ((a[1] > p.y) != (b[1] > p.y) && p.x < a[0] + (p.y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]))
        inside = !inside;
    }
  return inside;
}

GPtrArray *
cs_group_open (GListModel *marks)
{
  return pick (marks, is_open, NULL);
}

GPtrArray *
cs_group_around (GListModel *marks,
                 CsMark     *seed,
                 double      mm_per_pixel)
{
  Cluster cluster = { seed, middle_of (seed), CS_GROUP_MM / mm_per_pixel, CS_VERDICT_NONE };

  g_return_val_if_fail (mm_per_pixel > 0, NULL);
  return pick (marks, is_near, &cluster);
}

GPtrArray *
cs_group_finding (GListModel *marks,
                  CsMark     *seed,
                  double      mm_per_pixel)
{
  Cluster cluster = { seed, middle_of (seed), mm_per_pixel > 0 ? CS_GROUP_MM / mm_per_pixel : -1, CS_VERDICT_POSITIVE };

  return pick (marks, is_near, &cluster);
}

GPtrArray *
cs_group_within (GListModel  *marks,
                 const float *xy,
                 guint        n)
{
  return pick (marks, is_inside, &(Polygon) { xy, n });
}
