#include "cs-ruler.h"

#include <glib/gi18n.h>
#include <math.h>
#include "cs-group.h"
#include "cs-keymap.h"
#include "cs-measure.h"
#include "cs-path-layer.h"

struct _CsRuler
{
  GObject parent_instance;

  CsSession *session;
  CsFilmView *film;          /* it owns us, by the wall */
  CsLayer *line;
  char *read, *text;
};

G_DEFINE_FINAL_TYPE (CsRuler, cs_ruler, G_TYPE_OBJECT)

enum { PROP_0, PROP_TEXT, N_PROPS };
static GParamSpec *props[N_PROPS];

static const CsFacts *
facts_of (CsRuler *self)
{
  return cs_entry_get_facts (cs_session_get_entry (self->session));
}

/* The selected box. */

static CsRaster *
cut_mask (CsRuler *self, CsMark *mark)
{
  const CsRaster *own = cs_mark_get_mask (mark);
  CsAnalysis *analysis = cs_session_get_analysis (self->session);
  CsProduct *spots = analysis ? cs_analysis_get (analysis, "spots") : NULL;
  const CsBox *box = cs_mark_get_box (mark);

  if (own)
    return cs_raster_ref (own);
  return spots ? cs_raster_crop (cs_product_get_raster (spots), box->x, box->y, (guint) box->width,
                                 (guint) box->height) : NULL;
}

static double
distance (const CsBox *a, const CsBox *b)
{
  return hypot (a->x + a->width / 2.0 - b->x - b->width / 2.0, a->y + a->height / 2.0 - b->y - b->height / 2.0);
}

/* The accepted boxes within a cluster's reach of @mark, and @mark itself. */
static GArray *
gather (CsRuler *self, CsMark *mark)
{
  GListModel *marks = G_LIST_MODEL (cs_session_get_selection (self->session));
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (CsBox));
  double mm = facts_of (self)->mm_per_pixel;

  for (guint i = 0; mm > 0 && i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (CsMark) other = g_list_model_get_item (marks, i);
      const CsBox *box = cs_mark_get_box (other);

      if (other == mark || (cs_mark_get_verdict (other) == CS_VERDICT_POSITIVE &&
                            distance (box, cs_mark_get_box (mark)) * mm <= CS_GROUP_MM))
        g_array_append_val (boxes, *box);
    }
  return boxes;
}

static char *
describe_cluster (CsRuler *self, CsMark *mark)
{
  g_autoptr (GArray) boxes = gather (self, mark);
  g_autofree char *extent = NULL;

  if (boxes->len < 2)
    return NULL;
  extent = cs_measure_length (facts_of (self), cs_measure_extent ((const CsBox *) (gpointer) boxes->data, boxes->len));
  /* Translators: accepted boxes that lie together, and how far the outermost are apart */
  return g_strdup_printf (_("cluster of %u: %s"), boxes->len, extent);
}

static char *
describe (CsRuler *self)
{
  CsMark *mark = cs_session_get_mark (self->session);
  g_autoptr (CsRaster) mask = mark && cs_session_get_entry (self->session) ? cut_mask (self, mark) : NULL;
  g_autofree char *held = NULL, *cluster = NULL, *source = NULL;

  if (!mask)
    return g_strdup ("");
  held = cs_measure_mask (facts_of (self), mask);
  cluster = describe_cluster (self, mark);
  source = cs_measure_source (facts_of (self));
  return g_strdup_printf ("%s%s%s (%s)", held, cluster ? " · " : "", cluster ? cluster : "", source);
}

/* What the ruler reads is told in words too: its line is only a picture. */
static void
show (CsRuler *self)
{
  g_autofree char *box = describe (self);
  g_autofree char *text = g_strdup_printf ("%s%s%s", self->read ? self->read : "", self->read && *box ? "   " : "",
                                           box);

  if (g_strcmp0 (text, self->text) == 0)
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&text);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
}

/* The ruler. */

static gboolean
is_in_hand (CsRuler *self)
{
  return cs_canvas_is_held_by (cs_film_view_get_canvas (self->film), self);
}

static void
put_away (CsRuler *self)
{
  g_clear_pointer (&self->read, g_free);
  cs_path_layer_clear (CS_PATH_LAYER (self->line));
  show (self);
}

static void
lay (CsRuler *self, double x0, double y0, double x, double y)
{
  const float line[] = { (float) x0, (float) y0, (float) x, (float) y };
  g_autofree char *length = cs_measure_length (facts_of (self), hypot (x - x0, y - y0));
  g_autofree char *source = cs_measure_source (facts_of (self));

  put_away (self);
  self->read = g_strdup_printf ("%s (%s)", length, source);
  cs_path_layer_add (CS_PATH_LAYER (self->line), line, 2, FALSE, self->read, NULL, FALSE);
  show (self);
}

static void
tool_drag_cb (CsRuler *self, CsDragPhase phase, double x0, double y0, double x, double y)
{
  if (!is_in_hand (self) || !cs_session_get_entry (self->session))
    return;
  if (phase != CS_DRAG_CANCEL)
    lay (self, x0, y0, x, y);
  if (phase == CS_DRAG_END)
    cs_canvas_put_away (cs_film_view_get_canvas (self->film));
}

static void
entry_changed_cb (CsRuler *self)
{
  put_away (self);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TEXT: g_value_set_string (value, CS_RULER (object)->text); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsRuler *self = CS_RULER (object);

  g_clear_object (&self->line);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_ruler_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (CS_RULER (object)->read);
  g_free (CS_RULER (object)->text);
  G_OBJECT_CLASS (cs_ruler_parent_class)->finalize (object);
}

static void
cs_ruler_class_init (CsRulerClass *klass)
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
cs_ruler_init (CsRuler *self)
{
  self->line = cs_path_layer_new ();
  self->text = g_strdup ("");
}

CsRuler *
cs_ruler_new (CsSession *session, CsFilmView *film)
{
  CsRuler *self = g_object_new (CS_TYPE_RULER, NULL);
  CsCanvas *canvas = cs_film_view_get_canvas (film);
  GtkSingleSelection *selection = cs_session_get_selection (session);

  self->session = g_object_ref (session);
  self->film = film;
  cs_film_view_add_layer (film, self->line);
  g_signal_connect_object (canvas, "tool-drag", G_CALLBACK (tool_drag_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::entry", G_CALLBACK (entry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::analysis", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::image", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "notify::selected-item", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  return self;
}

void
cs_ruler_toggle (CsRuler *self)
{
  g_autofree char *words = cs_keymap_say_now (_("Ruler: drag it over the film · {review.cancel} ends it"));
  CsCanvas *canvas;

  g_return_if_fail (CS_IS_RULER (self));
  canvas = cs_film_view_get_canvas (self->film);
  if (is_in_hand (self))
    cs_canvas_put_away (canvas);
  else if (!self->read)
    cs_canvas_take_tool (canvas, self, CS_TOOL_LINE, "crosshair", words);
  put_away (self);
}
