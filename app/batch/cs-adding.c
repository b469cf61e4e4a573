#include "cs-adding.h"

#include <glib/gi18n.h>

#include "cs-crew.h"
#include "cs-error.h"
#include "cs-formats.h"
#include "cs-tuning.h"
#include "cs-scan.h"

/* Pixels kept from the check of the named films to their adding: what is over is decoded a second time. */
#define KEPT_BYTES (512u * 1024 * 1024)

/* A film to add; before its frames are known a file. @image: read already; NULL: not, or there was no room. */
typedef struct { GFile *file; gboolean named; CsImage *image; } Item;

/* What came of reading one: a film, or why there is none. */
typedef struct { CsImage *image; GError *error; } Reading;

typedef struct
{
  CsCall     *call;
  const char *folder;        /* of the study */
  GArray     *files, *films; /* of Item */
  guint64     kept;
  CsStudy    *study;         /* NULL before the first film is added */
  guint       n_left_out;
} Adding;

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_clear_object (&item->file);
  g_clear_pointer (&item->image, cs_image_unref);
}

static Item *
nth (GArray *items,
     guint   i)
{
  return &g_array_index (items, Item, i);
}

static void
adding_clear (Adding *self)
{
  g_clear_pointer (&self->files, g_array_unref);
  g_clear_pointer (&self->films, g_array_unref);
  g_clear_object (&self->study);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Adding, adding_clear)

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->image, cs_image_unref);
  g_clear_error (&reading->error);
  g_free (reading);
}

static void
add_item (GArray  *items,
          GFile   *file,
          gboolean named)
{
  Item item = { g_object_ref (file), named, NULL };

  g_array_append_val (items, item);
}

static void
scan_cb (guint       n_films,
         const char *folder,
         gpointer    data)
{
  Adding *self = data;

  cs_progress_report (0, _("Looking for films"), self->call->progress);
}

/* A file is taken as it is named, a folder gives the films below it. */
static gboolean
collect (Adding     *self,
         const char *path,
         GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GPtrArray) below = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *left_out = NULL;

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_DIRECTORY)
    {
      add_item (self->files, file, TRUE);
      return TRUE;
    }
  if (!cs_scan (file, below, &left_out, scan_cb, self, self->call->cancellable, error))
    return FALSE;
  if (left_out != NULL)
    g_printerr ("%s\n", left_out);
  if (below->len == 0)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("There is no film in the folder “%s”"), path);
      return FALSE;
    }
  for (guint i = 0; i < below->len; i++)
    add_item (self->files, below->pdata[i], FALSE);
  return TRUE;
}

/* A file of several frames is as many films. */

static gpointer
spread (guint         i,
        gpointer      data,
        GCancellable *cancellable,
        GError      **error)
{
  Adding *self = data;

  return cs_formats_films (nth (self->files, i)->file, cancellable);
}

static gboolean
take_films (guint    i,
            gpointer films,
            gpointer data,
            GError **error)
{
  Adding *self = data;
  GPtrArray *frames = films;

  for (guint k = 0; k < frames->len; k++)
    add_item (self->films, frames->pdata[k], nth (self->files, i)->named);
  cs_progress_report ((i + 1.0) / self->files->len, _("Looking for films"), self->call->progress);
  return !g_cancellable_set_error_if_cancelled (self->call->cancellable, error);
}

/* Named films are read before the first is added: one that cannot be read leaves the study as it was, or not made. */

static gpointer
check (guint         i,
       gpointer      data,
       GCancellable *cancellable,
       GError      **error)
{
  Adding *self = data;
  Item *item = nth (self->films, i);
  Reading *reading = g_new0 (Reading, 1);

  if (item->named && (reading->image = cs_formats_read (item->file, cancellable, error)) == NULL)
    g_clear_pointer (&reading, reading_free);
  return reading;
}

static gboolean
keep (guint    i,
      gpointer checked,
      gpointer data,
      GError **error)
{
  Adding *self = data;
  Reading *reading = checked;
  const CsRaster *raster = reading->image != NULL ? cs_image_get_raster (reading->image) : NULL;
  guint64 size = raster != NULL ? (guint64) cs_raster_get_stride (raster) * cs_raster_get_height (raster) : 0;

  cs_progress_report ((i + 1.0) / self->films->len, _("Reading films"), self->call->progress);
  if (self->kept + size <= KEPT_BYTES)
    nth (self->films, i)->image = g_steal_pointer (&reading->image);
  self->kept += nth (self->films, i)->image != NULL ? size : 0;
  return !g_cancellable_set_error_if_cancelled (self->call->cancellable, error);
}

static gpointer
read_film (guint         i,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  Adding *self = data;
  Item *item = nth (self->films, i);
  Reading *reading = g_new0 (Reading, 1);

  if (item->image != NULL)
    reading->image = g_steal_pointer (&item->image);
  else
    reading->image = item->named ? cs_formats_read (item->file, cancellable, &reading->error)
                                 : cs_scan_read (item->file, cancellable, &reading->error);
  if (reading->image != NULL)
    cs_image_get_pixels_digest (reading->image);
  return reading;
}

static gboolean
open_study (Adding  *self,
            GError **error)
{
  g_autoptr (GFile) place = g_file_new_for_commandline_arg (self->folder);

  if (!cs_study_is_study (place))
    {
      g_autoptr (CsStudy) made = cs_study_open (place, error);

      if (made == NULL)
        return FALSE;
    }
  self->study = cs_open_study (self->folder, TRUE, error);
  return self->study != NULL;
}

static void
leave_out (Adding       *self,
           const GError *why)
{
  g_printerr (_("Left out: %s\n"), why->message);
  self->n_left_out++;
}

static gboolean
add (guint    i,
     gpointer read,
     gpointer data,
     GError **error)
{
  Adding *self = data;
  Reading *reading = read;

  if (g_cancellable_set_error_if_cancelled (self->call->cancellable, error))
    return FALSE;
  cs_progress_report ((i + 1.0) / self->films->len, _("Adding films"), self->call->progress);
  if (reading->image == NULL && nth (self->films, i)->named)
    {
      g_propagate_error (error, g_steal_pointer (&reading->error));
      return FALSE;
    }
  if (reading->image == NULL)
    {
      leave_out (self, reading->error);
      return TRUE;
    }
  return (self->study != NULL || open_study (self, error)) &&
         cs_study_add (self->study, nth (self->films, i)->file, reading->image, error) != NULL;
}

static gboolean
find_films (Adding  *self,
            char   **paths,
            guint    n,
            guint    workers,
            GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!collect (self, paths[i], error))
      return FALSE;
  return cs_crew_run (self->files->len, workers, spread, take_films, (GDestroyNotify) g_ptr_array_unref, self,
                      self->call->cancellable, error) &&
         cs_crew_run (self->films->len, workers, check, keep, reading_free, self, self->call->cancellable, error);
}

CsStudy *
cs_adding_run (CsCall     *call,
               const char *folder,
               char      **paths,
               guint       n,
               guint      *n_left_out,
               GError    **error)
{
  g_auto (Adding) self = { .call = call, .folder = folder };
  guint workers = g_get_num_processors ();

  self.files = g_array_new (FALSE, TRUE, sizeof (Item));
  self.films = g_array_new (FALSE, TRUE, sizeof (Item));
  g_array_set_clear_func (self.files, clear_item);
  g_array_set_clear_func (self.films, clear_item);
  if (!find_films (&self, paths, n, workers, error) ||
      !cs_crew_run (self.films->len, workers, read_film, add, reading_free, &self, call->cancellable, error))
    return NULL;
  if (self.study == NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, ngettext ("The film that was found (%u) cannot be read",
                           "None of the %u films that were found can be read", self.n_left_out), self.n_left_out);
  *n_left_out = self.n_left_out;
  return g_steal_pointer (&self.study);
}
