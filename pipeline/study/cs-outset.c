/* The file: nn-bytes' frame with its digest round one GVariant (little-endian, as everything of ours on disk). */
#include "cs-outset.h"

#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-study-private.h"
#include "nn-bytes.h"

#define MAGIC "CALCSET\n"
#define VERSION 1

/* Free text is bytes: a file's name, and what was made of it, need not be UTF-8. */
#define FACTS "(ayssududb)"         /* case, side, view, bits, mm, where that is from, assumed mm, inverted */
#define MARK "(xiiiidadssayayx)"    /* id, x, y, width, height, suspicion, parts, verdict, origin, mask, who, when */
#define FILM "(xsays" FACTS "uua" MARK ")"   /* id, URI, name, digest, facts, width, height, marks */
#define OUTSET "(xssa" FILM ")"     /* when, settings, plan, films */

struct _CsOutset
{
  gatomicrefcount refs;
  CsRecord       *record;
  CsSettings     *settings;
  CsCoursePlan    plan;
  GFile          *first;
  gint64          when;
};

static GVariant *
pack_text (const char *text)
{
  return g_variant_new_bytestring (text != NULL ? text : "");
}

static GVariant *
pack_mask (const CsRaster *mask)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint y = 0; mask != NULL && y < cs_raster_get_height (mask); y++)
    g_byte_array_append (bytes, cs_raster_row (mask, y), cs_raster_get_width (mask));
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes->data, bytes->len, 1);
}

static GVariant *
pack_parts (const CsBox *box)
{
  double parts[CS_BOX_PARTS];

  for (guint i = 0; i < CS_BOX_PARTS; i++)
    parts[i] = box->parts[i];
  return g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, parts, CS_BOX_PARTS, sizeof *parts);
}

static GVariant *
pack_marks (const CsRecordFilm *film)
{
  GVariantBuilder marks;

  g_variant_builder_init (&marks, G_VARIANT_TYPE ("a" MARK));
  for (guint i = 0; i < film->n_marks; i++)
    {
      const CsRecordMark *mark = &film->marks[i];
      const CsBox *box = &mark->box;

      g_variant_builder_add (&marks, "(xiiiid@adss@ay@ayx)", mark->id, box->x, box->y, box->width, box->height,
                             (double) box->suspicion, pack_parts (box), cs_verdict_to_text (mark->verdict),
                             cs_origin_to_text (mark->origin), pack_mask (cs_record_mark_mask (mark)),
                             pack_text (mark->who), mark->when);
    }
  return g_variant_builder_end (&marks);
}

static GVariant *
pack_facts (const CsFacts *facts, const char *woman)
{
  return g_variant_new ("(@ayssududb)", pack_text (woman != NULL ? woman : facts->case_id),
                        cs_side_to_text (facts->side), cs_view_to_text (facts->view), facts->bits,
                        facts->mm_per_pixel, (guint) facts->spacing, facts->assumed_mm_per_pixel, facts->inverted);
}

static GVariant *
pack_film (const CsRecordFilm *film)
{
  g_autofree char *uri = g_file_get_uri (film->file);

  return g_variant_new ("(xs@ays@" FACTS "uu@a" MARK ")", film->id, uri, pack_text (film->name), film->digest,
                        pack_facts (&film->facts, film->woman), film->width, film->height, pack_marks (film));
}

static GVariant *
pack (const CsOutset *self)
{
  g_autofree char *settings = cs_settings_to_text (self->settings);
  g_autofree char *plan = cs_course_plan_to_text (&self->plan);
  GVariantBuilder films;

  g_variant_builder_init (&films, G_VARIANT_TYPE ("a" FILM));
  for (guint i = 0; i < cs_record_get_n_films (self->record); i++)
    g_variant_builder_add_value (&films, pack_film (cs_record_get_film (self->record, i)));
  return g_variant_ref_sink (g_variant_new ("(xss@a" FILM ")", self->when, settings, plan,
                                            g_variant_builder_end (&films)));
}

/* FALSE: not a mask of this box. */
static gboolean
unpack_mask (GVariant    *packed,
             const CsBox *box,
             CsRaster   **mask)
{
  gsize n;
  const guint8 *bytes = g_variant_get_fixed_array (packed, &n, 1);
  CsRaster *raster;

  *mask = NULL;
  if (n == 0)
    return TRUE;
  if (n != (gsize) box->width * (gsize) box->height)
    return FALSE;
  raster = cs_raster_new (CS_PIXEL_U8, (guint) box->width, (guint) box->height);
  for (int y = 0; y < box->height; y++)
    memcpy (cs_raster_edit (raster, (guint) y), bytes + (gsize) y * (gsize) box->width, (gsize) box->width);
  *mask = raster;
  return TRUE;
}

static gboolean
unpack_parts (GVariant *packed,
              CsBox    *box)
{
  gsize n;
  const double *parts = g_variant_get_fixed_array (packed, &n, sizeof *parts);

  for (gsize i = 0; i < n && n <= CS_BOX_PARTS; i++)
    box->parts[i] = (float) parts[i];
  return n <= CS_BOX_PARTS;
}

static gboolean
unpack_mark (CsRecord *record,
             guint     film,
             GVariant *packed)
{
  const CsRecordFilm *row = cs_record_get_film (record, film);
  g_autoptr (GVariant) parts = NULL;
  g_autoptr (GVariant) pixels = NULL;
  g_autoptr (CsRaster) mask = NULL;
  const char *verdict, *origin;
  double suspicion;
  CsRecordMark mark = { 0 };
  CsBox *box = &mark.box;

  g_variant_get (packed, "(xiiiid@ad&s&s@ay^&ayx)", &mark.id, &box->x, &box->y, &box->width, &box->height, &suspicion,
                 &parts, &verdict, &origin, &pixels, &mark.who, &mark.when);
  box->suspicion = (float) suspicion;
  if (box->width < 1 || box->height < 1 || (guint) box->width > row->width || (guint) box->height > row->height ||
      !unpack_parts (parts, box) || !unpack_mask (pixels, box, &mask) ||
      !cs_verdict_from_text (verdict, &mark.verdict) || !cs_origin_from_text (origin, &mark.origin))
    return FALSE;
  mark.pixels = mask;
  cs_record_put_mark (record, film, &mark);
  return TRUE;
}

/* Where the film lies now: films move, and the study has found it by its content. */
static GFile *
find_file (CsRecord   *now,
           const char *digest,
           const char *uri)
{
  for (guint i = 0; i < cs_record_get_n_films (now); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (now, i);

      if (g_strcmp0 (film->digest, digest) == 0)
        return g_object_ref (film->file);
    }
  return g_file_new_for_uri (uri);
}

static void
unpack_facts (GVariant *packed,
              CsFacts  *facts)
{
  const char *side, *view;
  guint32 spacing;

  g_variant_get (packed, "(^&ay&s&sududb)", &facts->case_id, &side, &view, &facts->bits, &facts->mm_per_pixel, &spacing,
                 &facts->assumed_mm_per_pixel, &facts->inverted);
  facts->side = cs_side_from_text (side);
  facts->view = cs_view_from_text (view);
  facts->spacing = (CsSpacing) MIN (spacing, CS_SPACING_HAND);
}

static gboolean
unpack_film (CsRecord *record,
             guint     i,
             CsRecord *now,
             GVariant *packed)
{
  g_autoptr (GVariant) facts = NULL;
  g_autoptr (GVariant) marks = NULL;
  g_autoptr (GFile) file = NULL;
  const char *uri;
  CsRecordFilm film = { 0 };
  gboolean whole = TRUE;

  g_variant_get (packed, "(x&s^&ay&s@" FACTS "uu@a" MARK ")", &film.id, &uri, &film.name, &film.digest, &facts,
                 &film.width, &film.height, &marks);
  unpack_facts (facts, &film.facts);
  film.file = file = find_file (now, film.digest, uri);
  cs_record_put_film (record, i, &film);
  for (gsize k = 0; whole && k < g_variant_n_children (marks); k++)
    {
      g_autoptr (GVariant) mark = g_variant_get_child_value (marks, k);

      whole = unpack_mark (record, i, mark);
    }
  return whole && film.width <= CS_MAX_SIDE && film.height <= CS_MAX_SIDE;
}

static CsRecord *
unpack_record (GVariant *films,
               CsRecord *now)
{
  guint n = (guint) g_variant_n_children (films);
  g_autoptr (CsRecord) record = cs_record_new (cs_record_get_title (now), n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GVariant) film = g_variant_get_child_value (films, i);

      if (!unpack_film (record, i, now, film))
        return NULL;
    }
  return g_steal_pointer (&record);
}

static CsOutset *
unpack (GVariant *packed,
        CsRecord *now)
{
  g_autoptr (GVariant) films = NULL;
  g_autoptr (CsSettings) settings = NULL;
  g_autoptr (CsRecord) record = NULL;
  CsCoursePlan plan;
  const char *settings_text, *plan_text;
  CsOutset *self;
  gint64 when;

  g_variant_get (packed, "(x&s&s@a" FILM ")", &when, &settings_text, &plan_text, &films);
  settings = cs_settings_from_text (settings_text, NULL);
  record = unpack_record (films, now);
  if (settings == NULL || record == NULL || !cs_course_plan_from_text (plan_text, &plan, NULL))
    return NULL;
  self = cs_outset_new (record, settings, &plan, NULL);
  self->when = when;
  return self;
}

CsOutset *
cs_outset_new (CsRecord           *record,
               CsSettings         *settings,
               const CsCoursePlan *plan,
               GFile              *first)
{
  CsOutset *self = g_new0 (CsOutset, 1);

  g_atomic_ref_count_init (&self->refs);
  self->record = cs_record_ref (record);
  self->settings = cs_settings_ref (settings);
  self->plan = *plan;
  self->plan.recipe = g_intern_string (plan->recipe);
  g_set_object (&self->first, first);
  self->when = g_get_real_time () / G_USEC_PER_SEC;
  return self;
}

CsOutset *
cs_outset_with_plan (const CsOutset     *self,
                     const CsCoursePlan *plan)
{
  CsOutset *other = cs_outset_new (self->record, self->settings, plan, self->first);

  other->when = self->when;
  return other;
}

CsOutset *
cs_outset_ref (CsOutset *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_outset_unref (CsOutset *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  cs_record_unref (self->record);
  cs_settings_unref (self->settings);
  g_clear_object (&self->first);
  g_free (self);
}

gboolean
cs_outset_save (const CsOutset *self,
                GFile          *file,
                GError        **error)
{
  g_autoptr (GVariant) packed = pack (self);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  g_byte_array_append (body, g_variant_get_data (packed), (guint) g_variant_get_size (packed));
  bytes = nn_frame_wrap (MAGIC, VERSION, body);
  return nn_bytes_write (bytes, file, error);
}

CsOutset *
cs_outset_load (GFile    *file,
                CsRecord *now,
                GError  **error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, error);
  g_autoptr (GVariant) packed = NULL;
  CsOutset *self = NULL;
  NnReader body;

  if (bytes == NULL)
    return NULL;
  if (nn_frame_open (bytes, name, MAGIC, VERSION, &body, NULL))
    {
      g_autoptr (GBytes) inside = g_bytes_new (body.data, body.left);

      packed = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (OUTSET), inside, FALSE));
      self = g_variant_is_normal_form (packed) ? unpack (packed, now) : NULL;
    }
  if (self == NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED,
                 _("“%s” is damaged: the verdicts the training began with cannot be read; begin it anew"),
                 g_file_peek_path (file));
  return self;
}

CsRecord *
cs_outset_get_record (const CsOutset *self)
{
  return self->record;
}

CsSettings *
cs_outset_get_settings (const CsOutset *self)
{
  return self->settings;
}

const CsCoursePlan *
cs_outset_get_plan (const CsOutset *self)
{
  return &self->plan;
}

GFile *
cs_outset_get_first (const CsOutset *self)
{
  return self->first;
}

gint64
cs_outset_get_when (const CsOutset *self)
{
  return self->when;
}

guint
cs_outset_count (const CsOutset *self,
                 CsVerdict       verdict)
{
  guint n = 0;

  for (guint i = 0; i < cs_record_get_n_films (self->record); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (self->record, i);

      for (guint k = 0; k < film->n_marks; k++)
        n += film->marks[k].verdict == verdict && film->marks[k].origin != CS_ORIGIN_TRUTH;
    }
  return n;
}
