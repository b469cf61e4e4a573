/* The immutable values of all stages' parameters, with digest and text form. Thread rule: an immutable value. */
#pragma once

#include "cs-stage.h"

G_BEGIN_DECLS

typedef struct _CsSettings CsSettings;

extern const char *const cs_presets[];                                    /* "default", "published", NULL */

CsSettings    *cs_settings_new       (const char *preset);                /* NULL: "default" */
CsSettings    *cs_settings_ref       (CsSettings *self);
void           cs_settings_unref     (CsSettings *self);
void           cs_settings_set       (CsSettings **held, CsSettings *settings);              /* as g_set_object(), of neither NULL */
CsSettings    *cs_settings_with      (CsSettings *self, const char *name, double value, GError **error);  /* "stage.param"; a new one */
double         cs_settings_get       (CsSettings *self, const char *name);                   /* asserts the name exists */
gconstpointer  cs_settings_get_params(CsSettings *self, const CsStage *stage);               /* the typed struct; borrowed */
const char    *cs_settings_get_preset(CsSettings *self);                                      /* the one it began as; "custom" once a value differs */
const char    *cs_settings_get_base  (CsSettings *self);                                      /* the preset it began as, whatever was changed since */
/* The name somebody gave these very values; NULL: none. Text form, copies by with_name() and equality know it, digests do not; what is
 * changed by any other function has none. A name has 1 to 80 characters, no "/" and no control characters, does not begin with a point
 * or a blank, and is none of the presets' own: else with_name() gives NULL and CS_ERROR_SETTING. */
const char    *cs_settings_get_name  (CsSettings *self);
CsSettings    *cs_settings_with_name (CsSettings *self, const char *name, GError **error);  /* NULL: without one; a new one */
CsSettings    *cs_settings_reset     (CsSettings *self, const CsStage *stage);                /* that stage back to the base; NULL: all stages; a new one */
char          *cs_settings_to_text   (CsSettings *self);                                      /* key file; only values that differ from the preset, and its name */
CsSettings    *cs_settings_from_text (const char *text, GError **error);
gboolean       cs_settings_equal     (CsSettings *a, CsSettings *b);
const char    *cs_settings_get_digest(CsSettings *self);
/* Number given as text ("1.5", "true", a choice's name) -> value of the named parameter: the command line's --set. */
CsSettings    *cs_settings_with_text (CsSettings *self, const char *assignment, GError **error);  /* "stage.param=value" */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSettings, cs_settings_unref)

G_END_DECLS
