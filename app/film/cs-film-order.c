#include "cs-film-order.h"

#include "cs-formats.h"

struct _CsFilmOrder
{
  gint64 id;
  GFile *file;
  char *name, *case_id;
  CsFacts facts;             /* case_id: ours */
};

CsFilmOrder *
cs_film_order_new (CsEntry *entry)
{
  CsFilmOrder *self = g_new0 (CsFilmOrder, 1);

  g_return_val_if_fail (CS_IS_ENTRY (entry), NULL);
  self->id = cs_entry_get_id (entry);
  self->file = g_object_ref (cs_entry_get_file (entry));
  self->name = g_strdup (cs_entry_get_name (entry));
  self->facts = *cs_entry_get_facts (entry);
  self->facts.case_id = self->case_id = g_strdup (self->facts.case_id);
  return self;
}

void
cs_film_order_free (CsFilmOrder *self)
{
  g_object_unref (self->file);
  g_free (self->name);
  g_free (self->case_id);
  g_free (self);
}

gint64
cs_film_order_get_id (const CsFilmOrder *self)
{
  return self->id;
}

const char *
cs_film_order_get_name (const CsFilmOrder *self)
{
  return self->name;
}

CsImage *
cs_film_order_read (const CsFilmOrder *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsImage) image = cs_formats_read (self->file, cancellable, error);

  return image ? cs_image_with_facts (image, &self->facts) : NULL;
}
