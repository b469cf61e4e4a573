/* Films whose calcifications are known pixel by pixel, in a study, for the tests of what is cut from them. Each function
 * asserts that it went well. */
#pragma once

#include "cs-patches.h"
#include "cs-study.h"

#define PATCHWORK_SIDE 128
#define PIXELS (CS_PATCH_SIDE * CS_PATCH_SIDE)

typedef struct { char *folder; CsStudy *study; CsSettings *settings; } Patchwork;

void       patchwork_set_up       (Patchwork *self, gconstpointer data);                     /* no film yet */
void       patchwork_tear_down    (Patchwork *self, gconstpointer data);
CsEntry   *patchwork_add_film     (Patchwork *self, guint number, guint case_number);        /* 128 x 128 px */
gboolean   patchwork_is_spot      (int x, int y);   /* where every film is bright; no two turns or flips of it look the same */
CsMark    *patchwork_draw         (Patchwork *self, CsEntry *entry, CsBox box, CsVerdict verdict);
/* A mark judged positive whose mask holds the bright pixels in it; all of them where @full. */
CsMark    *patchwork_draw_painted (Patchwork *self, CsEntry *entry, CsBox box, gboolean full);
CsPatches *patchwork_gather       (Patchwork *self, CsPatches *known, gboolean negatives);
