/* A file's header, line by line, for a person to look through. Thread rule: built by one thread, immutable once shared. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint       depth;       /* 0: not within a sequence */
  const char *tag;         /* "(0010,0010)" */
  const char *name;        /* "PatientName" */
  const char *value;       /* UTF-8; "" for sequences */
  gboolean    identity;    /* may tell who the patient is, or where and when she was: shown only when asked for */
} CsHeaderLine;

typedef struct _CsHeader CsHeader;

CsHeader           *cs_header_new     (void);
CsHeader           *cs_header_ref     (CsHeader *self);
void                cs_header_unref   (CsHeader *self);
void                cs_header_add     (CsHeader *self, const CsHeaderLine *line);   /* strings are copied */
guint               cs_header_get_n   (const CsHeader *self);
const CsHeaderLine *cs_header_get     (const CsHeader *self, guint i);              /* borrowed */
/* Every word of @words is in the tag, the name or the value, whatever the case. A value of identity is searched only where
 * @identity says that it is shown. */
gboolean            cs_header_matches (const CsHeaderLine *line, const char *words, gboolean identity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsHeader, cs_header_unref)

G_END_DECLS
