#include "cs-sheets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-dicom.h"
#include "cs-error.h"
#include "cs-file.h"
#include "cs-folder.h"
#include "cs-formats.h"
#include "cs-record-forms.h"

/* Of a film: the half of its way that is its header, and the other half. */
#define HALF 0.5

typedef struct { CsRecord *record; CsSheetsWrite write; CsSheetsFinish finish; CsExportRun *run; } Order;

static char **
split_orientation (const char *text)
{
  g_auto (GStrv) sides = g_strsplit (text, "\\", 2);
  char **pair = g_new0 (char *, 3);

  for (guint i = 0; i < 2; i++)
    pair[i] = g_strdup (g_strv_length (sides) == 2 ? sides[i] : "");
  return pair;
}

static CsSheet *
open_sheet (CsRecord     *record,
            guint         i,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (CsHeader) header = cs_formats_header (cs_record_get_film (record, i)->file, cancellable, error);

  return header != NULL ? cs_sheet_of (record, i, header, error) : NULL;
}

/* A message may hold a file's name, and that a woman's: anonymously, only that it is no DICOM film is told. */
static gboolean
open_all (CsSheets     *self,
          GCancellable *cancellable,
          GError      **error)
{
  for (guint i = 0; i < cs_record_get_n_films (self->record); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (self->record, i);
      g_autoptr (GError) why = NULL;
      CsSheet *sheet = cs_export_step (self->run, HALF, NULL) ? open_sheet (self->record, i, cancellable, &why) : NULL;

      if (sheet != NULL)
        g_ptr_array_add (self->sheets, sheet);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (sheet == NULL)
        cs_sheets_leave_out (self, film, cs_record_is_veiled (film) ? _("no DICOM film that can be read")
                                                                    : why->message);
    }
  if (self->sheets->len > 0 || self->left->len == 0)
    return TRUE;
  g_set_error_literal (error, CS_ERROR, CS_ERROR_FORMAT,
                       _("None of the films is a DICOM file, so nothing in DICOM can refer to them; write a table "
                         "(CSV) or COCO instead"));
  return FALSE;
}

static gboolean
fill_sheets (CsSheets     *self,
             const Order  *order,
             GFile        *folder,
             GCancellable *cancellable,
             GError      **error)
{
  guint n = 0;

  for (guint i = 0; i < self->sheets->len; i++)
    if (!cs_export_step (order->run, HALF, error) ||
        !order->write (self, self->sheets->pdata[i], folder, &n, cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
fill_folder (GFile        *folder,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  const Order *order = data;
  g_autoptr (GPtrArray) sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_sheet_free);
  g_autoptr (GString) left = g_string_new (NULL);
  g_autoptr (GFile) beside = g_file_get_child (folder, CS_SHEETS_LEFT_OUT);
  CsSheets self = { order->record, sheets, left, order->run };

  return open_all (&self, cancellable, error) && fill_sheets (&self, order, folder, cancellable, error) &&
         (order->finish == NULL || order->finish (order->record, folder, error)) &&
         (left->len == 0 || cs_file_write (beside, left->str, left->len, error));
}

gboolean
cs_sheets_write (CsRecord      *record,
                 GFile         *to,
                 CsSheetsWrite  write,
                 CsSheetsFinish finish,
                 CsExportRun   *run,
                 GError       **error)
{
  Order order = { record, write, finish, run };

  if (!cs_dicom_is_built ())
    {
      g_set_error_literal (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
                           _("This Calcspot came without DCMTK (calcspot-dicom.so) and writes no DICOM files; write a "
                             "table (CSV) or COCO instead"));
      return FALSE;
    }
  return cs_folder_write (to, fill_folder, &order, run != NULL ? run->cancellable : NULL, error);
}

CsSheet *
cs_sheet_of (CsRecord *record,
             guint     i,
             CsHeader *header,
             GError  **error)
{
  const CsRecordFilm *film = cs_record_get_film (record, i);
  g_autoptr (CsSource) source = cs_source_of_header (film, header, error);
  CsSheet *self;

  if (source == NULL || (cs_record_is_veiled (film) && !cs_source_veil (source, cs_record_get_case (record, i), error)))
    return NULL;
  self = g_new0 (CsSheet, 1);
  self->film = film;
  self->place = i;
  self->sides = split_orientation (source->values[CS_SOURCE_ORIENTATION]);
  self->source = g_steal_pointer (&source);
  return self;
}

void
cs_sheet_free (CsSheet *self)
{
  g_clear_pointer (&self->source, cs_source_free);
  g_strfreev (self->sides);
  g_free (self);
}

void
cs_sheets_leave_out (CsSheets           *self,
                     const CsRecordFilm *film,
                     const char         *why)
{
  g_string_append_printf (self->left, "%s: %s\n", film->name, why);
  if (self->run != NULL)
    self->run->n_left_out++;
}

CsDicomStudy
cs_sheet_study (const CsSheet *self)
{
  char *const *values = self->source->values;
  const char *version = strrchr (CS_PROGRAM, ' ');
  g_autofree char *algorithm = g_strndup (CS_PROGRAM, (gsize) (version - CS_PROGRAM));

  return (CsDicomStudy) { values[CS_SOURCE_STUDY], values[CS_SOURCE_NAME], values[CS_SOURCE_PATIENT],
                          values[CS_SOURCE_BORN], values[CS_SOURCE_SEX], values[CS_SOURCE_DATE],
                          values[CS_SOURCE_TIME], values[CS_SOURCE_STUDY_ID], values[CS_SOURCE_ACCESSION],
                          values[CS_SOURCE_PHYSICIAN], g_intern_string (algorithm), version + 1 };
}

CsDicomPicture
cs_sheet_picture (const CsSheet *self)
{
  char *const *values = self->source->values;

  return (CsDicomPicture) { values[CS_SOURCE_CLASS], values[CS_SOURCE_INSTANCE], values[CS_SOURCE_SERIES],
                            self->source->frame };
}

char *
cs_sheets_path (GFile      *folder,
                const char *word,
                guint       n)
{
  g_autofree char *name = g_strdup_printf ("%s-%u.dcm", word, n);

  return g_build_filename (g_file_peek_path (folder), name, NULL);
}
