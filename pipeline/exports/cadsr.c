/* A Mammography CAD SR (DICOM) for each examination: what the machine found, its boxes as outlines, its suspicion as
 * certainty; what a reader rejected is "not for presentation". A report of a machine's finds holds no reader's marks.
 *
 * It refers to films by their UIDs, so films that are no DICOM files are left out, and left-out.txt beside the reports
 * names each and says why. Anonymous reports refer by other UIDs, the same ones each time, and find back here alone. */
#include <glib/gi18n-lib.h>

#include "cs-cad-read.h"
#include "cs-clusters.h"
#include "cs-dicom-report.h"
#include "cs-export.h"
#include "cs-sheets.h"

/* Of the machine's finds those nobody rejected are clusters where five lie within a centimetre. */
static void
group_spots (GArray *spots,
             double  mm_per_pixel)
{
  CsReportSpot *spot = (CsReportSpot *) spots->data;
  g_autofree CsBox *boxes = g_new0 (CsBox, spots->len + 1);
  g_autofree const CsBox **shown = g_new (const CsBox *, spots->len + 1);
  g_autofree int *clusters = g_new (int, spots->len + 1);
  guint n = 0;

  for (guint i = 0; i < spots->len; i++)
    {
      boxes[i] = (CsBox) { .x = spot[i].x, .y = spot[i].y, .width = spot[i].width, .height = spot[i].height };
      if (!spot[i].hidden)
        shown[n++] = &boxes[i];
    }
  cs_clusters_find (shown, n, mm_per_pixel, clusters);
  n = 0;
  for (guint i = 0; i < spots->len; i++)
    spot[i].cluster = spot[i].hidden ? -1 : clusters[n++];
}

static GArray *
gather_spots (const CsRecordFilm *film)
{
  GArray *spots = g_array_new (FALSE, FALSE, sizeof (CsReportSpot));

  for (guint i = 0; i < film->n_marks; i++)
    {
      const CsRecordMark *mark = &film->marks[i];
      CsReportSpot spot = { mark->box.x, mark->box.y, mark->box.width, mark->box.height, (double) mark->box.suspicion,
                            mark->verdict == CS_VERDICT_NEGATIVE, -1 };

      if (mark->origin == CS_ORIGIN_MACHINE)
        g_array_append_val (spots, spot);
    }
  group_spots (spots, film->facts.mm_per_pixel);
  return spots;
}

static CsReportFilm
describe (const CsSheet *self,
          const GArray  *spots)
{
  return (CsReportFilm) { cs_sheet_picture (self), self->film->facts.side, self->film->facts.view, self->sides[0],
                          self->sides[1], spots->len, (const CsReportSpot *) spots->data };
}

static gboolean
is_of (const CsSheet *self,
       const CsSheet *other)
{
  static const CsSourceValue same[] = { CS_SOURCE_STUDY, CS_SOURCE_PATIENT };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    if (!g_str_equal (self->source->values[same[i]], other->source->values[same[i]]))
      return FALSE;
  return TRUE;
}

static gboolean
write_report (GPtrArray     *sheets,
              const CsSheet *first,
              const char    *path,
              GError       **error)
{
  g_autoptr (GArray) films = g_array_new (FALSE, FALSE, sizeof (CsReportFilm));
  g_autoptr (GPtrArray) finds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  CsReport report = { .study = cs_sheet_study (first) };

  for (guint i = 0; i < sheets->len; i++)
    if (is_of (sheets->pdata[i], first))
      {
        GArray *spots = gather_spots (((const CsSheet *) sheets->pdata[i])->film);
        CsReportFilm film = describe (sheets->pdata[i], spots);

        g_ptr_array_add (finds, spots);
        g_array_append_val (films, film);
      }
  report.n_films = films->len;
  report.films = (const CsReportFilm *) films->data;
  return cs_dicom_write_report (&report, path, error);
}

static gboolean
is_begun (GPtrArray     *sheets,
          const CsSheet *sheet)
{
  for (guint k = 0; sheets->pdata[k] != sheet; k++)
    if (is_of (sheets->pdata[k], sheet))
      return TRUE;
  return FALSE;
}

/* A report for the examination of each sheet that is the first of it. */
static gboolean
write_sheet (CsSheets      *self,
             const CsSheet *sheet,
             GFile         *folder,
             guint         *n,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree char *path = NULL;

  if (is_begun (self->sheets, sheet))
    return TRUE;
  path = cs_sheets_path (folder, "report", ++*n);
  return write_report (self->sheets, sheet, path, error);
}

static gboolean
write_cadsr (CsRecord    *record,
             GFile       *to,
             CsExportRun *run,
             GError     **error)
{
  return cs_sheets_write (record, to, write_sheet, NULL, run, error);
}

const CsExport cs_export_cadsr = { .id = "cadsr", .title = N_("The machine's finds (DICOM Mammography CAD SR)"),
                                   .suffix = "", .dicom = TRUE, .write = write_cadsr, .read = cs_cad_read };
