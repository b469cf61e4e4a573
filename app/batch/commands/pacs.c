/* pacs: films from a server and results to it, over DICOMweb. A password is never an argument, which other users can
 * read; who the patients are is told only when asked for. */
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cs-command.h"
#include "cs-error.h"
#include "cs-folder.h"
#include "cs-pacs.h"

#define PASSWORD "CALCSPOT_PACS_PASSWORD"
#define MOST_LINE 256

typedef struct
{
  char *user, *authority, *out;
  CsPacsQuery query;
  int skip, most;
  gboolean identity;
} Options;

typedef gboolean (*Deed) (CsCall *call, CsHttp *http, Options *options, GError **error);

/* One line without its end; NULL: there is none. */
static char *
read_line (FILE *from)
{
  char line[MOST_LINE];

  if (fgets (line, sizeof line, from) == NULL)
    return NULL;
  line[strcspn (line, "\r\n")] = '\0';
  return g_strdup (line);
}

/* From the terminal, unseen. NULL: there is no terminal. */
static char *
ask_password (CsPacsServer *server)
{
  FILE *terminal = fopen ("/dev/tty", "r+");
  struct termios seen, unseen;
  char *password;

  if (terminal == NULL || tcgetattr (fileno (terminal), &seen) != 0)
    {
      g_clear_pointer (&terminal, fclose);
      return NULL;
    }
  unseen = seen;
  unseen.c_lflag &= ~(tcflag_t) ECHO;
  fprintf (terminal, _("Password of %s at %s: "), server->user, server->host);
  fflush (terminal);
  tcsetattr (fileno (terminal), TCSAFLUSH, &unseen);
  password = read_line (terminal);
  tcsetattr (fileno (terminal), TCSAFLUSH, &seen);
  fputc ('\n', terminal);
  fclose (terminal);
  return password;
}

/* NULL without an error where nobody is named. */
static gboolean
find_password (CsPacsServer *server, char **password, GError **error)
{
  *password = NULL;
  if (*server->user == '\0')
    return TRUE;
  *password = g_strdup (g_getenv (PASSWORD));
  if (*password == NULL)
    *password = ask_password (server);
  if (*password != NULL)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_PASSWORD, _("There is no terminal to ask for a password; set %s"), PASSWORD);
  return FALSE;
}

/* Its arguments can be read by others on this computer; "-" is not hers. */
static gboolean
hear_patient (char **patient, GError **error)
{
  if (g_strcmp0 (*patient, "-") != 0)
    return TRUE;
  g_free (*patient);
  *patient = read_line (stdin);
  return *patient != NULL || cs_call_misuse (error, _("--patient - wants a line with the number on standard input"));
}

static void
report (double fraction, const char *message, gpointer progress)
{
  cs_progress_report (MAX (fraction, 0), message, progress);
}

static void
append_study (GString *text, const CsPacsStudy *study, gboolean identity)
{
  g_string_append_printf (text, "%s\t%s\t%s\t%u\t%s", study->uid, study->date, study->modalities, study->n_films,
                          study->description);
  if (identity)
    g_string_append_printf (text, "\t%s\t%s\t%s\t%s", study->patient, study->name, study->born, study->accession);
  g_string_append_c (text, '\n');
}

static gboolean
find (CsCall *call, CsHttp *http, Options *options, GError **error)
{
  g_autoptr (GPtrArray) studies = NULL;
  g_autoptr (GString) text = g_string_new ("study\tdate\tmodalities\tfiles\tdescription");
  gboolean more;

  studies = cs_pacs_find (http, &options->query, &more, call->cancellable, error);
  if (studies == NULL)
    return FALSE;
  g_string_append (text, options->identity ? "\tpatient\tname\tborn\taccession\n" : "\n");
  for (guint i = 0; i < studies->len; i++)
    append_study (text, studies->pdata[i], options->identity);
  if (more)
    cs_progress_say (call->progress, _("There may be more: --skip %u"), options->query.skip + studies->len);
  return cs_call_answer (call, text->str, NULL, error);
}

static gboolean
fetch (CsCall *call, CsHttp *http, Options *options, GError **error)
{
  g_autoptr (GFile) folder = cs_call_file (options->out);
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 2; i < call->argc; i++)
    {
      g_autoptr (GPtrArray) files = cs_pacs_fetch (http, call->argv[i], options->query.modality, folder, report,
                                                   call->progress, call->cancellable, error);

      if (files == NULL)
        return FALSE;
      for (guint k = 0; k < files->len; k++)
        g_string_append_printf (text, "%s\n", g_file_peek_path (files->pdata[k]));
    }
  return cs_call_answer (call, text->str, NULL, error);
}

/* Files, and of folders the DICOM files in them. */
static GPtrArray *
list_files (CsCall *call, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 2; i < call->argc; i++)
    {
      g_autoptr (GFile) file = cs_call_file (call->argv[i]);
      GPtrArray *below;

      if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_DIRECTORY)
        g_ptr_array_add (files, g_object_ref (file));
      else if ((below = cs_pacs_list (file, call->cancellable, error)) != NULL)
        g_ptr_array_extend_and_steal (files, below);
      else
        return NULL;
    }
  return g_steal_pointer (&files);
}

static gboolean
send_files (CsCall *call, CsHttp *http, Options *options, GError **error)
{
  g_autoptr (GPtrArray) files = list_files (call, error);

  if (files == NULL || !cs_pacs_send (http, files, report, call->progress, call->cancellable, error))
    return FALSE;
  cs_progress_say (call->progress, ngettext ("%u file sent", "%u files sent", files->len), files->len);
  return TRUE;
}

static gboolean
check_uids (CsCall *call, GError **error)
{
  for (int i = 2; i < call->argc; i++)
    if (!cs_pacs_is_uid (call->argv[i]))
      return cs_call_misuse (error, _("“%s” is no number (UID) of an examination; pacs find tells them"),
                             call->argv[i]);
  return TRUE;
}

/* What is to be done, once the words say it wholly; NULL: a usage error. */
static Deed
choose (CsCall *call, Options *options, GError **error)
{
  const char *verb = call->argv[0];

  if (options->skip < 0 || options->most < 0 || options->most > 10000)
    cs_call_misuse (error, _("--skip and --most want numbers from 0, --most one up to 10000"));
  else if (g_str_equal (verb, "find"))
    {
      if (call->argc == 2)
        return find;
      cs_call_misuse (error, _("“%s” is too much here; see --help"), call->argv[2]);
    }
  else if (g_str_equal (verb, "fetch"))
    {
      if (call->argc > 2 && options->out != NULL)
        return check_uids (call, error) ? fetch : NULL;
      cs_call_misuse (error, _("pacs fetch wants ADDRESS STUDY… --out FOLDER"));
    }
  else if (!g_str_equal (verb, "send"))
    cs_call_misuse (error, _("pacs wants find, fetch or send, not “%s”"), verb);
  else if (call->argc > 2)
    return send_files;
  else
    cs_call_misuse (error, _("pacs send wants ADDRESS FILE…"));
  return NULL;
}

static gboolean
converse (CsCall *call, Options *options, GError **error)
{
  Deed deed = choose (call, options, error);
  g_autoptr (CsPacsServer) server = NULL;
  g_autoptr (CsHttp) http = NULL;
  char *password = NULL;

  options->query.skip = (guint) MAX (options->skip, 0);
  options->query.most = (guint) MAX (options->most, 0);
  if (deed == NULL || !cs_pacs_query_check (&options->query, error))
    return FALSE;
  server = cs_pacs_server_new (NULL, call->argv[1], options->user, options->authority, error);
  if (server == NULL || !find_password (server, &password, error))
    return FALSE;
  http = cs_http_new (server, password, error);
  cs_pacs_password_wipe (password);
  return http != NULL && deed (call, http, options, error);
}

static gboolean
run (CsCall *call, GError **error)
{
  Options options = { 0 };
  CsPacsQuery *query = &options.query;
  g_autofree char *patient = NULL, *name = NULL, *from = NULL, *to = NULL, *modality = NULL, *accession = NULL;
  gboolean well;
  const GOptionEntry entries[] = {
    { "patient", 0, 0, G_OPTION_ARG_STRING, &patient, N_("Her number; -: a line of standard input"), N_("NUMBER") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("Her name, * for any letters"), N_("NAME") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_("Examinations from this day on"), "2026-11-28" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_("Examinations up to this day"), "2026-11-28" },
    { "modality", 0, 0, G_OPTION_ARG_STRING, &modality, N_("Only this one (fetch: all pictures)"), "MG" },
    { "accession", 0, 0, G_OPTION_ARG_STRING, &accession, N_("The number of the order"), N_("NUMBER") },
    { "most", 0, 0, G_OPTION_ARG_INT, &options.most, N_("So many examinations (50)"), "N" },
    { "skip", 0, 0, G_OPTION_ARG_INT, &options.skip, N_("Without the first N"), "N" },
    { "identity", 0, 0, G_OPTION_ARG_NONE, &options.identity, N_("Shows also who the patients are"), NULL },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out, N_("The folder of what is fetched"), N_("FOLDER") },
    { "user", 0, 0, G_OPTION_ARG_STRING, &options.user,
      N_("Who asks; the password is asked for, or CALCSPOT_PACS_PASSWORD"), N_("NAME") },
    { "authority", 0, 0, G_OPTION_ARG_FILENAME, &options.authority,
      N_("A file (PEM) with the certificate to trust"), N_("FILE") },
    { NULL } };

  if (!cs_call_parse (call, entries, 2, G_MAXINT, error) || !hear_patient (&patient, error))
    return FALSE;
  *query = (CsPacsQuery) { patient, name, from, to, modality, accession, 0, 0 };
  well = converse (call, &options, error);
  g_free (options.user);
  g_free (options.authority);
  g_free (options.out);
  return well;
}

const CsCommand cs_command_pacs = {
  .name = "pacs",
  .arguments = N_("find ADDRESS | fetch ADDRESS STUDY… --out FOLDER | send ADDRESS FILE…"),
  .summary = N_("Finds and fetches films on a server, or sends it results, over DICOMweb."),
  .run = run,
};
