/* Record + films -> patches (32x32), split by case, folds, augmentation; presents itself as NnFeeds. Sections 3.5 and 4 of the paper.
 *
 * Positive: from boxes judged positive (a box larger than a patch is tiled), picture from the film as it was taken or enhanced (CsPatchPicture), target from
 * the mark's corrected mask where it has one, else the film's "suspicious" pixels inside the box. Negative: from boxes judged negative, empty target.
 * Positive targets hold all positive pixels in sight, a neighbouring mark's too. Pixels of boxes in sight that wait for their verdict or got "unsure", and
 * around a rejected box what was accepted, are of no class and count nothing in training, in validation, and where a network is scored against the reader.
 * The training feed scales (0.8..1.25; one sample in eight), shifts (up to 8 px), flips, turns by quarters, and lays tissue over tissue.
 * Thread rule: an immutable value once gathered; feeds borrow it. */
#pragma once

#include "cs-grid.h"
#include "cs-pipeline.h"
#include "cs-record.h"
#include "nn-feed.h"
#include "nn-net.h"

G_BEGIN_DECLS

#define CS_PATCH_SIDE 32        /* the paper's; a study may be cut into others */
#define CS_PATCH_LEAST 8
#define CS_PATCH_MOST 256
#define CS_PATCH_MOST_MM 1.0    /* a pixel */

/* How verdicts become patches. side: CS_PATCH_LEAST to CS_PATCH_MOST, even; negatives: of rejected boxes too; around: keeps what a
 * window sees that slides over the patch (four times the memory), for networks that classify; mm: millimetres of film that a pixel
 * covers, at least 0, where the film's spacing is known (cs-grid.h); 0: as the film has them. */
typedef struct { guint side; gboolean negatives, around; double mm; } CsCut;
#define CS_CUT_STANDARD { CS_PATCH_SIDE, TRUE, FALSE, 0 }

typedef struct
{
  guint    film;              /* index in the record */
  gint64   mark;
  int      x, y;              /* top left on the film, on the grid of the cut; may hang over the edge: replicated */
  gboolean positive;
  const float  *pixels;       /* side^2, normalised: zero mean, unit deviation of the patch (flat: zeros) */
  const guint8 *target;       /* side^2, 0 or 1 */
} CsPatch;

/* The values of parameter "segment.picture". The paper cuts patches from the enhanced picture; enhancing lifts the noise more than a
 * calcification, which lies above its "detail", so that a network finds less there. */
typedef enum { CS_PATCH_PICTURE_FILM, CS_PATCH_PICTURE_ENHANCED } CsPatchPicture;

/* The values of parameter "segment.turns": a network is shown each patch as it stands, or turned and flipped eight ways (nn-turns.h). */
typedef enum { CS_TURNS_ONE, CS_TURNS_EIGHT } CsTurns;

typedef enum { CS_PART_TRAINING, CS_PART_VALIDATION, CS_PART_TESTING, CS_N_PARTS } CsPart;

typedef struct _CsPatches CsPatches;

CsPatches     *cs_patches_gather    (CsRecord *record, CsSettings *settings, const CsCut *cut, CsReportFunc report, gpointer data,
                                     GCancellable *cancellable, GError **error);
/* The same, but films whose pixels, settings and verdicts are those of @known (may be NULL) are taken over, not cut again. */
CsPatches     *cs_patches_gather_again (CsPatches *known, CsRecord *record, CsSettings *settings, const CsCut *cut,
                                     CsReportFunc report, gpointer data, GCancellable *cancellable, GError **error);
CsPatches     *cs_patches_ref       (CsPatches *self);
void           cs_patches_unref     (CsPatches *self);
guint          cs_patches_get_n     (const CsPatches *self);
const CsCut   *cs_patches_get_cut   (const CsPatches *self);
const CsPatch *cs_patches_get       (const CsPatches *self, guint i);
const char    *cs_patches_get_case  (const CsPatches *self, guint i);
const CsRecordFilm *cs_patches_get_film (const CsPatches *self, guint i);     /* of the record it was gathered from; borrowed */
double         cs_patches_get_scale (const CsPatches *self, guint i);         /* of the grid patch @i was cut on: cs-grid.h */
const CsRecordMark *cs_patches_get_mark (const CsPatches *self, guint i);     /* likewise */
/* The mask in force of the whole box patch @i was cut for: U8, box-sized, 0 and 255; the corrected one, else what the targets show.
 * For patches of the films' own pixels. Transfer full. */
CsRaster      *cs_patches_get_mask  (const CsPatches *self, guint i);
/* Which pixels of patch @i have a class: 0 or 1 each, @side squared of them. */
void           cs_patches_get_known (const CsPatches *self, guint i, guint8 *known);

/* The @side x @side pixels a window sees whose centre lies on pixel (x, y) of patch @i, normalised by themselves. Without @around they
 * may hang over the patch's sides by a quarter of a side. */
void           cs_patches_look      (const CsPatches *self, guint i, guint x, guint y, float *pixels);

/* What a patch's pixel @at along a side weighs where patches overlap: 1 in the middle, small at the border, never 0. */
static inline float
cs_patch_share (int at, int side)
{
  return (MIN (at, side - 1 - at) + 1) / (side / 2.0f);
}

CsPatchPicture cs_patch_get_picture (CsSettings *settings);
/* A network's note of the picture it was trained on. Read: FALSE, and @picture left alone, where it has none. */
void           cs_patch_note_picture(NnNet *net, CsPatchPicture picture);
gboolean       cs_patch_read_picture(const NnNet *net, CsPatchPicture *picture);
/* Its note of how many millimetres of film a pixel of its patches covered, where they were alike; 0: it has none. */
void           cs_patch_note_spacing(NnNet *net, double mm);
double         cs_patch_read_spacing(const NnNet *net);
/* @settings with the picture that @net was trained on: how patches are cut to judge it. Transfer full. */
CsSettings    *cs_patch_settings    (const NnNet *net, CsSettings *settings);
/* Cuts one patch of @side centred on (x + .5, y + .5) of a CsPatchPicture: the one definition of what a network sees, shared by gather() and
 * stage "segment". */
void           cs_patch_cut         (const CsRaster *picture, int x, int y, guint side, float *pixels);

/* The 60/20/20 split by case (fold < 0), or fold of n_folds: one part tests, the next validates, the rest trains. No case on two sides.
 * Three cases are needed for all three parts; two (the demo study) train and validate, and nothing is left for testing.
 * Training and validation keep at most as many negative patches as positive ones, drawn by the seed; testing keeps all. */
typedef struct _CsSplit CsSplit;
/* @negatives FALSE: no rejected patch trains or validates. @mixing: the share of training samples, 0 to 1, that get the tissue of a rejected
 * training patch laid over them. Too few cases: an error that says how many are needed. */
CsSplit       *cs_split_new         (CsPatches *patches, guint seed, int fold, guint n_folds, gboolean negatives, double mixing,
                                     GError **error);
void           cs_split_free        (CsSplit *self);
/* Training: augmented; others as they are, positive and negative. The target is the mask's two planes, each pixel's shares of both where
 * the patches lie on a grid of their own, or with @verdict the two numbers of a classifier: rejected, accepted. */
NnFeed         cs_split_get_feed    (CsSplit *self, CsPart part, gboolean verdict);
guint          cs_split_get_n       (const CsSplit *self, CsPart part);
guint          cs_split_get_index   (const CsSplit *self, CsPart part, guint i);  /* index in the patches */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPatches, cs_patches_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSplit, cs_split_free)

G_END_DECLS
