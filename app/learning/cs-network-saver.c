#include "cs-network-saver.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cs-file.h"
#include "cs-network-forms.h"

typedef struct { GtkWidget *widget; CsJobs *jobs; NnNet *network; } Wish;
typedef struct { NnNet *network; const CsNetworkForm *form; GFile *to; } Order;

static void
wish_free (gpointer data, GClosure *closure)
{
  Wish *wish = data;

  nn_net_unref (wish->network);
  g_free (wish);
}

static void
order_free (gpointer data)
{
  Order *order = data;

  nn_net_unref (order->network);
  g_object_unref (order->to);
  g_free (order);
}

static gpointer
write_network (CsJob *job, gpointer input, GError **error)
{
  Order *order = input;
  g_autoptr (GBytes) bytes = order->form->make (order->network);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return cs_file_write (order->to, data, size, error) ? g_object_ref (order->to) : NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) to = cs_job_finish (CS_JOB (source), result, &error);
  g_autofree char *where = to ? g_file_get_parse_name (to) : NULL;
  g_autofree char *text = to ? g_strdup_printf (_("Exported to %s"), where) : g_strdup (error->message);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_activate_action (widget, "win.toast", "s", text);
}

static const CsNetworkForm *
find_form (GFile *to)
{
  g_autofree char *name = g_file_get_basename (to);
  const char *dot = strrchr (name, '.');

  return dot ? cs_network_form_find (dot + 1) : NULL;
}

static void
response_cb (GtkNativeDialog *chooser, int response, Wish *wish)
{
  g_autoptr (GFile) to = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  const CsNetworkForm *form = to ? find_form (to) : NULL;
  g_autoptr (CsJob) job = NULL;
  Order *order;

  if (response != GTK_RESPONSE_ACCEPT || !to)
    return;
  if (!form)
    {
      gtk_widget_activate_action (wish->widget, "win.toast", "s",
                                  _("Choose a name that ends with .onnx or .safetensors"));
      return;
    }
  order = g_new (Order, 1);
  *order = (Order) { nn_net_ref (wish->network), form, g_object_ref (to) };
  job = cs_job_start (_("Saving the network"), write_network, order, order_free, g_object_unref, written_cb,
                      g_object_ref (wish->widget));
  cs_jobs_add (wish->jobs, job);
}

GtkFileChooserNative *
cs_network_saver_ask (GtkWidget *widget, CsJobs *jobs, NnNet *network)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Save the network for other programs: .onnx or .safetensors"),
                                 GTK_WINDOW (gtk_widget_get_root (widget)), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                 NULL);
  Wish *wish = g_new (Wish, 1);

  *wish = (Wish) { widget, jobs, nn_net_ref (network) };
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "network.onnx");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_data (chooser, "response", G_CALLBACK (response_cb), wish, wish_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
  return chooser;
}
