/* The program: command line, application actions, style. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_APPLICATION (cs_application_get_type ())
G_DECLARE_FINAL_TYPE (CsApplication, cs_application, CS, APPLICATION, AdwApplication)

CsApplication *cs_application_new           (void);

/* The settings, or NULL where the schema is not installed: then the program keeps nothing and works all the same. Transfer full. */
GSettings     *cs_application_open_settings (void);

G_END_DECLS
