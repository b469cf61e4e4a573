#include "cs-mask-keys.h"

static void
add_step (GtkShortcutController *controller, guint key, GdkModifierType modifiers, int dx, int dy, gboolean paint)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers),
                                            gtk_named_action_new ("mask.step"));

  gtk_shortcut_set_arguments (shortcut, g_variant_new ("(iib)", dx, dy, paint));
  gtk_shortcut_controller_add_shortcut (controller, shortcut);
}

void
cs_mask_keys_add (GtkWidget *canvas)
{
  static const struct { guint key; int dx, dy; } arrows[] = {
    { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 }, { GDK_KEY_Down, 0, 1 },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      add_step (GTK_SHORTCUT_CONTROLLER (controller), arrows[i].key, 0, arrows[i].dx, arrows[i].dy, FALSE);
      add_step (GTK_SHORTCUT_CONTROLLER (controller), arrows[i].key, GDK_SHIFT_MASK, arrows[i].dx, arrows[i].dy, TRUE);
    }
  add_step (GTK_SHORTCUT_CONTROLLER (controller), GDK_KEY_space, 0, 0, 0, TRUE);
  gtk_widget_add_controller (canvas, controller);
}
