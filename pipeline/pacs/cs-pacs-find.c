/* QIDO-RS: which examinations a server has. */
#include "cs-pacs.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "cs-error.h"
#include "cs-pacs-answer.h"

#define SECONDS 120
#define MOST_UID 64

/* Asked for by number, since servers differ in what they tell by themselves. */
#define DATE "00080020"
#define ACCESSION "00080050"
#define MODALITIES "00080061"
#define DESCRIPTION "00081030"
#define NAME "00100010"
#define PATIENT "00100020"
#define BORN "00100030"
#define STUDY "0020000D"
#define N_FILMS "00201208"

static void
study_clear (gpointer data)
{
  CsPacsStudy *self = data;

  g_free (self->uid);
  g_free (self->date);
  g_free (self->modalities);
  g_free (self->description);
  g_free (self->patient);
  g_free (self->name);
  g_free (self->born);
  g_free (self->accession);
}

/* "20261128" as people write it; anything else as it is. */
static char *
tell_day (JsonObject *object, const char *tag)
{
  g_autofree char *text = cs_pacs_text (object, tag);

  if (strlen (text) == 8 && strspn (text, "0123456789") == 8)
    return g_strdup_printf ("%.4s-%.2s-%.2s", text, text + 4, text + 6);
  return g_steal_pointer (&text);
}

static CsPacsStudy *
read_study (CsHttp *http, JsonObject *object, GError **error)
{
  g_autofree char *uid = cs_pacs_text (object, STUDY);
  CsPacsStudy *self;

  if (!cs_pacs_is_uid (uid))
    {
      cs_pacs_misfit (http, _("an examination in its answer has no number (UID) it could be asked for by."), error);
      return NULL;
    }
  self = g_atomic_rc_box_new0 (CsPacsStudy);
  self->uid = g_steal_pointer (&uid);
  self->date = tell_day (object, DATE);
  self->modalities = cs_pacs_texts (object, MODALITIES);
  self->description = cs_pacs_text (object, DESCRIPTION);
  self->n_films = cs_pacs_number (object, N_FILMS);
  self->patient = cs_pacs_text (object, PATIENT);
  self->name = cs_pacs_text (object, NAME);
  self->born = tell_day (object, BORN);
  self->accession = cs_pacs_text (object, ACCESSION);
  return self;
}

/* A day as DICOM writes it, "" for none. FALSE with an error: it is no day. */
static gboolean
read_day (const char *text, char **day, GError **error)
{
  guint year, month, number;
  char end;

  *day = NULL;
  if (text == NULL || *text == '\0')
    *day = g_strdup ("");
  else if (sscanf (text, "%4u-%2u-%2u%c", &year, &month, &number, &end) == 3 &&
           g_date_valid_dmy ((GDateDay) number, (GDateMonth) month, (GDateYear) year))
    *day = g_strdup_printf ("%04u%02u%02u", year, month, number);
  else
    g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("“%s” is no day; write it as 2026-11-28"), text);
  return *day != NULL;
}

/* "20260101-20261231"; "" where any day will do. */
static char *
read_days (const CsPacsQuery *query, GError **error)
{
  g_autofree char *from = NULL, *to = NULL;

  if (!read_day (query->from, &from, error) || !read_day (query->to, &to, error))
    return NULL;
  if (*from != '\0' && *to != '\0' && strcmp (from, to) > 0)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("%s comes after %s"), query->from, query->to);
      return NULL;
    }
  return *from == '\0' && *to == '\0' ? g_strdup ("") : g_strconcat (from, "-", to, NULL);
}

static void
append (GString *path, const char *tag, const char *value)
{
  g_autofree char *plain = g_strstrip (g_strdup (value != NULL ? value : "")), *coded = NULL;

  if (*plain == '\0')
    return;
  coded = g_uri_escape_string (plain, "*?", FALSE);
  g_string_append_printf (path, "&%s=%s", tag, coded);
}

/* Between the parts of a name any letter will do: servers are about that take such letters only as they are, and others
 * that refuse them so. "?" is such a wildcard, and an address may hold it. */
static void
append_name (GString *path, const char *name)
{
  g_autofree char *plain = g_strstrip (g_strdup (name != NULL ? name : ""));

  append (path, NAME, g_strdelimit (plain, "^ ", '?'));
}

static char *
make_path (const CsPacsQuery *query, guint most, GError **error)
{
  g_autofree char *days = read_days (query, error);
  g_autofree char *modality = g_ascii_strup (query->modality ? query->modality : "", -1);
  GString *path = g_string_new (NULL);

  if (days == NULL)
    return g_string_free (path, TRUE);
  g_string_printf (path, "/studies?limit=%u&offset=%u", most, query->skip);
  g_string_append (path, "&includefield=" DESCRIPTION "&includefield=" MODALITIES "&includefield=" N_FILMS);
  append (path, PATIENT, query->patient);
  append_name (path, query->name);
  append (path, DATE, days);
  append (path, MODALITIES, modality);
  append (path, ACCESSION, query->accession);
  return g_string_free (path, FALSE);
}

CsPacsStudy *
cs_pacs_study_ref (CsPacsStudy *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
cs_pacs_study_unref (CsPacsStudy *self)
{
  g_atomic_rc_box_release_full (self, study_clear);
}

gboolean
cs_pacs_is_uid (const char *text)
{
  gsize n = strlen (text);

  return n > 0 && n <= MOST_UID && strspn (text, "0123456789.") == n && g_ascii_isdigit (*text);
}

gboolean
cs_pacs_query_check (const CsPacsQuery *self, GError **error)
{
  g_autofree char *days = read_days (self, error);

  return days != NULL;
}

static GPtrArray *
read_studies (CsHttp *http, JsonNode *answer, GError **error)
{
  g_autoptr (GPtrArray) studies = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_pacs_study_unref);
  g_autoptr (GList) objects = NULL;

  if (answer != NULL && !cs_pacs_objects (http, answer, &objects, error))
    return NULL;
  for (GList *each = objects; each != NULL; each = each->next)
    {
      CsPacsStudy *study = read_study (http, each->data, error);

      if (study == NULL)
        return NULL;
      g_ptr_array_add (studies, study);
    }
  return g_steal_pointer (&studies);
}

GPtrArray *
cs_pacs_find (CsHttp *http, const CsPacsQuery *query, gboolean *more, GCancellable *cancellable, GError **error)
{
  guint most = query->most > 0 ? query->most : CS_PACS_PAGE;
  g_autofree char *path = make_path (query, most, error);
  const CsHttpAsk ask = { .path = path, .accept = "application/dicom+json", .seconds = SECONDS };
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GError) why = NULL;
  GPtrArray *studies;

  *more = FALSE;
  if (path == NULL)
    return NULL;
  answer = cs_pacs_ask (http, &ask, NULL, cancellable, &why);
  if (why != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return NULL;
    }
  studies = read_studies (http, answer, error);
  /* A server that sends more than was asked for knows no paging. */
  *more = studies != NULL && studies->len == most;
  return studies;
}
