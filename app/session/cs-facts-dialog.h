/* Woman, side, view and spacing of films, set by hand. What is left alone stays as it is, film by film. */
#pragma once

#include <adwaita.h>
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_FACTS_DIALOG (cs_facts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsFactsDialog, cs_facts_dialog, CS, FACTS_DIALOG, AdwMessageDialog)

/* @entries: of CsEntry, at least one. A refusal of the study is told by the window's action "win.tell". */
GtkWidget *cs_facts_dialog_new  (GtkWindow *parent, CsStudy *study, GPtrArray *entries);
void       cs_facts_dialog_open (GtkWidget *widget, CsStudy *study, GPtrArray *entries);  /* over the window @widget is in */

G_END_DECLS
