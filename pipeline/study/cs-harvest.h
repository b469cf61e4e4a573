/* Marks read from other programs' files, before they are a study's: which film each belongs to, and what did not fit.
 * Thread rule: belongs to whoever makes it, then handed over whole; made in jobs, taken by cs_study_take(). */
#pragma once

#include "cs-record.h"

G_BEGIN_DECLS

typedef struct
{
  gint64     film;       /* its id in the study */
  CsBox      box;        /* px of the film, at least partly on it */
  CsVerdict  verdict;
  CsOrigin   origin;
  CsRaster  *mask;       /* box-sized, 0 and 255; NULL: none */
  CsWords   *words;      /* said of it, its film and its case: cs_harvest_hear(); NULL: nothing */
} CsHarvestMark;

typedef struct _CsHarvest CsHarvest;

CsHarvest           *cs_harvest_new     (CsRecord *record);            /* of the study the marks are meant for */
void                 cs_harvest_free    (CsHarvest *self);

/* The film another file speaks of: by its name, with or without folders before and suffix behind it, with "-ID" behind the name as
 * folders of files have it, or by the name anonymous exports give it. NULL: there is none, or there are two; noted once for each name. */
const CsRecordFilm  *cs_harvest_find    (CsHarvest *self, const char *name);
/* Noted once for each film where @width × @height is not its size: positions on it would mean nothing. -1: not told, and believed. */
gboolean             cs_harvest_fits    (CsHarvest *self, const CsRecordFilm *film, gint64 width, gint64 height);
gboolean             cs_harvest_is_unfit (const CsHarvest *self, const CsRecordFilm *film);   /* so it was found before */
/* @mask (may be NULL) is taken a reference of, words are copied. A box that is not on the film is noted as @where, and FALSE is returned. */
gboolean             cs_harvest_add     (CsHarvest *self, const CsRecordFilm *film, const CsHarvestMark *mark, const char *where);
/* Puts @value, which a file says for the descriptor @name, to @words (made where NULL). A word that is not the lexicon's is left out and
 * noted as @where. Who signed a case off, why it was reopened and what was read blind are deeds of the other study: left out. */
void                 cs_harvest_hear    (CsHarvest *self, const char *name, const char *value, const char *where, CsWords **words);
void                 cs_harvest_note    (CsHarvest *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Which program found the marks, where its file says so: "Mass Maker V1.9". Once each, the first few; the trail keeps them with
 * the act. get: all, commas between; "" where nothing is told; free it. */
void                 cs_harvest_add_maker (CsHarvest *self, const char *maker);
char                *cs_harvest_get_makers (const CsHarvest *self);

guint                cs_harvest_get_n   (const CsHarvest *self);
const CsHarvestMark *cs_harvest_get     (const CsHarvest *self, guint i);
CsRecord            *cs_harvest_get_record (const CsHarvest *self);    /* borrowed */
char                *cs_harvest_tell    (const CsHarvest *self);       /* a line for each thing that did not fit, the first hundred; "" */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsHarvest, cs_harvest_free)

G_END_DECLS
