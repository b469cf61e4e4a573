#include "cs-truths.h"

#include <glib/gi18n-lib.h>

gboolean
cs_truths_fits (CsTruth *truth, const CsTruthFilm *film, const char *what, guint width, guint height)
{
  if (width == film->width && height == film->height)
    return TRUE;
  /* Translators: a file or a lesion's name, and sizes in pixels */
  cs_truth_add_gap (truth, g_strdup_printf (_("“%s” was left out: it was made for a film of %u × %u px, but this one "
                                              "has %u × %u. Put the film it was made for in its place, or scale both "
                                              "alike, and add the film again."),
                                            what, width, height, film->width, film->height));
  return FALSE;
}

gboolean
cs_truths_holds (CsTruth *truth, const CsTruthFilm *film, const char *what, guint width, guint height)
{
  if (width <= film->width && height <= film->height)
    return TRUE;
  cs_truth_add_gap (truth, g_strdup_printf (_("“%s” was left out: it was made for a film of at least %u × %u px, but "
                                              "this one has %u × %u. Put the film it was made for in its place, and "
                                              "add it again."),
                                            what, width, height, film->width, film->height));
  return FALSE;
}
