/* What a case's report says, in words. Pure; texts are translated. Transfer full where it is no const. Any thread. */
#pragma once

#include "cs-case.h"

G_BEGIN_DECLS

char       *cs_case_letter         (guint cluster);                 /* "A", "B" ... "Z", "AA" */
char       *cs_case_film_words     (const CsCaseFilm *film);        /* "R CC" */
char       *cs_case_caption        (const CsCase *shown, const CsCaseFilm *film);        /* with its name, and where its mm come from */
char       *cs_case_cluster_words  (const CsCase *shown, guint i);
/* "Morphology: round. Confidence: 4." of a film or find; "": nobody said anything */
char       *cs_case_said           (const CsCase *shown, CsSubject subject, gint64 id);
char       *cs_case_readers        (const CsCase *shown);           /* everybody who judged a mark of the case */
char       *cs_case_counts         (const CsCase *shown);
char       *cs_case_date           (gint64 when, const char *format);   /* "": never */
char       *cs_case_size           (const CsFacts *facts, const CsBox *box);   /* mm, or px where no spacing is known */
char       *cs_case_suspicion      (const CsRecordMark *mark);      /* or who knows of it, if not the machine */
const char *cs_case_verdict        (CsVerdict verdict);
char       *cs_case_disclaimer     (void);
char       *cs_case_settings_words (CsSettings *settings);          /* "default (0123456789ab)": name and digest */

G_END_DECLS
