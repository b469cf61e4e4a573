/* How much of the machine the program takes. */
#include <adwaita.h>
#include <glib/gi18n.h>

#include "cs-preferences-rows.h"
#include "cs-preferences-window.h"
#include "cs-preferences.h"

#define CS_TYPE_COMPUTING_PREFERENCES (cs_computing_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CsComputingPreferences, cs_computing_preferences, CS, COMPUTING_PREFERENCES, AdwPreferencesPage)

struct _CsComputingPreferences { AdwPreferencesPage parent_instance; };

G_DEFINE_FINAL_TYPE (CsComputingPreferences, cs_computing_preferences, ADW_TYPE_PREFERENCES_PAGE)

static void
cs_computing_preferences_class_init (CsComputingPreferencesClass *klass)
{
}

static void
cs_computing_preferences_init (CsComputingPreferences *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *processors = g_strdup_printf (
    _("0: one a processor; this machine has %u. What is under way keeps its own."), g_get_num_processors ());

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             cs_preferences_number_row_new (CS_PREFERENCE_MEMORY, _("Memory for films at hand (MB)"),
                                                            _("The last films and what the stages made of them, so "
                                                              "that going back does not wait. Four films, the stages "
                                                              "of the one in hand and what is on the screen (100 MB "
                                                              "a film in sight at most) are kept in any case"), 64));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             cs_preferences_number_row_new (CS_PREFERENCE_THREADS, _("Threads"), processors, 1));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
}

const CsPreferencesKind cs_preferences_computing = {
  .id = "computing", .title = N_("Computing"), .icon_name = "applications-system-symbolic",
  .get_type = cs_computing_preferences_get_type,
};
