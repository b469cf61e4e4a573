/* What the files of cs-phantom share. Compiled with -ffp-contract=off: only + - * / and sqrt of IEEE numbers in a
 * fixed order, never a function of libm whose last bit differs between machines. */
#pragma once

#include "cs-phantom.h"

G_BEGIN_DECLS

typedef struct { guint64 state; } CsDice;

/* Geometry of one breast, drawn as a left one: the chest wall at x = 0. Lengths in pixels. */
typedef struct { double x, y, a, b, weight; } CsLobe;
typedef struct
{
  double top, centre, reach, half;     /* half-ellipse: axis row, how far from the chest wall, half its height */
  double axilla;                       /* MLO: part of the reach the outline keeps upwards */
  double wedge_width, wedge_height, wedge_bulge;
  double nipple_row;
  CsLobe lobes[9];
  guint  n_lobes;
} CsBreast;

typedef struct
{
  const CsPhantomPlan *plan;
  guint64   seed;
  CsBreast  breast;
  CsRaster *outline, *pectoral;        /* masks */
  CsRaster *depth;                     /* U16: five times the distance to the air in pixels, 0 in the air */
  CsRaster *vessels;                   /* F32: 0..1 */
  CsRaster *grey;                      /* F32: 0..1 of white */
} CsDrawing;

/* Column @x of the left breast as it is planned, on this film. */
#define MIRROR(d, x) ((d)->plan->side == CS_SIDE_RIGHT ? (d)->plan->width - 1 - (guint) (x) : (guint) (x))

guint64  cs_dice_mix    (guint64 a, guint64 b);
double   cs_dice_roll   (CsDice *dice);                               /* 0 <= u < 1 */
double   cs_dice_range  (CsDice *dice, double lower, double upper);
/* Adds a row of noise, of the octaves of cells from @finest (a power of 2) to @coarsest pixels: all together have a
 * power spectrum of 1/f^3 and amplitudes of sqrt (cell in mm). @row has @width values. */
void     cs_texture_row (guint64 seed, guint y, double mm_per_pixel, guint finest, guint coarsest,
                         float *row, guint width);

gboolean cs_phantom_tissue     (CsDrawing *drawing, GCancellable *cancellable, GError **error);
void     cs_phantom_furniture  (CsDrawing *drawing);
/* Draws into "vessels"; called by cs_phantom_tissue(). */
void     cs_phantom_vessels    (CsDrawing *drawing);
/* Lifts the detail of the breast by the plan's "sharpen"; leaves the air alone. */
void     cs_phantom_sharpen    (CsDrawing *drawing);
/* Adds the calcifications to the grey and to @truth; returns their mask. */
CsRaster *cs_phantom_calcify   (CsDrawing *drawing, CsTruth *truth, GCancellable *cancellable);

G_END_DECLS
