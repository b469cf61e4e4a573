#include "cs-loupe.h"

#include <math.h>

#include "cs-colour.h"
#include "cs-tile-layer.h"

/* A layer of the canvas as the loupe draws it. Pixels have tiles of their own here, since two views of one layer would
 * take each other's wishes away. */
typedef struct { CsLayer *layer, *shown; } Pane;

struct _CsLoupe
{
  GtkWidget   parent;

  CsCanvas   *canvas;       /* NULL: none */
  CsViewport *viewport;     /* of the glass */
  GPtrArray  *panes;        /* of Pane; empty while away */
  int         power;
  gboolean    inside;
  double      x, y;         /* the pointer, image coordinates */
};

G_DEFINE_FINAL_TYPE (CsLoupe, cs_loupe, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_POWER, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
pane_free (gpointer data)
{
  Pane *pane = data;

  g_object_unref (pane->layer);
  g_object_unref (pane->shown);
  g_free (pane);
}

static void
drop_panes (CsLoupe *self)
{
  for (guint i = 0; i < self->panes->len; i++)
    {
      Pane *pane = self->panes->pdata[i];

      g_signal_handlers_disconnect_by_data (pane->layer, self);
      g_signal_handlers_disconnect_by_data (pane->shown, self);
    }
  g_ptr_array_set_size (self->panes, 0);
}

static void
add_pane (CsLoupe *self, CsLayer *layer)
{
  Pane *pane = g_new (Pane, 1);

  *pane = (Pane) { layer, CS_IS_TILE_LAYER (layer) ? cs_tile_layer_new (NULL) : g_object_ref (layer) };
  if (pane->shown != layer)
    {
      g_object_bind_property (layer, "source", pane->shown, "source", G_BINDING_SYNC_CREATE);
      g_object_bind_property (layer, "visible", pane->shown, "visible", G_BINDING_SYNC_CREATE);
      g_object_bind_property (layer, "opacity", pane->shown, "opacity", G_BINDING_SYNC_CREATE);
    }
  g_signal_connect_swapped (pane->shown, "changed", G_CALLBACK (gtk_widget_queue_draw), self);
  g_ptr_array_add (self->panes, pane);
}

static void
renew_panes (CsLoupe *self)
{
  GListModel *layers = self->canvas && self->power > 0 ? cs_canvas_get_layers (self->canvas) : NULL;

  drop_panes (self);
  for (guint i = 0; layers && i < g_list_model_get_n_items (layers); i++)
    add_pane (self, g_list_model_get_item (layers, i));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_cb (CsLoupe *self, double x, double y)
{
  self->inside = TRUE;
  self->x = x;
  self->y = y;
  if (self->power > 0)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (CsLoupe *self)
{
  self->inside = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The glass looks at what is under the pointer, the way round the canvas shows it; beside the film, at its edge. */
static void
aim (CsLoupe *self, CsViewport *canvas)
{
  int width, height;

  cs_viewport_get_image_size (canvas, &width, &height);
  cs_viewport_set_widget_size (self->viewport, CS_LOUPE_SIDE, CS_LOUPE_SIDE, cs_viewport_get_scale_factor (canvas));
  cs_viewport_set_turn (self->viewport, cs_viewport_get_turn (canvas));
  cs_viewport_set_image_size (self->viewport, width, height);
  cs_viewport_set_scale (self->viewport, self->power * MAX (cs_viewport_get_scale (canvas), 1));
  cs_viewport_set_centre (self->viewport, self->x, self->y);
}

/* How far the pointer lies from where the glass could look: beside the film there is nothing, and the film stays in its
 * place. Whole pixels, so that pixels stay squares. */
static void
make_room (CsLoupe *self, GtkSnapshot *snapshot)
{
  double x, y;

  cs_viewport_to_widget (self->viewport, self->x, self->y, &x, &y);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (round (CS_LOUPE_SIDE / 2.0 - x),
                                                          round (CS_LOUPE_SIDE / 2.0 - y)));
}

static void
draw_rim (CsLoupe *self, GtkSnapshot *snapshot)
{
  graphene_rect_t glass = GRAPHENE_RECT_INIT (0, 0, CS_LOUPE_SIDE, CS_LOUPE_SIDE);
  GskRoundedRect rim;
  GdkRGBA colour;

  cs_colour_get_on_image ("accent_color", &colour);
  gsk_rounded_rect_init_from_rect (&rim, &glass, CS_LOUPE_SIDE / 2.0f);
  gtk_snapshot_append_border (snapshot, &rim, (const float[]) { 2, 2, 2, 2 },
                              (const GdkRGBA[]) { colour, colour, colour, colour });
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsLoupe *self = CS_LOUPE (widget);
  graphene_rect_t glass = GRAPHENE_RECT_INIT (0, 0, CS_LOUPE_SIDE, CS_LOUPE_SIDE);
  CsViewport *canvas = self->canvas ? cs_canvas_get_viewport (self->canvas) : NULL;
  GskRoundedRect round_glass;
  double x, y;

  if (self->power == 0 || !self->inside || !canvas)
    return;
  aim (self, canvas);
  cs_viewport_to_widget (canvas, self->x, self->y, &x, &y);
  gtk_snapshot_save (snapshot);
  /* At whole pixels, so that pixels stay squares. */
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (round (x - CS_LOUPE_SIDE / 2.0),
                                                          round (y - CS_LOUPE_SIDE / 2.0)));
  gsk_rounded_rect_init_from_rect (&round_glass, &glass, CS_LOUPE_SIDE / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &round_glass);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 0, 0, 0, 1 }, &glass);
  gtk_snapshot_save (snapshot);
  make_room (self, snapshot);
  for (guint i = 0; i < self->panes->len; i++)
    cs_layer_snapshot (((Pane *) self->panes->pdata[i])->shown, self->viewport, GTK_WIDGET (self->canvas), snapshot);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
  draw_rim (self, snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_POWER)
    g_value_set_int (value, CS_LOUPE (object)->power);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_POWER)
    cs_loupe_set_power (CS_LOUPE (object), g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dispose (GObject *object)
{
  cs_loupe_set_canvas (CS_LOUPE (object), NULL);
  G_OBJECT_CLASS (cs_loupe_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CsLoupe *self = CS_LOUPE (object);

  g_ptr_array_unref (self->panes);
  g_object_unref (self->viewport);
  G_OBJECT_CLASS (cs_loupe_parent_class)->finalize (object);
}

static void
cs_loupe_class_init (CsLoupeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = snapshot;
  props[PROP_POWER] = g_param_spec_int ("power", NULL, NULL, 0, 4, 0,
                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cs_loupe_init (CsLoupe *self)
{
  self->viewport = cs_viewport_new ();
  self->panes = g_ptr_array_new_with_free_func (pane_free);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
cs_loupe_new (CsCanvas *canvas)
{
  CsLoupe *self = g_object_new (CS_TYPE_LOUPE, NULL);

  cs_loupe_set_canvas (self, canvas);
  return GTK_WIDGET (self);
}

void
cs_loupe_set_canvas (CsLoupe *self, CsCanvas *canvas)
{
  g_return_if_fail (CS_IS_LOUPE (self));
  g_return_if_fail (canvas == NULL || CS_IS_CANVAS (canvas));

  if (self->canvas != NULL)
    {
      g_signal_handlers_disconnect_by_data (cs_canvas_get_layers (self->canvas), self);
      g_signal_handlers_disconnect_by_data (self->canvas, self);
    }
  g_set_object (&self->canvas, canvas);
  renew_panes (self);
  if (canvas == NULL)
    return;
  g_signal_connect_swapped (canvas, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (canvas, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (cs_canvas_get_layers (canvas), "items-changed", G_CALLBACK (renew_panes), self);
}

int
cs_loupe_get_power (CsLoupe *self)
{
  g_return_val_if_fail (CS_IS_LOUPE (self), 0);

  return self->power;
}

void
cs_loupe_set_power (CsLoupe *self, int power)
{
  g_return_if_fail (CS_IS_LOUPE (self));
  g_return_if_fail (power == 0 || power == 2 || power == 4);

  if (power == self->power)
    return;
  self->power = power;
  renew_panes (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_POWER]);
}

gboolean
cs_loupe_get_place (CsLoupe *self, double *x, double *y)
{
  g_return_val_if_fail (CS_IS_LOUPE (self), FALSE);

  *x = self->x;
  *y = self->y;
  return self->power > 0 && self->inside;
}

gboolean
cs_loupe_is_complete (CsLoupe *self)
{
  g_return_val_if_fail (CS_IS_LOUPE (self), FALSE);

  for (guint i = 0; i < self->panes->len; i++)
    {
      CsLayer *shown = ((Pane *) self->panes->pdata[i])->shown;

      if (CS_IS_TILE_LAYER (shown) && !cs_tile_layer_is_complete (CS_TILE_LAYER (shown)))
        return FALSE;
    }
  return TRUE;
}
