/* The content of a list's row that is made by a .ui file alone: it names the row. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Property "words" (string): what a screen reader says of the row. */
#define CS_TYPE_SPOKEN_BIN (cs_spoken_bin_get_type ())
G_DECLARE_FINAL_TYPE (CsSpokenBin, cs_spoken_bin, CS, SPOKEN_BIN, AdwBin)

G_END_DECLS
