/* Two copies of a study, read on two machines, become one again. Main thread only, but for cs_merge_run(). */
#pragma once

#include "cs-beside.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean done;
  guint n_marks, n_verdicts, n_words;    /* added here */
  guint n_conflicts;                     /* marks and words that are said otherwise here: somebody decides on page Readers */
  guint n_strange;                       /* films of the other copy that are not in this study: left out */
} CsMerged;

/* @other: the folder of the other copy; it is only read. Films are met by digest, marks by film, origin and box (a machine's also by
 * overlap, IoU >= 0.3). Verdicts and words are united and nothing here is overwritten: a reader's who said otherwise here goes
 * beside as "NAME (2)"; where readers differ nothing is decided. One act, undone at once. CS_ERROR_STORE where @other is no
 * study, this one itself, or of another version of the program; then nothing has changed. */
gboolean    cs_study_merge            (CsStudy *self, GFile *other, CsMerged *merged, GError **error);

/* The same in parts, for a window: begin(), read() and end() on the main thread, run() once after begin(), on any. Meanwhile the
 * study rests (cs-beside.h). What is cancelled, or fails, changes nothing, and is heard within a second. */
typedef struct _CsMerge CsMerge;
CsMerge    *cs_merge_begin            (CsStudy *study, GFile *from, GError **error);   /* NULL: it may not be written */
gboolean    cs_merge_run              (CsMerge *self, CsBesideFunc report, gpointer data, GCancellable *cancellable, GError **error);
gboolean    cs_merge_read             (CsMerge *self, CsStudy *study);    /* a frame's share of what came; FALSE: that was all */
CsMerged    cs_merge_end              (CsMerge *self, CsStudy *study);    /* takes @self; the study takes acts again, and knows this one */

G_END_DECLS
