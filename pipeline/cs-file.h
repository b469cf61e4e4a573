/* Writing a file whole or not at all: a temporary beside it, then renamed. A full disk leaves what was there. And reading the
 * text that somebody else wrote. Blocking, any thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* FALSE with an error: it lies where files have no path here, as on a server. */
gboolean cs_file_is_local (GFile *file, GError **error);
gboolean cs_file_write (GFile *file, const void *data, gsize length, GError **error);  /* the message names the file */
/* Foreign text that is shown to people: a regular file of no more than CS_FILE_MOST_TEXT bytes, and whatever in it is no UTF-8,
 * NUL included, is replaced by U+FFFD. The message names the file. */
#define CS_FILE_MOST_TEXT (256u << 20)
char    *cs_file_load_text (GFile *file, GCancellable *cancellable, GError **error);
/* The file, and what is left of it beside it where a program was killed while it wrote. */
void     cs_file_delete (GFile *file);

G_END_DECLS
