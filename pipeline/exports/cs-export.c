#include "cs-export.h"

#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-folder.h"
#include "cs-record-forms.h"

#define FILMS "films"
/* In a folder with films and without parts, "marks" is all of it. */
#define WHOLE CS_N_PARTS
static const char *const part_names[] = { "train", "val", "test", [WHOLE] = "marks" };

typedef struct
{
  const CsExport       *export;
  CsRecord             *record;
  const CsExportManner *manner;
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
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (CsRecord) drawn = part == WHOLE ? cs_record_ref (self->record)
                                             : cs_record_draw (self->record, (CsPart) part, self->manner->seed);
  g_autoptr (GFile) to = place_of (self->export, folder, part);

  return self->export->write (drawn, to, cancellable, error);
}

static gboolean
write_films (const Parting *self,
             GFile         *folder,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GFile) films = g_file_get_child (folder, FILMS);

  return cs_export_find (FILMS)->write (self->record, films, cancellable, error);
}

static gboolean
write_parts (GFile        *folder,
             gpointer      data,
             GCancellable *cancellable,
             GError      **error)
{
  const Parting *self = data;

  for (guint part = self->manner->parted ? 0 : WHOLE; part < (self->manner->parted ? CS_N_PARTS : WHOLE + 1); part++)
    if (!write_part (self, folder, part, cancellable, error))
      return FALSE;
  return !brings_films (self->export, self->manner) || write_films (self, folder, cancellable, error);
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
cs_export_write (const CsExport       *self,
                 CsRecord             *record,
                 const CsExportManner *manner,
                 GFile                *to,
                 GCancellable         *cancellable,
                 GError              **error)
{
  g_autoptr (CsRecord) shown = manner->named ? cs_record_ref (record) : cs_record_veil (record);
  Parting parting = { self, shown, manner };

  if (self->check != NULL && !self->check (record, error))
    return FALSE;
  if (cs_export_is_wrapped (self, manner))
    return cs_folder_write (to, write_parts, &parting, cancellable, error);
  return self->write (shown, to, cancellable, error);
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
      g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED, _("“%s” is written only; marks come in by the other forms"),
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
