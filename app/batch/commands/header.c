/* header: what a film's file says of itself, and which of it was believed. Who she is stays hidden until asked for. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-formats.h"

static void
append_line (GString            *text,
             const CsHeaderLine *line,
             gboolean            identity)
{
  g_string_append_printf (text, "%*s%s\t%s\t%s\n", (int) (2 * line->depth), "", line->tag, line->name,
                          line->identity && !identity ? _("(hidden)") : line->value);
}

static char *
tell (CsHeader   *header,
      const char *words,
      gboolean    identity)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < cs_header_get_n (header); i++)
    if (cs_header_matches (cs_header_get (header, i), words, identity))
      append_line (text, cs_header_get (header, i), identity);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The film's own words for what was chosen, one a line. */
static char *
tell_notes (GFile        *file,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (CsImage) image = cs_formats_read (file, cancellable, error);
  CsDetails *details = image != NULL ? cs_image_get_details (image) : NULL;
  g_autofree char *notes = NULL;

  if (image == NULL)
    return NULL;
  if (details == NULL || cs_details_get_notes (details)[0] == NULL)
    return g_strdup ("");
  notes = g_strjoinv ("\n", (char **) cs_details_get_notes (details));
  return g_strconcat (notes, "\n", NULL);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_autofree char *words = NULL, *text = NULL;
  gboolean identity = FALSE, notes = FALSE;
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_STRING, &words, N_("Only lines with all these words"), N_("WORDS") },
    { "identity", 0, 0, G_OPTION_ARG_NONE, &identity, N_("Shows also who the patient is, where and when"), NULL },
    { "notes", 0, 0, G_OPTION_ARG_NONE, &notes,
      N_("Instead: which of the file's facts were believed, and why"), NULL },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  g_autoptr (GFile) file = cs_call_file (call->argv[0]);
  g_autoptr (CsHeader) header = notes ? NULL : cs_formats_header (file, call->cancellable, error);
  if (notes)
    text = tell_notes (file, call->cancellable, error);
  else if (header != NULL)
    text = tell (header, words != NULL ? words : "", identity);
  return text != NULL && cs_call_answer (call, text, NULL, error);
}

const CsCommand cs_command_header = {
  .name = "header",
  .arguments = N_("FILE"),
  .summary = N_("Shows the header of a DICOM film: tag, name and value of each element, tabs between."),
  .run = run,
};
