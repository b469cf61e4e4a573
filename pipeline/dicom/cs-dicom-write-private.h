/* A data set as it is written, for the C++ of this folder. What DCMTK does not take is thrown: each face catches it and
 * says which file cannot be written. Texts may be NULL, which is "". */
#pragma once

#include "cs-dicom-write.h"

class DcmItem;
class DcmTagKey;
class OFCondition;

struct CsCode { const char *value, *scheme, *meaning; };

void     cs_put_sure    (const OFCondition &condition);
void     cs_put         (DcmItem *item, const DcmTagKey &tag, const char *text);
void     cs_put_words   (DcmItem *item, const DcmTagKey &tag, const guint16 *words, guint n);          /* US */
void     cs_put_floats  (DcmItem *item, const DcmTagKey &tag, const float *numbers, guint n);          /* FL */
DcmItem *cs_put_item    (DcmItem *item, const DcmTagKey &sequence);     /* one more; borrowed */
void     cs_put_code    (DcmItem *item, const DcmTagKey &sequence, const CsCode &code);
void     cs_put_number  (DcmItem *item, const DcmTagKey &tag, double value);                           /* DS */

/* Who she is and which examination: the pictures' own words, so that an archive files the object beside them. */
void     cs_put_study   (DcmItem *item, const CsDicomStudy *study);
/* A new series and a new instance of class @class_uid in the study, made now by this program. */
void     cs_put_object  (DcmItem *item, const CsDicomStudy *study, const char *class_uid, const char *modality,
                         const char *series_description);
void     cs_put_picture (DcmItem *item, const DcmTagKey &sequence, const CsDicomPicture *picture);     /* one more reference */
/* The breast, and which. */
void     cs_put_anatomy (DcmItem *item, CsSide side);
/* One more VOI LUT, its entries of 16 bits; and what PS3.3 calls a window's function, which a table has none of. */
void     cs_put_table   (DcmItem *item, const CsVoi *table);
const char *cs_put_function (CsVoiShape shape);
/* Whether @write went well with a data set that then was stored at @path; whatever it throws ends here. */
typedef void (*CsPutFunc) (DcmItem *item, gconstpointer data);
gboolean cs_put_file    (const char *path, CsPutFunc write, gconstpointer data, GError **error);
