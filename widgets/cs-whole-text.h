/* What is shortened tells itself whole: one rule for every label of a window, whoever made it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on a label below @root that ends in "…" has all of its text as a tooltip, under the pointer or, for what has
 * the focus, by Ctrl+F1. A widget's own tooltip goes before. Once a root; main thread only. */
void cs_whole_text_watch (GtkWidget *root);

G_END_DECLS
