/* Where studies lie when the person names no place. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GFile *cs_places_demo  (void);              /* the demo study */
GFile *cs_places_films (void);              /* the study that lone films join */
GFile *cs_places_for   (GFile *folder);     /* the study of a folder that cannot be written to: always the same for the same folder */
GFile *cs_places_bookmark (GFile *study, guint window);   /* where this user was in a study, in the first, second ... window on it (from 0) */

G_END_DECLS
