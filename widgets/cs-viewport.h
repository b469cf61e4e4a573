/* Where an image stands in a widget: the one home of image <-> widget coordinates.
 *
 * Image coordinates: pixel (i, j) covers [i, i + 1) x [j, j + 1). Widget coordinates: logical pixels, as GTK gives
 * them to snapshot() and to gestures. Scale: *device* pixels per image pixel, so 1 is one to one on any screen.
 * Above 1 the scale is always a power of two, up to 32 (pixels are then exact squares); below it is free, down to the
 * least of 1/64 and a fourth of what fits. The image's origin always falls on a whole device pixel; therefore a zoom
 * keeps the image point under the pointer to within half a device pixel in each direction.
 * An image may be shown mirrored and turned (CsTurn): image coordinates are always those of the image as stored, and
 * whoever draws or points through the viewport sees it as it stands.
 * The centre stays inside the image, but for a fitted one that leans to a side. Two canvases that share one viewport move together; those that are seen at once
 * should be of one size (the last one allocated or mapped sets it).
 *
 * While "fitted" is TRUE (at first, and after cs_viewport_fit()) a change of either size fits the image again.
 * Main thread only.
 */
#pragma once

#include <gtk/gtk.h>

#include "cs-turn.h"

G_BEGIN_DECLS

#define CS_VIEWPORT_MAX_SCALE 32.0

#define CS_TYPE_VIEWPORT (cs_viewport_get_type ())
G_DECLARE_FINAL_TYPE (CsViewport, cs_viewport, CS, VIEWPORT, GObject)

/* Properties, read-only: scale (double), centre-x centre-y (double, image pixels), fitted (boolean).
 * Signal "changed" (): anything about the mapping changed; at most once a call below, twice of a jump.
 * Signal "jumped" (): it is elsewhere, by no hand that zooms or pans: what goes by the view may look anew. */
CsViewport *cs_viewport_new              (void);

void        cs_viewport_get_image_size   (CsViewport *self, int *width, int *height);
void        cs_viewport_set_image_size   (CsViewport *self, int width, int height);   /* 0 x 0: no image */
void        cs_viewport_get_widget_size  (CsViewport *self, int *width, int *height);
void        cs_viewport_set_widget_size  (CsViewport *self, int width, int height, int scale_factor);  /* the canvas does */
int         cs_viewport_get_scale_factor (CsViewport *self);
CsTurn      cs_viewport_get_turn         (CsViewport *self);
void        cs_viewport_set_turn         (CsViewport *self, CsTurn turn);             /* fits again where fitted; else the centre stays */
/* While fitted: @gravity -1, 0, 1: the image lies at the left, in the middle, at the right of the widget; @frame: room that is
 * made for, in image pixels as stored, so that several images get one scale; 0 x 0: the image's own. */
void        cs_viewport_set_hang         (CsViewport *self, int gravity, double frame_width, double frame_height);
double      cs_viewport_get_fit_scale    (CsViewport *self);                          /* at which it would be fitted without a limit */
void        cs_viewport_limit_fit        (CsViewport *self, double scale);            /* fitted never nearer than that; 0: no limit */
/* The same image as it is shown: its size, and the centre measured from its top left corner as shown. */
void        cs_viewport_get_shown_size   (CsViewport *self, int *width, int *height);
void        cs_viewport_get_shown_centre (CsViewport *self, double *x, double *y);
void        cs_viewport_set_shown_centre (CsViewport *self, double x, double y);

double      cs_viewport_get_scale        (CsViewport *self);
void        cs_viewport_set_scale        (CsViewport *self, double scale);            /* about the centre, or where a fitted image leans to; limits and steps apply */
void        cs_viewport_get_centre       (CsViewport *self, double *x, double *y);
void        cs_viewport_set_centre       (CsViewport *self, double x, double y);
void        cs_viewport_jump             (CsViewport *self, double scale, double x, double y);   /* both, and "jumped" */
gboolean    cs_viewport_get_fitted       (CsViewport *self);

void        cs_viewport_fit              (CsViewport *self);                          /* all of the image in sight, as large as may be */
void        cs_viewport_one_to_one       (CsViewport *self);                          /* device pixels */
void        cs_viewport_show             (CsViewport *self, double x, double y, double width, double height);  /* zoom to a part; as soon as there is a widget's size */
void        cs_viewport_pan              (CsViewport *self, double dx, double dy);    /* widget pixels; the image follows */
void        cs_viewport_set_scale_at     (CsViewport *self, double scale, double x, double y);  /* widget point stays */
void        cs_viewport_zoom_at          (CsViewport *self, int steps, double x, double y);     /* > 0: nearer; widget point */

void        cs_viewport_to_widget        (CsViewport *self, double x, double y, double *widget_x, double *widget_y);
void        cs_viewport_to_image         (CsViewport *self, double widget_x, double widget_y, double *x, double *y);
double      cs_viewport_to_widget_length (CsViewport *self, double pixels);           /* image pixels -> widget pixels */
double      cs_viewport_to_image_length  (CsViewport *self, double widget_pixels);
void        cs_viewport_rect_to_widget   (CsViewport *self, const graphene_rect_t *image, graphene_rect_t *widget);
void        cs_viewport_get_visible      (CsViewport *self, graphene_rect_t *image);  /* part of the image in sight, maybe empty */

G_END_DECLS
