/* A tile source drawn by a formula, so that every pixel of every tile is known. */
#pragma once

#include "cs-tile-source.h"

G_BEGIN_DECLS

#define TYPE_SYNTHETIC_SOURCE (synthetic_source_get_type ())
G_DECLARE_FINAL_TYPE (SyntheticSource, synthetic_source, SYNTHETIC, SOURCE, GObject)

CsTileSource *synthetic_source_new          (int width, int height);
/* The colour of one pixel of pyramid level >= 0. */
void          synthetic_source_pixel        (guint seed, int level, int x, int y, guint8 rgb[3]);
void          synthetic_source_set_seed     (SyntheticSource *self, guint seed);    /* other pixels; emits "changed" */
void          synthetic_source_resize       (SyntheticSource *self, int width, int height);
void          synthetic_source_hold         (SyntheticSource *self, gboolean hold); /* render() waits while held */
guint         synthetic_source_get_rendered (SyntheticSource *self);                /* tiles so far */

G_END_DECLS
