#include "cs-keymap.h"

#include <glib/gi18n.h>
#include <string.h>
#include "cs-preferences.h"

struct _CsKeymap
{
  GObject parent_instance;
  GSettings *settings;       /* or NULL: then nothing is changed */
  GHashTable *keys;          /* of GStrv, by CsKey: as they are now */
};

G_DEFINE_FINAL_TYPE (CsKeymap, cs_keymap, G_TYPE_OBJECT)
G_DEFINE_QUARK (cs-keymap-error-quark, cs_keymap_error)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *const none[] = { NULL };

/* Two ways to write a key are one: the name GTK gives it. NULL: no key. */
static char *
normalise (const char *accel)
{
  GdkModifierType modifiers;
  guint key;

  return accel && gtk_accelerator_parse (accel, &key, &modifiers) && key ? gtk_accelerator_name (key, modifiers) : NULL;
}

/* What moves the focus, opens menus and presses buttons stays, wherever it is. */
static gboolean
moves_focus (guint key, GdkModifierType modifiers)
{
  gboolean alone = !(modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK));

  return key == GDK_KEY_Tab || key == GDK_KEY_ISO_Left_Tab || key == GDK_KEY_F10 || key == GDK_KEY_Menu ||
         (alone && (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter));
}

/* Keys the lists, canvases and buttons take themselves. */
static gboolean
moves_about (guint key, GdkModifierType modifiers)
{
  static const guint keys[] = { GDK_KEY_Left, GDK_KEY_Right, GDK_KEY_Up, GDK_KEY_Down, GDK_KEY_Home, GDK_KEY_End,
                                GDK_KEY_Page_Up, GDK_KEY_Page_Down, GDK_KEY_space };

  for (guint i = 0; !(modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) && i < G_N_ELEMENTS (keys); i++)
    if (keys[i] == key)
      return TRUE;
  return FALSE;
}

static gboolean
is_typed (guint key, GdkModifierType modifiers)
{
  return !(modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) && (key < GDK_KEY_F1 || key > GDK_KEY_F12);
}

static gboolean
is_allowed (const CsKeyContext *context, const char *accel, GError **error)
{
  g_autofree char *label = cs_keymap_spell (accel);
  GdkModifierType modifiers;
  guint key;

  gtk_accelerator_parse (accel, &key, &modifiers);
  if (context->turn == CS_KEYS_APPLICATION && is_typed (key, modifiers))
    g_set_error (error, CS_KEYMAP_ERROR, CS_KEYMAP_ERROR_RESERVED,
                 _("%s may be needed to type: take a key with Ctrl or Alt, or a function key."), label);
  else if (moves_focus (key, modifiers) || (context->turn == CS_KEYS_LAST && moves_about (key, modifiers)))
    g_set_error (error, CS_KEYMAP_ERROR, CS_KEYMAP_ERROR_RESERVED,
                 _("%s moves about in the window: take another key."), label);
  else
    return TRUE;
  return FALSE;
}

static const CsKey *
find_taker (CsKeymap *self, const CsKeyContext *context, const CsKey *key, const char *accel, const CsKeyContext **in)
{
  for (*in = cs_key_contexts; (*in)->id; (*in)++)
    for (const CsKey *other = (*in)->keys; cs_key_contexts_meet (context, *in) && other->name; other++)
      if (other != key && g_strv_contains (cs_keymap_get (self, other), accel))
        return other;
  return NULL;
}

static gboolean
is_free (CsKeymap *self, const CsKeyContext *context, const CsKey *key, const char *accel, GError **error)
{
  const CsKeyContext *in;
  const CsKey *taker = find_taker (self, context, key, accel, &in);
  g_autofree char *label = cs_keymap_spell (accel);

  if (taker)
    /* Translators: a key, what it does already, and where */
    g_set_error (error, CS_KEYMAP_ERROR, CS_KEYMAP_ERROR_TAKEN, _("%s is taken: “%s” (%s)."), label, _(taker->title),
                 _(in->title));
  return taker == NULL;
}

/* The table, read with what was chosen */

static GStrv
usual_of (const CsKey *key)
{
  g_auto (GStrv) accels = g_strsplit (key->accels, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **accel = accels; *accel; accel++)
    {
      g_autofree char *normal = normalise (*accel);

      g_assert (normal != NULL);
      g_strv_builder_add (builder, normal);
    }
  return g_strv_builder_end (builder);
}

/* NULL: as usual. */
static GStrv
chosen_of (CsKeymap *self, const CsKey *key)
{
  g_autoptr (GVariant) chosen = self->settings ? g_settings_get_value (self->settings, CS_PREFERENCE_KEYS) : NULL;
  GStrv accels = NULL;

  if (chosen)
    g_variant_lookup (chosen, key->name, "^as", &accels);
  return accels;
}

static void
add_key (CsKeymap *self, const CsKeyContext *context, const CsKey *key, const char *const *accels)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (; *accels; accels++)
    {
      g_autofree char *accel = normalise (*accels);

      if (accel && is_allowed (context, accel, NULL) && is_free (self, context, key, accel, NULL))
        g_strv_builder_add (builder, accel);
    }
  g_hash_table_insert (self->keys, (gpointer) key, g_strv_builder_end (builder));
}

static void
read_keys (CsKeymap *self)
{
  g_hash_table_remove_all (self->keys);
  for (int usual = FALSE; usual <= TRUE; usual++)
    for (const CsKeyContext *context = cs_key_contexts; context->id; context++)
      for (const CsKey *key = context->keys; key->name; key++)
        {
          g_auto (GStrv) accels = chosen_of (self, key);

          if (usual == (accels == NULL))
            {
              if (usual)
                accels = usual_of (key);
              add_key (self, context, key, (const char *const *) accels);
            }
        }
}

static void
settings_changed_cb (CsKeymap *self)
{
  read_keys (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
finalize (GObject *object)
{
  CsKeymap *self = CS_KEYMAP (object);

  g_clear_object (&self->settings);
  g_hash_table_unref (self->keys);
  G_OBJECT_CLASS (cs_keymap_parent_class)->finalize (object);
}

static void
cs_keymap_class_init (CsKeymapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_KEYMAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cs_keymap_init (CsKeymap *self)
{
  self->keys = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_strfreev);
  self->settings = cs_preferences_open ();
  if (self->settings)
    g_signal_connect_object (self->settings, "changed::" CS_PREFERENCE_KEYS, G_CALLBACK (settings_changed_cb), self,
                             G_CONNECT_SWAPPED);
  read_keys (self);
}

CsKeymap *
cs_keymap_new (void)
{
  return g_object_new (CS_TYPE_KEYMAP, NULL);
}

const char *const *
cs_keymap_get (CsKeymap *self, const CsKey *key)
{
  const char *const *accels;

  g_return_val_if_fail (CS_IS_KEYMAP (self) && key, none);
  accels = g_hash_table_lookup (self->keys, key);
  return accels ? accels : none;
}

gboolean
cs_keymap_is_changed (CsKeymap *self, const CsKey *key)
{
  g_auto (GStrv) usual = usual_of (key);

  g_return_val_if_fail (CS_IS_KEYMAP (self), FALSE);
  return !g_strv_equal ((const char *const *) usual, cs_keymap_get (self, key));
}

char *
cs_keymap_spell (const char *accel)
{
  GdkModifierType modifiers;
  guint key;

  gtk_accelerator_parse (accel, &key, &modifiers);
  return gtk_accelerator_get_label (key, modifiers);
}

char *
cs_keymap_label (CsKeymap *self, const char *name)
{
  const CsKey *key = cs_key_find (name, NULL);
  const char *const *accels;

  g_return_val_if_fail (CS_IS_KEYMAP (self) && key, NULL);
  accels = cs_keymap_get (self, key);
  /* Translators: stands for the key of something that has none: its title */
  return *accels ? cs_keymap_spell (*accels) : g_strdup_printf (_("“%s”"), _(key->title));
}

char *
cs_keymap_label_now (const char *name)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();

  return cs_keymap_label (keymap, name);
}

char *
cs_keymap_say (CsKeymap *self, const char *sentence)
{
  g_autoptr (GString) said = g_string_new (sentence);

  g_return_val_if_fail (CS_IS_KEYMAP (self), NULL);
  for (const CsKeyContext *context = cs_key_contexts; strchr (said->str, '{') && context->id; context++)
    for (const CsKey *key = context->keys; key->name; key++)
      {
        g_autofree char *name = g_strdup_printf ("{%s}", key->name), *label = NULL;

        if (!strstr (said->str, name))
          continue;
        label = cs_keymap_label (self, key->name);
        g_string_replace (said, name, label, 0);
      }
  return g_string_free (g_steal_pointer (&said), FALSE);
}

char *
cs_keymap_say_now (const char *sentence)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();

  return cs_keymap_say (keymap, sentence);
}

/* Changing */

/* @accels NULL: as usual. */
static gboolean
store (CsKeymap *self, const CsKey *key, const char *const *accels, GError **error)
{
  g_autoptr (GVariant) before = self->settings ? g_settings_get_value (self->settings, CS_PREFERENCE_KEYS) : NULL;
  g_autoptr (GVariant) after = NULL;
  GVariantIter iter;
  GVariantBuilder builder;
  const char *name;
  GVariant *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  if (before)
    g_variant_iter_init (&iter, before);
  while (before && g_variant_iter_loop (&iter, "{&s@as}", &name, &value))
    if (!g_str_equal (name, key->name))
      g_variant_builder_add (&builder, "{s@as}", name, value);
  if (accels)
    g_variant_builder_add (&builder, "{s^as}", key->name, accels);
  after = g_variant_ref_sink (g_variant_builder_end (&builder));
  if (self->settings && g_settings_set_value (self->settings, CS_PREFERENCE_KEYS, after))
    return TRUE;
  g_set_error_literal (error, CS_KEYMAP_ERROR, CS_KEYMAP_ERROR_STORE,
                       _("Changed keys cannot be kept: the settings of the program are not installed, or locked."));
  return FALSE;
}

static gboolean
contains (const char *text, const char *sought)
{
  g_autofree char *one = g_utf8_casefold (text, -1), *other = g_utf8_casefold (sought, -1);

  return strstr (one, other) != NULL;
}

/* A letter is sought for itself: “a” is in half of all names. In whatever order: “ctrl+shift+f” is Shift+Ctrl+F. */
static gboolean
is_called (const char *label, const char *text)
{
  g_auto (GStrv) sought = g_strsplit (text, "+", -1), parts = g_strsplit (label, "+", -1);

  if (g_strv_length (sought) < 2 || !**sought)
    return g_utf8_strlen (text, -1) > 1 ? contains (label, text) : g_ascii_strcasecmp (label, text) == 0;
  for (char **one = sought; *one; one++)
    {
      gboolean found = !**one;

      for (char **part = parts; !found && *part; part++)
        found = g_ascii_strcasecmp (*part, *one) == 0;
      if (!found)
        return FALSE;
    }
  return TRUE;
}

gboolean
cs_keymap_matches (CsKeymap *self, const CsKey *key, const char *text)
{
  gboolean found;

  g_return_val_if_fail (CS_IS_KEYMAP (self), FALSE);
  found = contains (_(key->title), text);
  for (const char *const *accel = cs_keymap_get (self, key); !found && *accel; accel++)
    {
      g_autofree char *label = cs_keymap_spell (*accel);

      found = is_called (label, text);
    }
  return found;
}

gboolean
cs_keymap_set (CsKeymap *self, const CsKey *key, const char *const *accels, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) usual = usual_of (key), wanted = NULL;
  const CsKeyContext *context;

  g_return_val_if_fail (CS_IS_KEYMAP (self) && cs_key_find (key->name, &context) == key, FALSE);
  for (; *accels; accels++)
    {
      g_autofree char *accel = normalise (*accels);

      if (!accel)
        {
          g_set_error (error, CS_KEYMAP_ERROR, CS_KEYMAP_ERROR_UNKNOWN, _("“%s” is no key."), *accels);
          return FALSE;
        }
      if (!is_allowed (context, accel, error) || !is_free (self, context, key, accel, error))
        return FALSE;
      g_strv_builder_add (builder, accel);
    }
  wanted = g_strv_builder_end (builder);
  if (g_strv_equal ((const char *const *) wanted, (const char *const *) usual))
    return store (self, key, NULL, error);
  return store (self, key, (const char *const *) wanted, error);
}

gboolean
cs_keymap_reset (CsKeymap *self, const CsKey *key, GError **error)
{
  g_auto (GStrv) usual = usual_of (key);

  return cs_keymap_set (self, key, (const char *const *) usual, error);
}

void
cs_keymap_reset_all (CsKeymap *self)
{
  g_return_if_fail (CS_IS_KEYMAP (self));
  if (self->settings)
    g_settings_reset (self->settings, CS_PREFERENCE_KEYS);
}

/* Serving */

/* In a popover the keys are its own. */
static gboolean
first_cb (GtkWidget *widget, GVariant *target, gpointer action)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER))
    return FALSE;
  return gtk_widget_activate_action_variant (widget, action, target);
}

static GtkShortcut *
new_shortcut (const CsKeyContext *context, const CsKey *key, const char *accel)
{
  g_autofree char *action = NULL;
  g_autoptr (GVariant) target = NULL;
  GtkShortcut *shortcut;
  GdkModifierType modifiers;
  guint keyval;

  gtk_accelerator_parse (accel, &keyval, &modifiers);
  g_action_parse_detailed_name (cs_key_get_action (key), &action, &target, NULL);
  shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (keyval, modifiers),
                               context->turn == CS_KEYS_FIRST
                               ? gtk_callback_action_new (first_cb, (gpointer) g_intern_string (action), NULL)
                               : gtk_named_action_new (action));
  gtk_shortcut_set_arguments (shortcut, target);
  return shortcut;
}

static void
fill_cb (CsKeymap *keymap, GListStore *shortcuts)
{
  const CsKeyContext *context = g_object_get_data (G_OBJECT (shortcuts), "context");
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (const CsKey *key = context->keys; key->name; key++)
    for (const char *const *accel = cs_keymap_get (keymap, key); *accel; accel++)
      g_ptr_array_add (all, new_shortcut (context, key, *accel));
  g_list_store_splice (shortcuts, 0, g_list_model_get_n_items (G_LIST_MODEL (shortcuts)), all->pdata, all->len);
}

void
cs_keymap_serve (GtkWidget *widget, const char *context)
{
  const CsKeyContext *found = cs_key_context_find (context);
  g_autoptr (GListStore) shortcuts = g_list_store_new (GTK_TYPE_SHORTCUT);
  CsKeymap *keymap = cs_keymap_new ();
  GtkEventController *controller;

  g_return_if_fail (GTK_IS_WIDGET (widget) && found && found->turn != CS_KEYS_APPLICATION);
  g_object_set_data (G_OBJECT (shortcuts), "context", (gpointer) found);
  g_object_set_data_full (G_OBJECT (shortcuts), "keymap", keymap, g_object_unref);
  g_signal_connect_object (keymap, "changed", G_CALLBACK (fill_cb), shortcuts, 0);
  fill_cb (keymap, shortcuts);
  controller = gtk_shortcut_controller_new_for_model (G_LIST_MODEL (shortcuts));
  gtk_event_controller_set_propagation_phase (controller,
                                              found->turn == CS_KEYS_FIRST ? GTK_PHASE_CAPTURE : GTK_PHASE_BUBBLE);
  gtk_widget_add_controller (widget, controller);
}

static void
apply_cb (CsKeymap *keymap, GtkApplication *application)
{
  for (const CsKeyContext *context = cs_key_contexts; context->id; context++)
    for (const CsKey *key = context->keys; context->turn == CS_KEYS_APPLICATION && key->name; key++)
      gtk_application_set_accels_for_action (application, cs_key_get_action (key), cs_keymap_get (keymap, key));
}

void
cs_keymap_serve_application (GtkApplication *application)
{
  CsKeymap *keymap = cs_keymap_new ();

  g_object_set_data_full (G_OBJECT (application), "keymap", keymap, g_object_unref);
  g_signal_connect_object (keymap, "changed", G_CALLBACK (apply_cb), application, 0);
  apply_cb (keymap, application);
}
