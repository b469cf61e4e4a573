#include "cs-clusters.h"

#include <math.h>

#include "cs-group.h"

static gboolean
is_near (const CsBox *a,
         const CsBox *b,
         double       reach)
{
  return hypot (a->x + a->width / 2.0 - b->x - b->width / 2.0,
                a->y + a->height / 2.0 - b->y - b->height / 2.0) <= reach;
}

static guint
count_near (const CsBox *const *boxes,
            guint               n,
            const int          *clusters,
            guint               seed,
            double              reach)
{
  guint found = 0;

  for (guint i = 0; i < n; i++)
    found += clusters[i] < 0 && is_near (boxes[i], boxes[seed], reach);
  return found;
}

/* The box in no cluster that has most such boxes round it; the first of equals. */
static guint
find_seed (const CsBox *const *boxes,
           guint               n,
           const int          *clusters,
           double              reach,
           guint              *most)
{
  guint seed = 0;

  *most = 0;
  for (guint i = 0; i < n; i++)
    {
      guint near = clusters[i] < 0 ? count_near (boxes, n, clusters, i, reach) : 0;

      if (near <= *most)
        continue;
      *most = near;
      seed = i;
    }
  return seed;
}

guint
cs_clusters_find (const CsBox *const *boxes,
                  guint               n,
                  double              mm_per_pixel,
                  int                *clusters)
{
  double reach = mm_per_pixel > 0 ? CS_GROUP_MM / mm_per_pixel : 0;
  int found = 0;

  for (guint i = 0; i < n; i++)
    clusters[i] = -1;
  while (n > 0 && reach > 0)
    {
      guint most, seed = find_seed (boxes, n, clusters, reach, &most);

      if (most < CS_CLUSTER_LEAST)
        break;
      for (guint i = 0; i < n; i++)
        if (clusters[i] < 0 && is_near (boxes[i], boxes[seed], reach))
          clusters[i] = found;
      found++;
    }
  return (guint) found;
}

void
cs_clusters_extend (CsBox       *extent,
                    const CsBox *box)
{
  int right = MAX (extent->x + extent->width, box->x + box->width);
  int bottom = MAX (extent->y + extent->height, box->y + box->height);

  extent->x = MIN (extent->x, box->x);
  extent->y = MIN (extent->y, box->y);
  extent->width = right - extent->x;
  extent->height = bottom - extent->y;
}
