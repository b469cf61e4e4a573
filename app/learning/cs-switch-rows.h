/* Switches of a training's plan (cs-plan.h) as rows of an expander: a choice, or a spin button, with the help of the command
 * line as its subtitle. Made from the table, so that window and command line speak of the same. Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-plan.h"

G_BEGIN_DECLS

typedef struct _CsSwitchRows CsSwitchRows;

/* Rows for the switches called @names (static, NULL-terminated), showing @plan. The rows are @into's. */
CsSwitchRows *cs_switch_rows_new         (AdwExpanderRow *into, const char *const *names, const CsCoursePlan *plan);
void          cs_switch_rows_free        (CsSwitchRows *self);
void          cs_switch_rows_show        (const CsSwitchRows *self, const CsCoursePlan *plan);
void          cs_switch_rows_read        (const CsSwitchRows *self, CsCoursePlan *plan);      /* sets those switches */
GtkWidget    *cs_switch_rows_get_control (const CsSwitchRows *self, const char *name);        /* AdwComboRow or GtkSpinButton; for tests */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSwitchRows, cs_switch_rows_free)

G_END_DECLS
