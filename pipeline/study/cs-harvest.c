#include "cs-harvest.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-record-forms.h"

/* Notes a person may read; what is beyond them is counted. */
#define MOST_NOTES 100
/* A report has one or two makers; these are a foreign file's words in our trail. */
#define MOST_MAKERS 8
#define MOST_LETTERS 80

struct _CsHarvest
{
  CsRecord   *record;
  GArray     *marks;        /* of CsHarvestMark */
  GHashTable *films;        /* name -> CsRecordFilm; NULL: two films answer to it */
  GHashTable *unknown;      /* names nobody answers to */
  GHashTable *unfit;        /* CsRecordFilm: what came was made for another size */
  GPtrArray  *notes, *makers;
  guint       n_notes;      /* with those that were not kept */
};

static void
clear_mark (gpointer data)
{
  g_clear_pointer (&((CsHarvestMark *) data)->mask, cs_raster_unref);
  g_clear_pointer (&((CsHarvestMark *) data)->words, cs_words_free);
}

/* "a.b.png" is "a.b"; a name that is nothing but a suffix stays. */
static char *
without_suffix (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot > name ? g_strndup (name, (gsize) (dot - name)) : g_strdup (name);
}

/* The names a film answers to, the surest first; with its number, as folders of files call it. */
typedef enum { OWN, VEILED, BARE, NUMBERED, VEILED_NUMBERED, BARE_NUMBERED, N_FORMS } Form;

static char *
name_in (const CsRecordFilm *film,
         Form                form)
{
  g_autofree char *name = form % NUMBERED == OWN ? g_strdup (film->name)
                        : form % NUMBERED == VEILED ? cs_record_veiled_name (film) : without_suffix (film->name);

  return form < NUMBERED ? g_steal_pointer (&name) : g_strdup_printf ("%s-%" G_GINT64_FORMAT, name, film->id);
}

/* A name that is surer already stays who it is; of two films that share one now, it is neither's. */
static void
learn_form (CsHarvest *self,
            Form       form)
{
  g_autoptr (GHashTable) fresh = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < cs_record_get_n_films (self->record); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (self->record, i);
      char *name = name_in (film, form);
      gboolean shared = g_hash_table_contains (fresh, name);

      if (shared || !g_hash_table_contains (self->films, name))
        {
          g_hash_table_insert (self->films, g_strdup (name), shared ? NULL : (gpointer) film);
          g_hash_table_add (fresh, name);
        }
      else
        g_free (name);
    }
}

CsHarvest *
cs_harvest_new (CsRecord *record)
{
  CsHarvest *self = g_new0 (CsHarvest, 1);

  self->record = cs_record_ref (record);
  self->marks = g_array_new (FALSE, FALSE, sizeof (CsHarvestMark));
  g_array_set_clear_func (self->marks, clear_mark);
  self->films = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unfit = g_hash_table_new (NULL, NULL);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->makers = g_ptr_array_new_with_free_func (g_free);
  for (Form form = OWN; form < N_FORMS; form++)
    learn_form (self, form);
  return self;
}

void
cs_harvest_free (CsHarvest *self)
{
  g_clear_pointer (&self->record, cs_record_unref);
  g_array_unref (self->marks);
  g_hash_table_unref (self->films);
  g_hash_table_unref (self->unknown);
  g_hash_table_unref (self->unfit);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->makers);
  g_free (self);
}

const CsRecordFilm *
cs_harvest_find (CsHarvest  *self,
                 const char *name)
{
  g_autofree char *base = g_path_get_basename (name), *bare = without_suffix (base);
  gpointer film = NULL;

  if (!g_hash_table_lookup_extended (self->films, base, NULL, &film) &&
      !g_hash_table_lookup_extended (self->films, bare, NULL, &film))
    {
      if (g_hash_table_add (self->unknown, g_strdup (name)))
        cs_harvest_note (self, _("“%s” is no film of this study"), name);
    }
  else if (film == NULL && g_hash_table_add (self->unknown, g_strdup (name)))
    cs_harvest_note (self, _("“%s” is the name of more than one film of this study"), name);
  return film;
}

gboolean
cs_harvest_fits (CsHarvest          *self,
                 const CsRecordFilm *film,
                 gint64              width,
                 gint64              height)
{
  if (width < 0 || height < 0 || (width == film->width && height == film->height))
    return TRUE;
  if (g_hash_table_add (self->unfit, (gpointer) film))
    cs_harvest_note (self, _("%s: what is told of it was made for a film of %.0f × %.0f px, but it has %u × %u, and "
                             "was left out. Add the film it was made for, and read it in again"), film->name,
                     (double) width, (double) height, film->width, film->height);
  return FALSE;
}

gboolean
cs_harvest_is_unfit (const CsHarvest    *self,
                     const CsRecordFilm *film)
{
  return g_hash_table_contains (self->unfit, film);
}

static gboolean
is_on_film (const CsBox        *box,
            const CsRecordFilm *film)
{
  gint64 right = (gint64) box->x + box->width, bottom = (gint64) box->y + box->height;

  return box->width > 0 && box->height > 0 && box->width <= (int) CS_MAX_SIDE && box->height <= (int) CS_MAX_SIDE &&
         (gint64) box->width * box->height <= CS_MAX_PIXELS && right > 0 && bottom > 0 && box->x < (int) film->width &&
         box->y < (int) film->height;
}

gboolean
cs_harvest_add (CsHarvest           *self,
                const CsRecordFilm  *film,
                const CsHarvestMark *mark,
                const char          *where)
{
  CsHarvestMark kept = *mark;

  if (!is_on_film (&mark->box, film))
    {
      cs_harvest_note (self, _("%s: %s: the box is not on the film"), film->name, where);
      return FALSE;
    }
  kept.film = film->id;
  kept.mask = mark->mask != NULL ? cs_raster_ref (mark->mask) : NULL;
  kept.words = cs_words_copy (mark->words);
  g_array_append_val (self->marks, kept);
  return TRUE;
}

void
cs_harvest_hear (CsHarvest  *self,
                 const char *name,
                 const char *value,
                 const char *where,
                 CsWords   **words)
{
  const CsDescriptor *descriptor = cs_descriptor_find (name);

  if (descriptor == NULL || *value == '\0' || cs_descriptor_is_deed (descriptor))
    return;
  if (!cs_descriptor_takes (descriptor, value))
    {
      g_autofree char *sound = g_utf8_make_valid (value, MIN (strlen (value), MOST_LETTERS));

      cs_harvest_note (self, _("%s: “%s” is no word for %s; it is left out"), where, sound, _(descriptor->title));
      return;
    }
  if (*words == NULL)
    *words = g_new0 (CsWords, 1);
  cs_words_set (*words, (guint) (descriptor - cs_descriptors), value);
}

void
cs_harvest_note (CsHarvest  *self,
                 const char *format,
                 ...)
{
  va_list args;

  if (self->n_notes++ >= MOST_NOTES)
    return;
  va_start (args, format);
  g_ptr_array_add (self->notes, g_strdup_vprintf (format, args));
  va_end (args);
}

guint
cs_harvest_get_n (const CsHarvest *self)
{
  return self->marks->len;
}

const CsHarvestMark *
cs_harvest_get (const CsHarvest *self,
                guint            i)
{
  g_return_val_if_fail (i < self->marks->len, NULL);
  return &g_array_index (self->marks, CsHarvestMark, i);
}

CsRecord *
cs_harvest_get_record (const CsHarvest *self)
{
  return self->record;
}

void
cs_harvest_add_maker (CsHarvest  *self,
                      const char *maker)
{
  g_autofree char *plain = g_utf8_make_valid (maker, -1);
  g_autofree char *start = g_utf8_substring (plain, 0, MIN (g_utf8_strlen (plain, -1), MOST_LETTERS));

  g_strstrip (start);
  if (*start != '\0' && self->makers->len < MOST_MAKERS &&
      !g_ptr_array_find_with_equal_func (self->makers, start, g_str_equal, NULL))
    g_ptr_array_add (self->makers, g_steal_pointer (&start));
}

char *
cs_harvest_get_makers (const CsHarvest *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->makers->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const char *) self->makers->pdata[i]);
  return g_string_free (text, FALSE);
}

char *
cs_harvest_tell (const CsHarvest *self)
{
  GString *text = g_string_new (NULL);
  guint more = self->n_notes - self->notes->len;

  for (guint i = 0; i < self->notes->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) self->notes->pdata[i]);
  if (more > 0)
    g_string_append_printf (text, ngettext ("And %u more did not fit\n", "And %u more did not fit\n",
                                            more), more);
  return g_string_free (text, FALSE);
}
