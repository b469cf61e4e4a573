/* What a DICOM file means: a film, its facts with where they come from, its windows and overlays. Blocking: for jobs. */
#pragma once

#include "cs-dicom.h"
#include "cs-image.h"

G_BEGIN_DECLS

/* Frames from 1 to CS_DICOM_MOST_FRAMES, whatever the file claims; a film each. */
#define CS_DICOM_MOST_FRAMES 4096u
guint     cs_dicom_get_n_frames (CsDicom *self);
/* Reads frame @frame (from 0). @film is what the film will be called. CS_ERROR FORMAT (no picture), DAMAGED, UNSUPPORTED,
 * TOO_LARGE; the message names the file. */
CsImage  *cs_dicom_read_film    (CsDicom *self, guint frame, const char *film, GError **error);

/* Frame @frame of a binary segmentation (one bit a pixel, uncompressed): U8 of 0 and 255. Errors as above. */
CsRaster *cs_dicom_read_mask    (CsDicom *self, guint frame, GError **error);

/* How stored words become pixels that are white where tissue is dense. */
typedef struct
{
  guint          columns, rows;
  guint          allocated, stored, high;      /* bits of a word, those used, the highest of them */
  gboolean       is_signed, inverse;           /* inverse: low values are shown white */
  gboolean       padded;
  int            padding[2];                   /* stored values that are no picture, from .. to: air */
  const guint16 *table;                        /* modality LUT; NULL: none */
  guint          n_entries, table_bits;
  int            first;                        /* stored value of its first entry */
} CsStored;

/* NULL: sound. Otherwise what is wrong with it, translated. */
const char *cs_stored_complain (const CsStored *self);
/* @words: rows * columns of them. A pixel p stands for the value @lowest + p, or, if inverse, @lowest + (2^@bits - 1) - p;
 * padding is 0. @bits: 8..16. NULL with CS_ERROR_TOO_LARGE for lack of memory. */
CsRaster   *cs_stored_unpack   (const CsStored *self, gconstpointer words, guint *bits, int *lowest, GError **error);

/* The breast an oblique film's "Patient Orientation" tells: its columns run towards foot and middle, or head and side, at
 * once ("A\\FR": left). Unknown for every other view: straight ones look alike on both sides. */
CsSide      cs_side_from_orientation (const char *row, const char *column);
/* How a film of this Patient Orientation is to be turned to hang upright, one of eight ways as CsTurn of widgets counts them; 0: not
 * at all, or that cannot be told. */
guint       cs_turn_from_orientation (const char *row, const char *column, CsSide side);

/* A pixel's length in the breast and where it comes from. All in mm, 0: not stated; PS3.3, 10.7.1.3. */
typedef struct
{
  double imager[2], pixel[2], scanned[2];      /* row and column spacing: at the detector, in the patient, of a scanner */
  double magnification;                        /* Estimated Radiographic Magnification Factor */
  const char *calibration;                     /* Pixel Spacing Calibration Type; may be NULL */
} CsSpacings;

/* mm, 0: none is believed. @why: a sentence, translated, that names the value used and the others; free it. */
double      cs_spacings_choose (const CsSpacings *self, char **why);

/* A key of this user's own turns a patient's number into a name that cannot be turned back; the same number, the same name.
 * NULL: the key could be neither read nor made. */
char       *cs_pseudonym_new   (const char *patient, const char *issuer);

G_END_DECLS
