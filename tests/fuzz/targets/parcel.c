/* What the decoding helper hands over: it may have been taken over by the file it read. */
#define _GNU_SOURCE   /* memory that is a file */
#include <sys/mman.h>
#include <unistd.h>

#include "cs-error.h"
#include "cs-parcel.h"
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) parcel = g_bytes_new (bytes, length);     /* aligned, as mapped memory is */
  g_autoptr (CsImage) film = cs_parcel_read_film (parcel, "film", NULL);
  g_autoptr (CsHeader) header = cs_parcel_read_header (parcel, "film", NULL);
  guint n;

  cs_parcel_read_count (parcel, "film", &n, NULL);
  if (film != NULL)
    g_assert_nonnull (cs_image_get_digest (film));
}

static void
add (GPtrArray *seeds, int fd)
{
  g_autofree char *bytes = g_malloc (65536);
  gssize n = pread (fd, bytes, 65536, 0);

  g_assert_cmpint (n, >, 0);
  g_ptr_array_add (seeds, g_bytes_new (bytes, (gsize) n));
  g_assert_true (ftruncate (fd, 0) == 0 && lseek (fd, 0, SEEK_SET) == 0);
}

static void
seed (GPtrArray *seeds)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, 5, 3);
  CsFacts facts = { .case_id = "7", .bits = 12, .mm_per_pixel = 0.05, .spacing = CS_SPACING_FILE };
  g_autoptr (CsImage) image = cs_image_new (raster, "film", &facts);
  g_autoptr (CsHeader) header = cs_header_new ();
  g_autoptr (GError) error = g_error_new (CS_ERROR, CS_ERROR_DAMAGED, "damaged");
  int fd = memfd_create ("seed", MFD_CLOEXEC);

  cs_header_add (header, &(CsHeaderLine) { 0, "(0010,0010)", "PatientName", "Doe^Jane", TRUE });
  g_assert_true (cs_parcel_write_film (fd, image));
  add (seeds, fd);
  g_assert_true (cs_parcel_write_header (fd, header));
  add (seeds, fd);
  g_assert_true (cs_parcel_write_count (fd, 3));
  add (seeds, fd);
  g_assert_true (cs_parcel_write_error (fd, error));
  add (seeds, fd);
  close (fd);
}

const FuzzTarget fuzz_target_parcel = { .id = "parcel", .run = run, .seed = seed };
