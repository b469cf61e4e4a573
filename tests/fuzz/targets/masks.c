/* Masks as PNG, which are imported as marks; and as they lie in a study, where our own code unpacks them. */
#include "cs-png.h"
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) folder = fuzz_get_place ("masks");
  GFile *file = fuzz_lay_below (folder, "film.png", bytes, length);
  g_autoptr (GBytes) packed = g_bytes_new_static (bytes, length);
  g_autoptr (CsRaster) unpacked = cs_png_unpack (packed), read = NULL;
  double mm;
  guint bits;

  fuzz_marks ("masks", folder);
  fuzz_drop_below (folder, file);
  if (unpacked == NULL)
    return;
  read = cs_png_read (packed, "mask", &mm, &bits, NULL);
  g_assert_true (read == NULL || cs_raster_equal (read, unpacked));
}

static void
seed (GPtrArray *seeds)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 200, 100);

  for (guint i = 0; i < 40; i++)
    ((guint8 *) cs_raster_edit (mask, 20 + i / 2))[30 + i] = 255;
  g_ptr_array_add (seeds, cs_png_pack (mask, NULL));
}

static gsize
mutate (guint8 *bytes, gsize length, gsize most, GRand *rand, FuzzPlain plain)
{
  return fuzz_find ("png")->mutate (bytes, length, most, rand, plain);
}

const FuzzTarget fuzz_target_masks = { .id = "masks", .run = run, .seed = seed, .mutate = mutate };
