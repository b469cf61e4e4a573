/* The other half of truth-phantom.c: lays a phantom on disk. Here and not beside the drawing, for it needs PNG. */
#include "cs-phantom.h"

#include <string.h>

#include "cs-file.h"
#include "cs-json.h"
#include "cs-png.h"

static void
add_word (GString *json, const char *name, const char *word)
{
  g_string_append_printf (json, ", \"%s\": ", name);
  cs_json_string (json, word);
}

static void
add_spot (GString *json, const CsTruthSpot *spot)
{
  g_string_append_printf (json, "    {\"x\": %d, \"y\": %d, \"width\": %d, \"height\": %d",
                          spot->x, spot->y, spot->width, spot->height);
  cs_json_member (json, "centre_x", spot->x + spot->width / 2.0, 1);
  cs_json_member (json, "centre_y", spot->y + spot->height / 2.0, 1);
  cs_json_member (json, "diameter_mm", spot->diameter, 4);
  cs_json_member (json, "contrast", spot->contrast, 4);
  add_word (json, "kind", spot->word);
  g_string_append_printf (json, ", \"cluster\": %d}", spot->cluster);
}

static char *
make_json (const CsPhantom *self)
{
  const CsFacts *facts = cs_image_get_facts (self->image);
  GString *json = g_string_new ("{\"film\": ");
  guint n = cs_truth_get_n_spots (self->truth);

  cs_json_string (json, cs_image_get_name (self->image));
  g_string_append_printf (json, ", \"seed\": %u, \"index\": %u, \"width\": %u, \"height\": %u, \"bits\": %u",
                          self->seed, self->index, cs_image_get_width (self->image), cs_image_get_height (self->image),
                          facts->bits);
  cs_json_member (json, "mm_per_pixel", facts->mm_per_pixel, 6);
  add_word (json, "case", facts->case_id);
  add_word (json, "side", cs_side_to_text (facts->side));
  add_word (json, "view", cs_view_to_text (facts->view));
  g_string_append_printf (json, ", \"dense\": %s,\n  \"calcifications\": [\n", self->dense ? "true" : "false");
  for (guint i = 0; i < n; i++)
    {
      add_spot (json, cs_truth_get_spot (self->truth, i));
      g_string_append (json, i + 1 < n ? ",\n" : "\n");
    }
  g_string_append (json, "  ]}\n");
  return g_string_free (json, FALSE);
}

static gboolean
write_masks (const CsPhantom *self, GFile *folder, GCancellable *cancellable, GError **error)
{
  static const char *const whats[] = { "calcifications", "breast", "pectoral" };

  for (guint i = 0; i < G_N_ELEMENTS (whats); i++)
    {
      g_autofree char *name = g_strdup_printf ("mask_%s.png", whats[i]);
      g_autoptr (GFile) file = g_file_get_child (folder, name);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !cs_png_write (cs_truth_get_mask (self->truth, whats[i]), 0, file, error))
        return FALSE;
    }
  return TRUE;
}

/* The film comes last: a folder with a film in it is whole. */
gboolean
cs_phantom_write (const CsPhantom *self, GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) home = g_file_get_child (folder, cs_image_get_name (self->image));
  g_autoptr (GFile) film = g_file_get_child (home, "film.png"), truth = g_file_get_child (home, "truth.json");
  g_autofree char *json = make_json (self);
  GError *failed = NULL;

  if (!g_file_make_directory_with_parents (home, cancellable, &failed) &&
      !g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  g_clear_error (&failed);
  return write_masks (self, home, cancellable, error) &&
         cs_file_write (truth, json, strlen (json), error) &&
         cs_png_write (cs_image_get_raster (self->image), cs_image_get_facts (self->image)->mm_per_pixel, film, error);
}
