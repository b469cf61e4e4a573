#include "cs-case.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-clusters.h"
#include "cs-error.h"
#include "cs-film-tones.h"

/* A picture of the report has at most so many pixels a side: 300 to the inch where four films share a page. */
#define PICTURE_SIDE 1400u

/* Film shown round a cluster. */
#define ROUND_MM 2.0

GPtrArray *
cs_case_names (CsRecord *record)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    {
      const char *name = cs_record_get_case (record, i);

      if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, (gpointer) name);
    }
  return names;
}

/* CC above MLO above the others; of several alike the later ones hang below all first ones. */
static guint
rank_of (const CsFacts *facts)
{
  return facts->view != CS_VIEW_UNKNOWN ? facts->view : CS_N_VIEWS;
}

static guint
count_alike (const GArray  *films,
             const CsFacts *facts)
{
  guint n = 0;

  for (guint i = 0; i < films->len; i++)
    {
      const CsFacts *other = &g_array_index (films, CsCaseFilm, i).film->facts;

      n += other->view == facts->view && other->side == facts->side;
    }
  return n;
}

/* The row is a rank at first: cs_case_new() makes rows without gaps of it. */
static void
take_film (CsCase *self,
           guint   place)
{
  const CsRecordFilm *film = cs_record_get_film (self->record, place);
  CsCaseFilm hung = { .film = film, .place = place, .column = film->facts.side == CS_SIDE_LEFT ? 1 : 0 };

  hung.row = count_alike (self->films, &film->facts) * (CS_N_VIEWS + 1) + rank_of (&film->facts);
  g_array_append_val (self->films, hung);
}

static int
compare_films (gconstpointer a,
               gconstpointer b)
{
  const CsCaseFilm *one = a, *other = b;

  if (one->row != other->row)
    return one->row < other->row ? -1 : 1;
  return one->column != other->column ? (int) one->column - (int) other->column : (int) one->place - (int) other->place;
}

/* Two films in one place (an unknown side hangs with the right ones) go into two rows. */
static void
close_rows (GArray *films)
{
  guint row = 0, rank = 0;

  g_array_sort (films, compare_films);
  for (guint i = 0; i < films->len; i++)
    {
      CsCaseFilm *film = &g_array_index (films, CsCaseFilm, i), *before = i > 0 ? film - 1 : NULL;

      if (before != NULL && (film->row != rank || film->column == before->column))
        row++;
      rank = film->row;
      film->row = row;
    }
}

static guint
order_of (const CsRecordMark *mark)
{
  return mark->verdict == CS_VERDICT_POSITIVE ? 0 : mark->verdict == CS_VERDICT_UNSURE ? 1 : 2;
}

static int
compare_finds (gconstpointer a,
               gconstpointer b)
{
  const CsCaseFind *first = a, *second = b;
  const CsRecordMark *one = first->mark, *other = second->mark;

  if (first->cluster != second->cluster)
    return (guint) first->cluster < (guint) second->cluster ? -1 : 1;      /* -1, none, comes last */
  if (order_of (one) != order_of (other))
    return order_of (one) < order_of (other) ? -1 : 1;
  if (one->box.suspicion != other->box.suspicion)
    return one->box.suspicion > other->box.suspicion ? -1 : 1;
  return one->id < other->id ? -1 : one->id > other->id;
}

static void
take_finds (CsCase *self,
            guint   index)
{
  CsCaseFilm *film = &g_array_index (self->films, CsCaseFilm, index);

  film->first = self->finds->len;
  for (guint i = 0; i < film->film->n_marks; i++)
    {
      CsCaseFind find = { index, &film->film->marks[i], -1 };

      if (find.mark->verdict == CS_VERDICT_NEGATIVE)
        film->n_rejected++;
      else if (find.mark->verdict != CS_VERDICT_NONE || find.mark->origin != CS_ORIGIN_TRUTH)
        g_array_append_val (self->finds, find);
    }
  film->n = self->finds->len - film->first;
}

/* The extent with film round it, as far as there is film. */
static CsBox
part_round (const CsRecordFilm *film,
            const CsBox        *extent)
{
  int round = (int) ceil (ROUND_MM / film->facts.mm_per_pixel);
  int x = MAX (extent->x - round, 0), y = MAX (extent->y - round, 0);

  return (CsBox) { .x = x, .y = y, .width = MIN (extent->x + extent->width + round, (int) film->width) - x,
                   .height = MIN (extent->y + extent->height + round, (int) film->height) - y };
}

/* Cluster @number of the film's finds: where it lies, and how many they are. */
static void
gather (CsCase           *self,
        const CsCaseFilm *film,
        int               number)
{
  CsCaseFind *finds = &g_array_index (self->finds, CsCaseFind, film->first);
  CsCaseCluster cluster = { .film = finds[0].film };

  for (guint i = 0; i < film->n; i++)
    if (finds[i].cluster == number)
      {
        if (cluster.n == 0)
          cluster.extent = finds[i].mark->box;
        cs_clusters_extend (&cluster.extent, &finds[i].mark->box);
        cluster.n++;
      }
  cluster.part = part_round (film->film, &cluster.extent);
  g_array_append_val (self->clusters, cluster);
}

static void
find_clusters (CsCase           *self,
               const CsCaseFilm *film)
{
  g_autofree const CsBox **boxes = g_new (const CsBox *, film->n + 1);
  g_autofree int *numbers = g_new (int, film->n + 1);
  CsCaseFind *finds = film->n > 0 ? &g_array_index (self->finds, CsCaseFind, film->first) : NULL;
  int before = (int) self->clusters->len;
  guint n;

  for (guint i = 0; i < film->n; i++)
    boxes[i] = &finds[i].mark->box;
  n = cs_clusters_find (boxes, film->n, film->film->facts.mm_per_pixel, numbers);
  for (guint i = 0; i < film->n; i++)
    finds[i].cluster = numbers[i] < 0 ? -1 : before + numbers[i];
  for (guint i = 0; i < n; i++)
    gather (self, film, before + (int) i);
}

static void
number_finds (CsCase           *self,
              const CsCaseFilm *film)
{
  if (film->n > 1)
    qsort (&g_array_index (self->finds, CsCaseFind, film->first), film->n, sizeof (CsCaseFind), compare_finds);
  for (guint i = film->first + film->n; i-- > film->first;)
    if (g_array_index (self->finds, CsCaseFind, i).cluster >= 0)
      g_array_index (self->clusters, CsCaseCluster, g_array_index (self->finds, CsCaseFind, i).cluster).first = i;
}

static void
clear_cluster (gpointer cluster)
{
  g_clear_pointer (&((CsCaseCluster *) cluster)->picture, cs_raster_unref);
}

static void
clear_film (gpointer film)
{
  g_clear_pointer (&((CsCaseFilm *) film)->picture, cs_raster_unref);
}

static CsCase *
case_new (CsRecord          *record,
          const char        *name,
          const CsCaseNotes *notes)
{
  CsCase *self = g_new0 (CsCase, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->record = cs_record_ref (record);
  self->title = g_strdup (name);
  self->study = g_strdup (cs_record_get_title (record));
  self->network = g_strdup (notes->network != NULL ? notes->network : "");
  self->settings = g_strdup (notes->settings != NULL ? notes->settings : "");
  self->when = notes->when;
  self->said = notes->said != NULL ? g_array_ref (notes->said) : g_array_new (FALSE, FALSE, sizeof (CsCaseSaid));
  self->films = g_array_new (FALSE, TRUE, sizeof (CsCaseFilm));
  self->finds = g_array_new (FALSE, TRUE, sizeof (CsCaseFind));
  self->clusters = g_array_new (FALSE, TRUE, sizeof (CsCaseCluster));
  g_array_set_clear_func (self->films, clear_film);
  g_array_set_clear_func (self->clusters, clear_cluster);
  return self;
}

CsCase *
cs_case_new (CsRecord          *record,
             const char        *name,
             const CsCaseNotes *notes,
             GError           **error)
{
  g_autoptr (CsCase) self = case_new (record, name, notes);

  if (!cs_record_is_whole (record, error))
    return NULL;
  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    if (g_str_equal (cs_record_get_case (record, i), name))
      take_film (self, i);
  if (self->films->len == 0)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("There is no case “%s” in this study; study --list names them"),
                   name);
      return NULL;
    }
  close_rows (self->films);
  for (guint i = 0; i < self->films->len; i++)
    {
      take_finds (self, i);
      find_clusters (self, &g_array_index (self->films, CsCaseFilm, i));
      number_finds (self, &g_array_index (self->films, CsCaseFilm, i));
    }
  return g_steal_pointer (&self);
}

/* All of @raster in 256 greys, black at @low. */
static CsRaster *
grey (const CsRaster *raster,
      double          low,
      double          high)
{
  guint width = cs_raster_get_width (raster), height = cs_raster_get_height (raster);
  g_autofree float *row = g_new (float, width);
  CsRaster *picture = cs_raster_new_unset (CS_PIXEL_U8, width, height);

  for (guint y = 0; y < height; y++)
    {
      cs_raster_load (raster, y, row);
      for (guint x = 0; x < width; x++)
        row[x] = (float) (255 * (row[x] - low) / (high - low));
      cs_raster_store (picture, y, row);
    }
  return picture;
}

static void
cut_clusters (CsCase  *self,
              guint    film,
              CsImage *image,
              double   low,
              double   high)
{
  for (guint i = 0; i < self->clusters->len; i++)
    {
      CsCaseCluster *cluster = &g_array_index (self->clusters, CsCaseCluster, i);
      const CsBox *part = &cluster->part;

      if (cluster->film == film)
        {
          g_autoptr (CsRaster) piece = cs_raster_crop (cs_image_get_raster (image), part->x, part->y,
                                                       (guint) part->width, (guint) part->height);

          cluster->picture = grey (piece, low, high);
        }
    }
}

static gboolean
read_film (CsCase       *self,
           guint         index,
           GCancellable *cancellable,
           GError      **error)
{
  CsCaseFilm *film = &g_array_index (self->films, CsCaseFilm, index);
  g_autoptr (CsImage) image = cs_record_read_film (self->record, film->place, cancellable, error);
  guint bins[CS_FILM_BINS];
  double low, high;

  if (image == NULL)
    return FALSE;
  cs_film_count (image, bins);
  cs_film_preset_apply (cs_film_preset_find ("tissue"), bins, cs_image_get_white (image), &low, &high);
  cut_clusters (self, index, image, low, high);
  while (MAX (cs_image_get_width (image), cs_image_get_height (image)) > PICTURE_SIDE)
    {
      CsImage *half = cs_image_halve (image);

      cs_image_unref (image);
      image = half;
    }
  film->picture = grey (cs_image_get_raster (image), low, high);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
cs_case_read_films (CsCase       *self,
                    CsCaseReport  report,
                    gpointer      data,
                    GCancellable *cancellable,
                    GError      **error)
{
  for (guint i = 0; i < self->films->len; i++)
    {
      if (report != NULL)
        report ((double) i / self->films->len, _("Reading films"), data);
      if (!read_film (self, i, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

CsCase *
cs_case_ref (CsCase *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cs_case_unref (CsCase *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->title);
  g_free (self->study);
  g_free (self->network);
  g_free (self->settings);
  g_array_unref (self->said);
  g_array_unref (self->films);
  g_array_unref (self->finds);
  g_array_unref (self->clusters);
  cs_record_unref (self->record);
  g_free (self);
}
