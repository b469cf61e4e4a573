/* What of a DICOM film's header may leave the house without her name: values that speak of the picture and how it was
 * taken, as codes or numbers, and maker and model of the machine. All else stays, whatever it is; so do sequences, dates,
 * private elements and words somebody typed. PS3.15's basic profile takes away no more than this does.
 * Thread rule: an immutable value. */
#pragma once

#include "cs-dicom-image.h"
#include "cs-header.h"

G_BEGIN_DECLS

/* CsDicomWord; their values are the header's: keep it as long. */
GArray     *cs_kept_words        (CsHeader *header);
/* The same windows, without words for them that are no codes. */
CsDetails  *cs_kept_details      (const CsDetails *details);
/* "yes", "no", or "unknown": whether the file says that something is written into its pixels. @header may be NULL. */
const char *cs_kept_words_burnt  (CsHeader *header);

G_END_DECLS
