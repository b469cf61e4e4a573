/* A DICOM Segmentation of each film: a segment for each cluster of accepted finds and one for those in no cluster. Its
 * pixels are painted or true masks alone, for the machine's are cache and not in the record; so a film on which nothing
 * is painted has none, and left-out.txt says so. marks.csv beside them tells the marks apart, as beside masks.
 *
 * Words in the files are English, whatever the program speaks: they are for other programs' users. */
#include <glib/gi18n-lib.h>

#include "cs-clusters.h"
#include "cs-csv-marks.h"
#include "cs-dicom-seg.h"
#include "cs-error.h"
#include "cs-export.h"
#include "cs-seg-read.h"
#include "cs-sheets.h"

/* Of marks that are in no segment, accepted or painted as they may be. */
#define NOWHERE -2

typedef struct
{
  const CsRecordFilm *film;
  int                *groups;      /* of each mark: its cluster, -1: none, NOWHERE */
  GArray             *segments;    /* CsSegment */
  GPtrArray          *parts;       /* GArray of CsSegmentPart, one a segment */
} Grouping;

static gboolean
is_accepted (const CsRecordMark *mark)
{
  return mark->verdict == CS_VERDICT_POSITIVE;
}

/* Also those without a mask make a cluster. */
static guint
group (Grouping *self)
{
  guint n_marks = self->film->n_marks, n = 0, n_clusters;
  g_autofree const CsBox **boxes = g_new (const CsBox *, n_marks + 1);
  g_autofree int *clusters = g_new (int, n_marks + 1);

  for (guint i = 0; i < n_marks; i++)
    if (is_accepted (&self->film->marks[i]))
      boxes[n++] = &self->film->marks[i].box;
  n_clusters = cs_clusters_find (boxes, n, self->film->facts.mm_per_pixel, clusters);
  for (guint i = 0, k = 0; i < n_marks; i++)
    {
      const CsRecordMark *mark = &self->film->marks[i];
      int cluster = is_accepted (mark) ? clusters[k++] : NOWHERE;

      self->groups[i] = cs_record_mark_mask (mark) != NULL ? cluster : NOWHERE;
    }
  return n_clusters;
}

static void
add_segment (Grouping   *self,
             int         number,
             const char *label)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (CsSegmentPart));
  CsSegment segment = { .label = label, .cluster = number >= 0 };

  for (guint i = 0; i < self->film->n_marks; i++)
    {
      const CsRecordMark *mark = &self->film->marks[i];
      CsSegmentPart part = { mark->box.x, mark->box.y, cs_record_mark_mask (mark) };

      if (self->groups[i] != number)
        continue;
      g_array_append_val (parts, part);
      segment.assisted = segment.assisted || mark->origin == CS_ORIGIN_MACHINE;
    }
  segment.n_parts = parts->len;
  segment.parts = (const CsSegmentPart *) parts->data;
  g_ptr_array_add (self->parts, parts);
  if (parts->len > 0)
    g_array_append_val (self->segments, segment);
}

static void
add_segments (Grouping *self)
{
  guint n = group (self);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = g_strdup_printf ("Cluster %u", i + 1);

      add_segment (self, (int) i, g_intern_string (label));
    }
  add_segment (self, -1, "Single calcifications");
}

static gboolean
write_segments (const Grouping *self,
                const CsSheet  *sheet,
                const char     *path,
                GError        **error)
{
  CsSegmentation segmentation = {
    .study = cs_sheet_study (sheet), .picture = cs_sheet_picture (sheet), .side = self->film->facts.side,
    .row = sheet->sides[0], .column = sheet->sides[1], .columns = self->film->width, .rows = self->film->height,
    .mm_per_pixel = self->film->facts.mm_per_pixel, .n_segments = self->segments->len,
    .segments = (const CsSegment *) self->segments->data };

  return cs_dicom_write_segmentation (&segmentation, path, error);
}

static gboolean
write_film (CsSheets      *sheets,
            const CsSheet *sheet,
            GFile         *folder,
            guint         *n,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree int *groups = g_new (int, sheet->film->n_marks + 1);
  g_autoptr (GArray) segments = g_array_new (FALSE, FALSE, sizeof (CsSegment));
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autofree char *path = NULL;
  Grouping grouping = { sheet->film, groups, segments, parts };

  add_segments (&grouping);
  if (segments->len == 0)
    {
      cs_sheets_leave_out (sheets, sheet->film, _("no accepted find on it is painted"));
      return TRUE;
    }
  path = cs_sheets_path (folder, "segmentation", ++*n);
  return write_segments (&grouping, sheet, path, error);
}

static gboolean
has_painted (const CsRecordFilm *film)
{
  for (guint i = 0; i < film->n_marks; i++)
    if (is_accepted (&film->marks[i]) && cs_record_mark_mask (&film->marks[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
check (CsRecord *record,
       GError  **error)
{
  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    if (has_painted (cs_record_get_film (record, i)))
      return TRUE;
  g_set_error_literal (error, CS_ERROR, CS_ERROR_SETTING,
                       _("No accepted find is painted, so there are no pixels to write; paint some, or write boxes as "
                         "a table (CSV), COCO or a presentation state"));
  return FALSE;
}

static gboolean
write_seg (CsRecord    *record,
           GFile       *to,
           CsExportRun *run,
           GError     **error)
{
  return cs_sheets_write (record, to, write_film, cs_csv_marks_write_beside, run, error);
}

const CsExport cs_export_seg = { .id = "seg", .title = N_("Painted finds, a segment a cluster (DICOM SEG)"),
                                 .suffix = "", .dicom = TRUE, .check = check, .write = write_seg, .read = cs_seg_read };
