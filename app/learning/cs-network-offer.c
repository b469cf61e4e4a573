#include "cs-network-offer.h"

#include <glib/gi18n.h>
#include "nn-net.h"

GListModel *
cs_network_offer_new (CsStudy *study)
{
  GListStore *models = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GListStore) others = g_list_store_new (CS_TYPE_NETWORK);
  g_autoptr (CsNetwork) shipped = cs_network_new_shipped ();

  if (study)
    g_list_store_append (models, cs_study_get_networks (study));
  if (shipped)
    g_list_store_append (others, shipped);
  g_list_store_append (models, others);
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (models)));
}

static gpointer
load (CsJob *job, gpointer input, GError **error)
{
  return nn_net_load (input, error);
}

CsJob *
cs_network_offer_load (CsNetwork *network, GAsyncReadyCallback done, gpointer data)
{
  return cs_job_start (_("Loading the network"), load, g_object_ref (cs_network_get_file (network)), g_object_unref,
                       (GDestroyNotify) nn_net_unref, done, data);
}
