/* A DICOMweb server as a person names it. Immutable, ref-counted, any thread. No password is ever part of it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;          /* for people; not empty */
  char *address;       /* "https://pacs.example.org/dicom-web", without a slash at its end */
  char *host;          /* of the address */
  char *user;          /* "": asks for nobody */
  char *authority;     /* a file (PEM) with whom to trust for this server alone; "": whom the system trusts */
} CsPacsServer;

/* An empty @name becomes the host. CS_ERROR_SETTING: the address is none, or holds a password. NULL as @user, @authority: "". */
CsPacsServer *cs_pacs_server_new   (const char *name, const char *address, const char *user, const char *authority, GError **error);
CsPacsServer *cs_pacs_server_ref   (CsPacsServer *self);
void          cs_pacs_server_unref (CsPacsServer *self);
/* What is said to it can be read by nobody between: TLS, or this very computer. A password is sent only there. */
gboolean      cs_pacs_server_is_private (const CsPacsServer *self);
void          cs_pacs_password_wipe     (char *password);             /* overwrites and frees; NULL is nothing */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPacsServer, cs_pacs_server_unref)

G_END_DECLS
