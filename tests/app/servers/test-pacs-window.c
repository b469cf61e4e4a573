/* The window of films on a server that misbehaves: what it says, what it keeps, and that it asks for a password once
 * where no keyring answers. One server for all of it: the patient's number says how it is to answer. */
#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cs-error.h"
#include "cs-http.h"
#include "cs-pacs-window.h"
#include "cs-preferences.h"
#include "cs-servers.h"
#include "webs.h"

#define JSON "application/dicom+json"
#define MANY 1000u

typedef struct { Web web, safe; Fixture *fixture; CsCourier *finder; GtkWidget *window; char *folder; } Ward;

static guint
number_after (const char *head, const char *word)
{
  const char *found = strstr (head, word);

  return found != NULL ? (guint) g_ascii_strtoull (found + strlen (word), NULL, 10) : 0;
}

/* A page of a thousand examinations. */
static void
reply_page (GOutputStream *out, const char *head)
{
  guint skip = number_after (head, "offset="), most = number_after (head, "limit=");
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = skip; i < MIN (skip + most, MANY); i++)
    g_string_append_printf (text, "%s{\"0020000D\": {\"vr\": \"UI\", \"Value\": [\"1.2.%u\"]}}", i > skip ? "," : "",
                            i + 1);
  g_string_append_c (text, ']');
  web_reply (out, "200 OK", JSON, text->str, text->len);
}

static void
reply_series (GOutputStream *out)
{
  const char *text = "[{\"0020000E\": {\"vr\": \"UI\", \"Value\": [\"1.2.3\"]},"
                     " \"00080060\": {\"vr\": \"CS\", \"Value\": [\"MG\"]}}]";

  web_reply (out, "200 OK", JSON, text, strlen (text));
}

/* Begins a film, and ends (study 1) or falls silent (study 2). */
static void
reply_torn (GOutputStream *out, gboolean silent)
{
  web_say (out, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: multipart/related; boundary=b;"
                " type=\"application/dicom\"\r\nContent-Length: 90000\r\n\r\n--b\r\nContent-Type: application/dicom"
                "\r\n\r\nbegun");
  if (silent)
    g_usleep (G_USEC_PER_SEC * 2);
}

static void
answer (Web *web, const char *head, GBytes *body, GOutputStream *out)
{
  static const struct { const char *word, *status, *type, *text; } plain[] = {
    { "00100020=html", "200 OK", "text/html", "<html>Welcome" }, { "00100020=lost", "404 Not Found", "text/html", "?" },
    { "00100020=odd", "200 OK", JSON, "{\"not\": [\"a list\"" }, { "00100020=nobody", "204 No Content", JSON, "" },
    { "00100020=empty", "200 OK", JSON, "[]" } };

  if (strstr (head, "Authorization: Basic YWRhOnNlc2FtZQ==") == NULL)     /* ada:sesame */
    web_reply (out, "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"", "text/plain", "", 0);
  else if (strstr (head, "/studies/1.2.1/series/") != NULL || strstr (head, "/studies/1.2.2/series/") != NULL)
    reply_torn (out, strstr (head, "/studies/1.2.2/") != NULL);
  else if (strstr (head, "/series?") != NULL)
    reply_series (out);
  else
    {
      for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
        if (strstr (head, plain[i].word) != NULL)
          {
            web_reply (out, plain[i].status, plain[i].type, plain[i].text, strlen (plain[i].text));
            return;
          }
      if (strstr (head, "00100020=breaks") != NULL && number_after (head, "offset=") > 0)
        web_reply (out, "500 Internal Server Error", "text/plain", "", 0);
      else
        reply_page (out, head);
    }
}

static void
name_servers (Ward *self)
{
  g_autoptr (GSettings) settings = cs_preferences_open ();
  g_autoptr (GPtrArray) servers = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_pacs_server_unref);
  g_autofree char *open = web_address (&self->web, ""), *safe = web_address (&self->safe, "");

  g_assert_nonnull (settings);
  g_ptr_array_add (servers, cs_pacs_server_new ("Ward", open, "ada", NULL, NULL));
  g_ptr_array_add (servers, cs_pacs_server_new ("Forged", safe, "", NULL, NULL));
  g_assert_true (servers->pdata[0] != NULL && servers->pdata[1] != NULL);
  cs_servers_save (settings, servers);
}

static void
ward_open (Ward *self)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "loopback.pem", NULL), *certificate = NULL;

  g_assert_true (g_file_get_contents (path, &certificate, NULL, NULL));
  web_open (&self->web, answer, NULL);
  web_open (&self->safe, answer, certificate);
  name_servers (self);
  self->folder = g_dir_make_tmp ("pacs-window-XXXXXX", NULL);
  self->fixture = fixture_new (1);
  self->finder = cs_courier_new (self->fixture->session, NULL);
  self->window = cs_pacs_window_new (NULL, self->finder);
  gtk_window_present (GTK_WINDOW (self->window));
  fixture_settle ();
}

static void
ward_close (Ward *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->finder);
  fixture_settle ();
  fixture_free (self->fixture);
  web_close (&self->web);
  web_close (&self->safe);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);     /* nothing of what was torn is left */
  g_free (self->folder);
}

/* Pages that are not shown have their labels, too. */
static gboolean
shows (GtkWidget *widget, const char *pattern)
{
  gboolean found = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
                   g_pattern_match_simple (pattern, gtk_label_get_text (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = shows (child, pattern);
  return found;
}

static gboolean
is_idle (gpointer data)
{
  return !cs_courier_get_busy (((Ward *) data)->finder);
}

static GtkWidget *
question (Ward *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (ADW_IS_MESSAGE_DIALOG (at->data))
      return at->data;
  return NULL;
}

static gboolean
is_asked (gpointer data)
{
  return question (data) != NULL;
}

static void
begin (Ward *self, guint server, const char *number)
{
  GtkWidget *entry = fixture_find (self->window, GTK_TYPE_ENTRY);

  gtk_drop_down_set_selected (fixture_find (self->window, GTK_TYPE_DROP_DOWN), server);
  gtk_editable_set_text (GTK_EDITABLE (entry), number);
  gtk_widget_activate_action (self->window, "pacs.search", NULL);
}

static void
search (Ward *self, guint server, const char *number)
{
  begin (self, server, number);
  fixture_spin (is_idle, self);
  fixture_settle ();
}

/* Nothing of the keyring is offered where there is none, and that is said; a wrong word is asked for again. */
static void
check_password (Ward *self, const char *password, gboolean first)
{
  GtkWidget *dialog;

  fixture_spin (is_asked, self);
  dialog = question (self);
  g_assert_true (fixture_says (dialog, first ? "*No keyring answers here: you are asked once a session*"
                                             : "*does not accept*"));
  g_assert_false (gtk_widget_get_visible (fixture_find (dialog, GTK_TYPE_CHECK_BUTTON)));
  gtk_editable_set_text (fixture_find (dialog, GTK_TYPE_ENTRY), password);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "use");
  gtk_window_destroy (GTK_WINDOW (dialog));
  fixture_settle ();
}

/* Asked once: what follows in all of this test asks no more. */
static void
test_password (Ward *self)
{
  begin (self, 0, "nobody");
  check_password (self, "guessed", TRUE);
  check_password (self, "sesame", FALSE);
  fixture_spin (is_idle, self);
  fixture_settle ();
  g_assert_null (question (self));
}

static void
test_told (Ward *self)
{
  static const struct { const char *number, *told; } cases[] = {
    { "html", "*its answer is no DICOM JSON*" }, { "lost", "*knows nothing of what it was asked for*" },
    { "odd", "*Ward*" }, { "nobody", "Nothing was found" }, { "empty", "Nothing was found" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      search (self, 0, cases[i].number);
      if (!shows (self->window, cases[i].told))
        g_error ("%s: “%s” is not said", cases[i].number, cases[i].told);
      g_assert_null (question (self));
    }
  search (self, 1, "many");
  g_assert_true (shows (self->window, "*signed by nobody*"));
}

static void
show_more (Ward *self)
{
  gtk_widget_activate_action (self->window, "pacs.more", NULL);
  fixture_spin (is_idle, self);
  fixture_settle ();
}

/* A page that fails leaves those before it in the list. */
static void
test_pages (Ward *self)
{
  GtkColumnView *view = fixture_find (self->window, GTK_TYPE_COLUMN_VIEW);
  guint n = CS_PACS_PAGE;

  search (self, 0, "many");
  for (; n < MANY; n += CS_PACS_PAGE)
    {
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view))), ==, n);
      show_more (self);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view))), ==, MANY);
  g_assert_true (shows (self->window, "1000 examinations"));
  search (self, 0, "breaks");
  show_more (self);
  g_assert_true (shows (self->window, "*Ward*"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (view)));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view))), ==, CS_PACS_PAGE);
}

static void
failed_cb (CsCourier *courier, GError *error, GError **kept)
{
  *kept = g_error_copy (error);
}

static void
wanted_cb (CsPacsWindow *window, CsPacsServer *server, GPtrArray *studies, Ward *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);

  cs_courier_fetch (self->finder, server, studies, folder);
}

static gboolean
stop_cb (gpointer data)
{
  g_autoptr (CsJob) job = g_list_model_get_item (G_LIST_MODEL (cs_session_get_jobs (((Ward *) data)->fixture->session)),
                                                 0);

  cs_job_cancel (job);
  return G_SOURCE_REMOVE;
}

static GError *
fetch (Ward *self, guint row, gboolean stop)
{
  GtkColumnView *view = fixture_find (self->window, GTK_TYPE_COLUMN_VIEW);
  gulong failed, wanted;
  GError *error = NULL;

  search (self, 0, "many");
  failed = g_signal_connect (self->finder, "failed", G_CALLBACK (failed_cb), &error);
  wanted = g_signal_connect (self->window, "wanted", G_CALLBACK (wanted_cb), self);
  gtk_selection_model_select_item (gtk_column_view_get_model (view), row, TRUE);
  gtk_widget_activate_action (self->window, "pacs.fetch", NULL);
  if (stop)
    g_timeout_add (300, stop_cb, self);
  fixture_spin (is_idle, self);
  fixture_settle ();
  g_signal_handler_disconnect (self->finder, failed);
  g_signal_handler_disconnect (self->window, wanted);
  return error;
}

/* A server that goes in the middle of a film, and one that falls silent and is given up. */
static void
test_torn (Ward *self)
{
  g_autoptr (GError) torn = fetch (self, 0, FALSE), given_up = NULL;

  g_assert_error (torn, CS_ERROR, CS_ERROR_SERVER);
  given_up = fetch (self, 1, TRUE);
  g_assert_error (given_up, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (gtk_widget_get_mapped (fixture_find (self->window, GTK_TYPE_COLUMN_VIEW)));
}

/* In one window, as in one session. */
static void
test_all (void)
{
  Ward self = { 0 };

  ward_open (&self);
  test_password (&self);
  test_told (&self);
  test_pages (&self);
  test_torn (&self);
  ward_close (&self);
}

int
main (int argc, char **argv)
{
  /* Whatever keyring whoever tests has. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  fixture_init (&argc, &argv);
  if (cs_http_is_built ())
    g_test_add_func ("/pacs-window/misbehaving", test_all);
  return g_test_run ();
}
