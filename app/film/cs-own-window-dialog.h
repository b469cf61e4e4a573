/* Asks for the name a window of grey is kept under, and whether for all films or for those of this scanner. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @scanner "": not known, then it is for all. */
GtkWindow *cs_own_window_dialog_new (GtkWindow *parent, const char *scanner, double low, double high);

G_END_DECLS
