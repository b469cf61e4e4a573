/* Asks for a key by having it pressed. Esc leaves all as it was, Backspace takes the old key away; a key that is taken is
 * refused in words, and the next one is waited for. */
#pragma once

#include "cs-keymap.h"

G_BEGIN_DECLS

/* @old: one of the keys that do @key now, to be replaced; NULL: another one is added. */
GtkWindow *cs_key_catcher_new (GtkWindow *parent, CsKeymap *keymap, const CsKey *key, const char *old);

G_END_DECLS
