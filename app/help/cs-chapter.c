#include "cs-chapter.h"

#include <glib/gi18n.h>

const CsChapter cs_chapters[] = {
  { "reading", N_("Reading a film in five minutes"), "images", FALSE },
  { "judging", N_("Judging, and its keys"), "review", FALSE },
  { "readers", N_("Several readers"), "readers", FALSE },
  { "training", N_("Training and results"), "patches training results", FALSE },
  { "files", N_("Films in, verdicts out"), "", FALSE },
  { "method", N_("The method, stage by stage"), "stages", TRUE },
  { "preferences", N_("Keys and other preferences"), "", FALSE },
  { "trouble", N_("When something goes wrong"), "", FALSE },
  { NULL, NULL, NULL, FALSE },
};

const CsChapter *
cs_chapter_of_page (const char *page)
{
  for (const CsChapter *chapter = cs_chapters; page && chapter->id; chapter++)
    {
      g_auto (GStrv) pages = g_strsplit (chapter->pages, " ", -1);

      if (g_strv_contains ((const char *const *) pages, page))
        return chapter;
    }
  return cs_chapters;
}
