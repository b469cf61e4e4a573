/* Every type of this folder: built, at its defaults, notifies once, gone when dropped; widgets have a role and a
 * name. */
#include "cs-box-layer.h"
#include "cs-brush-layer.h"
#include "cs-canvas.h"
#include "cs-path-layer.h"
#include "cs-plot.h"
#include "cs-scale-bar.h"
#include "cs-tile-layer.h"
#include "cs-window-level.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
check_defaults (GObject *object)
{
  g_autofree GParamSpec **specs = NULL;
  guint n;

  specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      /* Those of GTK are GTK's to test; objects have no default. */
      if (!g_str_has_prefix (g_type_name (specs[i]->owner_type), "Cs") || !(specs[i]->flags & G_PARAM_READABLE)
          || G_IS_PARAM_SPEC_OBJECT (specs[i]) || G_IS_PARAM_SPEC_OVERRIDE (specs[i])
          || g_param_spec_get_redirect_target (specs[i]) != NULL)
        continue;
      g_value_init (&value, specs[i]->value_type);
      g_object_get_property (object, specs[i]->name, &value);
      if (!g_param_value_defaults (specs[i], &value))
        g_error ("%s:%s is not at its default", G_OBJECT_TYPE_NAME (object), specs[i]->name);
    }
}

/* Setting what is set already is silent. */
static void
check_silence (GObject *object)
{
  g_autofree GParamSpec **specs = NULL;
  guint n;

  specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autofree char *signal = g_strconcat ("notify::", specs[i]->name, NULL);
      guint n_notified = 0;

      if (!g_str_has_prefix (g_type_name (specs[i]->owner_type), "Cs") || !(specs[i]->flags & G_PARAM_WRITABLE)
          || g_param_spec_get_redirect_target (specs[i]) != NULL)
        continue;
      g_signal_connect_swapped (object, signal, G_CALLBACK (count_cb), &n_notified);
      g_value_init (&value, specs[i]->value_type);
      g_object_get_property (object, specs[i]->name, &value);
      g_object_set_property (object, specs[i]->name, &value);
      g_assert_cmpuint (n_notified, ==, 0);
      g_signal_handlers_disconnect_by_data (object, &n_notified);
    }
}

static void
check_widget (GtkWidget *widget)
{
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)), !=, GTK_ACCESSIBLE_ROLE_GENERIC);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL));
}

static void
test_object (gconstpointer data)
{
  GObject *object = g_object_new (GPOINTER_TO_SIZE (data), NULL);

  if (G_IS_INITIALLY_UNOWNED (object))
    g_object_ref_sink (object);
  check_defaults (object);
  check_silence (object);
  if (GTK_IS_WIDGET (object))
    check_widget (GTK_WIDGET (object));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (object);
}

int
main (int argc, char **argv)
{
  GType types[] = { CS_TYPE_VIEWPORT, CS_TYPE_CANVAS, CS_TYPE_TILE_LAYER, CS_TYPE_PATH_LAYER, CS_TYPE_BOX_LAYER,
                    CS_TYPE_BRUSH_LAYER, CS_TYPE_PLOT, CS_TYPE_SCALE_BAR, CS_TYPE_WINDOW_LEVEL };

  gtk_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *path = g_strconcat ("/objects/", g_type_name (types[i]), NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (types[i]), test_object);
    }
  return g_test_run ();
}
