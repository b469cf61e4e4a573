/* CBIS-DDSM: which picture of a download is a film, and which a crop or mask of one. A DICOM tree tells it by folders that
 * are called by patient ids; trees converted to PNG or JPEG by such names of files, by a folder that is called by the series
 * ("jpeg/1.3.6.1.4.1.9590..."), or by the last digits of that ("Calc_Test_ROI_11317_1-1.png"), which only the set's own tables
 * (case_description) join to a woman. Blocking; any thread. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

/* One line of the tables: a lesion of a film. */
typedef struct
{
  char       *film, *lesion;     /* patient ids: "Calc-Test_P_00038_LEFT_CC", and that with "_1" */
  char       *series;            /* of the lesion's crop and mask; "": not told */
  gboolean    mass;
  const char *words;             /* "PUNCTATE CLUSTERED BENIGN"; interned */
} CsCbisRow;

/* The tables of one download. Immutable. */
typedef struct _CsCbis CsCbis;

/* The tables in @root, in a folder "csv" there, or up to two folders higher; NULL: none. Those read last are kept as long as
 * their files do not change. Transfer full. */
CsCbis            *cs_cbis_at           (GFile *root);
void               cs_cbis_unref        (CsCbis *self);
guint              cs_cbis_get_n        (const CsCbis *self);
const CsCbisRow   *cs_cbis_get          (const CsCbis *self, guint row);   /* borrowed */
const char *const *cs_cbis_get_faults   (const CsCbis *self);              /* why a table could not be read: sentences */

/* Where a picture belongs. @patient: NULL where only its name says what it is; @root: the folder its set lies in. */
typedef struct { char *patient; gboolean lesion; GFile *root; } CsCbisPlace;

/* FALSE: nothing says that @file is of this set; @place is empty then. */
gboolean           cs_cbis_place        (GFile *file, CsCbisPlace *place);
void               cs_cbis_place_clear  (CsCbisPlace *place);
/* The pictures of the lesion of @row, one of them its mask, in the set in which @film lies. GFiles, transfer full. */
GPtrArray         *cs_cbis_pictures     (const CsCbisPlace *film, const CsCbisRow *row);

/* The film with the case, side and view that its place tells, where it has none of its own. A reference of its own. */
CsImage           *cs_cbis_fill         (GFile *file, CsImage *image);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCbis, cs_cbis_unref)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsCbisPlace, cs_cbis_place_clear)

G_END_DECLS
