/* A DICOM file behind a face of C: DCMTK stands behind it, and nothing of it comes through, no type, no exception, no
 * line of a log (which might name a patient). What the values mean is not asked here: see cs-dicom-film.h.
 *
 * A *place* is a text: "0028,0010", within sequences "0028,3010[0].0028,3006". Sizes and counts are the file's own words:
 * whoever uses them checks them. Thread rule: a CsDicom belongs to the thread that opened it; several may be open at once. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CsDicom CsDicom;

/* One element, in the file's order, sequences before what they hold. @value is UTF-8; binary values are told by their size.
 * Everything is borrowed. FALSE ends the walk. */
typedef gboolean (*CsDicomVisit) (guint depth, guint group, guint element, const char *vr, const char *name, const char *value, gpointer data);

gboolean    cs_dicom_is_built    (void);   /* FALSE: built without DCMTK; cs_dicom_open() is CS_ERROR_UNSUPPORTED */
/* Reads the header; pixels stay on disk until cs_dicom_decode(). @name is what errors call the file. With and without
 * preamble and meta header. CS_ERROR DAMAGED; UNSUPPORTED where the pixels' coding has no decoder here. */
CsDicom    *cs_dicom_open        (const char *path, const char *name, GError **error);
/* A JPEG stream alone, in a frame made for it, for cs_dicom_decode(); words of 16 bits. */
CsDicom    *cs_dicom_wrap_jpeg   (GBytes *jpeg, const char *name, guint width, guint height, guint bits, GError **error);
void        cs_dicom_free        (CsDicom *self);
const char *cs_dicom_get_name    (const CsDicom *self);   /* borrowed */
gboolean    cs_dicom_has         (CsDicom *self, const char *place);                             /* it is there and not empty */
char       *cs_dicom_get_text    (CsDicom *self, const char *place);                             /* UTF-8, first value, stripped; NULL: absent or empty */
char       *cs_dicom_get_value   (CsDicom *self, const char *place, guint i);                    /* likewise, value @i from 0 */
guint       cs_dicom_get_numbers (CsDicom *self, const char *place, double *numbers, guint n);   /* how many there are, up to @n; others 0; all finite */
double      cs_dicom_get_number  (CsDicom *self, const char *place, double fallback);
/* A value's bytes, words in little-endian order; NULL where it is absent or has more than @most bytes. */
GBytes     *cs_dicom_get_bytes   (CsDicom *self, const char *place, gsize most);
void        cs_dicom_walk        (CsDicom *self, CsDicomVisit visit, gpointer data);
/* The stored words of frame @frame (from 0), host byte order, as many bytes a word as "Bits Allocated" says (8 or 16).
 * @length is what the caller expects (rounded up to even): another size is CS_ERROR_DAMAGED. */
gboolean    cs_dicom_decode      (CsDicom *self, guint frame, gpointer words, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDicom, cs_dicom_free)

G_END_DECLS
