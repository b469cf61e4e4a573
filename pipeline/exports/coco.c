/* The JSON of COCO: images, annotations (judged positive or negative), categories 1 "calcification" and 2 "other".
 * Masks that were painted or are true are run lengths down the columns of the whole film; marks without one have
 * their box alone. Beside what COCO asks for, an image has its "case", an annotation its "origin" and "suspicion",
 * and what a set of films calls a mark of its truth ("called").
 * The way back is cs-coco-read.c. */
#include <glib/gi18n-lib.h>

#include "cs-coco-read.h"
#include "cs-export.h"
#include "cs-file.h"
#include "cs-json.h"

static void
append_image (GString        *json,
              const CsRecord *record,
              guint           i)
{
  const CsRecordFilm *film = cs_record_get_film (record, i);

  g_string_append_printf (json, "%s\n{\"id\": %" G_GINT64_FORMAT ", \"width\": %u, \"height\": %u, \"file_name\": ",
                          i > 0 ? "," : "", film->id, film->width, film->height);
  cs_json_string (json, film->name);
  g_string_append (json, ", \"case\": ");
  cs_json_string (json, cs_record_get_case (record, i));
  g_string_append_c (json, '}');
}

static gboolean
is_set (const CsRecordMark *mark,
        int                 x,
        int                 y)
{
  return ((const guint8 *) cs_raster_row (cs_record_mark_mask (mark), y))[x] != 0;
}

/* Returns the area. Runs alternate, beginning with background. */
static guint64
append_runs (GString            *json,
             const CsRecordFilm *film,
             const CsRecordMark *mark)
{
  const CsBox *box = &mark->box;
  guint64 end = 0, start = 0, area = 0;   /* the last run of calcification: [start, end) */
  const char *comma = "";

  for (int x = MAX (0, -box->x); x < box->width && x + box->x < (int) film->width; x++)
    for (int y = MAX (0, -box->y); y < box->height && y + box->y < (int) film->height; y++)
      {
        guint64 at = (guint64) (x + box->x) * film->height + (guint) (y + box->y);

        if (!is_set (mark, x, y))
          continue;
        area++;
        if (at == end && end > 0)
          end++;
        else
          {
            if (end > start)
              g_string_append_printf (json, "%s%" G_GUINT64_FORMAT, ", ", end - start);
            g_string_append_printf (json, "%s%" G_GUINT64_FORMAT, comma, at - end);
            comma = ", ";
            start = at;
            end = at + 1;
          }
      }
  if (end > start)
    g_string_append_printf (json, ", %" G_GUINT64_FORMAT, end - start);
  g_string_append_printf (json, "%s%" G_GUINT64_FORMAT, comma, (guint64) film->width * film->height - end);
  return area;
}

/* "attributes", as other programs call what is beside a category. Where nothing was said, none. */
static void
append_attributes (GString       *json,
                   const CsWords *of_mark,
                   const CsWords *of_film)
{
  const char *before = ", \"attributes\": {";

  for (guint i = 0; i < CS_N_DESCRIPTORS; i++)
    {
      const char *value = cs_words_get (of_mark, i);

      value = value[0] != '\0' ? value : cs_words_get (of_film, i);
      if (value[0] == '\0')
        continue;
      g_string_append_printf (json, "%s\"%s\": ", before, cs_descriptors[i].id);
      cs_json_string (json, value);
      before = ", ";
    }
  if (of_mark != NULL || of_film != NULL)
    g_string_append (json, before[2] == '\0' ? "}" : "");
}

static void
append_mark (GString            *json,
             const CsRecordFilm *film,
             const CsRecordMark *mark)
{
  const CsBox *box = &mark->box;
  gboolean painted = cs_record_mark_mask (mark) != NULL;
  guint64 area = (guint64) box->width * (guint) box->height;

  g_string_append_printf (json, "\n{\"id\": %" G_GINT64_FORMAT ", \"image_id\": %" G_GINT64_FORMAT
                          ", \"category_id\": %d, \"iscrowd\": %d, \"bbox\": [%d, %d, %d, %d]", mark->id, film->id,
                          mark->verdict == CS_VERDICT_POSITIVE ? 1 : 2, painted, box->x, box->y, box->width,
                          box->height);
  if (painted)
    {
      g_string_append (json, ", \"segmentation\": {\"counts\": [");
      area = append_runs (json, film, mark);
      g_string_append_printf (json, "], \"size\": [%u, %u]}", film->height, film->width);
    }
  else
    g_string_append (json, ", \"segmentation\": []");
  g_string_append_printf (json, ", \"area\": %" G_GUINT64_FORMAT ", \"origin\": \"%s\"", area,
                          cs_origin_to_text (mark->origin));
  cs_json_member (json, "suspicion", box->suspicion, 6);
  if (mark->called != NULL)
    {
      g_string_append (json, ", \"called\": ");
      cs_json_string (json, mark->called);
    }
  append_attributes (json, mark->words, film->words);
  g_string_append_c (json, '}');
}

static void
append_marks (GString            *json,
              const CsRecordFilm *film,
              const char        **comma)
{
  for (guint i = 0; i < film->n_marks; i++)
    {
      const CsRecordMark *mark = &film->marks[i];

      if (mark->verdict != CS_VERDICT_POSITIVE && mark->verdict != CS_VERDICT_NEGATIVE)
        continue;
      g_string_append (json, *comma);
      append_mark (json, film, mark);
      *comma = ",";
    }
}

static gboolean
write_coco (CsRecord    *record,
            GFile       *to,
            CsExportRun *run,
            GError     **error)
{
  g_autoptr (GString) json = g_string_new ("{\"images\": [");
  const char *comma = "";

  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    append_image (json, record, i);
  g_string_append (json, "],\n\"annotations\": [");
  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    {
      if (!cs_export_step (run, 1, error))
        return FALSE;
      append_marks (json, cs_record_get_film (record, i), &comma);
    }
  g_string_append (json,
                   "],\n\"categories\": [{\"id\": 1, \"name\": \"calcification\"}, "
                   "{\"id\": 2, \"name\": \"other\"}]}\n");
  return cs_file_write (to, json->str, json->len, error);
}

const CsExport cs_export_coco = { .id = "coco", .title = N_("Boxes and masks (COCO)"), .suffix = ".json",
                                  .write = write_coco, .read = cs_coco_read };
