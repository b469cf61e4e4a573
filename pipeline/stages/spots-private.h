/* What spots.c finds, spots-judge.c measures and ranks, spots-merge.c makes one of what lies on one thing, spots-join.c
 * joins with what the half found, and spots-explain.c tells. */
#pragma once

#include "cs-analysis.h"
#include "cs-island.h"
#include "cs-regions.h"
#include "cs-stage.h"
#include "cs-surroundings.h"

G_BEGIN_DECLS

typedef struct
{
  double smallest, largest, grow, reach, unit, free, coarse;
  double contrast, size, sharpness, neighbours, against, sparse, fine, alone, cluster;   /* what each part weighs */
  double least;
  gboolean part;
  int    limit;
} CsSpots;

typedef struct
{
  guint    region;
  int      x, y;              /* of the peak */
  double   area, peak;
  CsBox    box;
  int      left, top, right, bottom;
  int      light_x, light_y;  /* of the peak in the light */
  gboolean large;             /* may be a coarse calcification: worth a longer look */
  gboolean merged;            /* into a stronger one */
  int      next;              /* of those merged into it, as a place in parts; -1: none */
} CsSpot;

typedef struct
{
  const CsSpots   *params;
  const CsRaster  *foreground, *lines, *background;
  CsRegions       *regions;
  const CsRaster  *light, *tissue;  /* cs-surroundings.h; NULL: they do not count */
  CsCoarse         fine, coarse;    /* the grids they lie on */
  guint            width, height;
  double           mm, white, searched;  /* mm of a pixel; mm2 that were looked at */
  GArray          *spots, *parts;      /* parts: those that were merged into one of the spots */
  GHashTable      *peaks;              /* key of a spot to its place in spots + 1, while they are gathered */
} CsJudge;

static inline CsSpot *
nth (const CsJudge *self, guint i)
{
  return &g_array_index (self->spots, CsSpot, i);
}

/* An order of places that does not depend on how the film stands: the nearer to its middle column comes first, then the
 * nearer to its middle row; of two that are the one's mirror image of the other, any. */
gboolean cs_spots_precede   (guint width, guint height, int x, int y, int other_x, int other_y);
/* A walk to the peak of the foreground that a place leads to; of equals the one that precedes is the higher. */
int      cs_spots_level     (const CsRaster *raster, int x, int y);         /* 0 outside */
void     cs_spots_climb     (const CsRaster *foreground, int *x, int *y);

void     cs_judge_begin     (CsJudge *self, CsImage *image);                /* what is asked of the film's facts */
void     cs_judge_measure   (const CsJudge *self, CsIsland *island, CsSpot *spot);
CsIsland *cs_judge_island   (const CsJudge *self);                          /* wide enough for all that is asked */
double   cs_judge_term      (const CsJudge *self, const CsSpot *spot, CsBoxPart part);   /* what a part adds to the sum */
double   cs_judge_doubt     (const CsJudge *self);                          /* what is taken off it, on this film */
double   cs_judge_weigh     (const CsJudge *self, const CsSpot *spot);      /* what speaks for a spot itself */
double   cs_judge_vouch     (const CsJudge *self, const CsSpot *spot, double distance);   /* px: for a neighbour */
double   cs_judge_crowd     (double vouched, double chance);                /* 0..1: neighbours, over those there would be by chance */
double   cs_judge_suspect   (const CsJudge *self, const CsSpot *spot);      /* 0..1, of all its parts */
void     cs_judge_place     (const CsJudge *self, CsSpot *spot);            /* the box round it, with its margin */
/* The most suspicious first, no more than are wanted. */
void     cs_judge_sort      (CsJudge *self);
int      cs_judge_by_row    (gconstpointer a, gconstpointer b);             /* of two spots, the upper left first */
double   cs_judge_light_mm  (const CsJudge *self);                          /* of a pixel of the light */
float    cs_judge_light     (const CsJudge *self, int x, int y);            /* on its grid */
double   cs_judge_noise     (const CsJudge *self, const CsSpot *spot);      /* round a spot, in levels of the film */
/* Spots come the strongest first; those that were merged are dropped. */
gboolean cs_judge_merge     (CsJudge *self, GCancellable *cancellable, GError **error);
/* Measures all spots, merges those of one calcification, and keeps the most suspicious, in order. */
gboolean cs_judge_rank      (CsJudge *self, GCancellable *cancellable, GError **error);

/* What @half found and what the film did become one list; cs-half.h. */
void     cs_join_half       (CsJudge *self, CsAnalysis *half, const CsHalving *how);
void     cs_join_paint      (const CsSpot *spot, CsAnalysis *half, const CsHalving *how, CsRaster *spots);

void     cs_spots_explain   (CsInquiry *inquiry, gconstpointer params);

G_END_DECLS
