/* The verdicts of several readers on the same marks, side by side, and how far they agree. Plain data: any thread.
 *
 * Agreement counts a mark for two readers where both judged it, for all where all did. What one drew and the other never saw is
 * no mark of the other's: it is not counted. Intervals are bootstrapped by case: boxes of one woman are not independent. */
#pragma once

#include "cs-mark.h"

G_BEGIN_DECLS

#define CS_READINGS_VERDICTS 3           /* positive, negative, unsure */
#define CS_READINGS_TERMS 14             /* at most, of cs_readings_add_term() */
#define CS_READINGS_RESAMPLES 1000

typedef struct _CsReadings CsReadings;

typedef struct { double kappa, low, high;  /* low, high: 95 %; NAN: has no value, as the interval of one case */
                 guint n, n_cases; } CsKappa;

CsReadings *cs_readings_new        (void);
void        cs_readings_free       (CsReadings *self);
void        cs_readings_add        (CsReadings *self, const char *case_id, gint64 film, gint64 mark, const char *reader, CsVerdict verdict,
                                    gboolean decides);   /* marks one after another, the decision last */

/* Another judgement than a verdict: @term is 1 .. CS_READINGS_TERMS. Only kappa is asked of such readings. */
void        cs_readings_add_term   (CsReadings *self, const char *case_id, gint64 film, gint64 mark, const char *reader, guint term);

guint       cs_readings_get_n_readers (const CsReadings *self);
const char *cs_readings_get_reader (const CsReadings *self, guint reader);
guint       cs_readings_get_n_marks (const CsReadings *self);
gint64      cs_readings_get_mark   (const CsReadings *self, guint i, gint64 *film);
CsVerdict   cs_readings_get        (const CsReadings *self, guint i, guint reader);   /* NONE: has not judged it */
CsVerdict   cs_readings_get_decision (const CsReadings *self, guint i);               /* NONE: nobody has decided */
gboolean    cs_readings_differ     (const CsReadings *self, guint i);                 /* some who judged it judged otherwise */

/* [verdict of @a - 1][verdict of @b - 1] */
void        cs_readings_confuse    (const CsReadings *self, guint a, guint b,
                                    guint table[CS_READINGS_VERDICTS][CS_READINGS_VERDICTS]);
CsKappa     cs_readings_cohen      (const CsReadings *self, guint a, guint b, guint seed);
CsKappa     cs_readings_fleiss     (const CsReadings *self, guint seed);

char       *cs_readings_to_text    (const CsReadings *self, guint seed);   /* tables for a person, translated */
char       *cs_readings_to_json    (const CsReadings *self, guint seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsReadings, cs_readings_free)

G_END_DECLS
