/* Writing a file whole or not at all: a temporary beside it, then renamed. A full disk leaves what was there. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean cs_file_write (GFile *file, const void *data, gsize length, GError **error);  /* the message names the file */
/* The file, and what is left of it beside it where a program was killed while it wrote. */
void     cs_file_delete (GFile *file);

G_END_DECLS
