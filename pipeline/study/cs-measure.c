#include "cs-measure.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include "cs-regions.h"

char *
cs_measure_source (const CsFacts *facts)
{
  double um = facts->mm_per_pixel * 1000;

  if (!(um > 0))
    return g_strdup (_("px: no spacing known"));
  switch (facts->spacing)
    {
    /* Translators: the size of a film's pixels, and how it is known: from a list of scanners, from its file, by hand */
    case CS_SPACING_SET: return g_strdup_printf (_("%.4g µm, scanner’s table"), um);
    case CS_SPACING_HAND: return g_strdup_printf (_("%.4g µm, set by hand"), um);
    case CS_SPACING_FILE:
    case CS_SPACING_NONE:
    default: return g_strdup_printf (_("%.4g µm, by its file"), um);
    }
}

char *
cs_measure_length (const CsFacts *facts, double pixels)
{
  if (facts->mm_per_pixel > 0)
    return g_strdup_printf (_("%.1f mm"), pixels * facts->mm_per_pixel);
  return g_strdup_printf (_("%.0f px"), pixels);
}

char *
cs_measure_area (const CsFacts *facts, double pixels)
{
  if (facts->mm_per_pixel > 0)
    return g_strdup_printf (_("%.2f mm²"), pixels * facts->mm_per_pixel * facts->mm_per_pixel);
  return g_strdup_printf (_("%.0f px²"), pixels);
}

char *
cs_measure_mask (const CsFacts *facts, const CsRaster *mask)
{
  g_autoptr (CsRegions) regions = cs_regions_find (mask, 8);
  g_autofree char *area = cs_measure_area (facts, (double) cs_regions_area (mask));

  /* Translators: %s is their area, such as "0.42 mm²" */
  return g_strdup_printf (ngettext ("%u calcification, %s", "%u calcifications, %s", regions->n), regions->n, area);
}

static void
get_corner (const CsBox *box, guint corner, double *x, double *y)
{
  *x = box->x + (corner & 1 ? box->width : 0);
  *y = box->y + (corner & 2 ? box->height : 0);
}

double
cs_measure_extent (const CsBox *boxes, guint n)
{
  double longest = 0;

  for (guint i = 0; i < 4 * n; i++)
    for (guint k = 0; k < i; k++)
      {
        double x0, y0, x1, y1;

        get_corner (&boxes[i / 4], i % 4, &x0, &y0);
        get_corner (&boxes[k / 4], k % 4, &x1, &y1);
        longest = MAX (longest, hypot (x1 - x0, y1 - y0));
      }
  return longest;
}

char *
cs_measure_parts (const CsBox *box)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < CS_BOX_PARTS; i++)
    g_string_append_printf (text, "%s%s %.2f", i ? " · " : "", _(cs_box_part_titles[i]), box->parts[i]);
  return g_string_free (text, FALSE);
}
