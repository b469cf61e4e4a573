/* The keys as they are now: the table of cs-keys.h with what a person changed of it, kept in the preferences (GSettings "keys").
 * However the preferences came about, no two keys of contexts that meet are the same: what was chosen is kept before what
 * is usual, and of two that were chosen the first in the table. Main thread only.
 *
 * Whoever needs the keys makes a keymap of its own: all of them read the same preferences.
 * Signal: "changed" (), after any change, from wherever. */
#pragma once

#include <gtk/gtk.h>
#include "cs-keys.h"

G_BEGIN_DECLS

#define CS_KEYMAP_ERROR (cs_keymap_error_quark ())
GQuark cs_keymap_error_quark (void);
typedef enum { CS_KEYMAP_ERROR_UNKNOWN, CS_KEYMAP_ERROR_RESERVED, CS_KEYMAP_ERROR_TAKEN, CS_KEYMAP_ERROR_STORE } CsKeymapError;

#define CS_TYPE_KEYMAP (cs_keymap_get_type ())
G_DECLARE_FINAL_TYPE (CsKeymap, cs_keymap, CS, KEYMAP, GObject)

CsKeymap          *cs_keymap_new        (void);
const char *const *cs_keymap_get        (CsKeymap *self, const CsKey *key);   /* borrowed until "changed"; may be empty */
gboolean           cs_keymap_is_changed (CsKeymap *self, const CsKey *key);
/* What a person reads on a key: "<Control>z" -> "Ctrl+Z". Free it. */
char              *cs_keymap_spell      (const char *accel);
/* The same of the first of its keys; without one, its title in quotation marks. */
char              *cs_keymap_label      (CsKeymap *self, const char *name);
char              *cs_keymap_label_now  (const char *name);                   /* the same, for a sentence that is said once */
/* @sentence with the key of now for every name in braces: "{review.cancel} ends it" -> "Escape ends it". */
char              *cs_keymap_say        (CsKeymap *self, const char *sentence);
char              *cs_keymap_say_now    (const char *sentence);
/* Whether somebody who looks for @text means it: its title or one of its keys, whatever the case; "": always. */
gboolean           cs_keymap_matches    (CsKeymap *self, const CsKey *key, const char *text);
/* @accels replace what the key had; none: nothing does it any more. RESERVED: what the window itself needs. TAKEN: the message
 * names what has it. Nothing is changed then. */
gboolean           cs_keymap_set        (CsKeymap *self, const CsKey *key, const char *const *accels, GError **error);
/* To the usual ones: refused where another key has been given one of them. All at once never is. */
gboolean           cs_keymap_reset      (CsKeymap *self, const CsKey *key, GError **error);
void               cs_keymap_reset_all  (CsKeymap *self);

/* From now on the keys of a context do on @widget, and what is in it, what they say; they follow every change. */
void cs_keymap_serve             (GtkWidget *widget, const char *context);
void cs_keymap_serve_application (GtkApplication *application);

G_END_DECLS
