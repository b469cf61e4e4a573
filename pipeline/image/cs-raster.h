/* A rectangle of pixels: writable while it has one owner (asserted), then shared and frozen.
 *
 * Thread rule: an immutable value; after cs_raster_ref() any thread may read it.
 * Rows are contiguous, 64-byte aligned, top to bottom. A mask is a U8 raster of 0 and 255.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The largest side and area anyone may ask for: beyond is CS_ERROR_TOO_LARGE. */
#define CS_MAX_SIDE   32768u
#define CS_MAX_PIXELS (256u * 1024u * 1024u)

typedef enum { CS_PIXEL_U8, CS_PIXEL_U16, CS_PIXEL_F32 } CsPixel;

typedef struct _CsRaster CsRaster;

CsRaster      *cs_raster_new        (CsPixel pixel, guint width, guint height);  /* zeroed; sizes known to be sane, else abort */
/* The same, with whatever was in memory: for who writes every pixel before any is read. Clearing costs as much as a filter. */
CsRaster      *cs_raster_new_unset  (CsPixel pixel, guint width, guint height);
CsRaster      *cs_raster_try_new    (CsPixel pixel, guint width, guint height, GError **error);  /* sizes from a file: may fail */
/* Pixels that lie in @bytes from @at to the end, in rows as a raster of that size has them (cs_raster_get_stride()): nothing is
 * copied where they are aligned as a raster's own. Never to be edited. NULL: no such size, or not so many bytes. */
CsRaster      *cs_raster_new_over   (CsPixel pixel, guint width, guint height, GBytes *bytes, gsize at);
CsRaster      *cs_raster_ref        (const CsRaster *self);
void           cs_raster_unref      (CsRaster *self);
CsRaster      *cs_raster_copy       (const CsRaster *self);  /* a new one with one owner */

/* These never change in a raster's life, so a loop may ask once. */
CsPixel        cs_raster_get_pixel  (const CsRaster *self) G_GNUC_CONST;
guint          cs_raster_get_width  (const CsRaster *self) G_GNUC_CONST;
guint          cs_raster_get_height (const CsRaster *self) G_GNUC_CONST;
gsize          cs_raster_get_size    (const CsRaster *self);             /* bytes of its pixels */
gsize          cs_raster_get_stride (const CsRaster *self) G_GNUC_CONST;  /* bytes from row to row */

gpointer       cs_raster_edit       (CsRaster *self, guint row);        /* asserts one owner */
gconstpointer  cs_raster_row        (const CsRaster *self, guint row);

/* a whole row as floats, and back: rounded, clamped to what the pixel holds, NaN as 0 */
void           cs_raster_load       (const CsRaster *self, guint row, float *values);
void           cs_raster_store      (CsRaster *self, guint row, const float *values);
double         cs_raster_get        (const CsRaster *self, guint x, guint y);  /* one pixel, for probes: slow */
CsRaster      *cs_raster_crop       (const CsRaster *self, int x, int y, guint width, guint height);  /* outside is edge-replicated */
CsRaster      *cs_raster_to         (const CsRaster *self, CsPixel pixel);     /* numeric conversion, clamped and rounded */
void           cs_raster_range      (const CsRaster *self, double *lower, double *upper);  /* NaN is passed over */
gboolean       cs_raster_is_binary  (const CsRaster *self);  /* exactly two values; told by the first pixels of most films */
char          *cs_raster_digest     (const CsRaster *self);  /* SHA-256 hex over pixel type, size and pixels, not padding */
gboolean       cs_raster_equal      (const CsRaster *a, const CsRaster *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRaster, cs_raster_unref)

G_END_DECLS
