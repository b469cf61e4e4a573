/* What cs-patches.c, cs-cuttings.c and cs-split.c share. Not for other rooms. */
#pragma once

#include "cs-patches.h"

G_BEGIN_DECLS

/* Pixels. A patch has its box in the middle: shifted by less, a network learns that calcifications are there, and misses
 * them beside a neighbour's box and where windows slide over a film. */
#define CS_PATCH_SHIFT 8

/* A calcification's share of a pixel, where it covers all of it. On a grid coarser than the film it may cover a part: what
 * learns that part draws borders between the grid's pixels, what learns yes or no loses a tenth of a small one's Dice. */
#define CS_SHARE_WHOLE 254
/* Instead of a share: nobody has said what is there. A box that waits for its verdict, in sight of one that has its own,
 * must not be learnt as tissue: trained again and again on a study that is half read, a network unlearns what it knew. */
#define CS_SHARE_OPEN 255

/* What is kept of a patch: its cut of the film with a margin, so that augmentation never has to invent pixels. */
typedef struct
{
  CsPatch patch;               /* without "film": records number their films each in its own way */
  float  *pixels, *wide;       /* all four in one piece behind the item */
  guint8 *target, *share;      /* share: of the wide cut; 0 to CS_SHARE_WHOLE, or CS_SHARE_OPEN */
} CsCutting;

/* The patches of one film, and what they were made from: immutable once cut, shared by all made from the same. */
typedef struct
{
  gatomicrefcount refs;
  char           *key;
  GPtrArray      *items;       /* of CsCutting */
} CsCuttings;

/* All that a film's patches depend on: same key, same patches. */
char       *cs_cuttings_key      (const CsRecordFilm *row, CsSettings *settings, const CsCut *cut);
/* Takes @key. Reads film @film of @record and cuts it. */
CsCuttings *cs_cuttings_cut      (char *key, CsRecord *record, guint film, CsSettings *settings, const CsCut *cut,
                                  CsReportFunc report, gpointer data, GCancellable *cancellable, GError **error);
CsCuttings *cs_cuttings_ref      (CsCuttings *self);
void        cs_cuttings_unref    (gpointer cuttings);
guint       cs_cutting_wide_side (const CsCut *cut);
/* At a pixel of the patch, which lies in the middle of its wide cut. */
guint8      cs_cutting_get_share (const CsCutting *self, const CsCut *cut, guint x, guint y);

/* A patch with its margin, square, @wide_side pixels: holds a patch scaled by 1/0.8 and shifted by CS_PATCH_SHIFT. */
void cs_patches_get_wide (const CsPatches *self, guint i, const float **pixels, const guint8 **share);
guint cs_patches_get_wide_side (const CsPatches *self);
void cs_patch_normalise  (float *pixels, guint n);    /* zero mean, unit deviation; flat: zeros */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCuttings, cs_cuttings_unref)

G_END_DECLS
