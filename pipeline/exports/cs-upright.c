#include "cs-upright.h"

#include <string.h>

/* Directions of a picture: where its rows and its columns run to, as sets of the patient's sides. */
typedef struct { char right[8], down[8]; } Stand;

static char
opposite (char side)
{
  static const char pairs[] = "APHFLR";
  const char *at = strchr (pairs, side);

  return at != NULL && side != '\0' ? pairs[(at - pairs) ^ 1] : side;
}

static void
copy_sides (char        to[8],
            const char *from,
            gboolean    turned)
{
  guint i;

  for (i = 0; i < 7 && from[i] != '\0'; i++)
    to[i] = turned ? opposite (from[i]) : from[i];
  to[i] = '\0';
}

/* What ran to the right runs down, and what ran down runs to the left. */
static Stand
turn (const Stand *self)
{
  Stand turned;

  copy_sides (turned.right, self->down, TRUE);
  copy_sides (turned.down, self->right, FALSE);
  return turned;
}

static gboolean
is_upright (const Stand *self,
            CsSide       side,
            CsView       view)
{
  char right = side == CS_SIDE_RIGHT ? 'P' : 'A';
  char down = !cs_view_is_cranial (view) ? 'F' : side == CS_SIDE_RIGHT ? 'L' : 'R';

  return self->right[0] == right && strchr (self->down, down) != NULL;
}

CsUpright
cs_upright_find (CsSide      side,
                 CsView      view,
                 const char *row,
                 const char *column)
{
  Stand stand;

  copy_sides (stand.right, row, FALSE);
  copy_sides (stand.down, column, FALSE);
  for (guint i = 0; side != CS_SIDE_UNKNOWN && view != CS_VIEW_UNKNOWN && i < 4; i++)
    {
      Stand mirrored = stand;

      copy_sides (mirrored.right, stand.right, TRUE);
      if (is_upright (&stand, side, view))
        return (CsUpright) { i, FALSE };
      if (is_upright (&mirrored, side, view))
        return (CsUpright) { i, TRUE };
      stand = turn (&stand);
    }
  return (CsUpright) { 0, FALSE };
}

void
cs_upright_corner (const CsUpright *self,
                   guint            columns,
                   guint            rows,
                   gboolean         bottom_right,
                   int             *x,
                   int             *y)
{
  gboolean right = bottom_right != self->mirrored, down = bottom_right;

  /* Back by quarters: what is seen at the right was stored at the top after one of them, and so on. */
  for (guint i = 0; i < self->quarters; i++)
    {
      gboolean was_right = down;

      down = !right;
      right = was_right;
    }
  *x = right ? (int) columns : 1;
  *y = down ? (int) rows : 1;
}
