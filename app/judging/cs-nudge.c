#include "cs-nudge.h"

#include <math.h>
#include <stdlib.h>
#include "cs-film-view.h"
#include "cs-keymap.h"

/* Where the handles are; both are the page's. */
typedef struct { CsBoxLayer *boxes; CsCanvas *canvas; } Film;

/* A box stays on its film and keeps something within: what would not is not done. */
static gboolean
fits (const CsBox *box, CsEntry *entry)
{
  return box->x >= 0 && box->y >= 0 && box->width >= CS_BOX_LEAST && box->height >= CS_BOX_LEAST &&
         box->x + box->width <= (int) cs_entry_get_width (entry) &&
         box->y + box->height <= (int) cs_entry_get_height (entry);
}

static void
set_box (CsPage *page, CsMark *mark, const CsBox *box)
{
  CsSession *session = cs_page_get_session (page);
  CsEntry *entry = cs_session_get_entry (session);
  g_autoptr (GError) error = NULL;

  if (entry && fits (box, entry) && !cs_study_move (cs_session_get_study (session), mark, box, &error))
    cs_page_tell_error (page, error);
}

static void
change_box (CsPage *page, int dx, int dy, int dw, int dh)
{
  CsMark *mark = cs_session_get_mark (cs_page_get_session (page));
  CsBox box;

  if (!mark)
    return;
  box = *cs_mark_get_box (mark);
  box.x += dx;
  box.y += dy;
  box.width += dw;
  box.height += dh;
  set_box (page, mark, &box);
}

static void
reshaped_cb (CsBoxLayer *boxes, guint position, const graphene_rect_t *to, CsPage *page)
{
  g_autoptr (CsMark) mark = g_list_model_get_item (G_LIST_MODEL (cs_box_layer_get_model (boxes)), position);
  CsBox box = *cs_mark_get_box (mark);

  box.x = (int) to->origin.x;
  box.y = (int) to->origin.y;
  box.width = (int) to->size.width;
  box.height = (int) to->size.height;
  set_box (page, mark, &box);
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

/* After a look round: the view that the box came in. */
static void
aim_action (GSimpleAction *action, GVariant *parameter, gpointer page)
{
  const Film *film = g_object_get_data (G_OBJECT (page), "nudged-film");
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (film->canvas), CS_TYPE_FILM_VIEW);
  CsMark *mark = cs_session_get_mark (cs_page_get_session (page));

  if (mark && view)
    cs_film_view_aim (CS_FILM_VIEW (view), cs_mark_get_box (mark));
}

/* Where a box cannot be changed, or a drag means something else, it has no handles. */
static void
offer_handles (CsPage *page)
{
  CsStudy *study = cs_session_get_study (cs_page_get_session (page));
  const Film *film = g_object_get_data (G_OBJECT (page), "nudged-film");

  cs_box_layer_set_handles (film->boxes, study && !cs_study_get_read_only (study) &&
                                         cs_canvas_is_held_by (film->canvas, NULL));
}

static void
add_handles (CsPage *page, CsBoxLayer *boxes, CsCanvas *canvas)
{
  Film *film = g_new (Film, 1);

  *film = (Film) { boxes, canvas };
  g_object_set_data_full (G_OBJECT (page), "nudged-film", film, g_free);
  g_signal_connect_object (boxes, "reshaped", G_CALLBACK (reshaped_cb), page, 0);
  g_signal_connect_object (canvas, "notify::tool", G_CALLBACK (offer_handles), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_page_get_session (page), "notify::study", G_CALLBACK (offer_handles), page,
                           G_CONNECT_SWAPPED);
  offer_handles (page);
}

void
cs_nudge_serve (CsPage *page, CsBoxLayer *boxes, CsCanvas *canvas)
{
  static const GActionEntry entries[] = {
    { .name = "aim", .activate = aim_action },
    { .name = "move", .activate = move_action, .parameter_type = "(ii)" },
    { .name = "grow", .activate = grow_action, .parameter_type = "(ii)" } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_return_if_fail (CS_IS_PAGE (page) && CS_IS_BOX_LAYER (boxes) && CS_IS_CANVAS (canvas));
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), page);
  gtk_widget_insert_action_group (GTK_WIDGET (page), "box", G_ACTION_GROUP (group));
  cs_keymap_serve (GTK_WIDGET (page), "box");
  add_handles (page, boxes, canvas);
}
