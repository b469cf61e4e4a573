#include "cs-product-view.h"

#include <glib/gi18n.h>
#include "cs-box-layer.h"
#include "cs-path-layer.h"
#include "cs-plot.h"
#include "cs-raster-source.h"
#include "cs-tile-layer.h"

/* Told apart by people who see colours differently too (after Okabe and Ito), and by any grey below them. */
static const GdkRGBA colours[] = {
  { 0.34f, 0.71f, 0.91f, 0.55f }, { 0.90f, 0.62f, 0.00f, 0.60f },
  { 0.00f, 0.62f, 0.45f, 0.55f }, { 0.80f, 0.47f, 0.65f, 0.60f },
};

/* A box of the machine as an item: what CsBoxLayer reads by properties. */
#define CS_TYPE_BOX_ITEM (cs_box_item_get_type ())
G_DECLARE_FINAL_TYPE (CsBoxItem, cs_box_item, CS, BOX_ITEM, GObject)

struct _CsBoxItem
{
  GObject parent_instance;
  CsBox box;
};

G_DEFINE_FINAL_TYPE (CsBoxItem, cs_box_item, G_TYPE_OBJECT)

enum { PROP_0, PROP_X, PROP_Y, PROP_WIDTH, PROP_HEIGHT, N_PROPS };

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const CsBox *box = &CS_BOX_ITEM (object)->box;
  switch (id)
    {
    case PROP_X: g_value_set_int (value, box->x); break;
    case PROP_Y: g_value_set_int (value, box->y); break;
    case PROP_WIDTH: g_value_set_int (value, box->width); break;
    case PROP_HEIGHT: g_value_set_int (value, box->height); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cs_box_item_class_init (CsBoxItemClass *klass)
{
  static const char *const names[] = { NULL, "x", "y", "width", "height" };

  G_OBJECT_CLASS (klass)->get_property = get_property;
  for (guint id = 1; id < N_PROPS; id++)
    g_object_class_install_property (G_OBJECT_CLASS (klass), id,
                                     g_param_spec_int (names[id], NULL, NULL, G_MININT, G_MAXINT, 0,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
cs_box_item_init (CsBoxItem *self)
{
}

static const GdkRGBA *
colour_of (guint index)
{
  return &colours[index % G_N_ELEMENTS (colours)];
}

static CsRasterSource *
new_source (CsProduct *product, guint halvings, guint index)
{
  const CsRaster *raster = cs_product_get_raster (product);
  gboolean mask = cs_product_get_kind (product) == CS_PRODUCT_MASK;
  CsRasterSource *source = cs_raster_source_new (raster, mask ? CS_TONE_TINT : CS_TONE_GREY,
                                                 mask ? CS_HALVE_MAXIMUM : CS_HALVE_MEAN);

  cs_raster_source_set_halvings (source, halvings);
  if (mask)
    cs_raster_source_set_colour (source, colour_of (index));
  return source;
}

static void
fill_paths (CsPathLayer *layer, CsProduct *product, guint halvings, guint index)
{
  guint n;
  const CsPath *paths = cs_product_get_paths (product, &n);
  GdkRGBA colour = *colour_of (index);

  colour.alpha = 1;
  cs_path_layer_clear (layer);
  for (guint i = 0; i < n; i++)
    {
      g_autofree float *xy = g_new (float, 2 * paths[i].n);

      for (guint k = 0; k < 2 * paths[i].n; k++)
        xy[k] = paths[i].xy[k] * (float) (1u << halvings);
      cs_path_layer_add (layer, xy, paths[i].n, paths[i].closed, paths[i].label, &colour, FALSE);
    }
}

static GtkSelectionModel *
new_boxes (CsProduct *product, guint halvings)
{
  guint n;
  const CsBox *boxes = cs_product_get_boxes (product, &n);
  GListStore *store = g_list_store_new (CS_TYPE_BOX_ITEM);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsBoxItem) item = g_object_new (CS_TYPE_BOX_ITEM, NULL);
      item->box = (CsBox) { boxes[i].x << halvings, boxes[i].y << halvings, boxes[i].width << halvings,
                            boxes[i].height << halvings, boxes[i].suspicion, { 0 } };
      g_list_store_append (store, item);
    }
  return GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (store)));
}

static CsLayer *
new_box_layer (CsProduct *product, guint halvings)
{
  static const char *const names[] = { "x", "y", "width", "height" };
  g_autoptr (GtkSelectionModel) model = new_boxes (product, halvings);
  CsLayer *layer = cs_box_layer_new (model);

  for (guint field = 0; field < G_N_ELEMENTS (names); field++)
    cs_box_layer_bind (CS_BOX_LAYER (layer), (CsBoxField) field, CS_TYPE_BOX_ITEM, names[field]);
  return layer;
}

static gboolean
holds (const CsBox *box, double x, double y)
{
  return x >= box->x && y >= box->y && x < box->x + box->width && y < box->y + box->height;
}

static char *
probe_boxes (CsProduct *product, double x, double y)
{
  guint n, inside = 0;
  const CsBox *boxes = cs_product_get_boxes (product, &n);
  double best = 0;

  for (guint i = 0; i < n; i++)
    if (holds (&boxes[i], x, y))
      {
        inside++;
        best = MAX (best, boxes[i].suspicion);
      }
  if (inside == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%u box, suspicion %.2f", "%u boxes, suspicion up to %.2f", inside), inside, best);
}

static char *
probe_raster (CsProduct *product, double x, double y, gboolean mask)
{
  const CsRaster *raster = cs_product_get_raster (product);
  double value;

  if (!(x >= 0 && y >= 0 && x < cs_raster_get_width (raster) && y < cs_raster_get_height (raster)))
    return NULL;
  value = cs_raster_get (raster, (guint) x, (guint) y);
  if (mask)
    return g_strdup (value != 0 ? _("inside") : _("outside"));
  return g_strdup_printf (cs_raster_get_pixel (raster) == CS_PIXEL_F32 ? "%.4g" : "%.0f", value);
}

gboolean
cs_product_view_is_layer (CsProductKind kind)
{
  return kind != CS_PRODUCT_PLOT;
}

CsLayer *
cs_product_view_new_layer (CsProduct *product, guint halvings, guint index)
{
  g_autoptr (CsRasterSource) source = NULL;
  CsLayer *layer;

  g_return_val_if_fail (product != NULL, NULL);
  switch (cs_product_get_kind (product))
    {
    case CS_PRODUCT_RASTER:
    case CS_PRODUCT_MASK:
      source = new_source (product, halvings, index);
      return cs_tile_layer_new (CS_TILE_SOURCE (source));
    case CS_PRODUCT_PATHS:
      layer = cs_path_layer_new ();
      fill_paths (CS_PATH_LAYER (layer), product, halvings, index);
      return layer;
    case CS_PRODUCT_BOXES:
      return new_box_layer (product, halvings);
    case CS_PRODUCT_PLOT:
    default:
      return NULL;
    }
}

void
cs_product_view_update (CsLayer *layer, CsProduct *product, guint halvings, guint index)
{
  g_autoptr (CsRasterSource) source = NULL;
  g_autoptr (GtkSelectionModel) boxes = NULL;

  g_return_if_fail (CS_IS_LAYER (layer));
  g_return_if_fail (product != NULL);
  switch (cs_product_get_kind (product))
    {
    case CS_PRODUCT_RASTER:
    case CS_PRODUCT_MASK:
      source = new_source (product, halvings, index);
      cs_tile_layer_set_source (CS_TILE_LAYER (layer), CS_TILE_SOURCE (source));
      break;
    case CS_PRODUCT_PATHS:
      fill_paths (CS_PATH_LAYER (layer), product, halvings, index);
      break;
    case CS_PRODUCT_BOXES:
      boxes = new_boxes (product, halvings);
      cs_box_layer_set_model (CS_BOX_LAYER (layer), boxes);
      break;
    case CS_PRODUCT_PLOT:
    default:
      g_return_if_reached ();
    }
}

/* gettext has a whole header to say to the empty string. */
static const char *
in_words (const char *title)
{
  return title && *title ? _(title) : NULL;
}

void
cs_product_view_update_plot (GtkWidget *plot, CsProduct *product)
{
  static const CsCurveStyle styles[] = {
    [CS_SERIES_LINE] = CS_CURVE_LINE, [CS_SERIES_BARS] = CS_CURVE_BARS,
    [CS_SERIES_POINTS] = CS_CURVE_POINTS, [CS_SERIES_UPRIGHT] = CS_CURVE_UPRIGHT,
  };
  const CsPlotData *data;
  g_autofree CsCurve *curves = NULL;

  g_return_if_fail (CS_IS_PLOT (plot));
  g_return_if_fail (cs_product_get_kind (product) == CS_PRODUCT_PLOT);
  data = cs_product_get_plot (product);
  curves = g_new0 (CsCurve, data->n);
  for (guint i = 0; i < data->n; i++)
    {
      const CsSeries *series = &data->series[i];
      curves[i] = (CsCurve) { in_words (series->title), styles[series->style], series->n,
                              series->x, series->y, series->size };
    }
  cs_plot_set_titles (CS_PLOT (plot), in_words (data->title), in_words (data->x_title), in_words (data->y_title));
  cs_plot_set_curves (CS_PLOT (plot), curves, data->n);
}

char *
cs_product_view_probe (CsProduct *product, double x, double y)
{
  g_return_val_if_fail (product != NULL, NULL);
  switch (cs_product_get_kind (product))
    {
    case CS_PRODUCT_RASTER: return probe_raster (product, x, y, FALSE);
    case CS_PRODUCT_MASK: return probe_raster (product, x, y, TRUE);
    case CS_PRODUCT_BOXES: return probe_boxes (product, x, y);
    case CS_PRODUCT_PATHS:
    case CS_PRODUCT_PLOT:
    default: return NULL;
    }
}
