/* A window whose pixels can be read: shows a widget and draws it as GTK would. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Presents @child alone in a window without decoration, and waits until it has its size. */
GtkWindow *render_window (GtkWidget *child, int width, int height);
/* Draws @widget anew and waits until that frame is out. */
void       render_frame  (GtkWidget *widget);
/* The pixels of @widget in a new frame: B G R A, premultiplied, rows of width * 4 bytes. Transfer full. */
guint8    *render_widget (GtkWidget *widget, int *width, int *height);
/* Runs the main loop until @done says TRUE; fails the test after ten seconds. */
void       render_wait   (gboolean (*done) (gpointer data), gpointer data);

G_END_DECLS
