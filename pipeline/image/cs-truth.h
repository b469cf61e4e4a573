/* What is known to be true of a film: from a phantom's drawing or a data set's annotation.
 * Thread rule: an immutable value once built. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

typedef struct
{
  int    x, y, width, height;  /* pixels of the film as stored; may hang over its edge: clip */
  double diameter;             /* mm, 0 where unknown */
  double contrast;             /* contrast-to-noise, 0 where unknown */
  int    cluster;              /* number of its cluster, -1 where single */
  gboolean round;              /* the spot is the ellipse in its box (circles of MIAS), not the whole box */
  const char *word;            /* the set's own class word, one pointer for each in a truth, and as long as that; "" where none */
} CsTruthSpot;

/* A spot is one calcification (phantoms) or a region round a cluster (MIAS circles, DDSM outlines). */
typedef struct _CsTruth CsTruth;

CsTruth           *cs_truth_new         (gboolean regions);          /* TRUE: spots are regions, not single calcifications */
CsTruth           *cs_truth_ref         (CsTruth *self);
void               cs_truth_unref       (CsTruth *self);
void               cs_truth_add         (CsTruth *self, const CsTruthSpot *spot);   /* its word is copied */
void               cs_truth_set_spacing (CsTruth *self, double mm_per_pixel);  /* where the truth itself states it */
void               cs_truth_set_mask    (CsTruth *self, const char *what, const CsRaster *mask);  /* "calcifications", "breast", "pectoral" */
/* The diameter it is stated to have, in pixels of the film; the longer side of its box where none is stated. */
double             cs_truth_get_across  (const CsTruth *self, const CsTruthSpot *spot);
gboolean           cs_truth_get_regions (const CsTruth *self);
guint              cs_truth_get_n_spots (const CsTruth *self);
const CsTruthSpot *cs_truth_get_spot    (const CsTruth *self, guint i);
gboolean           cs_truth_spot_contains (const CsTruthSpot *spot, double x, double y);  /* film px, pixel centres at .5 */
const CsRaster    *cs_truth_get_mask    (const CsTruth *self, const char *what);  /* borrowed; NULL: not known */

/* The spot round all that is set in @mask; FALSE: nothing is. */
gboolean           cs_truth_spot_of_mask (const CsRaster *mask, CsTruthSpot *spot);
/* What of the set's annotation did not fit, and why: sentences, translated. */
void               cs_truth_add_note   (CsTruth *self, char *note);            /* taken */
/* Likewise, of something that is on the film and has no place here: what lies in no spot may be it, and is not known to be wrong. */
void               cs_truth_add_gap    (CsTruth *self, char *note);            /* taken */
gboolean           cs_truth_is_whole   (const CsTruth *self);                  /* has no gap */
const char *const *cs_truth_get_notes  (const CsTruth *self);                  /* NULL-terminated, borrowed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsTruth, cs_truth_unref)

G_END_DECLS
