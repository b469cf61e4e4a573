/* What keys do: the one table of them. Of it are made the application's accelerators, the shortcuts of pages and windows, the
 * window of shortcuts, the tooltips, and the page of the preferences that changes keys (cs-keymap.h). Constant data, any thread.
 *
 * A context is a set of keys that act together, in the same places. Two contexts that share a place must not share a key. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* name: stable, stored. title: N_()-marked. accels: as gtk_accelerator_parse() reads them, spaces between.
 * action: a detailed action; NULL: it is called as the key is. */
typedef struct { const char *name, *title, *accels, *action; } CsKey;

typedef enum
{
  CS_KEYS_APPLICATION,       /* accelerators of the application: before everything, entries of text too */
  CS_KEYS_FIRST,             /* before whatever has the focus, but not in a popover */
  CS_KEYS_LAST,              /* after whatever has the focus: an entry keeps its letters, a list its arrows */
} CsKeysTurn;

/* places: bits, of no meaning but that contexts meet where they share one. */
typedef struct { const char *id, *title; guint places; CsKeysTurn turn; const CsKey *keys; } CsKeyContext;

extern const CsKeyContext cs_key_contexts[];   /* ends with id NULL; so do the keys, with name NULL */

const CsKeyContext *cs_key_context_find  (const char *id);                                 /* NULL: none */
gboolean            cs_key_contexts_meet (const CsKeyContext *one, const CsKeyContext *other);
const CsKey        *cs_key_find          (const char *name, const CsKeyContext **context); /* NULL: none */
/* The key that does @action, detailed or not, e.g. of a button. @context out, may be NULL. NULL: none does. */
const CsKey        *cs_key_of_action     (const char *action, const CsKeyContext **context);
const char         *cs_key_get_action    (const CsKey *self);

G_END_DECLS
