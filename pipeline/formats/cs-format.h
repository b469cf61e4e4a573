/* A file format: data, one file per entry in this folder, listed in meson.build. The bytes are hostile:
 * no size is multiplied before it is checked, no count is believed, every failure sets the error. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

typedef struct
{
  const char  *id, *title;
  const char *const *suffixes;                                        /* without the dot, for the chooser */
  guint      (*guess) (GBytes *head, const char *name);               /* 0..100, from 4 KiB and the name */
  CsImage   *(*read)  (GFile *file, GBytes *bytes, GError **error);
} CsFormat;

extern const CsFormat *const cs_formats[];   /* NULL-terminated, generated */

G_END_DECLS
