/* weights: a network for other programs, as safetensors or ONNX, and numbers back from safetensors. Names and shapes
 * are those of nn-tensors.h and nn-onnx.h. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-file.h"
#include "cs-network-forms.h"
#include "nn-tensors.h"

static gboolean
write_weights (const NnNet         *net,
               const CsNetworkForm *form,
               GFile               *out,
               GError             **error)
{
  g_autoptr (GBytes) bytes = form->make (net);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return cs_file_write (out, data, size, error);
}

/* What was measured of the old weights is not true of the new ones. */
static gboolean
take_weights (NnNet   *net,
              GFile   *from,
              GFile   *out,
              GError **error)
{
  g_autofree char *name = g_file_get_basename (from);
  g_autoptr (GBytes) bytes = g_file_load_bytes (from, NULL, NULL, error);
  g_autoptr (NnTensors) tensors = bytes != NULL ? nn_tensors_from_bytes (bytes, name, error) : NULL;

  if (tensors == NULL)
    return FALSE;
  if (!nn_tensors_to_net (tensors, net, error))
    {
      g_prefix_error (error, "“%s”: ", name);
      return FALSE;
    }
  nn_net_set_note (net, "figures", "{}");
  return nn_net_save (net, out, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_autofree char *from = NULL, *out = NULL, *as = NULL;
  const CsNetworkForm *form;
  g_autoptr (GFile) file = NULL, from_file = NULL, out_file = NULL;
  g_autoptr (NnNet) net = NULL;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The file to write, or with --from the new network"), N_("FILE") },
    { "as", 0, 0, G_OPTION_ARG_STRING, &as,
      N_("“safetensors” (if not told) or “onnx”: the whole network"), N_("FORMAT") },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, N_("Takes the weights of this safetensors file"), N_("FILE") },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (out == NULL)
    return cs_call_misuse (error, _("weights wants --out FILE"));
  form = cs_network_form_find (as != NULL ? as : "safetensors");
  if (form == NULL || (as != NULL && from != NULL))
    return cs_call_misuse (error, _("--as wants “safetensors” or “onnx”, and goes without --from"));
  file = cs_call_file (call->argv[0]);
  from_file = cs_call_file (from);
  out_file = cs_call_file (out);
  net = nn_net_load (file, error);
  if (net == NULL)
    return FALSE;
  return from_file != NULL ? take_weights (net, from_file, out_file, error)
                           : write_weights (net, form, out_file, error);
}

const CsCommand cs_command_weights = {
  .name = "weights",
  .arguments = N_("NETWORK --out FILE [--as onnx]"),
  .summary = N_("Writes a network as safetensors or ONNX, or takes its weights from safetensors."),
  .run = run,
};
