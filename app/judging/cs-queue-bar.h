/* The queue of boxes to judge: in which order they come, which women are kept out for the test, and, once it is empty, what to do
 * next. Widget actions: queue.order (s, stateful: "suspicion" ...), queue.reseed, queue.keep-out (s, stateful: percent).
 * Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_QUEUE_BAR (cs_queue_bar_get_type ())
G_DECLARE_FINAL_TYPE (CsQueueBar, cs_queue_bar, CS, QUEUE_BAR, AdwBin)

/* GObject properties: order keep-out (string), as the actions */
void cs_queue_bar_set_session (CsQueueBar *self, CsSession *session);   /* once */

G_END_DECLS
