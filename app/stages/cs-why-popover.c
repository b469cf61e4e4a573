#include "cs-why-popover.h"

#include <glib/gi18n.h>

#include "cs-explain.h"
#include "cs-keymap.h"
#include "cs-labels.h"
#include "cs-plot.h"
#include "cs-preset-chooser.h"
#include "cs-product-view.h"

/* Who points at a spot seldom hits its peak. */
#define NEAR_MM 0.6
/* So long the pointer stays at what is meant; on its way to a button it stays nowhere. */
#define REST_MS 250

typedef struct { double x, y; gboolean known; } Place;   /* film pixels; known: it is on the film */

struct _CsWhyPopover
{
  GtkPopover parent_instance;

  GtkLabel *verdict, *place;
  CsPlot *plot;
  GtkListBox *chain;

  CsPage *page;              /* not owned: it owns us */
  CsFilmView *film;          /* likewise */
  Place last, rest;          /* over the view: where the pointer was last, where it stayed last */
  gboolean over;             /* it is still there */
  guint resting;             /* source: once it has stayed; 0: none */
  gboolean box_first;
  GtkWidget *focus;          /* weak: who had it before */
  GtkWidget *stop;           /* the row of the stage that stopped the place; NULL: none did */
};

G_DEFINE_FINAL_TYPE (CsWhyPopover, cs_why_popover, GTK_TYPE_POPOVER)

static const char *
icon_of (const CsWord *word)
{
  return !word->tests ? NULL : word->passed ? "emblem-ok-symbolic" : "window-close-symbolic";
}

static const char *
spoken_state (const CsWord *word)
{
  return !word->tests ? "" : word->passed ? _("passed: ") : _("stopped: ");
}

/* "Threshold · 344 levels (limit 176, margin +168)" */
static GtkWidget *
new_caption (const CsReason *reason)
{
  g_autofree char *value = cs_word_to_text (&reason->word);
  g_autofree char *text = g_strdup_printf (*value ? "%s · %s" : "%s%s", _(reason->stage->title), value);
  GtkWidget *caption = cs_label_new_prose (text, "caption");

  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_add_css_class (caption, "numeric");
  return caption;
}

static GtkWidget *
new_row (const CsReason *reason, gboolean is_stop)
{
  GtkWidget *row = gtk_list_box_row_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_of (&reason->word)), *words;
  g_autofree char *spoken = g_strconcat (spoken_state (&reason->word), reason->sentence, NULL);

  words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (words), cs_label_new_prose (reason->sentence, is_stop ? "heading" : NULL));
  gtk_box_append (GTK_BOX (words), new_caption (reason));
  gtk_widget_set_size_request (icon, 16, -1);
  gtk_widget_add_css_class (icon, reason->word.passed ? "success" : "error");
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), words);
  gtk_widget_set_margin_top (line, 3);
  gtk_widget_set_margin_bottom (line, 3);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

static void
show_chain (CsWhyPopover *self, const CsExplanation *explanation)
{
  GtkWidget *row;

  self->stop = NULL;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->chain))))
    gtk_list_box_remove (self->chain, row);
  for (guint i = 0; i < explanation->n; i++)
    {
      gboolean is_stop = &explanation->reasons[i] == explanation->stop;

      row = new_row (&explanation->reasons[i], is_stop);
      gtk_list_box_append (self->chain, row);
      if (is_stop)
        self->stop = row;
    }
}

/* Boxes proposed with other values need not be those the stages find now: then both are named. */
static char *
describe_place (CsWhyPopover *self, const CsExplanation *explanation)
{
  CsSession *session = cs_page_get_session (self->page);
  CsSettings *now = cs_analysis_get_settings (explanation->analysis);
  CsStudy *study = cs_session_get_study (session);
  CsEntry *entry = cs_session_get_entry (session);
  g_autofree char *text = study && entry ? cs_study_get_proposed_with (study, entry) : NULL;
  g_autoptr (CsSettings) then = text ? cs_settings_from_text (text, NULL) : NULL;

  if (!then || g_str_equal (cs_settings_get_digest (then), cs_settings_get_digest (now)))
    return g_strdup_printf (_("Pixel %u, %u, with the values “%s”"), explanation->x, explanation->y,
                            cs_preset_describe (now));
  return g_strdup_printf (_("Pixel %u, %u, with the values of now, “%s”; the study's boxes were proposed with “%s”"),
                          explanation->x, explanation->y, cs_preset_describe (now), cs_preset_describe (then));
}

static void
show (CsWhyPopover *self, const CsExplanation *explanation)
{
  g_autoptr (CsProduct) profile = cs_explanation_profile (explanation);
  g_autofree char *place = describe_place (self, explanation);

  gtk_label_set_label (self->verdict, explanation->verdict);
  gtk_label_set_label (self->place, place);
  gtk_widget_set_visible (GTK_WIDGET (self->plot), profile != NULL);
  if (profile)
    cs_product_view_update_plot (GTK_WIDGET (self->plot), profile);
  show_chain (self, explanation);
}

/* A row has room only once the popover is laid out on the screen: before, the focus scrolls nowhere. */
static gboolean
focus_on_stop (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CsWhyPopover *self = CS_WHY_POPOVER (widget);

  if (self->stop && gtk_widget_get_height (self->stop) == 0)
    return G_SOURCE_CONTINUE;
  if (self->stop)
    gtk_widget_grab_focus (self->stop);   /* scrolls there, and is read out */
  return G_SOURCE_REMOVE;
}

/* Where the place is on the page; in its middle while it is out of sight. */
static void
point_at (CsWhyPopover *self, guint x, guint y)
{
  GtkWidget *canvas = GTK_WIDGET (cs_film_view_get_canvas (self->film)), *page = GTK_WIDGET (self->page);
  CsViewport *viewport = cs_film_view_get_viewport (self->film);
  double left, top, right, bottom, px, py;

  cs_viewport_to_widget (viewport, x, y, &left, &top);
  cs_viewport_to_widget (viewport, x + 1, y + 1, &right, &bottom);
  left = CLAMP ((left + right) / 2, 0, gtk_widget_get_width (canvas));
  top = CLAMP ((top + bottom) / 2, 0, gtk_widget_get_height (canvas));
  if (gtk_widget_translate_coordinates (canvas, page, left, top, &px, &py))
    gtk_popover_set_pointing_to (GTK_POPOVER (self), &(GdkRectangle) { (int) px, (int) py, 1, 1 });
}

gboolean
cs_why_popover_ask (CsWhyPopover *self, guint x, guint y)
{
  CsAnalysis *analysis = cs_session_get_analysis (cs_page_get_session (self->page));
  CsImage *image = analysis ? cs_analysis_get_image (analysis) : NULL;
  g_autoptr (CsExplanation) explanation = NULL;

  g_return_val_if_fail (CS_IS_WHY_POPOVER (self), FALSE);
  if (!image || x >= cs_image_get_width (image) || y >= cs_image_get_height (image))
    return FALSE;
  explanation = cs_explain_pixel (analysis, x, y);
  show (self, explanation);
  point_at (self, x, y);
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    g_set_weak_pointer (&self->focus, gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_on_stop, NULL, NULL);
  return TRUE;
}

/* Who asks by a button has left the film, across all that lies between. */
static gboolean
ask_pointer (CsWhyPopover *self)
{
  CsAnalysis *analysis = cs_session_get_analysis (cs_page_get_session (self->page));
  const Place *meant = self->over || !self->rest.known ? &self->last : &self->rest;
  guint x = (guint) MAX (meant->x, 0), y = (guint) MAX (meant->y, 0);

  if (!analysis || !meant->known)
    return FALSE;
  cs_explain_find_near (analysis, NEAR_MM, &x, &y);
  return cs_why_popover_ask (self, x, y);
}

static gboolean
ask_box (CsWhyPopover *self)
{
  CsSession *session = cs_page_get_session (self->page);
  CsMark *mark = cs_session_get_mark (session);
  CsAnalysis *analysis = cs_session_get_analysis (session);
  guint x, y;

  if (!analysis || !mark)
    return FALSE;
  cs_explain_find_peak (analysis, cs_mark_get_box (mark), &x, &y);
  return cs_why_popover_ask (self, x, y);
}

static const char *
say_why_not (CsSession *session)
{
  if (!cs_session_get_entry (session))
    return _("No film is chosen");
  if (!cs_session_get_analysis (session))
    return _("The stages have not run on this film yet.");
  return _("Point at a place of the film, or select a box, and ask again.");
}

static void
tell_why_not (CsWhyPopover *self)
{
  cs_page_toast (self->page, say_why_not (cs_page_get_session (self->page)));
}

static void
ask_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsWhyPopover *self = data;

  if (!(self->box_first ? ask_box (self) || ask_pointer (self) : ask_pointer (self) || ask_box (self)))
    tell_why_not (self);
}

static void
pointer_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (!ask_pointer (data))
    tell_why_not (data);
}

/* GTK would give it to the first button of the window, where the page's keys are not heard. */
static void
closed_cb (CsWhyPopover *self)
{
  if (gtk_widget_get_root (GTK_WIDGET (self)))
    gtk_widget_grab_focus (self->focus ? self->focus : GTK_WIDGET (cs_film_view_get_canvas (self->film)));
}

static gboolean
rested_cb (gpointer data)
{
  CsWhyPopover *self = data;

  self->resting = 0;
  self->rest = self->last;
  return G_SOURCE_REMOVE;
}

/* Beside the film, in the view's black, is a place as well: none to be told about. */
static void
probe_cb (CsFilmView *film, double x, double y, gboolean inside, CsWhyPopover *self)
{
  g_clear_handle_id (&self->resting, g_source_remove);
  self->over = inside || x != 0 || y != 0;
  if (!self->over)           /* on the way to the button that asks */
    return;
  self->last = (Place) { x, y, inside };
  self->resting = g_timeout_add (REST_MS, rested_cb, self);
}

static void
image_changed_cb (CsWhyPopover *self)
{
  g_clear_handle_id (&self->resting, g_source_remove);
  self->last.known = self->rest.known = FALSE;
}

static void
page_destroyed_cb (GtkWidget *page, CsWhyPopover *self)
{
  gtk_widget_insert_action_group (page, "why", NULL);
  gtk_widget_unparent (GTK_WIDGET (self));
}

static void
add_actions (CsWhyPopover *self)
{
  static const GActionEntry entries[] = { { "ask", ask_action, NULL, NULL, NULL, { 0 } },
                                          { "pointer", pointer_action, NULL, NULL, NULL, { 0 } } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->page), "why", G_ACTION_GROUP (group));
  cs_keymap_serve (GTK_WIDGET (self->page), "why");
}

static void
dispose (GObject *object)
{
  CsWhyPopover *self = CS_WHY_POPOVER (object);

  g_clear_handle_id (&self->resting, g_source_remove);
  g_clear_weak_pointer (&self->focus);
  G_OBJECT_CLASS (cs_why_popover_parent_class)->dispose (object);
}

static void
cs_why_popover_class_init (CsWhyPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (CS_TYPE_PLOT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-why-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWhyPopover, verdict);
  gtk_widget_class_bind_template_child (widget_class, CsWhyPopover, place);
  gtk_widget_class_bind_template_child (widget_class, CsWhyPopover, plot);
  gtk_widget_class_bind_template_child (widget_class, CsWhyPopover, chain);
}

static void
cs_why_popover_init (CsWhyPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

CsWhyPopover *
cs_why_popover_new (CsPage *page, CsFilmView *film, gboolean box_first)
{
  CsWhyPopover *self = g_object_new (CS_TYPE_WHY_POPOVER, NULL);

  g_return_val_if_fail (CS_IS_PAGE (page) && cs_page_get_session (page), NULL);
  self->page = page;
  self->film = film;
  self->box_first = box_first;
  gtk_widget_set_parent (GTK_WIDGET (self), GTK_WIDGET (page));
  g_signal_connect_object (film, "probe", G_CALLBACK (probe_cb), self, 0);
  g_signal_connect_object (cs_page_get_session (page), "notify::image", G_CALLBACK (image_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "closed", G_CALLBACK (closed_cb), NULL);
  g_signal_connect_object (page, "destroy", G_CALLBACK (page_destroyed_cb), self, 0);
  add_actions (self);
  return self;
}

const char *
cs_why_popover_get_verdict (CsWhyPopover *self)
{
  g_return_val_if_fail (CS_IS_WHY_POPOVER (self), NULL);
  return gtk_label_get_label (self->verdict);
}
