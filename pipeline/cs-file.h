/* Writing a file whole or not at all: a temporary beside it, then renamed. A full disk leaves what was there. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean cs_file_write (GFile *file, const void *data, gsize length, GError **error);  /* the message names the file */

G_END_DECLS
