#include "cs-tuning.h"

#include <glib/gi18n.h>

#include "cs-error.h"
#include "cs-formats.h"
#include "cs-preset.h"

/* A name that is none is misuse; a file that is none is bad input. */
static CsSettings *
find_preset (const char *word,
             GError    **error)
{
  g_autoptr (GFile) folder = cs_preset_folder ();
  g_autoptr (GError) wrong = NULL;
  CsSettings *settings = cs_preset_find (folder, word, &wrong);

  if (settings == NULL && g_error_matches (wrong, CS_ERROR, CS_ERROR_SETTING))
    cs_call_misuse (error, "%s", wrong->message);
  else if (settings == NULL)
    g_propagate_error (error, g_steal_pointer (&wrong));
  return settings;
}

void
cs_tuning_clear (CsTuning *self)
{
  g_clear_pointer (&self->preset, g_free);
  g_clear_pointer (&self->set, g_strfreev);
}

gboolean
cs_tuning_is_given (const CsTuning *self)
{
  return self->preset != NULL || self->set != NULL;
}

CsSettings *
cs_tuning_settings (const CsTuning *self,
                    const char     *text,
                    GError        **error)
{
  g_autoptr (CsSettings) settings = NULL;

  if (self->preset != NULL)
    settings = find_preset (self->preset, error);
  else
    settings = text != NULL ? cs_settings_from_text (text, error) : cs_settings_new (NULL);
  for (guint i = 0; settings != NULL && self->set != NULL && self->set[i] != NULL; i++)
    {
      g_autoptr (CsSettings) before = g_steal_pointer (&settings);
      g_autoptr (GError) wrong = NULL;

      settings = cs_settings_with_text (before, self->set[i], &wrong);
      if (settings == NULL)
        cs_call_misuse (error, "--set %s: %s", self->set[i], wrong->message);
    }
  return g_steal_pointer (&settings);
}

CsImage *
cs_read_film (CsCall     *call,
              const char *path,
              double      mm_per_pixel,
              GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (CsImage) image = NULL;
  CsFacts facts;

  if (mm_per_pixel != 0 && !(mm_per_pixel >= 0.005 && mm_per_pixel <= 5))
    {
      cs_call_misuse (error, _("--mm-per-pixel wants 0.005 to 5"));
      return NULL;
    }
  image = cs_formats_read (file, call->cancellable, error);
  if (image == NULL || mm_per_pixel == 0)
    return g_steal_pointer (&image);
  facts = *cs_image_get_facts (image);
  facts.mm_per_pixel = mm_per_pixel;
  facts.spacing = CS_SPACING_HAND;
  return cs_image_with_facts (image, &facts);
}

CsStudy *
cs_open_study (const char *path,
               gboolean    writing,
               GError    **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (path);
  g_autoptr (CsStudy) study = NULL;
  g_autofree char *why = NULL;

  if (!cs_study_is_study (folder))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_STORE,
                   _("“%s” is no study; make one with calcspot-batch study %s --add FILE…"), path, path);
      return NULL;
    }
  study = cs_study_open (folder, error);
  if (study == NULL || !writing || !cs_study_get_read_only (study))
    return g_steal_pointer (&study);
  g_object_get (study, "why-read-only", &why, NULL);
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("The study “%s” cannot be changed: %s"), path, why);
  return NULL;
}

guint64
cs_largest_film (const CsRecord *record)
{
  guint64 largest = 0;

  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (record, i);

      largest = MAX (largest, (guint64) film->width * film->height);
    }
  return largest;
}

CsEntry *
cs_study_nth (CsStudy *study,
              guint    i)
{
  g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (study), i);

  return entry;
}

guint
cs_study_count (CsStudy *study)
{
  return g_list_model_get_n_items (cs_study_get_entries (study));
}
