/* Round figures: 1, 2 or 5 times a power of ten. Private to widgets. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest round figure not above @value, which is finite and > 0. */
double cs_nice_below (double value);
/* The smallest round step that parts lower..upper into at most @most pieces. */
double cs_nice_step  (double lower, double upper, int most);

G_END_DECLS
