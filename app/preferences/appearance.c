/* Dark or light; colours of marks. */
#include <adwaita.h>
#include <glib/gi18n.h>

#include "cs-preferences-rows.h"
#include "cs-preferences-window.h"
#include "cs-preferences.h"

#define CS_TYPE_APPEARANCE_PREFERENCES (cs_appearance_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CsAppearancePreferences, cs_appearance_preferences, CS, APPEARANCE_PREFERENCES,
                      AdwPreferencesPage)

struct _CsAppearancePreferences { AdwPreferencesPage parent_instance; };

G_DEFINE_FINAL_TYPE (CsAppearancePreferences, cs_appearance_preferences, ADW_TYPE_PREFERENCES_PAGE)

static void
cs_appearance_preferences_class_init (CsAppearancePreferencesClass *klass)
{
}

static void
cs_appearance_preferences_init (CsAppearancePreferences *self)
{
  static const CsPreferencesChoice styles[] = {
    { "dark", N_("Dark") }, { "light", N_("Light") }, { "system", N_("As the desktop") }, { NULL, NULL } };
  static const CsPreferencesChoice colours[] = {
    { "usual", N_("Usual") }, { "safe", N_("Colour-blind safe") }, { "strong", N_("Strong") },
    { "white", N_("White") }, { NULL, NULL } };
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             cs_preferences_choice_row_new (CS_PREFERENCE_STYLE, _("Style"), NULL, styles));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             cs_preferences_choice_row_new (CS_PREFERENCE_MARKS, _("Boxes on films"),
                                                            _("Accepted, rejected, unsure; the shapes stay"), colours));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
}

const CsPreferencesKind cs_preferences_appearance = {
  .id = "appearance", .title = N_("Appearance"), .icon_name = "preferences-desktop-display-symbolic",
  .get_type = cs_appearance_preferences_get_type,
};
