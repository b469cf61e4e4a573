/* Published sets, as tests lay them out. */
#pragma once

#include "dicoms.h"

/* CBIS-DDSM's tables: titles, and a row by the series of a film and of a lesion, and the lesion's number. */
#define SET_TITLES "patient_id,image view,calc type,calc distribution,pathology,image file path,cropped image file path," \
               "ROI mask file path\n"
#define SET_FILM "Calc-Test_P_00038_LEFT_CC"
#define SET_UID "1.3.6.1.4.1.9590.100.1.2.4190816378124033549041579307539"
#define SET_ROW(film, lesion, calls) "P_00038,CC,PUNCTATE,CLUSTERED,BENIGN," SET_FILM "/1.3/" film "/000000.dcm," \
  SET_FILM "_" calls "/1.5/" lesion "/000001.dcm," SET_FILM "_" calls "/1.5/" lesion "/000000.dcm\n"

void   set_lay_text (DicomPlace *place, const char *path, const char *text);
/* A grey film, or a mask that went through JPEG: nearly black, and nearly white in the rectangle. */
GFile *set_lay_png  (DicomPlace *place, const char *path, guint width, guint height, const int *box);
