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

#define CS_SPOT_STROKES 8

typedef enum { CS_SPOT_ROUND, CS_SPOT_BRANCHING, CS_SPOT_AMORPHOUS, CS_SPOT_KINDS } CsSpotKind;
typedef struct { double x0, y0, x1, y1, r; } CsStroke;
typedef struct
{
  CsSpotKind kind;
  double     diameter;                 /* mm */
  CsStroke   strokes[CS_SPOT_STROKES]; /* round the origin, in a circle of diameter 1 */
  guint      n_strokes;
  int        left, top, size;          /* its square in the film */
  float     *profile;                  /* size x size, peak 1 */
} CsSpot;

/* Column @x of the left breast as it is planned, on this film. */
#define MIRROR(d, x) ((d)->plan->side == CS_SIDE_RIGHT ? (d)->plan->width - 1 - (guint) (x) : (guint) (x))

guint64  cs_dice_mix    (guint64 a, guint64 b);
double   cs_dice_roll   (CsDice *dice);                               /* 0 <= u < 1 */
double   cs_dice_range  (CsDice *dice, double lower, double upper);
void     cs_dice_direction (CsDice *dice, double *x, double *y);      /* of length 1, any alike */

/* The law of one calcification. Numbers from 0 to 1, all alike, stand for what is drawn: its size; a branching one's strokes, 2 or 3;
 * of a stroke its direction (of length 1), and an amorphous one's distance and radius. */
double   cs_spot_diameter  (double roll);
guint    cs_spot_n_strokes (CsSpotKind kind, double roll);
CsStroke cs_spot_stroke    (CsSpotKind kind, double dx, double dy, double far, double radius);
/* Draws the strokes of a spot whose kind stands. */
void     cs_spot_plan      (CsSpot *spot, CsDice *dice);
/* Sets the square and the profile, which the caller frees, of a spot centred on pixel coordinates (@x, @y), at least 0. */
void     cs_spot_draw      (CsSpot *spot, double x, double y, const CsPhantomPlan *plan);
/* What a pixel of this @value is off by; @fineness: the plan's noise times sqrt (0.2 mm / pixel). */
double   cs_phantom_noise  (CsDice *dice, double value, double fineness);
/* Standard deviation of @film (F32) within 1 mm of a pixel, and its mean. */
double   cs_phantom_local_noise (const CsRaster *film, int x, int y, double mm_per_pixel, double *mean);
/* What the four nodes round a place weigh that lies @t of a cell, 0 to 1, behind the second of them. */
void     cs_texture_weights (double t, float weights[4]);
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
