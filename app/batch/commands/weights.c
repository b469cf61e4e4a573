/* weights: a network's numbers as safetensors, for other programs, and back. Names and shapes are those of
 * nn-tensors.h. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-file.h"
#include "nn-graph.h"
#include "nn-tensors.h"

static const char *const notes[] = { "recipe", "design", "plan", "settings", "picture", "title", "created", "spacing" };

static gboolean
write_weights (const NnNet *net,
               GFile       *out,
               GError     **error)
{
  g_autoptr (NnTensors) tensors = nn_tensors_of_net (net);
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer data;
  gsize size;

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    if (nn_net_get_note (net, notes[i]) != NULL)
      nn_tensors_set_note (tensors, notes[i], nn_net_get_note (net, notes[i]));
  nn_tensors_set_note (tensors, "digest", nn_net_get_digest (net));
  bytes = nn_tensors_to_bytes (tensors);
  data = g_bytes_get_data (bytes, &size);
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
  g_autofree char *from = NULL, *out = NULL;
  g_autoptr (GFile) file = NULL, from_file = NULL, out_file = NULL;
  g_autoptr (NnNet) net = NULL;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The safetensors file, or with --from the new network"),
      N_("FILE") },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, N_("Takes the weights of this safetensors file"), N_("FILE") },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (out == NULL)
    return cs_call_misuse (error, _("weights wants --out FILE"));
  file = cs_call_file (call->argv[0]);
  from_file = cs_call_file (from);
  out_file = cs_call_file (out);
  net = nn_net_load (file, error);
  if (net == NULL)
    return FALSE;
  return from_file != NULL ? take_weights (net, from_file, out_file, error) : write_weights (net, out_file, error);
}

const CsCommand cs_command_weights = {
  .name = "weights",
  .arguments = N_("NETWORK --out FILE"),
  .summary = N_("Writes a network's weights as safetensors, or takes them from such a file."),
  .run = run,
};
