/* What is compiled into the program besides code: layouts, style, icons; and where its translations lie. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes them known; what main() and every test of app does first. Harmless when repeated. */
void cs_resources_prepare (void);

G_END_DECLS
