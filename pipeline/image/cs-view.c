#include "cs-view.h"

#include <glib/gi18n-lib.h>

static const struct { const char *text, *letters; } views[CS_N_VIEWS] = {
  [CS_VIEW_UNKNOWN] = { "", "" },       [CS_VIEW_CC] = { "cc", "CC" },        [CS_VIEW_MLO] = { "mlo", "MLO" },
  [CS_VIEW_OTHER] = { "other", "" },    [CS_VIEW_ML] = { "ml", "ML" },        [CS_VIEW_LM] = { "lm", "LM" },
  [CS_VIEW_LMO] = { "lmo", "LMO" },     [CS_VIEW_FB] = { "fb", "FB" },        [CS_VIEW_SIO] = { "sio", "SIO" },
  [CS_VIEW_ISO] = { "iso", "ISO" },     [CS_VIEW_XCC] = { "xcc", "XCC" },     [CS_VIEW_XCCL] = { "xccl", "XCCL" },
  [CS_VIEW_XCCM] = { "xccm", "XCCM" },  [CS_VIEW_CV] = { "cv", "CV" },        [CS_VIEW_AT] = { "at", "AT" },
  [CS_VIEW_TAN] = { "tan", "TAN" },     [CS_VIEW_RL] = { "rl", "RL" },        [CS_VIEW_RM] = { "rm", "RM" },
  [CS_VIEW_RS] = { "rs", "RS" },        [CS_VIEW_RI] = { "ri", "RI" },
  [CS_VIEW_SPECIMEN] = { "specimen", "SPECIMEN" },
};

const char *
cs_view_to_text (CsView view)
{
  return views[view].text;
}

CsView
cs_view_from_text (const char *text)
{
  for (CsView view = CS_VIEW_CC; view < CS_N_VIEWS; view++)
    if (g_strcmp0 (views[view].text, text) == 0)
      return view;
  return CS_VIEW_UNKNOWN;
}

const char *
cs_view_get_letters (CsView view)
{
  return views[view].letters;
}

CsView
cs_view_from_letters (const char *letters)
{
  for (CsView view = CS_VIEW_CC; view < CS_N_VIEWS; view++)
    if (views[view].letters[0] != '\0' && g_strcmp0 (views[view].letters, letters) == 0)
      return view;
  return CS_VIEW_UNKNOWN;
}

const char *
cs_view_describe (CsView view)
{
  switch (view)
    {
    case CS_VIEW_UNKNOWN: return NULL;
    case CS_VIEW_CC: return _("CC");
    case CS_VIEW_MLO: return _("MLO");
    case CS_VIEW_OTHER: return _("other view");
    case CS_VIEW_SPECIMEN: return _("specimen");
    default: return views[view].letters;
    }
}

gboolean
cs_view_is_usual (CsView view)
{
  return view == CS_VIEW_CC || view == CS_VIEW_MLO;
}

gboolean
cs_view_is_cranial (CsView view)
{
  return view == CS_VIEW_CC || view == CS_VIEW_FB || view == CS_VIEW_CV ||
         (view >= CS_VIEW_XCC && view <= CS_VIEW_XCCM);
}
