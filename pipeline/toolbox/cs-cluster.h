/* Clustering on histograms, never on pixels: 24 million points and their distinct values give the same answer. Any
 * thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Two-cluster k-means with city-block distance, so centroids are medians (Eq. 5), on a joint histogram of @nx x @ny
 * counts, row by row; centroids in bins, the first has the smaller x. FALSE: fewer than two filled bins. */
typedef struct { double x[2], y[2]; } CsMedians;
gboolean cs_cluster_medians (const double *counts, guint nx, guint ny, double x_scale, double y_scale, CsMedians *out);
guint    cs_cluster_nearest (const CsMedians *self, double x_scale, double y_scale, double x, double y);

/* Fuzzy c-means, two clusters (Eq. 7), exponent @m > 1, on weighted bins 0..n-1. centre[0] < centre[1]; the threshold
 * is where both memberships are a half. FALSE: fewer than two filled bins. */
typedef struct { double centre[2], threshold, m; } CsFuzzy;
gboolean cs_cluster_fuzzy      (const double *bins, guint n, double m, CsFuzzy *out);
double   cs_cluster_membership (const CsFuzzy *self, double value, guint cluster);   /* 0..1 */

G_END_DECLS
