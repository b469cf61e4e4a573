/* Which picture a network was trained on, and at what scale: its own notes, before any setting. */
#include "cs-patches.h"

#define NOTE "picture"
#define SPACING "spacing"
#define PARAM "segment.picture"

static const char *const picture_names[] = { "film", "enhanced" };      /* CsPatchPicture; in files: stable */

CsPatchPicture
cs_patch_get_picture (CsSettings *settings)
{
  return (CsPatchPicture) cs_settings_get (settings, PARAM);
}

void
cs_patch_note_picture (NnNet         *net,
                       CsPatchPicture picture)
{
  nn_net_set_note (net, NOTE, picture_names[picture]);
}

gboolean
cs_patch_read_picture (const NnNet    *net,
                       CsPatchPicture *picture)
{
  const char *name = nn_net_get_note (net, NOTE);

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (picture_names); i++)
    if (g_str_equal (name, picture_names[i]))
      {
        *picture = (CsPatchPicture) i;
        return TRUE;
      }
  return FALSE;
}

void
cs_patch_note_spacing (NnNet *net,
                       double mm)
{
  char spacing[G_ASCII_DTOSTR_BUF_SIZE];

  nn_net_set_note (net, SPACING, g_ascii_formatd (spacing, sizeof spacing, "%.6g", mm));
}

double
cs_patch_read_spacing (const NnNet *net)
{
  const char *note = nn_net_get_note (net, SPACING);
  double mm = note != NULL ? g_ascii_strtod (note, NULL) : 0;

  return mm > 0 && mm <= CS_PATCH_MOST_MM ? mm : 0;
}

CsSettings *
cs_patch_settings (const NnNet *net,
                   CsSettings  *settings)
{
  CsPatchPicture picture;

  if (!cs_patch_read_picture (net, &picture))
    return cs_settings_ref (settings);
  return cs_settings_with (settings, PARAM, picture, NULL);
}
