/* Which view a DICOM film is: its code (PS3.16 CID 4014), the codes that modify it (CID 4015), View Position's letters,
 * which makers write with a modifier before or behind them ("CCID", "MCC", "ML-S"). What is said and not known here is
 * asked for, never guessed from something else. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-dicom-private.h"

#define MOST_MODIFIERS 8

/* SNOMED's two spellings; the last ones stood in DICOM before, and are deprecated. */
static const struct { const char *codes; CsView view; } view_codes[] = {
  { "|R-10242|399162004|", CS_VIEW_CC },
  { "|R-10226|399368009|", CS_VIEW_MLO },
  { "|R-10224|399260004|", CS_VIEW_ML },
  { "|R-10228|399352003|", CS_VIEW_LM },
  { "|R-10230|399099002|", CS_VIEW_LMO },
  { "|R-10244|399196006|", CS_VIEW_FB },
  { "|R-102D0|399188001|", CS_VIEW_SIO },
  { "|R-40AAA|441555000|", CS_VIEW_ISO },
  { "|R-102CF|399265009|", CS_VIEW_XCC },
  { "|R-1024A|399192008|Y-X1770|", CS_VIEW_XCCL },
  { "|R-1024B|399101009|Y-X1771|", CS_VIEW_XCCM },
  { "|G-8310|127457009|", CS_VIEW_SPECIMEN },
  { "|R-102C2|399110001|", CS_VIEW_TAN },
};

/* Views that are added show a part, larger or pressed, or the breast rolled. Of an implant that is pushed aside there
 * is a film with it in place, which is the usual one. @stuck: also written without anything between. */
static const struct { const char *codes, *letters; CsKind kind; gboolean stuck; } modifiers[] = {
  { "|R-102D5|399209000|", "ID", CS_KIND_DISPLACED, TRUE },
  { "|R-102D2|399161006|", "CV", CS_KIND_ADDED, TRUE },
  { "|R-102D1|399011000|", "AT", CS_KIND_ADDED, TRUE },
  { "|R-102D3|399197002|", "RL", CS_KIND_ADDED, TRUE },
  { "|R-102D4|399226006|", "RM", CS_KIND_ADDED, TRUE },
  { "|R-102CA|414493004|", "RI", CS_KIND_ADDED, TRUE },
  { "|R-102C9|415670009|", "RS", CS_KIND_ADDED, TRUE },
  { "|R-102C2|399110001|", "TAN", CS_KIND_ADDED, TRUE },
  { "|R-40AB3|442581004|", "NP", CS_KIND_ADDED, TRUE },
  { "|P2-00161|441752004|", "AC", CS_KIND_ADDED, TRUE },
  { "|R-40ABE|442593008|", "IMF", CS_KIND_ADDED, TRUE },
  { "|R-40AB2|442580003|", "AX", CS_KIND_ADDED, TRUE },
  { "|R-102D6|399163009|", "M", CS_KIND_ADDED, FALSE },
  { "|R-102D7|399055006|", "S", CS_KIND_ADDED, FALSE },
};

static gboolean
is_among (const char *codes, const char *code)
{
  g_autofree char *marked = g_strdup_printf ("|%s|", code);

  return strstr (codes, marked) != NULL;
}

static CsView
view_of_code (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (view_codes); i++)
    if (is_among (view_codes[i].codes, code))
      return view_codes[i].view;
  return CS_VIEW_UNKNOWN;
}

/* TRUE: @letters are a modifier. */
static gboolean
modify (const char *letters, gboolean stuck, CsKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (modifiers); i++)
    if (g_str_equal (modifiers[i].letters, letters) && (modifiers[i].stuck || !stuck))
      {
        *kind = MAX (*kind, modifiers[i].kind);
        return TRUE;
      }
  return FALSE;
}

/* "CCID", "CCRL". */
static CsView
view_before_modifier (const char *letters, CsKind *kind)
{
  for (gsize n = strlen (letters); n > 1; n--)
    {
      g_autofree char *first = g_strndup (letters, n - 1);
      CsView view = cs_view_from_letters (first);

      if (view != CS_VIEW_UNKNOWN && modify (letters + n - 1, TRUE, kind))
        return view;
    }
  return CS_VIEW_UNKNOWN;
}

/* "MCC", "SMLO": magnified or pressed, as the ACR has it; "RMLO": with the side. */
static CsView
view_behind_letter (const char *letters, CsKind *kind)
{
  gboolean modified = letters[0] == 'M' || letters[0] == 'S', sided = letters[0] == 'L' || letters[0] == 'R';
  CsView view = modified || sided ? cs_view_from_letters (letters + 1) : CS_VIEW_UNKNOWN;

  if (sided && !cs_view_is_usual (view))
    return CS_VIEW_UNKNOWN;
  if (modified && view != CS_VIEW_UNKNOWN)
    *kind = MAX (*kind, CS_KIND_ADDED);
  return view;
}

static CsView
view_of_letters (const char *letters, CsKind *kind)
{
  CsView view = cs_view_from_letters (letters);

  view = view != CS_VIEW_UNKNOWN ? view : view_before_modifier (letters, kind);
  return view != CS_VIEW_UNKNOWN ? view : view_behind_letter (letters, kind);
}

/* "CC ID", "MLO-S": the view, and modifiers; CS_VIEW_UNKNOWN where a single one of them is not known. */
static CsView
view_of_word (const char *word, CsKind *kind)
{
  g_autofree char *upper = g_ascii_strup (word, -1);
  g_auto (GStrv) parts = g_strsplit_set (upper, " -_,/", -1);
  CsView view = CS_VIEW_UNKNOWN;
  CsKind found = *kind;

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] == '\0')
      continue;
    else if (view != CS_VIEW_UNKNOWN && !modify (parts[i], FALSE, &found))
      return CS_VIEW_UNKNOWN;
    else if (view == CS_VIEW_UNKNOWN && (view = view_of_letters (parts[i], &found)) == CS_VIEW_UNKNOWN)
      return CS_VIEW_UNKNOWN;
  *kind = found;
  return view;
}

static void
read_modifiers (CsDicom *self, CsKind *kind, CsDetails *details)
{
  for (guint i = 0; i < MOST_MODIFIERS; i++)
    {
      g_autofree char *place = g_strdup_printf ("0054,0220[0].0054,0222[%u].0008,0100", i);
      g_autofree char *code = cs_dicom_get_text (self, place);
      guint k = 0;

      if (code == NULL)
        continue;
      while (k < G_N_ELEMENTS (modifiers) && !is_among (modifiers[k].codes, code))
        k++;
      *kind = MAX (*kind, k < G_N_ELEMENTS (modifiers) ? modifiers[k].kind : CS_KIND_ADDED);
      if (k == G_N_ELEMENTS (modifiers))
        cs_details_add_note (details, g_strdup_printf (_("What modifies its view, %s, is not known here; the film is "
                                                         "taken for an additional one."), code));
    }
}

/* A code beside letters: where both are known the code is believed. */
static CsView
choose (const char *code, CsView by_code, const char *word, CsView by_word, CsDetails *details)
{
  if (by_code != CS_VIEW_UNKNOWN && by_word != CS_VIEW_UNKNOWN && by_code != by_word)
    cs_details_add_note (details, g_strdup_printf (_("View Position %s contradicts the view's code; the code was "
                                                     "believed."), word));
  else if (by_code == CS_VIEW_UNKNOWN && by_word != CS_VIEW_UNKNOWN && code != NULL)
    cs_details_add_note (details, g_strdup_printf (_("The view's code %s is not known here; View Position %s was "
                                                     "believed."), code, word));
  else if (by_code == CS_VIEW_UNKNOWN && by_word == CS_VIEW_UNKNOWN && (code != NULL || word != NULL))
    cs_details_add_note (details, g_strdup_printf (_("The view “%s” is not known here. Please say which it is."),
                                                   word != NULL ? word : code));
  return by_code != CS_VIEW_UNKNOWN ? by_code : by_word;
}

CsView
cs_dicom_read_view (CsDicom *self, CsKind *kind, CsDetails *details)
{
  g_autofree char *code = cs_dicom_get_text (self, "0054,0220[0].0008,0100");
  g_autofree char *word = cs_dicom_get_text (self, "0018,5101");
  CsView by_code = code != NULL ? view_of_code (code) : CS_VIEW_UNKNOWN;
  CsView by_word = word != NULL ? view_of_word (word, kind) : CS_VIEW_UNKNOWN;

  read_modifiers (self, kind, details);
  return choose (code, by_code, word, by_word, details);
}

gboolean
cs_dicom_tells_view (CsDicom *self)
{
  g_autofree char *code = cs_dicom_get_text (self, "0054,0220[0].0008,0100");
  g_autofree char *word = cs_dicom_get_text (self, "0018,5101");

  return code != NULL || word != NULL;
}
