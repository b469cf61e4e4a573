/* Several windows on one study. The study is one object, so that each window sees at once what is done in the others;
 * the last one closes it. Where a window looks is its own; what the machine does is one for all: settings, network. */
#include "cs-window-private.h"

typedef gboolean (*Wanted) (CsWindow *window, gconstpointer data);

/* The first other window that is wanted; borrowed. */
static CsWindow *
find_other (CsWindow *self, Wanted wanted, gconstpointer data)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (CS_IS_WINDOW (window) && CS_WINDOW (window) != self && wanted (CS_WINDOW (window), data))
        return CS_WINDOW (window);
    }
  return NULL;
}

static gboolean
has_study (CsWindow *window, gconstpointer study)
{
  return cs_session_get_study (window->session) == study;
}

static gboolean
has_folder (CsWindow *window, gconstpointer folder)
{
  CsStudy *study = cs_session_get_study (window->session);

  return study && g_file_equal (cs_study_get_folder (study), (GFile *) folder);
}

static gboolean
has_left (CsWindow *window, gconstpointer study)
{
  return g_ptr_array_find (window->left, study, NULL);
}

/* Of those that a window left; borrowed. */
static CsStudy *
find_left (CsWindow *window, GFile *folder)
{
  for (guint i = 0; i < window->left->len; i++)
    if (g_file_equal (cs_study_get_folder (window->left->pdata[i]), folder))
      return window->left->pdata[i];
  return NULL;
}

static gboolean
has_left_folder (CsWindow *window, gconstpointer folder)
{
  return find_left (window, (GFile *) folder) != NULL;
}

typedef struct { CsStudy *study; guint place; } Place;

static gboolean
has_place (CsWindow *window, gconstpointer data)
{
  const Place *place = data;

  return has_study (window, place->study) && window->place == place->place;
}

CsStudy *
cs_window_find_open (CsWindow *self, GFile *folder)
{
  CsWindow *other = find_other (self, has_folder, folder), *leaver = find_other (self, has_left_folder, folder);
  CsStudy *left = find_left (leaver ? leaver : self, folder);

  return other ? g_object_ref (cs_session_get_study (other->session)) : left ? g_object_ref (left) : NULL;
}

/* Those that rest no more: closed, unless somebody shows or awaits them. */
static void
close_left_cb (gpointer data)
{
  CsWindow *self = data;

  for (guint i = self->left->len; i-- > 0; )
    {
      g_autoptr (CsStudy) study = g_object_ref (self->left->pdata[i]);

      if (cs_study_get_resting (study))
        continue;
      g_ptr_array_remove_index_fast (self->left, i);
      if (!has_study (self, study) && !find_other (self, has_study, study) && !find_other (self, has_left, study))
        cs_study_close (study);
    }
}

/* A study that rests is written to by a job: closed now and opened again it would not know of that act. */
void
cs_window_leave_study (CsWindow *self, CsStudy *study)
{
  if (!has_left (self, study))
    g_ptr_array_add (self->left, g_object_ref (study));
  cs_study_when_awake (study, close_left_cb, self);
}

void
cs_window_leave_all (CsWindow *self)
{
  CsStudy *study = cs_session_get_study (self->session);

  if (study && !has_left (self, study))
    g_ptr_array_add (self->left, g_object_ref (study));
  for (guint i = 0; i < self->left->len; i++)
    if (!find_other (self, has_study, self->left->pdata[i]) && !find_other (self, has_left, self->left->pdata[i]))
      cs_study_close (self->left->pdata[i]);
  g_ptr_array_set_size (self->left, 0);
}

static void
follow_cb (CsSession *from, GParamSpec *pspec, CsSession *to)
{
  CsStudy *study = cs_session_get_study (from);

  if (!study || study != cs_session_get_study (to))
    return;
  cs_session_set_settings (to, cs_session_get_settings (from));
  cs_session_set_network (to, cs_session_get_network (from));
}

static void
follow (CsSession *from, CsSession *to)
{
  g_signal_connect_object (from, "notify::settings", G_CALLBACK (follow_cb), to, 0);
  g_signal_connect_object (from, "notify::network", G_CALLBACK (follow_cb), to, 0);
}

/* With each window that is there; once for the life of both. */
void
cs_window_init_share (CsWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (!CS_IS_WINDOW (window) || CS_WINDOW (window) == self)
        continue;
      follow (self->session, CS_WINDOW (window)->session);
      follow (CS_WINDOW (window)->session, self->session);
    }
}

void
cs_window_show_study (CsWindow *self, CsStudy *study)
{
  CsWindow *other = find_other (self, has_study, study);
  Place place = { study, 0 };

  while (find_other (self, has_place, &place))
    place.place++;
  self->place = place.place;
  cs_session_set_study (self->session, study);
  if (other)
    follow_cb (other->session, NULL, self->session);
  cs_window_show_page (self, "images");
  cs_bookmark_set_window (self->bookmark, self->place);
  cs_bookmark_take_up (self->bookmark);
}

static void
new_window (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  CsStudy *study = cs_session_get_study (self->session);
  CsWindow *other = cs_window_new (gtk_window_get_application (GTK_WINDOW (self)), self->settings);

  if (study)
    cs_window_show_study (other, study);
  gtk_window_present (GTK_WINDOW (other));
}

void
cs_window_class_install_share (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-window", NULL, new_window);
}
