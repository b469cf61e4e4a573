#include "cs-places.h"

static GFile *
below_data (const char *kind, const char *name)
{
  return g_file_new_build_filename (g_get_user_data_dir (), "calcspot", kind, name, NULL);
}

GFile *
cs_places_demo (void)
{
  return below_data ("demo", NULL);
}

GFile *
cs_places_films (void)
{
  return below_data ("films", NULL);
}

/* A name for a folder that no other folder has. */
static char *
name_for (GFile *folder)
{
  g_autofree char *uri = g_file_get_uri (folder);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);
  g_autofree char *base = g_file_get_basename (folder);

  return g_strdup_printf ("%s-%.8s", base, digest);
}

GFile *
cs_places_for (GFile *folder)
{
  g_autofree char *name = name_for (folder);

  return below_data ("studies", name);
}

GFile *
cs_places_bookmark (GFile *study, guint window)
{
  g_autofree char *name = name_for (study);
  g_autofree char *file = window > 0 ? g_strdup_printf ("%s-window-%u", name, window + 1) : g_strdup (name);

  return below_data ("bookmarks", file);
}
