/* Which marks of a film are meant together. Pure questions to a list of CsMark. Main thread only. */
#pragma once

#include <gio/gio.h>
#include "cs-mark.h"

G_BEGIN_DECLS

/* What "a cluster" is here, and nowhere else: the marks whose middles lie within a centimetre of the middle of the one
 * that was chosen. No chains: from mark to mark one would walk over the whole breast. (ACR BI-RADS calls five or more
 * calcifications within a centimetre grouped.) */
#define CS_GROUP_MM 10.0

/* Arrays of CsMark with references of their own, in the order of the list; transfer full. */
GPtrArray *cs_group_open   (GListModel *marks);                                     /* those without a verdict */
/* @seed, whatever its verdict, and the marks without one in its cluster: what was judged before stays as it was. */
GPtrArray *cs_group_around (GListModel *marks, CsMark *seed, double mm_per_pixel);
/* @seed and the accepted marks in its cluster: what is described together. @mm_per_pixel 0: not known, @seed alone. */
GPtrArray *cs_group_finding (GListModel *marks, CsMark *seed, double mm_per_pixel);
/* Those whose middle lies in a polygon of @n points, x y x y ..., image coordinates; whatever their verdict. */
GPtrArray *cs_group_within (GListModel *marks, const float *xy, guint n);

G_END_DECLS
