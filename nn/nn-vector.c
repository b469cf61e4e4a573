/* The kernels of nn-kernels.h, compiled once for each sort of processor (meson.build): NN_FORM names the table,
 * NN_WIDTH is the number of floats a register holds. Vectors are the compiler's own; what is multiplied and added
 * becomes one FMA where there is one. Bounds of loops are constants after inlining, so that everything small stays in
 * registers. */
#include "nn-kernels.h"

#include <string.h>

#define INLINE static inline __attribute__ ((always_inline))
#define PASTE(a, b) a##b
#define TABLE(form) PASTE (nn_kernels_, form)
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

typedef float Vector __attribute__ ((vector_size (NN_WIDTH * sizeof (float))));
typedef gint32 Mask __attribute__ ((vector_size (NN_WIDTH * sizeof (gint32))));
typedef float Loose __attribute__ ((vector_size (NN_WIDTH * sizeof (float)), aligned (sizeof (float)), may_alias));

/* Squares that are turned over are eight wide at most: rows of pixels may be short. */
#if NN_WIDTH >= 8
#define SIDE 8
#define LOWER(a, b) __builtin_shufflevector (a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define UPPER(a, b) __builtin_shufflevector (a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#else
#define SIDE 4
#define LOWER(a, b) __builtin_shufflevector (a, b, 0, 4, 1, 5)
#define UPPER(a, b) __builtin_shufflevector (a, b, 2, 6, 3, 7)
#endif
typedef float Line __attribute__ ((vector_size (SIDE * sizeof (float))));
typedef float LooseLine __attribute__ ((vector_size (SIDE * sizeof (float)), aligned (sizeof (float)), may_alias));

INLINE Vector
load (const float *x)
{
  return *(const Loose *) x;
}

INLINE void
store (float *x,
       Vector v)
{
  *(Loose *) x = v;
}

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

#if SIDE == 8
/* What the upper half of the lines has in front changes places with what the lower half has behind. */
INLINE void
swap_halves (Line square[SIDE])
{
#pragma GCC unroll 4
  for (guint i = 0; i < 4; i++)
    {
      Line kept = square[i];

      square[i] = __builtin_shufflevector (kept, square[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
      square[i + 4] = __builtin_shufflevector (kept, square[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}
#endif

/* A perfect shuffle of four lines, twice, turns rows of four into columns. Within quarters of lines it is fastest. */
INLINE void
shuffle (Line four[4])
{
  Line a = LOWER (four[0], four[2]), b = UPPER (four[0], four[2]);
  Line c = LOWER (four[1], four[3]), d = UPPER (four[1], four[3]);

  four[0] = a;
  four[1] = b;
  four[2] = c;
  four[3] = d;
}

INLINE void
turn_over (Line square[SIDE])
{
#if SIDE == 8
  swap_halves (square);
#endif
#pragma GCC unroll 2
  for (guint i = 0; i < SIDE; i += 4)
    {
      shuffle (square + i);
      shuffle (square + i);
    }
}

INLINE void
load_square (const float *x,
             gsize        step,
             Line         square[SIDE])
{
#pragma GCC unroll 8
  for (guint i = 0; i < SIDE; i++)
    square[i] = *(const LooseLine *) (x + i * step);
  turn_over (square);
}

static void
to_pixels (const float *planes,
           gsize        plane,
           guint        channels,
           guint        n,
           float       *pixels)
{
  guint whole = channels / SIDE * SIDE, straight = n / SIDE * SIDE;
  Line square[SIDE];

  /* Few planes at once: they may lie a power of two apart, where a first-level cache has few places. */
  for (guint c = 0; c < whole; c += SIDE)
    for (guint x = 0; x < straight; x += SIDE)
      {
        load_square (planes + c * plane + x, plane, square);
#pragma GCC unroll 8
        for (guint i = 0; i < SIDE; i++)
          *(LooseLine *) (pixels + (x + i) * NN_LANES + c) = square[i];
      }
  for (guint i = 0; i < n; i++)
    {
      for (guint c = i < straight ? whole : 0; c < channels; c++)
        pixels[i * NN_LANES + c] = planes[c * plane + i];
      for (guint c = channels; c < NN_LANES; c++)
        pixels[i * NN_LANES + c] = 0;
    }
}

static void
to_planes (const float *pixels,
           guint        channels,
           guint        n,
           const float *bias,
           gboolean     add,
           float       *planes,
           gsize        plane)
{
  guint whole = channels / SIDE * SIDE, straight = n / SIDE * SIDE;
  Line square[SIDE];

  for (guint c = 0; c < whole; c += SIDE)
    for (guint x = 0; x < straight; x += SIDE)
      {
        load_square (pixels + x * NN_LANES + c, NN_LANES, square);
#pragma GCC unroll 8
        for (guint i = 0; i < SIDE; i++)
          {
            LooseLine *to = (LooseLine *) (planes + (c + i) * plane + x);

            if (bias != NULL)
              square[i] += bias[c + i];
            *to = add ? square[i] + *to : square[i];
          }
      }
  for (guint i = 0; i < n; i++)
    for (guint c = i < straight ? whole : 0; c < channels; c++)
      planes[c * plane + i] = pixels[i * NN_LANES + c] + (bias != NULL ? bias[c] : 0) +
                              (add ? planes[c * plane + i] : 0);
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

INLINE float
activate (float x,
          float decides,
          float slope)
{
  return decides > 0 ? x : slope * x;
}

INLINE Vector
activate_all (Vector x,
              Vector decides,
              float  slope)
{
  Mask above = decides > 0;

  return (Vector) ((above & (Mask) x) | (~above & (Mask) (slope * x)));
}

INLINE double
sum_lanes (Vector v)
{
  double sum = 0;

  for (guint i = 0; i < NN_WIDTH; i++)
    sum += v[i];
  return sum;
}

static void
sums (const float *x,
      gsize        n,
      float        mean,
      double       result[2])
{
  Vector first[2] = { 0 }, second[2] = { 0 };
  gsize i = 0;

  for (; i + 2 * NN_WIDTH <= n; i += 2 * NN_WIDTH)
#pragma GCC unroll 2
    for (guint j = 0; j < 2; j++)
      {
        Vector h = load (x + i + j * NN_WIDTH) - mean;

        first[j] += h;
        second[j] += h * h;
      }
  result[0] = sum_lanes (first[0] + first[1]);
  result[1] = sum_lanes (second[0] + second[1]);
  for (; i < n; i++)
    {
      result[0] += x[i] - mean;
      result[1] += (x[i] - mean) * (x[i] - mean);
    }
}

static void
scale (const float *x,
       gsize        n,
       float        mean,
       float        factor,
       float        shift,
       float        slope,
       float       *out)
{
  gsize i = 0;

  for (; i + NN_WIDTH <= n; i += NN_WIDTH)
    {
      Vector y = factor * (load (x + i) - mean) + shift;

      store (out + i, activate_all (y, y, slope));
    }
  for (; i < n; i++)
    out[i] = activate (factor * (x[i] - mean) + shift, factor * (x[i] - mean) + shift, slope);
}

static void
sums_back (const float *d,
           const float *x,
           const float *out,
           gsize        n,
           float        mean,
           float        slope,
           double       result[2])
{
  Vector first[2] = { 0 }, second[2] = { 0 };
  gsize i = 0;

  for (; i + 2 * NN_WIDTH <= n; i += 2 * NN_WIDTH)
#pragma GCC unroll 2
    for (gsize j = 0, at = i; j < 2; j++, at += NN_WIDTH)
      {
        Vector e = activate_all (load (d + at), load (out + at), slope);

        first[j] += e;
        second[j] += e * (load (x + at) - mean);
      }
  result[0] = sum_lanes (first[0] + first[1]);
  result[1] = sum_lanes (second[0] + second[1]);
  for (; i < n; i++)
    {
      result[0] += activate (d[i], out[i], slope);
      result[1] += activate (d[i], out[i], slope) * (x[i] - mean);
    }
}

INLINE void
scale_back_all (const float *d,
                const float *x,
                const float *out,
                gsize        n,
                float        mean,
                float        slope,
                float        factor,
                float        less,
                float        tilt,
                gboolean     add,
                float       *d_x)
{
  gsize i = 0;

  for (; i + NN_WIDTH <= n; i += NN_WIDTH)
    {
      Vector e = activate_all (load (d + i), load (out + i), slope);
      Vector g = factor * e - less - tilt * (load (x + i) - mean);

      store (d_x + i, add ? g + load (d_x + i) : g);
    }
  for (; i < n; i++)
    d_x[i] = factor * activate (d[i], out[i], slope) - less - tilt * (x[i] - mean) + (add ? d_x[i] : 0);
}

static void
scale_back (const float *d,
            const float *x,
            const float *out,
            gsize        n,
            float        mean,
            float        slope,
            float        factor,
            float        less,
            float        tilt,
            gboolean     add,
            float       *d_x)
{
  if (add)
    scale_back_all (d, x, out, n, mean, slope, factor, less, tilt, TRUE, d_x);
  else
    scale_back_all (d, x, out, n, mean, slope, factor, less, tilt, FALSE, d_x);
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

const NnKernels TABLE (NN_FORM) = {
  NAME (NN_FORM), runs_here, product, to_pixels, to_planes, tiles_in, tiles_in_back, tiles_out, tiles_out_back,
  weights, weights_back, sums, scale, sums_back, scale_back,
};
