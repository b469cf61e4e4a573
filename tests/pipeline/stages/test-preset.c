/* Named presets: what was saved is what is found again; what is no preset is refused by name. */
#include <glib/gstdio.h>
#include <string.h>

#include "cs-error.h"
#include "cs-preset.h"

typedef struct { char *path; GFile *folder; } Place;

static Place
place_new (void)
{
  Place self = { .path = g_dir_make_tmp ("calcspot-preset-XXXXXX", NULL) };

  self.folder = g_file_new_build_filename (self.path, "presets", NULL);
  return self;
}

static void
place_clear (Place *self)
{
  g_autoptr (GPtrArray) presets = cs_preset_list (self->folder);

  for (guint i = 0; i < presets->len; i++)
    cs_preset_remove (self->folder, cs_settings_get_name (presets->pdata[i]), NULL);
  g_file_delete (self->folder, NULL, NULL);
  g_rmdir (self->path);
  g_object_unref (self->folder);
  g_free (self->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static CsSettings *
make (const char *base, const char *assignment, const char *name)
{
  g_autoptr (CsSettings) plain = cs_settings_new (base), changed = cs_settings_with_text (plain, assignment, NULL);
  CsSettings *named = cs_settings_with_name (changed, name, NULL);

  g_assert_nonnull (named);
  return named;
}

static void
test_names (void)
{
  static const char *const bad[] = { "", ".x", " x", "a/b", "default", "published", "custom", "a\nb", "\xff" };
  g_autoptr (CsSettings) plain = cs_settings_new (NULL), named = make (NULL, "spots.limit=7", "Für dichte Brüste");
  g_autoptr (CsSettings) changed = cs_settings_with (named, "spots.limit", 8, NULL);
  g_autoptr (CsSettings) same = cs_settings_with (named, "spots.limit", 7, NULL);
  g_autofree char *text = cs_settings_to_text (named), *longer = g_strnfill (81, 'x');
  g_autoptr (CsSettings) back = cs_settings_from_text (text, NULL);

  g_assert_null (cs_settings_get_name (plain));
  g_assert_cmpstr (cs_settings_get_name (back), ==, "Für dichte Brüste");
  g_assert_true (cs_settings_equal (back, named));
  g_assert_null (cs_settings_get_name (changed));
  /* The values are the same, but only one has a name. */
  g_assert_false (cs_settings_equal (same, named));
  g_assert_cmpstr (cs_settings_get_digest (same), ==, cs_settings_get_digest (named));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (cs_settings_with_name (plain, bad[i], &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
    }
  g_assert_null (cs_settings_with_name (plain, longer, NULL));
}

/* What a person exports and reads is 0.2; any number comes back as it was. */
static void
test_numbers (void)
{
  g_autoptr (CsSettings) plain = cs_settings_new (NULL), round = cs_settings_with (plain, "spots.least", 0.2, NULL);
  g_autofree char *text = cs_settings_to_text (round);
  g_autoptr (GRand) dice = g_rand_new_with_seed (5);

  g_assert_nonnull (strstr (text, "least=0.2\n"));
  for (guint i = 0; i < 1000; i++)
    {
      double value = i > 0 ? g_rand_double (dice) : 0;
      g_autoptr (CsSettings) one = cs_settings_with (plain, "spots.least", value, NULL);
      g_autofree char *written = cs_settings_to_text (one);
      g_autoptr (CsSettings) back = cs_settings_from_text (written, NULL);

      g_assert_cmpfloat (cs_settings_get (back, "spots.least"), ==, value);
      g_assert_cmpstr (cs_settings_get_digest (back), ==, cs_settings_get_digest (one));
    }
}

static void
test_store (void)
{
  g_auto (Place) place = place_new ();
  g_autoptr (CsSettings) one = make ("published", "spots.limit=7", "b"), other = make (NULL, "spots.reach=9", "a");
  g_autoptr (CsSettings) found = NULL, builtin = NULL;
  g_autoptr (GPtrArray) none = cs_preset_list (place.folder), both = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (cs_preset_save (place.folder, one, &error));
  g_assert_true (cs_preset_save (place.folder, other, &error));
  g_assert_true (cs_preset_save (place.folder, one, &error));   /* again: replaced */
  g_assert_no_error (error);
  both = cs_preset_list (place.folder);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_true (cs_settings_equal (both->pdata[0], other));
  g_assert_true (cs_settings_equal (both->pdata[1], one));
  found = cs_preset_find (place.folder, "b", &error);
  g_assert_true (cs_settings_equal (found, one));
  builtin = cs_preset_find (place.folder, "published", NULL);
  g_assert_cmpstr (cs_settings_get_preset (builtin), ==, "published");
  g_assert_null (cs_preset_find (place.folder, "c", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  g_clear_error (&error);
  g_assert_true (cs_preset_remove (place.folder, "a", NULL));
  g_assert_false (cs_preset_remove (place.folder, "a", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  g_clear_error (&error);
  g_assert_false (cs_preset_remove (place.folder, "../presets/b", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
}

/* A file without a name in it is called after itself; one that is none is refused and left out of the list. */
static void
test_files (void)
{
  g_auto (Place) place = place_new ();
  g_autoptr (CsSettings) plain = cs_settings_new ("published"), back = NULL;
  g_autoptr (GFile) good = g_file_get_child (place.folder, "From a colleague.preset");
  g_autoptr (GFile) bad = g_file_get_child (place.folder, "bad.preset");
  g_autoptr (GPtrArray) presets = NULL;
  g_autoptr (GError) error = NULL;

  g_file_make_directory (place.folder, NULL, NULL);
  g_assert_true (cs_preset_export (plain, good, NULL));
  g_assert_true (g_file_replace_contents (bad, "[settings]\npreset=best\n", 23, NULL, FALSE, 0, NULL, NULL, NULL));
  back = cs_preset_import (good, &error);
  g_assert_cmpstr (cs_settings_get_name (back), ==, "From a colleague");
  g_assert_null (cs_preset_import (bad, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "bad.preset"));
  presets = cs_preset_list (place.folder);
  g_assert_cmpuint (presets->len, ==, 1);
  g_file_delete (bad, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset/names", test_names);
  g_test_add_func ("/preset/numbers", test_numbers);
  g_test_add_func ("/preset/store", test_store);
  g_test_add_func ("/preset/files", test_files);
  return g_test_run ();
}
