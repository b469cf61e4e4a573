/* One output of a stage as a row: a switch, an opacity, and its layer on a film view. Products come and go with the
 * analysis; the switch and the opacity stay. Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-film-view.h"
#include "cs-stage.h"

G_BEGIN_DECLS

#define CS_TYPE_OUTPUT_ROW (cs_output_row_get_type ())
G_DECLARE_FINAL_TYPE (CsOutputRow, cs_output_row, CS, OUTPUT_ROW, AdwActionRow)

/* GObject property: shown (boolean). @index: the output's place in its stage. Takes its layer off the film when disposed. */
GtkWidget *cs_output_row_new         (const CsOutput *output, guint index, CsFilmView *film);
const CsOutput *cs_output_row_get_output (CsOutputRow *self);
/* NULL: not there (yet). @halvings: of the film, before the stages met it. */
void       cs_output_row_set_product (CsOutputRow *self, CsProduct *product, guint halvings);
gboolean   cs_output_row_get_shown   (CsOutputRow *self);
void       cs_output_row_set_shown   (CsOutputRow *self, gboolean shown);
double     cs_output_row_get_opacity (CsOutputRow *self);
CsLayer   *cs_output_row_get_layer   (CsOutputRow *self);                       /* borrowed; NULL: no product yet */

G_END_DECLS
