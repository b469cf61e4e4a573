/* From where a film was taken. Values and words; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The two usual ones; one that somebody called another; those that DICOM (PS3.16 CID 4014) and the ACR have letters for. */
typedef enum
{
  CS_VIEW_UNKNOWN, CS_VIEW_CC, CS_VIEW_MLO, CS_VIEW_OTHER,
  CS_VIEW_ML, CS_VIEW_LM, CS_VIEW_LMO, CS_VIEW_FB, CS_VIEW_SIO, CS_VIEW_ISO, CS_VIEW_XCC, CS_VIEW_XCCL, CS_VIEW_XCCM, CS_VIEW_CV,
  CS_VIEW_AT, CS_VIEW_TAN, CS_VIEW_RL, CS_VIEW_RM, CS_VIEW_RS, CS_VIEW_RI, CS_VIEW_SPECIMEN,
  CS_N_VIEWS
} CsView;

const char *cs_view_to_text      (CsView view);        /* "", "cc", "mlo", "other", "xccl", ...: stable, stored */
CsView      cs_view_from_text    (const char *text);   /* CS_VIEW_UNKNOWN: no such word */
const char *cs_view_get_letters  (CsView view);        /* "CC", "XCCL", as DICOM's View Position has them; "": unknown, or another */
CsView      cs_view_from_letters (const char *letters);
/* For a person, as short as on a film: the letters; NULL: unknown. Translated where there are none. */
const char *cs_view_describe     (CsView view);
gboolean    cs_view_is_usual     (CsView view);        /* CC or MLO: a screening has both */
gboolean    cs_view_is_cranial   (CsView view);        /* taken along the body, as CC: its picture's down is to the middle, or away from it */

G_END_DECLS
