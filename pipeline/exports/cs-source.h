/* Who a DICOM film is: its own UIDs and those of its study and series, and whose it is. None of that is kept in a study:
 * it is read anew from the film's file, by the decoding helper, for as long as a DICOM file is written or read.
 * Thread rule: an immutable value. */
#pragma once

#include "cs-header.h"
#include "cs-record.h"

G_BEGIN_DECLS

typedef enum
{
  CS_SOURCE_CLASS, CS_SOURCE_INSTANCE, CS_SOURCE_STUDY, CS_SOURCE_SERIES, CS_SOURCE_NAME, CS_SOURCE_PATIENT,
  CS_SOURCE_BORN, CS_SOURCE_SEX, CS_SOURCE_DATE, CS_SOURCE_TIME, CS_SOURCE_STUDY_ID, CS_SOURCE_ACCESSION,
  CS_SOURCE_PHYSICIAN, CS_SOURCE_ORIENTATION, CS_SOURCE_N_FRAMES, CS_SOURCE_PHOTOMETRIC, CS_SOURCE_SLOPE,
  CS_SOURCE_INTERCEPT, CS_SOURCE_MODALITY_LUT,      /* the last: "YES" where there is one */
  CS_N_SOURCES
} CsSourceValue;

typedef struct
{
  char *values[CS_N_SOURCES];            /* UTF-8, "" where the file does not say */
  guint frame;                           /* from 1; 0: its file holds one picture */
} CsSource;

/* NULL with an error: the header of a file without the UIDs that others know it by. */
CsSource *cs_source_of_header (const CsRecordFilm *film, CsHeader *header, GError **error);
void      cs_source_free    (CsSource *self);
/* Nobody's name: UIDs become others by this user's own key, the same one always the same, so that what is written today
 * still belongs to what was written yesterday; whose it is becomes @case_id. A frame becomes a picture of its own, and what
 * only a file of frames is, a secondary capture: as export "films" writes it. FALSE: there is no key. */
gboolean  cs_source_veil    (CsSource *self, const char *case_id, GError **error);
/* What others call the picture: its UID, with its frame behind it; free it. */
char     *cs_source_address (const char *uid, guint frame);
/* Address -> CsRecordFilm: the record's films by their own UIDs, and by those anonymous objects of this user call them.
 * Films that are no DICOM file are not in it. NULL where cancelled. */
GHashTable *cs_source_index (CsRecord *record, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSource, cs_source_free)

G_END_DECLS
