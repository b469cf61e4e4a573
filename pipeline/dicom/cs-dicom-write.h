/* What every DICOM object we write says of the examination it belongs to and of the pictures it speaks of.
 *
 * Every string is UTF-8; NULL or "" where it is not known, which an anonymous object may well leave so. Whoever writes
 * blocks, for any thread; CS_ERROR_STORE where it cannot, CS_ERROR_UNSUPPORTED in a build without DCMTK. Reading needs
 * no face of its own: such a file is a header, read by the decoding helper (cs_formats_header()). */
#pragma once

#include "cs-image.h"
#include "cs-voi.h"

G_BEGIN_DECLS

typedef struct
{
  const char *study_uid;         /* not empty; all pictures are of this study */
  const char *patient_name, *patient_id, *birth_date, *sex;
  const char *study_date, *study_time, *study_id, *accession, *physician;
  const char *algorithm, *version;
} CsDicomStudy;

typedef struct
{
  const char *class_uid, *uid, *series_uid;   /* none may be empty */
  guint       frame;             /* from 1; 0: its file holds one picture */
} CsDicomPicture;

G_END_DECLS
