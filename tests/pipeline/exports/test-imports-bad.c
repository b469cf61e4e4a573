/* Files of other programs and of enemies: read where they are whole, refused with one message where they are not. */
#include <string.h>

#include "cs-error.h"
#include "cs-export.h"
#include "cs-png.h"
#include "studies.h"

static GFile *
put (Study      *self,
     const char *name,
     const char *text,
     gssize      length)
{
  GFile *file = g_file_get_child (self->folder, name);
  gsize size = length < 0 ? strlen (text) : (gsize) length;

  g_assert_true (g_file_replace_contents (file, text, size, NULL, FALSE, 0, NULL, NULL, NULL));
  return file;
}

/* NULL where it was refused: then with a message of one line. */
static CsHarvest *
read_text (Study      *self,
           const char *form,
           const char *text,
           gssize      length)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study);
  const CsExport *export = cs_export_find (form);
  g_autofree char *name = g_strconcat ("foreign", export->suffix, NULL);
  g_autoptr (GFile) file = put (self, name, text, length);
  g_autoptr (GError) error = NULL;
  CsHarvest *harvest = cs_export_read (export, record, file, NULL, &error);

  g_assert_true ((harvest == NULL) == (error != NULL));
  g_assert_true (error == NULL || (*error->message != '\0' && strchr (error->message, '\n') == NULL));
  return harvest;
}

#define COCO(annotation) \
  "{\"images\": [{\"id\": 5, \"file_name\": \"sub/film-1.png\", \"width\": 200, \"height\": 100}]," \
  " \"categories\": [{\"id\": 7, \"name\": \"Calcification\"}, {\"id\": 8, \"name\": \"mass\"}]," \
  " \"annotations\": [" annotation "]}"

/* Another program's: a polygon, a packed run length, no origin, fractions. */
static void
test_foreign_coco (void)
{
  const char *text = COCO (
    "{\"id\": 1, \"image_id\": 5, \"category_id\": 7, \"bbox\": [10.5, 20, 4, 3.5], \"iscrowd\": 0,"
    " \"segmentation\": [[10, 20, 14, 20, 14, 22, 10, 22]]},"
    /* 310 pixels before, 2 in, the rest: [310, 2, 19688] packed. */
    "{\"id\": 2, \"image_id\": 5, \"category_id\": 7, \"bbox\": [3, 10, 1, 2], \"iscrowd\": 1,"
    " \"segmentation\": {\"size\": [100, 200], \"counts\": \"f92XWc0\"}},"
    "{\"id\": 3, \"image_id\": 5, \"category_id\": 8, \"bbox\": [3, 10, 1, 2]}");
  Study self = { 0 };
  g_autoptr (CsHarvest) harvest = NULL;
  g_autofree char *notes = NULL;

  study_make (&self);
  harvest = read_text (&self, "coco", text, -1);
  g_assert_nonnull (harvest);
  notes = cs_harvest_tell (harvest);
  g_assert_nonnull (strstr (notes, "mass"));
  g_assert_cmpuint (cs_harvest_get_n (harvest), ==, 2);
  g_assert_cmpint (cs_harvest_get (harvest, 0)->box.width, ==, 5);
  g_assert_cmpint (cs_harvest_get (harvest, 0)->origin, ==, CS_ORIGIN_READER);
  g_assert_cmpfloat (cs_raster_get (cs_harvest_get (harvest, 0)->mask, 3, 1), ==, 255);
  g_assert_cmpfloat (cs_raster_get (cs_harvest_get (harvest, 0)->mask, 4, 1), ==, 0);
  g_assert_cmpfloat (cs_raster_get (cs_harvest_get (harvest, 0)->mask, 3, 2), ==, 0);
  g_assert_cmpfloat (cs_raster_get (cs_harvest_get (harvest, 1)->mask, 0, 1), ==, 255);
  study_clear (&self);
}

/* What contradicts itself is noted, and nothing of it is taken. */
static void
test_contradictions (void)
{
#define MARK(rest) "{\"id\": 1, \"image_id\": 5, \"category_id\": 7, " rest "}"
  const char *const annotations[] = {
    COCO (MARK ("\"bbox\": [1, 1, 5]")), COCO (MARK ("\"bbox\": [1, 1, -5, 5]")),
    COCO (MARK ("\"bbox\": [1e300, 1, 5, 5]")), COCO (MARK ("\"bbox\": [900, 1, 5, 5]")),
    COCO (MARK ("\"bbox\": [1, 1, 5, 5], \"segmentation\": [[1, 2, 3]]")),
    COCO (MARK ("\"bbox\": [1, 1, 5, 5], \"segmentation\": {\"size\": [9, 9], \"counts\": [81]}")),
    COCO (MARK ("\"bbox\": [1, 1, 5, 5], \"segmentation\": {\"size\": [100, 200], \"counts\": [81, 1]}")),
    COCO (MARK ("\"bbox\": [1, 1, 5, 5], \"segmentation\": {\"size\": [100, 200], \"counts\": [-1, 20001]}")),
    COCO (MARK ("\"bbox\": [1, 1, 5, 5], \"segmentation\": {\"size\": [100, 200], \"counts\": \"ooooooooooooo\"}")),
    COCO ("{\"id\": 1, \"image_id\": 6, \"category_id\": 7, \"bbox\": [1, 1, 5, 5]}"),
    COCO ("{\"id\": 1, \"image_id\": 5, \"category_id\": 9, \"bbox\": [1, 1, 5, 5]}"), COCO ("17") };
  Study self = { 0 };

  study_make (&self);
  for (guint i = 0; i < G_N_ELEMENTS (annotations); i++)
    {
      g_autoptr (CsHarvest) harvest = read_text (&self, "coco", annotations[i], -1);
      g_autofree char *notes = NULL;

      g_test_message ("%s", annotations[i]);
      g_assert_nonnull (harvest);
      notes = cs_harvest_tell (harvest);
      g_assert_cmpuint (cs_harvest_get_n (harvest), ==, 0);
      /* The category "mass" is one line of its own. */
      g_assert_nonnull (strchr (strchr (notes, '\n') + 1, '\n'));
    }
  study_clear (&self);
}

/* What was made for a film of another size is left out, and told once with both; what says no size is believed. */
#define HEAD "film,film_width,film_height,x,y,width,height\n"
#define IMAGES(size) "{\"images\": [{\"id\": 5, \"file_name\": \"film-1.png\"" size "}]," \
  " \"categories\": [{\"id\": 7, \"name\": \"calcification\"}]," \
  " \"annotations\": [" MARK ("\"bbox\": [1, 1, 5, 5]") "]}"

static void
test_other_size (void)
{
  static const struct { const char *form, *text; guint n; } files[] = {
    { "csv", HEAD "film-1.png,400,200,1,2,3,4\nfilm-1.png,400,200,9,2,3,4\n", 0 },
    { "csv", HEAD "film-1.png,200,100,1,2,3,4\nfilm-1.png,,,9,2,3,4\n", 2 },
    { "coco", IMAGES (", \"width\": 400, \"height\": 200"), 0 },
    { "coco", IMAGES (""), 1 },
  };
  Study self = { 0 };

  study_make (&self);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (CsHarvest) harvest = read_text (&self, files[i].form, files[i].text, -1);
      g_autofree char *notes = harvest != NULL ? cs_harvest_tell (harvest) : NULL;

      g_assert_nonnull (harvest);
      g_test_message ("%s: %s", files[i].form, notes);
      g_assert_cmpuint (cs_harvest_get_n (harvest), ==, files[i].n);
      g_assert_cmpint (*notes == '\0', ==, files[i].n > 0);
      if (*notes == '\0')
        continue;
      g_assert_nonnull (strstr (notes, "400 × 200"));
      g_assert_nonnull (strstr (notes, "200 × 100"));
      g_assert_true (strchr (notes, '\n') == strrchr (notes, '\n'));
    }
  study_clear (&self);
}

/* Shares of a film's sides are those of the film that the table beside them tells of. */
static void
test_other_size_yolo (void)
{
  Study self = { 0 };
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (CsHarvest) harvest = NULL;
  g_autoptr (GFile) table = NULL, label = NULL;
  g_autofree char *notes = NULL;

  study_make (&self);
  record = cs_study_freeze (self.study);
  table = put (&self, "marks.csv", HEAD "film-1.png,400,200,1,2,3,4\n", -1);
  label = put (&self, "film-1.txt", "0 0.5 0.5 0.1 0.1\n", -1);
  harvest = cs_export_read (cs_export_find ("yolo"), record, self.folder, NULL, NULL);
  g_assert_nonnull (harvest);
  notes = cs_harvest_tell (harvest);
  g_assert_cmpuint (cs_harvest_get_n (harvest), ==, 0);
  g_assert_nonnull (strstr (notes, "400 × 200"));
  study_clear (&self);
}

/* Cut at every length: read, or refused with one message; never anything else. */
static void
test_cuts (void)
{
  const char *const forms[] = { "csv", "coco" };
  const char *const texts[] = {
    "film,x,y,width,height,origin,verdict\nfilm-1.png,1,2,3,4,reader,positive\n",
    COCO ("{\"id\": 1, \"image_id\": 5, \"category_id\": 7, \"bbox\": [1, 1, 5, 5], \"segmentation\": []}") };
  Study self = { 0 };

  study_make (&self);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    for (gsize n = 0; n < strlen (texts[i]); n++)
      {
        g_autoptr (CsHarvest) harvest = read_text (&self, forms[i], texts[i], (gssize) n);

        g_assert_true (harvest == NULL || i == 0);
      }
  study_clear (&self);
}

static void
test_deep (void)
{
  g_autofree char *text = g_strnfill (1000000, '[');
  Study self = { 0 };

  study_make (&self);
  g_assert_null (read_text (&self, "coco", text, -1));
  study_clear (&self);
}

static CsHarvest *
read_folder (Study      *self,
             const char *form,
             GError    **error)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study);

  return cs_export_read (cs_export_find (form), record, self->folder, NULL, error);
}

/* Detections of another program, a class that is none of ours, and lines that are no labels. */
static void
test_labels (void)
{
  const char *const wrong[] = { "0 0.5 0.5 0.1", "0 0.5 0.5 0.1 7", "0 0.5 nan 0.1 0.1", "x", "0 1 2 3 4 5 6 7" };
  Study self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CsHarvest) harvest = NULL;
  g_autoptr (GFile) file = NULL;

  study_make (&self);
  g_object_unref (put (&self, "film-1.txt", "0 0.5 0.5 0.1 0.2 0.75\r\n\r\n3 0.5 0.5 0.1 0.1\r\n", -1));
  harvest = read_folder (&self, "yolo", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cs_harvest_get_n (harvest), ==, 1);
  g_assert_cmpint (cs_harvest_get (harvest, 0)->origin, ==, CS_ORIGIN_MACHINE);
  g_assert_cmpint (cs_harvest_get (harvest, 0)->verdict, ==, CS_VERDICT_NONE);
  g_assert_cmpint (cs_harvest_get (harvest, 0)->box.x, ==, 90);
  g_assert_cmpint (cs_harvest_get (harvest, 0)->box.y, ==, 40);
  g_assert_cmpfloat (cs_harvest_get (harvest, 0)->box.suspicion, ==, 0.75f);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_object_unref (put (&self, "film-1.txt", wrong[i], -1));
      g_assert_null (read_folder (&self, "yolo", &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
    }
  study_clear (&self);
}

/* A picture without a table beside it: each region a mark. One that is no picture is refused. */
static void
test_pictures (void)
{
  g_autoptr (CsRaster) painted = cs_raster_new (CS_PIXEL_U8, 200, 100);
  Study self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CsHarvest) harvest = NULL;
  g_autoptr (GFile) file = NULL;

  study_make (&self);
  file = g_file_get_child (self.folder, "film-1.png");
  memset ((guint8 *) cs_raster_edit (painted, 10) + 20, 1, 5);
  memset ((guint8 *) cs_raster_edit (painted, 99) + 195, 255, 5);
  cs_png_write (painted, 0, file, &error);
  g_assert_no_error (error);
  harvest = read_folder (&self, "masks", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cs_harvest_get_n (harvest), ==, 2);
  g_assert_cmpint (cs_harvest_get (harvest, 1)->box.x, ==, 195);
  g_assert_cmpfloat (cs_raster_get (cs_harvest_get (harvest, 0)->mask, 4, 0), ==, 255);
  g_object_unref (put (&self, "film-1.png", "\x89PNG\r\n\x1a\n and no more", -1));
  g_assert_null (read_folder (&self, "masks", &error));
  g_assert_nonnull (error);
  study_clear (&self);
}

/* Decoded by the helper, as films are: where that fails over a picture, the import tells it. */
static void
test_pictures_apart (void)
{
  g_autoptr (CsRaster) painted = cs_raster_new (CS_PIXEL_U8, 200, 100);
  g_autofree char *was = g_strdup (g_getenv ("CALCSPOT_DECODER"));
  Study self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;

  study_make (&self);
  file = g_file_get_child (self.folder, "film-1.png");
  g_assert_true (cs_png_write (painted, 0, file, NULL));
  g_setenv ("CALCSPOT_DECODER", "/bin/false", TRUE);
  g_assert_null (read_folder (&self, "masks", &error));
  g_setenv ("CALCSPOT_DECODER", was, TRUE);
  g_assert_error (error, CS_ERROR, CS_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "film-1.png"));
  study_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imports-bad/foreign-coco", test_foreign_coco);
  g_test_add_func ("/imports-bad/contradictions", test_contradictions);
  g_test_add_func ("/imports-bad/other-size", test_other_size);
  g_test_add_func ("/imports-bad/other-size/yolo", test_other_size_yolo);
  g_test_add_func ("/imports-bad/cuts", test_cuts);
  g_test_add_func ("/imports-bad/deep", test_deep);
  g_test_add_func ("/imports-bad/labels", test_labels);
  g_test_add_func ("/imports-bad/pictures", test_pictures);
  g_test_add_func ("/imports-bad/pictures-apart", test_pictures_apart);
  return g_test_run ();
}
