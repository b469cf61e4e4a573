/* How the run fills an analysis: for cs-pipeline.c alone. After cs_pipeline_run() returns it never changes. */
#pragma once

#include "cs-analysis.h"

G_BEGIN_DECLS

CsAnalysis *cs_analysis_new  (CsImage *image, CsSettings *settings);
void        cs_analysis_take (CsAnalysis *self, const char *output, CsProduct *product, const char *key);  /* takes @product, or NULL */
void        cs_analysis_note (CsAnalysis *self, const char *output, double seconds);   /* how long its stage took */
double      cs_analysis_get_seconds (CsAnalysis *self, const char *output);
gboolean    cs_analysis_has  (CsAnalysis *self, const char *output);   /* whether it was taken, also where it was dropped since */
void        cs_analysis_drop (CsAnalysis *self, const char *output);   /* the product; its key stays */
void        cs_analysis_take_half (CsAnalysis *self, CsAnalysis *half, const CsHalving *how);   /* takes @half */
CsAnalysis *cs_analysis_copy (CsAnalysis *self);   /* to go on from: the products are shared */

G_END_DECLS
