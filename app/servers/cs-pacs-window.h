/* Films on a server: a search, what it found, and fetching what is chosen. Who the patients are stays hidden until asked for,
 * each time anew; days are shown, since otherwise there is nothing to choose by. Main thread only. */
#pragma once

#include <adwaita.h>

#include "cs-courier.h"

G_BEGIN_DECLS

#define CS_TYPE_PACS_WINDOW (cs_pacs_window_get_type ())
G_DECLARE_FINAL_TYPE (CsPacsWindow, cs_pacs_window, CS, PACS_WINDOW, AdwWindow)

/* Signal "wanted" (CsPacsServer *server, GPtrArray *studies): they are to be fetched. @finder: its errands are this window's. */
GtkWidget *cs_pacs_window_new      (GtkWindow *parent, CsCourier *finder);
void       cs_pacs_window_set_busy (CsPacsWindow *self, gboolean busy);     /* films are being fetched: no more for now */
void       cs_pacs_window_say      (CsPacsWindow *self, const char *text);  /* under the list */
/* Asks for the password that @courier waits for, before @parent. @keyring: it may be kept there. */
void       cs_pacs_window_ask      (GtkWindow *parent, CsCourier *courier, const char *message, gboolean keyring);

G_END_DECLS
