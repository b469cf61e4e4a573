#include "nn-turns.h"

#include <string.h>

/* Where number @i of a plane goes. Bits of @turn: mirrored across, mirrored down, then rows for columns. */
static guint
find_place (guint i,
            guint side,
            guint turn)
{
  guint x = i % side, y = i / side, column = turn & 1 ? side - 1 - x : x, row = turn & 2 ? side - 1 - y : y;

  return turn & 4 ? column * side + row : row * side + column;
}

void
nn_turn (const float *from,
         guint        side,
         guint        turn,
         float       *to)
{
  for (guint i = 0; i < side * side; i++)
    to[find_place (i, side, turn)] = from[i];
}

void
nn_turn_add_back (const float *from,
                  guint        side,
                  guint        turn,
                  float       *to)
{
  for (guint i = 0; i < side * side; i++)
    to[i] += from[find_place (i, side, turn)];
}

gboolean
nn_net_predict_turned (const NnNet  *self,
                       guint         n,
                       const float  *x,
                       float        *p,
                       guint         threads,
                       GCancellable *cancellable,
                       GError      **error)
{
  NnShape in = nn_net_get_input (self), out = nn_net_get_output (self);
  gsize in_plane = (gsize) in.width * in.height, out_plane = (gsize) out.width * out.height;
  gsize n_in = n * in.channels, n_out = n * out.channels;
  g_autofree float *turned = g_new (float, n_in * in_plane), *said = g_new (float, n_out * out_plane);

  g_return_val_if_fail (in.width == in.height && out.width == out.height, FALSE);

  memset (p, 0, n_out * out_plane * sizeof (float));
  for (guint turn = 0; turn < NN_TURNS; turn++)
    {
      for (gsize i = 0; i < n_in; i++)
        nn_turn (x + i * in_plane, in.width, turn, turned + i * in_plane);
      if (!nn_net_predict (self, n, turned, said, threads, cancellable, error))
        return FALSE;
      for (gsize i = 0; i < n_out; i++)
        nn_turn_add_back (said + i * out_plane, out.width, turn, p + i * out_plane);
    }
  for (gsize i = 0; i < n_out * out_plane; i++)
    p[i] /= NN_TURNS;
  return TRUE;
}
