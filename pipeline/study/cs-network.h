/* One trained network of a study as a row. Main thread only. The weights are a file in the study's folder/networks. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_TYPE_NETWORK (cs_network_get_type ())
G_DECLARE_FINAL_TYPE (CsNetwork, cs_network, CS, NETWORK, GObject)

/* GObject properties: title, digest, figures (JSON) (string), when (int64, unix seconds) */
GFile      *cs_network_get_file    (CsNetwork *self);   /* borrowed */
const char *cs_network_get_title   (CsNetwork *self);
const char *cs_network_get_digest  (CsNetwork *self);

/* The one that comes with the program (cs-shipped.h), as a row of no study; NULL: it is not there. Transfer full. Its digest is not known
 * before somebody has read the file: NULL. */
CsNetwork  *cs_network_new_shipped (void);

G_END_DECLS
