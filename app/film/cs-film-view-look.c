/* Which grey a film is shown in: window and level by hand, by preset, by the file's own curve; black and white turned
 * round. */
#include "cs-film-view-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include "cs-film-looks.h"
#include "cs-own-window-dialog.h"
#include "cs-own-windows.h"
#include "cs-tile-layer.h"

/* How long the words of the look are to be seen, once it is left alone. */
#define LOOK_MS 2000

static gboolean
forget_look_cb (gpointer data)
{
  CsFilmView *self = data;

  self->look_id = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->look), FALSE);
  return G_SOURCE_REMOVE;
}

void
cs_film_view_tell (CsFilmView *self, const char *text)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  gtk_label_set_label (self->look, text);
  gtk_widget_set_visible (GTK_WIDGET (self->look), self->image != NULL);
  g_clear_handle_id (&self->look_id, g_source_remove);
  self->look_id = g_timeout_add (LOOK_MS, forget_look_cb, self);
}

/* What a key or a drag has just made of the grey: the preset's name, or the ends. */
static void
tell_look (CsFilmView *self)
{
  g_autofree char *title = cs_film_looks_title (self->image, self->preset);

  if (!title)
    /* Translators: the values of the film that are shown as black and as white */
    title = g_strdup_printf (_("%.0f – %.0f"), self->low, self->high);
  cs_film_view_tell (self, title);
}

static void
show_window (CsFilmView *self, double low, double high)
{
  double white = self->image ? cs_image_get_white (self->image) : 255;

  if (self->source)
    cs_raster_source_set_curve (self->source, NULL);
  high = MIN (MAX (high, 1), white);
  low = CLAMP (low, 0, high - 1);
  if (low == self->low && high == self->high)
    return;
  self->low = low;
  self->high = high;
  if (self->source)
    cs_raster_source_set_window (self->source, low, high);
  cs_window_level_set_values (self->window_level, low, high);
  g_object_notify (G_OBJECT (self), "low");
  g_object_notify (G_OBJECT (self), "high");
}

void
cs_film_view_show_gamma (CsFilmView *self, double gamma)
{
  if (gamma == self->gamma)
    return;
  self->gamma = gamma;
  if (self->source)
    cs_raster_source_set_gamma (self->source, gamma);
  g_object_notify (G_OBJECT (self), "gamma");
}

void
cs_film_view_name_preset (CsFilmView *self, const char *id)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "preset");

  if (g_str_equal (self->preset, id))
    return;
  self->preset = id;
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (id));
  g_object_notify (G_OBJECT (self), "preset");
}

static gboolean
adapts (CsFilmView *self)
{
  return g_str_equal (self->preset, CS_FILM_PRESET_VIEW);
}

void
cs_film_view_source_changed_cb (CsTileLayer *layer, GParamSpec *pspec, CsFilmView *self)
{
  graphene_rect_t part;

  cs_viewport_get_visible (cs_film_view_get_viewport (self), &part);
  if (adapts (self) && part.size.width > 0)
    cs_film_looks_adapt (CS_LAYER (layer), &part);
}

/* The window of a part of the film, and of the pictures on it. */
static void
adapt (CsFilmView *self, const graphene_rect_t *part)
{
  guint bins[CS_FILM_BINS];
  double low, high;

  cs_film_looks_adapt_all (self->canvas, self->film, part);
  cs_film_count_part (self->image, part->origin.x, part->origin.y, part->size.width, part->size.height, bins);
  cs_film_preset_apply (cs_film_preset_find (self->preset), bins, cs_image_get_white (self->image), &low, &high);
  show_window (self, low, high);
}

/* The ends of the window are shown; what lies between them is the file's own curve. */
static void
show_file_window (CsFilmView *self, guint window)
{
  g_autoptr (GBytes) curve = cs_film_looks_curve (self->image, window);
  gboolean curved;
  double low, high;

  cs_details_get_span (cs_image_get_details (self->image), window, &low, &high, &curved);
  show_window (self, low, high);
  cs_raster_source_set_curve (self->source, curve);
}

void
cs_film_view_apply_preset (CsFilmView *self)
{
  const CsFilmPreset *preset = cs_film_preset_find (self->preset);
  const char *scanner = cs_film_looks_scanner (self->image);
  int window = cs_film_looks_find (self->image, self->preset);
  graphene_rect_t part;
  double low, high;

  if (window >= 0 && self->source)
    show_file_window (self, (guint) window);
  else if (self->image && cs_own_windows_find (self->preset, scanner, &low, &high))
    show_window (self, low, high);
  if (!preset || !self->image)
    return;
  cs_viewport_get_visible (cs_film_view_get_viewport (self), &part);
  if (adapts (self) && part.size.width > 0 && part.size.height > 0)
    {
      adapt (self, &part);
      return;
    }
  cs_film_looks_adapt_all (self->canvas, self->film, NULL);
  cs_film_preset_apply (preset, self->bins, cs_image_get_white (self->image), &low, &high);
  show_window (self, low, high);
}

/* The view has jumped: it came into sight, or shows the whole. Never while somebody pans or zooms: that would
   flicker. */
void
cs_film_view_look_anew (CsFilmView *self)
{
  if (adapts (self) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    cs_film_view_apply_preset (self);
}

void
cs_film_view_fitted_cb (CsFilmView *self)
{
  if (cs_viewport_get_fitted (cs_film_view_get_viewport (self)))
    cs_film_view_look_anew (self);
}

void
cs_film_view_show_invert (CsFilmView *self, gboolean invert)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "invert");

  if (self->invert == !!invert)
    return;
  self->invert = !!invert;
  if (self->source)
    cs_raster_source_set_invert (self->source, self->invert);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (self->invert));
  g_object_notify (G_OBJECT (self), "invert");
}

/* To the right the window widens, upwards it shows brighter tissue: as on a reading station. */
void
cs_film_view_adjust_cb (CsCanvas *canvas, CsDragPhase phase, double dx, double dy, CsFilmView *self)
{
  double width, level;

  if (!self->image)
    return;
  if (phase == CS_DRAG_BEGIN)
    {
      self->drag_low = self->low;
      self->drag_high = self->high;
      return;
    }
  if (phase == CS_DRAG_CANCEL)
    dx = dy = 0;
  width = (self->drag_high - self->drag_low) * exp (dx / 250);
  level = (self->drag_high + self->drag_low) / 2 - dy / 400 * (self->drag_high - self->drag_low);
  cs_film_view_set_window (self, level - width / 2, level + width / 2);
  tell_look (self);
}

void
cs_film_view_window_moved_cb (CsWindowLevel *widget, CsFilmView *self)
{
  cs_film_view_set_window (self, cs_window_level_get_low (widget), cs_window_level_get_high (widget));
}

void
cs_film_view_invert_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  cs_film_view_show_invert (data, g_variant_get_boolean (state));
}

void
cs_film_view_preset_cb (GSimpleAction *action, GVariant *id, gpointer data)
{
  cs_film_view_set_preset (data, g_variant_get_string (id, NULL));
}

void
cs_film_view_next_preset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsFilmView *self = data;

  cs_film_view_set_preset (self, cs_film_looks_next (self->image, self->preset));
  tell_look (self);
}

void
cs_film_view_keep_window_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsFilmView *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->image && GTK_IS_WINDOW (root))
    gtk_window_present (cs_own_window_dialog_new (GTK_WINDOW (root), cs_film_looks_scanner (self->image), self->low,
                                                  self->high));
}

void
cs_film_view_list_windows (CsFilmView *self)
{
  cs_own_windows_fill (self->own_windows, cs_film_looks_scanner (self->image));
}

void
cs_film_view_adapt (CsFilmView *self, const graphene_rect_t *part)
{
  if (adapts (self))
    adapt (self, part);
}

void
cs_film_view_get_tissue (CsFilmView *self, double *low, double *high)
{
  double white = self->image ? cs_image_get_white (self->image) : 255;

  g_return_if_fail (CS_IS_FILM_VIEW (self));
  cs_film_preset_apply (cs_film_preset_find ("tissue"), self->bins, white, low, high);
}

void
cs_film_view_get_window (CsFilmView *self, double *low, double *high)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  *low = self->low;
  *high = self->high;
}

void
cs_film_view_set_window (CsFilmView *self, double low, double high)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  g_return_if_fail (isfinite (low) && isfinite (high));
  self->wanted = "";
  cs_film_view_name_preset (self, self->wanted);
  show_window (self, low, high);
}

void
cs_film_view_set_preset (CsFilmView *self, const char *id)
{
  g_return_if_fail (CS_IS_FILM_VIEW (self));
  if (!cs_film_looks_has (self->image, id))
    return;
  self->wanted = g_intern_string (id);
  cs_film_view_name_preset (self, self->wanted);
  cs_film_view_apply_preset (self);
}
