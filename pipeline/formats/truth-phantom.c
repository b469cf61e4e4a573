/* Truth of a phantom: truth.json and the masks beside film.png, as cs_phantom_write() lays them. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"
#include "cs-file.h"
#include "cs-formats.h"
#include "cs-json-read.h"
#include "cs-truths.h"

#define MOST_DEPTH 8   /* our own is three deep */

static CsRaster *
read_mask (GFile *folder, const char *name, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);

  return g_file_query_exists (file, NULL) ? cs_formats_mask (file, NULL, error) : NULL;
}

static gboolean
read_masks (CsTruth *truth, const CsTruthFilm *film, GFile *folder, GError **error)
{
  static const char *const whats[] = { "calcifications", "breast", "pectoral" };

  for (guint i = 0; i < G_N_ELEMENTS (whats); i++)
    {
      GError *failed = NULL;
      g_autofree char *name = g_strdup_printf ("mask_%s.png", whats[i]);
      g_autoptr (CsRaster) mask = read_mask (folder, name, &failed);

      if (failed != NULL)
        {
          g_propagate_error (error, failed);
          return FALSE;
        }
      if (mask != NULL &&
          cs_truths_fits (truth, film, name, cs_raster_get_width (mask), cs_raster_get_height (mask)))
        cs_truth_set_mask (truth, whats[i], mask);
    }
  return TRUE;
}

static double
number (JsonObject *object, const char *name, double fallback)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : fallback;
}

static const char *
word (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *text = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  return text != NULL ? text : "";
}

static gboolean
is_pixel (double value)
{
  return value > -1.0 * CS_MAX_SIDE && value < 2.0 * CS_MAX_SIDE;
}

static void
add_spot (JsonArray *array, guint index, JsonNode *node, gpointer data)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  double box[4];

  if (object == NULL)
    return;
  box[0] = number (object, "x", 0);
  box[1] = number (object, "y", 0);
  box[2] = number (object, "width", 0);
  box[3] = number (object, "height", 0);
  for (guint i = 0; i < 4; i++)
    if (!is_pixel (box[i]))
      return;
  cs_truth_add (data, &(CsTruthSpot) {
    .x = (int) box[0], .y = (int) box[1], .width = (int) box[2], .height = (int) box[3],
    .diameter = number (object, "diameter_mm", 0), .contrast = number (object, "contrast", 0),
    .cluster = (int) CLAMP (number (object, "cluster", -1), -1, 1e6), .word = word (object, "kind") });
}

static JsonArray *
find_spots (JsonNode *root)
{
  JsonNode *node = JSON_NODE_HOLDS_OBJECT (root)
                   ? json_object_get_member (json_node_get_object (root), "calcifications") : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* One that does not say how large its film was drawn is believed. */
static gboolean
fits (CsTruth *truth, const CsTruthFilm *film, JsonObject *root)
{
  double width = number (root, "width", film->width), height = number (root, "height", film->height);

  return cs_truths_fits (truth, film, "truth.json", (guint) CLAMP (width, 0, 1e9), (guint) CLAMP (height, 0, 1e9));
}

static JsonNode *
parse (GFile *file, GError **error)
{
  g_autofree char *text = cs_file_load_text (file, NULL, error);
  JsonNode *root = text != NULL ? cs_json_parse (text, strlen (text), MOST_DEPTH, error) : NULL;

  if (text != NULL && root == NULL)
    g_prefix_error (error, "“%s”: ", g_file_peek_path (file));
  return root;
}

static CsTruth *
read_truth (const CsTruthFilm *film, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (film->file);
  g_autoptr (GFile) file = folder != NULL ? g_file_get_child (folder, "truth.json") : NULL;
  g_autofree char *name = g_file_get_basename (film->file);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (CsTruth) truth = NULL;
  JsonArray *spots;

  if (file == NULL || !g_file_peek_path (file) || !g_str_equal (name, "film.png") || !g_file_query_exists (file, NULL))
    return NULL;
  root = parse (file, error);
  if (root == NULL)
    return NULL;
  spots = find_spots (root);
  if (spots == NULL)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("“%s” lists no calcifications. Draw the phantom anew."),
                   g_file_peek_path (file));
      return NULL;
    }
  truth = cs_truth_new (FALSE);
  if (!fits (truth, film, json_node_get_object (root)))
    return g_steal_pointer (&truth);
  cs_truth_set_spacing (truth, number (json_node_get_object (root), "mm_per_pixel", 0));
  json_array_foreach_element (spots, add_spot, truth);
  return read_masks (truth, film, folder, error) ? g_steal_pointer (&truth) : NULL;
}

const CsTruthSource cs_truth_phantom = { .id = "phantom", .read = read_truth };
