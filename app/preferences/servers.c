/* Where films come from: the servers a person may search. Passwords go from here into the keyring, and nowhere else. */
#include <adwaita.h>
#include <glib/gi18n.h>

#include "cs-http.h"
#include "cs-job.h"
#include "cs-keyring.h"
#include "cs-labels.h"
#include "cs-preferences-window.h"
#include "cs-preferences.h"
#include "cs-servers.h"

#define CS_TYPE_SERVERS_PREFERENCES (cs_servers_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CsServersPreferences, cs_servers_preferences, CS, SERVERS_PREFERENCES, AdwPreferencesPage)

typedef enum { NAME, ADDRESS, USER, AUTHORITY, N_WORDS } Word;

/* A server as it is being written; it may not be one yet. */
typedef struct
{
  CsServersPreferences *page;
  GtkWidget *row, *words[N_WORDS], *password, *state;
} Draft;

struct _CsServersPreferences
{
  AdwPreferencesPage parent_instance;
  AdwPreferencesGroup *group;
  GSettings *settings;
  GPtrArray *drafts;
};

G_DEFINE_FINAL_TYPE (CsServersPreferences, cs_servers_preferences, ADW_TYPE_PREFERENCES_PAGE)

static CsPacsServer *
read_draft (const Draft *draft, GError **error)
{
  const char *words[N_WORDS];

  for (guint i = 0; i < N_WORDS; i++)
    words[i] = gtk_editable_get_text (GTK_EDITABLE (draft->words[i]));
  return cs_pacs_server_new (words[NAME], words[ADDRESS], words[USER], words[AUTHORITY], error);
}

/* Plain text: what a row says of itself is markup otherwise. */
static void
say (AdwExpanderRow *row, const char *title, const char *subtitle)
{
  g_autofree char *plain = g_markup_escape_text (title, -1), *below = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), plain);
  adw_expander_row_set_subtitle (row, below);
}

/* What the row says of itself: the address and how safe it is, or why it is none. */
static void
describe (Draft *draft)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPacsServer) server = read_draft (draft, &error);
  g_autofree char *open = NULL;
  AdwExpanderRow *row = ADW_EXPANDER_ROW (draft->row);

  gtk_widget_set_sensitive (draft->password, server && *server->user != '\0' && cs_pacs_server_is_private (server));
  if (!server)
    {
      say (row, _("New server"), error->message);
      return;
    }
  /* Translators: under the name of a server: its address */
  open = g_strdup_printf (_("%s: not secure, whoever is on the way can read along"), server->address);
  say (row, server->name, cs_pacs_server_is_private (server) ? server->address : open);
}

static void
save (CsServersPreferences *self)
{
  g_autoptr (GPtrArray) servers = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_pacs_server_unref);

  for (guint i = 0; i < self->drafts->len; i++)
    {
      CsPacsServer *server = read_draft (self->drafts->pdata[i], NULL);

      if (server)
        g_ptr_array_add (servers, server);
    }
  if (self->settings)
    cs_servers_save (self->settings, servers);
}

static void
changed_cb (Draft *draft)
{
  describe (draft);
  save (draft->page);
}

typedef struct { CsPacsServer *server; char *password; } Secret;

static void
secret_free (gpointer data)
{
  Secret *secret = data;

  cs_pacs_server_unref (secret->server);
  cs_pacs_password_wipe (secret->password);
  g_free (secret);
}

static gpointer
keep_secret (CsJob *job, gpointer input, GError **error)
{
  Secret *secret = input;

  return GINT_TO_POINTER (cs_keyring_keep (secret->server, secret->password, cs_job_get_cancellable (job)));
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GWeakRef *label = data;
  g_autoptr (GtkWidget) state = g_weak_ref_get (label);
  gboolean kept = GPOINTER_TO_INT (cs_job_finish (CS_JOB (source), result, NULL));

  if (state)
    gtk_label_set_label (GTK_LABEL (state), kept ? _("Kept in the keyring of the desktop.")
                         : _("No keyring answers here: the password is written nowhere, and asked for once a "
                             "session."));
  g_weak_ref_clear (label);
  g_free (label);
}

static void
password_cb (Draft *draft)
{
  CsPacsServer *server = read_draft (draft, NULL);
  g_autoptr (CsJob) job = NULL;
  Secret *secret;
  GWeakRef *label;

  if (!server)
    return;
  secret = g_new0 (Secret, 1);
  *secret = (Secret) { server, g_strdup (gtk_editable_get_text (GTK_EDITABLE (draft->password))) };
  label = g_new0 (GWeakRef, 1);
  g_weak_ref_init (label, draft->state);
  gtk_editable_set_text (GTK_EDITABLE (draft->password), "");
  job = cs_job_start (_("Keeping a password"), keep_secret, secret, secret_free, NULL, kept_cb, label);
}

static gpointer
forget_secret (CsJob *job, gpointer server, GError **error)
{
  cs_keyring_forget (server, cs_job_get_cancellable (job));
  return NULL;
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  cs_job_finish (CS_JOB (source), result, NULL);
}

/* Its password goes with it. */
static void
remove_cb (Draft *draft)
{
  CsServersPreferences *self = draft->page;
  CsPacsServer *server = read_draft (draft, NULL);
  g_autoptr (CsJob) job = NULL;

  if (server)
    job = cs_job_start (_("Forgetting a password"), forget_secret, server, (GDestroyNotify) cs_pacs_server_unref, NULL,
                        forgotten_cb, NULL);
  adw_preferences_group_remove (self->group, draft->row);
  g_ptr_array_remove (self->drafts, draft);
  save (self);
}

static void
add_end (Draft *draft)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *button = gtk_button_new_with_mnemonic (_("_Remove"));

  draft->state = cs_label_new_prose (NULL, "dim-label");
  gtk_widget_set_hexpand (draft->state, TRUE);
  gtk_widget_add_css_class (button, "destructive-action");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_cb), draft);
  g_object_set (box, "margin-top", 8, "margin-bottom", 8, "margin-start", 12, "margin-end", 12, NULL);
  gtk_box_append (GTK_BOX (box), draft->state);
  gtk_box_append (GTK_BOX (box), button);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (draft->row), box);
}

/* Why not is told above the servers, and stays readable. */
static gboolean
is_of_use (CsServersPreferences *self)
{
  return self->settings != NULL && cs_http_is_built ();
}

/* @server NULL: one that is still to be written. */
static void
add_draft (CsServersPreferences *self, const CsPacsServer *server)
{
  static const char *const titles[N_WORDS] = { N_("Name"), N_("Address (DICOMweb)"), N_("User"),
                                               N_("Certificate to trust (a file, where the system trusts none)") };
  Draft *draft = g_new0 (Draft, 1);
  const char *const words[N_WORDS] = { server ? server->name : "", server ? server->address : "https://",
                                       server ? server->user : "", server ? server->authority : "" };

  *draft = (Draft) { .page = self, .row = adw_expander_row_new () };
  for (guint i = 0; i < N_WORDS; i++)
    {
      draft->words[i] = adw_entry_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (draft->words[i]), _(titles[i]));
      gtk_editable_set_text (GTK_EDITABLE (draft->words[i]), words[i]);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (draft->row), draft->words[i]);
    }
  gtk_widget_set_sensitive (draft->row, is_of_use (self));
  draft->password = adw_password_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (draft->password), _("Password, for the keyring"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (draft->password), TRUE);
  gtk_widget_set_visible (draft->password, cs_keyring_is_built ());
  adw_expander_row_add_row (ADW_EXPANDER_ROW (draft->row), draft->password);
  add_end (draft);
  describe (draft);
  for (guint i = 0; i < N_WORDS; i++)
    g_signal_connect_swapped (draft->words[i], "changed", G_CALLBACK (changed_cb), draft);
  g_signal_connect_swapped (draft->password, "apply", G_CALLBACK (password_cb), draft);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (draft->row), !server);
  g_ptr_array_add (self->drafts, draft);
  adw_preferences_group_add (self->group, draft->row);
}

static void
add_cb (CsServersPreferences *self)
{
  add_draft (self, NULL);
}

static void
finalize (GObject *object)
{
  CsServersPreferences *self = CS_SERVERS_PREFERENCES (object);

  g_ptr_array_unref (self->drafts);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (cs_servers_preferences_parent_class)->finalize (object);
}

static void
cs_servers_preferences_class_init (CsServersPreferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static const char *
describe_servers (void)
{
  if (!cs_http_is_built ())
    return _("This Calcspot was built without libsoup and asks no server. Install libsoup-3.0-dev and build it anew, "
             "or copy the films here and open their folder.");
  if (!cs_keyring_is_built ())
    return _("Asked over DICOMweb (QIDO-RS, WADO-RS, STOW-RS). This Calcspot was built without libsecret and keeps no "
             "password: you are asked once a session.");
  return _("Asked over DICOMweb (QIDO-RS, WADO-RS, STOW-RS). Passwords are kept in the keyring of the desktop, nowhere "
           "else.");
}

static void
cs_servers_preferences_init (CsServersPreferences *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Add a server"));
  g_autoptr (GPtrArray) servers = NULL;

  self->settings = cs_preferences_open ();
  self->drafts = g_ptr_array_new_with_free_func (g_free);
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _("Servers with films"));
  adw_preferences_group_set_description (self->group, describe_servers ());
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_preferences_group_set_header_suffix (self->group, button);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (add_cb), self);
  gtk_widget_set_sensitive (button, is_of_use (self));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->group);
  servers = cs_servers_load (self->settings);
  for (guint i = 0; i < servers->len; i++)
    add_draft (self, servers->pdata[i]);
}

const CsPreferencesKind cs_preferences_servers = {
  .id = "servers", .title = N_("Servers"), .icon_name = "network-server-symbolic",
  .get_type = cs_servers_preferences_get_type,
};
