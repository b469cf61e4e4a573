#include "studies.h"

#include "folder.h"
#include "cs-study-private.h"

CsBox
study_box_at (int   x,
              float suspicion)
{
  return (CsBox) { x, 10, 10, 10, suspicion, { suspicion, 0.5f, 0.25f, 0, 0 } };
}

static CsImage *
make_image (guint seed)
{
  CsRaster *raster = cs_raster_new (CS_PIXEL_U8, 200, 100);
  CsFacts facts = { .case_id = "7", .side = CS_SIDE_RIGHT, .view = CS_VIEW_MLO, .bits = 8, .mm_per_pixel = 0.2,
                    .spacing = CS_SPACING_FILE };
  CsImage *image;

  ((guint8 *) cs_raster_edit (raster, 0))[seed] = 255;
  image = cs_image_new (raster, "film", &facts);
  cs_raster_unref (raster);
  return image;
}

CsEntry *
study_add_film (Study *self,
                guint  seed)
{
  g_autoptr (CsImage) image = make_image (seed);
  g_autofree char *name = g_strdup_printf ("film-%u.png", seed);
  g_autoptr (GFile) file = g_file_get_child (self->folder, name);
  g_autoptr (GError) error = NULL;
  CsEntry *entry = cs_study_add (self->study, file, image, &error);

  g_assert_no_error (error);
  return entry;
}

void
study_reopen (Study *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->study);
  self->study = cs_study_open (self->folder, &error);
  g_assert_no_error (error);
  self->entry = cs_study_get_entry (self->study, 1);
}

void
study_make (Study *self)
{
  g_autofree char *path = g_dir_make_tmp ("study-XXXXXX", NULL);

  self->folder = g_file_new_for_path (path);
  study_reopen (self);
  self->entry = study_add_film (self, 1);
}

void
study_clear (Study *self)
{
  g_clear_object (&self->study);
  remove_tree (g_file_peek_path (self->folder));
  g_object_unref (self->folder);
}

void
study_propose (Study       *self,
               const CsBox *boxes,
               guint        n)
{
  g_autoptr (CsProduct) product = cs_product_new_boxes (boxes, n);
  g_autoptr (GError) error = NULL;

  cs_study_propose (self->study, self->entry, product, STUDY_SETTINGS, &error);
  g_assert_no_error (error);
}

void
study_propose_row (Study *self,
                   guint  n)
{
  g_autofree CsBox *boxes = g_new (CsBox, n);

  for (guint i = 0; i < n; i++)
    boxes[i] = study_box_at ((int) i * 15, 0.9f - 0.01f * i);
  study_propose (self, boxes, n);
}

CsMark *
study_mark_at (Study *self,
               guint  i)
{
  g_autoptr (CsMark) mark = g_list_model_get_item (cs_study_get_marks (self->study, self->entry), i);

  return mark;
}

void
study_judge (Study    *self,
             guint     i,
             CsVerdict verdict)
{
  g_autoptr (GError) error = NULL;

  cs_study_judge (self->study, study_mark_at (self, i), verdict, &error);
  g_assert_no_error (error);
}

/* Everything that can be known of the marks of a study, as text. */
char *
study_describe (Study *self)
{
  GString *text = g_string_new (NULL);
  GListModel *entries = cs_study_get_entries (self->study);

  for (guint e = 0; e < g_list_model_get_n_items (entries); e++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (entries, e);
      GListModel *marks = cs_study_get_marks (self->study, entry);

      g_string_append_printf (text, "film %d: %u %u %s\n", (int) cs_entry_get_id (entry), cs_entry_get_n_marks (entry),
                              cs_entry_get_n_judged (entry), cs_entry_get_facts (entry)->case_id);
      for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
        {
          g_autoptr (CsMark) mark = g_list_model_get_item (marks, i);
          const CsBox *box = cs_mark_get_box (mark);
          const CsRaster *mask = cs_mark_get_mask (mark);
          g_autofree char *said = cs_study_get_description (self->study, entry, mark, "confidence");
          g_autofree char *digest = mask != NULL ? cs_raster_digest (mask) : g_strdup ("-");

          g_string_append_printf (text, "%d %d %d %d %d %g %g %s %s %s %s %s %d\n", (int) cs_mark_get_id (mark), box->x,
                                  box->y,
                                  box->width, box->height, box->suspicion, box->parts[0],
                                  cs_verdict_to_text (cs_mark_get_verdict (mark)),
                                  cs_origin_to_text (cs_mark_get_origin (mark)), digest, said, cs_mark_get_who (mark),
                                  (int) cs_mark_get_when (mark));
        }
    }
  return g_string_free (text, FALSE);
}

gboolean
study_step (Study   *self,
            gboolean undo)
{
  g_autoptr (GError) error = NULL;
  CsEntry *entry;
  CsMark *mark;
  gboolean done = undo ? cs_study_undo (self->study, &entry, &mark, &error)
                       : cs_study_redo (self->study, &entry, &mark, &error);

  g_assert_no_error (error);
  return done;
}

void
study_copy (Study *from,
            Study *to)
{
  g_autofree char *path = g_dir_make_tmp ("copy-XXXXXX", NULL);
  g_autoptr (GFile) file = g_file_get_child (from->folder, "backup");
  g_autoptr (GError) error = NULL;

  to->folder = g_file_new_for_path (path);
  g_assert_true (cs_study_backup (from->folder, file, NULL, &error));
  g_assert_true (cs_study_restore (to->folder, file, NULL, &error));
  g_assert_no_error (error);
  study_reopen (to);
}
