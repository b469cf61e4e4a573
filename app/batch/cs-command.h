/* A command of calcspot-batch: data, one file per entry in commands/, listed in meson.build: the dispatch and the
 * help read the table.
 *
 * A command writes its result to standard output or --out and its progress through the call. It answers bad input with an
 * error (one line, exit status 1) and bad usage with an error of G_OPTION_ERROR (exit status 2). */
#pragma once

#include "cs-progress.h"

G_BEGIN_DECLS

typedef struct _CsCall CsCall;

typedef struct
{
  const char *name;
  const char *arguments;               /* what follows the name in the usage line, N_()-marked */
  const char *summary;                 /* one or two sentences, N_()-marked */
  gboolean  (*run) (CsCall *call, GError **error);
} CsCommand;

struct _CsCall
{
  const CsCommand *command;
  int              argc;               /* after cs_call_parse(): only what is no option, without the command's name */
  char           **argv;
  CsProgress      *progress;
  GCancellable    *cancellable;        /* Ctrl-C */
};

extern const CsCommand *const cs_commands[];   /* NULL-terminated, generated */

/* Reads the options; afterwards argc is between @least and @most. --help prints and leaves with 0. */
gboolean cs_call_parse  (CsCall *call, const GOptionEntry *entries, int least, int most, GError **error);
/* Sets a usage error; always FALSE. */
gboolean cs_call_misuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The result: to @out (atomically), or to standard output where it is NULL. */
gboolean cs_call_answer (CsCall *call, const char *text, GFile *out, GError **error);
gboolean cs_call_make_folder (GFile *folder, GError **error);   /* with its parents; it may be there */
GFile   *cs_call_file   (const char *path);                     /* NULL stays NULL */

G_END_DECLS
