#include <glib/gi18n-lib.h>

#include "cs-film.h"
#include "cs-study-private.h"

struct _CsEntry
{
  GObject     parent_instance;
  CsFilmRow   row;
  char       *name;
  guint       counts[4];         /* by verdict */
  gboolean    missing;
  GListStore *lists[2];          /* marks, truth; NULL until asked for */
};

G_DEFINE_FINAL_TYPE (CsEntry, cs_entry, G_TYPE_OBJECT)

enum { PROP_0, PROP_ID, PROP_NAME, PROP_TITLE, PROP_CASE_ID, PROP_SIDE, PROP_VIEW, PROP_WIDTH, PROP_HEIGHT, PROP_BITS,
       PROP_MM_PER_PIXEL, PROP_N_MARKS, PROP_N_JUDGED, PROP_N_POSITIVE, PROP_N_NEGATIVE, PROP_N_UNSURE, PROP_PROPOSED,
       PROP_MISSING, PROP_DATE, N_PROPS };

static GParamSpec *props[N_PROPS];

/* NULL: neither side nor view is known. */
static char *
place_title (const CsFacts *facts)
{
  static const char *const titles[3][4] = {
    { NULL, N_("CC"), N_("MLO"), N_("other view") },
    { N_("left"), N_("left CC"), N_("left MLO"), N_("left, other view") },
    { N_("right"), N_("right CC"), N_("right MLO"), N_("right, other view") },
  };
  const char *view = cs_view_describe (facts->view);

  if (facts->view <= CS_VIEW_OTHER)
    return g_strdup (titles[facts->side][facts->view] != NULL ? _(titles[facts->side][facts->view]) : NULL);
  if (facts->side == CS_SIDE_UNKNOWN)
    return g_strdup (view);
  /* Translators: a breast, and the letters of a view that is neither CC nor MLO, such as XCCL */
  return g_strdup_printf (facts->side == CS_SIDE_LEFT ? _("left %s") : _("right %s"), view);
}

static char *
describe_place (CsEntry *self)
{
  g_autofree char *place = place_title (&self->row.facts);
  const char *kind = cs_kind_describe (self->row.kind);

  if (*kind == '\0')
    return g_steal_pointer (&place);
  return place != NULL ? g_strdup_printf ("%s, %s", place, kind) : g_strdup (kind);
}

/* In a person's words: "Case 7, right MLO"; the file's name where the case is not known. */
static char *
make_title (CsEntry *self)
{
  g_autofree char *place = describe_place (self);
  const char *case_id = self->row.facts.case_id;

  if (case_id[0] == '\0')
    return place != NULL ? g_strdup_printf ("%s, %s", self->name, place) : g_strdup (self->name);
  if (place == NULL)
    return g_strdup_printf (_("Case %s, %s"), case_id, self->name);
  return g_strdup_printf (_("Case %s, %s"), case_id, place);
}

static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  CsEntry *self = CS_ENTRY (object);

  switch (id)
    {
    case PROP_ID: g_value_set_int64 (value, self->row.id); break;
    case PROP_NAME: g_value_set_string (value, self->name); break;
    case PROP_TITLE: g_value_take_string (value, make_title (self)); break;
    case PROP_CASE_ID: g_value_set_string (value, self->row.facts.case_id); break;
    case PROP_DATE: g_value_set_string (value, cs_entry_get_date (self)); break;
    case PROP_SIDE: g_value_set_int (value, self->row.facts.side); break;
    case PROP_VIEW: g_value_set_int (value, self->row.facts.view); break;
    case PROP_WIDTH: g_value_set_uint (value, self->row.width); break;
    case PROP_HEIGHT: g_value_set_uint (value, self->row.height); break;
    case PROP_BITS: g_value_set_uint (value, self->row.facts.bits); break;
    case PROP_MM_PER_PIXEL: g_value_set_double (value, self->row.facts.mm_per_pixel); break;
    case PROP_N_MARKS: g_value_set_uint (value, cs_entry_get_n_marks (self)); break;
    case PROP_N_JUDGED: g_value_set_uint (value, cs_entry_get_n_judged (self)); break;
    case PROP_N_POSITIVE: g_value_set_uint (value, self->counts[CS_VERDICT_POSITIVE]); break;
    case PROP_N_NEGATIVE: g_value_set_uint (value, self->counts[CS_VERDICT_NEGATIVE]); break;
    case PROP_N_UNSURE: g_value_set_uint (value, self->counts[CS_VERDICT_UNSURE]); break;
    case PROP_PROPOSED: g_value_set_boolean (value, self->row.proposed); break;
    case PROP_MISSING: g_value_set_boolean (value, self->missing); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
finalize (GObject *object)
{
  CsEntry *self = CS_ENTRY (object);

  cs_film_row_clear (&self->row);
  g_free (self->name);
  g_clear_object (&self->lists[FALSE]);
  g_clear_object (&self->lists[TRUE]);
  G_OBJECT_CLASS (cs_entry_parent_class)->finalize (object);
}

static void
install_counts (GParamFlags flags)
{
  static const struct { guint id; const char *name; } uints[] = {
    { PROP_WIDTH, "width" }, { PROP_HEIGHT, "height" }, { PROP_BITS, "bits" }, { PROP_N_MARKS, "n-marks" },
    { PROP_N_JUDGED, "n-judged" }, { PROP_N_POSITIVE, "n-positive" }, { PROP_N_NEGATIVE, "n-negative" },
    { PROP_N_UNSURE, "n-unsure" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (uints); i++)
    props[uints[i].id] = g_param_spec_uint (uints[i].name, NULL, NULL, 0, G_MAXUINT, 0, flags);
}

static void
cs_entry_class_init (CsEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->finalize = finalize;
  install_counts (flags);
  props[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_CASE_ID] = g_param_spec_string ("case-id", NULL, NULL, NULL, flags);
  props[PROP_DATE] = g_param_spec_string ("date", NULL, NULL, NULL, flags);
  props[PROP_SIDE] = g_param_spec_int ("side", NULL, NULL, 0, CS_SIDE_RIGHT, 0, flags);
  props[PROP_VIEW] = g_param_spec_int ("view", NULL, NULL, 0, CS_N_VIEWS - 1, 0, flags);
  props[PROP_MM_PER_PIXEL] = g_param_spec_double ("mm-per-pixel", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  props[PROP_PROPOSED] = g_param_spec_boolean ("proposed", NULL, NULL, FALSE, flags);
  props[PROP_MISSING] = g_param_spec_boolean ("missing", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_entry_init (CsEntry *self)
{
}

gint64
cs_entry_get_id (CsEntry *self)
{
  return self->row.id;
}

GFile *
cs_entry_get_file (CsEntry *self)
{
  return self->row.file;
}

const char *
cs_entry_get_name (CsEntry *self)
{
  return self->name;
}

const CsFacts *
cs_entry_get_facts (CsEntry *self)
{
  return &self->row.facts;
}

guint
cs_entry_get_width (CsEntry *self)
{
  return self->row.width;
}

guint
cs_entry_get_height (CsEntry *self)
{
  return self->row.height;
}

const char *
cs_entry_get_digest (CsEntry *self)
{
  return self->row.digest;
}

guint
cs_entry_get_n_marks (CsEntry *self)
{
  return self->counts[CS_VERDICT_NONE] + cs_entry_get_n_judged (self);
}

guint
cs_entry_get_n_judged (CsEntry *self)
{
  return self->counts[CS_VERDICT_POSITIVE] + self->counts[CS_VERDICT_NEGATIVE] + self->counts[CS_VERDICT_UNSURE];
}

guint
cs_entry_get_n_verdict (CsEntry *self,
                        int      verdict)
{
  g_return_val_if_fail (verdict >= 0 && verdict < (int) G_N_ELEMENTS (self->counts), 0);
  return self->counts[verdict];
}

const char *
cs_kind_describe (CsKind kind)
{
  switch (kind)
    {
    case CS_KIND_DISPLACED: return _("implant displaced");
    case CS_KIND_ADDED: return _("additional view");
    case CS_KIND_FRAME: return _("slice");
    case CS_KIND_RAW: return _("for processing");
    case CS_KIND_USUAL:
    default: return "";
    }
}

CsKind
cs_entry_get_kind (CsEntry *self)
{
  return self->row.kind;
}

gboolean
cs_entry_get_proposed (CsEntry *self)
{
  return self->row.proposed;
}

const char *
cs_entry_get_date (CsEntry *self)
{
  return self->row.date != NULL ? self->row.date : "";
}

gboolean
cs_entry_get_missing (CsEntry *self)
{
  return self->missing;
}

void
cs_film_row_clear (CsFilmRow *row)
{
  g_clear_object (&row->file);
  g_clear_pointer ((char **) &row->facts.case_id, g_free);
  g_clear_pointer (&row->digest, g_free);
  g_clear_pointer (&row->date, g_free);
}

CsEntry *
cs_entry_new (CsFilmRow *row)
{
  CsEntry *self = g_object_new (CS_TYPE_ENTRY, NULL);

  self->row = *row;
  *row = (CsFilmRow) { 0 };
  self->name = cs_film_name (self->row.file);
  return self;
}

/* What a new row may change; each is told of only where it did: whoever watches a fact begins anew when it changes. */
static const guint may_differ[] = { PROP_NAME, PROP_TITLE, PROP_CASE_ID, PROP_SIDE, PROP_VIEW, PROP_BITS,
                                    PROP_MM_PER_PIXEL, PROP_PROPOSED, PROP_DATE };

static void
take_values (CsEntry *self,
             GValue  *values)
{
  for (guint i = 0; i < G_N_ELEMENTS (may_differ); i++)
    {
      g_value_init (&values[i], props[may_differ[i]]->value_type);
      g_object_get_property (G_OBJECT (self), props[may_differ[i]]->name, &values[i]);
    }
}

static void
notify_differences (CsEntry *self,
                    GValue  *before)
{
  GValue after[G_N_ELEMENTS (may_differ)] = { 0 };

  take_values (self, after);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (may_differ); i++)
    {
      if (g_param_values_cmp (props[may_differ[i]], &before[i], &after[i]) != 0)
        g_object_notify_by_pspec (G_OBJECT (self), props[may_differ[i]]);
      g_value_unset (&after[i]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
cs_entry_set_row (CsEntry   *self,
                  CsFilmRow *row)
{
  GValue before[G_N_ELEMENTS (may_differ)] = { 0 };

  take_values (self, before);
  cs_film_row_clear (&self->row);
  g_free (self->name);
  self->row = *row;
  *row = (CsFilmRow) { 0 };
  self->name = cs_film_name (self->row.file);
  notify_differences (self, before);
  for (guint i = 0; i < G_N_ELEMENTS (may_differ); i++)
    g_value_unset (&before[i]);
}

void
cs_entry_set_counts (CsEntry    *self,
                     const guint counts[4])
{
  static const guint by_verdict[] = { PROP_0, PROP_N_POSITIVE, PROP_N_NEGATIVE, PROP_N_UNSURE };
  guint n_marks = cs_entry_get_n_marks (self), n_judged = cs_entry_get_n_judged (self);

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (self->counts); i++)
    if (self->counts[i] != counts[i])
      {
        self->counts[i] = counts[i];
        if (by_verdict[i] != PROP_0)
          g_object_notify_by_pspec (G_OBJECT (self), props[by_verdict[i]]);
      }
  if (cs_entry_get_n_marks (self) != n_marks)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_MARKS]);
  if (cs_entry_get_n_judged (self) != n_judged)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_JUDGED]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
cs_entry_look_for_file (CsEntry *self)
{
  gboolean missing = !cs_film_exists (self->row.file);

  if (missing == self->missing)
    return;
  self->missing = missing;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MISSING]);
}

gboolean
cs_entry_is_removed (CsEntry *self)
{
  return self->row.removed;
}

GListStore *
cs_entry_get_list (CsEntry *self,
                   gboolean truth)
{
  return self->lists[truth];
}

void
cs_entry_set_list (CsEntry    *self,
                   gboolean    truth,
                   GListStore *list)
{
  g_set_object (&self->lists[truth], list);
}
