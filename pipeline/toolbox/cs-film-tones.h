/* Which grey values of a film to show from black to white. Pure functions, any thread. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

#define CS_FILM_BINS 256

/* The preset that looks at the part in view, and not at the whole film. */
#define CS_FILM_PRESET_VIEW "view"

/* Ways to choose a window from the histogram of what is not air: shares of its pixels left below and above; below 0: all. */
typedef struct { const char *id, *title; double below, above; } CsFilmPreset;

extern const CsFilmPreset cs_film_presets[];   /* ends with id NULL; title N_()-marked; the first is the usual one */

const CsFilmPreset *cs_film_preset_find     (const char *id);   /* NULL: no such */
/* Counts a spread of the pixels, at most half a million, in bins from 0 to white. */
void                cs_film_count           (const CsImage *image, guint bins[CS_FILM_BINS]);
/* The same of a part, in film pixels; what lies outside of the film is left out. */
void                cs_film_count_part      (const CsImage *image, double x, double y, double width, double height,
                                             guint bins[CS_FILM_BINS]);
/* low < high, within 0 and white, a twentieth of the range apart. */
void                cs_film_preset_apply    (const CsFilmPreset *preset, const guint bins[CS_FILM_BINS], double white,
                                             double *low, double *high);

G_END_DECLS
