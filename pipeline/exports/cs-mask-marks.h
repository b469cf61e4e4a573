/* Marks out of masks of a film, helped by the table of marks that may lie beside them (cs-csv-marks.h): without it nobody
 * can tell how many marks a mask is. @raster: U8 of the film's size, set where it is not 0.
 * Of the thread that owns the harvest. */
#pragma once

#include "cs-csv-marks.h"

G_BEGIN_DECLS

/* Accepted marks of the table that were painted get back the pixels in their boxes, and are used. */
void     cs_mask_marks_claim    (CsHarvest *harvest, const CsRecordFilm *film, const CsRaster *raster, GArray *rows);
/* What no used mark of the table has in its box is a reader's: each connected region an accepted mark. */
void     cs_mask_marks_rest     (CsHarvest *harvest, const CsRecordFilm *film, const CsRaster *raster, GArray *rows);
gboolean cs_mask_marks_has_rest (const CsRecordFilm *film, const CsRaster *raster, GArray *rows);   /* there is any of it */
/* The table's other marks, which have no pixels here, for they were not painted, or not accepted. */
void     cs_mask_marks_unpainted (CsHarvest *harvest, GArray *rows);

G_END_DECLS
