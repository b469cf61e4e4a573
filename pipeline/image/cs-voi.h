/* From a film's values to what is shown: the "values of interest" functions of DICOM PS3.3, C.11.2 (window) and C.11.2.1.3.
 * Pure functions. Values are those behind the modality transformation; what is shown is 0 (black) to 1 (white).
 * Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { CS_VOI_LINEAR, CS_VOI_LINEAR_EXACT, CS_VOI_SIGMOID, CS_VOI_TABLE } CsVoiShape;

typedef struct
{
  CsVoiShape     shape;
  double         centre, width;   /* not of a table; LINEAR: width >= 1, the others > 0 */
  double         first;           /* a table's: the value its first entry stands for */
  guint          bits;            /* a table's: its largest entry may be 2^bits - 1; 8..16 */
  guint          n_entries;       /* a table's: at least 1 */
  const guint16 *entries;
  const char    *title;           /* the file's own words for it; may be NULL */
} CsVoi;

gboolean cs_voi_is_sane    (const CsVoi *voi);                 /* finite, and in the ranges above */
double   cs_voi_apply      (const CsVoi *voi, double value);   /* 0..1 */
/* The straight line's own ends; a curve's: where it leaves and reaches its plateaus (sigmoid: 1 % and 99 %). */
void     cs_voi_get_window (const CsVoi *voi, double *low, double *high);

G_END_DECLS
