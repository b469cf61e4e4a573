/* The window of shortcuts: every key of the table, as the keys are at this moment. Made anew each time it is asked for. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWindow *cs_key_overlay_new (GtkWindow *parent, const char *section);   /* CS_KEYS_READING or CS_KEYS_METHOD is in front */

G_END_DECLS
