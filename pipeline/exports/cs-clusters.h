/* Which boxes of a film lie together: what reports and DICOM objects call a cluster. A pure function; any thread. */
#pragma once

#include "cs-product.h"

G_BEGIN_DECLS

/* So many within a centimetre (CS_GROUP_MM) are called a cluster (ACR BI-RADS: five calcifications or more). */
#define CS_CLUSTER_LEAST 5

/* The box that has most others round it is a cluster's middle; what is left may have another. No chains. @clusters: for
 * each of the @n boxes the number of its cluster from 0, or -1. How many there are; none where @mm_per_pixel is 0: nobody
 * knows what a centimetre is there. */
guint cs_clusters_find   (const CsBox *const *boxes, guint n, double mm_per_pixel, int *clusters);
/* @extent grows until @box lies in it, too. */
void  cs_clusters_extend (CsBox *extent, const CsBox *box);

G_END_DECLS
