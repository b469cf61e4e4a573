/* The table of keys is sound; what a person changes holds everywhere, is kept, and never makes a key do two things. */
#include "fixture.h"

#include <string.h>
#include "cs-birads.h"
#include "cs-key-overlay.h"
#include "cs-key-tips.h"
#include "cs-keymap.h"
#include "cs-page.h"
#include "cs-preferences.h"

static const CsKey *
key_of (const char *name)
{
  const CsKey *key = cs_key_find (name, NULL);

  g_assert_nonnull (key);
  return key;
}

static char *
now (CsKeymap *keymap, const char *name)
{
  return g_strjoinv (" ", (char **) cs_keymap_get (keymap, key_of (name)));
}

static void
check (CsKeymap *keymap, const char *name, const char *accels)
{
  g_autofree char *found = now (keymap, name);

  g_assert_cmpstr (found, ==, accels);
}

static gboolean
set (CsKeymap *keymap, const char *name, const char *accels, GError **error)
{
  g_auto (GStrv) list = g_strsplit (accels, " ", -1);

  return cs_keymap_set (keymap, key_of (name), (const char *const *) (*accels ? list : (char *[]) { NULL }), error);
}

static void
refuse (CsKeymap *keymap, const char *name, const char *accels, CsKeymapError code, const char *says)
{
  g_autofree char *before = now (keymap, name);
  g_autoptr (GError) error = NULL;

  g_assert_false (set (keymap, name, accels, &error));
  g_assert_error (error, CS_KEYMAP_ERROR, (int) code);
  if (!strstr (error->message, says))
    g_error ("%s for %s: %s", accels, name, error->message);
  check (keymap, name, before);
}

static void
test_table (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (const CsKeyContext *context = cs_key_contexts; context->id; context++)
    for (const CsKey *key = context->keys; key->name; key++)
      {
        g_autofree char *action = NULL;
        g_autoptr (GVariant) target = NULL;

        g_assert_true (g_hash_table_add (names, (gpointer) key->name));
        g_assert_true (g_action_parse_detailed_name (cs_key_get_action (key), &action, &target, NULL));
        g_assert_true (cs_key_context_find (context->id) == context);
      }
  for (guint i = 0; cs_pages[i]; i++)
    {
      g_autofree char *name = g_strconcat ("page.", cs_pages[i]->id, NULL);
      g_autofree char *accel = g_strdup_printf ("<Alt>%u", i + 1);

      g_assert_cmpstr (key_of (name)->accels, ==, accel);
    }
}

/* Were one of them reserved, or another's, it would be left out. */
static void
test_usual (void)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();

  for (const CsKeyContext *context = cs_key_contexts; context->id; context++)
    for (const CsKey *key = context->keys; key->name; key++)
      {
        g_auto (GStrv) usual = g_strsplit (key->accels, " ", -1);

        if (g_strv_length (usual) != g_strv_length ((char **) cs_keymap_get (keymap, key)))
          g_error ("%s loses one of its keys, %s", key->name, key->accels);
        g_assert_false (cs_keymap_is_changed (keymap, key));
      }
}

/* The words are the pipeline's, their keys the table's: one a word of a finding, under the word's own name. */
static void
test_words (void)
{
  for (const CsDescriptor *one = cs_descriptors; one->id; one++)
    for (const CsTerm *term = one->terms; one->subject == CS_SUBJECT_MARK && term && term->id; term++)
      {
        g_autofree char *name = g_strdup_printf ("%s.%s", one->id, term->id);
        const CsKeyContext *context;

        g_assert_cmpstr (key_of (name)->title, ==, term->word);
        g_assert_true (cs_key_find (name, &context) && g_str_equal (context->id, one->id));
        g_assert_cmpstr (context->title, ==, one->title);
      }
}

static void
count_cb (CsKeymap *keymap, guint *n)
{
  (*n)++;
}

static void
test_change (void)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new (), other = cs_keymap_new ();
  g_autofree char *label = NULL, *title = NULL;
  guint n = 0;

  g_signal_connect (other, "changed", G_CALLBACK (count_cb), &n);
  g_assert_true (set (keymap, "review.accept", "q <Control>Return", NULL));
  fixture_settle ();
  g_assert_cmpuint (n, ==, 1);
  check (other, "review.accept", "q <Control>Return");
  g_assert_true (cs_keymap_is_changed (other, key_of ("review.accept")));
  label = cs_keymap_label (other, "review.accept");
  g_assert_cmpstr (label, ==, "Q");
  g_assert_true (set (keymap, "review.accept", "", NULL));
  check (keymap, "review.accept", "");
  title = cs_keymap_label (keymap, "review.accept");
  g_assert_nonnull (strstr (title, "Accept"));
  g_assert_true (cs_keymap_reset (keymap, key_of ("review.accept"), NULL));
  check (keymap, "review.accept", "a");
  g_assert_false (cs_keymap_is_changed (keymap, key_of ("review.accept")));
}

static void
test_refusal (void)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();
  g_autoptr (GError) error = NULL;

  refuse (keymap, "review.accept", "k", CS_KEYMAP_ERROR_TAKEN, "Films move together");
  refuse (keymap, "review.accept", "i", CS_KEYMAP_ERROR_TAKEN, "Invert");
  refuse (keymap, "review.accept", "<Control>z", CS_KEYMAP_ERROR_TAKEN, "Undo");
  refuse (keymap, "win.undo", "<Control>Page_Down", CS_KEYMAP_ERROR_TAKEN, "Next film");
  refuse (keymap, "win.undo", "z", CS_KEYMAP_ERROR_RESERVED, "Ctrl");
  refuse (keymap, "film.invert", "Left", CS_KEYMAP_ERROR_RESERVED, "Left");
  refuse (keymap, "review.accept", "Tab", CS_KEYMAP_ERROR_RESERVED, "Tab");
  refuse (keymap, "review.accept", "Return", CS_KEYMAP_ERROR_RESERVED, "Return");
  refuse (keymap, "review.accept", "NoSuchKey", CS_KEYMAP_ERROR_UNKNOWN, "NoSuchKey");
  refuse (keymap, "morphology.round", "w", CS_KEYMAP_ERROR_TAKEN, "diffuse");
  refuse (keymap, "confidence.1", "<Control>z", CS_KEYMAP_ERROR_TAKEN, "Undo");
  /* In places that never meet a key may do two things. */
  g_assert_true (set (keymap, "readers.accept", "k", NULL));
  g_assert_true (set (keymap, "morphology.round", "k", NULL));
  /* Who gave away a key does not get it back while another has it. */
  g_assert_true (set (keymap, "review.accept", "q", NULL));
  g_assert_true (set (keymap, "review.reject", "a", NULL));
  g_assert_false (cs_keymap_reset (keymap, key_of ("review.accept"), &error));
  g_assert_error (error, CS_KEYMAP_ERROR, CS_KEYMAP_ERROR_TAKEN);
  g_assert_nonnull (strstr (error->message, "Reject"));
  cs_keymap_reset_all (keymap);
  fixture_settle ();
  check (keymap, "review.accept", "a");
  check (keymap, "review.reject", "r");
}

/* Out of a file that another version wrote, or a hand. */
static void
test_nonsense (void)
{
  g_autoptr (GSettings) settings = cs_preferences_open ();
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();
  g_autoptr (GVariant) keys = g_variant_ref_sink (g_variant_new_parsed (
    "{'review.reject': ['a', '%%'], 'review.unsure': ['a', 'r'], 'win.undo': ['z'], 'no.such': ['b']}"));

  g_settings_set_value (settings, CS_PREFERENCE_KEYS, keys);
  fixture_settle ();
  check (keymap, "review.reject", "a");
  check (keymap, "review.unsure", "r");
  check (keymap, "review.accept", "");
  check (keymap, "win.undo", "");
  g_settings_reset (settings, CS_PREFERENCE_KEYS);
  fixture_settle ();
  check (keymap, "review.accept", "a");
}

static guint
count_shortcuts (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  g_autoptr (GListModel) last = g_list_model_get_item (controllers, g_list_model_get_n_items (controllers) - 1);

  g_assert_true (GTK_IS_SHORTCUT_CONTROLLER (last));
  return g_list_model_get_n_items (last);
}

static void
test_serve (void)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();
  GtkWidget *widget = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  g_autoptr (GtkApplication) application = gtk_application_new (NULL, G_APPLICATION_DEFAULT_FLAGS);
  g_auto (GStrv) before = NULL, after = NULL;
  guint n;

  cs_keymap_serve (widget, "review");
  cs_keymap_serve_application (application);
  before = gtk_application_get_accels_for_action (application, "win.undo");
  g_assert_cmpstr (before[0], ==, "<Control>z");
  n = count_shortcuts (widget);
  g_assert_true (set (keymap, "review.accept", "q 9", NULL));
  g_assert_true (set (keymap, "win.undo", "F5", NULL));
  fixture_settle ();
  g_assert_cmpuint (count_shortcuts (widget), ==, n + 1);
  after = gtk_application_get_accels_for_action (application, "win.undo");
  g_assert_cmpstr (after[0], ==, "F5");
  g_assert_null (after[1]);
  g_assert_finalize_object (widget);
  cs_keymap_reset_all (keymap);
}

static void
check_tip (GtkWidget *button, const char *tip)
{
  fixture_settle ();
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, tip);
}

static void
test_tips (void)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0)), *button = gtk_button_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "review.accept");
  gtk_widget_set_tooltip_text (button, "A calcification (A)");
  gtk_box_append (GTK_BOX (box), button);
  cs_key_tips_serve (box);
  check_tip (button, "A calcification (A)");
  g_assert_true (set (keymap, "review.accept", "<Shift>q", NULL));
  check_tip (button, "A calcification (Shift+Q)");
  g_assert_true (set (keymap, "review.accept", "", NULL));
  check_tip (button, "A calcification");
  cs_keymap_reset_all (keymap);
  check_tip (button, "A calcification (A)");
  g_assert_finalize_object (box);
}

/* On the screen, for GTK warns of a size when it measures; warnings are fatal here. */
static guint
check_overlay (const char *context)
{
  GtkWindow *overlay = cs_key_overlay_new (NULL, context);
  guint all = cs_key_overlay_search (CS_KEY_OVERLAY (overlay), "");

  gtk_window_present (overlay);
  fixture_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (overlay)), >, 100);
  g_assert_cmpuint (cs_key_overlay_search (CS_KEY_OVERLAY (overlay), "LASSO"), ==, 1);
  g_assert_cmpuint (cs_key_overlay_search (CS_KEY_OVERLAY (overlay), "ctrl+shift+f"), ==, 1);
  g_assert_cmpuint (cs_key_overlay_search (CS_KEY_OVERLAY (overlay), "no such thing"), ==, 0);
  g_assert_cmpuint (cs_key_overlay_search (CS_KEY_OVERLAY (overlay), ""), ==, all);
  gtk_window_destroy (overlay);
  fixture_settle ();
  return all;
}

static char *
accel_of (GMenu *menu)
{
  char *accel = NULL;

  g_menu_model_get_item_attribute (G_MENU_MODEL (menu), 0, "accel", "s", &accel);
  return accel;
}

/* A sentence, and a menu, name the keys of now; braces that name nothing are left. */
static void
test_sentences (void)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0)), *button = gtk_menu_button_new ();
  GtkWidget *label = gtk_label_new ("{review.cancel} ends it, {wall.ruler} too, {nothing} does");
  g_autofree char *before = NULL, *after = NULL, *none = NULL;

  g_menu_append (menu, "A band", "many.band");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, "Boxes ({many.band}, then drag)");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  cs_key_tips_serve (box);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, "Escape ends it, L too, {nothing} does");
  check_tip (button, "Boxes (B, then drag)");
  before = accel_of (menu);
  g_assert_cmpstr (before, ==, "b");
  g_assert_true (set (keymap, "wall.ruler", "F9", NULL));
  g_assert_true (set (keymap, "many.band", "<Shift>q", NULL));
  check_tip (button, "Boxes (Shift+Q, then drag)");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, "Escape ends it, F9 too, {nothing} does");
  after = accel_of (menu);
  g_assert_cmpstr (after, ==, "<Shift>q");
  g_assert_true (set (keymap, "many.band", "", NULL));
  fixture_settle ();
  none = accel_of (menu);
  g_assert_null (none);
  cs_keymap_reset_all (keymap);
  fixture_settle ();
  g_assert_finalize_object (box);
}

static void
test_overlay (void)
{
  guint all = 0;

  for (const CsKeyContext *context = cs_key_contexts; context->id; context++)
    for (const CsKey *key = context->keys; key->name; key++)
      all += *key->accels != '\0';
  g_assert_cmpuint (check_overlay ("review"), ==, all);
  g_assert_cmpuint (check_overlay (NULL), ==, all);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/keymap/table", test_table);
  g_test_add_func ("/keymap/usual", test_usual);
  g_test_add_func ("/keymap/words", test_words);
  g_test_add_func ("/keymap/change", test_change);
  g_test_add_func ("/keymap/refusal", test_refusal);
  g_test_add_func ("/keymap/nonsense", test_nonsense);
  g_test_add_func ("/keymap/serve", test_serve);
  g_test_add_func ("/keymap/tips", test_tips);
  g_test_add_func ("/keymap/sentences", test_sentences);
  g_test_add_func ("/keymap/overlay", test_overlay);
  return g_test_run ();
}
