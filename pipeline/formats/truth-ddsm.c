/* Truth of DDSM: NAME.OVERLAY beside the film NAME.*, chain-coded outlines in pixels of the scan, whose size the case's
 * .ics tells. A film of another size (an overview, a reduced copy) is met by scaling. Calcifications alone are taken.
 *
 * A chain: column, row, then steps: 0 is up, then clockwise; '#' ends it. The counts of the file are not believed. */
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "cs-file.h"
#include "cs-ics.h"
#include "cs-truths.h"

/* Sides whose proportions differ by more are not the same film. */
#define MOST_SKEW 0.02

typedef struct { double scale; guint width, height; } Grid;

/* Walks a chain and returns its bounds in the film's pixels; FALSE: there is no such chain, or it has left the film. */
static gboolean
walk (const char *line, const Grid *grid, CsTruthSpot *spot)
{
  static const int dx[] = { 0, 1, 1, 1, 0, -1, -1, -1 }, dy[] = { -1, -1, 0, 1, 1, 1, 0, -1 };
  char *c;
  long x = strtol (line, &c, 10), y = strtol (c, &c, 10), left = x, right = x, top = y, bottom = y;

  if (x < 0 || y < 0 || x > (long) CS_MAX_SIDE || y > (long) CS_MAX_SIDE)
    return FALSE;
  for (; *c != '\0' && *c != '#'; c++)
    if (*c >= '0' && *c <= '7')
      {
        x += dx[*c - '0'];
        y += dy[*c - '0'];
        left = MIN (left, x);
        right = MAX (right, x);
        top = MIN (top, y);
        bottom = MAX (bottom, y);
      }
  left = MAX (left, 0);
  top = MAX (top, 0);
  *spot = (CsTruthSpot) { .x = (int) (left * grid->scale), .y = (int) (top * grid->scale), .cluster = -1 };
  spot->width = MIN ((int) ((right + 1) * grid->scale), (int) grid->width) - spot->x;
  spot->height = MIN ((int) ((bottom + 1) * grid->scale), (int) grid->height) - spot->y;
  return spot->width > 0 && spot->height > 0;
}

/* The first outline behind each BOUNDARY; its lesion's words come before it. */
static void
parse (CsTruth *truth, const char *text, const Grid *grid)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      CsTruthSpot spot;

      if (g_str_has_prefix (lines[i], "ABNORMALITY"))
        g_string_truncate (words, 0);
      else if (g_str_has_prefix (lines[i], "LESION_TYPE "))
        g_string_append_printf (words, "%s%s", words->len > 0 ? "; " : "", lines[i] + strlen ("LESION_TYPE "));
      if (!g_str_has_prefix (lines[i], "BOUNDARY") || lines[i + 1] == NULL ||
          strstr (words->str, "CALCIFICATION") == NULL)
        continue;
      if (walk (lines[i + 1], grid, &spot))
        {
          spot.word = words->str;
          cs_truth_add (truth, &spot);
        }
      else
        cs_truth_add_gap (truth, g_strdup_printf (_("An outline does not lie on the film: “%s”."), words->str));
    }
}

/* FALSE: the scan has other proportions, so that no scaling helps; the truth has a gap. */
static gboolean
find_grid (CsTruth *truth, const CsTruthFilm *film, const CsScan *scan, const char *name, Grid *grid)
{
  *grid = (Grid) { film->width / (double) scan->width, film->width, film->height };
  return ABS (film->height / (grid->scale * scan->height) - 1) <= MOST_SKEW ||
         cs_truths_fits (truth, film, name, scan->width, scan->height);
}

static CsTruth *
read_truth (const CsTruthFilm *film, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (film->file), file = NULL;
  g_autofree char *name = g_file_get_basename (film->file), *stem = NULL, *overlay = NULL, *text = NULL;
  CsTruth *truth;
  CsScan scan;
  Grid grid;

  if (folder == NULL || !g_regex_match_simple ("^[A-D]_\\d{4}_1\\.(LEFT|RIGHT)_(CC|MLO)\\.", name, 0, 0))
    return NULL;
  stem = g_strndup (name, (gsize) (strchr (strchr (name, '.') + 1, '.') - name));
  overlay = g_strconcat (stem, ".OVERLAY", NULL);
  file = g_file_get_child (folder, overlay);
  if (!g_file_query_exists (file, NULL) || (text = cs_file_load_text (file, NULL, error)) == NULL)
    return NULL;
  truth = cs_truth_new (TRUE);
  if (!cs_ics_find (film->file, &scan))
    cs_truth_add_gap (truth, g_strdup (_("The outlines were left out: the case's .ics, which tells the size they were "
                                         "drawn at, is not here. Put it beside the film, and add the film again.")));
  else if (find_grid (truth, film, &scan, overlay, &grid))
    parse (truth, text, &grid);
  return truth;
}

const CsTruthSource cs_truth_ddsm = { .id = "ddsm", .read = read_truth };
