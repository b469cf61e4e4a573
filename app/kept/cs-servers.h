/* The servers a person has named, kept by GSettings; without them there are none. No password is among them. Main thread. */
#pragma once

#include <gio/gio.h>

#include "cs-pacs-server.h"

G_BEGIN_DECLS

#define CS_PREFERENCE_SERVERS "servers"        /* a(ssss): name, address, user, file of the authority */

/* CsPacsServer; never NULL. @settings may be NULL. What is no server any more is left out. */
GPtrArray *cs_servers_load (GSettings *settings);
void       cs_servers_save (GSettings *settings, GPtrArray *servers);

G_END_DECLS
