/* The product and the tiles of nn-kernels.h, compiled once for each sort of processor, and the table of that sort. */
#include "nn-vector.h"

#define TEXT(form) #form
#define NAME(form) TEXT (form)

/* A block of the product: as many sums as registers hold beside a row of B and a number of A. */
#if NN_WIDTH == 16
#define ROWS 6
#define VECTORS 4
#else
#define ROWS (NN_WIDTH == 8 ? 6 : 3)
#define VECTORS (NN_LANES / NN_WIDTH)
#endif

INLINE void
multiply (guint        rows,
          guint        vectors,
          guint        columns,
          guint        depth,
          const float *a,
          gsize        a_row,
          gsize        a_step,
          const float *b,
          float       *c,
          gboolean     add)
{
  Vector sum[ROWS][VECTORS];

#pragma GCC unroll 8
  for (guint i = 0; i < rows; i++)
#pragma GCC unroll 4
    for (guint j = 0; j < vectors; j++)
      sum[i][j] = add ? load (c + (gsize) i * columns + j * NN_WIDTH) : (Vector) { 0 };
  for (guint k = 0; k < depth; k++, b += columns, a += a_step)
#pragma GCC unroll 8
    for (guint i = 0; i < rows; i++)
#pragma GCC unroll 4
      for (guint j = 0; j < vectors; j++)
        sum[i][j] += a[i * a_row] * load (b + j * NN_WIDTH);
#pragma GCC unroll 8
  for (guint i = 0; i < rows; i++)
#pragma GCC unroll 4
    for (guint j = 0; j < vectors; j++)
      store (c + (gsize) i * columns + j * NN_WIDTH, sum[i][j]);
}

/* The columns of one panel, all rows: the rest of the rows goes one by one, two by two, ... */
INLINE void
multiply_panel (guint        vectors,
                guint        rows,
                guint        columns,
                guint        depth,
                const float *a,
                gsize        a_row,
                gsize        a_step,
                const float *b,
                float       *c,
                gboolean     add)
{
  guint i = 0;

  for (; i + ROWS <= rows; i += ROWS)
    multiply (ROWS, vectors, columns, depth, a + i * a_row, a_row, a_step, b, c + (gsize) i * columns, add);
  for (; i + 2 <= rows; i += 2)
    multiply (2, vectors, columns, depth, a + i * a_row, a_row, a_step, b, c + (gsize) i * columns, add);
  for (; i < rows; i++)
    multiply (1, vectors, columns, depth, a + i * a_row, a_row, a_step, b, c + (gsize) i * columns, add);
}

static void
product (guint        rows,
         guint        columns,
         guint        depth,
         const float *a,
         gsize        a_row,
         gsize        a_step,
         const float *b,
         float       *c,
         gboolean     add)
{
  guint j = 0;

  for (; j + VECTORS * NN_WIDTH <= columns; j += VECTORS * NN_WIDTH)
    multiply_panel (VECTORS, rows, columns, depth, a, a_row, a_step, b + j, c + j, add);
  for (; j < columns; j += NN_LANES)
    multiply_panel (NN_LANES / NN_WIDTH, rows, columns, depth, a, a_row, a_step, b + j, c + j, add);
}

/* The transforms of one dimension, for the points 0, 1, -1, 2, -2 and infinity (Lavin 2015); values lie @s apart. */

INLINE void
in_line (const Vector *x,
         guint         s,
         Vector       *v)
{
  Vector a = x[4 * s] - 4 * x[2 * s], b = x[3 * s] - 4 * x[s], c = x[4 * s] - x[2 * s], d = 2 * (x[3 * s] - x[s]);

  v[0] = 4 * x[0] - 5 * x[2 * s] + x[4 * s];
  v[s] = a + b;
  v[2 * s] = a - b;
  v[3 * s] = c + d;
  v[4 * s] = c - d;
  v[5 * s] = 4 * x[s] - 5 * x[3 * s] + x[5 * s];
}

INLINE void
in_back_line (const Vector *v,
              guint         s,
              Vector       *x)
{
  Vector a = v[s] + v[2 * s], b = v[s] - v[2 * s], c = v[3 * s] + v[4 * s], d = 2 * (v[3 * s] - v[4 * s]);

  x[0] = 4 * v[0];
  x[s] = 4 * (v[5 * s] - b) - d;
  x[2 * s] = -5 * v[0] - 4 * a - c;
  x[3 * s] = b + d - 5 * v[5 * s];
  x[4 * s] = v[0] + a + c;
  x[5 * s] = v[5 * s];
}

INLINE void
out_line (const Vector *m,
          guint         s,
          Vector       *y)
{
  Vector a = m[s] + m[2 * s], b = m[s] - m[2 * s], c = m[3 * s] + m[4 * s], d = 2 * (m[3 * s] - m[4 * s]);

  y[0] = m[0] + a + c;
  y[s] = b + d;
  y[2 * s] = a + 4 * c;
  y[3 * s] = b + 4 * d + m[5 * s];
}

INLINE void
out_back_line (const Vector *y,
               guint         s,
               Vector       *m)
{
  Vector a = y[0] + y[2 * s], b = y[s] + y[3 * s], c = y[0] + 4 * y[2 * s], d = 2 * (y[s] + 4 * y[3 * s]);

  m[0] = y[0];
  m[s] = a + b;
  m[2 * s] = a - b;
  m[3 * s] = c + d;
  m[4 * s] = c - d;
  m[5 * s] = y[3 * s];
}

INLINE void
weights_line (const Vector *w,
              guint         s,
              Vector       *u)
{
  Vector a = (w[0] + w[2 * s]) / 6, b = w[s] / 6, c = (w[0] + 4 * w[2 * s]) / 24, d = w[s] / 12;

  u[0] = w[0] / 4;
  u[s] = -a - b;
  u[2 * s] = b - a;
  u[3 * s] = c + d;
  u[4 * s] = c - d;
  u[5 * s] = w[2 * s];
}

INLINE void
weights_back_line (const Vector *u,
                   guint         s,
                   Vector       *w)
{
  Vector a = (u[s] + u[2 * s]) / 6, c = u[3 * s] + u[4 * s];

  w[0] = u[0] / 4 - a + c / 24;
  w[s] = (u[2 * s] - u[s]) / 6 + (u[3 * s] - u[4 * s]) / 12;
  w[2 * s] = c / 6 - a + u[5 * s];
}

/* Both dimensions: columns, then rows. A square of n x n values lies in rows of 6. */
typedef void (*LineFunc) (const Vector *from, guint s, Vector *to);

INLINE void
transform (LineFunc line,
           guint    n_in,
           guint    n_out,
           Vector   square[NN_POINTS])
{
  Vector half[NN_POINTS];

#pragma GCC unroll 6
  for (guint i = 0; i < n_in; i++)
    line (square + i, 6, half + i);
#pragma GCC unroll 6
  for (guint i = 0; i < n_out; i++)
    line (half + 6 * i, 1, square + 6 * i);
}

INLINE void
load_values (const float *from,
             gsize        row,
             gsize        column,
             guint        n,
             Vector       square[NN_POINTS])
{
#pragma GCC unroll 6
  for (guint i = 0; i < n; i++)
#pragma GCC unroll 6
    for (guint j = 0; j < n; j++)
      square[6 * i + j] = load (from + i * row + j * column);
}

INLINE void
store_values (const Vector square[NN_POINTS],
              guint        n,
              float       *to,
              gsize        row,
              gsize        column)
{
#pragma GCC unroll 6
  for (guint i = 0; i < n; i++)
#pragma GCC unroll 6
    for (guint j = 0; j < n; j++)
      store (to + i * row + j * column, square[6 * i + j]);
}

static void
tiles_in (guint        n,
          const float *pixels,
          gsize        row,
          float       *v,
          gsize        step,
          gsize        point)
{
  for (guint t = 0; t < n; t++, pixels += NN_TILE * NN_LANES, v += step)
    for (guint c = 0; c < NN_LANES; c += NN_WIDTH)
      {
        Vector square[NN_POINTS];

        load_values (pixels + c, row, NN_LANES, 6, square);
        transform (in_line, 6, 6, square);
        store_values (square, 6, v + c, 6 * point, point);
      }
}

static void
tiles_in_back (guint        n,
               const float *v,
               gsize        step,
               gsize        point,
               float       *pixels,
               gsize        row)
{
  for (guint t = 0; t < n; t++, pixels += NN_TILE * NN_LANES, v += step)
    for (guint c = 0; c < NN_LANES; c += NN_WIDTH)
      {
        Vector square[NN_POINTS];

        load_values (v + c, 6 * point, point, 6, square);
        transform (in_back_line, 6, 6, square);
#pragma GCC unroll 6
        for (guint i = 0; i < 6; i++)
#pragma GCC unroll 6
          for (guint j = 0; j < 6; j++)
            if (i < 2 || j < 2)
              square[6 * i + j] += load (pixels + c + i * row + j * NN_LANES);
        store_values (square, 6, pixels + c, row, NN_LANES);
      }
}

static void
tiles_out (guint        n,
           const float *m,
           gsize        step,
           gsize        point,
           float       *pixels,
           gsize        row)
{
  for (guint t = 0; t < n; t++, pixels += NN_TILE * NN_LANES, m += step)
    for (guint c = 0; c < NN_LANES; c += NN_WIDTH)
      {
        Vector square[NN_POINTS];

        load_values (m + c, 6 * point, point, 6, square);
        transform (out_line, 6, NN_TILE, square);
        store_values (square, NN_TILE, pixels + c, row, NN_LANES);
      }
}

static void
tiles_out_back (guint        n,
                const float *pixels,
                gsize        row,
                float       *m,
                gsize        step,
                gsize        point)
{
  for (guint t = 0; t < n; t++, pixels += NN_TILE * NN_LANES, m += step)
    for (guint c = 0; c < NN_LANES; c += NN_WIDTH)
      {
        Vector square[NN_POINTS];

        load_values (pixels + c, row, NN_LANES, NN_TILE, square);
        transform (out_back_line, NN_TILE, 6, square);
        store_values (square, 6, m + c, 6 * point, point);
      }
}

static void
weights (const float *w,
         float       *u,
         gsize        point)
{
  for (guint c = 0; c < NN_LANES; c += NN_WIDTH)
    {
      Vector square[NN_POINTS];

      load_values (w + c, 3 * NN_LANES, NN_LANES, 3, square);
      transform (weights_line, 3, 6, square);
      store_values (square, 6, u + c, 6 * point, point);
    }
}

static void
weights_back (const float *u,
              gsize        point,
              float       *w)
{
  for (guint c = 0; c < NN_LANES; c += NN_WIDTH)
    {
      Vector square[NN_POINTS];

      load_values (u + c, 6 * point, point, 6, square);
      transform (weights_back_line, 6, 3, square);
      store_values (square, 3, w + c, 3 * NN_LANES, NN_LANES);
    }
}

static gboolean
runs_here (void)
{
#if NN_WIDTH == 16
  return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl");
#elif NN_WIDTH == 8
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
#else
  return TRUE;
#endif
}

const NnKernels NN_FUNCTION (kernels) = {
  NAME (NN_FORM), runs_here, product, NN_FUNCTION (to_pixels), NN_FUNCTION (to_planes), tiles_in, tiles_in_back,
  tiles_out, tiles_out_back, weights, weights_back, NN_FUNCTION (sums), NN_FUNCTION (scale), NN_FUNCTION (sums_back),
  NN_FUNCTION (scale_back),
};
