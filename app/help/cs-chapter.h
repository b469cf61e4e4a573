/* The chapters of the manual, beside the stages' own pages: one a subject, its words in ui/help/ID.ui, its picture in ui/help/ID.jpg where
 * it has one. A constant table. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *id;            /* stable: links name it */
  const char *title;         /* N_()-marked */
  const char *pages;         /* ids of the window's pages it is the help of, blanks between */
  gboolean    lists_stages;  /* ends with links to all of them */
} CsChapter;

extern const CsChapter cs_chapters[];    /* up to one without an id */

/* The chapter that belongs to a page of the window; the first where none does. */
const CsChapter *cs_chapter_of_page (const char *page);

G_END_DECLS
