/* Truth of mini-MIAS: a line of Info.txt (or Info-selected.txt) a circle: film tissue class severity x y radius.
 * The origin is at the bottom left; some films say NOTE 3 (spread over the whole film) and have no circle.
 * Calcifications alone are taken. */
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "cs-file.h"
#include "cs-truths.h"

#define SIDE 1024

static gboolean
is_mias (const char *name)
{
  return strlen (name) == 10 && g_str_has_prefix (name, "mdb") && g_str_has_suffix (name, ".pgm");
}

/* "mdb209 G CALC M 647 503 87": fields are parted by single spaces; some lines end with one. */
static void
add_line (CsTruth *truth, const CsTruthFilm *film, const char *line, const char *stem)
{
  g_autofree char *told = g_strchomp (g_strdup (line));
  g_auto (GStrv) fields = NULL;
  g_autofree char *word = NULL;
  int x, y, radius;

  if (!g_str_has_prefix (told, stem))
    return;
  fields = g_strsplit (told, " ", -1);
  if (g_strv_length (fields) < 4)   /* a normal film: nothing to find */
    return;
  if (!g_str_equal (fields[2], "CALC"))
    {
      cs_truth_add_note (truth, g_strdup_printf (_("No calcification, and left out: “%s”."), told));
      return;
    }
  if (g_strv_length (fields) < 7 || !g_ascii_isdigit (fields[4][0]))
    {
      cs_truth_add_gap (truth, g_strdup_printf (_("The table gives no circle: “%s”."), told));
      return;
    }
  x = atoi (fields[4]);
  y = SIDE - 1 - atoi (fields[5]);
  radius = atoi (fields[6]);
  if (x < 0 || x >= SIDE || y < 0 || y >= SIDE || radius <= 0 || radius >= SIDE)
    {
      cs_truth_add_gap (truth, g_strdup_printf (_("The circle does not lie on the film: “%s”."), told));
      return;
    }
  if (!cs_truths_fits (truth, film, told, SIDE, SIDE))
    return;
  word = g_strjoin (" ", fields[2], fields[3], NULL);
  cs_truth_add (truth, &(CsTruthSpot) { .x = x - radius,
                                       .y = y - radius,
                                       .width = 2 * radius + 1,
                                       .height = 2 * radius + 1,
                                       .diameter = 0.4 * radius,
                                       .cluster = -1,
                                       .round = TRUE,
                                       .word = word });
}

static CsTruth *
read_table (GFile *table, const CsTruthFilm *film, const char *stem)
{
  g_autofree char *text = cs_file_load_text (table, NULL, NULL);
  g_auto (GStrv) lines = NULL;
  CsTruth *truth;

  if (text == NULL)
    return NULL;
  truth = cs_truth_new (TRUE);
  lines = g_strsplit_set (text, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    add_line (truth, film, lines[i], stem);
  return truth;
}

static CsTruth *
read_truth (const CsTruthFilm *film, GError **error)
{
  static const char *const tables[] = { "Info-selected.txt", "Info.txt" };
  g_autoptr (GFile) folder = g_file_get_parent (film->file);
  g_autofree char *name = g_file_get_basename (film->file), *stem = NULL;
  CsTruth *truth = NULL;

  if (folder == NULL || !is_mias (name))
    return NULL;
  stem = g_strndup (name, 6);
  for (guint i = 0; truth == NULL && i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (GFile) table = g_file_get_child (folder, tables[i]);

      truth = read_table (table, film, stem);
    }
  return truth;
}

const CsTruthSource cs_truth_mias = { .id = "mias", .read = read_truth };
