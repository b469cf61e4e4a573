/* A place of a film of tests/bench/cases where a calcification may lie, and what a window round it shows. */
#pragma once

#include "cs-phantom-private.h"

G_BEGIN_DECLS

#define AIR 0.035

/* The widest vectors the processor has. */
#ifdef __x86_64__
#define WIDE __attribute__ ((target_clones ("avx512f", "avx2,fma", "default")))
#else
#define WIDE
#endif

typedef struct { double mean, increment; } Seen;    /* under a true calcification, and its peak; of white */

typedef struct
{
  const CsPhantomPlan *plan;
  guint  side, left, top;                           /* the window, on a film that is all tissue */
  Seen   seen;
  double noise, white, texture;                     /* all noise so many times; variance a pixel; amplitude */
  float *inverse;                                   /* of the covariance of the window: side^2 x side^2 */
} Place;

/* The window holds the largest calcification, centred within @around pixels of its middle. @plan: borrowed. */
void   place_init (Place *self, const CsPhantomPlan *plan, const Seen *seen, double around, double noise, CsDice *dice);
void   place_clear(Place *self);
/* A window that shows @spot, its mean taken away, times the inverse covariance; the caller frees it. */
float *place_look (const Place *self, const CsSpot *spot, CsDice *dice);
/* Adds to @seen what the calcifications of one film lie on, which the same film without any tells. Pixels of their mask. */
guint  see_film   (const CsPhantomPlan *plan, guint seed, guint index, GArray *seen);

static inline double
dot (const float *a, const float *b, int n)
{
  float sum = 0;

  for (int i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

G_END_DECLS
