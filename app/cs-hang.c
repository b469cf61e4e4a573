#include "cs-hang.h"

#include <string.h>

static gboolean
is_known (const CsFacts *facts)
{
  return facts->side != CS_SIDE_UNKNOWN && facts->view != CS_VIEW_UNKNOWN;
}

static gboolean
is_same_case (const CsFacts *a, const CsFacts *b)
{
  return a == b || (*a->case_id && g_str_equal (a->case_id, b->case_id));
}

/* The current film where it fits, else the first that does; counts the others that would. */
static void
fill (CsHangSlot *slot, const CsFacts *const *films, guint n, guint current)
{
  slot->film = -1;
  for (guint i = 0; i < n; i++)
    {
      if (!is_same_case (films[i], films[current]) || films[i]->side != slot->side || films[i]->view != slot->view)
        continue;
      if (slot->film >= 0)
        slot->n_more++;
      if (slot->film < 0 || i == current)
        slot->film = (int) i;
    }
}

static guint
count_unplaced (const CsFacts *const *films, guint n, guint current)
{
  guint found = 0;

  for (guint i = 0; i < n; i++)
    found += i != current && is_same_case (films[i], films[current]) && !is_known (films[i]);
  return found;
}

void
cs_hang_films (const CsFacts *const *films, guint n, guint current, guint count, CsHang *hang)
{
  static const CsSide sides[] = { CS_SIDE_RIGHT, CS_SIDE_LEFT };
  static const CsView views[] = { CS_VIEW_CC, CS_VIEW_MLO };
  const CsFacts *facts = films[current];

  g_return_if_fail (current < n);
  memset (hang, 0, sizeof *hang);
  hang->n_columns = hang->n_rows = 1;
  hang->slots[0] = (CsHangSlot) { (int) current, facts->side, facts->view, 0 };
  hang->asks = !is_known (facts);
  hang->n_unplaced = count_unplaced (films, n, current);
  if (hang->asks || count < 2)
    return;
  hang->n_columns = 2;
  /* Views that are neither CC nor MLO have no place among the four. */
  hang->n_rows = count > 2 && facts->view != CS_VIEW_OTHER ? 2 : 1;
  for (guint i = 0; i < 2 * hang->n_rows; i++)
    {
      hang->slots[i] = (CsHangSlot) { -1, sides[i % 2], hang->n_rows == 2 ? views[i / 2] : facts->view, 0 };
      fill (&hang->slots[i], films, n, current);
      if (hang->slots[i].film == (int) current)
        hang->current = i;
    }
}

int
cs_hang_wall (CsSide side)
{
  return side == CS_SIDE_RIGHT ? 1 : side == CS_SIDE_LEFT ? -1 : 0;
}
