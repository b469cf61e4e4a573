#include "cs-case-pages.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

#include "cs-error.h"
#include "cs-file.h"

/* ISO 216: 210 by 297 mm. */
#define PAPER_WIDTH (210 * 72 / 25.4)
#define PAPER_HEIGHT (297 * 72 / 25.4)

struct _CsCasePages
{
  gatomicrefcount ref_count;
  CsCase         *shown;
  CsCaseLayout   *layout;
};

static const struct { const char *font; PangoAlignment align; double grey; } styles[] = {
  [CS_CASE_TITLE] = { "Sans Bold 15", PANGO_ALIGN_LEFT, 0 },
  [CS_CASE_HEADING] = { "Sans Bold 10.5", PANGO_ALIGN_LEFT, 0 },
  [CS_CASE_NAME] = { "Sans 8.5", PANGO_ALIGN_LEFT, 0.35 },
  [CS_CASE_TEXT] = { "Sans 8.5", PANGO_ALIGN_LEFT, 0 },
  [CS_CASE_CAPTION] = { "Sans 7", PANGO_ALIGN_LEFT, 0.35 },
  [CS_CASE_NUMBER] = { "Sans Bold 5.5", PANGO_ALIGN_CENTER, 0 },
  [CS_CASE_LETTER] = { "Sans Bold 6.5", PANGO_ALIGN_CENTER, 0 },
  [CS_CASE_HEAD] = { "Sans Bold 7.5", PANGO_ALIGN_LEFT, 0 },
  [CS_CASE_CELL] = { "Sans 8", PANGO_ALIGN_LEFT, 0 },
  [CS_CASE_FOOT] = { "Sans 6.5", PANGO_ALIGN_LEFT, 0.35 },
  [CS_CASE_PAGE] = { "Sans 6.5", PANGO_ALIGN_RIGHT, 0.35 },
};

static PangoLayout *
text_new (cairo_t    *cr,
          CsCaseKind  kind,
          const char *text,
          double      width)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (styles[kind].font);

  /* A font's size in points is 4/3 of it where a unit is a 96th of an inch; here a unit is a point. */
  pango_cairo_context_set_resolution (pango_layout_get_context (layout), 72);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_alignment (layout, styles[kind].align);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
measure (CsCaseKind  kind,
         const char *text,
         double      width,
         gpointer    cr)
{
  g_autoptr (PangoLayout) layout = text_new (cr, kind, text, width);
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
draw_text (cairo_t          *cr,
           const CsCaseItem *item)
{
  g_autoptr (PangoLayout) layout = text_new (cr, item->kind, item->text, item->width);
  double grey = styles[item->kind].grey;

  cairo_set_source_rgb (cr, grey, grey, grey);
  cairo_move_to (cr, item->x, item->y);
  pango_cairo_show_layout (cr, layout);
}

static cairo_surface_t *
surface_of (const CsRaster *picture)
{
  int width = (int) cs_raster_get_width (picture), height = (int) cs_raster_get_height (picture);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  guint8 *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  for (int y = 0; pixels != NULL && y < height; y++)
    {
      const guint8 *from = cs_raster_row (picture, (guint) y);
      guint32 *to = (guint32 *) (gpointer) (pixels + (gsize) y * stride);

      for (int x = 0; x < width; x++)
        to[x] = from[x] * 0x010101u;
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
draw_picture (cairo_t          *cr,
              const CsCaseItem *item,
              const CsRaster   *picture)
{
  cairo_surface_t *surface = surface_of (picture);

  cairo_save (cr);
  cairo_translate (cr, item->x, item->y);
  cairo_scale (cr, item->width / cs_raster_get_width (picture), item->height / cs_raster_get_height (picture));
  cairo_set_source_surface (cr, surface, 0, 0);
  if (item->kind == CS_CASE_DETAIL)
    cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);      /* pixels are shown as pixels */
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/* Told apart without colour: solid, dashed, dotted. */
static void
set_pen (cairo_t  *cr,
         CsVerdict verdict)
{
  static const double dashes[] = { 2, 1 }, dots[] = { 0.5, 0.7 };

  cairo_set_line_width (cr, 0.6);
  cairo_set_dash (cr, dashes, 0, 0);
  if (verdict == CS_VERDICT_UNSURE)
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  else if (verdict == CS_VERDICT_NONE)
    cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0);
  cairo_set_source_rgb (cr, 1, 0.85, 0.1);
}

static void
draw_box (cairo_t          *cr,
          const CsCaseItem *picture,
          const CsBox      *box,
          double            round)
{
  cairo_rectangle (cr, picture->x + (box->x - picture->part.x) * picture->scale - round,
                   picture->y + (box->y - picture->part.y) * picture->scale - round,
                   box->width * picture->scale + 2 * round, box->height * picture->scale + 2 * round);
  cairo_stroke (cr);
}

static void
set_cluster_pen (cairo_t *cr)
{
  set_pen (cr, CS_VERDICT_POSITIVE);
  cairo_set_source_rgb (cr, 0.45, 0.8, 1);
}

static void
draw_clusters (CsCasePages      *self,
               cairo_t          *cr,
               const CsCaseItem *picture)
{
  set_cluster_pen (cr);
  for (guint i = 0; i < self->shown->clusters->len; i++)
    if (g_array_index (self->shown->clusters, CsCaseCluster, i).film == picture->index)
      draw_box (cr, picture, &g_array_index (self->shown->clusters, CsCaseCluster, i).extent, 1.5);
}

/* A centimetre, or a millimetre, in the lower corner away from the chest wall. */
static void
draw_scale (cairo_t          *cr,
            const CsCaseItem *picture,
            const CsCaseFilm *film)
{
  double per_mm = film->film->facts.mm_per_pixel > 0 ? picture->scale / film->film->facts.mm_per_pixel : 0;
  gboolean short_one = picture->kind == CS_CASE_DETAIL && 10 * per_mm > picture->width / 2;
  double length = (short_one ? 1 : 10) * per_mm;
  double x = film->column == 0 ? picture->x + 5 : picture->x + picture->width - 5 - MAX (length, 24);
  double y = picture->y + picture->height - 5;
  g_autoptr (PangoLayout) layout = NULL;

  if (length <= 0 || MAX (length, 24) + 10 > picture->width || picture->height < 30)
    return;
  set_pen (cr, CS_VERDICT_POSITIVE);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + length, y);
  cairo_stroke (cr);
  layout = text_new (cr, CS_CASE_FOOT, short_one ? _("1 mm") : _("10 mm"), 60);
  cairo_move_to (cr, x, y - 9);
  pango_cairo_show_layout (cr, layout);
}

/* The picture of a film or of part of it, with its boxes. */
static void
draw_film (CsCasePages      *self,
           cairo_t          *cr,
           const CsCaseItem *item)
{
  const CsCaseCluster *cluster =
    item->kind == CS_CASE_DETAIL ? &g_array_index (self->shown->clusters, CsCaseCluster, item->index) : NULL;
  guint index = cluster != NULL ? cluster->film : item->index;
  const CsCaseFilm *film = &g_array_index (self->shown->films, CsCaseFilm, index);
  const CsRaster *picture = cluster != NULL ? cluster->picture : film->picture;

  cairo_save (cr);
  cairo_rectangle (cr, item->x, item->y, item->width, item->height);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  if (picture != NULL)
    draw_picture (cr, item, picture);
  draw_scale (cr, item, film);
  for (guint i = film->first; i < film->first + film->n; i++)
    {
      const CsRecordMark *mark = g_array_index (self->shown->finds, CsCaseFind, i).mark;

      set_pen (cr, mark->verdict);
      draw_box (cr, item, &mark->box, 0.4);
    }
  if (cluster == NULL)
    draw_clusters (self, cr, item);
  cairo_restore (cr);
}

static const CsBox *
box_of (const CsCase     *shown,
        const CsCaseItem *label)
{
  if (label->kind == CS_CASE_NUMBER)
    return &g_array_index (shown->finds, CsCaseFind, label->index).mark->box;
  return &g_array_index (shown->clusters, CsCaseCluster, label->index).extent;
}

/* A number that had to stand away from its box is tied to it by a line. */
static void
draw_label (CsCasePages      *self,
            cairo_t          *cr,
            const CsCaseItem *item)
{
  const CsCaseItem *picture = &g_array_index (self->layout->items, CsCaseItem, item->on);
  const CsBox *box = box_of (self->shown, item);
  g_autoptr (PangoLayout) layout = text_new (cr, item->kind, item->text, item->width + 4);
  double x = picture->x + (box->x - picture->part.x + box->width / 2.0) * picture->scale;
  double y = picture->y + (box->y - picture->part.y + box->height / 2.0) * picture->scale;
  double from_x = item->x + item->width / 2, from_y = item->y + item->height / 2;

  set_cluster_pen (cr);
  if (item->kind == CS_CASE_NUMBER)
    set_pen (cr, CS_VERDICT_POSITIVE);
  if (hypot (x - from_x, y - from_y) > hypot (box->width, box->height) / 2 * picture->scale + 10)
    {
      cairo_set_line_width (cr, 0.25);
      cairo_move_to (cr, from_x, from_y);
      cairo_line_to (cr, x, y);
      cairo_stroke (cr);
    }
  cairo_move_to (cr, item->x - 2, item->y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_rule (cairo_t          *cr,
           const CsCaseItem *item)
{
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 0.3);
  cairo_set_source_rgb (cr, 0.7, 0.7, 0.7);
  cairo_move_to (cr, item->x, item->y);
  cairo_line_to (cr, item->x + item->width, item->y);
  cairo_stroke (cr);
}

static void
draw_item (CsCasePages      *self,
           cairo_t          *cr,
           const CsCaseItem *item)
{
  if (item->kind == CS_CASE_FILM || item->kind == CS_CASE_DETAIL)
    draw_film (self, cr, item);
  else if (item->kind == CS_CASE_NUMBER || item->kind == CS_CASE_LETTER)
    draw_label (self, cr, item);
  else if (item->kind == CS_CASE_RULE)
    draw_rule (cr, item);
  else
    draw_text (cr, item);
}

/* Something to measure words on, before there is a page. */
static CsCaseLayout *
lay_out (const CsCase *shown)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  CsCaseLayout *layout = cs_case_layout_new (shown, PAPER_WIDTH, PAPER_HEIGHT, measure, cr);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return layout;
}

CsCasePages *
cs_case_pages_new (CsCase       *shown,
                   CsCaseReport  report,
                   gpointer      data,
                   GCancellable *cancellable,
                   GError      **error)
{
  CsCasePages *self;

  if (!cs_case_read_films (shown, report, data, cancellable, error))
    return NULL;
  self = g_new0 (CsCasePages, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->shown = cs_case_ref (shown);
  self->layout = lay_out (shown);
  return self;
}

CsCasePages *
cs_case_pages_ref (CsCasePages *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cs_case_pages_unref (CsCasePages *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  cs_case_unref (self->shown);
  cs_case_layout_free (self->layout);
  g_free (self);
}

CsCase *
cs_case_pages_get_case (CsCasePages *self)
{
  return self->shown;
}

const CsCaseLayout *
cs_case_pages_get_layout (CsCasePages *self)
{
  return self->layout;
}

guint
cs_case_pages_get_n (CsCasePages *self)
{
  return self->layout->n_pages;
}

void
cs_case_pages_get_size (CsCasePages *self,
                        double      *width,
                        double      *height)
{
  *width = self->layout->width;
  *height = self->layout->height;
}

void
cs_case_pages_draw (CsCasePages *self,
                    guint        page,
                    cairo_t     *cr)
{
  for (guint i = 0; i < self->layout->items->len; i++)
    {
      const CsCaseItem *item = &g_array_index (self->layout->items, CsCaseItem, i);

      if (item->page == page)
        draw_item (self, cr, item);
    }
}

static cairo_status_t
collect (void                *bytes,
         const unsigned char *data,
         unsigned int         length)
{
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

struct _CsCasePdf
{
  GByteArray      *bytes;
  cairo_surface_t *surface;
  cairo_t         *cr;
};

CsCasePdf *
cs_case_pdf_new (void)
{
  CsCasePdf *self = g_new0 (CsCasePdf, 1);

  self->bytes = g_byte_array_new ();
  self->surface = cairo_pdf_surface_create_for_stream (collect, self->bytes, PAPER_WIDTH, PAPER_HEIGHT);
  self->cr = cairo_create (self->surface);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATOR, CS_PROGRAM);
  return self;
}

void
cs_case_pdf_free (CsCasePdf *self)
{
  cairo_destroy (self->cr);
  cairo_surface_destroy (self->surface);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

void
cs_case_pdf_add (CsCasePdf   *self,
                 CsCasePages *pages)
{
  for (guint page = 0; page < cs_case_pages_get_n (pages); page++)
    {
      cs_case_pages_draw (pages, page, self->cr);
      cairo_show_page (self->cr);
    }
}

gboolean
cs_case_pdf_write (CsCasePdf *self,
                   GFile     *to,
                   GError   **error)
{
  cairo_surface_finish (self->surface);
  if (cairo_surface_status (self->surface) != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED, _("The report cannot be drawn: %s"),
                   cairo_status_to_string (cairo_surface_status (self->surface)));
      return FALSE;
    }
  return cs_file_write (to, self->bytes->data, self->bytes->len, error);
}
