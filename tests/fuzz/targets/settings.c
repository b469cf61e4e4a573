/* Presets of other people: settings as text. */
#include "cs-preset.h"
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) file = fuzz_lay ("somebody.preset", bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsSettings) settings = cs_preset_import (file, &error), again = NULL;
  g_autofree char *text = NULL;

  g_assert_true ((settings == NULL) == (error != NULL));
  if (settings == NULL)
    return;
  text = cs_settings_to_text (settings);
  again = cs_settings_from_text (text, NULL);
  g_assert_nonnull (again);
  g_assert_true (cs_settings_equal (settings, again));
}

static void
seed (GPtrArray *seeds)
{
  g_autoptr (CsSettings) published = cs_settings_new ("published"), plain = cs_settings_new (NULL);
  g_autoptr (CsSettings) changed = cs_settings_with_text (plain, "background.radius=2.5", NULL);
  g_autoptr (CsSettings) named = cs_settings_with_name (changed, "Größe", NULL);
  g_autofree char *first = cs_settings_to_text (published), *second = cs_settings_to_text (named);

  fuzz_add_text (seeds, first);
  fuzz_add_text (seeds, second);
}

const FuzzTarget fuzz_target_settings = { .id = "settings", .run = run, .seed = seed };
