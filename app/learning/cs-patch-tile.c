#include "cs-patch-tile.h"
#include "cs-spoken.h"

#include <glib/gi18n.h>

/* Logical pixels to a pixel of the film. */
#define ZOOM 4u

struct _CsPatchTile
{
  AdwBin       parent_instance;
  CsPatchItem *item;
  gboolean     outlined;
  GtkPicture  *picture;
  GtkImage    *verdict;
  GtkLabel    *area;
  GtkWidget   *wait;
};

G_DEFINE_FINAL_TYPE (CsPatchTile, cs_patch_tile, ADW_TYPE_BIN)

enum { PROP_0, PROP_OUTLINED, N_PROPS };
static GParamSpec *props[N_PROPS];

/* One texture pixel is one device pixel: GTK would smooth anything else. */
static void
show_picture (CsPatchTile *self)
{
  guint factor = ZOOM * (guint) gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autoptr (GdkTexture) texture = self->item ? cs_patch_item_draw (self->item, factor, self->outlined) : NULL;

  gtk_picture_set_paintable (self->picture, texture ? GDK_PAINTABLE (texture) : NULL);
}

static void
show_words (CsPatchTile *self)
{
  gboolean positive = cs_patch_item_get_patch (self->item)->positive, stale = cs_patch_item_get_stale (self->item);
  const char *film = cs_patch_item_get_film (self->item)->name;
  g_autofree char *described = cs_patch_item_describe (self->item);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", film, described);
  g_autofree char *area = g_strdup_printf (_("%u px"), cs_patch_item_get_area (self->item));

  gtk_image_set_from_icon_name (self->verdict, positive ? "emblem-ok-symbolic" : "window-close-symbolic");
  gtk_label_set_label (self->area, positive ? area : _("rejected"));
  gtk_widget_set_visible (self->wait, stale);
  gtk_widget_set_opacity (GTK_WIDGET (self->picture), stale ? 0.35 : 1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), spoken);
  cs_spoken_row (GTK_WIDGET (self), spoken);
}

static void
item_changed_cb (CsPatchTile *self)
{
  show_picture (self);
  show_words (self);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_OUTLINED: g_value_set_boolean (value, CS_PATCH_TILE (object)->outlined); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_OUTLINED: cs_patch_tile_set_outlined (CS_PATCH_TILE (object), g_value_get_boolean (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsPatchTile *self = CS_PATCH_TILE (object);

  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (cs_patch_tile_parent_class)->dispose (object);
}

static void
cs_patch_tile_class_init (CsPatchTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = get_property;
  G_OBJECT_CLASS (klass)->set_property = set_property;
  G_OBJECT_CLASS (klass)->dispose = dispose;
  props[PROP_OUTLINED] = g_param_spec_boolean ("outlined", NULL, NULL, TRUE,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-patch-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPatchTile, picture);
  gtk_widget_class_bind_template_child (widget_class, CsPatchTile, verdict);
  gtk_widget_class_bind_template_child (widget_class, CsPatchTile, area);
  gtk_widget_class_bind_template_child (widget_class, CsPatchTile, wait);
}

static void
cs_patch_tile_init (CsPatchTile *self)
{
  self->outlined = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (show_picture), NULL);
}

GtkWidget *
cs_patch_tile_new (void)
{
  return g_object_new (CS_TYPE_PATCH_TILE, NULL);
}

void
cs_patch_tile_set_item (CsPatchTile *self, CsPatchItem *item)
{
  g_return_if_fail (CS_IS_PATCH_TILE (self));
  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  show_picture (self);
  if (!item)
    return;
  g_signal_connect_swapped (item, "changed", G_CALLBACK (item_changed_cb), self);
  show_words (self);
}

void
cs_patch_tile_set_outlined (CsPatchTile *self, gboolean outlined)
{
  g_return_if_fail (CS_IS_PATCH_TILE (self));
  if (self->outlined == !!outlined)
    return;
  self->outlined = !!outlined;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OUTLINED]);
  show_picture (self);
}
