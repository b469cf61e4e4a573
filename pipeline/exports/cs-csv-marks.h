/* The rows of a table of marks, as csv.c writes them: also the table "marks.csv" that lies beside masks and labels and keeps what
 * those cannot say. Blocking: for jobs. */
#pragma once

#include "cs-csv.h"
#include "cs-harvest.h"

G_BEGIN_DECLS

#define CS_CSV_MARKS_BESIDE "marks.csv"

typedef struct
{
  const CsRecordFilm *film;
  CsHarvestMark       mark;       /* without its mask, which a table cannot hold */
  gint64              mask_px;    /* pixels its mask had; -1: it had none, or the table does not say */
  guint               line;
  gboolean            used;       /* for whoever goes through them; FALSE at first */
} CsCsvMark;

/* CsCsvMark of every row whose film is known and, where the table tells it, of the size it was drawn on. A row with a word or number that is none is an error. */
GArray  *cs_csv_marks_read   (GFile *file, CsHarvest *harvest, GCancellable *cancellable, GError **error);
/* The table beside other files; empty where there is none. */
GArray  *cs_csv_marks_beside (GFile *folder, CsHarvest *harvest, GCancellable *cancellable, GError **error);
gboolean cs_csv_marks_is_beside (GFile *folder);
gboolean cs_csv_marks_add    (CsHarvest *harvest, const CsCsvMark *row);      /* as cs_harvest_add() */
void     cs_csv_marks_miss_masks (CsHarvest *harvest, GArray *rows);   /* notes once how many come without the mask they had */
/* The film's size in a row of such a table, px; -1: not told. FALSE with an error: it is no number. */
gboolean cs_csv_marks_size   (const CsCsv *table, guint row, int *width, int *height, GError **error);
gboolean cs_csv_marks_write_beside (CsRecord *record, GFile *folder, GError **error);

G_END_DECLS
