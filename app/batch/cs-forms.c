#include "cs-forms.h"

#include <glib/gi18n.h>

#include "cs-command.h"

static char *
list_forms (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; cs_exports[i] != NULL; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", cs_exports[i]->id);
  return g_string_free (list, FALSE);
}

char *
cs_forms_help (void)
{
  g_autofree char *forms = list_forms ();

  return g_strdup_printf (_("The format: %s"), forms);
}

const CsExport *
cs_forms_find (const char *id,
               GError    **error)
{
  g_autofree char *forms = list_forms ();
  const CsExport *export = cs_export_find (id);

  if (export == NULL)
    cs_call_misuse (error, _("There is no format “%s”; take one of %s"), id, forms);
  return export;
}
