#include "cs-sweeper.h"

#include <glib/gi18n.h>
#include <math.h>
#include "cs-sweep.h"

/* A view that rests this long was looked at. */
#define REST_MS 300

struct _CsSweeper
{
  GObject parent_instance;

  CsSession *session;
  CsFilmView *film;          /* it owns us, by the wall */
  CsSeen *seen;              /* NULL: the film is not examined yet */
  int at;                    /* stop of the way; -1: not begun */
  guint rest_id;
  char *text, *reader;       /* reader: whose seen is */
};

G_DEFINE_FINAL_TYPE (CsSweeper, cs_sweeper, G_TYPE_OBJECT)

enum { PROP_0, PROP_TEXT, N_PROPS };
static GParamSpec *props[N_PROPS];

static CsViewport *
viewport_of (CsSweeper *self)
{
  return cs_film_view_get_viewport (self->film);
}

static CsPlate *
plate_of (CsSweeper *self)
{
  return cs_shelf_find (cs_session_get_shelf (self->session), cs_session_get_image (self->session));
}

static void
show (CsSweeper *self)
{
  double share = self->seen ? floor (100 * cs_seen_get_share (self->seen)) : 0;
  g_autofree char *text = NULL;

  /* Translators: how much of the breast a reader has seen with one film pixel on one screen pixel, or larger */
  text = self->seen ? g_strdup_printf (_("%.0f %% of the breast seen at 1:1"), share) : g_strdup ("");
  if (g_strcmp0 (text, self->text) == 0)
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&text);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
}

/* As far as this reader has come with this film. */
static void
load (CsSweeper *self)
{
  CsPlate *plate = plate_of (self);
  CsImage *image = cs_session_get_image (self->session);
  g_autoptr (GBytes) bytes = NULL;
  const CsRaster *breast;
  guint halvings;
  double share;

  g_clear_pointer (&self->seen, cs_seen_free);
  g_free (self->reader);
  self->reader = NULL;
  if (plate && cs_plate_get_examined (plate) && cs_session_get_entry (self->session))
    {
      breast = cs_plate_get_breast (plate, &halvings);
      self->seen = cs_seen_new (breast, halvings, cs_image_get_width (image), cs_image_get_height (image));
      self->reader = g_strdup (cs_study_get_reader (cs_session_get_study (self->session)));
      bytes = cs_study_get_seen (cs_session_get_study (self->session), cs_session_get_entry (self->session), &share);
      if (bytes)
        cs_seen_from_bytes (self->seen, bytes);
    }
  show (self);
}

static void
save (CsSweeper *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (GBytes) bytes = cs_seen_to_bytes (self->seen);
  g_autoptr (GError) error = NULL;

  if (!cs_study_get_read_only (study) &&
      !cs_study_set_seen (study, cs_session_get_entry (self->session), bytes, cs_seen_get_share (self->seen), &error))
    gtk_widget_activate_action (GTK_WIDGET (self->film), "win.toast", "s", error->message);
}

void
cs_sweeper_look (CsSweeper *self)
{
  graphene_rect_t part;

  g_return_if_fail (CS_IS_SWEEPER (self));
  if (!self->seen || !gtk_widget_get_mapped (GTK_WIDGET (self->film)) || cs_viewport_get_scale (viewport_of (self)) < 1)
    return;
  /* Somebody else has sat down. */
  if (g_strcmp0 (self->reader, cs_study_get_reader (cs_session_get_study (self->session))) != 0)
    load (self);
  cs_viewport_get_visible (viewport_of (self), &part);
  if (!cs_seen_add (self->seen, part.origin.x, part.origin.y, part.size.width, part.size.height))
    return;
  save (self);
  show (self);
}

static gboolean
rested_cb (gpointer data)
{
  CsSweeper *self = data;

  self->rest_id = 0;
  cs_sweeper_look (self);
  return G_SOURCE_REMOVE;
}

static void
moved_cb (CsSweeper *self)
{
  g_clear_handle_id (&self->rest_id, g_source_remove);
  if (self->seen)
    self->rest_id = g_timeout_add (REST_MS, rested_cb, self);
}

static void
image_changed_cb (CsSweeper *self)
{
  self->at = -1;
  load (self);
  moved_cb (self);
}

static void
ready_cb (CsShelf *shelf, CsEntry *entry, CsSweeper *self)
{
  if (entry != cs_session_get_entry (self->session) || self->seen)
    return;
  load (self);
  moved_cb (self);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TEXT: g_value_set_string (value, CS_SWEEPER (object)->text); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsSweeper *self = CS_SWEEPER (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_sweeper_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CsSweeper *self = CS_SWEEPER (object);

  g_clear_pointer (&self->seen, cs_seen_free);
  g_free (self->text);
  g_free (self->reader);
  G_OBJECT_CLASS (cs_sweeper_parent_class)->finalize (object);
}

static void
cs_sweeper_class_init (CsSweeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "",
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_sweeper_init (CsSweeper *self)
{
  self->at = -1;
  self->text = g_strdup ("");
}

CsSweeper *
cs_sweeper_new (CsSession *session, CsFilmView *film)
{
  CsSweeper *self = g_object_new (CS_TYPE_SWEEPER, NULL);

  self->session = g_object_ref (session);
  self->film = film;
  g_signal_connect_object (session, "notify::image", G_CALLBACK (image_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_shelf (session), "ready", G_CALLBACK (ready_cb), self, 0);
  g_signal_connect_object (cs_session_get_viewport (session), "changed", G_CALLBACK (moved_cb), self,
                           G_CONNECT_SWAPPED);
  image_changed_cb (self);
  return self;
}

gboolean
cs_sweeper_step (CsSweeper *self, gboolean back)
{
  CsImage *image = cs_session_get_image (self->session);
  CsViewport *viewport = viewport_of (self);
  CsPlate *plate = plate_of (self);
  guint halvings = 0;
  const CsRaster *breast = plate ? cs_plate_get_breast (plate, &halvings) : NULL;
  g_autoptr (GArray) stops = NULL;
  int width, height, next, factor = cs_viewport_get_scale_factor (viewport);
  CsSweepStop stop;

  g_return_val_if_fail (CS_IS_SWEEPER (self), FALSE);
  cs_viewport_get_widget_size (viewport, &width, &height);
  if (!image || width <= 0 || height <= 0)
    return FALSE;
  stops = cs_sweep_path (breast, halvings, cs_image_get_width (image), cs_image_get_height (image),
                         cs_viewport_get_turn (viewport), width * factor, height * factor);
  next = CLAMP (self->at + (back ? -1 : 1), 0, (int) stops->len - 1);
  if (next == self->at)
    return FALSE;
  self->at = next;
  stop = g_array_index (stops, CsSweepStop, next);
  cs_viewport_set_scale (viewport, 1);
  cs_viewport_set_shown_centre (viewport, stop.x, stop.y);
  return TRUE;
}
