#include "cs-record.h"

#include "cs-formats.h"
#include "cs-study-private.h"

typedef struct
{
  CsRecordFilm film;
  GArray      *marks;      /* of CsRecordMark */
  char        *case_id;    /* never "" */
} Film;

struct _CsRecord
{
  gatomicrefcount refs;
  char           *title;
  guint           n;
  Film           *films;
  GError         *lack;        /* why marks are missing; NULL: none is */
};

static void
clear_mark (gpointer data)
{
  CsRecordMark *mark = data;

  g_clear_pointer (&mark->pixels, cs_raster_unref);
  g_clear_pointer (&mark->packed, g_bytes_unref);
  g_free ((char *) mark->who);
  cs_words_free ((CsWords *) mark->words);
}

static void
clear_film (Film *self)
{
  g_clear_object (&self->film.file);
  g_free ((char *) self->film.name);
  g_free ((char *) self->film.digest);
  g_free ((char *) self->film.facts.case_id);
  g_free ((char *) self->film.woman);
  cs_words_free ((CsWords *) self->film.words);
  g_clear_pointer (&self->marks, g_array_unref);
  g_free (self->case_id);
}

CsRecord *
cs_record_ref (CsRecord *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_record_unref (CsRecord *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  for (guint i = 0; i < self->n; i++)
    clear_film (&self->films[i]);
  g_free (self->films);
  g_free (self->title);
  g_clear_error (&self->lack);
  g_free (self);
}

guint
cs_record_get_n_films (const CsRecord *self)
{
  return self->n;
}

const CsRecordFilm *
cs_record_get_film (const CsRecord *self,
                    guint           i)
{
  g_return_val_if_fail (i < self->n, NULL);
  return &self->films[i].film;
}

const char *
cs_record_get_case (const CsRecord *self,
                    guint           film)
{
  g_return_val_if_fail (film < self->n, NULL);
  return self->films[film].case_id;
}

const char *
cs_record_get_woman (const CsRecord *self,
                     guint           film)
{
  g_return_val_if_fail (film < self->n, NULL);
  return self->films[film].film.woman != NULL ? self->films[film].film.woman : self->films[film].case_id;
}

const char *
cs_record_get_title (const CsRecord *self)
{
  return self->title;
}

gboolean
cs_record_is_whole (const CsRecord *self,
                    GError        **error)
{
  if (self->lack != NULL && error != NULL)
    *error = g_error_copy (self->lack);
  return self->lack == NULL;
}

static guint
count_part (const CsRecord *self,
            gboolean        kept_out)
{
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    n += self->films[i].film.kept_out == kept_out;
  return n;
}

CsRecord *
cs_record_part (CsRecord *self,
                gboolean  kept_out)
{
  guint n = count_part (self, kept_out), k = 0;
  CsRecord *part;

  if (n == self->n)
    return cs_record_ref (self);
  part = cs_record_new_of (self, self->title, n);
  for (guint i = 0; i < self->n; i++)
    if (self->films[i].film.kept_out == kept_out)
      cs_record_put_whole (part, k++, self, i);
  return part;
}

CsImage *
cs_record_read_film (const CsRecord *self,
                     guint           film,
                     GCancellable   *cancellable,
                     GError        **error)
{
  const CsRecordFilm *row = cs_record_get_film (self, film);
  g_autoptr (CsImage) image = cs_formats_read (row->file, cancellable, error);

  return image != NULL ? cs_image_with_facts (image, &row->facts) : NULL;
}

CsRecord *
cs_record_new (const char *title,
               guint       n_films)
{
  CsRecord *self = g_new0 (CsRecord, 1);

  g_atomic_ref_count_init (&self->refs);
  self->title = g_strdup (title);
  self->n = n_films;
  self->films = g_new0 (Film, n_films);
  return self;
}

void
cs_record_put_lack (CsRecord     *self,
                    const GError *why)
{
  if (self->lack == NULL && why != NULL)
    self->lack = g_error_copy (why);
}

CsRecord *
cs_record_new_of (const CsRecord *from,
                  const char     *title,
                  guint           n_films)
{
  CsRecord *self = cs_record_new (title, n_films);

  cs_record_put_lack (self, from->lack);
  return self;
}

void
cs_record_put_film (CsRecord           *self,
                    guint               i,
                    const CsRecordFilm *row)
{
  Film *film = &self->films[i];

  film->film = *row;
  film->film.file = g_object_ref (row->file);
  film->film.name = g_strdup (row->name);
  film->film.digest = g_strdup (row->digest);
  film->film.facts.case_id = g_strdup (row->facts.case_id);
  film->film.woman = g_strdup (row->woman);
  film->film.words = cs_words_copy (row->words);
  film->film.n_marks = 0;
  film->film.marks = NULL;
  film->case_id = row->facts.case_id[0] != '\0' ? g_strdup (row->facts.case_id)
                                                : g_strdup_printf ("film %" G_GINT64_FORMAT, row->id);
  film->marks = g_array_new (FALSE, FALSE, sizeof (CsRecordMark));
  g_array_set_clear_func (film->marks, clear_mark);
}

void
cs_record_put_mark (CsRecord           *self,
                    guint               i,
                    const CsRecordMark *row)
{
  Film *film = &self->films[i];
  CsRecordMark mark = *row;

  mark.pixels = row->pixels != NULL ? cs_raster_ref (row->pixels) : NULL;
  mark.packed = row->packed != NULL ? g_bytes_ref (row->packed) : NULL;
  mark.who = g_strdup (row->who);
  mark.words = cs_words_copy (row->words);
  g_array_append_val (film->marks, mark);
  film->film.marks = (const CsRecordMark *) film->marks->data;
  film->film.n_marks = film->marks->len;
}

void
cs_record_put_whole (CsRecord       *self,
                     guint           i,
                     const CsRecord *from,
                     guint           film)
{
  const CsRecordFilm *row = cs_record_get_film (from, film);

  cs_record_put_film (self, i, row);
  for (guint k = 0; k < row->n_marks; k++)
    cs_record_put_mark (self, i, &row->marks[k]);
}

void
cs_record_set_film (CsRecord      *self,
                    guint          i,
                    CsEntry       *entry,
                    const char    *woman,
                    gboolean       kept_out,
                    const CsWords *words)
{
  cs_record_put_film (self, i, &(CsRecordFilm) {
    .id = cs_entry_get_id (entry), .file = cs_entry_get_file (entry), .name = cs_entry_get_name (entry),
    .digest = cs_entry_get_digest (entry), .facts = *cs_entry_get_facts (entry),
    .woman = cs_entry_get_facts (entry)->case_id[0] != '\0' ? woman : NULL, .width = cs_entry_get_width (entry),
    .height = cs_entry_get_height (entry), .kept_out = kept_out, .words = words });
}

void
cs_record_add_mark (CsRecord        *self,
                    guint            i,
                    const CsMarkRow *row,
                    const CsWords   *words,
                    const char      *called)
{
  cs_record_put_mark (self, i, &(CsRecordMark) { row->id, row->box, row->verdict, row->origin, NULL, row->who,
                                                 row->when, words, called, row->mask });
}

const CsRaster *
cs_record_mark_mask (const CsRecordMark *mark)
{
  CsRaster **pixels = (CsRaster **) &mark->pixels, *known = g_atomic_pointer_get (pixels), *made;

  if (known != NULL || mark->packed == NULL)
    return known;
  made = cs_mark_unpack_mask (mark->packed, &mark->box);
  if (made != NULL && !g_atomic_pointer_compare_and_exchange (pixels, NULL, made))
    cs_raster_unref (made);     /* another thread was first */
  return g_atomic_pointer_get (pixels);
}
