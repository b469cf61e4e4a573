/* One row a mark, RFC 4180 (CRLF, quotes doubled), numbers with a point. Columns: film, case, side, view,
 * mm_per_pixel (empty: not known), film_width, film_height (px), mark, x, y, width, height (px of the film), suspicion
 * (0..1), origin, verdict, who, when (Unix seconds; 0: never), mask_px (pixels of the painted or true mask; empty:
 * none), then what was said of the mark, its film and case (empty: nothing), under the ids of cs-birads.c, and called:
 * what a set of films calls a mark of its truth.
 *
 * The way back asks for film, x, y, width, height alone; without origin and verdict a row is a box a reader drew and
 * accepted, and one that tells a film of another size than the study's is none of its marks. Words come back but for
 * signed, reopened and blind: see cs_harvest_hear(). A table holds no masks. */
#include <glib/gi18n-lib.h>

#include "cs-csv-marks.h"
#include "cs-csv.h"
#include "cs-export.h"
#include "cs-file.h"
#include "cs-regions.h"

/* What was said of the mark; or of its film and case. */
static void
append_words (GString       *csv,
              const CsWords *words,
              gboolean       of_mark)
{
  for (guint i = 0; i < CS_N_DESCRIPTORS; i++)
    if ((cs_descriptors[i].subject == CS_SUBJECT_MARK) == of_mark)
      {
        g_string_append_c (csv, ',');
        cs_csv_quote (csv, cs_words_get (words, i));
      }
}

static void
append_head (GString *csv)
{
  g_string_append (csv, "film,case,side,view,mm_per_pixel,film_width,film_height,mark,x,y,width,height,suspicion,"
                        "origin,verdict,who,when,mask_px");
  for (guint of_mark = 2; of_mark-- > 0; )
    for (guint i = 0; i < CS_N_DESCRIPTORS; i++)
      if ((cs_descriptors[i].subject == CS_SUBJECT_MARK) == of_mark)
        g_string_append_printf (csv, ",%s", cs_descriptors[i].id);
  g_string_append (csv, ",called\r\n");
}

static void
append_mark (GString            *csv,
             const CsRecordFilm *film,
             const char         *case_id,
             const CsRecordMark *mark)
{
  const CsRaster *mask = cs_record_mark_mask (mark);
  char mm[G_ASCII_DTOSTR_BUF_SIZE] = "", suspicion[G_ASCII_DTOSTR_BUF_SIZE];

  if (film->facts.mm_per_pixel > 0)
    g_ascii_formatd (mm, sizeof mm, "%.6g", film->facts.mm_per_pixel);
  g_ascii_formatd (suspicion, sizeof suspicion, "%.6g", mark->box.suspicion);
  cs_csv_quote (csv, film->name);
  g_string_append_c (csv, ',');
  cs_csv_quote (csv, case_id);
  g_string_append_printf (csv, ",%s,%s,%s,%u,%u,%" G_GINT64_FORMAT ",%d,%d,%d,%d,%s,%s,%s,",
                          cs_side_to_text (film->facts.side), cs_view_to_text (film->facts.view), mm, film->width,
                          film->height, mark->id, mark->box.x, mark->box.y, mark->box.width,
                          mark->box.height, suspicion, cs_origin_to_text (mark->origin),
                          cs_verdict_to_text (mark->verdict));
  cs_csv_quote (csv, mark->who);
  g_string_append_printf (csv, ",%" G_GINT64_FORMAT ",", mark->when);
  if (mask != NULL)
    g_string_append_printf (csv, "%" G_GUINT64_FORMAT, cs_regions_area (mask));
  append_words (csv, mark->words, TRUE);
  append_words (csv, film->words, FALSE);
  g_string_append_c (csv, ',');
  cs_csv_quote (csv, mark->called != NULL ? mark->called : "");
  g_string_append (csv, "\r\n");
}

static gboolean
write_csv (CsRecord    *record,
           GFile       *to,
           CsExportRun *run,
           GError     **error)
{
  g_autoptr (GString) csv = g_string_new (NULL);

  append_head (csv);
  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (record, i);

      if (!cs_export_step (run, 1, error))
        return FALSE;
      for (guint k = 0; k < film->n_marks; k++)
        append_mark (csv, film, cs_record_get_case (record, i), &film->marks[k]);
    }
  return cs_file_write (to, csv->str, csv->len, error);
}

static gboolean
read_csv (GFile        *from,
          CsHarvest    *harvest,
          GCancellable *cancellable,
          GError      **error)
{
  g_autoptr (GArray) rows = cs_csv_marks_read (from, harvest, cancellable, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    cs_csv_marks_add (harvest, &g_array_index (rows, CsCsvMark, i));
  if (rows != NULL)
    cs_csv_marks_miss_masks (harvest, rows);
  return rows != NULL;
}

const CsExport cs_export_csv = { .id = "csv", .title = N_("Table of marks (CSV)"), .suffix = ".csv",
                                 .write = write_csv, .read = read_csv };
