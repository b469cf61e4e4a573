/* How a film's own file wants it shown: its windows as presets "file:0", "file:1", ... behind those of cs_film_presets, and its
 * overlays as layers; behind those the windows of one's own (cs-own-windows.h). Main thread only. */
#pragma once

#include <gio/gio.h>
#include "cs-canvas.h"
#include "cs-film-tones.h"

G_BEGIN_DECLS

int         cs_film_looks_find    (CsImage *image, const char *id);        /* which of the file's windows; -1: none; @image may be NULL */
gboolean    cs_film_looks_has     (CsImage *image, const char *id);        /* a preset of the table, of the file, or of one's own */
const char *cs_film_looks_scanner (CsImage *image);                        /* that made it, in its file's words; "": not known */
const char *cs_film_looks_next    (CsImage *image, const char *id);        /* the preset behind @id, round and round; interned */
/* What a preset is called, NULL: none of them, by hand; free it. */
char       *cs_film_looks_title   (CsImage *image, const char *id);
/* What is shown of every value, 0 to white, a byte each: for cs_raster_source_set_curve(). Transfer full. */
GBytes     *cs_film_looks_curve   (CsImage *image, guint window);
/* Takes the layers of @shown off the canvas and puts on those of @image's overlays (NULL: none). */
void        cs_film_looks_overlay (CsImage *image, CsCanvas *canvas, GPtrArray *shown);
/* All of that for a film that is shown from now on, as the action "overlays" of @actions wants it. */
void        cs_film_looks_bring   (CsImage *image, GMenu *menu, GActionMap *actions, CsCanvas *canvas, GPtrArray *shown);
/* A picture that lies on the film: its values are not the film's, but it is looked at in the same place; NULL: the whole. */
void        cs_film_looks_adapt     (CsLayer *layer, const graphene_rect_t *part);
void        cs_film_looks_adapt_all (CsCanvas *canvas, CsLayer *film, const graphene_rect_t *part);
/* The point under the pointer: column and row in pixels and millimetres, and the value there. */
char       *cs_film_looks_probe   (CsImage *image, double x, double y);

G_END_DECLS
