#include "cs-csv-marks.h"

#include <glib/gi18n-lib.h>

#include "cs-csv.h"
#include "cs-error.h"
#include "cs-export.h"

/* -1: the table has no such column. */
typedef struct
{
  int film, x, y, width, height, suspicion, origin, verdict, mask_px, words[CS_N_DESCRIPTORS];
} Columns;

static gboolean
find_columns (const CsCsv *table,
              Columns     *columns,
              GError     **error)
{
  columns->suspicion = cs_csv_column (table, "suspicion", NULL);
  columns->origin = cs_csv_column (table, "origin", NULL);
  columns->verdict = cs_csv_column (table, "verdict", NULL);
  columns->mask_px = cs_csv_column (table, "mask_px", NULL);
  for (guint i = 0; i < CS_N_DESCRIPTORS; i++)
    columns->words[i] = cs_csv_column (table, cs_descriptors[i].id, NULL);
  return (columns->film = cs_csv_column (table, "film", error)) >= 0 &&
         (columns->x = cs_csv_column (table, "x", error)) >= 0 &&
         (columns->y = cs_csv_column (table, "y", error)) >= 0 &&
         (columns->width = cs_csv_column (table, "width", error)) >= 0 &&
         (columns->height = cs_csv_column (table, "height", error)) >= 0;
}

static gboolean
read_box (const CsCsv   *table,
          guint          row,
          const Columns *columns,
          CsBox         *box,
          GError       **error)
{
  const char *text = columns->suspicion >= 0 ? cs_csv_get (table, row, columns->suspicion) : "0";
  double suspicion = g_ascii_strtod (text, NULL);

  box->suspicion = suspicion >= 0 && suspicion <= 1 ? (float) suspicion : 0;
  return cs_csv_get_int (table, row, columns->x, &box->x, error) &&
         cs_csv_get_int (table, row, columns->y, &box->y, error) &&
         cs_csv_get_int (table, row, columns->width, &box->width, error) &&
         cs_csv_get_int (table, row, columns->height, &box->height, error);
}

static gboolean
read_verdict (const CsCsv   *table,
              guint          row,
              const Columns *columns,
              CsHarvestMark *mark,
              GError       **error)
{
  const char *origin = columns->origin >= 0 ? cs_csv_get (table, row, columns->origin) : "reader";
  const char *verdict = columns->verdict >= 0 ? cs_csv_get (table, row, columns->verdict) : "positive";

  if (cs_origin_from_text (origin, &mark->origin) && cs_verdict_from_text (verdict, &mark->verdict))
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("Line %u of the table: “%s” and “%s” are no origin and verdict"),
               row + 2, origin, verdict);
  return FALSE;
}

static void
hear_words (const CsCsv   *table,
            guint          row,
            const Columns *columns,
            CsHarvest     *harvest,
            CsHarvestMark *mark)
{
  g_autofree char *where = g_strdup_printf (_("line %u"), row + 2);

  for (guint i = 0; i < CS_N_DESCRIPTORS; i++)
    if (columns->words[i] >= 0)
      cs_harvest_hear (harvest, cs_descriptors[i].id, cs_csv_get (table, row, columns->words[i]), where, &mark->words);
}

static void
clear_row (gpointer row)
{
  g_clear_pointer (&((CsCsvMark *) row)->mark.words, cs_words_free);
}

static gint64
read_mask_px (const CsCsv   *table,
              guint          row,
              const Columns *columns)
{
  const char *text = columns->mask_px >= 0 ? cs_csv_get (table, row, columns->mask_px) : "";

  return text[0] != '\0' ? g_ascii_strtoll (text, NULL, 10) : -1;
}

static gboolean
read_rows (const CsCsv *table,
           CsHarvest   *harvest,
           GArray      *rows,
           GError     **error)
{
  Columns columns;

  if (!find_columns (table, &columns, error))
    return FALSE;
  for (guint row = 0; row < cs_csv_get_n (table); row++)
    {
      CsCsvMark mark = { .line = row + 2, .mask_px = read_mask_px (table, row, &columns) };
      int width, height;

      if (!read_box (table, row, &columns, &mark.mark.box, error) ||
          !read_verdict (table, row, &columns, &mark.mark, error) ||
          !cs_csv_marks_size (table, row, &width, &height, error))
        return FALSE;
      mark.film = cs_harvest_find (harvest, cs_csv_get (table, row, columns.film));
      if (mark.film == NULL || !cs_harvest_fits (harvest, mark.film, width, height))
        continue;
      hear_words (table, row, &columns, harvest, &mark.mark);
      g_array_append_val (rows, mark);
    }
  return TRUE;
}

GArray *
cs_csv_marks_read (GFile        *file,
                   CsHarvest    *harvest,
                   GCancellable *cancellable,
                   GError      **error)
{
  g_autoptr (CsCsv) table = cs_csv_read (file, cancellable, error);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CsCsvMark));

  g_array_set_clear_func (rows, clear_row);
  return table != NULL && read_rows (table, harvest, rows, error) ? g_steal_pointer (&rows) : NULL;
}

/* One of the two; FALSE with an error: it is no number of pixels. */
static gboolean
read_side (const CsCsv *table,
           guint        row,
           const char  *name,
           int         *side,
           GError     **error)
{
  int column = cs_csv_column (table, name, NULL);

  return column < 0 || *cs_csv_get (table, row, column) == '\0' || cs_csv_get_int (table, row, column, side, error);
}

gboolean
cs_csv_marks_size (const CsCsv *table,
                   guint        row,
                   int         *width,
                   int         *height,
                   GError     **error)
{
  *width = *height = -1;
  return read_side (table, row, "film_width", width, error) && read_side (table, row, "film_height", height, error);
}

gboolean
cs_csv_marks_is_beside (GFile *folder)
{
  g_autoptr (GFile) file = g_file_get_child (folder, CS_CSV_MARKS_BESIDE);

  return g_file_query_exists (file, NULL);
}

GArray *
cs_csv_marks_beside (GFile        *folder,
                     CsHarvest    *harvest,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, CS_CSV_MARKS_BESIDE);

  if (!cs_csv_marks_is_beside (folder))
    return g_array_new (FALSE, FALSE, sizeof (CsCsvMark));
  return cs_csv_marks_read (file, harvest, cancellable, error);
}

gboolean
cs_csv_marks_add (CsHarvest       *harvest,
                  const CsCsvMark *row)
{
  g_autofree char *where = g_strdup_printf (_("line %u"), row->line);

  return cs_harvest_add (harvest, row->film, &row->mark, where);
}

void
cs_csv_marks_miss_masks (CsHarvest *harvest,
                         GArray    *rows)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += g_array_index (rows, CsCsvMark, i).mask_px >= 0;
  if (n > 0)
    cs_harvest_note (harvest, _("Marks that had a mask, which this format cannot hold, and come without: %u"), n);
}

gboolean
cs_csv_marks_write_beside (CsRecord *record,
                           GFile    *folder,
                           GError  **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, CS_CSV_MARKS_BESIDE);

  return cs_export_find ("csv")->write (record, file, NULL, error);
}
