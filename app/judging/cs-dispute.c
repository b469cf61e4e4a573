#include "cs-dispute.h"

#include <glib/gi18n.h>
#include "cs-mark-row.h"

struct _CsDispute
{
  GObject parent_instance;
  CsEntry *entry;
  gint64 mark;
  CsVerdict decision;
  char *film, *verdicts;
};

G_DEFINE_FINAL_TYPE (CsDispute, cs_dispute, G_TYPE_OBJECT)

enum { PROP_0, PROP_FILM, PROP_VERDICTS, PROP_DECISION, N_PROPS };
static GParamSpec *props[N_PROPS];

static char *
describe_decision (CsDispute *self)
{
  if (self->decision == CS_VERDICT_NONE)
    return g_strdup (_("not decided"));
  /* Translators: %s is "accepted", "rejected" or "unsure" */
  return g_strdup_printf (_("decided: %s"), cs_verdict_describe (self->decision));
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsDispute *self = CS_DISPUTE (object);

  switch (id)
    {
    case PROP_FILM: g_value_set_string (value, self->film); break;
    case PROP_VERDICTS: g_value_set_string (value, self->verdicts); break;
    case PROP_DECISION: g_value_take_string (value, describe_decision (self)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
finalize (GObject *object)
{
  CsDispute *self = CS_DISPUTE (object);

  g_clear_object (&self->entry);
  g_free (self->film);
  g_free (self->verdicts);
  G_OBJECT_CLASS (cs_dispute_parent_class)->finalize (object);
}

static void
cs_dispute_class_init (CsDisputeClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->get_property = get_property;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  props[PROP_FILM] = g_param_spec_string ("film", NULL, NULL, NULL, flags);
  props[PROP_VERDICTS] = g_param_spec_string ("verdicts", NULL, NULL, NULL, flags);
  props[PROP_DECISION] = g_param_spec_string ("decision", NULL, NULL, NULL, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
cs_dispute_init (CsDispute *self)
{
}

static char *
describe_verdicts (const CsReadings *readings, guint i)
{
  GString *text = g_string_new (NULL);

  for (guint reader = 0; reader < cs_readings_get_n_readers (readings); reader++)
    {
      CsVerdict verdict = cs_readings_get (readings, i, reader);

      if (verdict != CS_VERDICT_NONE)
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? " · " : "", cs_readings_get_reader (readings, reader),
                                cs_verdict_describe (verdict));
    }
  return g_string_free (text, FALSE);
}

static CsDispute *
dispute_new (CsEntry *entry, const CsReadings *readings, guint i)
{
  CsDispute *self = g_object_new (CS_TYPE_DISPUTE, NULL);

  self->entry = g_object_ref (entry);
  self->mark = cs_readings_get_mark (readings, i, NULL);
  self->decision = cs_readings_get_decision (readings, i);
  g_object_get (entry, "title", &self->film, NULL);
  self->verdicts = describe_verdicts (readings, i);
  return self;
}

static GHashTable *
films_of (CsStudy *study)
{
  GHashTable *films = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  GListModel *entries = cs_study_get_entries (study);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      CsEntry *entry = g_list_model_get_item (entries, i);
      gint64 id = cs_entry_get_id (entry);

      g_hash_table_insert (films, g_memdup2 (&id, sizeof id), entry);
    }
  return films;
}

GListModel *
cs_disputes_new (CsStudy *study, const CsReadings *readings)
{
  GListStore *disputes = g_list_store_new (CS_TYPE_DISPUTE);
  g_autoptr (GHashTable) films = films_of (study);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < cs_readings_get_n_marks (readings); i++)
    {
      gint64 film;

      cs_readings_get_mark (readings, i, &film);
      if (cs_readings_differ (readings, i) && g_hash_table_contains (films, &film))
        g_ptr_array_add (rows, dispute_new (g_hash_table_lookup (films, &film), readings, i));
    }
  g_list_store_splice (disputes, 0, 0, rows->pdata, rows->len);
  return G_LIST_MODEL (disputes);
}

gint64
cs_dispute_get_mark (CsDispute *self)
{
  return self->mark;
}

CsEntry *
cs_dispute_get_entry (CsDispute *self)
{
  return self->entry;
}

gboolean
cs_dispute_is_decided (CsDispute *self)
{
  return self->decision != CS_VERDICT_NONE;
}
