#include "cs-film.h"

char *
cs_film_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (name != NULL && folder != NULL && g_str_equal (name, "film.png"))
    return g_file_get_basename (folder);
  return name != NULL ? g_steal_pointer (&name) : g_strdup ("");
}

CsImage *
cs_film_new (const CsRaster *raster, const char *name, guint bits, double mm_per_pixel)
{
  CsFacts facts = { .bits = bits };
  g_autofree char *case_id = cs_facts_from_name (name, cs_raster_get_width (raster), cs_raster_get_height (raster),
                                                 &facts);

  facts.case_id = case_id != NULL ? case_id : "";
  if (mm_per_pixel > 0)
    {
      facts.mm_per_pixel = mm_per_pixel;
      facts.spacing = CS_SPACING_FILE;
    }
  return cs_image_new (raster, name, &facts);
}
