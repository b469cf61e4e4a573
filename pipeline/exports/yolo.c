/* YOLO: a text file a film, a line a judged mark: "CLASS X Y WIDTH HEIGHT", centre and size as shares of the film's
 * sides; class 0 is "calcification" (accepted), 1 "other" (rejected), as classes.txt says. Films without a judged mark
 * have no file: an empty one would say that there is nothing on them. Films lie beside labels/ in a folder images/,
 * named alike. marks.csv keeps what lines cannot say; labels of a film that has another size there are left out.
 *
 * A line of six numbers is a detection with its confidence, and comes as a mark of the machine that nobody judged. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-csv-marks.h"
#include "cs-error.h"
#include "cs-export.h"
#include "cs-file.h"
#include "cs-folder.h"

/* Boxes of a label and of the table are one where no side is further off: labels are rounded. */
#define SAME_PX 1

#define CLASSES "calcification\nother\n"

static gboolean
is_judged (const CsRecordMark *mark)
{
  return mark->verdict == CS_VERDICT_POSITIVE || mark->verdict == CS_VERDICT_NEGATIVE;
}

static void
append_share (GString *text,
              double   share)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, " %s", g_ascii_formatd (number, sizeof number, "%.8f", share));
}

static void
append_mark (GString            *text,
             const CsRecordFilm *film,
             const CsRecordMark *mark)
{
  const CsBox *box = &mark->box;

  g_string_append_c (text, mark->verdict == CS_VERDICT_POSITIVE ? '0' : '1');
  append_share (text, (box->x + box->width / 2.0) / film->width);
  append_share (text, (box->y + box->height / 2.0) / film->height);
  append_share (text, (double) box->width / film->width);
  append_share (text, (double) box->height / film->height);
  g_string_append_c (text, '\n');
}

/* A label is called as its film without suffix; where two films would share it, with the film's number behind. */
static char *
label_name (GHashTable         *taken,
            const CsRecordFilm *film)
{
  const char *dot = strrchr (film->name, '.');
  g_autofree char *bare = dot != NULL && dot > film->name ? g_strndup (film->name, (gsize) (dot - film->name))
                                                          : g_strdup (film->name);
  char *name = g_hash_table_contains (taken, bare) ? g_strdup_printf ("%s-%" G_GINT64_FORMAT ".txt", bare, film->id)
                                                   : g_strconcat (bare, ".txt", NULL);

  g_hash_table_add (taken, g_steal_pointer (&bare));
  return name;
}

static gboolean
write_label (const CsRecordFilm *film,
             GFile              *folder,
             GHashTable         *taken,
             GError            **error)
{
  g_autofree char *name = label_name (taken, film);
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < film->n_marks; i++)
    if (is_judged (&film->marks[i]))
      append_mark (text, film, &film->marks[i]);
  return text->len == 0 || cs_file_write (file, text->str, text->len, error);
}

typedef struct { CsRecord *record; CsExportRun *run; } Order;

static gboolean
fill (GFile        *folder,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  const Order *order = data;
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GFile) labels = g_file_get_child (folder, "labels"), classes = g_file_get_child (folder, "classes.txt");

  if (!cs_folder_make (labels, cancellable, error) || !cs_file_write (classes, CLASSES, strlen (CLASSES), error))
    return FALSE;
  for (guint i = 0; i < cs_record_get_n_films (order->record); i++)
    if (!cs_export_step (order->run, 1, error) ||
        !write_label (cs_record_get_film (order->record, i), labels, taken, error))
      return FALSE;
  return cs_csv_marks_write_beside (order->record, folder, error);
}

static gboolean
write_yolo (CsRecord    *record,
            GFile       *to,
            CsExportRun *run,
            GError     **error)
{
  Order order = { record, run };

  return cs_folder_write (to, fill, &order, run != NULL ? run->cancellable : NULL, error);
}

/* What a reading knows. */
typedef struct
{
  CsHarvest *harvest;
  char     **classes;      /* names by number; NULL: as we write them */
  GArray    *rows;         /* CsCsvMark of marks.csv */
} Reading;

static void
reading_clear (Reading *self)
{
  g_clear_pointer (&self->classes, g_strfreev);
  g_clear_pointer (&self->rows, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/* FALSE: a class that has no verdict here. */
static gboolean
judge (const Reading *self,
       double         class,
       CsVerdict     *verdict)
{
  const char *const ours[] = { "calcification", "other", NULL };
  const char *const *names = self->classes != NULL ? (const char *const *) self->classes : ours;
  guint n = g_strv_length ((char **) names);
  const char *name = class >= 0 && class < n ? names[(guint) class] : "";

  *verdict = g_ascii_strcasecmp (name, "calcification") == 0 ? CS_VERDICT_POSITIVE
           : g_ascii_strcasecmp (name, "other") == 0 ? CS_VERDICT_NEGATIVE : CS_VERDICT_NONE;
  return *verdict != CS_VERDICT_NONE;
}

static gboolean
is_near (const CsBox *a,
         const CsBox *b)
{
  return ABS (a->x - b->x) <= SAME_PX && ABS (a->y - b->y) <= SAME_PX && ABS (a->width - b->width) <= SAME_PX &&
         ABS (a->height - b->height) <= SAME_PX;
}

/* Where the table knows this box, it says where the mark came from, and its box to the pixel. */
static void
recall (Reading            *self,
        const CsRecordFilm *film,
        CsHarvestMark      *mark)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      CsCsvMark *row = &g_array_index (self->rows, CsCsvMark, i);

      if (row->film != film || row->used || !is_near (&row->mark.box, &mark->box))
        continue;
      row->used = TRUE;
      mark->origin = row->mark.origin;
      mark->box = row->mark.box;
      mark->words = row->mark.words;
      return;
    }
}

/* Numbers of a line; 0: something in it is none, or out of its range, or there are too many. */
static guint
parse_line (const char *line,
            double      numbers[6])
{
  guint n = 0;

  for (line += strspn (line, " \t\r"); *line != '\0'; line += strspn (line, " \t\r"))
    {
      char *end;
      double number = g_ascii_strtod (line, &end);

      if (end == line || n == 6 || !(number >= 0 && number <= (n == 0 ? 1e6 : 1)))
        return 0;
      numbers[n++] = number;
      line = end;
    }
  return n == 5 || n == 6 ? n : 0;
}

static CsBox
box_of (const CsRecordFilm *film,
        const double       *numbers,
        gboolean            confident)
{
  double width = numbers[3] * film->width, height = numbers[4] * film->height;

  return (CsBox) { (int) floor (numbers[1] * film->width - width / 2 + 0.5),
                   (int) floor (numbers[2] * film->height - height / 2 + 0.5), MAX ((int) floor (width + 0.5), 1),
                   MAX ((int) floor (height + 0.5), 1), confident ? (float) numbers[5] : 0, { 0 } };
}

static gboolean
take_line (Reading            *self,
           const CsRecordFilm *film,
           const char         *line,
           const char         *where,
           GError            **error)
{
  double numbers[6];
  guint n = parse_line (line, numbers);
  CsHarvestMark mark = { .origin = n == 6 ? CS_ORIGIN_MACHINE : CS_ORIGIN_READER };

  if (n == 0)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("%s: %s is no label; it wants five numbers: "
                                                        "class, and centre and size from 0 to 1"), film->name, where);
      return FALSE;
    }
  if (!judge (self, numbers[0], &mark.verdict))
    {
      cs_harvest_note (self->harvest, _("%s: %s: class %.0f is neither calcification nor other"), film->name, where,
                       numbers[0]);
      return TRUE;
    }
  mark.box = box_of (film, numbers, n == 6);
  if (n == 6)
    mark.verdict = CS_VERDICT_NONE;
  else
    recall (self, film, &mark);
  cs_harvest_add (self->harvest, film, &mark, where);
  return TRUE;
}

static gboolean
read_label (Reading      *self,
            GFile        *file,
            GCancellable *cancellable,
            GError      **error)
{
  g_autofree char *name = g_file_get_basename (file), *text = NULL;
  const CsRecordFilm *film = cs_harvest_find (self->harvest, name);
  g_auto (GStrv) lines = NULL;

  if (film == NULL || cs_harvest_is_unfit (self->harvest, film))
    return TRUE;
  text = cs_file_load_text (file, cancellable, error);
  if (text == NULL)
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *where = g_strdup_printf (_("line %u"), i + 1);

      if (lines[i][strspn (lines[i], " \t\r")] != '\0' && !take_line (self, film, lines[i], where, error))
        return FALSE;
    }
  return TRUE;
}

/* Marks that never were lines: those nobody judged, and those somebody is unsure of. */
static void
take_others (Reading *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const CsCsvMark *row = &g_array_index (self->rows, CsCsvMark, i);

      if (row->mark.verdict == CS_VERDICT_NONE || row->mark.verdict == CS_VERDICT_UNSURE)
        cs_csv_marks_add (self->harvest, row);
    }
}

static char **
read_classes (GFile *folder)
{
  g_autoptr (GFile) file = g_file_get_child (folder, "classes.txt");
  g_autofree char *text = cs_file_load_text (file, NULL, NULL);
  char **lines;

  if (text == NULL)
    return NULL;
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_strstrip (lines[i]);
  return lines;
}

static gboolean
is_label (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_strcmp0 (name, "classes.txt") != 0;
}

/* The labels, in labels/ or in the folder itself. */
static GPtrArray *
list_labels (GFile        *from,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (GFile) labels = g_file_get_child (from, "labels");
  GPtrArray *files = cs_folder_list (g_file_query_exists (labels, NULL) ? labels : from, ".txt", cancellable, error);

  for (guint i = files != NULL ? files->len : 0; i > 0; i--)
    if (!is_label (files->pdata[i - 1]))
      g_ptr_array_remove_index (files, i - 1);
  return files;
}

static gboolean
read_yolo (GFile        *from,
           CsHarvest    *harvest,
           GCancellable *cancellable,
           GError      **error)
{
  g_auto (Reading) self = { .harvest = harvest, .classes = read_classes (from) };
  g_autoptr (GPtrArray) files = list_labels (from, cancellable, error);

  if (files == NULL)
    return FALSE;
  if (files->len == 0 && !cs_csv_marks_is_beside (from))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("There are no labels (.txt) in “%s”"), g_file_peek_path (from));
      return FALSE;
    }
  self.rows = cs_csv_marks_beside (from, harvest, cancellable, error);
  for (guint i = 0; self.rows != NULL && i < files->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !read_label (&self, files->pdata[i], cancellable, error))
      return FALSE;
  if (self.rows == NULL)
    return FALSE;
  take_others (&self);
  cs_csv_marks_miss_masks (harvest, self.rows);
  return TRUE;
}

const CsExport cs_export_yolo = { .id = "yolo", .title = N_("Labels (YOLO)"), .suffix = "", .write = write_yolo,
                                  .read = read_yolo };
