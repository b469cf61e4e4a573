#include "sets.h"

#include <glib/gstdio.h>

#include "cs-png.h"

void
set_lay_text (DicomPlace *place, const char *path, const char *text)
{
  g_autofree char *file = g_build_filename (place->folder, path, NULL), *folder = g_path_get_dirname (file);

  g_mkdir_with_parents (folder, 0700);
  g_remove (file);   /* written over, a longer text would keep its end */
  g_assert_true (g_file_set_contents_full (file, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

GFile *
set_lay_png (DicomPlace *place, const char *path, guint width, guint height, const int *box)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, width, height);
  g_autofree char *file = g_build_filename (place->folder, path, NULL), *folder = g_path_get_dirname (file);
  GFile *png = g_file_new_for_path (file);

  for (int y = 0; y < (int) height; y++)
    for (int x = 0; x < (int) width; x++)
      {
        gboolean in = box != NULL && x >= box[0] && x < box[0] + box[2] && y >= box[1] && y < box[1] + box[3];

        ((guint8 *) cs_raster_edit (raster, (guint) y))[x] = (guint8) (box == NULL ? 90 + x + y : in ? 250 - x % 5
                                                                                                     : y % 7);
      }
  g_mkdir_with_parents (folder, 0700);
  g_assert_true (cs_png_write (raster, 0, png, NULL));
  return png;
}
