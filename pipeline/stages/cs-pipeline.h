/* The pipeline is a function: (image, network, settings) -> analysis. It keeps nothing, so it needs no locks. Blocking: for jobs.
 *
 * Outputs (stable names): enhanced levelled mapping | weight breast skin | pectoral pectoral-line clusters | contrasted |
 * background foreground | histogram suspicious | boxes spots | segmented calcifications (with a network only). */
#pragma once

#include "cs-analysis.h"

G_BEGIN_DECLS

typedef void (*CsReportFunc) (double fraction, const char *stage_title, gpointer data);  /* called in the calling thread */

/* Reuses every product of @known (may be NULL, may be of another image) whose key still holds; @network may be NULL:
 * the stages that need one are left out. @until: id of the last stage wanted, with all it needs; NULL: all stages. */
CsAnalysis *cs_pipeline_run   (CsImage *image, NnNet *network, CsSettings *settings, CsAnalysis *known, const char *until,
                               CsReportFunc report, gpointer data, GCancellable *cancellable, GError **error);

/* These @outputs (NULL-terminated names) for themselves: no stage runs that they, so set, do not rest on, and other products are dropped as
 * soon as no later stage needs them, so that a film takes half the memory. Of the analysis only they may be asked for. @network may be NULL where none of them needs one. */
CsAnalysis *cs_pipeline_run_for (const char *const *outputs, CsImage *image, NnNet *network, CsSettings *settings,
                                 CsReportFunc report, gpointer data, GCancellable *cancellable, GError **error);

/* The same, but every stage runs, also those that no output rests on: how long the whole method takes. */
CsAnalysis *cs_pipeline_run_every (const char *const *outputs, CsImage *image, NnNet *network, CsSettings *settings,
                                   CsReportFunc report, gpointer data, GCancellable *cancellable, GError **error);

/* Seconds a run on top of @known would take, without a network, going by how long @known's own stages took. Quick. */
double      cs_pipeline_estimate (CsImage *image, CsSettings *settings, CsAnalysis *known);

/* Writes every product into @folder as PNG or JSON, numbered in order, with boxes.json and mask_*.png (0 and 255, of the film's size). */
gboolean    cs_analysis_write (CsAnalysis *self, GFile *folder, GError **error);
char       *cs_analysis_boxes_to_json (CsAnalysis *self);

G_END_DECLS
