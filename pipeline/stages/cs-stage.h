/* A stage is data. One file per stage in this folder, listed in meson.build in the order they run. */
#pragma once

#include "cs-image.h"
#include "cs-param.h"
#include "cs-product.h"
#include "nn-net.h"

G_BEGIN_DECLS

typedef struct _CsAnalysis CsAnalysis; /* cs-analysis.h */
typedef struct _CsBench CsBench;       /* what lies before a running stage: image, needs, outputs, progress */
typedef struct _CsInquiry CsInquiry;   /* one pixel, after the run: what each stage has to say about it; cs-explain.h */

typedef struct { const char *name; CsProductKind kind; const char *title; } CsOutput;  /* name is stable; title N_()-marked */

typedef struct
{
  const char        *id, *title, *section;   /* id is stable: stored; section of the paper, "3.1, Eq. 1-4" */
  const char        *summary;                /* one or two sentences for the reader, N_()-marked */
  guint              version;                /* raise it when results change */
  const CsParam     *params;                 /* ends with CS_PARAM_END */
  gsize              params_size;
  const char *const *needs;                  /* names of earlier outputs, NULL-terminated */
  gboolean         (*spares) (gconstpointer params, const char *need);   /* NULL, or TRUE: so set, the stage does without that need */
  gboolean           needs_network;
  const CsOutput    *makes;                  /* ends with name NULL */
  const char *const *passes;                 /* NULL, or rasters for later stages alone, NULL-terminated: any grid, shown to nobody */
  gboolean         (*run) (CsBench *bench, gconstpointer params, GError **error);
  void             (*explain) (CsInquiry *inquiry, gconstpointer params);   /* NULL: nothing to say. Quick: asked in the main thread */
} CsStage;

/* The film at half its resolution (cs-half.h): which stage began it, and which finds are its own: those that measure @least of its
 * pixels and more; 0: all. Left of its first column are @skipped columns of the film. */
typedef struct { const CsStage *by; guint least, skipped; } CsHalving;

extern const CsStage *const cs_stages[];     /* NULL-terminated, generated, in the order they run */

CsImage      *cs_bench_get_image       (CsBench *self);                                    /* borrowed */
NnNet        *cs_bench_get_network     (CsBench *self);                                    /* borrowed */
CsProduct    *cs_bench_get             (CsBench *self, const char *need);                  /* borrowed; asserts it is in needs and not spared */
gboolean      cs_bench_wants           (CsBench *self, const char *output);                /* FALSE: neither a later stage nor who asked for the run looks at it */
gboolean      cs_bench_shows           (CsBench *self, const char *output);                /* whether who asked for the run does */
void          cs_bench_give            (CsBench *self, const char *output, CsProduct *product);  /* taken */
gboolean      cs_bench_tick            (CsBench *self, double fraction, GError **error);   /* FALSE: cancelled, leave */
GCancellable *cs_bench_get_cancellable (CsBench *self);                                    /* for cs_rows_run() */

/* The film at half its resolution (cs-half.h). A stage that halves begins an analysis of it, beside that of the film, with halves
 * of what it needs; it and later ones run there, too, where they say so, before they read what they made there. */
void          cs_bench_halve           (CsBench *self, CsImage *half, const CsHalving *how);       /* by whom it says itself */
void          cs_bench_give_half       (CsBench *self, const char *need, CsProduct *product);    /* taken */
gboolean      cs_bench_run_half        (CsBench *self, GError **error);                    /* the running stage; TRUE: done, or there is no half */
CsAnalysis   *cs_bench_get_half        (CsBench *self, CsHalving *how);                    /* borrowed; NULL: none */

/* What a stage found at the pixel. A test has limits the value must lie between (±INFINITY where there is none); @passed says what the
 * stage did, and is never worked out from the numbers. Without a test the value is only told. */
typedef struct
{
  double      value, lower, upper;   /* value NAN: cannot be known */
  const char *unit;                  /* N_()-marked, "" where none */
  gboolean    tests, passed;
  const char *output;                /* the raster the value was read from, for a profile through the pixel; NULL: none */
} CsWord;

CsImage      *cs_inquiry_get_image     (CsInquiry *self);                                  /* borrowed */
void          cs_inquiry_get_place     (CsInquiry *self, guint *x, guint *y);
CsProduct    *cs_inquiry_get           (CsInquiry *self, const char *output);              /* borrowed; NULL: not made */
double        cs_inquiry_get_value     (CsInquiry *self, const char *output);              /* of a raster or mask at the pixel; NAN: not made */
/* Millimetres from the pixel to the border of a mask, above 0 inside of it, to a fifth of a millimetre (of what is 2 mm wide, if far away); ±INFINITY: there is no border. The
 * film's edge is none: what lies beyond is not known. */
double        cs_inquiry_get_depth     (CsInquiry *self, const char *mask);
CsAnalysis   *cs_inquiry_get_half      (CsInquiry *self, CsHalving *how);                  /* of what is asked; borrowed, NULL: none */
/* The smallest box of the film that holds the pixel, its place from 1 and how many there are; borrowed, NULL: none. */
const CsBox  *cs_inquiry_get_box       (CsInquiry *self, guint *rank, guint *n);
/* What the stages that ran on the half, up to the one that asks this, say of the pixel there. */
void          cs_inquiry_ask_half      (CsInquiry *self);
gboolean      cs_inquiry_is_halved     (CsInquiry *self);                                  /* whether a half is asked */
void          cs_inquiry_tell          (CsInquiry *self, const CsWord *word, const char *format, ...) G_GNUC_PRINTF (3, 4);  /* a sentence, _() */

G_END_DECLS
