/* Every type of app that can be made alone is made, and is gone when dropped. */
#include "fixture.h"

#include "cs-film-tile.h"
#include "cs-film-view.h"
#include "cs-mark-list.h"
#include "cs-mark-row.h"
#include "cs-mask-panel.h"
#include "cs-network-row.h"
#include "cs-page.h"
#include "cs-patch-tile.h"
#include "cs-preset-bar.h"
#include "cs-preset-chooser.h"
#include "cs-queue-bar.h"
#include "cs-table-panel.h"
#include "cs-why-popover.h"

static GType
type_of (guint i)
{
  const GType types[] = { CS_TYPE_SESSION, CS_TYPE_JOBS, CS_TYPE_FILM_VIEW, CS_TYPE_FILM_TILE, CS_TYPE_MARK_LIST,
                          CS_TYPE_MARK_ROW, CS_TYPE_MASK_PANEL, CS_TYPE_PATCH_TILE, CS_TYPE_WHY_POPOVER,
                          CS_TYPE_PRESET_BAR, CS_TYPE_PRESET_CHOOSER, CS_TYPE_TABLE_PANEL, CS_TYPE_QUEUE_BAR,
                          CS_TYPE_NETWORK_ROW };
  return i < G_N_ELEMENTS (types) ? types[i] : G_TYPE_INVALID;
}

static void
test_finalises (gconstpointer data)
{
  GObject *object = g_object_new (g_type_from_name (data), NULL);
  guint n;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  if (g_object_is_floating (object))
    g_object_ref_sink (object);
  for (guint i = 0; i < n; i++)
    if (pspecs[i]->flags & G_PARAM_READABLE && g_str_has_prefix (g_type_name (pspecs[i]->owner_type), "Cs"))
      {
        g_auto (GValue) value = G_VALUE_INIT;
        g_object_get_property (object, pspecs[i]->name, &value);
      }
  fixture_settle ();
  g_assert_finalize_object (object);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  for (guint i = 0; type_of (i) != G_TYPE_INVALID; i++)
    {
      const char *name = g_type_name (type_of (i));
      g_autofree char *path = g_strdup_printf ("/objects/%s", name);
      g_test_add_data_func (path, name, test_finalises);
    }
  return g_test_run ();
}
