/* A range with two handles over a histogram: which grey values are shown from black to white.
 * Each handle takes the focus and moves by arrows, Page Up and Down, Home and End; between them the range is dragged
 * as a whole. The low handle is never above the high one. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_WINDOW_LEVEL (cs_window_level_get_type ())
G_DECLARE_FINAL_TYPE (CsWindowLevel, cs_window_level, CS, WINDOW_LEVEL, GtkWidget)

/* Properties: low, high (double): notify on every change, from code too.
 * Signal "changed" (): the person moved something (not emitted for changes by code). */
GtkWidget *cs_window_level_new           (void);                                             /* range 0..1, all of it */
void       cs_window_level_set_range     (CsWindowLevel *self, double lower, double upper);  /* lower < upper, both finite; clamps */
double     cs_window_level_get_low       (CsWindowLevel *self);
double     cs_window_level_get_high      (CsWindowLevel *self);
void       cs_window_level_set_values    (CsWindowLevel *self, double low, double high);     /* sorted and clamped; notifies once each */
void       cs_window_level_set_histogram (CsWindowLevel *self, const guint *counts, guint n);/* over the range, copies; n = 0: none */

G_END_DECLS
