/* A bar that goes on in another line where its room ends: nothing of it is cut when text is large or the window small. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Children stand in lines, each as wide as it wishes where there is room and never narrower than it can be; what a line
 * leaves goes to those that expand. In a .ui file it takes children as a GtkBox does. Main thread only. */
#define CS_TYPE_WRAP_BOX (cs_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (CsWrapBox, cs_wrap_box, CS, WRAP_BOX, GtkWidget)

GtkWidget *cs_wrap_box_new (int spacing);      /* between children and between lines, in px of the widget */

G_END_DECLS
