#include "cs-shelf.h"

#include <glib/gi18n.h>
#include "cs-film-order.h"
#include "cs-preferences.h"

/* Latest used first. */
typedef struct { CsEntry *entry; CsPlate *plate; } Place;

struct _CsShelf
{
  GObject parent_instance;

  CsJobs *jobs;
  GSettings *settings;       /* or NULL */
  GQueue places;             /* of Place, owned */
  GQueue wanted;             /* of CsEntry, owned: to be read or examined */
  CsJob *job;
  CsEntry *busy;             /* what the job is about */
  gsize beside;
};

G_DEFINE_FINAL_TYPE (CsShelf, cs_shelf, G_TYPE_OBJECT)

enum { READY, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What a job takes along: one of the two. */
typedef struct { CsFilmOrder *order; CsPlate *plate; } Task;

static void start_next (CsShelf *self);

static void
place_free (gpointer data)
{
  Place *place = data;

  g_object_unref (place->entry);
  cs_plate_unref (place->plate);
  g_free (place);
}

static void
task_free (gpointer data)
{
  Task *task = data;

  g_clear_pointer (&task->order, cs_film_order_free);
  g_clear_pointer (&task->plate, cs_plate_unref);
  g_free (task);
}

static Place *
find (CsShelf *self, CsEntry *entry)
{
  for (GList *link = self->places.head; link; link = link->next)
    if (((Place *) link->data)->entry == entry)
      return link->data;
  return NULL;
}

static void
drop_oldest (CsShelf *self)
{
  gsize bytes = self->beside, most = cs_shelf_get_room (self);

  for (GList *link = self->places.head; link; link = link->next)
    bytes += cs_plate_get_size (((Place *) link->data)->plate);
  while (self->places.length > CS_SHELF_LEAST && bytes > most)
    {
      Place *oldest = g_queue_pop_tail (&self->places);

      bytes -= cs_plate_get_size (oldest->plate);
      place_free (oldest);
    }
}

static void
set (CsShelf *self, CsEntry *entry, CsPlate *plate)
{
  Place *place = find (self, entry);

  cs_plate_ref (plate);
  if (place)
    {
      cs_plate_unref (place->plate);
      place->plate = plate;
    }
  else
    {
      place = g_new (Place, 1);
      *place = (Place) { g_object_ref (entry), plate };
      g_queue_push_head (&self->places, place);
    }
  drop_oldest (self);
}

static gpointer
work (CsJob *job, gpointer input, GError **error)
{
  Task *task = input;
  GCancellable *cancellable = cs_job_get_cancellable (job);
  g_autoptr (CsImage) image = task->order ? cs_film_order_read (task->order, cancellable, error) : NULL;

  if (task->order && !image)
    return NULL;
  if (image)
    {
      task->plate = cs_plate_new (image);
      cs_job_send (job, cs_plate_ref (task->plate), (GDestroyNotify) cs_plate_unref);
    }
  return cs_plate_examine (task->plate, cancellable);
}

static void
read_cb (gpointer item, gpointer data)
{
  CsShelf *self = data;

  set (self, self->busy, item);
  g_signal_emit (self, signals[READY], 0, self->busy);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPlate) plate = cs_job_finish (CS_JOB (source), result, &error);
  CsShelf *self = data;
  g_autoptr (CsEntry) entry = g_steal_pointer (&self->busy);

  g_clear_object (&self->job);
  if (plate)
    {
      set (self, entry, plate);
      g_signal_emit (self, signals[READY], 0, entry);
    }
  else if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, entry, error);
  start_next (self);
}

static Task *
new_task (CsShelf *self, CsEntry *entry)
{
  Place *place = find (self, entry);
  Task *task;

  if (place && cs_plate_get_examined (place->plate))
    return NULL;
  task = g_new0 (Task, 1);
  task->plate = place ? cs_plate_ref (place->plate) : NULL;
  task->order = place ? NULL : cs_film_order_new (entry);
  return task;
}

static void
start_next (CsShelf *self)
{
  while (!self->job && self->wanted.length > 0)
    {
      g_autoptr (CsEntry) entry = g_queue_pop_head (&self->wanted);
      Task *task = new_task (self, entry);
      g_autofree char *title = g_strdup_printf (_("Reading %s"), cs_entry_get_name (entry));

      if (!task)
        continue;
      self->busy = g_object_ref (entry);
      self->job = cs_job_start (title, work, task, task_free, (GDestroyNotify) cs_plate_unref, done_cb, self);
      cs_job_set_receiver (self->job, read_cb, self);
      cs_jobs_add (self->jobs, self->job);
    }
}

static void
stop (CsShelf *self)
{
  cs_job_abandon (&self->job);
  g_clear_object (&self->busy);
}

static void
dispose (GObject *object)
{
  CsShelf *self = CS_SHELF (object);

  cs_shelf_clear (self);
  g_clear_object (&self->jobs);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (cs_shelf_parent_class)->dispose (object);
}

static void
cs_shelf_class_init (CsShelfClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[READY] = g_signal_new ("ready", CS_TYPE_SHELF, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 CS_TYPE_ENTRY);
  signals[FAILED] = g_signal_new ("failed", CS_TYPE_SHELF, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  CS_TYPE_ENTRY, G_TYPE_ERROR);
}

static void
cs_shelf_init (CsShelf *self)
{
  g_queue_init (&self->places);
  g_queue_init (&self->wanted);
  self->settings = cs_preferences_open ();
  if (self->settings)
    g_signal_connect_object (self->settings, "changed::" CS_PREFERENCE_MEMORY, G_CALLBACK (drop_oldest), self,
                             G_CONNECT_SWAPPED);
}

CsShelf *
cs_shelf_new (CsJobs *jobs)
{
  CsShelf *self = g_object_new (CS_TYPE_SHELF, NULL);

  self->jobs = g_object_ref (jobs);
  return self;
}

guint
cs_shelf_get_n (CsShelf *self)
{
  g_return_val_if_fail (CS_IS_SHELF (self), 0);
  return self->places.length;
}

CsPlate *
cs_shelf_get (CsShelf *self, CsEntry *entry)
{
  const CsFacts *now, *then;
  Place *place;

  g_return_val_if_fail (CS_IS_SHELF (self), NULL);
  place = find (self, entry);
  if (!place)
    return NULL;
  g_queue_remove (&self->places, place);
  g_queue_push_head (&self->places, place);
  now = cs_entry_get_facts (entry);
  then = cs_image_get_facts (cs_plate_get_image (place->plate));
  if (now->side != then->side || now->view != then->view || now->mm_per_pixel != then->mm_per_pixel ||
      g_strcmp0 (now->case_id, then->case_id) != 0)
    {
      g_autoptr (CsPlate) plate = cs_plate_with_facts (place->plate, now);

      set (self, entry, plate);
    }
  return place->plate;
}

CsPlate *
cs_shelf_find (CsShelf *self, CsImage *image)
{
  g_return_val_if_fail (CS_IS_SHELF (self), NULL);
  for (GList *link = self->places.head; image && link; link = link->next)
    {
      CsPlate *plate = ((Place *) link->data)->plate;

      if (cs_image_get_raster (cs_plate_get_image (plate)) == cs_image_get_raster (image))
        return plate;
    }
  return NULL;
}

void
cs_shelf_put (CsShelf *self, CsEntry *entry, CsImage *image)
{
  g_autoptr (CsPlate) plate = NULL;

  g_return_if_fail (CS_IS_SHELF (self));
  if (cs_shelf_find (self, image))
    return;
  plate = cs_plate_new (image);
  set (self, entry, plate);
  if (self->busy == entry)
    stop (self);             /* it was being read here as well */
  g_queue_push_head (&self->wanted, g_object_ref (entry));
  start_next (self);
}

void
cs_shelf_want (CsShelf *self, GPtrArray *entries)
{
  g_return_if_fail (CS_IS_SHELF (self));
  g_queue_clear_full (&self->wanted, g_object_unref);
  for (guint i = 0; i < entries->len; i++)
    if (entries->pdata[i] != self->busy)
      g_queue_push_tail (&self->wanted, g_object_ref (entries->pdata[i]));
  if (self->busy && !g_ptr_array_find (entries, self->busy, NULL))
    stop (self);
  start_next (self);
}

void
cs_shelf_set_beside (CsShelf *self, gsize bytes)
{
  g_return_if_fail (CS_IS_SHELF (self));
  self->beside = bytes;
  drop_oldest (self);
}

gsize
cs_shelf_get_beside (CsShelf *self)
{
  g_return_val_if_fail (CS_IS_SHELF (self), 0);
  return self->beside;
}

gsize
cs_shelf_get_room (CsShelf *self)
{
  g_return_val_if_fail (CS_IS_SHELF (self), 0);
  return (gsize) (self->settings ? g_settings_get_uint (self->settings, CS_PREFERENCE_MEMORY) : CS_SHELF_USUAL) << 20;
}

void
cs_shelf_clear (CsShelf *self)
{
  g_return_if_fail (CS_IS_SHELF (self));
  stop (self);
  g_queue_clear_full (&self->wanted, g_object_unref);
  g_queue_clear_full (&self->places, place_free);
}
