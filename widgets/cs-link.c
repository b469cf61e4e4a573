#include "cs-link.h"

typedef struct { CsViewport *viewport; double spacing; int wall; } View;

struct _CsLink
{
  GObject   parent;

  GArray   *views;          /* of View */
  gboolean  active, following;
};

G_DEFINE_FINAL_TYPE (CsLink, cs_link, G_TYPE_OBJECT)

static View *
find (CsLink *self, CsViewport *viewport)
{
  for (guint i = 0; i < self->views->len; i++)
    if (g_array_index (self->views, View, i).viewport == viewport)
      return &g_array_index (self->views, View, i);
  return NULL;
}

/* How far the centre is from the wall and below the middle, image pixels. */
static void
measure (const View *view, double *across, double *down)
{
  int width, height;
  double x, y;

  cs_viewport_get_shown_size (view->viewport, &width, &height);
  cs_viewport_get_shown_centre (view->viewport, &x, &y);
  *across = view->wall > 0 ? width - x : view->wall < 0 ? x : x - width / 2.0;
  *down = y - height / 2.0;
}

static void
go (const View *view, double across, double down)
{
  int width, height;

  cs_viewport_get_shown_size (view->viewport, &width, &height);
  cs_viewport_set_shown_centre (view->viewport,
                                view->wall > 0 ? width - across : view->wall < 0 ? across : width / 2.0 + across,
                                height / 2.0 + down);
}

static gboolean
has_image (const View *view)
{
  int width, height;

  cs_viewport_get_image_size (view->viewport, &width, &height);
  return width > 0 && height > 0;
}

static double
unit_of (const View *view)
{
  return view->spacing > 0 ? view->spacing : 1;
}

/* One physical size for all that are fitted: that of the one that must be smallest. */
static void
fit_alike (CsLink *self)
{
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < self->views->len; i++)
    {
      const View *view = &g_array_index (self->views, View, i);

      if (has_image (view))
        least = MIN (least, cs_viewport_get_fit_scale (view->viewport) / unit_of (view));
    }
  for (guint i = 0; i < self->views->len; i++)
    {
      const View *view = &g_array_index (self->views, View, i);

      cs_viewport_limit_fit (view->viewport, least * unit_of (view));
      cs_viewport_fit (view->viewport);
    }
}

static void
follow (const View *from, const View *to)
{
  double ratio = from->spacing > 0 && to->spacing > 0 ? to->spacing / from->spacing : 1;
  double across, down;

  measure (from, &across, &down);
  cs_viewport_set_scale (to->viewport, cs_viewport_get_scale (from->viewport) * ratio);
  go (to, across / ratio, down / ratio);
}

static void
changed_cb (CsLink *self, CsViewport *viewport)
{
  if (self->active)
    cs_link_follow (self, viewport);
}

static void
dispose (GObject *object)
{
  cs_link_clear (CS_LINK (object));
  G_OBJECT_CLASS (cs_link_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_array_unref (CS_LINK (object)->views);
  G_OBJECT_CLASS (cs_link_parent_class)->finalize (object);
}

static void
cs_link_class_init (CsLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
cs_link_init (CsLink *self)
{
  self->views = g_array_new (FALSE, FALSE, sizeof (View));
  self->active = TRUE;
}

CsLink *
cs_link_new (void)
{
  return g_object_new (CS_TYPE_LINK, NULL);
}

void
cs_link_add (CsLink *self, CsViewport *viewport, double spacing, int wall)
{
  View *known, view = { viewport, spacing, CLAMP (wall, -1, 1) };

  g_return_if_fail (CS_IS_LINK (self));
  g_return_if_fail (CS_IS_VIEWPORT (viewport));
  g_return_if_fail (spacing >= 0);

  known = find (self, viewport);
  if (known != NULL)
    {
      *known = view;
      return;
    }
  g_object_ref (viewport);
  g_array_append_val (self->views, view);
  g_signal_connect_swapped (viewport, "changed", G_CALLBACK (changed_cb), self);
}

void
cs_link_clear (CsLink *self)
{
  g_return_if_fail (CS_IS_LINK (self));

  for (guint i = 0; i < self->views->len; i++)
    {
      CsViewport *viewport = g_array_index (self->views, View, i).viewport;

      g_signal_handlers_disconnect_by_data (viewport, self);
      cs_viewport_limit_fit (viewport, 0);
      g_object_unref (viewport);
    }
  g_array_set_size (self->views, 0);
}

void
cs_link_set_active (CsLink *self, gboolean active)
{
  g_return_if_fail (CS_IS_LINK (self));

  self->active = !!active;
}

void
cs_link_follow (CsLink *self, CsViewport *viewport)
{
  View *from;

  g_return_if_fail (CS_IS_LINK (self));

  from = find (self, viewport);
  if (from == NULL || self->following || !has_image (from))
    return;
  self->following = TRUE;
  if (cs_viewport_get_fitted (viewport))
    fit_alike (self);
  else
    for (guint i = 0; i < self->views->len; i++)
      if (g_array_index (self->views, View, i).viewport != viewport)
        follow (from, &g_array_index (self->views, View, i));
  self->following = FALSE;
}
