/* Pages of the help. That of one stage: what it does, its equations, a picture before and after, its parameters, what can go wrong. The
 * words lie in ui/help/ID.ui, the picture in ui/help/ID.jpg; parameters, needs and outputs are read from the stage's own
 * description, so they cannot grow stale. A chapter of the manual has words, formulas, a picture and links; a link activates the
 * action "help.show" (s: a page's id). Main thread only. */
#pragma once

#include <gtk/gtk.h>
#include "cs-chapter.h"
#include "cs-stage.h"

G_BEGIN_DECLS

GtkWidget *cs_help_page_new  (const CsStage *stage);            /* floating */
GtkWidget *cs_help_chapter_new (const CsChapter *chapter);       /* floating */
/* The list called @what ("what", "equations", "wrong", "see") of a page, translated; NULL: there is none. Transfer full. */
GListModel *cs_help_page_read (const char *id, const char *what);   /* of GtkStringObject */

G_END_DECLS
