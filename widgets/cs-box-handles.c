#include "cs-box-handles.h"

#include <math.h>

#include "cs-colour.h"

#define GAP   4.5    /* from the box to the middle of the line of a selected one */
#define SIDE  8.0    /* of a handle */
#define REACH 7.0    /* so far from its middle a handle is taken */

/* On a small box the corners alone: handles at the middle of its edges would hide it. */
static gboolean
is_there (const graphene_rect_t *shown, CsBoxHandle handle)
{
  double room = 4 * SIDE - 2 * GAP;

  return (handle.x != 0 || handle.y != 0) && (handle.x != 0 || shown->size.width >= room) &&
         (handle.y != 0 || shown->size.height >= room);
}

static void
get_middle (const graphene_rect_t *shown, CsBoxHandle handle, double *x, double *y)
{
  *x = shown->origin.x + shown->size.width / 2.0 + handle.x * (shown->size.width / 2.0 + GAP);
  *y = shown->origin.y + shown->size.height / 2.0 + handle.y * (shown->size.height / 2.0 + GAP);
}

CsBoxHandle
cs_box_handles_find (const graphene_rect_t *shown, double x, double y)
{
  CsBoxHandle found = { 0, 0 };
  double nearest = REACH;

  for (int i = 0; i < 9; i++)
    {
      CsBoxHandle handle = { i % 3 - 1, i / 3 - 1 };
      double at_x, at_y, away;

      get_middle (shown, handle, &at_x, &at_y);
      away = MAX (fabs (x - at_x), fabs (y - at_y));
      if (!is_there (shown, handle) || away > nearest)
        continue;
      nearest = away;
      found = handle;
    }
  return found;
}

void
cs_box_handles_draw (const graphene_rect_t *shown, GtkSnapshot *snapshot)
{
  GdkRGBA accent = { 1, 1, 1, 1 };

  cs_colour_get_on_image ("accent_color", &accent);
  for (int i = 0; i < 9; i++)
    {
      CsBoxHandle handle = { i % 3 - 1, i / 3 - 1 };
      graphene_rect_t square;
      double x, y;

      if (!is_there (shown, handle))
        continue;
      get_middle (shown, handle, &x, &y);
      square = GRAPHENE_RECT_INIT (floor (x - SIDE / 2), floor (y - SIDE / 2), SIDE, SIDE);
      gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 0, 0, 0, 0.8 }, &square);
      graphene_rect_inset (&square, 1, 1);
      gtk_snapshot_append_color (snapshot, &accent, &square);
      graphene_rect_inset (&square, 1, 1);
      gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 1, 1, 1, 1 }, &square);
    }
}

const char *
cs_box_handles_cursor (CsBoxHandle handle)
{
  static const char *const names[3][3] = { { "nw-resize", "n-resize", "ne-resize" }, { "w-resize", NULL, "e-resize" },
                                           { "sw-resize", "s-resize", "se-resize" } };
  return names[handle.y + 1][handle.x + 1];
}

CsBoxHandle
cs_box_handles_stored (CsBoxHandle seen, CsViewport *viewport)
{
  double x = seen.x, y = seen.y;

  cs_turn_vector (cs_turn_inverse (cs_viewport_get_turn (viewport)), &x, &y);
  return (CsBoxHandle) { (int) x, (int) y };
}

/* One direction of it. */
static void
pull_edge (int edge, double by, double least, double most, float *origin, float *size)
{
  double low = *origin, high = low + *size;

  if (edge < 0)
    low = MAX (MIN (round (low + by), high - least), 0);
  if (edge > 0)
    high = MIN (MAX (round (high + by), low + least), most);
  *origin = (float) low;
  *size = (float) (high - low);
}

void
cs_box_handles_pull (CsBoxHandle stored, double dx, double dy, double least, double width, double height,
                     graphene_rect_t *box)
{
  pull_edge (stored.x, dx, least, width, &box->origin.x, &box->size.width);
  pull_edge (stored.y, dy, least, height, &box->origin.y, &box->size.height);
}
