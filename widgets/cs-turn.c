#include "cs-turn.h"

#define QUARTERS 3u
#define MIRROR   4u

/* With R a quarter to the right and M the mirror every turn is R^q M^m, and M R = R^-1 M. */
CsTurn
cs_turn_then (CsTurn first, CsTurn second)
{
  guint before = first & QUARTERS, quarters = second & MIRROR ? 4 - before : before;

  return (CsTurn) ((((second & QUARTERS) + quarters) & QUARTERS) | ((first ^ second) & MIRROR));
}

CsTurn
cs_turn_inverse (CsTurn self)
{
  return self & MIRROR ? self : (CsTurn) ((4u - self) & QUARTERS);
}

gboolean
cs_turn_swaps (CsTurn self)
{
  return self & 1u;
}

void
cs_turn_vector (CsTurn self, double *x, double *y)
{
  if (self & MIRROR)
    *x = -*x;
  for (guint i = 0; i < (self & QUARTERS); i++)
    {
      double across = *x;

      *x = -*y;
      *y = across;
    }
}

/* Where the stored top left corner comes to lie. */
static void
corner (CsTurn self, double width, double height, double *x, double *y)
{
  *x = width;
  *y = height;
  cs_turn_vector (self, x, y);
  *x = *x < 0 ? -*x : 0;
  *y = *y < 0 ? -*y : 0;
}

void
cs_turn_point (CsTurn self, double width, double height, double *x, double *y)
{
  double left, top;

  corner (self, width, height, &left, &top);
  cs_turn_vector (self, x, y);
  *x += left;
  *y += top;
}

void
cs_turn_point_back (CsTurn self, double width, double height, double *x, double *y)
{
  double left, top;

  corner (self, width, height, &left, &top);
  *x -= left;
  *y -= top;
  cs_turn_vector (cs_turn_inverse (self), x, y);
}
