#include "cs-jafroc.h"

#include <glib/gi18n-lib.h>
#include <xlsxwriter.h>

#include "cs-error.h"
#include "cs-file.h"

#define MODALITY "1"

typedef struct
{
  CsRatings     *ratings;
  char         **raters;
  lxw_worksheet *truth, *right, *wrong;
  lxw_row_t      n_truth, n_right, n_wrong;     /* rows written, with the heading */
  gboolean       sound;
} Book;

static void
note (Book     *self,
      lxw_error error)
{
  self->sound = self->sound && error == LXW_NO_ERROR;
}

static void
put_text (Book          *self,
          lxw_worksheet *sheet,
          lxw_row_t      row,
          lxw_col_t      column,
          const char    *text)
{
  note (self, worksheet_write_string (sheet, row, column, text, NULL));
}

static void
put_number (Book          *self,
            lxw_worksheet *sheet,
            lxw_row_t      row,
            lxw_col_t      column,
            double         number)
{
  note (self, worksheet_write_number (sheet, row, column, number, NULL));
}

static lxw_row_t
put_heading (Book          *self,
             lxw_worksheet *sheet,
             const char    *columns)
{
  g_auto (GStrv) names = g_strsplit (columns, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    put_text (self, sheet, 0, (lxw_col_t) i, names[i]);
  return 1;
}

/* Raters that have a mark, as TRUTH lists them in each row. */
static char *
list_raters (const Book *self)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < cs_ratings_get_n_raters (self->ratings); i++)
    {
      g_autoptr (GArray) marks = cs_ratings_get_marks (self->ratings, i);

      if (marks->len > 0)
        g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", self->raters[i]);
    }
  return g_string_free (list, FALSE);
}

/* The first rows say beside it what kind of study it is: free response, each rater reads each film. */
static void
put_truth (Book       *self,
           guint       film,
           guint       lesion,
           const char *raters)
{
  static const char *const paradigm[] = { "FROC", "FCTRL" };
  lxw_row_t row = self->n_truth++;

  put_number (self, self->truth, row, 0, film + 1);
  put_number (self, self->truth, row, 1, lesion);
  put_number (self, self->truth, row, 2, 0);
  put_text (self, self->truth, row, 3, raters);
  put_text (self, self->truth, row, 4, MODALITY);
  if (row <= G_N_ELEMENTS (paradigm))
    put_text (self, self->truth, row, 5, paradigm[row - 1]);
  put_text (self, self->truth, row, 6, cs_ratings_get_film (self->ratings, film));
}

static void
put_truths (Book *self)
{
  g_autofree char *raters = list_raters (self);

  self->n_truth = put_heading (self, self->truth, "CaseID LesionID Weight ReaderID ModalityID Paradigm Film");
  for (guint i = 0; i < cs_ratings_get_n_films (self->ratings); i++)
    {
      guint n = cs_ratings_get_n_spots (self->ratings, i);

      for (guint lesion = n > 0 ? 1 : 0; lesion <= n; lesion++)
        put_truth (self, i, lesion, raters);
    }
}

static void
put_mark (Book              *self,
          const char        *rater,
          const CsRatedMark *mark)
{
  gboolean right = mark->spot >= 0;
  lxw_worksheet *sheet = right ? self->right : self->wrong;
  lxw_row_t row = right ? self->n_right++ : self->n_wrong++;
  lxw_col_t column = 0;

  put_text (self, sheet, row, column++, rater);
  put_text (self, sheet, row, column++, MODALITY);
  put_number (self, sheet, row, column++, mark->film + 1);
  if (right)
    put_number (self, sheet, row, column++, mark->spot + 1);
  put_number (self, sheet, row, column, (double) mark->suspicion);
}

static void
put_marks (Book *self)
{
  self->n_right = put_heading (self, self->right, "ReaderID ModalityID CaseID LesionID TP_Rating");
  self->n_wrong = put_heading (self, self->wrong, "ReaderID ModalityID CaseID FP_Rating");
  for (guint i = 0; i < cs_ratings_get_n_raters (self->ratings); i++)
    {
      g_autoptr (GArray) marks = cs_ratings_get_marks (self->ratings, i);

      for (guint k = 0; k < marks->len; k++)
        put_mark (self, self->raters[i], &g_array_index (marks, CsRatedMark, k));
    }
}

/* FALSE: there is no room, or no such place. */
static gboolean
write_book (CsRatings  *ratings,
            const char *path)
{
  lxw_workbook *workbook = workbook_new (path);
  g_auto (GStrv) raters = cs_ratings_label_raters (ratings);
  Book self = { .ratings = ratings, .raters = raters, .sound = workbook != NULL };

  if (workbook == NULL)
    return FALSE;
  self.truth = workbook_add_worksheet (workbook, "TRUTH");
  self.right = workbook_add_worksheet (workbook, "TP");
  self.wrong = workbook_add_worksheet (workbook, "FP");
  put_truths (&self);
  put_marks (&self);
  note (&self, workbook_close (workbook));
  return self.sound;
}

/* RJafroc goes through the first row of both sheets of marks without asking whether there is one, and where no film is
 * without a lesion it looks for each lesion one place too far. */
static gboolean
check_marks (CsRatings *ratings,
             GError   **error)
{
  guint n_right = 0, n_wrong = 0;

  if (!cs_ratings_has_both (ratings, error))
    return FALSE;
  for (guint i = 0; i < cs_ratings_get_n_raters (ratings); i++)
    {
      g_autoptr (GArray) marks = cs_ratings_get_marks (ratings, i);

      for (guint k = 0; k < marks->len; k++)
        *(g_array_index (marks, CsRatedMark, k).spot >= 0 ? &n_right : &n_wrong) += 1;
    }
  if (n_right > 0 && n_wrong > 0)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
               _("RJafroc reads a workbook only where somebody marked a lesion and somebody a false place; here are %u "
                 "and %u. Save a table (CSV) or iMRMC instead"), n_right, n_wrong);
  return FALSE;
}

gboolean
cs_jafroc_write (CsRatings *ratings,
                 GFile     *to,
                 GError   **error)
{
  g_autofree char *folder = check_marks (ratings, error) ? g_dir_make_tmp ("calcspot-XXXXXX", error) : NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) made = NULL, place = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (folder == NULL)
    return FALSE;
  path = g_build_filename (folder, "study.xlsx", NULL);
  made = g_file_new_for_path (path);
  place = g_file_new_for_path (folder);
  if (write_book (ratings, path))
    bytes = g_file_load_bytes (made, NULL, NULL, error);
  else
    g_set_error_literal (error, CS_ERROR, CS_ERROR_STORE, _("The workbook cannot be made: it has too many marks, or "
                                                            "there is no room in the folder for temporary files"));
  g_file_delete (made, NULL, NULL);
  g_file_delete (place, NULL, NULL);
  return bytes != NULL && cs_file_write (to, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}
