/* CBIS-DDSM's own tables (case_description), which join its pictures to a woman and a film's lesions to the film. Where they lie is
 * remembered as long as neither they nor the folders looked through change. Blocking; any thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Every series of the set is called so: no other name asks for tables. */
#define CS_CBIS_SERIES "1.3.6.1.4.1.9590.100.1.2."

/* One line of the tables: a lesion of a film. */
typedef struct
{
  char       *film, *lesion;     /* patient ids: "Calc-Test_P_00038_LEFT_CC", and that with "_1" */
  char       *series;            /* of the lesion's crop and mask; "": not told */
  gboolean    mass;
  char       *words;             /* "PUNCTATE CLUSTERED BENIGN" */
} CsCbisRow;

/* The tables of one download. Immutable. */
typedef struct _CsCbis CsCbis;

/* The tables in @root, in a folder "csv" there, or up to five folders higher; NULL: none. Transfer full. */
CsCbis            *cs_cbis_at           (GFile *root);
CsCbis            *cs_cbis_ref          (CsCbis *self);
void               cs_cbis_unref        (CsCbis *self);
guint              cs_cbis_get_n        (const CsCbis *self);
const CsCbisRow   *cs_cbis_get          (const CsCbis *self, guint row);   /* borrowed */
const char *const *cs_cbis_get_faults   (const CsCbis *self);              /* why a table could not be read: sentences */
GFile             *cs_cbis_get_home     (const CsCbis *self);              /* the folder of the download; borrowed */
/* The patient id that a series, by its UID, or a name has: "P_00038_LEFT_CC", or set and last digits of a series ("Calc-Test 11317").
 * NULL: none has, or two have. Borrowed. */
const char        *cs_cbis_whose_series (const CsCbis *self, const char *series);
const char        *cs_cbis_whose_name   (const CsCbis *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCbis, cs_cbis_unref)

G_END_DECLS
