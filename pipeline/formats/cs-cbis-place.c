#include "cs-cbis-place.h"

#include <string.h>

/* A folder called by a patient id is looked for so far above a picture. */
#define MOST_DEPTH 4

/* "Calc-Test_P_00038_LEFT_CC"; with a number behind it, it is the patient id of a lesion. Pictures made of the set are
 * called by it and "=ROI" or "=full". */
static gboolean
read_patient (const char *name, CsCbisPlace *place)
{
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("^((?:Calc|Mass)-(?:Training|Test)_P_\\d{5}_(?:LEFT|RIGHT)_(?:CC|MLO)"
                                            "(_\\d+)?)(?:[=.].*)?$", 0, 0, NULL));
  if (!g_regex_match (regex, name, 0, &match))
    return FALSE;
  number = g_match_info_fetch (match, 2);
  place->patient = g_match_info_fetch (match, 1);
  place->lesion = number != NULL && *number != '\0';
  return TRUE;
}

char *
cs_cbis_patient_of (const char *name)
{
  CsCbisPlace place = { 0 };

  read_patient (name, &place);
  return place.patient;
}

gboolean
cs_cbis_is_lesion (const char *patient)
{
  CsCbisPlace place = { 0 };
  gboolean lesion = read_patient (patient, &place) && place.lesion;

  g_free (place.patient);
  return lesion;
}

/* A folder above @file that is called by a patient id. */
static gboolean
place_by_folder (GFile *file, CsCbisPlace *place)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  for (guint i = 0; i < MOST_DEPTH && folder != NULL; i++)
    {
      g_autofree char *name = g_file_get_basename (folder);
      g_autoptr (GFile) above = g_file_get_parent (folder);

      if (read_patient (name, place))
        {
          place->root = g_steal_pointer (&above);
          return TRUE;
        }
      g_set_object (&folder, above);
    }
  return FALSE;
}

/* @patient: what the tables say; NULL: nothing. */
static gboolean
place_by_table (const char *patient, GFile *root, CsCbisPlace *place)
{
  if (patient == NULL)
    return FALSE;
  place->patient = g_strdup (patient);
  place->lesion = cs_cbis_is_lesion (patient);
  place->root = g_object_ref (root);
  return TRUE;
}

/* A folder, or a file, that is called by a series. */
static gboolean
place_by_series (const char *series, GFile *root, CsCbisPlace *place)
{
  g_autofree char *uid = g_strndup (series, strspn (series, "0123456789."));
  g_autoptr (CsCbis) tables = NULL;

  if (root == NULL || !g_str_has_prefix (series, CS_CBIS_SERIES))
    return FALSE;
  if (g_str_has_suffix (uid, "."))   /* the dot before the suffix */
    uid[strlen (uid) - 1] = '\0';
  tables = cs_cbis_at (root);
  return tables != NULL && place_by_table (cs_cbis_whose_series (tables, uid), root, place);
}

static gboolean
place_by_folders_series (GFile *folder, CsCbisPlace *place)
{
  g_autofree char *series = g_file_get_basename (folder);
  g_autoptr (GFile) root = g_file_get_parent (folder);

  return place_by_series (series, root, place);
}

/* "P_00038_LEFT_CC_1.png": a patient id without its set, which the tables alone can tell. */
static gboolean
place_by_bare (const char *name, GFile *folder, CsCbisPlace *place)
{
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (CsCbis) tables = NULL;
  g_autofree char *bare = NULL;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("^(P_\\d{5}_(?:LEFT|RIGHT)_(?:CC|MLO)(?:_\\d+)?)(?:[=.].*)?$", 0, 0, NULL));
  if (!g_regex_match (regex, name, 0, &match))
    return FALSE;
  bare = g_match_info_fetch (match, 1);
  tables = cs_cbis_at (folder);
  return tables != NULL && place_by_table (cs_cbis_whose_name (tables, bare), folder, place);
}

/* "Calc_Test_ROI_11317_1-1.png": the set, what the series is called, the last digits of its UID, the file in it. */
static gboolean
place_by_tail (const char *name, GFile *folder, CsCbisPlace *place)
{
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (CsCbis) tables = NULL;
  g_autofree char *key = NULL, *kind = NULL;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("^(Calc|Mass)[-_](Test|Training)[-_]([A-Za-z]+)[-_](\\d{5})"
                                            "[-_]\\d+-\\d+\\.", 0, 0, NULL));
  if (!g_regex_match (regex, name, 0, &match))
    return FALSE;
  key = g_match_info_expand_references (match, "\\1-\\2 \\4", NULL);
  kind = g_match_info_fetch (match, 3);
  tables = cs_cbis_at (folder);
  if (tables != NULL && place_by_table (cs_cbis_whose_name (tables, key), folder, place))
    return TRUE;
  place->lesion = g_str_equal (kind, "ROI");
  place->root = place->lesion ? g_object_ref (folder) : NULL;
  return place->lesion;
}

gboolean
cs_cbis_place (GFile *file, CsCbisPlace *place)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_auto (CsCbisPlace) above = { 0 };

  *place = (CsCbisPlace) { 0 };
  if (folder == NULL)
    return FALSE;
  if (place_by_folder (file, &above) && !read_patient (name, place))
    *place = above, above = (CsCbisPlace) { 0 };
  else if (place->patient != NULL || read_patient (name, place))
    place->root = g_object_ref (above.root != NULL ? above.root : folder);
  return place->patient != NULL || place_by_folders_series (folder, place) || place_by_series (name, folder, place) ||
         place_by_bare (name, folder, place) || place_by_tail (name, folder, place);
}

void
cs_cbis_place_clear (CsCbisPlace *place)
{
  g_clear_pointer (&place->patient, g_free);
  g_clear_object (&place->root);
}

CsImage *
cs_cbis_fill (GFile *file, CsImage *image)
{
  CsFacts facts = *cs_image_get_facts (image), told = { 0 };
  g_auto (CsCbisPlace) place = { 0 };
  g_autofree char *case_id = NULL;

  if ((facts.side != CS_SIDE_UNKNOWN && facts.view != CS_VIEW_UNKNOWN && *facts.case_id != '\0') ||
      !cs_cbis_place (file, &place) || place.patient == NULL)
    return cs_image_ref (image);
  case_id = cs_facts_from_name (place.patient, cs_image_get_width (image), cs_image_get_height (image), &told);
  if (*facts.case_id == '\0' && case_id != NULL)
    facts.case_id = case_id;
  facts.side = facts.side != CS_SIDE_UNKNOWN ? facts.side : told.side;
  facts.view = facts.view != CS_VIEW_UNKNOWN ? facts.view : told.view;
  return cs_image_with_facts (image, &facts);
}
