#include "cs-orderer.h"

struct _CsOrderer
{
  GObject parent_instance;
  CsSession *session;        /* a weak pointer */
  GtkSorter *sorter;
  CsQueue queue;             /* the order in force */
};

G_DEFINE_FINAL_TYPE (CsOrderer, cs_orderer, G_TYPE_OBJECT)

/* The network's probability on the film in sight; NULL: not there, or not yet. */
static const CsRaster *
likely_of (CsOrderer *self)
{
  CsAnalysis *analysis = self->session ? cs_session_get_analysis (self->session) : NULL;
  CsProduct *product = analysis ? cs_analysis_get (analysis, "segmented") : NULL;

  return product ? cs_product_get_raster (product) : NULL;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  CsOrderer *self = data;

  return cs_queue_compare (&self->queue, likely_of (self), CS_MARK ((gpointer) a), CS_MARK ((gpointer) b));
}

/* The order in force, and its name for the record: without a network's answer, uncertainty is suspicion. */
static char *
settle (CsOrderer *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  CsEntry *entry = cs_session_get_entry (self->session);
  guint percent, seed;

  self->queue = cs_session_get_queue (self->session);
  if (study && entry && cs_study_is_kept_out (study, entry))
    {
      cs_study_get_kept_out (study, &percent, &seed);
      self->queue = (CsQueue) { CS_ORDER_RANDOM, seed };
      return g_strdup_printf ("test:%u", seed);
    }
  if (self->queue.order == CS_ORDER_UNCERTAINTY && !likely_of (self))
    self->queue.order = CS_ORDER_SUSPICION;
  return cs_queue_to_text (&self->queue);
}

void
cs_orderer_tell (CsOrderer *self)
{
  g_autofree char *name = settle (self);
  CsStudy *study = cs_session_get_study (self->session);

  if (study)
    cs_study_set_queue (study, name);
}

static void
order_cb (CsOrderer *self)
{
  cs_orderer_tell (self);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  cs_session_set_sorter (self->session, self->queue.order == CS_ORDER_SUSPICION ? NULL : self->sorter);
}

static void
study_cb (CsOrderer *self)
{
  CsStudy *study = cs_session_get_study (self->session);

  if (study)
    g_signal_connect_object (study, "notify::kept-out", G_CALLBACK (order_cb), self, G_CONNECT_SWAPPED);
  order_cb (self);
}

static void
dispose (GObject *object)
{
  CsOrderer *self = CS_ORDERER (object);

  if (self->session)
    cs_session_set_sorter (self->session, NULL);
  g_clear_weak_pointer (&self->session);
  g_clear_object (&self->sorter);
  G_OBJECT_CLASS (cs_orderer_parent_class)->dispose (object);
}

static void
cs_orderer_class_init (CsOrdererClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
cs_orderer_init (CsOrderer *self)
{
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare, self, NULL));
}

CsOrderer *
cs_orderer_new (CsSession *session)
{
  static const char *const causes[] = { "notify::queue", "notify::entry", "notify::analysis" };
  CsOrderer *self = g_object_new (CS_TYPE_ORDERER, NULL);

  g_set_weak_pointer (&self->session, session);
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    g_signal_connect_object (session, causes[i], G_CALLBACK (order_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_cb), self, G_CONNECT_SWAPPED);
  order_cb (self);
  return self;
}
