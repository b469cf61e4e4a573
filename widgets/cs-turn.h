/* How an image stands on the screen beside how it is stored: one of eight ways, a value. Any thread.
 *
 * Mirrored first (left and right change places), then turned by quarters, clockwise as seen. x runs to the right, y down. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CS_TURN_NONE, CS_TURN_RIGHT, CS_TURN_HALF, CS_TURN_LEFT,    /* by 0, 1, 2, 3 quarters */
  CS_TURN_MIRROR, CS_TURN_MIRROR_RIGHT, CS_TURN_FLIP, CS_TURN_MIRROR_LEFT,   /* FLIP: top and bottom change places */
} CsTurn;

#define CS_TURNS 8

CsTurn   cs_turn_then       (CsTurn first, CsTurn second);        /* both, one after the other */
CsTurn   cs_turn_inverse    (CsTurn self);
gboolean cs_turn_swaps      (CsTurn self);                        /* width and height change places */
void     cs_turn_vector     (CsTurn self, double *x, double *y);  /* a direction as stored -> as shown */
/* A point of an image of @width x @height as stored -> measured from the top left corner as shown, and back. */
void     cs_turn_point      (CsTurn self, double width, double height, double *x, double *y);
void     cs_turn_point_back (CsTurn self, double width, double height, double *x, double *y);

G_END_DECLS
