#include "cs-path-layer.h"

#include <math.h>

#include "cs-colour.h"

#define WIDTH 1.5

typedef struct
{
  float   *xy;
  guint    n;
  gboolean closed, themed, dashed;   /* themed: the colour is the accent */
  char    *label;
  GdkRGBA  colour;
} Path;

struct _CsPathLayer
{
  CsLayer    parent;

  GPtrArray *paths;   /* of Path */
};

G_DEFINE_FINAL_TYPE (CsPathLayer, cs_path_layer, CS_TYPE_LAYER)

static void
path_free (gpointer data)
{
  Path *path = data;

  g_free (path->xy);
  g_free (path->label);
  g_free (path);
}

static void
trace (cairo_t *cr, CsViewport *viewport, const Path *path)
{
  static const double dashes[] = { 6, 4 };

  cairo_set_dash (cr, dashes, path->dashed ? G_N_ELEMENTS (dashes) : 0, 0);
  for (guint i = 0; i < path->n; i++)
    {
      double x, y;

      cs_viewport_to_widget (viewport, path->xy[2 * i], path->xy[2 * i + 1], &x, &y);
      cairo_line_to (cr, x, y);
    }
  if (path->closed)
    cairo_close_path (cr);
}

/* Beside the path's beginning, on the side it does not go to, and within the canvas. */
static graphene_point_t
place_label (CsViewport *viewport, const Path *path, int width, int height)
{
  int across, down;
  double x, y;
  gboolean goes_down = path->n > 1 && path->xy[3] > path->xy[1];

  cs_viewport_get_widget_size (viewport, &across, &down);
  cs_viewport_to_widget (viewport, path->xy[0], path->xy[1], &x, &y);
  x = MAX (MIN (x + 6, across - width - 4), 4);
  y = goes_down ? y - height - 4 : y + 4;
  return GRAPHENE_POINT_INIT (round (x), round (MAX (MIN (y, down - height - 2), 2)));
}

static void
draw_label (CsViewport *viewport, GtkWidget *canvas, const Path *path, const GdkRGBA *colour, GtkSnapshot *snapshot)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (canvas, path->label);
  int width, height;
  graphene_point_t at;

  pango_layout_get_pixel_size (layout, &width, &height);
  at = place_label (viewport, path, width, height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &at);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 0, 0, 0, 0.6 },
                             &GRAPHENE_RECT_INIT (-3, -1, width + 6, height + 2));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot (CsLayer *layer, CsViewport *viewport, GtkWidget *canvas, GtkSnapshot *snapshot)
{
  CsPathLayer *self = CS_PATH_LAYER (layer);
  cairo_t *cr;
  int width, height;
  GdkRGBA accent;

  if (self->paths->len == 0)
    return;
  cs_colour_get_on_image ("accent_color", &accent);
  cs_viewport_get_widget_size (viewport, &width, &height);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < self->paths->len; i++)
    {
      Path *path = self->paths->pdata[i];

      trace (cr, viewport, path);
      cs_colour_stroke (cr, path->themed ? &accent : &path->colour, WIDTH);
    }
  cairo_destroy (cr);
  for (guint i = 0; i < self->paths->len; i++)
    {
      Path *path = self->paths->pdata[i];

      if (path->label != NULL)
        draw_label (viewport, canvas, path, path->themed ? &accent : &path->colour, snapshot);
    }
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (CS_PATH_LAYER (object)->paths);
  G_OBJECT_CLASS (cs_path_layer_parent_class)->finalize (object);
}

static void
cs_path_layer_class_init (CsPathLayerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  CS_LAYER_CLASS (klass)->snapshot = snapshot;
}

static void
cs_path_layer_init (CsPathLayer *self)
{
  self->paths = g_ptr_array_new_with_free_func (path_free);
}

CsLayer *
cs_path_layer_new (void)
{
  return g_object_new (CS_TYPE_PATH_LAYER, NULL);
}

void
cs_path_layer_clear (CsPathLayer *self)
{
  g_return_if_fail (CS_IS_PATH_LAYER (self));

  if (self->paths->len == 0)
    return;
  g_ptr_array_set_size (self->paths, 0);
  cs_layer_changed (CS_LAYER (self));
}

void
cs_path_layer_add (CsPathLayer *self, const float *xy, guint n, gboolean closed, const char *label,
                   const GdkRGBA *colour, gboolean dashed)
{
  Path *path;

  g_return_if_fail (CS_IS_PATH_LAYER (self));
  g_return_if_fail (xy != NULL || n == 0);

  path = g_new0 (Path, 1);
  path->xy = g_new (float, 2 * (gsize) n);
  for (guint i = 0; i < n; i++)
    if (isfinite (xy[2 * i]) && isfinite (xy[2 * i + 1]))
      {
        path->xy[2 * path->n] = xy[2 * i];
        path->xy[2 * path->n + 1] = xy[2 * i + 1];
        path->n++;
      }
  if (path->n == 0)
    {
      path_free (path);
      return;
    }
  path->closed = closed;
  path->dashed = dashed;
  path->label = g_strdup (label);
  path->themed = colour == NULL;
  if (colour != NULL)
    path->colour = *colour;
  g_ptr_array_add (self->paths, path);
  cs_layer_changed (CS_LAYER (self));
}
