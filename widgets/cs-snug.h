/* Round a GtkScrolledWindow that scrolls downwards: as high as what it holds is at the width it gets, where there is room. By
 * itself GTK 4.8 asks what it holds without telling it a width, so text that is wrapped is cut though there is room. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A layout for gtk_widget_set_layout_manager() of a widget whose one child is the scrolled window. Main thread only. */
#define CS_TYPE_SNUG (cs_snug_get_type ())
G_DECLARE_FINAL_TYPE (CsSnug, cs_snug, CS, SNUG, GtkLayoutManager)

GtkLayoutManager *cs_snug_new (void);

G_END_DECLS
