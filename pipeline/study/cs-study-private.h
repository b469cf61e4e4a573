/* What the files of CsStudy share: the study's inside, its rows, and the making of acts. Not for other rooms. */
#pragma once

#include "cs-beside.h"
#include "cs-store.h"
#include "cs-study.h"

G_BEGIN_DECLS

/* A row of table "marks". */
typedef struct
{
  gint64    id, film;
  CsBox     box;
  CsVerdict verdict;
  CsOrigin  origin;
  GBytes   *mask;      /* PNG, or NULL */
  char     *who;
  gint64    when;
} CsMarkRow;

/* A proposal that overlaps a human's mark by this much is that mark, found again. */
#define CS_JOIN_IOU 0.3

#define CS_WORDS_COLUMNS "id, subject, reader, name, value, at"
#define CS_VERDICT_COLUMNS "mark, reader, decides, verdict, at"
#define CS_MARK_COLUMNS "id, film, x, y, width, height, suspicion, parts, verdict, origin, mask, who, at"

/* Pixels: no film is as large. A database may say anything, and places are added to one another. */
#define CS_MARK_FARTHEST (1 << 24)

CsBox      cs_box_read        (CsQuery *query, int first);         /* columns x, y, width, height from @first on */
void       cs_mark_row_read   (CsMarkRow *row, CsQuery *query);    /* columns as above; clear it after use */
void       cs_mark_row_clear  (CsMarkRow *row);
CsRaster  *cs_mark_unpack_mask (GBytes *packed, const CsBox *box);   /* NULL: no mask, or not one of this box */
gboolean   cs_mark_row_is_human (const CsMarkRow *row);            /* somebody judged, drew, moved or painted it */
CsMark    *cs_mark_new        (CsMarkRow *row);                    /* takes the row's content */
gboolean   cs_mark_set_row    (CsMark *self, CsMarkRow *row);      /* takes likewise, notifies; TRUE: its place in the list may differ */
int        cs_mark_compare    (gconstpointer a, gconstpointer b, gpointer unused);   /* most suspicious first, then by age */

/* A row of table "films" with its counts. */
typedef struct
{
  gint64   id;
  GFile   *file;
  CsFacts  facts;      /* case_id is owned */
  char    *digest, *date;              /* YYYY-MM-DD; "" not known */
  guint    width, height;
  CsKind   kind;
  gboolean proposed, removed;
} CsFilmRow;

#define CS_FILM_FACTS "case_id, side, view, bits, mm_per_pixel, spacing, assumed, inverted, removed"
#define CS_FILM_COLUMNS "id, path, digest, width, height, proposed, " CS_FILM_FACTS \
                        ", (SELECT date FROM examined WHERE film = films.id)" \
                        ", (SELECT kind FROM film_kinds WHERE film = films.id)"

void       cs_film_row_clear      (CsFilmRow *row);
CsEntry   *cs_entry_new           (CsFilmRow *row);                /* takes the row's content */
void       cs_entry_set_row       (CsEntry *self, CsFilmRow *row);
void       cs_entry_set_counts    (CsEntry *self, const guint counts[4]);  /* by verdict */
void       cs_entry_look_for_file (CsEntry *self);                 /* sets "missing" */
gboolean   cs_entry_is_removed    (CsEntry *self);
GListStore *cs_entry_get_list     (CsEntry *self, gboolean truth); /* NULL until loaded; borrowed */
void       cs_entry_set_list      (CsEntry *self, gboolean truth, GListStore *list);

CsNetwork *cs_network_new         (GFile *file, const char *title, const char *digest, const char *figures, gint64 when);

/* A record in the making: every film is set before its marks are added. put copies what it is given. */
CsRecord  *cs_record_new          (const char *title, guint n_films);
void       cs_record_put_film     (CsRecord *self, guint i, const CsRecordFilm *row);
void       cs_record_put_mark     (CsRecord *self, guint i, const CsRecordMark *row);
CsRecord  *cs_record_new_of       (const CsRecord *from, const char *title, guint n_films);   /* lacks what @from lacks */
void       cs_record_put_lack     (CsRecord *self, const GError *why);   /* the first counts; NULL: nothing is missing */
void       cs_record_put_whole    (CsRecord *self, guint i, const CsRecord *from, guint film);   /* a film with its marks */
void       cs_record_set_film     (CsRecord *self, guint i, CsEntry *entry, const char *woman, gboolean kept_out, const CsWords *words);
void       cs_record_add_mark     (CsRecord *self, guint i, const CsMarkRow *row, const CsWords *words, const char *called);

/* How far an act of many rows is that is written beside: see cs-beside.h. Nothing on the main thread. */
typedef struct
{
  CsBesideFunc  report;       /* NULL: nobody asks */
  gpointer      data;
  guint         n_done, n_all;        /* steps, of about so many */
  GCancellable *stop;         /* borrowed; NULL */
} CsPace;

struct _CsStudy
{
  GObject     parent_instance;
  GFile      *folder;
  CsStore    *store;        /* NULL once closed */
  int         lock;         /* file descriptor; -1: not held */
  gboolean    read_only;
  char       *why, *reader;
  gboolean    resting;                  /* somebody writes to it on another thread: see cs_study_rest() */
  CsReading   reading;
  char       *hand;                     /* the reader whose verdicts the act being written touches */
  gboolean    all_hands;                /* it touches every reader's rows, not those of one hand */
  gboolean    blind;                    /* the machine's boxes are shown after an own reading */
  gboolean    noting;                   /* it is a note: nobody undoes it */
  gboolean    beside;                   /* nobody looks at it: nothing is read again after an act */
  CsPace      pace;
  char       *model, *queue;            /* with what and in which order is being judged; "" */
  GListStore *entries, *networks;
  GHashTable *films;        /* id -> CsEntry, removed ones too */
  GHashTable *marks;        /* id -> CsMark, those loaded */
  GHashTable *earlier;      /* name of a case -> that of an earlier one of the same woman */
  GHashTable *days;         /* name of a case -> the only day known of its films, "": several; NULL: not yet looked for */
  GArray     *done, *undone;            /* ids of acts, the latest last */
  gint64      act;                      /* the one being written */
  GArray     *touched_marks, *touched_films, *touched_words;
  GHashTable *stale;        /* CsEntry whose counts must be asked again: see cs_study_flush_counts() */
};

/* cs-study-schema.c: brings the database up to date. */
gboolean  cs_study_check_schema (CsStore *store, GFile *file, GError **error);   /* whole, a study's, and none of a newer program */
gboolean  cs_study_meet_schema  (CsStore *store, GFile *file, GError **error);

/* cs-study-exams.c */
gboolean  cs_study_load_exams   (CsStudy *self, GError **error);
gboolean  cs_study_write_told   (CsStudy *self, gint64 film, CsDetails *details, GError **error);   /* in a transaction; NULL: nothing is told */

/* cs-study-films.c */
gboolean  cs_study_load_films   (CsStudy *self, GError **error);
gboolean  cs_study_sync_film    (CsStudy *self, gint64 id);         /* reads the row again */
void      cs_study_flush_counts (CsStudy *self);                    /* renews the counts of all stale entries */
CsEntry  *cs_study_get_entry    (CsStudy *self, gint64 id);         /* borrowed; NULL */

/* cs-study-marks.c */
void      cs_study_sync_mark    (CsStudy *self, gint64 id);
gboolean  cs_study_fetch_marks  (CsStudy *self, CsEntry *entry, gboolean truth, GArray *rows, GError **error);  /* of CsMarkRow: what is decided */
gboolean  cs_study_reload_marks (CsStudy *self, GError **error);   /* all lists and counts, as the reader is shown them */
gboolean  cs_study_insert_mark  (CsStudy *self, CsMarkRow *row, GError **error);     /* sets its id */
gboolean  cs_study_write_mark   (CsStudy *self, const CsMarkRow *row, GError **error);
GArray   *cs_mark_rows_new      (void);
gboolean  cs_mark_rows_read     (GArray *rows, CsQuery *query, GError **error);   /* adds all there are; @query NULL: @error is set already */
double    cs_box_iou            (const CsBox *a, const CsBox *b);

/* cs-study-readers.c */
gboolean  cs_study_load_reading (CsStudy *self, GError **error);
gboolean  cs_study_renew_view   (CsStudy *self, GError **error);    /* "shown": marks as the present reader sees them */
gboolean  cs_study_show_anew    (CsStudy *self, GError **error);    /* all that this reader sees */
gboolean  cs_study_check_revealed (CsStudy *self, GError **error);  /* FALSE: readers' verdicts are hidden from one another */
gboolean  cs_study_give_verdict (CsStudy *self, gint64 mark, CsVerdict verdict, GError **error);   /* the reader's own, in an act */
gboolean  cs_study_settle       (CsStudy *self, gint64 mark, GError **error);   /* decides anew by the rows there are */
gboolean  cs_study_check_others (CsStudy *self, gint64 act, GError **error);    /* FALSE: somebody else stands in the way of undoing it */

/* cs-study-describe.c */
gboolean  cs_study_check_signed (CsStudy *self, gint64 film, const char *kind, GError **error);
/* Of what it is said; of a case, of its examination: "exam DAY NAME". whole: "case NAME", which is said where no day is known, and by
 * studies from before examinations were told apart: heard where nothing is said of the examination. Transfer full. */
char     *cs_study_subject      (CsStudy *self, const CsDescriptor *descriptor, CsEntry *entry, gint64 mark);
char     *cs_study_subject_exam (CsStudy *self, CsEntry *entry);
char     *cs_study_subject_whole (CsEntry *entry);
/* What is heard of it, by @reader alone, or NULL: whoever spoke last; and by the present reader. Transfer full, never NULL. */
char     *cs_study_hear_of      (CsStudy *self, const CsDescriptor *descriptor, CsEntry *entry, gint64 mark, const char *reader);
char     *cs_study_hear         (CsStudy *self, const CsDescriptor *descriptor, CsEntry *entry, gint64 mark);
/* In an act, after the film's row was written: its words of day @from are of day @to ("": none), unless a film of the case is left there. */
gboolean  cs_study_move_words   (CsStudy *self, CsEntry *entry, const char *from, const char *to, GError **error);
/* In an act: @reader says @value, at @at (microseconds). */
gboolean  cs_study_say          (CsStudy *self, const char *subject, const char *reader, const char *name, const char *value, gint64 at, GError **error);

/* cs-study-words.c: what is decided of words: together, the latest; apart, what all who said something agree on. */
GHashTable    *cs_study_fetch_words (CsStudy *self);                    /* for the two below */
const CsWords *cs_words_of_mark (GHashTable *words, gint64 mark);       /* borrowed; NULL: nothing */
CsWords       *cs_words_of_film (CsStudy *self, GHashTable *words, CsEntry *entry);    /* its own and its examination's; transfer full; NULL: nothing */

/* cs-study.c */
gboolean  cs_study_may_write    (CsStudy *self, GError **error);
/* While it rests a study shows what it has and takes nothing: it is read-only, for the reason @why. NULL: it rests no more. */
void      cs_study_rest         (CsStudy *self, const char *why);
void      cs_study_wake         (CsStudy *self);      /* what waited for it is done; it rests no more, and has read what was written */
/* The same study on a connection of its own, for one other thread; nothing but films is loaded. It takes no lock: whoever
 * holds that has its own study rest meanwhile. */
CsStudy  *cs_study_open_beside  (GFile *folder, const char *reader, GError **error);
void      cs_study_notify_acts  (CsStudy *self);

/* cs-study-acts.c. begin, then touch each row before it changes (or after it was made), then end: writes both states and commits. */
gboolean  cs_study_load_acts    (CsStudy *self, GError **error);
gboolean  cs_study_begin_act    (CsStudy *self, const char *kind, int detail, guint n, gint64 film, gint64 mark, GError **error);
gboolean  cs_study_touch_mark   (CsStudy *self, gint64 id, GError **error);
gboolean  cs_study_touch_new    (CsStudy *self, gint64 id, GError **error);    /* a mark this act made */
gboolean  cs_study_touch_film   (CsStudy *self, gint64 id, GError **error);
gboolean  cs_study_touch_words  (CsStudy *self, gint64 id, gboolean fresh, GError **error);   /* a descriptor; @fresh: this act made it */
gboolean  cs_study_end_act      (CsStudy *self, gboolean ok, GError **error);
gboolean  cs_study_tick         (CsStudy *self, GError **error);  /* a step of a long act; FALSE: it was cancelled */
void      cs_study_meet_act     (CsStudy *self, gint64 act);      /* one that was written beside: the last there is */
CsMark   *cs_study_load_mark    (CsStudy *self, gint64 film, gint64 mark);     /* borrowed; NULL: there is none, or it is not shown */
/* Undoes or redoes, and tells where that act was done; 0: nowhere. FALSE without an error: there is none. */
gboolean  cs_study_take_back    (CsStudy *self, gboolean redo, gint64 *film, gint64 *mark, GError **error);
char     *cs_study_act_title    (CsStudy *self, gboolean undo);
/* Inside a transaction of the caller's: a line of the trail that nobody undoes, of a kind cs_act_is_note() knows. */
gboolean  cs_study_note         (CsStudy *self, const char *kind, guint n, gint64 film, const char *note, GError **error);

/* cs-act-words.c: an act in words: "Reject 14 boxes (Case 3, right MLO)", "Rejected 14 boxes on case 3, right MLO". */
typedef enum { CS_ACT_DEED, CS_ACT_DONE } CsActTense;
gboolean  cs_act_is_note        (const char *kind);
gboolean  cs_act_is_of_all      (const char *kind);                                        /* touches every reader's rows */
char     *cs_study_act_words    (CsStudy *self, gint64 act, CsActTense tense);     /* NULL: there is no such act */

/* cs-study-trail.c: the chain of the acts' links. */
gboolean  cs_study_seal         (CsStore *store, gint64 act, GError **error);      /* binds a whole act to the one before */
gboolean  cs_study_seal_all     (CsStore *store, GError **error);                  /* acts from before there was a chain */

G_END_DECLS
