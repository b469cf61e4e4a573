#include "cs-lacks.h"

#include <glib/gi18n-lib.h>

#include "cs-confine.h"
#include "cs-dicom.h"
#include "cs-http.h"
#include "cs-keyring.h"

static const struct { gboolean (*is_built) (void); const char *sentence; } parts[] = {
  { cs_dicom_is_built, N_("Without DCMTK (calcspot-dicom.so): DICOM files and lossless JPEG films are neither read nor "
                          "written.") },
  { cs_http_is_built, N_("Without libsoup: no server is asked for films, and none is sent results.") },
  { cs_keyring_is_built, N_("Without libsecret: no password of a server is kept, and each time it is asked for.") },
  { cs_confine_is_filtered, N_("Without a filter of system calls (libseccomp): the process that decodes films is "
                               "held by limits of memory and time alone.") } };

char **
cs_lacks_list (void)
{
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!parts[i].is_built ())
      g_strv_builder_add (sentences, _(parts[i].sentence));
  return g_strv_builder_end (sentences);
}
