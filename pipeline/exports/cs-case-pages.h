/* The report of a case: read, laid out on sheets of A4, and drawn. One function draws a page, for PDF, printer and window alike. An
 * immutable value; any thread. */
#pragma once

#include "cs-case-layout.h"

G_BEGIN_DECLS

typedef struct _CsCasePages CsCasePages;
typedef struct _cairo cairo_t;        /* as Cairo has it: whoever only writes files needs no Cairo */

/* Takes nothing; reads the films of @shown where that was not done. Blocking. */
CsCasePages *cs_case_pages_new      (CsCase *shown, CsCaseReport report, gpointer data, GCancellable *cancellable, GError **error);
void         cs_case_pages_unref    (CsCasePages *self);
CsCasePages *cs_case_pages_ref      (CsCasePages *self);
CsCase      *cs_case_pages_get_case (CsCasePages *self);                     /* borrowed */
const CsCaseLayout *cs_case_pages_get_layout (CsCasePages *self);            /* borrowed */
guint        cs_case_pages_get_n    (CsCasePages *self);
void         cs_case_pages_get_size (CsCasePages *self, double *width, double *height);   /* points */
void         cs_case_pages_draw     (CsCasePages *self, guint page, cairo_t *cr);         /* black on what is there; points */

/* A file of reports, one after another: their pictures need not be in memory together. One thread's; write() ends it: whole or not at
 * all. */
typedef struct _CsCasePdf CsCasePdf;
CsCasePdf   *cs_case_pdf_new        (void);
void         cs_case_pdf_free       (CsCasePdf *self);
void         cs_case_pdf_add        (CsCasePdf *self, CsCasePages *pages);
gboolean     cs_case_pdf_write      (CsCasePdf *self, GFile *to, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCasePages, cs_case_pages_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCasePdf, cs_case_pdf_free)

G_END_DECLS
