/* A stage is data: HOUSE section 4. One file per stage in this folder, listed in meson.build in the order they run. */
#pragma once

#include "cs-image.h"
#include "cs-param.h"
#include "cs-product.h"
#include "nn-net.h"

G_BEGIN_DECLS

typedef struct _CsBench CsBench;   /* what lies before a running stage: image, needs, outputs, progress */

typedef struct { const char *name; CsProductKind kind; const char *title; } CsOutput;  /* name is stable; title N_()-marked */

typedef struct
{
  const char        *id, *title, *section;   /* id is stable: stored; section of the paper, "3.1, Eq. 1-4" */
  const char        *summary;                /* one or two sentences for the reader, N_()-marked */
  guint              version;                /* raise it when results change */
  const CsParam     *params;                 /* ends with CS_PARAM_END */
  gsize              params_size;
  const char *const *needs;                  /* names of earlier outputs, NULL-terminated */
  gboolean           needs_network;
  const CsOutput    *makes;                  /* ends with name NULL */
  gboolean         (*run) (CsBench *bench, gconstpointer params, GError **error);
} CsStage;

extern const CsStage *const cs_stages[];     /* NULL-terminated, generated, in the order they run */

CsImage      *cs_bench_get_image       (CsBench *self);                                    /* borrowed */
NnNet        *cs_bench_get_network     (CsBench *self);                                    /* borrowed */
CsProduct    *cs_bench_get             (CsBench *self, const char *need);                  /* borrowed; asserts it was asked for in needs */
void          cs_bench_give            (CsBench *self, const char *output, CsProduct *product);  /* taken */
gboolean      cs_bench_tick            (CsBench *self, double fraction, GError **error);   /* FALSE: cancelled, leave */
GCancellable *cs_bench_get_cancellable (CsBench *self);                                    /* for cs_rows_run() */

G_END_DECLS
