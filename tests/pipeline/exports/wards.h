/* A study with a DICOM film of a woman with a name, for the tests of what is written in DICOM. Each function asserts that it
 * went well. */
#pragma once

#include "cs-export.h"
#include "dicoms.h"
#include "studies.h"

#define WARD_STUDY_UID "1.2.40.77.1"
#define WARD_SERIES_UID "1.2.40.77.2"
#define WARD_FILM_UID "1.2.3.4.5"      /* as dicom_write() calls every film */

typedef struct { DicomPlace place; Study study; GFile *film, *out; } Ward;

/* Beside the PNG of study_make() a left oblique of 200 × 100 px of 0.1 mm, black but for a pixel of 200 and with a window
 * from 0 to 200, the study's entry; no finds. */
void  ward_open          (Ward *self, gconstpointer unused);
void  ward_close         (Ward *self, gconstpointer unused);
void  ward_write         (Ward *self, const char *form, CsExportManner manner);     /* to @out */
/* @out in a study of its own, where the films are and nothing else: its marks line by line (with eight digits of a mask's
 * digest), and what did not fit. */
char *ward_read          (Ward *self, const char *form, char **notes);
/* What a tool says of a file; NULL: there is no such tool here. @command: its words before the file's path. */
char *ward_ask           (const char *command, GFile *file, gboolean *well);
void  ward_verify        (GFile *file);                                             /* by dciodvfy, where it is */
/* Likewise: nothing is wrong with it that is not wrong with what it was made of. */
void  ward_verify_beside (GFile *file, GFile *before);
/* The first value a file's header has for a tag such as "(0008,0018)"; free it. */
char *ward_header        (GFile *file, const char *tag);
void  ward_check_secrets (GFile *file, gboolean named);                             /* all of hers are in it, or none */
