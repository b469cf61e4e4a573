#include "cs-chronicle.h"

#include "cs-study-private.h"

struct _CsDeed
{
  GObject  parent_instance;
  CsEntry *entry;
  gint64   mark;
  char    *words, *who, *when;
};

G_DEFINE_FINAL_TYPE (CsDeed, cs_deed, G_TYPE_OBJECT)

struct _CsChronicle
{
  GObject  parent_instance;
  CsStudy *study;
  GArray  *acts;      /* their ids, the oldest first */
};

static void history_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsChronicle, cs_chronicle, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, history_model_init))

/* A deed. */

enum { PROP_0, PROP_WORDS, PROP_WHO, PROP_WHEN, N_PROPS };

static void
deed_get_property (GObject    *object,
                   guint       id,
                   GValue     *value,
                   GParamSpec *pspec)
{
  CsDeed *self = CS_DEED (object);

  switch (id)
    {
    case PROP_WORDS: g_value_set_string (value, self->words); break;
    case PROP_WHO: g_value_set_string (value, self->who); break;
    case PROP_WHEN: g_value_set_string (value, self->when); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
deed_finalize (GObject *object)
{
  CsDeed *self = CS_DEED (object);

  g_clear_object (&self->entry);
  g_free (self->words);
  g_free (self->who);
  g_free (self->when);
  G_OBJECT_CLASS (cs_deed_parent_class)->finalize (object);
}

static void
cs_deed_class_init (CsDeedClass *klass)
{
  static const char *const names[] = { [PROP_WORDS] = "words", [PROP_WHO] = "who", [PROP_WHEN] = "when" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = deed_get_property;
  object_class->finalize = deed_finalize;
  for (guint id = PROP_WORDS; id < N_PROPS; id++)
    g_object_class_install_property (object_class, id,
                                     g_param_spec_string (names[id], NULL, NULL, NULL,
                                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
cs_deed_init (CsDeed *self)
{
}

static CsDeed *
deed_new (CsStudy *study,
          gint64   act)
{
  CsDeed *self = g_object_new (CS_TYPE_DEED, NULL);
  g_autoptr (CsQuery) query = cs_store_ask (study->store, NULL, "SELECT film, mark, who, at FROM acts"
                                            " WHERE id = ?", "i", act);
  g_autoptr (GDateTime) when = NULL;

  self->words = cs_study_act_words (study, act, CS_ACT_DONE);
  if (query == NULL || !cs_query_next (query, NULL))
    return self;
  g_set_object (&self->entry, cs_study_get_entry (study, cs_query_int (query, 0)));
  self->mark = cs_query_int (query, 1);
  self->who = g_strdup (cs_query_text (query, 2));
  when = g_date_time_new_from_unix_local (cs_query_int (query, 3));
  self->when = when != NULL ? g_date_time_format (when, "%x %X") : NULL;
  return self;
}

CsEntry *
cs_deed_get_entry (CsDeed *self)
{
  return self->entry;
}

gint64
cs_deed_get_mark (CsDeed *self)
{
  return self->mark;
}

/* The history. */

static GType
get_item_type (GListModel *model)
{
  return CS_TYPE_DEED;
}

static guint
get_n_items (GListModel *model)
{
  return CS_CHRONICLE (model)->acts->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  CsChronicle *self = CS_CHRONICLE (model);

  if (position >= self->acts->len || self->study->store == NULL)
    return NULL;
  return deed_new (self->study, g_array_index (self->acts, gint64, self->acts->len - 1 - position));
}

static void
history_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* What came since; how many. */
static guint
read_on (CsChronicle *self)
{
  gint64 last = self->acts->len > 0 ? g_array_index (self->acts, gint64, self->acts->len - 1) : 0;
  g_autoptr (CsQuery) query = self->study->store != NULL
    ? cs_store_ask (self->study->store, NULL, "SELECT id FROM acts WHERE id > ?1 AND (?2 OR who = ?3)"
                    " ORDER BY id", "iis",
                    last, (gint64) (self->study->reading != CS_READING_APART), self->study->reader) : NULL;
  guint before = self->acts->len;

  while (query != NULL && cs_query_next (query, NULL))
    {
      gint64 act = cs_query_int (query, 0);

      g_array_append_val (self->acts, act);
    }
  return self->acts->len - before;
}

static void
acts_cb (CsChronicle *self)
{
  guint n = read_on (self);

  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n);
}

/* Another reader sees another history. */
static void
reading_cb (CsChronicle *self)
{
  guint before = self->acts->len;

  g_array_set_size (self->acts, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, read_on (self));
}

static void
finalize (GObject *object)
{
  CsChronicle *self = CS_CHRONICLE (object);

  g_clear_object (&self->study);
  g_array_unref (self->acts);
  G_OBJECT_CLASS (cs_chronicle_parent_class)->finalize (object);
}

static void
cs_chronicle_class_init (CsChronicleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
cs_chronicle_init (CsChronicle *self)
{
  self->acts = g_array_new (FALSE, FALSE, sizeof (gint64));
}

CsChronicle *
cs_chronicle_new (CsStudy *study)
{
  CsChronicle *self = g_object_new (CS_TYPE_CHRONICLE, NULL);

  self->study = g_object_ref (study);
  read_on (self);
  g_signal_connect_object (study, "notify::undo-title", G_CALLBACK (acts_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "notify::reading", G_CALLBACK (reading_cb), self, G_CONNECT_SWAPPED);
  return self;
}
