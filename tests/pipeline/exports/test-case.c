/* The report of a case: whatever it holds, nothing overlaps, nothing leaves the page, every find is told; and the file
 * says it. */
#include <string.h>

#include "cs-case-pages.h"
#include "cs-png.h"
#include "cs-study-private.h"

#define SIDE 300

static const char *const long_name =
  "Doppelbefundkontrolluntersuchungsaufnahme কেস ৪: স্তনের ডান দিকের ছবি, a name that nobody would give and "
  "somebody will";

typedef struct { guint n_films, n_finds; double mm; const char *title; } Shape;

static const Shape shapes[] = {
  { 1, 0, 0.2, "1" }, { 4, 9, 0.2, "Fall 7" }, { 4, 200, 0.2, "B" }, { 8, 200, 0, "C" }, { 2, 30, 0.2, NULL },
  { 3, 1, 0, "D" }, { 7, 40, 0.05, "E" },
};

static void
add_mark (CsRecord *record,
          guint     film,
          guint     i)
{
  static const CsVerdict verdicts[] = { CS_VERDICT_POSITIVE, CS_VERDICT_UNSURE, CS_VERDICT_NONE };
  CsRecordMark mark = { .id = i,
                        .box = { (int) (i * 37 % (SIDE - 10)), (int) (i * 53 % (SIDE - 10)), 9, 7, 0.5f, { 0 } },
                        .verdict = verdicts[i % 3], .who = i % 2 ? "me" : long_name, .when = 1700000000 };

  cs_record_put_mark (record, film, &mark);
}

static CsRecord *
make (const Shape *shape,
      GFile       *file)
{
  CsRecord *record = cs_record_new (long_name, shape->n_films);

  for (guint i = 0; i < shape->n_films; i++)
    {
      CsRecordFilm film = { .id = i + 1, .file = file, .name = i == 2 ? long_name : "film.png", .digest = "d",
                            .facts = { .case_id = shape->title ? shape->title : long_name,
                                       .side = (CsSide) (2 - i % 3), .view = (CsView) (1 + i / 2 % 3), .bits = 8,
                                       .mm_per_pixel = shape->mm, .spacing = CS_SPACING_FILE },
                            .width = SIDE, .height = SIDE + 60 * (i % 2) };

      cs_record_put_film (record, i, &film);
    }
  for (guint i = 0; i < shape->n_finds; i++)
    add_mark (record, i % shape->n_films, i);
  /* Neither what was rejected nor truth nobody met is a find. */
  cs_record_put_mark (record, 0, &(CsRecordMark) { .id = 900, .verdict = CS_VERDICT_NEGATIVE, .who = "me" });
  cs_record_put_mark (record, 0, &(CsRecordMark) { .id = 901, .origin = CS_ORIGIN_TRUTH, .who = "" });
  return record;
}

static CsCase *
show (CsRecord *record)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) said = g_array_new (FALSE, FALSE, sizeof (CsCaseSaid));
  CsCase *shown;

  g_array_append_vals (said, (const CsCaseSaid[]) { { CS_SUBJECT_CASE, 0, "Category", (char *) "4A: low suspicion" },
                                                    { CS_SUBJECT_FILM, 1, "Film unusable because", (char *) long_name },
                                                    { CS_SUBJECT_MARK, 3, "Note", (char *) long_name } }, 3);
  shown = cs_case_new (record, cs_record_get_case (record, 0), &(CsCaseNotes) { "net", "default", said, 1700000000 },
                       &error);

  g_assert_no_error (error);
  return shown;
}

/* Six points a character, twelve a line. */
static double
measure (CsCaseKind  kind,
         const char *text,
         double      width,
         gpointer    data)
{
  return 12.0 * MAX (1, (guint) (6.0 * g_utf8_strlen (text, -1) / width) + 1);
}

static gboolean
is_picture (const CsCaseItem *item)
{
  return item->kind == CS_CASE_FILM || item->kind == CS_CASE_DETAIL;
}

static gboolean
is_label (const CsCaseItem *item)
{
  return item->kind == CS_CASE_NUMBER || item->kind == CS_CASE_LETTER;
}

static gboolean
meet (const CsCaseItem *a,
      const CsCaseItem *b)
{
  const double slack = 0.01;

  return a->page == b->page && a->x + slack < b->x + b->width && b->x + slack < a->x + a->width &&
         a->y + slack < b->y + b->height && b->y + slack < a->y + a->height;
}

static gboolean
lies_in (const CsCaseItem *a,
         const CsCaseItem *b)
{
  return a->page == b->page && a->x >= b->x && a->y >= b->y && a->x + a->width <= b->x + b->width &&
         a->y + a->height <= b->y + b->height;
}

/* Every item but a label stands alone; a label lies in its picture and covers no other label. */
static void
check_items (const CsCaseLayout *layout)
{
  const CsCaseItem *items = (const CsCaseItem *) (gpointer) layout->items->data;

  for (guint i = 0; i < layout->items->len; i++)
    {
      const CsCaseItem *a = &items[i];

      g_assert_cmpuint (a->page, <, layout->n_pages);
      g_assert_cmpfloat (a->x, >=, 39);
      g_assert_cmpfloat (a->y, >=, 39);
      g_assert_cmpfloat (a->x + a->width, <=, layout->width - 39);
      g_assert_cmpfloat (a->y + a->height, <=, layout->height - 39);
      if (is_label (a))
        g_assert_true (lies_in (a, &items[a->on]) && is_picture (&items[a->on]));
      for (guint k = 0; k < i; k++)
        if (is_label (a) == is_label (&items[k]))
          g_assert_false (meet (a, &items[k]));
    }
}

static guint
count (const CsCaseLayout *layout,
       CsCaseKind          kind)
{
  guint n = 0;

  for (guint i = 0; i < layout->items->len; i++)
    n += g_array_index (layout->items, CsCaseItem, i).kind == kind;
  return n;
}

static guint
count_rejected (const CsCase *shown)
{
  guint n = 0;

  for (guint i = 0; i < shown->films->len; i++)
    n += g_array_index (shown->films, CsCaseFilm, i).n_rejected;
  return n;
}

static void
test_layout (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path ("/nowhere");
      g_autoptr (CsRecord) record = make (&shapes[i], file);
      g_autoptr (CsCase) shown = show (record);
      g_autoptr (CsCaseLayout) layout = cs_case_layout_new (shown, 595, 842, measure, NULL);

      check_items (layout);
      g_assert_cmpuint (shown->finds->len, ==, shapes[i].n_finds);
      g_assert_cmpuint (count_rejected (shown), ==, 1);
      g_assert_cmpuint (count (layout, CS_CASE_FILM), ==, shapes[i].n_films);
      g_assert_cmpuint (count (layout, CS_CASE_CELL), ==, 9 * shapes[i].n_finds);
      g_assert_cmpuint (count (layout, CS_CASE_DETAIL), ==, shown->clusters->len);
      g_assert_cmpuint (count (layout, CS_CASE_FOOT), ==, layout->n_pages);
      g_assert_cmpuint (shapes[i].mm > 0 ? 0 : shown->clusters->len, ==, 0);
    }
}

/* Right beside left, CC above MLO, one size for films whose pixels differ; and what is called a cluster. */
static void
test_hanging (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere");
  g_autoptr (CsRecord) record = cs_record_new ("s", 4);
  g_autoptr (CsCase) shown = NULL;
  g_autoptr (CsCaseLayout) layout = NULL;
  const CsCaseItem *first = NULL, *second = NULL;

  for (guint i = 0; i < 4; i++)
    cs_record_put_film (record, i, &(CsRecordFilm) { .id = i, .file = file, .name = "f", .digest = "d",
                        .facts = { .case_id = "1", .side = i % 2 ? CS_SIDE_RIGHT : CS_SIDE_LEFT,
                                   .view = i < 2 ? CS_VIEW_MLO : CS_VIEW_CC, .bits = 8,
                                   .mm_per_pixel = i == 2 ? 0.1 : 0.2 }, .width = i == 2 ? 600 : 300,
                        .height = i == 2 ? 600 : 300 });
  for (guint i = 0; i < 6; i++)
    cs_record_put_mark (record, 3, &(CsRecordMark) { .id = i, .box = { 100 + 8 * (int) i, 100, 6, 6, 0.5f, { 0 } },
                                                     .verdict = CS_VERDICT_POSITIVE, .who = "me" });
  cs_record_put_mark (record, 3, &(CsRecordMark) { .id = 7, .box = { 250, 250, 6, 6, 0.9f, { 0 } }, .who = "" });
  shown = show (record);
  layout = cs_case_layout_new (shown, 595, 842, measure, NULL);
  g_assert_cmpuint (g_array_index (shown->films, CsCaseFilm, 0).place, ==, 3);
  g_assert_cmpuint (g_array_index (shown->films, CsCaseFilm, 1).place, ==, 2);
  g_assert_cmpuint (g_array_index (shown->films, CsCaseFilm, 2).row, ==, 1);
  g_assert_cmpuint (shown->clusters->len, ==, 1);
  g_assert_cmpuint (g_array_index (shown->clusters, CsCaseCluster, 0).n, ==, 6);
  g_assert_cmpint (g_array_index (shown->finds, CsCaseFind, 6).cluster, ==, -1);
  for (guint i = 0; i < layout->items->len; i++)
    if (g_array_index (layout->items, CsCaseItem, i).kind == CS_CASE_FILM)
      {
        second = first != NULL && second == NULL ? &g_array_index (layout->items, CsCaseItem, i) : second;
        first = first == NULL ? &g_array_index (layout->items, CsCaseItem, i) : first;
      }
  g_assert_cmpfloat_with_epsilon (first->width, second->width, 0.01);
  g_assert_cmpfloat_with_epsilon (first->x + first->width + 6, second->x, 0.01);
}

static char *
text_of (GFile *file)
{
  g_autofree char *program = g_find_program_in_path ("pdftotext"), *text = NULL;
  const char *arguments[] = { program, "-layout", g_file_peek_path (file), "-", NULL };

  if (program == NULL)
    return NULL;
  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, NULL, NULL));
  return g_steal_pointer (&text);
}

static void
write_film (GFile *file)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, SIDE, SIDE);
  g_autoptr (GError) error = NULL;

  for (guint y = 0; y < SIDE; y++)
    memset (cs_raster_edit (raster, y), (int) (y * 200 / SIDE), SIDE);
  cs_png_write (raster, 0.2, file, &error);
  g_assert_no_error (error);
}

/* With real fonts and pixels: the same laws; a file whose pages and words can be read; nothing in a folder that is not
 * there. */
static void
test_file (void)
{
  g_autofree char *path = g_dir_make_tmp ("case-XXXXXX", NULL), *bytes = NULL, *words = NULL;
  g_autoptr (GFile) folder = g_file_new_for_path (path), film = g_file_get_child (folder, "film.png");
  g_autoptr (GFile) to = g_file_get_child (folder, "out.pdf"), nowhere = g_file_new_for_path ("/nowhere/out.pdf");
  g_autoptr (CsRecord) record = make (&(Shape) { 2, 90, 0.2, "Fall ৪" }, film);
  g_autoptr (CsCase) shown = show (record);
  g_autoptr (CsCasePdf) pdf = cs_case_pdf_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CsCasePages) pages = NULL;

  write_film (film);
  pages = cs_case_pages_new (shown, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  check_items (cs_case_pages_get_layout (pages));
  cs_case_pdf_add (pdf, pages);
  g_assert_false (cs_case_pdf_write (pdf, nowhere, &error));
  g_assert_nonnull (strstr (error->message, "/nowhere/out.pdf"));
  g_clear_error (&error);
  g_assert_true (cs_case_pdf_write (pdf, to, &error));
  g_assert_true (g_file_load_contents (to, NULL, &bytes, NULL, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
  words = text_of (to);
  g_assert_true (words == NULL || (strstr (words, "Report: Fall") && strstr (words, "1.8 × 1.4 mm") &&
                                   strstr (words, "Not a medical device") && strstr (words, "4A: low suspicion") &&
                                   strstr (words, "Film unusable because")));
  g_file_delete (film, NULL, NULL);
  g_file_delete (to, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

static void
test_errors (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/film.png");
  g_autoptr (CsRecord) record = make (&shapes[0], file);
  g_autoptr (CsCase) shown = show (record), none = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  none = cs_case_new (record, "no such", &(CsCaseNotes) { 0 }, &error);
  g_assert_null (none);
  g_assert_nonnull (strstr (error->message, "no such"));
  g_clear_error (&error);
  g_assert_null (cs_case_pages_new (shown, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "film.png"));
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (cs_case_pages_new (shown, NULL, NULL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/case/layout", test_layout);
  g_test_add_func ("/case/hanging", test_hanging);
  g_test_add_func ("/case/file", test_file);
  g_test_add_func ("/case/errors", test_errors);
  return g_test_run ();
}
