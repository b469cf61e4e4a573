/* Every file of $CALCSPOT_TEST_DATA opens as other libraries say it must (tests/data/films.csv, by tests/bench/digests,
 * which explains it), or is refused with the right word. Of a file without a line it is told what becomes of it. */
#include <math.h>
#include <string.h>

#include "cs-csv.h"
#include "cs-dicom.h"
#include "cs-error.h"
#include "cs-formats.h"
#include "cs-sha.h"

#define AT_ONCE 2
/* Two decoders of a lossy picture may round apart, but not the mean of a quarter of it. */
#define MOST_APART 0.1

/* A line of the table, or what the program makes of the file. */
typedef struct { const char *opens; guint width, height, bits; char *pixels; } Opened;

typedef struct
{
  GFile   *file;
  char    *path;             /* below the folder */
  Opened   want, got;        /* want.opens NULL: no line tells of it */
  gboolean unnamed;          /* it was refused, and the message does not say which file */
} Film;

static void
film_free (gpointer data)
{
  Film *film = data;

  g_object_unref (film->file);
  g_free (film->path);
  g_free (film->want.pixels);
  g_free (film->got.pixels);
  g_free (film);
}

static const char *
word_of (const GError *error)
{
  static const char *const words[] = { "format", "damaged", "unsupported", "too large" };

  return error->domain == CS_ERROR && (guint) error->code < G_N_ELEMENTS (words) ? words[error->code] : "failed";
}

/* Two bytes a pixel, the lower first, whatever the raster's own pixel is. */
static char *
digest (const CsRaster *raster)
{
  guint width = cs_raster_get_width (raster);
  g_autofree guint16 *words = g_new (guint16, width);
  gboolean small = cs_raster_get_pixel (raster) == CS_PIXEL_U8;
  CsSha *sha = cs_sha_new (FALSE);

  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    {
      gconstpointer row = cs_raster_row (raster, y);

      for (guint x = 0; x < width; x++)
        words[x] = GUINT16_TO_LE (small ? ((const guint8 *) row)[x] : ((const guint16 *) row)[x]);
      cs_sha_add (sha, words, width * sizeof *words);
    }
  return cs_sha_finish (sha);
}

static double
mean (const CsRaster *raster, guint left, guint top, guint right, guint bottom)
{
  g_autofree float *values = g_new (float, cs_raster_get_width (raster));
  double sum = 0;

  for (guint y = top; y < bottom; y++)
    {
      cs_raster_load (raster, y, values);
      for (guint x = left; x < right; x++)
        sum += values[x];
    }
  return sum / ((double) (right - left) * (bottom - top));
}

static char *
quarters (const CsRaster *raster)
{
  guint width = cs_raster_get_width (raster), height = cs_raster_get_height (raster), x = width / 2, y = height / 2;

  return g_strdup_printf ("%.2f %.2f %.2f %.2f", mean (raster, 0, 0, x, y), mean (raster, x, 0, width, y),
                          mean (raster, 0, y, x, height), mean (raster, x, y, width, height));
}

/* In a thread of the pool. */
static void
open_cb (gpointer data, gpointer unused)
{
  Film *film = data;
  gboolean lossy = g_str_equal (film->want.opens, "lossy");
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = cs_formats_read (film->file, NULL, &error);
  g_autofree char *name = g_file_get_basename (film->file);

  if (image == NULL)
    {
      film->got.opens = word_of (error);
      film->unnamed = strstr (error->message, name) == NULL;
      return;
    }
  film->got = (Opened) { lossy ? "lossy" : "lossless", cs_image_get_width (image), cs_image_get_height (image),
                         cs_image_get_facts (image)->bits, NULL };
  film->got.pixels = (lossy ? quarters : digest) (cs_image_get_raster (image));
}

/* The means of four quarters; a digest is never close to another. */
static gboolean
are_close (const char *one, const char *other)
{
  g_auto (GStrv) a = g_strsplit (one, " ", -1), b = g_strsplit (other, " ", -1);

  if (g_strv_length (a) != 4 || g_strv_length (b) != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    if (!(fabs (g_ascii_strtod (a[i], NULL) - g_ascii_strtod (b[i], NULL)) <= MOST_APART))
      return FALSE;
  return TRUE;
}

static gboolean
is_right (const Film *film)
{
  const Opened *want = &film->want, *got = &film->got;

  if (want->opens == NULL)
    return !film->unnamed;
  if (!g_str_equal (want->opens, got->opens) || film->unnamed)
    return FALSE;
  if (got->pixels == NULL)
    return TRUE;
  return want->width == got->width && want->height == got->height && want->bits == got->bits &&
         (g_str_equal (want->pixels, got->pixels) || are_close (want->pixels, got->pixels));
}

static char *
describe (const Opened *opened)
{
  if (opened->pixels == NULL || *opened->pixels == '\0')
    return g_strdup_printf ("refused, %s", opened->opens);
  return g_strdup_printf ("%s, %u x %u, %u bits, %s", opened->opens, opened->width, opened->height, opened->bits,
                          opened->pixels);
}

static gboolean
tell (const Film *film)
{
  gboolean known = film->want.opens != NULL, right = is_right (film);
  g_autofree char *got = describe (&film->got);
  g_autofree char *want = known ? describe (&film->want) : NULL;

  g_test_message ("%s %s: %s", !right ? "WRONG" : known ? "right" : "no line", film->path, got);
  if (!right && known)
    g_test_message ("      must be: %s%s", want, film->unnamed ? ", with the file's name" : "");
  return right;
}

static int
by_path (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const Film *const *) a)->path, (*(const Film *const *) b)->path);
}

static void
list (GFile *folder, GFile *root, GPtrArray *films)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
    folder, "standard::name,standard::type,standard::is-hidden", G_FILE_QUERY_INFO_NONE, NULL, &error);
  GFileInfo *info;
  GFile *child;

  g_assert_no_error (error);
  while (g_file_enumerator_iterate (children, &info, &child, NULL, &error) && info != NULL)
    if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
      list (child, root, films);
    else if (!g_file_info_get_is_hidden (info))
      {
        Film *film = g_new0 (Film, 1);

        film->file = g_object_ref (child);
        film->path = g_file_get_relative_path (root, child);
        g_ptr_array_add (films, film);
      }
  g_assert_no_error (error);
}

static guint
number (const CsCsv *table, guint row, int column)
{
  return (guint) g_ascii_strtoull (cs_csv_get (table, row, column), NULL, 10);
}

/* The columns are in the order of Opened, behind the path. Borrows the words of the table. */
static Opened
read_line (const CsCsv *table, guint row)
{
  return (Opened) { cs_csv_get (table, row, 1), number (table, row, 2), number (table, row, 3), number (table, row, 4),
                    g_strdup (cs_csv_get (table, row, 5)) };
}

/* Gives each film its line, and tells of lines without a file. */
static void
match (const CsCsv *table, GPtrArray *films)
{
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < films->len; i++)
    g_hash_table_insert (by_name, ((Film *) films->pdata[i])->path, films->pdata[i]);
  for (guint row = 0; row < cs_csv_get_n (table); row++)
    {
      Film *film = g_hash_table_lookup (by_name, cs_csv_get (table, row, 0));

      if (film == NULL)
        g_test_message ("absent %s", cs_csv_get (table, row, 0));
      else
        film->want = read_line (table, row);
    }
}

static CsCsv *
read_table (void)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_test_get_filename (G_TEST_DIST, "data", "films.csv", NULL));
  g_autoptr (GError) error = NULL;
  CsCsv *table = cs_csv_read (file, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (cs_csv_column (table, "pixels", NULL), ==, 5);
  return table;
}

static void
open_all (GPtrArray *films)
{
  GThreadPool *pool = g_thread_pool_new (open_cb, NULL, AT_ONCE, FALSE, NULL);

  for (guint i = 0; i < films->len; i++)
    g_thread_pool_push (pool, films->pdata[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

static void
test_all (void)
{
  const char *data = g_getenv ("CALCSPOT_TEST_DATA");
  g_autoptr (GFile) root = data != NULL ? g_file_new_for_path (data) : NULL;
  g_autoptr (GPtrArray) films = g_ptr_array_new_with_free_func (film_free);
  g_autoptr (CsCsv) table = read_table ();
  guint wrong = 0;

  if (root == NULL || !g_file_test (data, G_FILE_TEST_IS_DIR) || !cs_dicom_is_built ())
    {
      g_test_skip ("no real films here (CALCSPOT_TEST_DATA), or no DCMTK");
      return;
    }
  list (root, root, films);
  g_ptr_array_sort (films, by_path);
  match (table, films);
  open_all (films);
  for (guint i = 0; i < films->len; i++)
    wrong += !tell (films->pdata[i]);
  g_assert_cmpuint (films->len, >, 0);
  g_assert_cmpuint (wrong, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/digests/all", test_all);
  return g_test_run ();
}
