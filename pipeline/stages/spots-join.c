/* What is large enough to be seen at half the resolution is judged there alone: then a film at half the resolution gets
 * the same boxes for it. What is smaller is the film's own. */
#include <stdlib.h>
#include <string.h>

#include "cs-half.h"
#include "spots-private.h"

#define NEAR 2     /* px of the half: finds whose middles are no farther apart are one */

typedef struct { CsSpot spot; gboolean taken; } Find;   /* of the half, in px of the film */

typedef struct
{
  CsJudge         *judge;
  const CsHalving *how;
  GArray          *finds;
} Join;

/* Its box without the margin is the find; and the film's margin goes round it. */
static Find
find_of (const Join *self, const CsBox *box)
{
  int margin = (int) (self->judge->params->grow / (2 * self->judge->mm) + 0.5);
  CsBox part = *box, whole;
  Find find;

  part.x += margin;
  part.y += margin;
  part.width -= 2 * margin;
  part.height -= 2 * margin;
  whole = cs_half_to_film (self->how, &part);
  whole.halvings++;
  find.spot = (CsSpot) { .x = whole.x + whole.width / 2, .y = whole.y + whole.height / 2, .left = whole.x,
                         .top = whole.y, .right = whole.x + whole.width - 1, .bottom = whole.y + whole.height - 1,
                         .next = -1, .box = whole };
  find.taken = MAX (part.width, part.height) >= (int) self->how->least;
  cs_judge_place (self->judge, &find.spot);
  return find;
}

static gboolean
are_near (const CsSpot *one, const CsSpot *other)
{
  return abs (one->left + one->right - other->left - other->right) <= 4 * NEAR
         && abs (one->top + one->bottom - other->top - other->bottom) <= 4 * NEAR;
}

static gboolean
is_large (const Join *self, const CsSpot *spot)
{
  return MAX (spot->right - spot->left, spot->bottom - spot->top) + 1 >= 2 * (int) self->how->least;
}

/* Whether the middle of @spot lies in the find, or next to it; in halves of a pixel, which no side is nearer to. */
static gboolean
lies_in (const CsSpot *spot, const CsSpot *find)
{
  int x = spot->left + spot->right, y = spot->top + spot->bottom;

  return x >= 2 * find->left - 4 && x <= 2 * find->right + 4 && y >= 2 * find->top - 4 && y <= 2 * find->bottom + 4;
}

/* For a large one stands what the half shows in its place, of whatever size; nothing there, no find. */
static void
give_way (Join *self, CsSpot *spot)
{
  spot->merged = TRUE;
  for (guint i = 0; i < self->finds->len; i++)
    {
      Find *find = &g_array_index (self->finds, Find, i);

      find->taken |= lies_in (spot, &find->spot) || are_near (spot, &find->spot);
    }
}

/* One thing, one box: as suspicious as it is at either resolution. */
static void
merge_same (Join *self, CsSpot *spot)
{
  for (guint i = 0; i < self->finds->len && !spot->merged; i++)
    {
      Find *find = &g_array_index (self->finds, Find, i);

      if (!find->taken || !are_near (spot, &find->spot))
        continue;
      spot->merged = TRUE;
      if (spot->box.suspicion > find->spot.box.suspicion)
        {
          find->spot.box.suspicion = spot->box.suspicion;
          memcpy (find->spot.box.parts, spot->box.parts, sizeof spot->box.parts);
        }
    }
}

static void
keep_own (CsJudge *judge)
{
  guint kept = 0;

  for (guint i = 0; i < judge->spots->len; i++)
    if (!nth (judge, i)->merged)
      *nth (judge, kept++) = *nth (judge, i);
  g_array_set_size (judge->spots, kept);
}

void
cs_join_half (CsJudge *judge, CsAnalysis *half, const CsHalving *how)
{
  g_autoptr (GArray) finds = g_array_new (FALSE, FALSE, sizeof (Find));
  Join self = { judge, how, finds };
  guint n = 0;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (half, "boxes"), &n);

  for (guint i = 0; i < n; i++)
    g_array_append_vals (finds, &(Find[]) { find_of (&self, &boxes[i]) }, 1);
  for (guint i = 0; i < judge->spots->len; i++)
    if (is_large (&self, nth (judge, i)))
      give_way (&self, nth (judge, i));
  for (guint i = 0; i < judge->spots->len; i++)
    merge_same (&self, nth (judge, i));
  keep_own (judge);
  for (guint i = 0; i < finds->len; i++)
    if (g_array_index (finds, Find, i).taken)
      g_array_append_vals (judge->spots, &g_array_index (finds, Find, i).spot, 1);
  cs_judge_sort (judge);
}

void
cs_join_paint (const CsSpot *spot, CsAnalysis *half, const CsHalving *how, CsRaster *spots)
{
  const CsRaster *found = cs_product_get_raster (cs_analysis_get (half, "spots"));

  for (int y = spot->top; y <= spot->bottom; y++)
    for (int x = spot->left; x <= spot->right; x++)
      {
        guint column = (guint) x, row = (guint) y;

        cs_half_from_film (how, found, &column, &row);
        if (((const guint8 *) cs_raster_row (found, row))[column] != 0)
          ((guint8 *) cs_raster_edit (spots, (guint) y))[x] = 255;
      }
}
