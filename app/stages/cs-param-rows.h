/* A stage's parameters as libadwaita rows: the only place parameters become controls.
 * Each row: title (help and range as its tooltip), the control (spin button and scale, switch, or a choice), unit, and
 * a button back to the standard value, which is only there while the value is another. Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-settings.h"

G_BEGIN_DECLS

#define CS_TYPE_PARAM_ROWS (cs_param_rows_get_type ())
G_DECLARE_FINAL_TYPE (CsParamRows, cs_param_rows, CS, PARAM_ROWS, AdwPreferencesGroup)

/* GObject property: settings (pointer, notifies when a person changed a control: a new value, to be handed to the session) */
GtkWidget  *cs_param_rows_new          (const CsStage *stage);
void        cs_param_rows_set_settings (CsParamRows *self, CsSettings *settings);   /* shows them; does not notify */
CsSettings *cs_param_rows_get_settings (CsParamRows *self);                         /* borrowed */
guint       cs_param_rows_get_n        (CsParamRows *self);                         /* one control a parameter */
/* The control of a parameter (GtkSpinButton, GtkSwitch or AdwComboRow) and its button back; for tests and for focus. */
GtkWidget  *cs_param_rows_get_control  (CsParamRows *self, const char *param);
GtkWidget  *cs_param_rows_get_reset    (CsParamRows *self, const char *param);

G_END_DECLS
