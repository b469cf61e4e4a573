#include "cs-film-wall-private.h"

#include <glib/gi18n.h>
#include "cs-keymap.h"
#include "cs-wrap-box.h"

G_DEFINE_FINAL_TYPE (CsFilmWall, cs_film_wall, ADW_TYPE_BIN)

/* What hangs. */

static void
match_all (CsFilmWall *self)
{
  for (guint i = 0; i < CS_FILM_WALL_SIDES; i++)
    if (self->sides[i].entry)
      cs_film_wall_side_match (&self->sides[i], self->film);
}

static void
want_films (CsFilmWall *self)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  /* The film in hand comes first, and from elsewhere. */
  if (!cs_session_get_image (self->session))
    return;
  g_ptr_array_add (wanted, cs_film_wall_entry_of (self));
  for (guint i = 0; i < CS_FILM_WALL_SIDES; i++)
    if (self->sides[i].entry)
      g_ptr_array_add (wanted, self->sides[i].entry);
  cs_shelf_want (cs_session_get_shelf (self->session), wanted);
}

static void
move_film (CsFilmWall *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self->grid));
  GtkLayoutChild *child = gtk_layout_manager_get_layout_child (layout, GTK_WIDGET (self->film));
  g_autofree char *words = cs_hang_slot_describe (&self->hang.slots[self->hang.current]);

  g_object_set (child, "column", (int) (self->hang.current % self->hang.n_columns),
                "row", (int) (self->hang.current / self->hang.n_columns), NULL);
  cs_film_view_set_caption (self->film, cs_film_wall_count_slots (self) > 1 ||
                            self->hang.slots[self->hang.current].earlier ? words : NULL);
}

/* The films at the sides change without the one in hand following them: cs_film_wall_place_films() links them anew. */
static void
hang_sides (CsFilmWall *self, GPtrArray *films)
{
  guint n = 0;

  cs_link_clear (self->link);
  memset (self->slots, 0, sizeof self->slots);
  for (guint i = 0; i < cs_film_wall_count_slots (self); i++)
    if (i != self->hang.current)
      {
        const CsHangSlot *slot = &self->hang.slots[i];

        self->slots[i] = &self->sides[n++];
        self->slots[i]->other_exam = slot->earlier != self->hang.slots[self->hang.current].earlier;
        cs_film_wall_side_hang (self->slots[i], slot, slot->film < 0 ? NULL : films->pdata[slot->film], self->session,
                                (int) (i % self->hang.n_columns), (int) (i / self->hang.n_columns));
      }
  while (n < CS_FILM_WALL_SIDES)
    cs_film_wall_side_hide (&self->sides[n++]);
}

static void
lay_out (CsFilmWall *self)
{
  g_autoptr (GPtrArray) films = NULL;
  gboolean many;

  if (!cs_session_get_study (self->session))
    return;
  films = cs_film_wall_list_films (self);
  if (!cs_film_wall_hang_wanted (self, films, self->count, &self->hang))
    {
      self->hang = (CsHang) { .n_columns = 1, .n_rows = 1 };
      self->hang.slots[0].film = -1;
    }
  many = cs_film_wall_count_slots (self) > 1;
  hang_sides (self, films);
  move_film (self);
  gtk_widget_set_visible (self->link_button, many);
  if (many)
    gtk_widget_add_css_class (GTK_WIDGET (self->film), "in-hand");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->film), "in-hand");
  cs_film_wall_place_films (self);
  match_all (self);
  want_films (self);
  cs_film_wall_show_question (self);
}

static void
facts_changed_cb (CsEntry *entry, GParamSpec *pspec, CsFilmWall *self)
{
  static const char *const facts[] = { "side", "view", "case-id", "mm-per-pixel", "date", NULL };

  if (g_strv_contains (facts, pspec->name))
    lay_out (self);
}

static void
watch (CsFilmWall *self, CsEntry *entry)
{
  if (self->watched)
    g_signal_handlers_disconnect_by_data (self->watched, self);
  g_set_object (&self->watched, entry);
  if (entry)
    g_signal_connect (entry, "notify", G_CALLBACK (facts_changed_cb), self);
}

/* Facts of other films were set: they may hang here now. */
static void
acts_changed_cb (CsFilmWall *self)
{
  g_autoptr (GPtrArray) films = cs_session_get_study (self->session) ? cs_film_wall_list_films (self) : NULL;
  CsHang hang;

  if (films && cs_film_wall_hang_wanted (self, films, self->count, &hang) &&
      memcmp (&hang, &self->hang, sizeof hang) != 0)
    lay_out (self);
}

static void
study_changed_cb (CsFilmWall *self)
{
  CsStudy *study = cs_session_get_study (self->session);

  if (study)
    g_signal_connect_object (study, "notify::undo-title", G_CALLBACK (acts_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
entry_changed_cb (CsFilmWall *self)
{
  if (!cs_film_wall_took (self))
    {
      self->taken = NULL;
      self->keep.waits = FALSE;
      self->beside = CS_EXAM_EARLIER;
    }
  watch (self, cs_film_wall_entry_of (self));
  lay_out (self);
}

static void
show_kept (CsFilmWall *self)
{
  CsViewport *viewport = cs_film_view_get_viewport (self->film);
  Keep keep = self->keep;

  self->keep.waits = FALSE;
  if (!keep.waits)
    return;
  if (keep.fitted)
    {
      cs_viewport_fit (viewport);
      return;
    }
  cs_viewport_set_scale (viewport, keep.scale);
  cs_viewport_set_shown_centre (viewport, keep.x, keep.y);
}

static void
image_changed_cb (CsFilmWall *self)
{
  cs_film_view_set_image (self->film, cs_session_get_image (self->session));
  if (!cs_session_get_image (self->session))
    return;
  /* It was looked at where the film before it hung. */
  cs_film_wall_place_films (self);
  show_kept (self);
  cs_film_view_look_anew (self->film);
  want_films (self);
  cs_film_wall_show_question (self);
}

static void
ready_cb (CsShelf *shelf, CsEntry *entry, CsFilmWall *self)
{
  for (guint i = 0; i < CS_FILM_WALL_SIDES; i++)
    if (self->sides[i].entry == entry)
      {
        cs_link_clear (self->link);
        cs_film_wall_side_show_plate (&self->sides[i], cs_shelf_get (shelf, entry));
        cs_film_wall_place_films (self);
        cs_film_wall_side_match (&self->sides[i], self->film);
      }
  if (entry == cs_film_wall_entry_of (self))
    cs_film_wall_show_question (self);
}

static void
failed_cb (CsShelf *shelf, CsEntry *entry, GError *error, CsFilmWall *self)
{
  for (guint i = 0; i < CS_FILM_WALL_SIDES; i++)
    if (self->sides[i].entry == entry)
      cs_film_view_set_busy (self->sides[i].view, error->message);
}

/* Deeds. */

/* Takes a film in hand, where it hangs and as it is seen there. */
static void
take (CsFilmWall *self, CsEntry *entry)
{
  CsViewport *viewport = cs_film_view_get_viewport (self->film);

  for (guint i = 0; i < CS_FILM_WALL_SIDES; i++)
    if (self->sides[i].entry == entry)
      viewport = cs_film_view_get_viewport (self->sides[i].view);
  self->keep = (Keep) { TRUE, cs_viewport_get_fitted (viewport), cs_viewport_get_scale (viewport), 0, 0 };
  cs_viewport_get_shown_centre (viewport, &self->keep.x, &self->keep.y);
  self->taken = entry;
  cs_session_set_entry (self->session, entry);
}

static void
take_hung (CsFilmWall *self, CsEntry *entry)
{
  cs_film_wall_turn_to (self, entry);
  take (self, entry);
}

static void
clicked_cb (CsCanvas *canvas, double x, double y, int n_press, gboolean picked, CsFilmWall *self)
{
  for (guint i = 0; i < CS_FILM_WALL_SIDES; i++)
    if (self->sides[i].entry && cs_film_view_get_canvas (self->sides[i].view) == canvas)
      {
        take_hung (self, self->sides[i].entry);
        return;
      }
}

/* Among all four of the woman, whether they hang or not: the neighbour across, or above or below. */
static void
swap_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsFilmWall *self = data;
  gboolean side = g_str_equal (g_action_get_name (G_ACTION (action)), "swap-side");
  g_autoptr (GPtrArray) films = cs_session_get_study (self->session) ? cs_film_wall_list_films (self) : NULL;
  CsHang hang;
  guint other;

  if (!films || !cs_film_wall_hang_films (self, films, CS_HANG_MOST, CS_EXAM_OTHER, &hang))
    return;
  other = hang.current ^ (side ? 1 : 2);
  if (other < hang.n_columns * hang.n_rows && hang.slots[other].film >= 0)
    take (self, films->pdata[hang.slots[other].film]);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                side ? _("This woman has no film of the other side in this view.")
                                     : _("This woman has no other view of this side."));
}

static void
tell (CsFilmWall *self, const char *words)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", words);
}

static void
swap_exam_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsFilmWall *self = data;
  const char *why = NULL;
  g_autoptr (CsEntry) other = cs_film_wall_find_other_exam (self, &why);
  g_autofree char *words = why ? cs_keymap_say_now (why) : NULL;

  if (other)
    take_hung (self, other);
  else if (words)
    tell (self, words);
}

static void
compare_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  CsFilmWall *self = data;

  g_simple_action_set_state (action, state);
  self->compares = g_variant_get_boolean (state);
  if (self->compares)
    cs_viewport_fit (cs_film_view_get_viewport (self->film));
  lay_out (self);
}

/* The session knows how many hang, and so does who was asked to set it. */
static void
hung_cb (CsFilmWall *self)
{
  if (cs_session_get_hung (self->session) != self->count)
    cs_film_wall_set_count (self, cs_session_get_hung (self->session));
}

static void
hang_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsFilmWall *self = data;

  cs_film_wall_set_count (self, self->count == 4 ? 1 : self->count * 2);
}

static void
count_cb (GSimpleAction *action, GVariant *count, gpointer data)
{
  cs_film_wall_set_count (data, (guint) CLAMP (g_variant_get_int32 (count), 1, CS_HANG_MOST));
}

static void
link_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  CsFilmWall *self = data;

  g_simple_action_set_state (action, state);
  cs_link_set_active (self->link, g_variant_get_boolean (state));
  if (g_variant_get_boolean (state))
    cs_link_follow (self->link, cs_film_view_get_viewport (self->film));
}

static void
turn_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsFilmWall *self = data;
  gboolean mirror = g_str_equal (g_action_get_name (G_ACTION (action)), "mirror");
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (GError) error = NULL;
  CsTurn turn;

  if (!cs_film_wall_entry_of (self))
    return;
  turn = (CsTurn) cs_film_wall_turn_of (self, cs_film_wall_entry_of (self));
  turn = cs_turn_then (turn, mirror ? CS_TURN_MIRROR : CS_TURN_RIGHT);
  if (cs_study_set_turn (study, cs_film_wall_entry_of (self), turn, &error))
    cs_viewport_set_turn (cs_film_view_get_viewport (self->film), turn);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", error->message);
  cs_film_wall_place_films (self);
  cs_film_wall_show_question (self);
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsFilmWall *self = data;
  gboolean back = g_str_equal (g_action_get_name (G_ACTION (action)), "step-back");

  if (!cs_session_get_image (self->session) || cs_sweeper_step (self->sweeper, back))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              back ? _("This is where the way through the film begins.")
                                   : _("The way through the film ends here."));
}

static void
ruler_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsFilmWall *self = data;

  if (cs_session_get_image (self->session))
    cs_ruler_toggle (self->ruler);
}

static void
flicker_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsFilmWall *self = data;

  if (cs_session_get_image (self->session))
    cs_flicker_turn (self->flicker);
}

static const GActionEntry entries[] = {
  { "hang", hang_cb, NULL, NULL, NULL, { 0 } },
  { "count", count_cb, "i", "1", count_cb, { 0 } },
  { "link", NULL, NULL, "true", link_cb, { 0 } },
  { "swap-side", swap_cb, NULL, NULL, NULL, { 0 } },
  { "swap-view", swap_cb, NULL, NULL, NULL, { 0 } },
  { "swap-exam", swap_exam_cb, NULL, NULL, NULL, { 0 } },
  { "compare", NULL, NULL, "false", compare_cb, { 0 } },
  { "turn", turn_cb, NULL, NULL, NULL, { 0 } },
  { "mirror", turn_cb, NULL, NULL, NULL, { 0 } },
  { "step", step_cb, NULL, NULL, NULL, { 0 } },
  { "step-back", step_cb, NULL, NULL, NULL, { 0 } },
  { "ruler", ruler_cb, NULL, NULL, NULL, { 0 } },
  { "flicker", flicker_cb, NULL, NULL, NULL, { 0 } },
  { "facts", cs_film_wall_facts_cb, NULL, NULL, NULL, { 0 } },
};

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_film_wall_parent_class)->map (widget);
  if (CS_FILM_WALL (widget)->session)
    cs_film_wall_place_films (CS_FILM_WALL (widget));
}

static void
unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_film_wall_parent_class)->unmap (widget);
  if (CS_FILM_WALL (widget)->session)
    cs_film_wall_place_films (CS_FILM_WALL (widget));
}

static void
dispose (GObject *object)
{
  CsFilmWall *self = CS_FILM_WALL (object);

  watch (self, NULL);
  if (self->link)
    cs_link_clear (self->link);
  for (guint i = 0; i < CS_FILM_WALL_SIDES; i++)
    cs_film_wall_side_clear (&self->sides[i]);
  g_clear_object (&self->link);
  g_clear_object (&self->sweeper);
  g_clear_object (&self->ruler);
  g_clear_object (&self->flicker);
  g_clear_object (&self->actions);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_film_wall_parent_class)->dispose (object);
}

static void
cs_film_wall_class_init (CsFilmWallClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->map = map;
  widget_class->unmap = unmap;
  g_type_ensure (CS_TYPE_FILM_VIEW);
  g_type_ensure (CS_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-film-wall.ui");
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, film);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, grid);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, foot);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, tools);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, notice);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, question);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, seen);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, first);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, second);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, opacity);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, measure);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, mirror_button);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, facts_button);
  gtk_widget_class_bind_template_child (widget_class, CsFilmWall, link_button);
}

static void
cs_film_wall_init (CsFilmWall *self)
{
  g_autoptr (GtkWidget) status = NULL;

  self->count = 1;
  self->beside = CS_EXAM_EARLIER;
  self->hang = (CsHang) { .n_columns = 1, .n_rows = 1 };
  self->link = cs_link_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "wall", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  status = cs_film_view_take_status (self->film);
  gtk_widget_set_hexpand (status, TRUE);
  gtk_widget_insert_before (status, self->foot, gtk_widget_get_first_child (self->foot));
  g_signal_connect_swapped (self->film, "notify::low", G_CALLBACK (match_all), self);
  g_signal_connect_swapped (self->film, "notify::high", G_CALLBACK (match_all), self);
  g_signal_connect_swapped (self->film, "notify::preset", G_CALLBACK (match_all), self);
  g_signal_connect_swapped (self->film, "notify::invert", G_CALLBACK (match_all), self);
  g_signal_connect_swapped (self->film, "notify::gamma", G_CALLBACK (match_all), self);
}

GtkWidget *
cs_film_wall_new (void)
{
  return g_object_new (CS_TYPE_FILM_WALL, NULL);
}

CsFilmView *
cs_film_wall_get_film (CsFilmWall *self)
{
  g_return_val_if_fail (CS_IS_FILM_WALL (self), NULL);
  return self->film;
}

static void
add_tools (CsFilmWall *self, CsSession *session)
{
  const GBindingFlags both = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;

  self->sweeper = cs_sweeper_new (session, self->film);
  g_object_bind_property (self->sweeper, "text", self->seen, "label", G_BINDING_SYNC_CREATE);
  self->ruler = cs_ruler_new (session, self->film);
  g_object_bind_property (self->ruler, "text", self->measure, "label", G_BINDING_SYNC_CREATE);
  self->flicker = cs_flicker_new (session, self->film);
  gtk_drop_down_set_model (self->first, cs_flicker_get_choices (self->flicker));
  gtk_drop_down_set_model (self->second, cs_flicker_get_choices (self->flicker));
  g_object_bind_property (self->flicker, "first", self->first, "selected", both);
  g_object_bind_property (self->flicker, "second", self->second, "selected", both);
  g_object_bind_property (self->flicker, "opacity", self->opacity, "value", both);
}

void
cs_film_wall_set_session (CsFilmWall *self, CsSession *session)
{
  CsShelf *shelf = cs_session_get_shelf (session);

  g_return_if_fail (CS_IS_FILM_WALL (self) && !self->session);
  self->session = g_object_ref (session);
  cs_film_view_set_viewport (self->film, cs_session_get_viewport (session));
  cs_film_view_set_shelf (self->film, shelf);
  for (guint i = 0; i < CS_FILM_WALL_SIDES; i++)
    {
      cs_film_wall_side_init (&self->sides[i], self->grid, session);
      g_signal_connect_object (cs_film_view_get_canvas (self->sides[i].view), "clicked", G_CALLBACK (clicked_cb),
                               self, 0);
    }
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::entry", G_CALLBACK (entry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::image", G_CALLBACK (image_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::hung", G_CALLBACK (hung_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shelf, "ready", G_CALLBACK (ready_cb), self, 0);
  g_signal_connect_object (shelf, "failed", G_CALLBACK (failed_cb), self, 0);
  study_changed_cb (self);
  entry_changed_cb (self);
  image_changed_cb (self);
  add_tools (self, session);
}

const CsHang *
cs_film_wall_get_hang (CsFilmWall *self)
{
  g_return_val_if_fail (CS_IS_FILM_WALL (self), NULL);
  return &self->hang;
}

CsFilmView *
cs_film_wall_get_view (CsFilmWall *self, guint slot)
{
  g_return_val_if_fail (CS_IS_FILM_WALL (self), NULL);
  g_return_val_if_fail (slot < cs_film_wall_count_slots (self), NULL);
  return !cs_film_wall_entry_in (self, slot) ? NULL : slot == self->hang.current ? self->film : self->slots[slot]->view;
}

const char *
cs_film_wall_get_question (CsFilmWall *self)
{
  g_return_val_if_fail (CS_IS_FILM_WALL (self), NULL);
  return gtk_revealer_get_reveal_child (self->notice) ? gtk_label_get_label (self->question) : NULL;
}

void
cs_film_wall_set_count (CsFilmWall *self, guint count)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "count");

  g_return_if_fail (CS_IS_FILM_WALL (self));
  self->count = count >= 4 ? 4 : count >= 2 ? 2 : 1;
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_int32 ((int) self->count));
  /* Films are hung to be compared as wholes: what was seen of the one alone says nothing of the others. */
  if (self->count > 1)
    cs_viewport_fit (cs_film_view_get_viewport (self->film));
  if (!self->session)
    return;
  cs_session_set_hung (self->session, self->count);
  lay_out (self);
}

gboolean
cs_film_wall_took (CsFilmWall *self)
{
  g_return_val_if_fail (CS_IS_FILM_WALL (self), FALSE);
  return self->taken && self->taken == cs_film_wall_entry_of (self);
}

void
cs_film_wall_serve (CsFilmWall *self, CsPage *page)
{
  g_return_if_fail (CS_IS_FILM_WALL (self));
  gtk_widget_insert_action_group (GTK_WIDGET (page), "wall", G_ACTION_GROUP (self->actions));
  cs_keymap_serve (GTK_WIDGET (page), "wall");
}
