#include "cs-thumbnails.h"

#include "cs-film-crop.h"
#include "cs-film-tones.h"
#include "cs-formats.h"
#include "cs-png.h"
#include "cs-pyramid.h"

#define SIDE 320u   /* at most, in pixels: sharp at twice the size it is shown */

struct _CsThumbnails
{
  GObject parent_instance;
  CsSession *session;
  GHashTable *textures;      /* digest -> GdkTexture */
  GPtrArray *wanted;         /* of CsEntry; the last is next */
  guint n_fresh;             /* how many at its end were asked for since the main loop was last idle */
  guint idle;
  CsEntry *making;
  CsJob *job;
};

typedef struct { GFile *film, *kept; } Source;   /* kept: NULL where nothing can be kept */

G_DEFINE_FINAL_TYPE (CsThumbnails, cs_thumbnails, G_TYPE_OBJECT)

enum { READY, N_SIGNALS };
static guint signals[N_SIGNALS];

static void make_next (CsThumbnails *self);

static void
source_free (gpointer data)
{
  Source *source = data;
  g_object_unref (source->film);
  g_clear_object (&source->kept);
  g_free (source);
}

static CsRaster *
draw (const CsImage *image)
{
  g_autoptr (CsPyramid) pyramid = cs_pyramid_new (cs_image_get_raster (image), CS_HALVE_MEAN);
  const CsRaster *small = NULL;
  guint bins[CS_FILM_BINS], n = cs_pyramid_get_n_levels (pyramid);
  double low, high;

  for (guint i = 0; i < n; i++)
    {
      small = cs_pyramid_get_level (pyramid, i);
      if (MAX (cs_raster_get_width (small), cs_raster_get_height (small)) <= SIDE)
        break;
    }
  cs_film_count (image, bins);
  cs_film_preset_apply (cs_film_preset_find ("tissue"), bins, cs_image_get_white (image), &low, &high);
  return cs_film_grey (small, 0, 0, cs_raster_get_width (small), cs_raster_get_height (small), low, high);
}

/* It lies in the study's folder, which may come from anywhere: no library that knows many formats sees it. */
static CsRaster *
look_up (GFile *kept)
{
  g_autoptr (GBytes) bytes = g_file_load_bytes (kept, NULL, NULL, NULL);
  g_autoptr (CsRaster) small = bytes ? cs_png_unpack (bytes) : NULL;

  return small && MAX (cs_raster_get_width (small), cs_raster_get_height (small)) <= SIDE ? g_steal_pointer (&small)
                                                                                          : NULL;
}

static void
keep (GFile *kept, const CsRaster *small)
{
  g_autoptr (GFile) folder = g_file_get_parent (kept);

  g_file_make_directory_with_parents (folder, NULL, NULL);
  cs_png_write (small, 0, kept, NULL);
}

static gpointer
make (CsJob *job, gpointer input, GError **error)
{
  Source *source = input;
  g_autoptr (CsRaster) small = source->kept ? look_up (source->kept) : NULL;
  g_autoptr (CsImage) image = NULL;

  if (small)
    return cs_film_texture (small);
  image = cs_formats_read (source->film, cs_job_get_cancellable (job), error);
  if (!image)
    return NULL;
  small = draw (image);
  if (source->kept)
    keep (source->kept, small);
  return cs_film_texture (small);
}

static void
made_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = cs_job_finish (CS_JOB (object), result, &error);
  g_autoptr (CsEntry) entry = NULL;
  CsThumbnails *self = data;

  g_clear_object (&self->job);
  entry = g_steal_pointer (&self->making);
  if (texture)
    {
      g_hash_table_insert (self->textures, g_strdup (cs_entry_get_digest (entry)), g_steal_pointer (&texture));
      g_signal_emit (self, signals[READY], 0, entry);
    }
  make_next (self);
}

static GFile *
place_of (CsStudy *study, CsEntry *entry)
{
  g_autofree char *name = g_strdup_printf ("%s.png", cs_entry_get_digest (entry));
  return g_file_new_build_filename (g_file_peek_path (cs_study_get_folder (study)), "thumbnails", name, NULL);
}

static void
make_next (CsThumbnails *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  Source *source;

  if (self->job || self->wanted->len == 0 || !study)
    return;
  self->making = g_ptr_array_steal_index (self->wanted, self->wanted->len - 1);
  self->n_fresh -= self->n_fresh > 0;
  source = g_new0 (Source, 1);
  source->film = g_object_ref (cs_entry_get_file (self->making));
  source->kept = cs_study_get_read_only (study) ? NULL : place_of (study, self->making);
  self->job = cs_job_start ("", make, source, source_free, g_object_unref, made_cb, self);
}

static gboolean
idle_cb (gpointer data)
{
  CsThumbnails *self = data;

  self->idle = 0;
  self->n_fresh = 0;
  return G_SOURCE_REMOVE;
}

/* What was asked for last comes first, for it is what came into view; but what is asked for at once, as a grid does for
 * hundreds of films when it is shown, in its order: from the top. */
static void
want (CsThumbnails *self, CsEntry *entry)
{
  guint at;

  if (g_ptr_array_find (self->wanted, entry, &at))
    {
      if (at >= self->wanted->len - self->n_fresh)
        return;
      g_ptr_array_remove_index (self->wanted, at);
    }
  g_ptr_array_insert (self->wanted, (int) (self->wanted->len - self->n_fresh), g_object_ref (entry));
  self->n_fresh++;
  if (!self->idle)
    self->idle = g_idle_add (idle_cb, self);
}

static void
forget (CsThumbnails *self)
{
  cs_job_abandon (&self->job);
  g_clear_object (&self->making);
  g_ptr_array_set_size (self->wanted, 0);
  g_clear_handle_id (&self->idle, g_source_remove);
  self->n_fresh = 0;
  g_hash_table_remove_all (self->textures);
}

static void
dispose (GObject *object)
{
  CsThumbnails *self = CS_THUMBNAILS (object);
  forget (self);
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_thumbnails_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CsThumbnails *self = CS_THUMBNAILS (object);
  g_hash_table_unref (self->textures);
  g_ptr_array_unref (self->wanted);
  G_OBJECT_CLASS (cs_thumbnails_parent_class)->finalize (object);
}

static void
cs_thumbnails_class_init (CsThumbnailsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[READY] = g_signal_new ("ready", CS_TYPE_THUMBNAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, CS_TYPE_ENTRY);
}

static void
cs_thumbnails_init (CsThumbnails *self)
{
  self->textures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->wanted = g_ptr_array_new_with_free_func (g_object_unref);
}

CsThumbnails *
cs_thumbnails_new (CsSession *session)
{
  CsThumbnails *self = g_object_new (CS_TYPE_THUMBNAILS, NULL);

  g_return_val_if_fail (CS_IS_SESSION (session), NULL);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::study", G_CALLBACK (forget), self);
  return self;
}

GdkTexture *
cs_thumbnails_get (CsThumbnails *self, CsEntry *entry)
{
  GdkTexture *texture;

  g_return_val_if_fail (CS_IS_THUMBNAILS (self), NULL);
  texture = g_hash_table_lookup (self->textures, cs_entry_get_digest (entry));
  if (texture || self->making == entry || cs_entry_get_missing (entry))
    return texture;
  want (self, entry);
  make_next (self);
  return NULL;
}
