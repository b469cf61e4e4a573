/* The files of an analysis, apart from the analysis itself so that what only computes needs no PNG. */
#include <math.h>
#include <string.h>

#include "cs-file.h"
#include "cs-json.h"
#include "cs-pipeline.h"
#include "cs-png.h"

char *
cs_analysis_boxes_to_json (CsAnalysis *self)
{
  CsImage *image = cs_analysis_get_image (self);
  CsProduct *boxes = cs_analysis_get (self, "boxes");
  const char *name = cs_settings_get_name (cs_analysis_get_settings (self));
  GString *json = g_string_new ("{\"film\": ");
  double spacing = cs_image_get_facts (image)->mm_per_pixel;
  guint n = 0;
  const CsBox *box = boxes != NULL ? cs_product_get_boxes (boxes, &n) : NULL;

  cs_json_string (json, cs_image_get_name (image));
  g_string_append_printf (json, ", \"width\": %u, \"height\": %u, \"mm_per_pixel\": ",
                          cs_image_get_width (image), cs_image_get_height (image));
  cs_json_number (json, spacing > 0 ? spacing : NAN, 6);
  g_string_append (json, ", \"preset\": ");
  cs_json_string (json, name != NULL ? name : cs_settings_get_preset (cs_analysis_get_settings (self)));
  g_string_append (json, ", \"boxes\": [");
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (json, "%s\n  {\"x\": %d, \"y\": %d, \"width\": %d, \"height\": %d",
                              i > 0 ? "," : "", box[i].x, box[i].y, box[i].width, box[i].height);
      cs_json_member (json, "suspicion", box[i].suspicion, 4);
      g_string_append_c (json, '}');
    }
  g_string_append (json, "\n]}\n");
  return g_string_free (json, FALSE);
}

static gboolean
write_text (GFile *folder, const char *name, const char *text, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);

  return cs_file_write (file, text, strlen (text), error);
}

/* Float products are probabilities: 0..1 becomes 0..65535. */
static CsRaster *
to_whole_numbers (const CsRaster *raster)
{
  CsRaster *out = cs_raster_new (CS_PIXEL_U16, cs_raster_get_width (raster), cs_raster_get_height (raster));

  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    {
      const float *in = cs_raster_row (raster, y);
      guint16 *row = cs_raster_edit (out, y);

      for (guint x = 0; x < cs_raster_get_width (raster); x++)
        row[x] = (guint16) (CLAMP (in[x], 0, 1) * 65535 + 0.5f);
    }
  return out;
}

static gboolean
write_picture (CsAnalysis *self, const CsRaster *raster, GFile *folder, const char *name, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  g_autoptr (CsRaster) whole = NULL;

  if (cs_raster_get_pixel (raster) == CS_PIXEL_F32)
    raster = whole = to_whole_numbers (raster);
  return cs_png_write (raster, cs_image_get_facts (cs_analysis_get_image (self))->mm_per_pixel, file, error);
}

static gboolean
write_product (CsAnalysis *self, const char *output, guint number, GFile *folder, GError **error)
{
  CsProduct *product = cs_analysis_get (self, output);
  const CsRaster *raster = cs_product_get_raster (product);
  g_autofree char *name = g_strdup_printf ("%02u-%s.%s", number, output, raster != NULL ? "png" : "json");
  g_autofree char *json = NULL;

  if (raster != NULL)
    return write_picture (self, raster, folder, name, error);
  json = cs_product_to_json (product);
  return write_text (folder, name, json, error);
}

static gboolean
write_mask (CsAnalysis *self, const char *output, GFile *folder, GError **error)
{
  CsProduct *product = cs_analysis_get (self, output);
  g_autofree char *name = g_strdup_printf ("mask_%s.png", output);

  return product == NULL || write_picture (self, cs_product_get_raster (product), folder, name, error);
}

gboolean
cs_analysis_write (CsAnalysis *self, GFile *folder, GError **error)
{
  g_autofree char *boxes = cs_analysis_boxes_to_json (self);
  guint number = 0;

  for (guint i = 0; cs_stages[i] != NULL; i++)
    for (const CsOutput *output = cs_stages[i]->makes; output->name != NULL; output++)
      {
        number++;
        if (cs_analysis_get (self, output->name) != NULL
            && !write_product (self, output->name, number, folder, error))
          return FALSE;
      }
  return write_mask (self, "breast", folder, error) && write_mask (self, "pectoral", folder, error)
         && write_text (folder, "boxes.json", boxes, error);
}
