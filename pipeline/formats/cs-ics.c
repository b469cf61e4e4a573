#include "cs-ics.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cs-date.h"
#include "cs-file.h"

/* DDSM's own calibrations; the letter of the film's name is the hospital it was scanned for. */
static const struct { const char *digitizer, *letters, *title; double offset, linear, logarithmic; } scanners[] = {
  { "DBA", "A", "DBA", 4.26700, 0, -0.90303 },
  { "HOWTEK", "A", "HOWTEK (MGH)", 3.78929, -0.00094568, 0 },
  { "LUMISYS", "BC", "LUMISYS", 4.05978, -0.00099081, 0 },
  { "HOWTEK", "D", "HOWTEK (ISMD)", 3.96604, -0.00099056, 0 },
};

/* The line's words behind its first; NULL: it begins with another. */
static char **
words_of (const char *line, const char *first)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t", -1);

  return g_strcmp0 (words[0], first) == 0 ? g_steal_pointer (&words) : NULL;
}

static guint
number_after (char **words, const char *key, guint most)
{
  for (guint i = 0; words[i] != NULL && words[i + 1] != NULL; i++)
    if (g_str_equal (words[i], key))
      return (guint) CLAMP (atoi (words[i + 1]), 0, (int) most);
  return 0;
}

static double
resolution_of (char **words)
{
  for (guint i = 0; words[i] != NULL && words[i + 1] != NULL; i++)
    if (g_str_equal (words[i], "RESOLUTION"))
      {
        double um = g_ascii_strtod (words[i + 1], NULL);

        return um >= 10 && um <= 1000 ? um / 1000 : 0;
      }
  return 0;
}

static void
find_scanner (const char *digitizer, char letter, CsScan *scan)
{
  for (guint i = 0; i < G_N_ELEMENTS (scanners); i++)
    if (g_str_has_prefix (digitizer, scanners[i].digitizer) && strchr (scanners[i].letters, letter) != NULL)
      {
        scan->scanner = scanners[i].title;
        scan->offset = scanners[i].offset;
        scan->linear = scanners[i].linear;
        scan->logarithmic = scanners[i].logarithmic;
        return;
      }
}

/* "DATE_OF_STUDY 2 7 1995": day, month, year */
static guint32
day_from (char **words)
{
  g_autofree char *text = NULL;

  if (g_strv_length (words) < 4)
    return 0;
  text = g_strdup_printf ("%04d-%02d-%02d", atoi (words[3]), atoi (words[2]), atoi (words[1]));
  return cs_date_parse (text);
}

/* "LEFT_CC LINES 5236 PIXELS_PER_LINE 2521 BITS_PER_PIXEL 12 RESOLUTION 43.5 OVERLAY", "DIGITIZER HOWTEK 43.5" */
static gboolean
parse (const char *text, const char *view, char letter, CsScan *scan)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);

  *scan = (CsScan) { 0 };
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) size = words_of (lines[i], view), digitizer = words_of (lines[i], "DIGITIZER");
      g_auto (GStrv) date = words_of (lines[i], "DATE_OF_STUDY");

      if (digitizer != NULL && digitizer[1] != NULL)
        find_scanner (digitizer[1], letter, scan);
      if (date != NULL)
        scan->day = day_from (date);
      if (size == NULL)
        continue;
      scan->height = number_after (size, "LINES", CS_MAX_SIDE);
      scan->width = number_after (size, "PIXELS_PER_LINE", CS_MAX_SIDE);
      scan->bits = number_after (size, "BITS_PER_PIXEL", 16);
      scan->mm = resolution_of (size);
    }
  return scan->width > 0 && scan->height > 0;
}

gboolean
cs_ics_find (GFile *film, CsScan *scan)
{
  g_autofree char *name = g_file_get_basename (film), *text = NULL, *ics = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (film), file = NULL;
  g_auto (GStrv) parts = name != NULL ? g_strsplit (name, ".", 3) : NULL;   /* A_1459_1, LEFT_CC, and the rest */

  if (folder == NULL || !g_regex_match_simple ("^[A-D]_\\d{4}_1\\.(LEFT|RIGHT)_(CC|MLO)(\\.|$)", name, 0, 0))
    return FALSE;
  ics = g_strconcat (g_strdelimit (parts[0], "_", '-'), ".ics", NULL);
  file = g_file_get_child (folder, ics);
  return (text = cs_file_load_text (file, NULL, NULL)) != NULL && parse (text, parts[1], name[0], scan);
}

double
cs_ics_density (const CsScan *scan, double level)
{
  level = MAX (level, 1);
  return scan->offset + scan->linear * level + scan->logarithmic * log10 (level);
}

static char *
tell_density (const CsScan *scan, CsImage *image)
{
  double low, high;

  cs_raster_range (cs_image_get_raster (image), &low, &high);
  return g_strdup_printf (_("Optical density by the table of the scanner, %s: %.2f where the film is darkest, %.2f "
                            "where it is brightest."),
                          scan->scanner, cs_ics_density (scan, low), cs_ics_density (scan, high));
}

static guint
depth_of (const CsScan *scan, CsImage *image)
{
  double low, high;

  cs_raster_range (cs_image_get_raster (image), &low, &high);
  return scan->bits >= 8 ? MAX (scan->bits, (guint) g_bit_storage ((gulong) high)) : cs_image_get_facts (image)->bits;
}

CsImage *
cs_ics_fill (const CsScan *scan, CsImage *image)
{
  g_autoptr (CsDetails) details = cs_details_new ();
  g_autoptr (CsImage) film = NULL;
  CsFacts facts = *cs_image_get_facts (image);

  if (scan->width != cs_image_get_width (image) || scan->height != cs_image_get_height (image))
    cs_details_add_note (details, g_strdup_printf (_("The case's .ics tells of a scan of %u × %u pixels, not of this "
                                                     "one: its spacing and depth were not taken."), scan->width,
                                                   scan->height));
  else
    {
      facts.bits = depth_of (scan, image);
      facts.mm_per_pixel = scan->mm;
      facts.spacing = scan->mm > 0 ? CS_SPACING_FILE : CS_SPACING_NONE;
      if (scan->scanner != NULL)
        cs_details_add_note (details, tell_density (scan, image));
    }
  film = cs_image_with_facts (image, &facts);
  cs_details_set_day (details, scan->day);
  return cs_image_with_details (film, details);
}
