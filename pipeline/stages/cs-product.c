#include "cs-product.h"

#include <glib/gi18n-lib.h>

#include "cs-json.h"

const char *const cs_box_part_titles[CS_BOX_PARTS] = {
  [CS_BOX_CONTRAST] = N_("Contrast over noise"),
  [CS_BOX_SIZE] = N_("Size"),
  [CS_BOX_SHARPNESS] = N_("Sharpness"),
  [CS_BOX_NEIGHBOURS] = N_("Neighbours"),
  [CS_BOX_AGAINST] = N_("Vessel or edge"),
  [CS_BOX_TISSUE] = N_("Dense tissue"),
};

struct _CsProduct
{
  gatomicrefcount refs;
  CsProductKind   kind;
  CsRaster       *raster;
  CsPath         *paths;
  CsBox          *boxes;
  CsPlotData      plot;
  guint           n;       /* of paths or boxes */
};

static CsProduct *
new_product (CsProductKind kind)
{
  CsProduct *self = g_new0 (CsProduct, 1);

  g_atomic_ref_count_init (&self->refs);
  self->kind = kind;
  return self;
}

CsProduct *
cs_product_new_raster (CsRaster *raster)
{
  CsProduct *self = new_product (CS_PRODUCT_RASTER);

  self->raster = raster;
  return self;
}

CsProduct *
cs_product_new_mask (CsRaster *mask)
{
  CsProduct *self = new_product (CS_PRODUCT_MASK);

  g_assert (cs_raster_get_pixel (mask) == CS_PIXEL_U8);
  self->raster = mask;
  return self;
}

CsProduct *
cs_product_new_paths (const CsPath *paths, guint n)
{
  CsProduct *self = new_product (CS_PRODUCT_PATHS);

  self->n = n;
  self->paths = g_new0 (CsPath, n);
  for (guint i = 0; i < n; i++)
    {
      self->paths[i] = paths[i];
      self->paths[i].label = g_strdup (paths[i].label);
      self->paths[i].xy = g_memdup2 (paths[i].xy, 2 * sizeof (float) * paths[i].n);
    }
  return self;
}

CsProduct *
cs_product_new_boxes (const CsBox *boxes, guint n)
{
  CsProduct *self = new_product (CS_PRODUCT_BOXES);

  self->n = n;
  self->boxes = g_memdup2 (boxes, sizeof (CsBox) * n);
  return self;
}

static CsSeries
copy_series (const CsSeries *from)
{
  CsSeries copy = *from;

  copy.title = g_strdup (from->title);
  copy.x = g_memdup2 (from->x, sizeof (float) * from->n);
  copy.y = g_memdup2 (from->y, sizeof (float) * from->n);
  copy.size = g_memdup2 (from->size, from->size != NULL ? sizeof (float) * from->n : 0);
  return copy;
}

CsProduct *
cs_product_new_plot (const CsPlotData *plot)
{
  CsProduct *self = new_product (CS_PRODUCT_PLOT);

  self->plot.title = g_strdup (plot->title);
  self->plot.x_title = g_strdup (plot->x_title);
  self->plot.y_title = g_strdup (plot->y_title);
  self->plot.n = plot->n;
  self->plot.series = g_new0 (CsSeries, plot->n);
  for (guint i = 0; i < plot->n; i++)
    self->plot.series[i] = copy_series (&plot->series[i]);
  return self;
}

CsProduct *
cs_product_ref (CsProduct *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

static void
free_plot (CsPlotData *plot)
{
  for (guint i = 0; i < plot->n; i++)
    {
      g_free (plot->series[i].title);
      g_free (plot->series[i].x);
      g_free (plot->series[i].y);
      g_free (plot->series[i].size);
    }
  g_free (plot->series);
  g_free (plot->title);
  g_free (plot->x_title);
  g_free (plot->y_title);
}

static void
free_paths (CsPath *paths, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_free (paths[i].label);
      g_free (paths[i].xy);
    }
  g_free (paths);
}

void
cs_product_unref (CsProduct *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->raster, cs_raster_unref);
  if (self->paths != NULL)
    free_paths (self->paths, self->n);
  g_free (self->boxes);
  free_plot (&self->plot);
  g_free (self);
}

CsProductKind
cs_product_get_kind (const CsProduct *self)
{
  return self->kind;
}

const CsRaster *
cs_product_get_raster (const CsProduct *self)
{
  return self->raster;
}

const CsPath *
cs_product_get_paths (const CsProduct *self, guint *n)
{
  *n = self->kind == CS_PRODUCT_PATHS ? self->n : 0;
  return self->paths;
}

const CsBox *
cs_product_get_boxes (const CsProduct *self, guint *n)
{
  *n = self->kind == CS_PRODUCT_BOXES ? self->n : 0;
  return self->boxes;
}

const CsPlotData *
cs_product_get_plot (const CsProduct *self)
{
  return self->kind == CS_PRODUCT_PLOT ? &self->plot : NULL;
}

static void
numbers_to_json (GString *json, const char *key, const float *values, guint n)
{
  g_string_append_printf (json, ", \"%s\": [", key);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (json, ", ");
      cs_json_number (json, values[i], 4);
    }
  g_string_append_c (json, ']');
}

static void
paths_to_json (const CsProduct *self, GString *json)
{
  g_string_append (json, "{\"paths\": [");
  for (guint i = 0; i < self->n; i++)
    {
      g_string_append (json, i > 0 ? ",\n  {\"label\": " : "\n  {\"label\": ");
      cs_json_string (json, self->paths[i].label);
      g_string_append (json, self->paths[i].closed ? ", \"closed\": true" : ", \"closed\": false");
      numbers_to_json (json, "xy", self->paths[i].xy, 2 * self->paths[i].n);
      g_string_append_c (json, '}');
    }
  g_string_append (json, "\n]}\n");
}

static void
boxes_to_json (const CsProduct *self, GString *json)
{
  g_string_append (json, "[");
  for (guint i = 0; i < self->n; i++)
    {
      const CsBox *box = &self->boxes[i];

      g_string_append_printf (json, "%s\n  {\"x\": %d, \"y\": %d, \"width\": %d, \"height\": %d",
                              i > 0 ? "," : "", box->x, box->y, box->width, box->height);
      cs_json_member (json, "suspicion", box->suspicion, 4);
      numbers_to_json (json, "parts", box->parts, CS_BOX_PARTS);
      g_string_append_c (json, '}');
    }
  g_string_append (json, "\n]");
}

static void
plot_to_json (const CsProduct *self, GString *json)
{
  static const char *const styles[] = { "line", "bars", "points", "upright" };

  g_string_append (json, "{\"title\": ");
  cs_json_string (json, self->plot.title != NULL ? self->plot.title : "");
  g_string_append (json, ", \"x\": ");
  cs_json_string (json, self->plot.x_title);
  g_string_append (json, ", \"y\": ");
  cs_json_string (json, self->plot.y_title);
  g_string_append (json, ", \"series\": [");
  for (guint i = 0; i < self->plot.n; i++)
    {
      const CsSeries *series = &self->plot.series[i];

      g_string_append (json, i > 0 ? ",\n  {\"title\": " : "\n  {\"title\": ");
      cs_json_string (json, series->title);
      g_string_append_printf (json, ", \"style\": \"%s\"", styles[series->style]);
      numbers_to_json (json, "x", series->x, series->n);
      numbers_to_json (json, "y", series->y, series->n);
      if (series->size != NULL)
        numbers_to_json (json, "size", series->size, series->n);
      g_string_append_c (json, '}');
    }
  g_string_append (json, "\n]}\n");
}

char *
cs_product_to_json (const CsProduct *self)
{
  GString *json = g_string_new (NULL);

  if (self->kind == CS_PRODUCT_PATHS)
    paths_to_json (self, json);
  else if (self->kind == CS_PRODUCT_BOXES)
    boxes_to_json (self, json);
  else if (self->kind == CS_PRODUCT_PLOT)
    plot_to_json (self, json);
  return g_string_free (json, FALSE);
}
