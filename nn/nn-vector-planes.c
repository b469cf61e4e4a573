/* What nn-kernels.h does with planes, compiled once for each sort of processor: to pixels and back, normalisation. */
#include "nn-vector.h"

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

void
NN_FUNCTION (to_pixels) (const float *planes,
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

void
NN_FUNCTION (to_planes) (const float *pixels,
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

void
NN_FUNCTION (sums) (const float *x,
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

void
NN_FUNCTION (scale) (const float *x,
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

void
NN_FUNCTION (sums_back) (const float *d,
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

void
NN_FUNCTION (scale_back) (const float *d,
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
