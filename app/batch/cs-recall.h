/* The proposals of a record against truth: boxes per film and how many calcifications they reach. Section 3.4 of the paper; FROC. */
#pragma once

#include <gio/gio.h>

#include "cs-froc.h"
#include "cs-record.h"

G_BEGIN_DECLS

/* The shares of spots reached, by the first so many boxes of each film and by all of them. */
#define CS_RECALL_STEPS 6
extern const guint cs_recall_first[CS_RECALL_STEPS];   /* 5 10 20 40 100 and G_MAXUINT */

typedef struct
{
  guint   n_films;                        /* with truth */
  guint   n_spotted;                      /* of them, with at least one spot */
  guint   n_boxes;                        /* on films with truth */
  guint   films_hit[CS_RECALL_STEPS];     /* films with a spot that is reached by the first boxes */
  CsFroc *all, *large;                    /* large: only spots of at least CS_RECALL_LARGE count */
} CsRecall;

#define CS_RECALL_LARGE 3.0               /* pixels of diameter: the contract's line between what must be found and what may be missed */

/* Reads the truth beside every film of @record; films without are left out. Blocking. */
CsRecall *cs_recall_new     (const CsRecord *record, GCancellable *cancellable, GError **error);
/* The same film by film, for boxes that are in no record: most suspicious first. */
CsRecall *cs_recall_empty   (void);
void      cs_recall_add     (CsRecall *self, const CsBox *boxes, guint n, const CsTruth *truth);
double    cs_recall_get_boxes_per_film (const CsRecall *self);
void      cs_recall_free    (CsRecall *self);
void      cs_recall_report  (const CsRecall *self, GString *text);
void      cs_recall_to_json (const CsRecall *self, GString *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRecall, cs_recall_free)

G_END_DECLS
