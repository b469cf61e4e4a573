#include "cs-film-wall-side.h"

#include <glib/gi18n.h>
#include "cs-box-layer.h"
#include "cs-date.h"
#include "cs-mark-layer.h"

static const char *
side_word (CsSide side)
{
  return side == CS_SIDE_RIGHT ? _("Right") : side == CS_SIDE_LEFT ? _("Left") : _("Side unknown");
}

static const char *
view_word (CsView view)
{
  return view != CS_VIEW_UNKNOWN ? cs_view_describe (view) : _("view unknown");
}

static char *
describe_place (const CsHangSlot *slot)
{
  if (slot->n_more == 0)
    return g_strdup_printf ("%s %s", side_word (slot->side), view_word (slot->view));
  /* Translators: side, view, and how many such films this woman has: "Right MLO, 1 of 2" */
  return g_strdup_printf (_("%s %s, 1 of %u"), side_word (slot->side), view_word (slot->view), slot->n_more + 1);
}

/* "earlier: 2019-03-02 (2 y 4 m before)" */
static char *
describe_earlier (const CsHangSlot *slot)
{
  g_autofree char *day = cs_date_to_text (slot->day), *span = cs_date_span (slot->day, slot->than);

  if (slot->day == 0)
    return g_strdup (_("earlier, its date is not known"));
  if (slot->than <= slot->day)
    /* Translators: an earlier examination; %s: its date */
    return g_strdup_printf (_("earlier: %s"), day);
  /* Translators: an earlier examination: its date, and how long before, such as "2 y 4 m before" */
  return g_strdup_printf (_("earlier: %s (%s)"), day, span);
}

char *
cs_hang_slot_describe (const CsHangSlot *slot)
{
  g_autofree char *place = describe_place (slot), *earlier = NULL;

  if (slot->compared && slot->day > 0)
    {
      g_autofree char *day = cs_date_to_text (slot->day);
      return g_strdup_printf ("%s · %s", place, day);
    }
  if (!slot->earlier)
    return g_steal_pointer (&place);
  earlier = describe_earlier (slot);
  return g_strdup_printf ("%s · %s", place, earlier);
}

/* What is missing, and of an examination that has others, which: else nobody looks for them. */
static char *
describe_missing (const CsHangSlot *slot)
{
  static const struct { CsSide side; CsView view; } four[] = {
    { CS_SIDE_RIGHT, CS_VIEW_CC }, { CS_SIDE_LEFT, CS_VIEW_CC }, { CS_SIDE_RIGHT, CS_VIEW_MLO },
    { CS_SIDE_LEFT, CS_VIEW_MLO },
  };
  g_autofree char *words = cs_hang_slot_describe (slot);
  g_autoptr (GString) others = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (four); i++)
    if (slot->has & 1u << cs_hang_place (four[i].side, four[i].view))
      g_string_append_printf (others, "%s%s %s", others->len ? ", " : "", side_word (four[i].side),
                              view_word (four[i].view));
  if (others->len == 0 || !(slot->earlier || slot->compared))
    /* Translators: %s is a side and a view, such as "Right MLO" */
    return g_strdup_printf (_("No film: %s"), words);
  /* Translators: a side and a view that is missing, and those that this examination has: "Right CC, Left CC" */
  return g_strdup_printf (_("No film: %s\nThis examination has: %s"), words, others->str);
}

void
cs_film_wall_side_init (CsFilmWallSide *self, GtkGrid *grid, CsSession *session)
{
  g_autoptr (GtkWidget) status = NULL;

  self->view = CS_FILM_VIEW (cs_film_view_new ());
  status = cs_film_view_take_status (self->view);
  self->boxes = cs_mark_layer_new (NULL);
  cs_film_view_add_layer (self->view, self->boxes);
  cs_film_view_set_shelf (self->view, cs_session_get_shelf (session));
  self->blank = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->blank, TRUE);
  gtk_label_set_justify (self->blank, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->blank), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->blank), "film");
  gtk_grid_attach (grid, GTK_WIDGET (self->view), 0, 0, 1, 1);
  gtk_grid_attach (grid, GTK_WIDGET (self->blank), 0, 0, 1, 1);
  cs_film_wall_side_hide (self);
}

void
cs_film_wall_side_clear (CsFilmWallSide *self)
{
  g_clear_object (&self->boxes);
  g_clear_object (&self->entry);
}

static void
set_entry (CsFilmWallSide *self, CsEntry *entry, CsSession *session)
{
  g_autoptr (GtkSelectionModel) marks = NULL;

  if (entry == self->entry)
    return;
  g_set_object (&self->entry, entry);
  if (entry)
    marks = GTK_SELECTION_MODEL (gtk_no_selection_new (
      g_object_ref (cs_study_get_marks (cs_session_get_study (session), entry))));
  cs_box_layer_set_model (CS_BOX_LAYER (self->boxes), marks);
}

static void
place (GtkWidget *widget, int column, int row)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (gtk_widget_get_parent (widget));
  GtkLayoutChild *child = gtk_layout_manager_get_layout_child (layout, widget);

  g_object_set (child, "column", column, "row", row, NULL);
}

void
cs_film_wall_side_hang (CsFilmWallSide *self, const CsHangSlot *slot, CsEntry *entry, CsSession *session,
                        int column, int row)
{
  g_autofree char *words = cs_hang_slot_describe (slot), *missing = describe_missing (slot);

  gtk_label_set_label (self->blank, missing);
  place (GTK_WIDGET (self->view), column, row);
  place (GTK_WIDGET (self->blank), column, row);
  gtk_widget_set_visible (GTK_WIDGET (self->view), entry != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->blank), entry == NULL);
  set_entry (self, entry, session);
  cs_film_view_set_caption (self->view, words);
  if (entry)
    cs_viewport_set_turn (cs_film_view_get_viewport (self->view),
                          (CsTurn) cs_study_get_turn (cs_session_get_study (session), entry));
  cs_film_wall_side_show_plate (self, entry ? cs_shelf_get (cs_session_get_shelf (session), entry) : NULL);
}

void
cs_film_wall_side_hide (CsFilmWallSide *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->view), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->blank), FALSE);
  set_entry (self, NULL, NULL);
  cs_film_wall_side_show_plate (self, NULL);
}

void
cs_film_wall_side_show_plate (CsFilmWallSide *self, CsPlate *plate)
{
  CsImage *image = plate ? cs_plate_get_image (plate) : NULL;

  cs_viewport_set_image_size (cs_film_view_get_viewport (self->view), image ? (int) cs_image_get_width (image) : 0,
                              image ? (int) cs_image_get_height (image) : 0);
  cs_film_view_set_image (self->view, image);
  cs_film_view_set_busy (self->view, self->entry && !image ? _("Reading the film…") : NULL);
}

/* Films of another day may come from another scanner, where the same number is another grey: what lies within the
 * breast's greys on one lies at the same place within them on the other. */
static void
match_tissue (CsFilmView *view, CsFilmView *film, double low, double high)
{
  double from, to, own_from, own_to, ratio;

  cs_film_view_get_tissue (film, &from, &to);
  cs_film_view_get_tissue (view, &own_from, &own_to);
  ratio = (own_to - own_from) / (to - from);
  cs_film_view_set_window (view, own_from + (low - from) * ratio, own_from + (high - from) * ratio);
}

void
cs_film_wall_side_match (CsFilmWallSide *self, CsFilmView *film)
{
  g_autofree char *preset = NULL;
  CsImage *image = cs_film_view_get_image (film), *own = cs_film_view_get_image (self->view);
  gboolean invert;
  double low, high, gamma, ratio;

  if (!image || !own)
    return;
  g_object_get (film, "preset", &preset, "invert", &invert, "gamma", &gamma, NULL);
  cs_film_view_get_window (film, &low, &high);
  /* Films of other depths are as bright at the same part of their range. */
  ratio = cs_image_get_white (own) / cs_image_get_white (image);
  if (self->other_exam)
    match_tissue (self->view, film, low, high);
  else
    cs_film_view_set_window (self->view, low * ratio, high * ratio);
  if (g_str_has_prefix (preset, "file:"))
    cs_film_view_set_preset (self->view, preset);
  g_object_set (self->view, "invert", invert, "gamma", gamma, NULL);
}
