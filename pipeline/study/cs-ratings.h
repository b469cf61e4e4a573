/* Who marked what on which films, with how much suspicion, beside what is true: readers, proposals and networks as raters
 * of one study, their free-response curves, and tables for the statistics of reader studies. Films without a truth beside
 * them are left out, and those whose truth has gaps. Built once, then read; one thread.
 *
 * A reader's suspicion of a box: accepted 0.5 + confidence / 10, without a word on confidence as with 3; unsure 0.3; what
 * was rejected is no mark. */
#pragma once

#include "cs-froc.h"
#include "cs-record.h"

G_BEGIN_DECLS

typedef struct _CsRatings CsRatings;

/* A film with a truth from 0; a spot of its truth from 0, -1: none. */
typedef struct { guint film; int spot; float suspicion; } CsRatedMark;

/* With the machine's boxes as the first rater. */
CsRatings  *cs_ratings_new       (CsRecord *record);
void        cs_ratings_free      (CsRatings *self);
/* Reads the truth of every film; nothing but adding may come before. Blocking: for a job. An error, too, where no film has
 * one, or the record lacks marks. */
gboolean    cs_ratings_meet_truth (CsRatings *self, GCancellable *cancellable, GError **error);
void        cs_ratings_add_rater (CsRatings *self, const char *name, gboolean person);   /* may have marked nothing at all */
/* Of a rater that was added. @box: its suspicion is the rater's. Films by their id. */
void        cs_ratings_add       (CsRatings *self, const char *rater, gint64 film, const CsBox *box);
/* Films by their digests, people as "reader-1" and so on. */
void        cs_ratings_veil      (CsRatings *self);
CsRecord   *cs_ratings_get_record (CsRatings *self);                             /* borrowed */

guint       cs_ratings_get_n_films  (const CsRatings *self);                     /* with a truth */
guint       cs_ratings_get_n_raters (const CsRatings *self);
const char *cs_ratings_get_rater (const CsRatings *self, guint i);
const char *cs_ratings_get_film  (const CsRatings *self, guint i);               /* its name */
guint       cs_ratings_get_n_spots (const CsRatings *self, guint film);
/* What a rater marked, film by film: each spot that was hit once, with the greatest suspicion, and each mark that hit none. */
GArray     *cs_ratings_get_marks (const CsRatings *self, guint rater);           /* CsRatedMark; unref it */
/* Names for the programs of reader studies, in the raters' order: no two alike, without blanks and what parts columns. */
char      **cs_ratings_label_raters (const CsRatings *self);
CsFroc     *cs_ratings_froc      (CsRatings *self, guint rater);                 /* free it */

/* A table for a person (translated); CSV: rater, suspicion, false marks a film, shares of spots and of films. */
char       *cs_ratings_to_text   (CsRatings *self, guint seed);
char       *cs_ratings_to_csv    (CsRatings *self, guint seed);
/* Input of iMRMC: a case is a film, its truth whether there is a spot on it, a score the greatest suspicion (0: no mark). */
char       *cs_ratings_to_imrmc  (CsRatings *self, GError **error);              /* NULL where there are not both kinds */
/* FALSE with an error: all films have a spot, or none has; the programs of reader studies can make nothing of such. */
gboolean    cs_ratings_has_both  (const CsRatings *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRatings, cs_ratings_free)

G_END_DECLS
