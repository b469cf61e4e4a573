/* The films themselves, for whoever is not to know whose they are: each as a file made from nothing of its pixels and,
 * of a DICOM film, of those words of its header that cs-kept-words lets through. Her identity, names and dates are not
 * among them; UIDs are others, those that anonymous SEG, SR and GSPS refer to. A film that is no DICOM is a PNG.
 *
 * films.csv beside them says which film of the tables is which file, and whether its own file said that something is
 * written into the pixels: nobody looks at those here. One that says so stays at home unless it is asked for, as a name
 * in its pixels would go out with it. left-out.txt names those, and those that cannot be read. */
#include <glib/gi18n-lib.h>

#include "cs-csv.h"
#include "cs-error.h"
#include "cs-export.h"
#include "cs-file.h"
#include "cs-folder.h"
#include "cs-formats.h"
#include "cs-kept-words.h"
#include "cs-png.h"
#include "cs-record-forms.h"
#include "cs-sheets.h"

#define TABLE "films.csv"

typedef struct
{
  CsRecord    *record;
  CsExportRun *run;           /* may be NULL */
  GFile       *folder;
  GString     *table, *left;
} Films;

static void
list_film (Films              *self,
           const CsRecordFilm *film,
           const char         *file,
           const char         *burnt)
{
  cs_csv_quote (self->table, film->name);
  g_string_append_printf (self->table, ",%s,", file);
  cs_csv_quote (self->table, film->facts.case_id);
  g_string_append_printf (self->table, ",%s\r\n", burnt);
}

/* @why: without anybody's name. */
static void
leave_out (Films              *self,
           const CsRecordFilm *film,
           const char         *why)
{
  g_string_append_printf (self->left, "%s: %s\n", film->name, why);
  if (self->run != NULL)
    self->run->n_left_out++;
}

/* A length that no word tells is the study's own. */
static double
length_of (const CsImage *image,
           const GArray  *words)
{
  for (guint i = 0; i < words->len; i++)
    {
      const CsDicomWord *word = &g_array_index (words, CsDicomWord, i);

      if ((word->group == 0x0018 && (word->element == 0x1164 || word->element == 0x2010)) ||
          (word->group == 0x0028 && word->element == 0x0030))
        return 0;
    }
  return cs_image_get_facts (image)->mm_per_pixel;
}

static gboolean
write_dicom (const CsSheet *sheet,
             CsHeader      *header,
             CsImage       *image,
             const char    *path,
             GError       **error)
{
  g_autoptr (GArray) words = cs_kept_words (header);
  CsDetails *told = cs_image_get_details (image);
  g_autoptr (CsDetails) details = told != NULL ? cs_kept_details (told) : NULL;
  const CsFacts *facts = cs_image_get_facts (image);
  CsDicomImage film = {
    .study = cs_sheet_study (sheet), .picture = cs_sheet_picture (sheet), .side = facts->side, .view = facts->view,
    .mm_per_pixel = length_of (image, words), .raster = cs_image_get_raster (image), .bits = facts->bits,
    .details = details, .n_words = words->len, .words = (const CsDicomWord *) words->data };

  return cs_dicom_write_image (&film, path, error);
}

static gboolean
write_png (CsImage      *image,
           const char   *path,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return cs_png_write_until (cs_image_get_raster (image), cs_image_get_facts (image)->mm_per_pixel, file, cancellable,
                             error);
}

static gboolean
put_film (Films    *self,
          guint     i,
          CsImage  *image,
          CsHeader *header,
          GError  **error)
{
  const CsRecordFilm *film = cs_record_get_film (self->record, i);
  CsSheet *sheet = header != NULL ? cs_sheet_of (self->record, i, header, NULL) : NULL;
  g_autofree char *name = g_strconcat (film->name, sheet != NULL ? ".dcm" : ".png", NULL);
  g_autofree char *path = g_build_filename (g_file_peek_path (self->folder), name, NULL);
  GCancellable *cancellable = self->run != NULL ? self->run->cancellable : NULL;
  gboolean well = sheet != NULL ? write_dicom (sheet, header, image, path, error)
                                : write_png (image, path, cancellable, error);

  list_film (self, film, name, cs_kept_words_burnt (header));
  g_clear_pointer (&sheet, cs_sheet_free);
  return well;
}

/* NULL: it goes. What a file is silent about goes, too, but not where the file could not be asked. */
static const char *
why_it_stays (const Films  *self,
              CsHeader     *header,
              const GError *unread)
{
  const CsExportManner *manner = self->run != NULL ? self->run->manner : NULL;

  if (header == NULL && !g_error_matches (unread, CS_ERROR, CS_ERROR_UNSUPPORTED))
    return _("it cannot be read");
  if ((manner != NULL && manner->burnt) || !g_str_equal (cs_kept_words_burnt (header), "yes"))
    return NULL;
  return _("its file says that words are burnt into its pixels");
}

/* A message about a film that cannot be read holds its name, which may be hers: only that it is so is told. */
static gboolean
write_film (Films        *self,
            guint         i,
            GCancellable *cancellable,
            GError      **error)
{
  const CsRecordFilm *film = cs_record_get_film (self->record, i);
  g_autoptr (GError) unread = NULL;
  g_autoptr (CsHeader) header = cs_formats_header (film->file, cancellable, &unread);
  const char *stays = why_it_stays (self, header, unread);
  g_autoptr (CsImage) image = stays == NULL ? cs_record_read_film (self->record, i, cancellable, NULL) : NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (image != NULL)
    return put_film (self, i, image, header, error);
  leave_out (self, film, stays != NULL ? stays : _("it cannot be read"));
  return TRUE;
}

typedef struct { CsRecord *record; CsExportRun *run; } Order;

static gboolean
fill (GFile        *folder,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (GString) table = g_string_new ("film,file,case,burnt_in\r\n"), left = g_string_new (NULL);
  g_autoptr (GFile) beside = g_file_get_child (folder, TABLE), missing = g_file_get_child (folder, CS_SHEETS_LEFT_OUT);
  const Order *order = data;
  Films self = { order->record, order->run, folder, table, left };

  for (guint i = 0; i < cs_record_get_n_films (self.record); i++)
    if (!cs_export_step (self.run, 1, error) || !write_film (&self, i, cancellable, error))
      return FALSE;
  return cs_file_write (beside, table->str, table->len, error) &&
         (left->len == 0 || cs_file_write (missing, left->str, left->len, error));
}

static gboolean
write_films (CsRecord    *record,
             GFile       *to,
             CsExportRun *run,
             GError     **error)
{
  Order order = { record, run };

  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    if (!cs_record_is_veiled (cs_record_get_film (record, i)))
      {
        g_set_error_literal (error, CS_ERROR, CS_ERROR_SETTING,
                             _("Films are written without their identity alone: have names replaced, too, or copy the "
                               "files as they are"));
        return FALSE;
      }
  return cs_folder_write (to, fill, &order, run != NULL ? run->cancellable : NULL, error);
}

const CsExport cs_export_films = { .id = "films", .title = N_("Films without her identity (DICOM, PNG)"),
                                   .suffix = "", .dicom = TRUE, .write = write_films };
