/* A parser under hostile bytes: data, one file per entry in targets/, listed in meson.build. libFuzzer drives them in
 * fuzz.c, and ./test replays what is in corpus/ and some seeds in test-fuzz.c. One thread, one process, no helper: films
 * are decoded in here (here.c), and servers are functions (http.c). */
#pragma once

#include "cs-http.h"
#include "cs-record.h"

/* Changes @length bytes in place, which may grow to @most; returns their new length. LLVMFuzzerMutate, or a stand-in. */
typedef gsize (*FuzzPlain) (guint8 *bytes, gsize length, gsize most);

typedef struct
{
  const char *id;
  void  (*run)    (const guint8 *bytes, gsize length);
  void  (*seed)   (GPtrArray *seeds);                      /* adds GBytes that are sound; made by our own writers where there are any */
  /* A change that keeps the format's checksums and lengths right, so that what lies behind them is reached; NULL: @plain alone. */
  gsize (*mutate) (guint8 *bytes, gsize length, gsize most, GRand *rand, FuzzPlain plain);
  gboolean dicom;          /* its seeds are DICOM files: without DCMTK there are none */
} FuzzTarget;

extern const FuzzTarget *const fuzz_targets[];   /* NULL-terminated, generated */

const FuzzTarget *fuzz_find   (const char *id);  /* NULL: no such */

/* Files of a target lie in one folder, which fuzz_clear() removes with whatever else was made. */
GFile      *fuzz_lay          (const char *name, gconstpointer bytes, gsize length);
GFile      *fuzz_lay_text     (const char *name, const char *text);
GFile      *fuzz_get_place    (const char *name);                        /* not made */
GFile      *fuzz_lay_below    (GFile *folder, const char *name, gconstpointer bytes, gsize length);   /* makes the folder */
void        fuzz_drop_below   (GFile *folder, GFile *file);              /* both go; @file is released */
void        fuzz_clear        (void);
/* A study of two films of 200 x 100 px: film.dcm, with all the names others know it by, and film-2.png. Made once; borrowed. */
CsRecord   *fuzz_get_record   (void);
GBytes     *fuzz_write_record (const char *export);                      /* what an export of one file makes of it */

/* All that is asked of a film's file, as the window would. */
void        fuzz_film         (const char *name, const guint8 *bytes, gsize length);
/* The truth beside a film of that size in pixels that is called @film; the file that tells of it is there already. */
void        fuzz_truth        (const char *film, guint width, guint height);
/* Reads marks out of @file by the export @id. */
void        fuzz_marks        (const char *id, GFile *file);
/* What a server answers: the first question gets the first, the last one answers all others (http.c). */
typedef struct { guint status; const char *type; gconstpointer bytes; gsize length, piece; } FuzzAnswer;

CsHttp     *fuzz_serve        (const FuzzAnswer *answers, guint n);
/* Fetches an examination from it, and returns how many files that gave; none are left. */
guint       fuzz_fetch        (const FuzzAnswer *answers, guint n);
void        fuzz_drop_study   (GFile *folder);                           /* a study's files, and the folder */
void        fuzz_add_text     (GPtrArray *seeds, const char *text);
void        fuzz_add_file     (GPtrArray *seeds, GFile *file);           /* the file is taken */
void        fuzz_add_sample   (GPtrArray *seeds, const char *name);      /* of tests/data */
