/* A film drawn from a seed, with its truth: the demo study, tests, benchmarks, simulated training.
 * Same seed and options, same film, on any machine (integers and IEEE float operations in a fixed order only).
 * Blocking: for jobs. */
#pragma once

#include "cs-image.h"
#include "cs-truth.h"

G_BEGIN_DECLS

typedef struct
{
  guint  width, height;      /* 1024 x 1024 */
  guint  bits;               /* 8 or 12 */
  double mm_per_pixel;       /* 0.2 at 1024 px, 0.05 for 4000 x 6000-like */
  CsSide side;
  CsView view;               /* MLO has a pectoral wedge, CC has none */
  gboolean dense;            /* a dense breast */
  double contrast_lower, contrast_upper;  /* contrast-to-noise, uniform: 2..10 */
  guint  clusters;           /* 1..4 of 5..30 calcifications each; 0: a normal film */
  gboolean label, scratches; /* film furniture */
  double psf_mm;             /* standard deviation of the detector's blur: 0.08 of a scanned film */
  double noise;              /* of the scanner or the detector, beside that of a scanned film: 1 */
  double ligaments;          /* thin strands, a square centimetre of breast: 0; at most 100 */
  double sharpen;            /* how much of what is finer than 1 mm or so is added once more: 0; at most 10 */
} CsPhantomPlan;

/* Contrast is the peak increment over the standard deviation, within 1 mm, of the film before any calcification was
 * added, and before it was sharpened. The mask of a calcification: where its blurred increment is at least half its peak. A left breast has its
 * chest wall at the left edge, a right one at the right. Too small a film may hold fewer calcifications than planned. */
typedef struct { CsImage *image; CsTruth *truth; guint seed, index; gboolean dense; } CsPhantom;

/* The plan of film @index of a series of women: four films a woman (R CC, L CC, R MLO, L MLO), every third woman dense. */
void       cs_phantom_plan_init (CsPhantomPlan *plan, guint width, guint height, guint bits, double mm_per_pixel, guint seed, guint index);
/* The same film from a digital detector: sharper, less noise, nothing beside the breast. */
void       cs_phantom_plan_digital (CsPhantomPlan *plan);
/* Name of that film without suffix: "phantom-S<seed>-<woman>-R-MLO"; cs_facts_from_name() understands it. */
char      *cs_phantom_name      (guint seed, guint index);
CsPhantom *cs_phantom_draw      (const CsPhantomPlan *plan, guint seed, guint index, GCancellable *cancellable, GError **error);
/* Writes folder/NAME/{film.png, mask_*.png, truth.json}. */
gboolean   cs_phantom_write     (const CsPhantom *self, GFile *folder, GCancellable *cancellable, GError **error);
void       cs_phantom_free      (CsPhantom *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPhantom, cs_phantom_free)

G_END_DECLS
