#include "cs-key-overlay.h"

#include <glib/gi18n.h>
#include "cs-columns.h"
#include "cs-key-row.h"
#include "cs-keymap.h"
#include "cs-labels.h"
#include "cs-preferences-window.h"

#define MOST_COLUMNS 3
#define SPACING 36

struct _CsKeyOverlay
{
  AdwWindow parent_instance;
  GtkSearchEntry *search;
  GtkStack *stack;
  GtkBox *contexts;          /* each of its children has its rows behind a title */
  CsKeymap *keymap;
};

G_DEFINE_FINAL_TYPE (CsKeyOverlay, cs_key_overlay, ADW_TYPE_WINDOW)

static const CsKey *
key_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "key");
}

static gboolean
show_matches (CsKeyOverlay *self, GtkWidget *context, const char *text, guint *n)
{
  gboolean any = FALSE;

  for (GtkWidget *row = gtk_widget_get_first_child (context); row; row = gtk_widget_get_next_sibling (row))
    if (key_of (row))
      {
        gboolean found = cs_keymap_matches (self->keymap, key_of (row), text);

        gtk_widget_set_visible (row, found);
        *n += found;
        any |= found;
      }
  return any;
}

static void
search_changed_cb (CsKeyOverlay *self)
{
  cs_key_overlay_search (self, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* Escape gives up what is sought, and then the window. */
static void
stop_cb (CsKeyOverlay *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)))
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
change_cb (CsKeyOverlay *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent)
    cs_preferences_window_show (parent, "keys");
  gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
new_row (CsKeyOverlay *self, const CsKey *key)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *title = cs_label_new_prose (_(key->title), NULL);

  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_width_chars (GTK_LABEL (title), 16);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 28);
  gtk_box_append (GTK_BOX (row), title);
  for (const char *const *accel = cs_keymap_get (self->keymap, key); *accel; accel++)
    gtk_box_append (GTK_BOX (row), cs_key_cap_new (*accel));
  g_object_set_data (G_OBJECT (row), "key", (gpointer) key);
  return row;
}

/* What no key does is not a key. */
static void
add_context (CsKeyOverlay *self, const CsKeyContext *context)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (box, "keys");
  gtk_box_append (GTK_BOX (box), cs_label_new_prose (_(context->title), "heading"));
  for (const CsKey *key = context->keys; key->name; key++)
    if (*cs_keymap_get (self->keymap, key))
      gtk_box_append (GTK_BOX (box), new_row (self, key));
  gtk_box_append (self->contexts, box);
}

enum { OF_PAGE, ON_PAGE, ELSEWHERE, N_RANKS };

static int
rank (const CsKeyContext *context, const CsKeyContext *page)
{
  if (!page)
    return ON_PAGE;
  return context == page ? OF_PAGE : cs_key_contexts_meet (context, page) ? ON_PAGE : ELSEWHERE;
}

/* The page's own, what else acts on it, and the rest. */
static void
add_contexts (CsKeyOverlay *self, const CsKeyContext *page)
{
  for (int wanted = OF_PAGE; wanted < N_RANKS; wanted++)
    for (const CsKeyContext *context = cs_key_contexts; context->id; context++)
      if (rank (context, page) == wanted)
        add_context (self, context);
}

static void
dispose (GObject *object)
{
  g_clear_object (&CS_KEY_OVERLAY (object)->keymap);
  G_OBJECT_CLASS (cs_key_overlay_parent_class)->dispose (object);
}

static void
cs_key_overlay_class_init (CsKeyOverlayClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-key-overlay.ui");
  gtk_widget_class_bind_template_child (widget_class, CsKeyOverlay, search);
  gtk_widget_class_bind_template_child (widget_class, CsKeyOverlay, stack);
  gtk_widget_class_bind_template_child (widget_class, CsKeyOverlay, contexts);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
}

static void
cs_key_overlay_init (CsKeyOverlay *self)
{
  self->keymap = cs_keymap_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self->contexts), cs_columns_new (MOST_COLUMNS, SPACING));
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "dialog");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

GtkWindow *
cs_key_overlay_new (GtkWindow *parent, const char *context)
{
  CsKeyOverlay *self = g_object_new (CS_TYPE_KEY_OVERLAY, "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  add_contexts (self, cs_key_context_find (context));
  return GTK_WINDOW (self);
}

guint
cs_key_overlay_search (CsKeyOverlay *self, const char *text)
{
  GtkWidget *context;
  guint n = 0;

  g_return_val_if_fail (CS_IS_KEY_OVERLAY (self), 0);
  for (context = gtk_widget_get_first_child (GTK_WIDGET (self->contexts)); context;
       context = gtk_widget_get_next_sibling (context))
    gtk_widget_set_visible (context, show_matches (self, context, text, &n));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "keys" : "none");
  return n;
}
