/* DICOM files for tests, written here byte by byte (explicit little endian): a second opinion beside DCMTK, whose own tools
 * then code them in every other way. */
#pragma once

#include "cs-image.h"

typedef struct
{
  guint       columns, rows, frames;      /* frames 0: not multi-frame */
  guint       allocated, stored;
  gboolean    is_signed, bare;            /* bare: no preamble and no meta header */
  const char *photometric;
  const int  *values;                     /* stored values, rows * columns * MAX (frames, 1) */
  const char *syntax;                     /* of the streams below; NULL: values are written as they are */
  GBytes *const *streams;                 /* one a frame, instead of values */
} DicomSheet;

typedef struct { char *folder; GString *more; } DicomPlace;   /* more: elements for the next file, in rising order of tags */

void     dicom_place_open  (DicomPlace *place, gconstpointer unused);
void     dicom_place_close (DicomPlace *place, gconstpointer unused);

/* Elements added to the next file. Groups and elements must rise within a call's place in the file: 0008..0020 come before
 * the picture's own (0028,0002..0103), 0028,0106.. and higher behind it. */
void     dicom_text        (DicomPlace *place, guint group, guint element, const char *vr, const char *text);
void     dicom_words       (DicomPlace *place, guint group, guint element, const char *vr, const guint16 *words, guint n);
void     dicom_begin       (DicomPlace *place, guint group, guint element);   /* a sequence of one item ... */
void     dicom_end         (DicomPlace *place);                              /* ... ends */

GFile   *dicom_write       (DicomPlace *place, const char *name, const DicomSheet *sheet);
GFile   *dicom_write_bytes (DicomPlace *place, const char *name, gconstpointer bytes, gsize length);
/* Runs a tool of DCMTK from @file to another; FALSE: there is no such tool here. Fails the test where the tool fails. */
gboolean dicom_convert     (DicomPlace *place, GFile *file, const char *command, GFile **converted);
CsImage *dicom_read        (GFile *file);                                    /* in this process; must succeed */
