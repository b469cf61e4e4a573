/* What several commands share: the options --preset and --set, and the way films and studies are opened. */
#pragma once

#include "cs-command.h"
#include "cs-settings.h"
#include "cs-study.h"

G_BEGIN_DECLS

typedef struct { char *preset, **set; } CsTuning;

/* To be put into a table of options. */
#define CS_TUNING_ENTRIES(tuning) \
  { "preset", 0, 0, G_OPTION_ARG_STRING, &(tuning).preset, N_("Where the parameters begin: default, published, a saved preset, or its file"), N_("NAME") }, \
  { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(tuning).set, N_("Sets one parameter; may be given again"), N_("STAGE.PARAM=VALUE") }

#define CS_SPACING_ENTRY(mm) \
  { "mm-per-pixel", 0, 0, G_OPTION_ARG_DOUBLE, &mm, N_("The film's spacing, where its file tells none"), "X" }

void        cs_tuning_clear    (CsTuning *self);
gboolean    cs_tuning_is_given (const CsTuning *self);
/* The settings asked for; where nothing was asked those of @text (may be NULL), else the default. A wrong name is misuse. */
CsSettings *cs_tuning_settings (const CsTuning *self, const char *text, GError **error);

/* A film from its file. @mm_per_pixel: the spacing the user states lies over what the file says; 0: none was stated; others than
 * 0.005 to 5 are misuse. */
CsImage    *cs_read_film       (CsCall *call, const char *path, double mm_per_pixel, GError **error);

/* A study that exists; @writing: refuses one that is read-only, and says why it is. */
CsStudy    *cs_open_study      (const char *folder, gboolean writing, GError **error);
guint64     cs_largest_film    (const CsRecord *record);                   /* its pixels, for cs_crew_workers() */
CsEntry    *cs_study_nth       (CsStudy *study, guint i);                 /* borrowed */
guint       cs_study_count     (CsStudy *study);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsTuning, cs_tuning_clear)

G_END_DECLS
