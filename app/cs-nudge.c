#include "cs-nudge.h"

#include <math.h>
#include <stdlib.h>

#define LEAST 2              /* px a side, as where a box is drawn */

/* A box stays on its film and keeps something within: what would not is not done. */
static gboolean
fits (const CsBox *box, CsEntry *entry)
{
  return box->x >= 0 && box->y >= 0 && box->width >= LEAST && box->height >= LEAST &&
         box->x + box->width <= (int) cs_entry_get_width (entry) &&
         box->y + box->height <= (int) cs_entry_get_height (entry);
}

static void
change_box (CsPage *page, int dx, int dy, int dw, int dh)
{
  CsSession *session = cs_page_get_session (page);
  CsEntry *entry = cs_session_get_entry (session);
  CsMark *mark = cs_session_get_mark (session);
  g_autoptr (GError) error = NULL;
  CsBox box;

  if (!mark || !entry)
    return;
  box = *cs_mark_get_box (mark);
  box.x += dx;
  box.y += dy;
  box.width += dw;
  box.height += dh;
  if (fits (&box, entry) && !cs_study_move (cs_session_get_study (session), mark, &box, &error))
    cs_page_tell_error (page, error);
}

/* A direction as it is seen -> as the film is stored. */
static void
turn_back (CsPage *page, int *x, int *y)
{
  CsTurn turn = cs_viewport_get_turn (cs_session_get_viewport (cs_page_get_session (page)));
  double dx = *x, dy = *y;

  cs_turn_vector (cs_turn_inverse (turn), &dx, &dy);
  *x = (int) round (dx);
  *y = (int) round (dy);
}

static void
move_action (GSimpleAction *action, GVariant *parameter, gpointer page)
{
  int dx, dy;

  g_variant_get (parameter, "(ii)", &dx, &dy);
  turn_back (page, &dx, &dy);
  change_box (page, dx, dy, 0, 0);
}

/* The edge that is seen at the right or below may be stored at the left or above. */
static void
grow_action (GSimpleAction *action, GVariant *parameter, gpointer page)
{
  int dw, dh, more, x, y;

  g_variant_get (parameter, "(ii)", &dw, &dh);
  more = dw + dh;
  x = abs (dw);
  y = abs (dh);
  turn_back (page, &x, &y);
  change_box (page, x < 0 ? -more : 0, y < 0 ? -more : 0, x ? more : 0, y ? more : 0);
}

static void
add_keys (CsPage *page)
{
  static const struct { guint key; int x, y; } arrows[] = {
    { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 }, { GDK_KEY_Down, 0, 1 } };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (arrows); i++)
    {
      guint k = i / 2;
      GdkModifierType modifiers = i % 2 ? GDK_ALT_MASK | GDK_SHIFT_MASK : GDK_ALT_MASK;

      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new_with_arguments (gtk_keyval_trigger_new (arrows[k].key, modifiers),
                                         gtk_named_action_new (i % 2 ? "box.grow" : "box.move"), "(ii)", arrows[k].x,
                                         arrows[k].y));
    }
  gtk_widget_add_controller (GTK_WIDGET (page), controller);
}

void
cs_nudge_serve (CsPage *page)
{
  static const GActionEntry entries[] = {
    { .name = "move", .activate = move_action, .parameter_type = "(ii)" },
    { .name = "grow", .activate = grow_action, .parameter_type = "(ii)" } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_return_if_fail (CS_IS_PAGE (page));
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), page);
  gtk_widget_insert_action_group (GTK_WIDGET (page), "box", G_ACTION_GROUP (group));
  add_keys (page);
}
