#include "cs-servers.h"

GPtrArray *
cs_servers_load (GSettings *settings)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_pacs_server_unref);
  g_autoptr (GVariant) kept = settings ? g_settings_get_value (settings, CS_PREFERENCE_SERVERS) : NULL;

  for (gsize i = 0; kept && i < g_variant_n_children (kept); i++)
    {
      const char *name, *address, *user, *authority;
      g_autoptr (GVariant) child = g_variant_get_child_value (kept, i);
      CsPacsServer *server;

      g_variant_get (child, "(&s&s&s&s)", &name, &address, &user, &authority);
      server = cs_pacs_server_new (name, address, user, authority, NULL);
      if (server)
        g_ptr_array_add (servers, server);
    }
  return servers;
}

void
cs_servers_save (GSettings *settings, GPtrArray *servers)
{
  GVariantBuilder kept;

  g_variant_builder_init (&kept, G_VARIANT_TYPE ("a(ssss)"));
  for (guint i = 0; i < servers->len; i++)
    {
      const CsPacsServer *server = servers->pdata[i];

      g_variant_builder_add (&kept, "(ssss)", server->name, server->address, server->user, server->authority);
    }
  g_settings_set_value (settings, CS_PREFERENCE_SERVERS, g_variant_builder_end (&kept));
}
