/* The networks a person may choose from, as a list that stays up to date. Main thread only. */
#pragma once

#include <gtk/gtk.h>
#include "cs-study.h"

G_BEGIN_DECLS

/* Of CsNetwork: those of @study (may be NULL), newest first, then the one that comes along. Transfer full. */
GListModel *cs_network_offer_new (CsStudy *study);

G_END_DECLS
