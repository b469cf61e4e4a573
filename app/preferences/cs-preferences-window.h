/* What a person sets for the whole program, page by page. One page a file in preferences/, listed in meson.build: an
 * AdwPreferencesPage that needs nothing but cs_preferences_open(); every change holds at once, in every window. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* id is stable; title is N_()-marked. */
typedef struct { const char *id, *title, *icon_name; GType (*get_type) (void); } CsPreferencesKind;

extern const CsPreferencesKind *const cs_preferences_pages[];   /* NULL-terminated, generated, in the order of the switcher */

/* There is one beside a window: shown anew, it comes to the front. @page: an id, or NULL for the first. */
void cs_preferences_window_show (GtkWindow *parent, const char *page);

G_END_DECLS
