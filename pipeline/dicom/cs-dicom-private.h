/* Shared by the files that read a DICOM film. */
#pragma once

#include "cs-dicom-film.h"

G_BEGIN_DECLS

/* Where an attribute of a frame stands: at the root, or in the functional groups of an enhanced file, the frame's own before
 * those all share. @group: the sequence it is in there ("0028,9132"). Free it; NULL: nowhere. */
char     *cs_dicom_frame_place   (CsDicom *self, guint frame, const char *group, const char *attribute);

/* Fills @facts and notes what contradicts what; returns the case (free it), never NULL. */
/* The view by code or letters, and what modifies it raised into @kind; CS_VIEW_UNKNOWN where the file does not tell it, or in words that
 * are not known here: a note of @details says so, and nothing else is to be believed instead. */
CsView    cs_dicom_read_view     (CsDicom *self, CsKind *kind, CsDetails *details);
gboolean  cs_dicom_tells_view    (CsDicom *self);   /* in whatever words */
char     *cs_dicom_read_facts    (CsDicom *self, guint frame, CsFacts *facts, CsDetails *details);
void      cs_dicom_read_windows  (CsDicom *self, guint frame, gboolean is_signed, CsDetails *details);
void      cs_dicom_read_overlays (CsDicom *self, guint frame, CsDetails *details);

/* Why a file cannot be shown: sets the error, and is FALSE. */
gboolean  cs_dicom_refuse        (CsDicom *self, int code, const char *why, GError **error);
guint     cs_dicom_count_of      (CsDicom *self, const char *place);    /* up to 65535; 0: not stated, or none */
/* Bits from the @first on, the lowest of a byte first, rows without gaps: U8 of 0 and 255. NULL: there are not so many. */
CsRaster *cs_dicom_unpack_bits   (GBytes *bytes, gsize first, guint columns, guint rows);

/* A lookup table in sequence item @place: the descriptor's three numbers, and the entries (free them). FALSE: no sound table. */
typedef struct { int first; guint n_entries, bits; guint16 *entries; } CsTable;
gboolean  cs_dicom_read_table    (CsDicom *self, const char *place, gboolean is_signed, CsTable *table);

G_END_DECLS
