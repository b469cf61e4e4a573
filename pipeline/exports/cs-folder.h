/* A folder of files, whole or not at all. Blocking: for jobs. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef gboolean (*CsFolderFill) (GFile *folder, gpointer data, GCancellable *cancellable, GError **error);

/* Filled beside @to, as "NAME.part", then renamed: @to must not be there yet. What was begun, now or by a program that was killed,
 * leaves nothing behind; only files of a sort we write are deleted, a folder that holds anything else stays. */
gboolean cs_folder_write (GFile *to, CsFolderFill fill, gpointer data, GCancellable *cancellable, GError **error);
gboolean cs_folder_make  (GFile *folder, GCancellable *cancellable, GError **error);   /* with its parents */

/* A folder as cs_folder_write() left it, for whoever only passed it on; what we do not write stays, and the folder with it. */
void     cs_folder_remove (GFile *folder);

/* The files below @folder (not below its folders) that end with @suffix, sorted by name: GFile. */
GPtrArray *cs_folder_list (GFile *folder, const char *suffix, GCancellable *cancellable, GError **error);

G_END_DECLS
