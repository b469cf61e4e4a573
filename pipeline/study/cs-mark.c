#include <glib/gi18n-lib.h>

#include "cs-png.h"
#include "cs-study-private.h"

struct _CsMark
{
  GObject   parent_instance;
  CsMarkRow row;
  CsRaster *mask;      /* unpacked at the first question */
};

G_DEFINE_FINAL_TYPE (CsMark, cs_mark, G_TYPE_OBJECT)

enum { PROP_0, PROP_ID, PROP_X, PROP_Y, PROP_WIDTH, PROP_HEIGHT, PROP_SUSPICION, PROP_VERDICT, PROP_ORIGIN, PROP_TITLE,
       PROP_WHEN, N_PROPS };

static GParamSpec *props[N_PROPS];

static const char *const verdicts[] =
  { [CS_VERDICT_NONE] = "none", [CS_VERDICT_POSITIVE] = "positive", [CS_VERDICT_NEGATIVE] = "negative",
    [CS_VERDICT_UNSURE] = "unsure" };
static const char *const verdict_titles[] =
  { [CS_VERDICT_NONE] = N_("not judged"), [CS_VERDICT_POSITIVE] = N_("accepted"),
    [CS_VERDICT_NEGATIVE] = N_("rejected"),
    [CS_VERDICT_UNSURE] = N_("unsure") };
static const char *const origins[] =
  { [CS_ORIGIN_MACHINE] = "machine", [CS_ORIGIN_READER] = "reader", [CS_ORIGIN_TRUTH] = "truth" };

static void
read_parts (float      *parts,
            const char *text)
{
  for (guint i = 0; i < CS_BOX_PARTS; i++)
    parts[i] = (float) g_ascii_strtod (text, (char **) &text);
}

static gboolean
find_word (const char *const *words,
           guint              n,
           const char        *text,
           guint             *index)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (words[i], text) == 0)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

static char *
make_title (CsMark *self)
{
  const CsMarkRow *row = &self->row;

  if (row->origin == CS_ORIGIN_MACHINE)
    return g_strdup_printf (_("Box of %d × %d px, suspicion %.0f %%, %s"), row->box.width, row->box.height,
                            row->box.suspicion * 100.0, _(verdict_titles[row->verdict]));
  if (row->origin == CS_ORIGIN_READER)
    return g_strdup_printf (_("Drawn box of %d × %d px, %s"), row->box.width, row->box.height,
                            _(verdict_titles[row->verdict]));
  return g_strdup_printf (_("True box of %d × %d px"), row->box.width, row->box.height);
}

static gboolean
bytes_equal (GBytes *a,
             GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

/* Which properties differ between two rows of one mark. */
static void
notify_differences (CsMark          *self,
                    const CsMarkRow *old)
{
  const CsMarkRow *row = &self->row;
  gboolean differs[N_PROPS] = {
    [PROP_X] = old->box.x != row->box.x,
    [PROP_Y] = old->box.y != row->box.y,
    [PROP_WIDTH] = old->box.width != row->box.width,
    [PROP_HEIGHT] = old->box.height != row->box.height,
    [PROP_SUSPICION] = old->box.suspicion != row->box.suspicion,
    [PROP_VERDICT] = old->verdict != row->verdict,
    [PROP_ORIGIN] = old->origin != row->origin,
    [PROP_WHEN] = old->when != row->when,
  };

  differs[PROP_TITLE] = differs[PROP_WIDTH] || differs[PROP_HEIGHT] || differs[PROP_SUSPICION] || differs[PROP_VERDICT];
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < N_PROPS; i++)
    if (differs[i])
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  CsMark *self = CS_MARK (object);

  switch (id)
    {
    case PROP_ID: g_value_set_int64 (value, self->row.id); break;
    case PROP_X: g_value_set_int (value, self->row.box.x); break;
    case PROP_Y: g_value_set_int (value, self->row.box.y); break;
    case PROP_WIDTH: g_value_set_int (value, self->row.box.width); break;
    case PROP_HEIGHT: g_value_set_int (value, self->row.box.height); break;
    case PROP_SUSPICION: g_value_set_float (value, self->row.box.suspicion); break;
    case PROP_VERDICT: g_value_set_int (value, self->row.verdict); break;
    case PROP_ORIGIN: g_value_set_int (value, self->row.origin); break;
    case PROP_TITLE: g_value_take_string (value, make_title (self)); break;
    case PROP_WHEN: g_value_set_int64 (value, self->row.when); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
finalize (GObject *object)
{
  CsMark *self = CS_MARK (object);

  cs_mark_row_clear (&self->row);
  g_clear_pointer (&self->mask, cs_raster_unref);
  G_OBJECT_CLASS (cs_mark_parent_class)->finalize (object);
}

static void
cs_mark_class_init (CsMarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->finalize = finalize;
  props[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_X] = g_param_spec_int ("x", NULL, NULL, G_MININT, G_MAXINT, 0, flags);
  props[PROP_Y] = g_param_spec_int ("y", NULL, NULL, G_MININT, G_MAXINT, 0, flags);
  props[PROP_WIDTH] = g_param_spec_int ("width", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_HEIGHT] = g_param_spec_int ("height", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_SUSPICION] = g_param_spec_float ("suspicion", NULL, NULL, 0, 1, 0, flags);
  props[PROP_VERDICT] = g_param_spec_int ("verdict", NULL, NULL, 0, CS_VERDICT_UNSURE, 0, flags);
  props[PROP_ORIGIN] = g_param_spec_int ("origin", NULL, NULL, 0, CS_ORIGIN_TRUTH, 0, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_WHEN] = g_param_spec_int64 ("when", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_mark_init (CsMark *self)
{
}

gint64
cs_mark_get_id (CsMark *self)
{
  return self->row.id;
}

gint64
cs_mark_get_film (CsMark *self)
{
  return self->row.film;
}

const CsBox *
cs_mark_get_box (CsMark *self)
{
  return &self->row.box;
}

CsVerdict
cs_mark_get_verdict (CsMark *self)
{
  return self->row.verdict;
}

CsOrigin
cs_mark_get_origin (CsMark *self)
{
  return self->row.origin;
}

const CsRaster *
cs_mark_get_mask (CsMark *self)
{
  if (self->mask == NULL && self->row.mask != NULL)
    self->mask = cs_mark_unpack_mask (self->row.mask, &self->row.box);
  return self->mask;
}

const char *
cs_mark_get_who (CsMark *self)
{
  return self->row.who;
}

gint64
cs_mark_get_when (CsMark *self)
{
  return self->row.when;
}

const char *
cs_verdict_to_text (CsVerdict verdict)
{
  return verdicts[verdict];
}

gboolean
cs_verdict_from_text (const char *text,
                      CsVerdict  *verdict)
{
  guint index;

  if (!find_word (verdicts, G_N_ELEMENTS (verdicts), text, &index))
    return FALSE;
  *verdict = index;
  return TRUE;
}

const char *
cs_origin_to_text (CsOrigin origin)
{
  return origins[origin];
}

gboolean
cs_origin_from_text (const char *text,
                     CsOrigin   *origin)
{
  guint index;

  if (!find_word (origins, G_N_ELEMENTS (origins), text, &index))
    return FALSE;
  *origin = index;
  return TRUE;
}

static int
read_pixels (CsQuery *query,
             int      column)
{
  return (int) CLAMP (cs_query_int (query, column), -CS_MARK_FARTHEST, CS_MARK_FARTHEST);
}

CsBox
cs_box_read (CsQuery *query,
             int      first)
{
  return (CsBox) { .x = read_pixels (query, first), .y = read_pixels (query, first + 1),
                   .width = read_pixels (query, first + 2), .height = read_pixels (query, first + 3) };
}

void
cs_mark_row_read (CsMarkRow *row,
                  CsQuery   *query)
{
  *row = (CsMarkRow) { .id = cs_query_int (query, 0), .film = cs_query_int (query, 1) };
  row->box = cs_box_read (query, 2);
  row->box.suspicion = (float) cs_query_double (query, 6);
  read_parts (row->box.parts, cs_query_text (query, 7));
  cs_verdict_from_text (cs_query_text (query, 8), &row->verdict);
  cs_origin_from_text (cs_query_text (query, 9), &row->origin);
  row->mask = cs_query_bytes (query, 10);
  row->who = g_strdup (cs_query_text (query, 11));
  row->when = cs_query_int (query, 12);
}

void
cs_mark_row_clear (CsMarkRow *row)
{
  g_clear_pointer (&row->mask, g_bytes_unref);
  g_clear_pointer (&row->who, g_free);
}

CsRaster *
cs_mark_unpack_mask (GBytes *packed, const CsBox *box)
{
  g_autoptr (CsRaster) mask = packed != NULL ? cs_png_unpack (packed) : NULL;

  if (mask == NULL || (int) cs_raster_get_width (mask) != box->width ||
      (int) cs_raster_get_height (mask) != box->height)
    return NULL;
  return g_steal_pointer (&mask);
}

gboolean
cs_mark_row_is_human (const CsMarkRow *row)
{
  return row->origin == CS_ORIGIN_READER || row->verdict != CS_VERDICT_NONE || row->mask != NULL || row->who[0] != '\0';
}

CsMark *
cs_mark_new (CsMarkRow *row)
{
  CsMark *self = g_object_new (CS_TYPE_MARK, NULL);

  self->row = *row;
  *row = (CsMarkRow) { 0 };
  return self;
}

gboolean
cs_mark_set_row (CsMark    *self,
                 CsMarkRow *row)
{
  CsMarkRow old = self->row;
  gboolean moved = old.box.suspicion != row->box.suspicion;

  self->row = *row;
  *row = (CsMarkRow) { 0 };
  if (!bytes_equal (old.mask, self->row.mask))
    g_clear_pointer (&self->mask, cs_raster_unref);
  notify_differences (self, &old);
  cs_mark_row_clear (&old);
  return moved;
}

int
cs_mark_compare (gconstpointer a,
                 gconstpointer b,
                 gpointer      unused)
{
  const CsMarkRow *left = &CS_MARK ((gpointer) a)->row, *right = &CS_MARK ((gpointer) b)->row;

  if (left->box.suspicion != right->box.suspicion)
    return left->box.suspicion > right->box.suspicion ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}
