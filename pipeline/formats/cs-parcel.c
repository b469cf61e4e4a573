#include "cs-parcel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "cs-date.h"
#include "cs-error.h"

#define ALIGNMENT 64   /* of the pixels */

/* Error domain ("" none), code, message, content. */
#define PARCEL "(sisv)"
#define WINDOWS "a(ydddusaq)"
#define OVERLAYS "a(siiuuay)"
/* name case side view bits mm spacing inverted; pixel width height; slope intercept day turn windows overlays notes
 * scanner */
#define FILM "(ssyyudybyuudduyy" WINDOWS OVERLAYS "ass)"
#define HEADER "a(usssb)"

/* From the end of what is told to the pixels. */
static gsize
gap_after (gsize length)
{
  return (ALIGNMENT - (sizeof (guint64) + length) % ALIGNMENT) % ALIGNMENT;
}

static gboolean
write_all (int fd, gconstpointer bytes, gsize length)
{
  const guint8 *from = bytes;

  while (length > 0)
    {
      gssize n = write (fd, from, length);

      if (n <= 0)
        return FALSE;
      from += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* Takes @content, which may be floating. */
static gboolean
write_parcel (int fd, const GError *error, GVariant *content)
{
  g_autoptr (GVariant) parcel =
    g_variant_ref_sink (g_variant_new (PARCEL, error != NULL ? g_quark_to_string (error->domain) : "",
                                       error != NULL ? error->code : 0, error != NULL ? error->message : "", content));
  guint64 length = g_variant_get_size (parcel);
  static const guint8 gap[ALIGNMENT];

  return write_all (fd, &length, sizeof length) && write_all (fd, g_variant_get_data (parcel), length) &&
         write_all (fd, gap, gap_after (length));
}

static GVariant *
pack_windows (CsDetails *details)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (WINDOWS));
  for (guint i = 0; details != NULL && i < cs_details_get_n_windows (details); i++)
    {
      const CsVoi *voi = cs_details_get_window (details, i);

      g_variant_builder_add (&builder, "(ydddus@aq)", (guchar) voi->shape, voi->centre, voi->width, voi->first,
                             voi->bits, voi->title != NULL ? voi->title : "",
                             g_variant_new_fixed_array (G_VARIANT_TYPE_UINT16, voi->entries,
                                                        voi->entries != NULL ? voi->n_entries : 0, sizeof (guint16)));
    }
  return g_variant_builder_end (&builder);
}

static gsize
row_bytes (const CsRaster *raster)
{
  return cs_raster_get_width (raster) * (gsize) (cs_raster_get_pixel (raster) == CS_PIXEL_U8 ? 1 : 2);
}

static GVariant *
pack_mask (const CsRaster *mask)
{
  gsize row = row_bytes (mask);
  g_autofree guint8 *bytes = g_malloc (row * cs_raster_get_height (mask));

  for (guint y = 0; y < cs_raster_get_height (mask); y++)
    memcpy (bytes + y * row, cs_raster_row (mask, y), row);
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, row * cs_raster_get_height (mask), 1);
}

static GVariant *
pack_overlays (CsDetails *details)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (OVERLAYS));
  for (guint i = 0; details != NULL && i < cs_details_get_n_overlays (details); i++)
    {
      const CsOverlay *overlay = cs_details_get_overlay (details, i);

      g_variant_builder_add (&builder, "(siiuu@ay)", overlay->title, overlay->left, overlay->top,
                             cs_raster_get_width (overlay->mask), cs_raster_get_height (overlay->mask),
                             pack_mask (overlay->mask));
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
pack_film (CsImage *image)
{
  static const char *const none[] = { NULL };
  const CsFacts *facts = cs_image_get_facts (image);
  const CsRaster *raster = cs_image_get_raster (image);
  CsDetails *details = cs_image_get_details (image);
  double slope = 1, intercept = 0;

  if (details != NULL)
    cs_details_get_values (details, &slope, &intercept);
  return g_variant_new ("(ssyyudybyuudduyy@" WINDOWS "@" OVERLAYS "^ass)", cs_image_get_name (image), facts->case_id,
                        (guchar) facts->side, (guchar) facts->view, facts->bits, facts->mm_per_pixel,
                        (guchar) facts->spacing, facts->inverted, (guchar) cs_raster_get_pixel (raster),
                        cs_raster_get_width (raster), cs_raster_get_height (raster), slope, intercept,
                        details != NULL ? cs_details_get_day (details) : 0,
                        (guchar) (details != NULL ? cs_details_get_turn (details) : 0),
                        (guchar) (details != NULL ? cs_details_get_kind (details) : CS_KIND_USUAL),
                        pack_windows (details), pack_overlays (details),
                        details != NULL ? cs_details_get_notes (details) : none,
                        details != NULL ? cs_details_get_scanner (details) : "");
}

gboolean
cs_parcel_write_film (int fd, CsImage *image)
{
  const CsRaster *raster = cs_image_get_raster (image);

  return write_parcel (fd, NULL, pack_film (image)) &&
         write_all (fd, cs_raster_row (raster, 0), cs_raster_get_stride (raster) * cs_raster_get_height (raster));
}

gboolean
cs_parcel_write_header (int fd, CsHeader *header)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (HEADER));
  for (guint i = 0; i < cs_header_get_n (header); i++)
    {
      const CsHeaderLine *line = cs_header_get (header, i);

      g_variant_builder_add (&builder, "(usssb)", line->depth, line->tag, line->name, line->value, line->identity);
    }
  return write_parcel (fd, NULL, g_variant_builder_end (&builder));
}

gboolean
cs_parcel_write_count (int fd, guint n)
{
  return write_parcel (fd, NULL, g_variant_new_uint32 (n));
}

gboolean
cs_parcel_write_error (int fd, const GError *error)
{
  return write_parcel (fd, error, g_variant_new_uint32 (0));
}

/* Reading. */

static void
refuse (const char *name, GError **error)
{
  g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED,
               _("“%s” is damaged: its decoder failed over it and was stopped. Copy it again from its source."), name);
}

/* What was sent, of the type asked for; @rest: where the pixels begin. */
static GVariant *
open_parcel (GBytes *parcel, const char *type, const char *name, gsize *rest, GError **error)
{
  g_autoptr (GVariant) all = NULL, content = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *domain, *message;
  guint64 length;
  gsize whole;
  const guint8 *data = g_bytes_get_data (parcel, &whole);
  int code;

  if (whole < sizeof length || (memcpy (&length, data, sizeof length), length > whole - sizeof length))
    {
      refuse (name, error);
      return NULL;
    }
  *rest = sizeof length + length + gap_after (length);
  bytes = g_bytes_new (data + sizeof length, length);   /* copied: a GVariant wants to be aligned */
  all = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (PARCEL), bytes, FALSE));
  g_variant_get (all, "(&si&sv)", &domain, &code, &message, &content);
  if (*domain != '\0')
    g_set_error_literal (error, g_quark_from_string (domain), code, message);
  else if (!g_variant_is_of_type (content, G_VARIANT_TYPE (type)))
    refuse (name, error);
  else
    return g_steal_pointer (&content);
  return NULL;
}

static void
unpack_windows (GVariant *windows, CsDetails *details)
{
  for (gsize i = 0; i < g_variant_n_children (windows); i++)
    {
      g_autoptr (GVariant) entries = NULL;
      guchar shape;
      CsVoi voi = { 0 };
      gsize n;

      g_variant_get_child (windows, i, "(ydddu&s@aq)", &shape, &voi.centre, &voi.width,
                           &voi.first, &voi.bits, &voi.title, &entries);
      voi.shape = (CsVoiShape) MIN (shape, CS_VOI_TABLE);
      voi.entries = g_variant_get_fixed_array (entries, &n, sizeof (guint16));
      voi.n_entries = (guint) MIN (n, G_MAXUINT16 + 1);
      voi.title = *voi.title != '\0' ? voi.title : NULL;
      cs_details_add_window (details, &voi);
    }
}

static CsRaster *
unpack_mask (guint width, guint height, const guint8 *bytes, gsize length)
{
  g_autoptr (CsRaster) raster = cs_raster_try_new (CS_PIXEL_U8, width, height, NULL);
  gsize row = raster != NULL ? row_bytes (raster) : 0;

  if (raster == NULL || bytes == NULL || length != row * height)
    return NULL;
  for (guint y = 0; y < height; y++)
    memcpy (cs_raster_edit (raster, y), bytes + y * row, row);
  return g_steal_pointer (&raster);
}

static void
unpack_overlays (GVariant *overlays, CsDetails *details)
{
  for (gsize i = 0; i < g_variant_n_children (overlays); i++)
    {
      g_autoptr (GVariant) bytes = NULL;
      g_autoptr (CsRaster) mask = NULL;
      const char *title;
      int left, top;
      guint width, height;
      gsize n;
      const guint8 *data;

      g_variant_get_child (overlays, i, "(&siiuu@ay)", &title, &left, &top, &width, &height, &bytes);
      data = g_variant_get_fixed_array (bytes, &n, 1);
      mask = unpack_mask (width, height, data, n);
      if (mask != NULL && ABS ((gint64) left) < G_MAXINT16 * 8 && ABS ((gint64) top) < G_MAXINT16 * 8)
        cs_details_add_overlay (details, title, left, top, mask);
    }
}

static CsDetails *
unpack_details (double slope, double intercept, GVariant *windows, GVariant *overlays, const char *const *notes)
{
  CsDetails *details = cs_details_new ();

  if (slope != 0 && isfinite (slope) && isfinite (intercept))
    cs_details_set_values (details, slope, intercept);
  unpack_windows (windows, details);
  unpack_overlays (overlays, details);
  for (guint i = 0; notes[i] != NULL; i++)
    cs_details_add_note (details, g_strdup (notes[i]));
  return details;
}

static CsImage *
unpack_film (GVariant *film, GBytes *parcel, gsize at)
{
  g_autoptr (GVariant) windows = NULL, overlays = NULL;
  g_autofree const char **notes = NULL;
  g_autoptr (CsDetails) details = NULL;
  g_autoptr (CsRaster) raster = NULL;
  g_autoptr (CsImage) image = NULL;
  CsFacts facts = { 0 };
  const char *name, *scanner;
  guchar side, view, spacing, pixel, turn, kind;
  guint width, height, day;
  double slope, intercept;

  g_variant_get (film, "(&s&syyudybyuudduyy@" WINDOWS "@" OVERLAYS "^a&s&s)", &name, &facts.case_id, &side, &view,
                 &facts.bits, &facts.mm_per_pixel, &spacing, &facts.inverted, &pixel, &width, &height, &slope,
                 &intercept, &day, &turn, &kind, &windows, &overlays, &notes, &scanner);
  if (facts.bits < 8 || facts.bits > 16 || pixel > CS_PIXEL_U16 ||
      !(facts.mm_per_pixel >= 0 && facts.mm_per_pixel < 1000))
    return NULL;
  raster = cs_raster_new_over ((CsPixel) pixel, width, height, parcel, at);
  if (raster == NULL)
    return NULL;
  facts.side = (CsSide) MIN (side, CS_SIDE_RIGHT);
  facts.view = view < CS_N_VIEWS ? (CsView) view : CS_VIEW_UNKNOWN;
  facts.spacing = (CsSpacing) MIN (spacing, CS_SPACING_HAND);
  details = unpack_details (slope, intercept, windows, overlays, notes);
  cs_details_set_day (details, cs_date_is_day (day) ? day : 0);
  cs_details_set_turn (details, turn & 7);
  cs_details_set_kind (details, (CsKind) MIN (kind, CS_KIND_RAW));
  cs_details_set_scanner (details, scanner);
  image = cs_image_new (raster, name, &facts);
  return cs_image_with_details (image, details);
}

CsImage *
cs_parcel_read_film (GBytes *parcel, const char *name, GError **error)
{
  gsize rest;
  g_autoptr (GVariant) film = open_parcel (parcel, FILM, name, &rest, error);
  CsImage *image;

  if (film == NULL)
    return NULL;
  image = unpack_film (film, parcel, rest);
  if (image == NULL)
    refuse (name, error);
  return image;
}

CsHeader *
cs_parcel_read_header (GBytes *parcel, const char *name, GError **error)
{
  gsize rest;
  g_autoptr (GVariant) content = open_parcel (parcel, HEADER, name, &rest, error);
  g_autoptr (CsHeader) header = NULL;

  if (content == NULL)
    return NULL;
  header = cs_header_new ();
  for (gsize i = 0; i < g_variant_n_children (content); i++)
    {
      CsHeaderLine line;

      g_variant_get_child (content, i, "(u&s&s&sb)", &line.depth, &line.tag, &line.name, &line.value, &line.identity);
      cs_header_add (header, &line);
    }
  return g_steal_pointer (&header);
}

gboolean
cs_parcel_read_count (GBytes *parcel, const char *name, guint *n, GError **error)
{
  gsize rest;
  g_autoptr (GVariant) content = open_parcel (parcel, "u", name, &rest, error);

  if (content == NULL)
    return FALSE;
  *n = g_variant_get_uint32 (content);
  return TRUE;
}
