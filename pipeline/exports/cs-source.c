#include "cs-source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-dicom-film.h"
#include "cs-error.h"
#include "cs-film.h"
#include "cs-formats.h"

#define SECONDARY_CAPTURE "1.2.840.10008.5.1.4.1.1.7"

static const char *const tags[CS_N_SOURCES] = {
  [CS_SOURCE_CLASS] = "(0008,0016)", [CS_SOURCE_INSTANCE] = "(0008,0018)", [CS_SOURCE_STUDY] = "(0020,000d)",
  [CS_SOURCE_SERIES] = "(0020,000e)", [CS_SOURCE_NAME] = "(0010,0010)", [CS_SOURCE_PATIENT] = "(0010,0020)",
  [CS_SOURCE_BORN] = "(0010,0030)", [CS_SOURCE_SEX] = "(0010,0040)", [CS_SOURCE_DATE] = "(0008,0020)",
  [CS_SOURCE_TIME] = "(0008,0030)", [CS_SOURCE_STUDY_ID] = "(0020,0010)", [CS_SOURCE_ACCESSION] = "(0008,0050)",
  [CS_SOURCE_PHYSICIAN] = "(0008,0090)", [CS_SOURCE_ORIENTATION] = "(0020,0020)",
  [CS_SOURCE_N_FRAMES] = "(0028,0008)", [CS_SOURCE_PHOTOMETRIC] = "(0028,0004)", [CS_SOURCE_SLOPE] = "(0028,1053)",
  [CS_SOURCE_INTERCEPT] = "(0028,1052)", [CS_SOURCE_MODALITY_LUT] = "(0028,3000)" };

/* Slope and intercept of an enhanced file stand in its functional groups; the first frame's are taken for all. */
static gboolean
may_be_deeper (CsSourceValue i)
{
  return i == CS_SOURCE_SLOPE || i == CS_SOURCE_INTERCEPT;
}

static char *
value_of (CsHeader     *header,
          CsSourceValue which)
{
  for (guint i = 0; i < cs_header_get_n (header); i++)
    {
      const CsHeaderLine *line = cs_header_get (header, i);

      if ((line->depth == 0 || may_be_deeper (which)) && g_str_equal (line->tag, tags[which]))
        return g_strdup (which == CS_SOURCE_MODALITY_LUT ? "YES" : line->value);
    }
  return g_strdup ("");
}

static gboolean
is_uid (const char *text)
{
  return text[0] != '\0' && strspn (text, "0123456789.") == strlen (text) && strlen (text) <= 64;
}

CsSource *
cs_source_of_header (const CsRecordFilm *film,
                     CsHeader           *header,
                     GError            **error)
{
  g_autoptr (CsSource) self = g_new0 (CsSource, 1);
  guint frame;

  for (guint i = 0; i < CS_N_SOURCES; i++)
    self->values[i] = value_of (header, (CsSourceValue) i);
  g_object_unref (cs_film_get_file (film->file, &frame));
  if (g_ascii_strtoull (self->values[CS_SOURCE_N_FRAMES], NULL, 10) > 1)
    self->frame = frame + 1;
  for (CsSourceValue i = CS_SOURCE_CLASS; i <= CS_SOURCE_SERIES; i++)
    if (!is_uid (self->values[i]))
      {
        g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("“%s” states no UID other files could refer to"), film->name);
        return NULL;
      }
  return g_steal_pointer (&self);
}

static CsSource *
read_source (const CsRecordFilm *film,
             GCancellable       *cancellable)
{
  g_autoptr (CsHeader) header = cs_formats_header (film->file, cancellable, NULL);

  return header != NULL ? cs_source_of_header (film, header, NULL) : NULL;
}

void
cs_source_free (CsSource *self)
{
  for (guint i = 0; i < CS_N_SOURCES; i++)
    g_free (self->values[i]);
  g_free (self);
}

/* Sixty bits of the keyed hash as a UID of the branch that needs no registration (PS3.5, B.2). */
static char *
veil_uid (const char *uid)
{
  g_autofree char *first = cs_pseudonym_new (uid, "uid"), *second = cs_pseudonym_new (uid, "uid, too");
  g_autofree char *digits = NULL;

  if (first == NULL || second == NULL)
    return NULL;
  digits = g_strdup_printf ("%.8s%.7s", first + 1, second + 1);
  return g_strdup_printf ("2.25.%" G_GUINT64_FORMAT, g_ascii_strtoull (digits, NULL, 16));
}

static void
set (CsSource     *self,
     CsSourceValue i,
     char         *value)
{
  g_free (self->values[i]);
  self->values[i] = value;
}

static gboolean
veil_value (CsSource     *self,
            CsSourceValue i,
            const char   *uid,
            GError      **error)
{
  char *veiled = veil_uid (uid);

  if (veiled != NULL)
    {
      set (self, i, veiled);
      return TRUE;
    }
  g_set_error_literal (error, CS_ERROR, CS_ERROR_STORE,
                       _("No key for anonymous names can be kept; see that your home folder can be written"));
  return FALSE;
}

/* The class of a file with one picture in it: frames go out one by one, which enhanced classes do not allow. */
static gboolean
holds_one (const char *class_uid)
{
  static const char *const classes[] = { "1.2.840.10008.5.1.4.1.1.1", "1.2.840.10008.5.1.4.1.1.1.1",
    "1.2.840.10008.5.1.4.1.1.1.1.1", "1.2.840.10008.5.1.4.1.1.1.2", "1.2.840.10008.5.1.4.1.1.1.2.1",
    SECONDARY_CAPTURE, NULL };

  return g_strv_contains (classes, class_uid);
}

gboolean
cs_source_veil (CsSource   *self,
                const char *case_id,
                GError    **error)
{
  g_autofree char *instance = cs_source_address (self->values[CS_SOURCE_INSTANCE], self->frame);

  if (!veil_value (self, CS_SOURCE_INSTANCE, instance, error) ||
      !veil_value (self, CS_SOURCE_STUDY, self->values[CS_SOURCE_STUDY], error) ||
      !veil_value (self, CS_SOURCE_SERIES, self->values[CS_SOURCE_SERIES], error))
    return FALSE;
  if (!holds_one (self->values[CS_SOURCE_CLASS]))
    set (self, CS_SOURCE_CLASS, g_strdup (SECONDARY_CAPTURE));
  self->frame = 0;
  for (CsSourceValue i = CS_SOURCE_NAME; i <= CS_SOURCE_PHYSICIAN; i++)
    if (i != CS_SOURCE_SEX)
      set (self, i, g_strdup (i == CS_SOURCE_PATIENT ? case_id : ""));
  return TRUE;
}

char *
cs_source_address (const char *uid,
                   guint       frame)
{
  return frame > 0 ? g_strdup_printf ("%s#%u", uid, frame) : g_strdup (uid);
}

static void
know (GHashTable         *films,
      const CsSource     *source,
      const CsRecordFilm *film)
{
  g_hash_table_insert (films, cs_source_address (source->values[CS_SOURCE_INSTANCE], source->frame), (gpointer) film);
}

GHashTable *
cs_source_index (CsRecord     *record,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autoptr (GHashTable) films = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (record, i);
      g_autoptr (CsSource) source = read_source (film, cancellable);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (source == NULL)
        continue;
      know (films, source, film);
      if (cs_source_veil (source, "", NULL))
        know (films, source, film);
    }
  return g_steal_pointer (&films);
}
