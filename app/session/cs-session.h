/* What is open and what is chosen, shared by all pages: state only, no deeds. Main thread only.
 *
 * Who changes what: the window sets the study; whoever chooses a film sets the entry; cs-analyst sets image and analysis
 * and follows the rest; cs-orderer sorts the marks by the queue; cs-learner and the Results page set the network. Pages watch "notify". */
#pragma once

#include <gtk/gtk.h>
#include "cs-analysis.h"
#include "cs-jobs.h"
#include "cs-queue.h"
#include "cs-shelf.h"
#include "cs-study.h"
#include "cs-viewport.h"

G_BEGIN_DECLS

#define CS_TYPE_SESSION (cs_session_get_type ())
G_DECLARE_FINAL_TYPE (CsSession, cs_session, CS, SESSION, GObject)

/* GObject properties, all notify: study entry (objects or NULL), settings image analysis preview network (pointers:
 * immutable values), busy (boolean: the analysis is not yet that of entry, network and settings), selection viewport jobs
 * (objects, for life), queue (string: cs_queue_to_text()), hung (uint: 1, 2 or 4 films side by side). */
CsSession          *cs_session_new           (void);

CsStudy            *cs_session_get_study     (CsSession *self);   /* NULL: none is open. All borrowed. */
CsEntry            *cs_session_get_entry     (CsSession *self);   /* the film being looked at; NULL: none */
CsSettings         *cs_session_get_settings  (CsSession *self);   /* never NULL */
CsImage            *cs_session_get_image     (CsSession *self);   /* the entry's film; NULL: not yet decoded */
CsAnalysis         *cs_session_get_analysis  (CsSession *self);   /* of that image; NULL: not yet there */
CsAnalysis         *cs_session_get_preview   (CsSession *self);   /* of the image halved, while busy, to look at; NULL: none */
NnNet              *cs_session_get_network   (CsSession *self);   /* the network in use; NULL: none */
gboolean            cs_session_get_busy      (CsSession *self);
GtkSingleSelection *cs_session_get_selection (CsSession *self);   /* over the entry's marks; nothing need be selected */
CsQueue             cs_session_get_queue     (CsSession *self);   /* the order that was asked for */
guint               cs_session_get_hung      (CsSession *self);   /* how many films hang side by side: 1, 2 or 4 */
CsViewport         *cs_session_get_viewport  (CsSession *self);   /* shared, so that all canvases move together */
CsJobs             *cs_session_get_jobs      (CsSession *self);
CsShelf            *cs_session_get_shelf     (CsSession *self);   /* the films at hand; a new study clears it */
CsMark             *cs_session_get_mark      (CsSession *self);   /* the selected one; NULL: none */

/* A new study drops entry, image, analysis and network; a new entry drops image and analysis; a new
 * analysis drops the preview. Setting the same does
 * nothing, in silence. */
void                cs_session_set_study     (CsSession *self, CsStudy *study);
void                cs_session_set_entry     (CsSession *self, CsEntry *entry);
void                cs_session_set_settings  (CsSession *self, CsSettings *settings);
void                cs_session_set_image     (CsSession *self, CsImage *image);
void                cs_session_set_analysis  (CsSession *self, CsAnalysis *analysis);
void                cs_session_set_preview   (CsSession *self, CsAnalysis *preview);
void                cs_session_set_network   (CsSession *self, NnNet *network);
void                cs_session_set_busy      (CsSession *self, gboolean busy);
void                cs_session_set_queue     (CsSession *self, CsQueue queue);
void                cs_session_set_hung      (CsSession *self, guint count);   /* rounded down to 1, 2 or 4 */
void                cs_session_set_sorter    (CsSession *self, GtkSorter *sorter);   /* of the selection's marks; NULL: most suspicious first */
/* Selects @mark in the entry it belongs to, if that is the session's; NULL: nothing. TRUE when it is there. */
gboolean            cs_session_select        (CsSession *self, CsMark *mark);

G_END_DECLS
