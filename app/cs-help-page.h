/* The page of one stage: what it does, its equations, a picture before and after, its parameters, what can go wrong. The
 * words lie in ui/help/ID.ui, the picture in ui/help/ID.jpg; parameters, needs and outputs are read from the stage's own
 * description, so they cannot grow stale. Main thread only. */
#pragma once

#include <gtk/gtk.h>
#include "cs-stage.h"

G_BEGIN_DECLS

GtkWidget *cs_help_page_new  (const CsStage *stage);            /* floating */
/* The paragraphs called @what ("what", "equations", "wrong") of a stage, translated; NULL: there is no page. Transfer full. */
GListModel *cs_help_page_read (const CsStage *stage, const char *what);   /* of GtkStringObject */

G_END_DECLS
