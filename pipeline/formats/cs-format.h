/* A file format: data, one file per entry in this folder, listed in meson.build. The bytes are hostile:
 * no size is multiplied before it is checked, no count is believed, every failure sets the error. All of this but guess() is called in the helper process alone (cs-decoder.h).
 *
 * A format reads whole files (`read`) or opens them itself (`read_frame`), because they may hold several films.
 * Tables: any thread. */
#pragma once

#include "cs-header.h"
#include "cs-image.h"

G_BEGIN_DECLS

typedef struct
{
  const char  *id, *title;
  const char *const *suffixes;                                        /* without the dot, for the chooser */
  guint      (*guess) (GBytes *head, const char *name);               /* 0..100, from 4 KiB and the name */
  CsImage   *(*read)  (GFile *file, GBytes *bytes, GError **error);
  /* Instead of read: frame @frame from 0, of a film to be called @film; how many there are, at least 1, where it can be told. */
  CsImage   *(*read_frame)   (GFile *file, guint frame, const char *film, GError **error);
  guint      (*count_frames) (GFile *file);
  /* The same of a mask or a file of masks, U8 of 0 and 255; NULL: the format has none. */
  CsRaster  *(*read_mask)    (GFile *file, guint frame, GError **error);
  /* Surely a single film, by its first 64 KiB: then nobody starts a helper to count. NULL: nothing is sure. */
  gboolean   (*is_single)    (GBytes *head);
  CsHeader  *(*header)       (GFile *file, GError **error);           /* may be NULL: has none to show */
} CsFormat;

extern const CsFormat *const cs_formats[];   /* NULL-terminated, generated */

G_END_DECLS
