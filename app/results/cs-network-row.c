#include "cs-network-row.h"

#include "cs-network-offer.h"
#include "cs-network.h"

struct _CsNetworkRow
{
  AdwComboRow parent_instance;

  CsSession *session;
  CsJob *loading;
  gboolean following;         /* the row follows the session, nobody chooses */
};

G_DEFINE_FINAL_TYPE (CsNetworkRow, cs_network_row, ADW_TYPE_COMBO_ROW)

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* One that is in use but not the study's is that which comes along, whose row has no digest. */
static guint
position_of (GListModel *networks, NnNet *net)
{
  guint shipped = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; net && i < g_list_model_get_n_items (networks); i++)
    {
      g_autoptr (CsNetwork) network = g_list_model_get_item (networks, i);

      if (!cs_network_get_digest (network))
        shipped = i;
      else if (g_str_equal (cs_network_get_digest (network), nn_net_get_digest (net)))
        return i;
    }
  return shipped;
}

/* A network that came to the list moves the row of the one in use: nobody has chosen that. */
static gboolean
is_in_use (CsNetworkRow *self)
{
  GListModel *networks = adw_combo_row_get_model (ADW_COMBO_ROW (self));
  NnNet *net = cs_session_get_network (self->session);

  return networks && position_of (networks, net) == adw_combo_row_get_selected (ADW_COMBO_ROW (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NnNet) net = cs_job_finish (CS_JOB (source), result, &error);
  CsNetworkRow *self = data;

  g_clear_object (&self->loading);
  if (net)
    cs_session_set_network (self->session, net);
  if (error)
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
chosen_cb (CsNetworkRow *self)
{
  CsNetwork *chosen = adw_combo_row_get_selected_item (ADW_COMBO_ROW (self));

  if (!chosen || self->following || !self->session || is_in_use (self))
    return;
  cs_job_abandon (&self->loading);
  self->loading = cs_network_offer_load (chosen, loaded_cb, self);
}

/* A study is opened with networks in it, but none in use: the newest is taken. */
static void
network_changed_cb (CsNetworkRow *self)
{
  NnNet *net = cs_session_get_network (self->session);
  GListModel *networks = adw_combo_row_get_model (ADW_COMBO_ROW (self));
  guint position = networks ? position_of (networks, net) : GTK_INVALID_LIST_POSITION;

  self->following = net != NULL;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), net ? position : 0);
  self->following = FALSE;
}

static void
study_changed_cb (CsNetworkRow *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (GListModel) networks = study ? cs_network_offer_new (study) : NULL;

  self->following = cs_session_get_network (self->session) != NULL;
  adw_combo_row_set_model (ADW_COMBO_ROW (self), networks);
  self->following = FALSE;
  network_changed_cb (self);
}

static void
dispose (GObject *object)
{
  CsNetworkRow *self = CS_NETWORK_ROW (object);

  cs_job_abandon (&self->loading);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_network_row_parent_class)->dispose (object);
}

static void
cs_network_row_class_init (CsNetworkRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[FAILED] = g_signal_new ("failed", CS_TYPE_NETWORK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_ERROR);
}

static void
cs_network_row_init (CsNetworkRow *self)
{
  g_autoptr (GtkExpression) title = gtk_property_expression_new (CS_TYPE_NETWORK, NULL, "title");

  adw_combo_row_set_expression (ADW_COMBO_ROW (self), title);
  g_signal_connect (self, "notify::selected", G_CALLBACK (chosen_cb), NULL);
}

void
cs_network_row_set_session (CsNetworkRow *self, CsSession *session)
{
  g_return_if_fail (CS_IS_NETWORK_ROW (self) && self->session == NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::network", G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
  study_changed_cb (self);
}

gboolean
cs_network_row_is_empty (CsNetworkRow *self)
{
  GListModel *networks = adw_combo_row_get_model (ADW_COMBO_ROW (self));

  g_return_val_if_fail (CS_IS_NETWORK_ROW (self), TRUE);
  return !(networks && g_list_model_get_n_items (networks) > 0) && !(self->session &&
         cs_session_get_network (self->session));
}
