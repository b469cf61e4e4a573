/* Rows that show a preference and change it, both ways and at once. Without installed settings they are not sensitive. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct { const char *value, *title; } CsPreferencesChoice;   /* title: N_()-marked; a list ends with value NULL */

/* @preference: a string. @choices stay. @subtitle may be NULL. */
GtkWidget *cs_preferences_choice_row_new (const char *preference, const char *title, const char *subtitle,
                                          const CsPreferencesChoice *choices);
/* @preference: an unsigned number, of the range the schema gives. */
GtkWidget *cs_preferences_number_row_new (const char *preference, const char *title, const char *subtitle, guint step);

G_END_DECLS
