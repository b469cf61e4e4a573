/* The program's side of the face: it opens the module with the first DICOM file, and says what cannot be done where
 * there is none. DCMTK and what it needs are a third of the libraries a program of ours would otherwise load as it
 * starts, and the helper starts for each film. */
#include "cs-dicom-face.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "cs-error.h"

#define MODULE "calcspot-dicom.so"

static GModule *
open_at (const char *folder, const char *place)
{
  g_autofree char *path = g_build_filename (folder, place, MODULE, NULL);

  return g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
}

/* Beside the program where it was built, and among the libraries where it is installed. */
static GModule *
open_module (void)
{
  const char *given = g_getenv ("CALCSPOT_MODULES");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (self != NULL ? self : MODULE);
  GModule *module;

  if (given != NULL)
    return open_at (given, ".");
  module = open_at (folder, ".");
  return module != NULL ? module : open_at (folder, CS_MODULES);
}

/* NULL: there is no module, and will be none. */
static const CsDicomFace *
get_face (void)
{
  static const CsDicomFace *face;
  static gsize sought;
  GModule *module;
  gpointer symbol = NULL;

  if (g_once_init_enter (&sought))
    {
      module = open_module ();
      if (module != NULL && g_module_symbol (module, CS_DICOM_FACE, &symbol))
        {
          g_module_make_resident (module);
          face = symbol;
        }
      g_once_init_leave (&sought, 1);
    }
  return face;
}

gboolean
cs_dicom_is_built (void)
{
  return get_face () != NULL;
}

CsDicom *
cs_dicom_open (const char *path, const char *name, GError **error)
{
  if (get_face () != NULL)
    return get_face ()->open (path, name, error);
  g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
               _("“%s” is a DICOM file, and this Calcspot came without %s, which reads them by DCMTK. Install it, "
                 "or build Calcspot with libdcmtk-dev, or save the film as PNG."), name, MODULE);
  return NULL;
}

CsDicom *
cs_dicom_wrap_jpeg (GBytes *jpeg, const char *name, guint width, guint height, guint bits, GError **error)
{
  if (get_face () != NULL)
    return get_face ()->wrap_jpeg (jpeg, name, width, height, bits, error);
  g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
               _("“%s” is a lossless JPEG, and this Calcspot came without %s, which reads them by DCMTK. Install it, "
                 "or build Calcspot with libdcmtk-dev, or save the film as PNG."), name, MODULE);
  return NULL;
}

/* Who has a CsDicom has the module. */

void
cs_dicom_free (CsDicom *self)
{
  if (self != NULL)
    get_face ()->free (self);
}

const char *
cs_dicom_get_name (const CsDicom *self)
{
  return get_face ()->get_name (self);
}

gboolean
cs_dicom_has (CsDicom *self, const char *place)
{
  return get_face ()->has (self, place);
}

char *
cs_dicom_get_text (CsDicom *self, const char *place)
{
  return get_face ()->get_text (self, place);
}

char *
cs_dicom_get_value (CsDicom *self, const char *place, guint i)
{
  return get_face ()->get_value (self, place, i);
}

guint
cs_dicom_get_numbers (CsDicom *self, const char *place, double *numbers, guint n)
{
  return get_face ()->get_numbers (self, place, numbers, n);
}

double
cs_dicom_get_number (CsDicom *self, const char *place, double fallback)
{
  return get_face ()->get_number (self, place, fallback);
}

GBytes *
cs_dicom_get_bytes (CsDicom *self, const char *place, gsize most)
{
  return get_face ()->get_bytes (self, place, most);
}

void
cs_dicom_walk (CsDicom *self, CsDicomVisit visit, gpointer data)
{
  get_face ()->walk (self, visit, data);
}

gboolean
cs_dicom_decode (CsDicom *self, guint frame, gpointer words, gsize length, GError **error)
{
  return get_face ()->decode (self, frame, words, length, error);
}

static gboolean
can_write (GError **error)
{
  if (get_face () == NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
                 _("This Calcspot came without %s and writes no DICOM. Install it, or build Calcspot with "
                   "libdcmtk-dev."),
                 MODULE);
  return get_face () != NULL;
}

gboolean
cs_dicom_write_image (const CsDicomImage *image, const char *path, GError **error)
{
  return can_write (error) && get_face ()->write_image (image, path, error);
}

gboolean
cs_dicom_write_presentation (const CsPresentation *presentation, const char *path, GError **error)
{
  return can_write (error) && get_face ()->write_presentation (presentation, path, error);
}

gboolean
cs_dicom_write_report (const CsReport *report, const char *path, GError **error)
{
  return can_write (error) && get_face ()->write_report (report, path, error);
}

gboolean
cs_dicom_write_segmentation (const CsSegmentation *segmentation, const char *path, GError **error)
{
  return can_write (error) && get_face ()->write_segmentation (segmentation, path, error);
}
