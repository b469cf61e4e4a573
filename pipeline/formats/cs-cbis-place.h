/* CBIS-DDSM: which picture of a download is a film, and which a crop or mask of one. A DICOM tree tells it by folders that
 * are called by patient ids; trees converted to PNG or JPEG by such names of files, with or without the set before them, by a folder
 * or file that is called by the series ("jpeg/1.3.6.1.4.1.9590..."), or by the last digits of that ("Calc_Test_ROI_11317_1-1.png"),
 * which only the set's own tables join to a woman. Blocking; any thread. */
#pragma once

#include "cs-cbis.h"
#include "cs-image.h"

G_BEGIN_DECLS

/* Where a picture belongs. @patient: NULL where only its name says what it is; @root: the folder its set lies in. */
typedef struct { char *patient; gboolean lesion; GFile *root; } CsCbisPlace;

/* FALSE: nothing says that @file is of this set; @place is empty then. */
gboolean   cs_cbis_place       (GFile *file, CsCbisPlace *place);
void       cs_cbis_place_clear (CsCbisPlace *place);
char      *cs_cbis_patient_of  (const char *name);      /* the patient id that a name begins with; NULL: none; free it */
gboolean   cs_cbis_is_lesion   (const char *patient);   /* whether it is a patient id with a lesion's number behind */

/* The film with the case, side and view that its place tells, where it has none of its own. A reference of its own. */
CsImage   *cs_cbis_fill        (GFile *file, CsImage *image);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsCbisPlace, cs_cbis_place_clear)

G_END_DECLS
