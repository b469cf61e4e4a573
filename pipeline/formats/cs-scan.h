/* The film files below a folder, in the order of their names: of no file more than its first 4 KiB is read. Blocking: for jobs. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

/* A folder is searched this deep (an archive: year, month, day, patient, study, series), and no farther than this many files: a
 * whole disk is no study. */
#define CS_SCAN_DEPTH 12
#define CS_SCAN_MOST 20000

/* Now and then; @n_films: found so far. */
typedef void (*CsScanWatch) (guint n_films, const char *folder, gpointer data);

/* GFiles, appended to @films. Hidden files and folders are left out, links to folders not followed, a folder below that may not be
 * opened left out. @left_out (may be NULL): what belongs to films that are not here, or archives where nothing else is, told in a sentence; NULL: nothing.
 * FALSE: cancelled, or @folder itself cannot be opened, or it holds more than CS_SCAN_MOST. */
gboolean cs_scan (GFile *folder, GPtrArray *films, char **left_out, CsScanWatch watch, gpointer data, GCancellable *cancellable, GError **error);

/* Reads a film a scan found: one of but two values is a mask that lies beside films, and CS_ERROR_FORMAT. Whoever asks for such
 * a file by name gets it by cs_formats_read(). */
CsImage *cs_scan_read (GFile *film, GCancellable *cancellable, GError **error);

G_END_DECLS
