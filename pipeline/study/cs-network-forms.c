#include "cs-network-forms.h"

#include "nn-onnx.h"
#include "nn-tensors.h"

static const char *const notes[] = { "recipe", "design", "plan", "settings", "picture", "title", "created", "spacing",
                                     NULL };

static GBytes *
make_safetensors (const NnNet *net)
{
  g_autoptr (NnTensors) tensors = nn_tensors_of_net (net);

  for (guint i = 0; notes[i] != NULL; i++)
    if (nn_net_get_note (net, notes[i]) != NULL)
      nn_tensors_set_note (tensors, notes[i], nn_net_get_note (net, notes[i]));
  nn_tensors_set_note (tensors, "digest", nn_net_get_digest (net));
  return nn_tensors_to_bytes (tensors);
}

static GBytes *
make_onnx (const NnNet *net)
{
  return nn_onnx_of_net (net, notes);
}

const CsNetworkForm cs_network_forms[] = {
  { "onnx", make_onnx },
  { "safetensors", make_safetensors },
  { NULL },
};

const CsNetworkForm *
cs_network_form_find (const char *id)
{
  for (const CsNetworkForm *form = cs_network_forms; form->id != NULL; form++)
    if (g_str_equal (form->id, id))
      return form;
  return NULL;
}
