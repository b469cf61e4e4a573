/* Smoothing, reducing and gradients: pure functions on rasters. All return a new raster, or NULL with
 * G_IO_ERROR_CANCELLED. Outside a raster the edge goes on. Any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

/* means of factor x factor blocks, F32; sides rounded up */
CsRaster *cs_smooth_reduce  (const CsRaster *raster, guint factor, GCancellable *cancellable, GError **error);
/* A part of the same, in its own pixels, without working out the rest. */
CsRaster *cs_smooth_reduce_part (const CsRaster *raster, guint factor, guint left, guint top, guint width, guint height,
                                 GCancellable *cancellable, GError **error);
/* F32; sigma in px, <= 0: as it is */
CsRaster *cs_smooth_gauss   (const CsRaster *raster, double sigma, GCancellable *cancellable, GError **error);
/* A part of the same, sigma > 0, without working out the rest. */
CsRaster *cs_smooth_gauss_part (const CsRaster *raster, double sigma, guint left, guint top, guint width, guint height,
                                GCancellable *cancellable, GError **error);
/* mean over (2 radius + 1)^2, cut at the edge; F32 */
CsRaster *cs_smooth_box     (const CsRaster *raster, guint radius, GCancellable *cancellable, GError **error);
/* bilinear, pixel type kept; the inverse of reduce */
CsRaster *cs_smooth_enlarge (const CsRaster *raster, guint factor, guint width, guint height,
                             GCancellable *cancellable, GError **error);

/* The same row by row, for what needs no more of it at a time: columns [first, first + n), F32. @raster must outlive it;
 * one thread at a time. */
typedef struct _CsEnlarger CsEnlarger;
CsEnlarger *cs_enlarger_new  (const CsRaster *raster, guint factor, guint first, guint n);
void        cs_enlarger_free (CsEnlarger *self);
void        cs_enlarger_row  (CsEnlarger *self, guint y, float *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsEnlarger, cs_enlarger_free)

/* Bilinear between the points of a mask, cut at a half: a border without steps. */
CsRaster *cs_smooth_enlarge_mask (const CsRaster *mask, guint factor, guint width, guint height,
                                  GCancellable *cancellable, GError **error);

/* Gradient weight, section 3.2: central differences over the 3x3 cross, g in units of @white; weight = 1 / (1 + (g /
 * rolloff)^2), in (0, 1], stored as U8: 1..255 for the 255ths. */
CsRaster *cs_smooth_weight  (const CsRaster *raster, double white, double rolloff, GCancellable *cancellable,
                             GError **error);

/* A mask whose border wiggles less: majority of a (2 radius + 1)^2 box. */
CsRaster *cs_smooth_mask    (const CsRaster *mask, guint radius, GCancellable *cancellable, GError **error);

G_END_DECLS
