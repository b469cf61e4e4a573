#include "cs-film.h"

#include <string.h>

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

GFile *
cs_film_of_frame (GFile *file, guint frame)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file), *film = g_strdup_printf ("%s#%03u", name, frame + 1);

  return g_file_get_child (folder, film);
}

GFile *
cs_film_get_file (GFile *film, guint *frame)
{
  g_autofree char *name = g_file_get_basename (film);
  char *mark = name != NULL ? strrchr (name, '#') : NULL, *end = NULL;
  guint64 number = mark != NULL && g_ascii_isdigit (mark[1]) ? g_ascii_strtoull (mark + 1, &end, 10) : 0;
  g_autoptr (GFile) folder = NULL;

  if (frame != NULL)
    *frame = 0;
  if (number == 0 || number > G_MAXUINT16 || *end != '\0' || mark == name || g_file_query_exists (film, NULL))
    return g_object_ref (film);
  if (frame != NULL)
    *frame = (guint) number - 1;
  *mark = '\0';
  folder = g_file_get_parent (film);
  return g_file_get_child (folder, name);
}

gboolean
cs_film_exists (GFile *film)
{
  g_autoptr (GFile) file = cs_film_get_file (film, NULL);

  return g_file_query_exists (file, NULL);
}
