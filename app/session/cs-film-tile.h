/* A film in the grid of films: thumbnail, name, side and view, and how far its boxes are judged. */
#pragma once

#include <adwaita.h>
#include "cs-thumbnails.h"

G_BEGIN_DECLS

#define CS_TYPE_FILM_TILE (cs_film_tile_get_type ())
G_DECLARE_FINAL_TYPE (CsFilmTile, cs_film_tile, CS, FILM_TILE, AdwBin)

GtkWidget  *cs_film_tile_new       (void);
void        cs_film_tile_set_entry (CsFilmTile *self, CsEntry *entry, CsThumbnails *thumbnails);  /* NULL, NULL: none */

/* "Right MLO, woman 0012": what a person calls a film's facts; "" where nothing is known. Transfer full. */
char       *cs_film_describe       (CsEntry *entry);
/* "12 of 40 judged", "not yet searched". Transfer full. */
char       *cs_film_describe_progress (CsEntry *entry);

G_END_DECLS
