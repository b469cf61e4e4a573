#include "cs-export.h"

#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-folder.h"
#include "cs-record-forms.h"

#define FILMS "films"
/* How much of the way films are that are only told of, where they are decoded and written anew, too. */
#define TOLD 0.1
/* In a folder with films and without parts, "marks" is all of it. */
#define WHOLE CS_N_PARTS
static const char *const part_names[] = { "train", "val", "test", [WHOLE] = "marks" };

typedef struct
{
  const CsExport       *export;
  CsRecord             *record;
  CsExportRun          *run;
} Parting;

const CsExport *
cs_export_find (const char *id)
{
  for (guint i = 0; cs_exports[i] != NULL; i++)
    if (g_strcmp0 (cs_exports[i]->id, id) == 0)
      return cs_exports[i];
  return NULL;
}

/* Films are not laid beside themselves. */
static gboolean
brings_films (const CsExport       *self,
              const CsExportManner *manner)
{
  return manner->films && self != cs_export_find (FILMS);
}

static GFile *
place_of (const CsExport *self,
          GFile          *folder,
          guint           part)
{
  g_autofree char *name = g_strconcat (part_names[part], self->suffix, NULL);

  return g_file_get_child (folder, name);
}

static gboolean
write_part (const Parting *self,
            GFile         *folder,
            guint          part,
            GError       **error)
{
  g_autoptr (CsRecord) drawn = part == WHOLE ? cs_record_ref (self->record)
                                             : cs_record_draw (self->record, (CsPart) part, self->run->manner->seed);
  g_autoptr (GFile) to = place_of (self->export, folder, part);

  return self->export->write (drawn, to, self->run, error);
}

static gboolean
write_films (const Parting *self,
             GFile         *folder,
             GError       **error)
{
  g_autoptr (GFile) films = g_file_get_child (folder, FILMS);

  self->run->done = 0;
  self->run->from = TOLD;
  self->run->share = 1 - TOLD;
  return cs_export_find (FILMS)->write (self->record, films, self->run, error);
}

static gboolean
write_parts (GFile        *folder,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  const Parting *self = data;
  const CsExportManner *manner = self->run->manner;

  for (guint part = manner->parted ? 0 : WHOLE; part < (manner->parted ? CS_N_PARTS : WHOLE + 1); part++)
    if (!write_part (self, folder, part, error))
      return FALSE;
  return !brings_films (self->export, manner) || write_films (self, folder, error);
}

gboolean
cs_export_is_wrapped (const CsExport       *self,
                      const CsExportManner *manner)
{
  return manner->parted || brings_films (self, manner);
}

gboolean
cs_export_holds_films (const CsExport       *self,
                       const CsExportManner *manner)
{
  return manner->films || self == cs_export_find (FILMS);
}

gboolean
cs_export_step (CsExportRun *run,
                double       films,
                GError     **error)
{
  if (run == NULL)
    return TRUE;
  if (run->report != NULL && run->n > 0)
    run->report (run->from + run->share * MIN (run->done / run->n, 1), run->data);
  run->done += films;
  return !g_cancellable_set_error_if_cancelled (run->cancellable, error);
}

static void
prepare (CsExportRun          *run,
         const CsExport       *self,
         CsRecord             *record,
         const CsExportManner *manner)
{
  run->manner = manner;
  run->n = cs_record_get_n_films (record);
  run->done = run->from = 0;
  run->share = brings_films (self, manner) ? TOLD : 1;
  run->n_left_out = 0;
}

gboolean
cs_export_write (const CsExport       *self,
                 CsRecord             *record,
                 const CsExportManner *manner,
                 GFile                *to,
                 CsExportRun          *run,
                 GError              **error)
{
  g_autoptr (CsRecord) shown = manner->named ? cs_record_ref (record) : cs_record_veil (record);
  CsExportRun unheard = { 0 };
  Parting parting = { self, shown, run != NULL ? run : &unheard };

  if (!cs_record_is_whole (record, error) || (self->check != NULL && !self->check (record, error)))
    return FALSE;
  prepare (parting.run, self, record, manner);
  if (cs_export_is_wrapped (self, manner))
    return cs_folder_write (to, write_parts, &parting, parting.run->cancellable, error);
  return self->write (shown, to, parting.run, error);
}

static gboolean
is_folder (GFile *file)
{
  return g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY;
}

/* FALSE: there is a part, and it cannot be read. */
static gboolean
read_parts (const CsExport *self,
            GFile          *from,
            CsHarvest      *harvest,
            guint          *n,
            GCancellable   *cancellable,
            GError        **error)
{
  for (guint part = 0; is_folder (from) && part <= WHOLE; part++)
    {
      g_autoptr (GFile) place = place_of (self, from, part);

      if (!g_file_query_exists (place, NULL))
        continue;
      *n += 1;
      if (!self->read (place, harvest, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

CsHarvest *
cs_export_read (const CsExport *self,
                CsRecord       *record,
                GFile          *from,
                GCancellable   *cancellable,
                GError        **error)
{
  g_autoptr (CsHarvest) harvest = cs_harvest_new (record);
  guint n_parts = 0;

  if (self->read == NULL)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED, _("“%s” is written only; marks come in by the other formats"),
                   self->id);
      return NULL;
    }
  if (!read_parts (self, from, harvest, &n_parts, cancellable, error))
    return NULL;
  if (n_parts > 0)
    return g_steal_pointer (&harvest);
  if (is_folder (from) == (self->suffix[0] == '\0'))
    return self->read (from, harvest, cancellable, error) ? g_steal_pointer (&harvest) : NULL;
  g_set_error (error, CS_ERROR, CS_ERROR_FORMAT,
               is_folder (from) ? _("“%s” is a folder; choose the file in it") :
               _("“%s” is no folder; choose the folder the files lie in"), g_file_peek_path (from));
  return NULL;
}
