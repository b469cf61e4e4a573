#include "cs-bookmark.h"

#include "cs-places.h"
#include "cs-rounds.h"

#define GROUP "place"
#define REST_MS 500

struct _CsBookmark
{
  GObject parent_instance;
  CsSession *session;
  char *page;
  guint window;
  GKeyFile *wanted;          /* what was taken up, until the film of it is there; NULL: nothing */
  guint rests;               /* the source that keeps it */
};

enum { PROP_PAGE = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CsBookmark, cs_bookmark, G_TYPE_OBJECT)

static void
put_view (GKeyFile *keys, CsViewport *viewport)
{
  double x, y;

  if (cs_viewport_get_fitted (viewport))
    return;
  cs_viewport_get_centre (viewport, &x, &y);
  g_key_file_set_double (keys, GROUP, "scale", cs_viewport_get_scale (viewport));
  g_key_file_set_double (keys, GROUP, "centre-x", x);
  g_key_file_set_double (keys, GROUP, "centre-y", y);
}

static GBytes *
describe (CsBookmark *self)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  CsEntry *entry = cs_session_get_entry (self->session);
  CsMark *mark = cs_session_get_mark (self->session);
  gsize length;
  char *text;

  if (self->page)
    g_key_file_set_string (keys, GROUP, "page", self->page);
  if (entry)
    g_key_file_set_int64 (keys, GROUP, "film", cs_entry_get_id (entry));
  if (mark)
    g_key_file_set_int64 (keys, GROUP, "box", cs_mark_get_id (mark));
  g_key_file_set_integer (keys, GROUP, "hung", (int) cs_session_get_hung (self->session));
  if (cs_session_get_image (self->session))
    put_view (keys, cs_session_get_viewport (self->session));
  text = g_key_file_to_data (keys, &length, NULL);
  return g_bytes_new_take (text, length);
}

/* A disk may be slow: only who leaves waits for it. */
static void
keep (CsBookmark *self, gboolean leaving)
{
  const GFileCreateFlags flags = G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION;
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (GFile) file = study ? cs_places_bookmark (cs_study_get_folder (study), self->window) : NULL;
  g_autoptr (GFile) folder = file ? g_file_get_parent (file) : NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!file || self->wanted)
    return;
  bytes = describe (self);
  g_mkdir_with_parents (g_file_peek_path (folder), 0700);
  if (leaving)
    g_file_replace_contents (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, FALSE, flags, NULL,
                             NULL, NULL);
  else
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, flags, NULL, NULL, NULL);
}

static gboolean
rest_cb (gpointer data)
{
  CsBookmark *self = data;

  self->rests = 0;
  keep (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
moved_cb (CsBookmark *self)
{
  if (self->rests)
    g_source_remove (self->rests);
  self->rests = g_timeout_add (REST_MS, rest_cb, self);
}

/* The film of the place is there: the pages have put it where they would have it, and the reader had it elsewhere. */
static void
image_changed_cb (CsBookmark *self)
{
  CsViewport *viewport = cs_session_get_viewport (self->session);
  g_autoptr (GKeyFile) keys = NULL;

  if (!self->wanted || !cs_session_get_image (self->session))
    return;
  keys = g_steal_pointer (&self->wanted);
  if (!g_key_file_has_key (keys, GROUP, "scale", NULL))
    {
      cs_viewport_fit (viewport);
      return;
    }
  cs_viewport_jump (viewport, g_key_file_get_double (keys, GROUP, "scale", NULL),
                    g_key_file_get_double (keys, GROUP, "centre-x", NULL),
                    g_key_file_get_double (keys, GROUP, "centre-y", NULL));
}

/* Another film than that of the place: the reader went on before it was there. */
static void
entry_changed_cb (CsBookmark *self)
{
  g_clear_pointer (&self->wanted, g_key_file_unref);
  moved_cb (self);
}

static void
study_changed_cb (CsBookmark *self)
{
  if (self->rests)
    g_source_remove (self->rests);
  self->rests = 0;
  g_clear_pointer (&self->wanted, g_key_file_unref);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_set_string (value, CS_BOOKMARK (object)->page);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  CsBookmark *self = CS_BOOKMARK (object);

  if (g_strcmp0 (self->page, g_value_get_string (value)) == 0)
    return;
  g_free (self->page);
  self->page = g_value_dup_string (value);
  g_object_notify_by_pspec (object, spec);
  moved_cb (self);
}

static void
dispose (GObject *object)
{
  CsBookmark *self = CS_BOOKMARK (object);

  if (self->rests)
    keep (self, TRUE);
  if (self->session)
    g_signal_handlers_disconnect_by_data (cs_session_get_viewport (self->session), self);
  study_changed_cb (self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_bookmark_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (CS_BOOKMARK (object)->page);
  G_OBJECT_CLASS (cs_bookmark_parent_class)->finalize (object);
}

static void
cs_bookmark_class_init (CsBookmarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  props[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, NULL,
                                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_bookmark_init (CsBookmark *self)
{
}

CsBookmark *
cs_bookmark_new (CsSession *session)
{
  CsBookmark *self = g_object_new (CS_TYPE_BOOKMARK, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::entry", G_CALLBACK (entry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::image", G_CALLBACK (image_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::hung", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_selection (session), "notify::selected-item", G_CALLBACK (moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (cs_session_get_viewport (session), "changed", G_CALLBACK (moved_cb), self);
  return self;
}

void
cs_bookmark_set_window (CsBookmark *self, guint window)
{
  g_return_if_fail (CS_IS_BOOKMARK (self));
  self->window = window;
}

void
cs_bookmark_take_up (CsBookmark *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (GFile) file = study ? cs_places_bookmark (cs_study_get_folder (study), self->window) : NULL;
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *page = NULL;
  CsEntry *entry;
  CsMark *mark;

  g_return_if_fail (CS_IS_BOOKMARK (self));
  if (!file || !g_key_file_load_from_file (keys, g_file_peek_path (file), G_KEY_FILE_NONE, NULL))
    return;
  entry = cs_rounds_find_film (study, g_key_file_get_int64 (keys, GROUP, "film", NULL));
  page = g_key_file_get_string (keys, GROUP, "page", NULL);
  if (page)
    g_object_set (self, "page", page, NULL);
  cs_session_set_hung (self->session, (guint) MAX (g_key_file_get_integer (keys, GROUP, "hung", NULL), 1));
  if (!entry)
    return;
  cs_session_set_entry (self->session, entry);
  mark = cs_rounds_find_mark (study, entry, g_key_file_get_int64 (keys, GROUP, "box", NULL));
  if (mark)
    cs_session_select (self->session, mark);
  self->wanted = g_steal_pointer (&keys);
  image_changed_cb (self);
}
