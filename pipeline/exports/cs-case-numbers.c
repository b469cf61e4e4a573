#include <math.h>

#include "cs-case-layout.h"

#define STEP 3.0           /* from ring to ring, points */
#define RINGS 60
#define ANGLES 16

static gboolean
meet (const CsCaseRect *a,
      const CsCaseRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

static gboolean
is_inside (const CsCaseRect *film,
           const CsCaseRect *place)
{
  return place->x >= film->x && place->y >= film->y && place->x + place->width <= film->x + film->width &&
         place->y + place->height <= film->y + film->height;
}

static gboolean
is_free (const CsCaseRect *place,
         const CsCaseRect *boxes,
         const CsCaseRect *places,
         guint             count)
{
  for (guint i = 0; i < count; i++)
    if (meet (place, &boxes[i]) || (places[i].x >= 0 && meet (place, &places[i])))
      return FALSE;
  return TRUE;
}

/* On a ring round the box, its middle away from the box's by half of both and the ring's width. */
static CsCaseRect
candidate (const CsCaseRect *box,
           const CsCaseRect *size,
           guint             ring,
           guint             angle)
{
  double turn = 2 * G_PI * angle / ANGLES - G_PI / 4, away = 2 + ring * STEP;
  double x = box->x + box->width / 2 + cos (turn) * ((box->width + size->width) / 2 + away);
  double y = box->y + box->height / 2 + sin (turn) * ((box->height + size->height) / 2 + away);

  return (CsCaseRect) { x - size->width / 2, y - size->height / 2, size->width, size->height };
}

void
cs_case_place_numbers (const CsCaseRect *film,
                       const CsCaseRect *boxes,
                       CsCaseRect       *places,
                       guint             count)
{
  for (guint i = 0; i < count; i++)
    places[i].x = places[i].y = -1;
  for (guint i = 0; i < count; i++)
    for (guint k = 0; k < RINGS * ANGLES && places[i].x < 0 && places[i].width > 0; k++)
      {
        CsCaseRect place = candidate (&boxes[i], &places[i], k / ANGLES, k % ANGLES);

        if (is_inside (film, &place) && is_free (&place, boxes, places, count))
          places[i] = place;
      }
}
