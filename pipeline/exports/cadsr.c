/* A Mammography CAD SR (DICOM) for each examination: what the machine found, its boxes as outlines, its suspicion as
 * certainty; what a reader rejected is "not for presentation". A report of a machine's finds holds no reader's marks.
 *
 * It refers to films by their UIDs, so films that are no DICOM files are left out, and left-out.txt beside the reports
 * names each and says why. Anonymous reports refer by other UIDs, the same ones each time, and find back here alone. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-cad-read.h"
#include "cs-dicom-report.h"
#include "cs-error.h"
#include "cs-export.h"
#include "cs-file.h"
#include "cs-folder.h"
#include "cs-record-forms.h"
#include "cs-source.h"

typedef struct
{
  const CsRecordFilm *film;
  CsSource           *source;
  char              **sides;       /* the patient's, to which rows and columns run; at least two */
  GArray             *spots;       /* of CsReportSpot */
} Sheet;

static void
free_sheet (gpointer data)
{
  Sheet *self = data;

  g_clear_pointer (&self->source, cs_source_free);
  g_strfreev (self->sides);
  g_array_unref (self->spots);
  g_free (self);
}

static char **
split_orientation (const char *text)
{
  g_auto (GStrv) sides = g_strsplit (text, "\\", 2);
  char **pair = g_new0 (char *, 3);

  for (guint i = 0; i < 2; i++)
    pair[i] = g_strdup (g_strv_length (sides) == 2 ? sides[i] : "");
  return pair;
}

static GArray *
gather_spots (const CsRecordFilm *film)
{
  GArray *spots = g_array_new (FALSE, FALSE, sizeof (CsReportSpot));

  for (guint i = 0; i < film->n_marks; i++)
    {
      const CsRecordMark *mark = &film->marks[i];
      CsReportSpot spot = { mark->box.x, mark->box.y, mark->box.width, mark->box.height, (double) mark->box.suspicion,
                            mark->verdict == CS_VERDICT_NEGATIVE };

      if (mark->origin == CS_ORIGIN_MACHINE)
        g_array_append_val (spots, spot);
    }
  return spots;
}

static gboolean
is_veiled (const CsRecordFilm *film)
{
  g_autofree char *name = cs_record_veiled_name (film);

  return g_str_equal (film->name, name);
}

static Sheet *
open_sheet (CsRecord     *record,
            guint         i,
            GCancellable *cancellable,
            GError      **error)
{
  const CsRecordFilm *film = cs_record_get_film (record, i);
  g_autoptr (CsSource) source = cs_source_read (film, cancellable, error);
  Sheet *self;

  if (source == NULL || (is_veiled (film) && !cs_source_veil (source, cs_record_get_case (record, i), error)))
    return NULL;
  self = g_new0 (Sheet, 1);
  self->film = film;
  self->sides = split_orientation (source->values[CS_SOURCE_ORIENTATION]);
  self->spots = gather_spots (film);
  self->source = g_steal_pointer (&source);
  return self;
}

static CsReportFilm
describe (const Sheet *self)
{
  char *const *values = self->source->values;

  return (CsReportFilm) { values[CS_SOURCE_CLASS], values[CS_SOURCE_INSTANCE], values[CS_SOURCE_SERIES],
                          self->source->frame, self->film->facts.side, self->film->facts.view, self->sides[0],
                          self->sides[1], self->spots->len, (const CsReportSpot *) self->spots->data };
}

static gboolean
is_of (const Sheet *self,
       const Sheet *other)
{
  static const CsSourceValue same[] = { CS_SOURCE_STUDY, CS_SOURCE_PATIENT };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    if (!g_str_equal (self->source->values[same[i]], other->source->values[same[i]]))
      return FALSE;
  return TRUE;
}

static gboolean
write_report (GPtrArray   *sheets,
              const Sheet *first,
              const char  *path,
              GError     **error)
{
  g_autoptr (GArray) films = g_array_new (FALSE, FALSE, sizeof (CsReportFilm));
  char *const *values = first->source->values;
  const char *version = strrchr (CS_PROGRAM, ' ');
  g_autofree char *algorithm = g_strndup (CS_PROGRAM, (gsize) (version - CS_PROGRAM));
  CsReport report = { values[CS_SOURCE_STUDY], values[CS_SOURCE_NAME], values[CS_SOURCE_PATIENT],
                      values[CS_SOURCE_BORN], values[CS_SOURCE_SEX], values[CS_SOURCE_DATE], values[CS_SOURCE_TIME],
                      values[CS_SOURCE_STUDY_ID], values[CS_SOURCE_ACCESSION], values[CS_SOURCE_PHYSICIAN],
                      algorithm, version + 1, 0, NULL };

  for (guint i = 0; i < sheets->len; i++)
    if (is_of (sheets->pdata[i], first))
      {
        CsReportFilm film = describe (sheets->pdata[i]);

        g_array_append_val (films, film);
      }
  report.n_films = films->len;
  report.films = (const CsReportFilm *) films->data;
  return cs_dicom_write_report (&report, path, error);
}

static gboolean
is_begun (GPtrArray *sheets,
          guint      i)
{
  for (guint k = 0; k < i; k++)
    if (is_of (sheets->pdata[k], sheets->pdata[i]))
      return TRUE;
  return FALSE;
}

static gboolean
write_reports (GPtrArray    *sheets,
               GFile        *folder,
               GCancellable *cancellable,
               GError      **error)
{
  guint n = 0;

  for (guint i = 0; i < sheets->len; i++)
    {
      g_autofree char *name = NULL, *path = NULL;

      if (is_begun (sheets, i))
        continue;
      name = g_strdup_printf ("report-%u.dcm", ++n);
      path = g_build_filename (g_file_peek_path (folder), name, NULL);
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !write_report (sheets, sheets->pdata[i], path, error))
        return FALSE;
    }
  return TRUE;
}

/* A message may hold a file's name, and that a woman's: anonymously, only that it is no DICOM film is told. */
static void
leave_out (GString            *left,
           const CsRecordFilm *film,
           const GError       *why)
{
  g_string_append_printf (left, "%s: %s\n", film->name,
                          is_veiled (film) ? _("no DICOM film that can be read") : why->message);
}

static gboolean
finish (GPtrArray    *sheets,
        GString      *left,
        GFile        *folder,
        GCancellable *cancellable,
        GError      **error)
{
  g_autoptr (GFile) beside = g_file_get_child (folder, CS_CAD_LEFT_OUT);

  if (sheets->len == 0 && left->len > 0)
    {
      g_set_error_literal (error, CS_ERROR, CS_ERROR_FORMAT,
                           _("None of the films is a DICOM file, so no CAD report can refer to them; write a table "
                             "(CSV) or COCO instead"));
      return FALSE;
    }
  return write_reports (sheets, folder, cancellable, error) &&
         (left->len == 0 || cs_file_write (beside, left->str, left->len, error));
}

static gboolean
fill (GFile        *folder,
      gpointer      record,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (GPtrArray) sheets = g_ptr_array_new_with_free_func (free_sheet);
  g_autoptr (GString) left = g_string_new (NULL);

  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    {
      g_autoptr (GError) why = NULL;
      Sheet *sheet = open_sheet (record, i, cancellable, &why);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          g_clear_pointer (&sheet, free_sheet);
          return FALSE;
        }
      if (sheet != NULL)
        g_ptr_array_add (sheets, sheet);
      else
        leave_out (left, cs_record_get_film (record, i), why);
    }
  return finish (sheets, left, folder, cancellable, error);
}

static gboolean
write_cadsr (CsRecord     *record,
             GFile        *to,
             GCancellable *cancellable,
             GError      **error)
{
  return cs_folder_write (to, fill, record, cancellable, error);
}

const CsExport cs_export_cadsr = { .id = "cadsr", .title = N_("The machine's finds (DICOM Mammography CAD SR)"),
                                   .suffix = "", .write = write_cadsr, .read = cs_cad_read };
