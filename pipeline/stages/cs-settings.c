#include "cs-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"

#define LONGEST_NAME 80

const char *const cs_presets[] = { "default", "published", NULL };

struct _CsSettings
{
  gatomicrefcount refs;
  char           *preset, *name;   /* name: NULL or given */
  gpointer       *params;   /* one struct a stage, in the order of cs_stages */
  char           *digest;
};

static guint
n_stages (void)
{
  guint n = 0;

  while (cs_stages[n] != NULL)
    n++;
  return n;
}

static double
preset_value (const CsParam *param, const char *preset)
{
  return g_str_equal (preset, "published") ? param->published : param->standard;
}

static gboolean
is_preset (const char *name)
{
  return g_strv_contains (cs_presets, name);
}

/* Calls for every parameter of every stage would need a closure; a position in two tables needs none. */
static const CsParam *
find (const char *name, guint *stage)
{
  const char *dot = strchr (name, '.');

  for (guint i = 0; dot != NULL && cs_stages[i] != NULL; i++)
    {
      if (strlen (cs_stages[i]->id) != (gsize) (dot - name) || !g_str_has_prefix (name, cs_stages[i]->id))
        continue;
      for (const CsParam *param = cs_stages[i]->params; param->type != CS_PARAM_END; param++)
        if (g_str_equal (param->name, dot + 1))
          {
            *stage = i;
            return param;
          }
    }
  return NULL;
}

static const CsParam *
find_or_fail (const char *name, guint *stage, GError **error)
{
  const CsParam *param = find (name, stage);

  if (param == NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("No stage has a parameter “%s”"), name);
  return param;
}

static char *
make_digest (const CsSettings *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; cs_stages[i] != NULL; i++)
    for (const CsParam *param = cs_stages[i]->params; param->type != CS_PARAM_END; param++)
      g_string_append_printf (text, "%s.%s=%s\n", cs_stages[i]->id, param->name,
                              g_ascii_dtostr (number, sizeof number, cs_param_get (param, self->params[i])));
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, text->len);
}

static CsSettings *
allocate (const char *preset)
{
  CsSettings *self = g_new0 (CsSettings, 1);

  g_atomic_ref_count_init (&self->refs);
  self->preset = g_strdup (preset);
  self->params = g_new0 (gpointer, n_stages ());
  return self;
}

CsSettings *
cs_settings_new (const char *preset)
{
  CsSettings *self = allocate (preset != NULL ? preset : cs_presets[0]);

  g_return_val_if_fail (is_preset (self->preset), NULL);
  for (guint i = 0; cs_stages[i] != NULL; i++)
    {
      self->params[i] = g_malloc0 (MAX (cs_stages[i]->params_size, 1));
      for (const CsParam *param = cs_stages[i]->params; param->type != CS_PARAM_END; param++)
        cs_param_set (param, self->params[i], preset_value (param, self->preset), NULL);
    }
  self->digest = make_digest (self);
  return self;
}

CsSettings *
cs_settings_ref (CsSettings *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_settings_unref (CsSettings *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  for (guint i = 0; i < n_stages (); i++)
    g_free (self->params[i]);
  g_free (self->params);
  g_free (self->preset);
  g_free (self->name);
  g_free (self->digest);
  g_free (self);
}

void
cs_settings_set (CsSettings **held,
                 CsSettings  *settings)
{
  CsSettings *before = *held;

  *held = cs_settings_ref (settings);
  cs_settings_unref (before);
}

/* Without name and digest: whoever changes the copy makes them. */
static CsSettings *
copy (const CsSettings *self)
{
  CsSettings *other = allocate (self->preset);

  for (guint i = 0; cs_stages[i] != NULL; i++)
    other->params[i] = g_memdup2 (self->params[i], MAX (cs_stages[i]->params_size, 1));
  return other;
}

CsSettings *
cs_settings_with (CsSettings *self, const char *name, double value, GError **error)
{
  g_autoptr (CsSettings) other = NULL;
  guint stage = 0;
  const CsParam *param = find_or_fail (name, &stage, error);

  if (param == NULL)
    return NULL;
  other = copy (self);
  if (!cs_param_set (param, other->params[stage], value, error))
    return NULL;
  other->digest = make_digest (other);
  return g_steal_pointer (&other);
}

double
cs_settings_get (CsSettings *self, const char *name)
{
  guint stage = 0;
  const CsParam *param = find (name, &stage);

  g_assert (param != NULL);
  return cs_param_get (param, self->params[stage]);
}

gconstpointer
cs_settings_get_params (CsSettings *self, const CsStage *stage)
{
  for (guint i = 0; cs_stages[i] != NULL; i++)
    if (cs_stages[i] == stage)
      return self->params[i];
  g_return_val_if_reached (NULL);
}

const char *
cs_settings_get_preset (CsSettings *self)
{
  for (guint i = 0; cs_stages[i] != NULL; i++)
    for (const CsParam *param = cs_stages[i]->params; param->type != CS_PARAM_END; param++)
      if (cs_param_get (param, self->params[i]) != preset_value (param, self->preset))
        return "custom";
  return self->preset;
}

const char *
cs_settings_get_base (CsSettings *self)
{
  return self->preset;
}

static gboolean
check_name (const char *name, GError **error)
{
  gboolean good = g_utf8_validate (name, -1, NULL) && *name != '\0' && *name != '.' && *name != ' '
                  && g_utf8_strlen (name, -1) <= LONGEST_NAME && !is_preset (name) && !g_str_equal (name, "custom");

  for (const char *c = name; good && *c != '\0'; c = g_utf8_next_char (c))
    good = *c != '/' && !g_unichar_iscntrl (g_utf8_get_char (c));
  if (!good)
    g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
                 _("“%s” is no name for a preset: take up to %d characters without “/”, and none of the presets’ own"),
                 name, LONGEST_NAME);
  return good;
}

const char *
cs_settings_get_name (CsSettings *self)
{
  return self->name;
}

CsSettings *
cs_settings_with_name (CsSettings *self, const char *name, GError **error)
{
  CsSettings *other;

  if (name != NULL && !check_name (name, error))
    return NULL;
  other = copy (self);
  other->name = g_strdup (name);
  other->digest = g_strdup (self->digest);
  return other;
}

static void
fill_from_preset (CsSettings *self, guint i)
{
  for (const CsParam *param = cs_stages[i]->params; param->type != CS_PARAM_END; param++)
    cs_param_set (param, self->params[i], preset_value (param, self->preset), NULL);
}

CsSettings *
cs_settings_reset (CsSettings *self, const CsStage *stage)
{
  CsSettings *other = copy (self);

  for (guint i = 0; cs_stages[i] != NULL; i++)
    if (stage == NULL || cs_stages[i] == stage)
      fill_from_preset (other, i);
  other->digest = make_digest (other);
  return other;
}

/* The shortest text that is read as the same number: a person reads 0.2, not 0.20000000000000001. */
static void
set_number (GKeyFile *file, const char *group, const char *key, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "", format[8];

  for (guint digits = 6; digits <= 17 && g_ascii_strtod (text, NULL) != value; digits++)
    {
      g_snprintf (format, sizeof format, "%%.%ug", digits);
      g_ascii_formatd (text, sizeof text, format, value);
    }
  g_key_file_set_value (file, group, key, *text != '\0' ? text : "0");
}

char *
cs_settings_to_text (CsSettings *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, "settings", "preset", self->preset);
  if (self->name != NULL)
    g_key_file_set_string (file, "settings", "name", self->name);
  for (guint i = 0; cs_stages[i] != NULL; i++)
    for (const CsParam *param = cs_stages[i]->params; param->type != CS_PARAM_END; param++)
      {
        double value = cs_param_get (param, self->params[i]);

        if (value != preset_value (param, self->preset))
          set_number (file, cs_stages[i]->id, param->name, value);
      }
  return g_key_file_to_data (file, NULL, NULL);
}

static CsSettings *
with_group (CsSettings *self, GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);
  g_autoptr (CsSettings) settings = cs_settings_ref (self);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_string (file, group, keys[i], NULL);
      g_autofree char *assignment = g_strdup_printf ("%s.%s=%s", group, keys[i], value != NULL ? value : "");
      CsSettings *next = cs_settings_with_text (settings, assignment, error);

      if (next == NULL)
        return NULL;
      cs_settings_unref (settings);
      settings = next;
    }
  return g_steal_pointer (&settings);
}

CsSettings *
cs_settings_from_text (const char *text, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *preset = NULL, *name = NULL;
  g_auto (GStrv) groups = NULL;
  g_autoptr (CsSettings) settings = NULL;

  if (!g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, error))
    return NULL;
  preset = g_key_file_get_string (file, "settings", "preset", NULL);
  if (preset == NULL || !is_preset (preset))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("No preset is called “%s”"), preset != NULL ? preset : "");
      return NULL;
    }
  settings = cs_settings_new (preset);
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      CsSettings *next;

      if (g_str_equal (groups[i], "settings"))
        continue;
      next = with_group (settings, file, groups[i], error);
      if (next == NULL)
        return NULL;
      cs_settings_unref (settings);
      settings = next;
    }
  name = g_key_file_get_string (file, "settings", "name", NULL);
  return name != NULL ? cs_settings_with_name (settings, name, error) : g_steal_pointer (&settings);
}

gboolean
cs_settings_equal (CsSettings *a, CsSettings *b)
{
  return a == b || (g_str_equal (a->digest, b->digest) && g_strcmp0 (a->name, b->name) == 0);
}

const char *
cs_settings_get_digest (CsSettings *self)
{
  return self->digest;
}

static gboolean
parse_value (const CsParam *param, const char *text, double *value)
{
  char *end = NULL;

  for (guint i = 0; param->type == CS_PARAM_CHOICE && param->choices[i] != NULL; i++)
    if (g_ascii_strcasecmp (param->choices[i], text) == 0)
      {
        *value = i;
        return TRUE;
      }
  if (param->type == CS_PARAM_SWITCH && (g_str_equal (text, "true") || g_str_equal (text, "false")))
    {
      *value = g_str_equal (text, "true");
      return TRUE;
    }
  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0';
}

CsSettings *
cs_settings_with_text (CsSettings *self, const char *assignment, GError **error)
{
  g_auto (GStrv) halves = g_strsplit (assignment, "=", 2);
  const CsParam *param;
  guint stage = 0;
  double value = 0;

  if (g_strv_length (halves) != 2)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("“%s” is not of the form stage.parameter=value"), assignment);
      return NULL;
    }
  param = find_or_fail (g_strstrip (halves[0]), &stage, error);
  if (param == NULL)
    return NULL;
  if (!parse_value (param, g_strstrip (halves[1]), &value))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("“%s” is no value for %s"), halves[1], halves[0]);
      return NULL;
    }
  return cs_settings_with (self, halves[0], value, error);
}
