#include "patchwork.h"

#include "folder.h"
#include "cs-png.h"

gboolean
patchwork_is_spot (int x,
                   int y)
{
  return (x >= 60 && x < 63 && y >= 58 && y < 67) || (x >= 63 && x < 69 && y >= 58 && y < 61);
}

void
patchwork_set_up (Patchwork    *self,
                  gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = NULL;

  self->folder = g_dir_make_tmp ("patches-XXXXXX", &error);
  g_assert_no_error (error);
  folder = g_file_new_for_path (self->folder);
  self->study = cs_study_open (folder, &error);
  g_assert_no_error (error);
  self->settings = cs_settings_new (NULL);
}

void
patchwork_tear_down (Patchwork    *self,
                     gconstpointer data)
{
  g_clear_object (&self->study);
  cs_settings_unref (self->settings);
  remove_tree (self->folder);
  g_free (self->folder);
}

CsEntry *
patchwork_add_film (Patchwork *self,
                    guint      number,
                    guint      case_number)
{
  g_autofree char *name = g_strdup_printf ("film-%u.png", number), *woman = g_strdup_printf ("%u", case_number);
  g_autoptr (GFile) file = g_file_new_build_filename (self->folder, name, NULL);
  CsFacts facts = { .case_id = woman, .bits = 8, .mm_per_pixel = 0.2, .spacing = CS_SPACING_HAND };
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, PATCHWORK_SIDE, PATCHWORK_SIDE);
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (GError) error = NULL;
  CsEntry *entry;

  for (int y = 0; y < PATCHWORK_SIDE; y++)
    for (int x = 0; x < PATCHWORK_SIDE; x++)
      {
        int value = patchwork_is_spot (x, y) ? 200 : g_rand_int_range (rand, 88, 93);

        ((guint8 *) cs_raster_edit (raster, (guint) y))[x] = (guint8) value;
      }
  cs_png_write (raster, 0.2, file, &error);
  g_assert_no_error (error);
  image = cs_image_new (raster, name, &facts);
  entry = cs_study_add (self->study, file, image, &error);
  g_assert_no_error (error);
  return entry;
}

CsMark *
patchwork_draw (Patchwork *self,
                CsEntry   *entry,
                CsBox      box,
                CsVerdict  verdict)
{
  g_autoptr (GError) error = NULL;
  CsMark *mark = cs_study_draw (self->study, entry, &box, verdict, &error);

  g_assert_no_error (error);
  return mark;
}

CsMark *
patchwork_draw_painted (Patchwork *self,
                        CsEntry   *entry,
                        CsBox      box,
                        gboolean   full)
{
  CsMark *mark = patchwork_draw (self, entry, box, CS_VERDICT_POSITIVE);
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, (guint) box.width, (guint) box.height);
  g_autoptr (GError) error = NULL;

  for (int y = 0; y < box.height; y++)
    for (int x = 0; x < box.width; x++)
      ((guint8 *) cs_raster_edit (mask, (guint) y))[x] = full || patchwork_is_spot (box.x + x, box.y + y) ? 255 : 0;
  cs_study_paint (self->study, mark, mask, &error);
  g_assert_no_error (error);
  return mark;
}

CsPatches *
patchwork_gather (Patchwork *self,
                  CsPatches *known,
                  gboolean   negatives)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study);
  g_autoptr (GError) error = NULL;
  CsPatches *patches = cs_patches_gather_again (known, record, self->settings,
                                                &(CsCut) { CS_PATCH_SIDE, negatives, FALSE }, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return patches;
}
