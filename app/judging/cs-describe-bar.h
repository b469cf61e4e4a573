/* What the reader says of the findings round the selected box, of the film and of its case: in a line, and in a popover
 * where one key says a thing. A finding is described as a whole: the selected box with the accepted ones within a
 * centimetre (cs-group.h). Main thread only. */
#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_DESCRIBE_BAR (cs_describe_bar_get_type ())
G_DECLARE_FINAL_TYPE (CsDescribeBar, cs_describe_bar, CS, DESCRIBE_BAR, GtkBox)

/* For a page with a session, which has it in its layout: adds the action "describe.open" with the key E. */
void cs_describe_bar_serve (CsDescribeBar *self, CsPage *page);

G_END_DECLS
