/* Of what hangs: at which size and where, and what must be asked. */
#include "cs-film-wall-private.h"

#include <glib/gi18n.h>
#include "cs-facts-dialog.h"

CsEntry *
cs_film_wall_entry_of (CsFilmWall *self)
{
  return self->session ? cs_session_get_entry (self->session) : NULL;
}

GPtrArray *
cs_film_wall_list_films (CsFilmWall *self)
{
  GListModel *entries = cs_study_get_entries (cs_session_get_study (self->session));
  GPtrArray *films = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    g_ptr_array_add (films, g_list_model_get_item (entries, i));
  return films;
}

/* Physical size and place. */

guint
cs_film_wall_turn_of (CsFilmWall *self, CsEntry *entry)
{
  return cs_study_get_turn (cs_session_get_study (self->session), entry);
}

static CsViewport *
viewport_of (CsFilmWall *self, guint slot)
{
  return cs_film_view_get_viewport (slot == self->hang.current ? self->film : self->slots[slot]->view);
}

CsEntry *
cs_film_wall_entry_in (CsFilmWall *self, guint slot)
{
  if (slot == self->hang.current)
    return cs_film_wall_entry_of (self);
  return self->slots[slot] ? self->slots[slot]->entry : NULL;
}

guint
cs_film_wall_count_slots (CsFilmWall *self)
{
  return self->hang.n_columns * self->hang.n_rows;
}

/* Room for the largest of the films as shown, in mm; in pixels where no spacing is known.
 * FALSE: some are known, some not. */
static gboolean
measure_room (CsFilmWall *self, double *width, double *height)
{
  guint known = 0, n = 0;

  *width = *height = 0;
  for (guint i = 0; i < cs_film_wall_count_slots (self); i++)
    {
      CsEntry *entry = cs_film_wall_entry_in (self, i);
      double mm = entry ? cs_entry_get_facts (entry)->mm_per_pixel : 0, unit = mm > 0 ? mm : 1;
      gboolean swaps = entry && cs_turn_swaps ((CsTurn) cs_film_wall_turn_of (self, entry));

      if (!entry)
        continue;
      n++;
      known += mm > 0;
      *width = MAX (*width, unit * (swaps ? cs_entry_get_height (entry) : cs_entry_get_width (entry)));
      *height = MAX (*height, unit * (swaps ? cs_entry_get_width (entry) : cs_entry_get_height (entry)));
    }
  return n > 1 && (known == 0 || known == n);
}

static void
place_film (CsFilmWall *self, guint slot, double width, double height)
{
  CsEntry *entry = cs_film_wall_entry_in (self, slot);
  int gravity = cs_film_wall_count_slots (self) < 2 ? 0 : self->hang.slots[slot].lean;
  double mm, unit;
  gboolean swaps;

  if (!entry)
    return;
  mm = cs_entry_get_facts (entry)->mm_per_pixel;
  unit = mm > 0 ? mm : 1;
  swaps = cs_turn_swaps ((CsTurn) cs_film_wall_turn_of (self, entry));
  cs_viewport_set_hang (viewport_of (self, slot), gravity, (swaps ? height : width) / unit,
                        (swaps ? width : height) / unit);
  cs_link_add (self->link, viewport_of (self, slot), mm, gravity);
}

/* The viewport is shared with other pages: what hangs here is none of theirs. */
void
cs_film_wall_place_films (CsFilmWall *self)
{
  double width, height;

  cs_link_clear (self->link);
  if (!cs_film_wall_entry_of (self) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      cs_viewport_set_hang (cs_film_view_get_viewport (self->film), 0, 0, 0);
      return;
    }
  if (!measure_room (self, &width, &height))
    width = height = 0;
  for (guint i = 0; i < cs_film_wall_count_slots (self); i++)
    place_film (self, i, width, height);
  cs_link_follow (self->link, cs_film_view_get_viewport (self->film));
}

/* What is asked. */

/* The side, as shown, at which a film's breast lies: -1, 1; 0: not known, or neither. */
static int
find_wall (CsFilmWall *self, CsEntry *entry)
{
  static const double edges[][2] = {
    [CS_EDGE_NONE] = { 0, 0 }, [CS_EDGE_LEFT] = { -1, 0 }, [CS_EDGE_TOP] = { 0, -1 }, [CS_EDGE_RIGHT] = { 1, 0 },
    [CS_EDGE_BOTTOM] = { 0, 1 },
  };
  CsPlate *plate = cs_shelf_get (cs_session_get_shelf (self->session), entry);
  CsEdge edge = plate ? cs_plate_get_wall (plate) : CS_EDGE_NONE;
  double x = edges[edge][0], y = edges[edge][1];

  cs_turn_vector ((CsTurn) cs_film_wall_turn_of (self, entry), &x, &y);
  return (int) x;
}

static char *
ask (CsFilmWall *self, gboolean *mirror)
{
  CsEntry *entry = cs_film_wall_entry_of (self);
  CsSide side = entry ? cs_entry_get_facts (entry)->side : CS_SIDE_UNKNOWN;
  int wall = entry ? find_wall (self, entry) : 0;

  *mirror = FALSE;
  if (!entry)
    return NULL;
  if (self->hang.asks)
    return g_strdup (_("Which breast is this, and from where was it taken? The film hangs alone until you say."));
  *mirror = wall != 0 && wall != cs_hang_wall (side);
  if (*mirror)
    return g_strdup (side == CS_SIDE_RIGHT
                     ? _("A right breast, but its chest wall lies to the left: is the film mirrored, or is its side "
                         "wrong?")
                     : _("A left breast, but its chest wall lies to the right: is the film mirrored, or is its side "
                         "wrong?"));
  if (self->compares && !self->hang.beside)
    return g_strdup (_("No other examination of this woman is known here. Say when the films were taken, or which case "
                       "is her earlier one."));
  if (self->hang.n_unplaced == 0 || self->count < 2)
    return NULL;
  return g_strdup_printf (ngettext ("Of %u other film of this woman side or view is not known: it does not hang here.",
                                    "Of %u other films of this woman side or view is not known: they do not hang here.",
                                    self->hang.n_unplaced), self->hang.n_unplaced);
}

void
cs_film_wall_show_question (CsFilmWall *self)
{
  gboolean mirror, writable;
  g_autofree char *question = ask (self, &mirror);
  CsStudy *study = cs_session_get_study (self->session);

  writable = study && !cs_study_get_read_only (study);
  if (question)
    gtk_label_set_label (self->question, question);
  gtk_widget_set_visible (self->mirror_button, mirror);
  gtk_widget_set_visible (self->facts_button, writable);
  gtk_revealer_set_reveal_child (self->notice, question != NULL);
}

/* Of the film in hand, or of those that could not be hung beside it. */
void
cs_film_wall_facts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsFilmWall *self = data;
  g_autoptr (GPtrArray) films = cs_film_wall_list_films (self), asked = g_ptr_array_new_with_free_func (g_object_unref);
  CsEntry *entry = cs_film_wall_entry_of (self);
  const CsFacts *facts = cs_entry_get_facts (entry);
  gboolean mirror;
  g_autofree char *question = ask (self, &mirror);

  for (guint i = 0; i < films->len && !self->hang.asks && !mirror; i++)
    {
      const CsFacts *other = cs_entry_get_facts (films->pdata[i]);
      if (*facts->case_id && g_str_equal (facts->case_id, other->case_id) &&
          (other->side == CS_SIDE_UNKNOWN || other->view == CS_VIEW_UNKNOWN))
        g_ptr_array_add (asked, g_object_ref (films->pdata[i]));
    }
  if (asked->len == 0)
    g_ptr_array_add (asked, g_object_ref (entry));
  cs_facts_dialog_open (GTK_WIDGET (self), cs_session_get_study (self->session), asked);
}
