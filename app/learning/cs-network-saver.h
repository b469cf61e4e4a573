/* Takes a network along for other programs: asks for a file, and writes it in a job as ONNX or safetensors (cs-network-forms.h), by the
 * name's ending. Main thread only. */
#pragma once

#include <gtk/gtk.h>
#include "cs-jobs.h"
#include "nn-net.h"

G_BEGIN_DECLS

/* The chooser stands over @widget's window, whose action win.toast tells how it went; the caller holds it until it is answered. */
GtkFileChooserNative *cs_network_saver_ask (GtkWidget *widget, CsJobs *jobs, NnNet *network);   /* transfer full */

G_END_DECLS
