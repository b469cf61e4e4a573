/* The free-response curves of a study's raters as a picture: false marks a film across (logarithmic), what of the truth was
 * reached upwards, and where 95 of 100 curves lie when cases are drawn again. Any thread. */
#pragma once

#include <gio/gio.h>

#include "cs-ratings.h"

G_BEGIN_DECLS

typedef enum { CS_FROC_PLOT_SVG, CS_FROC_PLOT_PDF } CsFrocPlotForm;

/* Atomic: @to is there whole or as it was. */
gboolean cs_froc_plot_write (CsRatings *ratings, guint seed, CsFrocPlotForm form, GFile *to, GError **error);

G_END_DECLS
