/* How far a command is, on standard error: a bar on a terminal, plain lines elsewhere. Thread rule: any thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CsProgress CsProgress;

CsProgress *cs_progress_new    (void);
void        cs_progress_free   (CsProgress *self);
void        cs_progress_report (double fraction, const char *title, gpointer self);         /* a CsReportFunc */
void        cs_progress_say    (CsProgress *self, const char *format, ...) G_GNUC_PRINTF (2, 3);  /* one line that stays */
void        cs_progress_clear  (CsProgress *self);                                          /* takes the bar away */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsProgress, cs_progress_free)

G_END_DECLS
