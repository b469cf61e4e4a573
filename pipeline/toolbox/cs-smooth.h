/* Smoothing, reducing and gradients: pure functions on rasters. All return a new raster, or NULL with
 * G_IO_ERROR_CANCELLED. Outside a raster the edge goes on. Any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

/* means of factor x factor blocks, F32; sides rounded up. Where a side is no multiple of @factor both its outermost blocks are
 * as much smaller, and a pixel may be shared by two, half and half: so a mirrored film gives the mirrored means. */
CsRaster *cs_smooth_reduce  (const CsRaster *raster, guint factor, GCancellable *cancellable, GError **error);
/* By how many pixels the blocks are longer than a side: half of them lie before pixel 0. With it, the block that the middle of
 * pixel @x lies in, and where in pixels a block begins. @other: the block before it, where the middle lies between the two,
 * else the same. */
guint     cs_smooth_missing (guint size, guint factor);
guint     cs_smooth_block   (guint x, guint factor, guint missing, guint *other);
double    cs_smooth_begin   (guint block, guint factor, guint missing);
/* F32; sigma in px, <= 0: as it is */
CsRaster *cs_smooth_gauss   (const CsRaster *raster, double sigma, GCancellable *cancellable, GError **error);
/* mean over (2 radius + 1)^2, cut at the edge; F32, values under 2^17, of which steps of 2^-20 count */
CsRaster *cs_smooth_box     (const CsRaster *raster, guint radius, GCancellable *cancellable, GError **error);
/* bilinear, pixel type kept; the inverse of reduce. To the bit, what is made of a mirrored picture is the mirrored one. */
CsRaster *cs_smooth_enlarge (const CsRaster *raster, guint factor, guint width, guint height,
                             GCancellable *cancellable, GError **error);

/* The same row by row, for what needs no more of it at a time: columns [first, first + n) of @width x @height, F32. @raster must
 * outlive it, and may be longer than it need be by less than 2 @factor px; one thread at a time. */
typedef struct _CsEnlarger CsEnlarger;
CsEnlarger *cs_enlarger_new  (const CsRaster *raster, guint factor, guint width, guint height, guint first, guint n);
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

/* The mask (U8) of a mask's means (F32): what half of a place or more was in. Never NULL. */
CsRaster *cs_smooth_cut     (const CsRaster *means);

/* A mask whose border wiggles less: majority of a (2 radius + 1)^2 box. */
CsRaster *cs_smooth_mask    (const CsRaster *mask, guint radius, GCancellable *cancellable, GError **error);

G_END_DECLS
