/* A page of the window: abstract. One page a file in pages/, with its layout in ui/NAME.ui, listed in meson.build.
 *
 * A page meets the rest through its session and through actions of the window, by name, so it can be built alone:
 * "win.show-page" (s: a page's id), "win.toast" (s), and cs_page_toast(), cs_page_tell_error() for short. */
#pragma once

#include <adwaita.h>
#include "cs-session.h"

G_BEGIN_DECLS

/* What the switcher needs to know. id is stable; title is N_()-marked. */
typedef struct { const char *id, *title, *icon_name; GType (*get_type) (void); } CsPageKind;

extern const CsPageKind *const cs_pages[];   /* NULL-terminated, generated, in the order of the switcher */

#define CS_TYPE_PAGE (cs_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (CsPage, cs_page, CS, PAGE, AdwBin)

struct _CsPageClass
{
  AdwBinClass parent_class;
  void (*session_set) (CsPage *self, CsSession *session);  /* once, after construction: connect and bind here */
  gboolean (*take_focus) (CsPage *self);                   /* NULL: its first control takes it */
};

/* GObject property: session (CsSession), set once */
CsSession *cs_page_get_session      (CsPage *self);                      /* borrowed; NULL before it is set */
void       cs_page_set_session      (CsPage *self, CsSession *session);
/* The page was brought into sight: what its keys work on takes the focus. */
void       cs_page_take_focus       (CsPage *self);
void       cs_page_toast            (CsPage *self, const char *text);
void       cs_page_tell_error       (CsPage *self, GError *error);       /* NULL and G_IO_ERROR_CANCELLED say nothing */

/* For class_init: the template from ui/@stem.ui. */
void       cs_page_class_set_layout (GtkWidgetClass *widget_class, const char *stem);

G_END_DECLS
