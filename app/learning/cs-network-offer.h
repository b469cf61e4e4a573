/* The networks a person may choose from, as a list that stays up to date. Main thread only. */
#pragma once

#include <gtk/gtk.h>
#include "cs-job.h"
#include "cs-study.h"

G_BEGIN_DECLS

/* Of CsNetwork: those of @study (may be NULL), newest first, then the one that comes along. Transfer full. */
GListModel *cs_network_offer_new (CsStudy *study);
/* Reads one of them in a job, whose result is an NnNet. Transfer full. */
CsJob      *cs_network_offer_load (CsNetwork *network, GAsyncReadyCallback done, gpointer data);

G_END_DECLS
