/* Truth of a film NAME.png with NAME_mask.png beside it (GMIC's sample): a mask of regions, one spot round all of it.
 * The mask outlines lesions, not single calcifications. */
#include <string.h>

#include "cs-formats.h"
#include "cs-truths.h"

static CsTruth *
read_truth (const CsTruthFilm *film, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (film->file);
  g_autofree char *name = g_file_get_basename (film->file), *stem = NULL, *mask_name = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (CsRaster) mask = NULL;
  CsTruth *truth;
  CsTruthSpot spot;

  if (folder == NULL || !g_str_has_suffix (name, ".png"))
    return NULL;
  stem = g_strndup (name, strlen (name) - strlen (".png"));
  mask_name = g_strconcat (stem, "_mask.png", NULL);
  file = g_file_get_child (folder, mask_name);
  if (!g_file_query_exists (file, NULL))
    return NULL;
  mask = cs_formats_mask (file, NULL, error);
  if (mask == NULL)
    return NULL;
  truth = cs_truth_new (TRUE);
  if (cs_truths_fits (truth, film, mask_name, cs_raster_get_width (mask), cs_raster_get_height (mask)) &&
      cs_truth_spot_of_mask (mask, &spot))
    {
      spot.word = "region";
      cs_truth_add (truth, &spot);
    }
  return truth;
}

const CsTruthSource cs_truth_mask = { .id = "mask", .read = read_truth };
