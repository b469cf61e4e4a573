#include "cs-courier.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "cs-error.h"
#include "cs-folder.h"
#include "cs-keyring.h"

typedef enum { FIND, FETCH, SEND } Sort;

/* What is to be done: a value that a job takes with it, and the courier keeps while a password is asked for. */
typedef struct
{
  Sort sort;
  CsPacsServer *server;
  char *password;               /* of this session; NULL: the keyring is asked */
  gboolean keep;                /* in the keyring, once it was right */
  gboolean no_keyring;          /* none answered, or it was not opened: said by the job, read once it is over */
  char *words[6];               /* of the query */
  guint skip, most;
  GPtrArray *studies;
  GFile *folder;
  const CsExport *export;
  CsRecord *record;
  gboolean named;
} Errand;

typedef struct { GPtrArray *studies; gboolean more; guint n; gboolean not_kept; } Outcome;

struct _CsCourier
{
  GObject parent_instance;
  CsSession *session;
  CsJob *job;
  Errand *errand;               /* of the job, or that waits for a password */
  GHashTable *passwords;        /* of this session, by server and user */
};

G_DEFINE_FINAL_TYPE (CsCourier, cs_courier, G_TYPE_OBJECT)

enum { FOUND, FETCHED, FINISHED, FAILED, PASSWORD_WANTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
errand_clear (gpointer data)
{
  Errand *self = data;

  g_clear_pointer (&self->server, cs_pacs_server_unref);
  g_clear_pointer (&self->password, cs_pacs_password_wipe);
  for (guint i = 0; i < G_N_ELEMENTS (self->words); i++)
    g_clear_pointer (&self->words[i], g_free);
  g_clear_pointer (&self->studies, g_ptr_array_unref);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->record, cs_record_unref);
}

static void
errand_unref (gpointer errand)
{
  g_atomic_rc_box_release_full (errand, errand_clear);
}

static Errand *
errand_new (Sort sort, CsPacsServer *server)
{
  Errand *self = g_atomic_rc_box_new0 (Errand);

  self->sort = sort;
  self->server = cs_pacs_server_ref (server);
  return self;
}

static void
outcome_free (gpointer data)
{
  Outcome *outcome = data;

  g_clear_pointer (&outcome->studies, g_ptr_array_unref);
  g_free (outcome);
}

/* The job's thread. */

/* Of this session, of the keyring, or none where nobody is named. */
static gboolean
find_password (Errand *errand, char **password, GCancellable *cancellable, GError **error)
{
  static const char *const lacks[] = {
    [CS_KEYRING_UNKNOWN] = N_("“%s” wants the password of %s."),
    [CS_KEYRING_ABSENT] = N_("“%s” wants the password of %s. No keyring answers here: you are asked once a session."),
    [CS_KEYRING_LOCKED] = N_("“%s” wants the password of %s. The keyring stays locked: you are asked once a "
                             "session.") };
  const CsPacsServer *server = errand->server;
  CsKeyringAnswer answer;

  *password = g_strdup (errand->password);
  if (*password || *server->user == '\0')
    return TRUE;
  answer = cs_keyring_look (server, password, cancellable);
  if (answer == CS_KEYRING_FOUND)
    return TRUE;
  errand->no_keyring = answer != CS_KEYRING_UNKNOWN;
  g_set_error (error, CS_ERROR, CS_ERROR_PASSWORD, _(lacks[answer]), server->name, server->user);
  return FALSE;
}

static void
report (double fraction, const char *message, gpointer job)
{
  cs_job_report (job, fraction, message);
}

static gboolean
find (const Errand *errand, CsHttp *http, CsJob *job, Outcome *outcome, GError **error)
{
  char *const *words = errand->words;
  const CsPacsQuery query = { words[0], words[1], words[2], words[3], words[4], words[5], errand->skip, errand->most };

  outcome->studies = cs_pacs_find (http, &query, &outcome->more, cs_job_get_cancellable (job), error);
  return outcome->studies != NULL;
}

static gboolean
fetch (const Errand *errand, CsHttp *http, CsJob *job, Outcome *outcome, GError **error)
{
  for (guint i = 0; i < errand->studies->len; i++)
    {
      const CsPacsStudy *study = errand->studies->pdata[i];
      GPtrArray *files = cs_pacs_fetch (http, study->uid, NULL, errand->folder, report, job,
                                        cs_job_get_cancellable (job), error);

      if (!files)
        return FALSE;
      outcome->n++;
      cs_job_send (job, files, (GDestroyNotify) g_ptr_array_unref);
    }
  return TRUE;
}

/* Writing is the first half of the way, sending the second. */
static void
report_writing (double fraction, gpointer job)
{
  cs_job_report (job, fraction / 2, _("Writing the results"));
}

static void
report_sending (double fraction, const char *message, gpointer job)
{
  cs_job_report (job, fraction < 0 ? fraction : (1 + fraction) / 2, message);
}

/* Written beside, sent, and gone again. */
static gboolean
send_results (const Errand *errand, CsHttp *http, CsJob *job, Outcome *outcome, GError **error)
{
  const CsExportManner manner = { .named = errand->named };
  GCancellable *cancellable = cs_job_get_cancellable (job);
  CsExportRun run = { .cancellable = cancellable, .report = report_writing, .data = job };
  g_autofree char *place = g_dir_make_tmp ("calcspot-XXXXXX", error);
  g_autofree char *path = place ? g_build_filename (place, "results", NULL) : NULL;
  g_autoptr (GFile) folder = path ? g_file_new_for_path (path) : NULL;
  g_autoptr (GPtrArray) files = NULL;
  gboolean well;

  if (!folder)
    return FALSE;
  well = cs_export_write (errand->export, errand->record, &manner, folder, &run, error);
  files = well ? cs_pacs_list (folder, cancellable, error) : NULL;
  well = files && cs_pacs_send (http, files, report_sending, job, cancellable, error);
  outcome->n = files ? files->len : 0;
  cs_folder_remove (folder);
  g_rmdir (place);
  return well;
}

static gpointer
run_errand (CsJob *job, gpointer input, GError **error)
{
  static gboolean (*const deeds[]) (const Errand *, CsHttp *, CsJob *, Outcome *, GError **) = { find, fetch,
                                                                                               send_results };
  Errand *errand = input;
  char *password = NULL;
  Outcome *outcome = g_new0 (Outcome, 1);
  CsHttp *http = NULL;
  gboolean well;

  if (find_password (errand, &password, cs_job_get_cancellable (job), error))
    http = cs_http_new (errand->server, password, error);
  well = http && deeds[errand->sort] (errand, http, job, outcome, error);
  if (well && errand->keep)
    outcome->not_kept = !cs_keyring_keep (errand->server, password, cs_job_get_cancellable (job));
  cs_pacs_password_wipe (password);
  g_clear_pointer (&http, cs_http_free);
  if (!well)
    g_clear_pointer (&outcome, outcome_free);
  return outcome;
}

/* The main thread. */

static char *
key_of (const CsPacsServer *server)
{
  return g_strconcat (server->user, "\n", server->address, NULL);
}

static void
fetched_cb (gpointer files, gpointer data)
{
  CsCourier *self = data;

  g_signal_emit (self, signals[FETCHED], 0, files, self->errand->folder);
}

/* A wrong password is not offered again; the errand waits for another. */
static void
want_password (CsCourier *self, const GError *error)
{
  g_autofree char *key = key_of (self->errand->server);

  g_hash_table_remove (self->passwords, key);
  g_signal_emit (self, signals[PASSWORD_WANTED], 0, error->message, !self->errand->no_keyring);
}

static void
tell_outcome (CsCourier *self, Sort sort, const Outcome *outcome)
{
  g_autofree char *told = NULL;

  if (outcome->not_kept)
    {
      g_autoptr (GError) error = g_error_new_literal (CS_ERROR, CS_ERROR_STORE,
        _("No keyring took the password: it is not written anywhere, and you are asked again in the next session."));

      g_signal_emit (self, signals[FAILED], 0, error);
    }
  if (sort == FIND)
    g_signal_emit (self, signals[FOUND], 0, outcome->studies, outcome->more);
  else
    {
      told = g_strdup_printf (sort == FETCH
                              ? ngettext ("%u examination fetched", "%u examinations fetched", outcome->n)
                              : ngettext ("%u file sent", "%u files sent", outcome->n), outcome->n);
      g_signal_emit (self, signals[FINISHED], 0, told);
    }
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsCourier) self = g_object_ref (data);
  g_autoptr (GError) error = NULL;
  Outcome *outcome = cs_job_finish (CS_JOB (source), result, &error);
  Sort sort = self->errand->sort;

  g_clear_object (&self->job);
  if (g_error_matches (error, CS_ERROR, CS_ERROR_PASSWORD) && *self->errand->server->user != '\0')
    {
      want_password (self, error);
      return;
    }
  g_clear_pointer (&self->errand, errand_unref);
  if (error)
    g_signal_emit (self, signals[FAILED], 0, error);
  else
    tell_outcome (self, sort, outcome);
  g_clear_pointer (&outcome, outcome_free);
}

static void
set_off (CsCourier *self)
{
  static const char *const titles[] = { N_("Searching the server"), N_("Fetching films"), N_("Sending results") };
  g_autofree char *key = key_of (self->errand->server);

  g_clear_pointer (&self->errand->password, cs_pacs_password_wipe);
  self->errand->password = g_strdup (g_hash_table_lookup (self->passwords, key));
  self->job = cs_job_start (_(titles[self->errand->sort]), run_errand, g_atomic_rc_box_acquire (self->errand),
                            errand_unref, outcome_free, done_cb, self);
  cs_job_set_receiver (self->job, fetched_cb, self);
  cs_jobs_add (cs_session_get_jobs (self->session), self->job);
}

/* Takes @errand. */
static void
begin (CsCourier *self, Errand *errand)
{
  cs_job_abandon (&self->job);
  g_clear_pointer (&self->errand, errand_unref);
  self->errand = errand;
  set_off (self);
}

static void
dispose (GObject *object)
{
  CsCourier *self = CS_COURIER (object);

  cs_job_abandon (&self->job);
  g_clear_pointer (&self->errand, errand_unref);
  g_clear_pointer (&self->passwords, g_hash_table_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_courier_parent_class)->dispose (object);
}

static void
cs_courier_class_init (CsCourierClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[FOUND] = g_signal_new ("found", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 G_TYPE_PTR_ARRAY, G_TYPE_BOOLEAN);
  signals[FETCHED] = g_signal_new ("fetched", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_PTR_ARRAY, G_TYPE_FILE);
  signals[FINISHED] = g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                    G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[PASSWORD_WANTED] = g_signal_new ("password-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
cs_courier_init (CsCourier *self)
{
}

CsCourier *
cs_courier_new (CsSession *session, CsCourier *other)
{
  CsCourier *self = g_object_new (CS_TYPE_COURIER, NULL);

  self->passwords = other ? g_hash_table_ref (other->passwords)
                          : g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                   (GDestroyNotify) cs_pacs_password_wipe);
  self->session = g_object_ref (session);
  return self;
}

void
cs_courier_find (CsCourier *self, CsPacsServer *server, const CsPacsQuery *query)
{
  const char *words[] = { query->patient, query->name, query->from, query->to, query->modality, query->accession };
  Errand *errand = errand_new (FIND, server);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    errand->words[i] = g_strdup (words[i]);
  errand->skip = query->skip;
  errand->most = query->most;
  begin (self, errand);
}

void
cs_courier_fetch (CsCourier *self, CsPacsServer *server, GPtrArray *studies, GFile *folder)
{
  Errand *errand = errand_new (FETCH, server);

  errand->studies = g_ptr_array_ref (studies);
  errand->folder = g_object_ref (folder);
  begin (self, errand);
}

void
cs_courier_send (CsCourier *self, CsPacsServer *server, const CsExport *export, CsRecord *record, gboolean named)
{
  Errand *errand = errand_new (SEND, server);

  errand->export = export;
  errand->record = cs_record_ref (record);
  errand->named = named;
  begin (self, errand);
}

void
cs_courier_answer (CsCourier *self, const char *password, gboolean keep)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (CS_IS_COURIER (self));
  if (!self->errand || self->job)
    return;
  if (password)
    {
      g_hash_table_replace (self->passwords, key_of (self->errand->server), g_strdup (password));
      self->errand->keep = keep;
      set_off (self);
      return;
    }
  g_clear_pointer (&self->errand, errand_unref);
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_signal_emit (self, signals[FAILED], 0, error);
}

gboolean
cs_courier_get_busy (CsCourier *self)
{
  g_return_val_if_fail (CS_IS_COURIER (self), FALSE);
  return self->errand != NULL;
}
