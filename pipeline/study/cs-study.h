/* A study: a folder with one SQLite database (study.db; WAL, foreign keys, synchronous=FULL, versioned schema with migration).
 * The home of sqlite3.h. Main thread only; live. Every change is on disk before it is seen: a verdict outlives a SIGKILL at once.
 * A machine's proposal is cache, a human's verdict is record: nothing may ever overwrite the second.
 *
 * Errors: CS_ERROR_STORE with file and remedy (full disk, read-only, another program holds it, newer schema, damaged);
 * after an error nothing has changed, on disk or in memory. */
#pragma once

#include "cs-birads.h"
#include "cs-entry.h"
#include "cs-harvest.h"
#include "cs-network.h"
#include "cs-ratings.h"
#include "cs-readings.h"
#include "cs-record.h"
#include "cs-truth.h"

G_BEGIN_DECLS

#define CS_TYPE_STUDY (cs_study_get_type ())
G_DECLARE_FINAL_TYPE (CsStudy, cs_study, CS, STUDY, GObject)

/* Opens or makes a study. Another program has it open, or the folder is read-only: opens read-only (see the property), if it exists at all.
 * Properties: folder, title, read-only (boolean), why-read-only (string), can-undo can-redo (boolean), undo-title redo-title (string, in words),
 * kept-out (string: percent and seed, see below), reading (string) */
CsStudy    *cs_study_open           (GFile *folder, GError **error);
gboolean    cs_study_is_study       (GFile *folder);
void        cs_study_close          (CsStudy *self);                  /* also on dispose */
GFile      *cs_study_get_folder     (CsStudy *self);
gboolean    cs_study_get_read_only  (CsStudy *self);
gboolean    cs_study_get_resting    (CsStudy *self);
/* A study rests, read-only, while many of its rows are written on another thread (a merge, its undo). What a job brings meanwhile waits:
 * @func is called with @object, a GObject, once the study takes changes again (at once where it does not rest); never where it is gone. */
typedef void (*CsStudyAwake) (gpointer object);
void        cs_study_when_awake     (CsStudy *self, CsStudyAwake func, gpointer object);

/* Films: by path and content hash, never modified, never copied. @image was decoded by the caller (a job). A film already there
 * (same hash) is returned as it is, with its path renewed where the old one is gone. Returned borrowed. */
GListModel *cs_study_get_entries    (CsStudy *self);                  /* of CsEntry; live; borrowed */
CsEntry    *cs_study_add            (CsStudy *self, GFile *film, CsImage *image, GError **error);
gboolean    cs_study_remove         (CsStudy *self, CsEntry *entry, GError **error);       /* from the study, never from disk; an act */
gboolean    cs_study_set_facts      (CsStudy *self, CsEntry *entry, const CsFacts *facts, GError **error);   /* set by hand; an act */
/* A lost film was found (cs_search_films(), in a job): from now on it is read from @file. FALSE without error: there is no such film. */
gboolean    cs_study_move_film      (CsStudy *self, gint64 film, GFile *file, GError **error);

/* Marks. All of these are acts (undone and redone) except propose and add_truth. */
GListModel *cs_study_get_marks      (CsStudy *self, CsEntry *entry);  /* of CsMark, most suspicious first, without truth; live; borrowed */
GListModel *cs_study_get_truth      (CsStudy *self, CsEntry *entry);  /* of CsMark of origin truth; live; borrowed */
gboolean    cs_study_propose        (CsStudy *self, CsEntry *entry, CsProduct *boxes, const char *settings_text, GError **error);
                                    /* adds, moves or drops unjudged machine marks only; a proposal that overlaps a judged mark (IoU >= 0.3) joins it */
gboolean    cs_study_add_truth      (CsStudy *self, CsEntry *entry, CsTruth *truth, GError **error);
/* Verdicts from truth instead of a reader, for simulated studies: one act. Unjudged machine marks that touch a calcification's mask
 * (regions: whose centre lies in one) become positive, all others negative; where truth has a mask, the mark's mask is cut from it.
 * Calcifications no mark touched become judged marks of origin truth. @who is written as the reader, such as "truth". */
gboolean    cs_study_label_from_truth (CsStudy *self, CsEntry *entry, CsTruth *truth, const char *who, GError **error);
gboolean    cs_study_judge          (CsStudy *self, CsMark *mark, CsVerdict verdict, GError **error);
gboolean    cs_study_judge_all      (CsStudy *self, GPtrArray *marks, CsVerdict verdict, GError **error);  /* one act */
CsMark     *cs_study_draw           (CsStudy *self, CsEntry *entry, const CsBox *box, CsVerdict verdict, GError **error);  /* origin reader */
gboolean    cs_study_move           (CsStudy *self, CsMark *mark, const CsBox *box, GError **error);
gboolean    cs_study_erase          (CsStudy *self, CsMark *mark, GError **error);         /* reader's marks only */
gboolean    cs_study_paint          (CsStudy *self, CsMark *mark, const CsRaster *mask, GError **error);   /* NULL: back to the machine's */

/* Words: what a reader says of a case, a film or findings (cs-birads.h). Acts. Each reader's own, as verdicts are: together, what was
 * said last is heard; else a reader hears themselves. A case is all films with one case name. @marks, which one deed describes alike,
 * are needed for descriptors of a finding only. "": nothing said, or taken back. get: transfer full, never NULL. */
gboolean    cs_study_describe       (CsStudy *self, CsEntry *entry, GPtrArray *marks, const char *name, const char *value, GError **error);
char       *cs_study_get_description (CsStudy *self, CsEntry *entry, CsMark *mark, const char *name);
/* What is said of a case, and its signature, are its examination's: the films of one case and day, and those of the case without a day
 * where only one is known. Who signs it off vouches for it: until it is reopened, with a reason, nothing of it can be changed by anybody who sees the
 * signature (CS_ERROR_SETTING); the machine may still propose. */
gboolean    cs_study_is_signed      (CsStudy *self, CsEntry *entry);
gboolean    cs_study_sign           (CsStudy *self, CsEntry *entry, GError **error);
gboolean    cs_study_reopen         (CsStudy *self, CsEntry *entry, const char *reason, GError **error);

/* Marks from another program's file, as one act of the present reader, who vouches for their verdicts. A mark of the machine joins the
 * mark there that overlaps it most (IoU >= 0.3), others only one with the very same box. A human's verdict or mask that is there
 * already stays as it is: where the file says otherwise, that is counted and noted in @harvest. So do words. */
typedef struct { guint n_added, n_judged, n_there, n_otherwise, n_words; } CsTaken;
gboolean    cs_study_take           (CsStudy *self, CsHarvest *harvest, CsTaken *taken, GError **error);

/* Undo and redo of every act, across films and restarts (an act is a row with before and after). @entry and @mark (may be NULL)
 * tell where it happened, borrowed; @mark may come back NULL. FALSE without error: nothing to undo. */
gboolean    cs_study_undo           (CsStudy *self, CsEntry **entry, CsMark **mark, GError **error);
gboolean    cs_study_redo           (CsStudy *self, CsEntry **entry, CsMark **mark, GError **error);
/* Readers have names and no passwords: whoever may write the file is trusted. Their verdicts are kept side by side.
 *   together  whoever judged last has decided (the first state of a study);
 *   apart     each reader sees and undoes only their own verdicts and drawn boxes; decided is what all who judged a mark agree on;
 *   revealed  as apart, but all verdicts can be collected, and where readers differ a third one decides.
 * Records, exports and trainings know what is decided; a mark the readers differ on counts as not judged there. */
typedef enum { CS_READING_TOGETHER, CS_READING_APART, CS_READING_REVEALED } CsReading;

const char *cs_reading_to_text      (CsReading reading);              /* "together" ...: stable, stored */
gboolean    cs_reading_from_text    (const char *text, CsReading *reading);
CsReading   cs_study_get_reading    (CsStudy *self);
gboolean    cs_study_set_reading    (CsStudy *self, CsReading reading, GError **error);
const char *cs_study_get_reader     (CsStudy *self);                  /* borrowed */
void        cs_study_set_reader     (CsStudy *self, const char *who); /* who judges from now on; default: the login name */
gboolean    cs_study_name_reader    (CsStudy *self, const char *who, GError **error);   /* likewise, and whenever this login opens the study */
/* The third verdict on a mark; NONE withdraws it. Only while they are revealed; an act. */
gboolean    cs_study_decide         (CsStudy *self, gint64 mark, CsVerdict verdict, GError **error);
/* What is decided over all films: boxes accepted and rejected, and women with an accepted one, whoever reads and whatever is
 * hidden. Reads every mark: some 40 ms for 400 000. */
gboolean    cs_study_count_decided  (CsStudy *self, guint *n_positive, guint *n_negative, guint *n_cases, GError **error);
CsReadings *cs_study_collect_readings (CsStudy *self, GError **error);   /* an error while they are apart */
/* Readers' terms for one descriptor of findings or cases side by side, for cs_readings_cohen() and cs_readings_fleiss(): each mark, or
 * each case, is one judgement. An error while readers read apart. */
CsReadings *cs_study_collect_words  (CsStudy *self, const CsDescriptor *descriptor, GError **error);
/* Adds each reader's marks to @ratings, which are of a record of this study; an error while they are apart. */
gboolean    cs_study_collect_ratings (CsStudy *self, CsRatings *ratings, GError **error);
/* What is written with each act from now on; NULL or "": nothing. The digest of the network in use, as nn_net_get_digest()
 * gives it; the order the marks come in. */
void        cs_study_set_model      (CsStudy *self, const char *digest);
void        cs_study_set_queue      (CsStudy *self, const char *order);

/* A share of the women, in percent, kept out of training and of every active order, drawn by a seed: an unbiased test. 0: none. Their
 * films are marked in a record: see cs_record_part(). */
void        cs_study_get_kept_out   (CsStudy *self, guint *percent, guint *seed);
gboolean    cs_study_keep_out       (CsStudy *self, guint percent, guint seed, GError **error);
gboolean    cs_study_is_kept_out    (CsStudy *self, CsEntry *entry);

/* The audit trail: acts are links of a chain of SHA-256, together with proposals, films, networks and runs. Checks every link, and
 * that films and human marks are as the trail left them. FALSE names the first broken link. Blocking: a second for some
 * 100 000 acts. @n_links and @last_link (to be kept elsewhere: it shows whether the end was cut off) may be NULL. */
gboolean    cs_study_verify         (CsStudy *self, guint *n_links, char **last_link, GError **error);

/* One file with all of study.db as it is at one moment, also while it is in use; written beside @to first, then renamed over it.
 * Films and network files are not in it. Any thread; blocking. restore() makes @folder a study again: it must be none yet;
 * names of films and networks that were relative to the study's folder then lead there. */
gboolean    cs_study_backup         (GFile *folder, GFile *to, GCancellable *cancellable, GError **error);
gboolean    cs_study_restore        (GFile *folder, GFile *from, GCancellable *cancellable, GError **error);

/* How films are looked at; no acts. Turn: one of eight ways a film stands (CsTurn of widgets); 0: as stored. Seen: which blocks of
 * a film this reader saw at one to one or nearer, as the caller counts them, and which share of the breast, 0..1, that is. */
guint       cs_study_get_turn       (CsStudy *self, CsEntry *entry);
gboolean    cs_study_set_turn       (CsStudy *self, CsEntry *entry, guint turn, GError **error);
GBytes     *cs_study_get_seen       (CsStudy *self, CsEntry *entry, double *share);   /* NULL: nothing yet */
gboolean    cs_study_set_seen       (CsStudy *self, CsEntry *entry, GBytes *blocks, double share, GError **error);

/* When films were taken, and earlier examinations; no acts either, but what is set by hand is noted in the trail. learn(): what a film's
 * file tells of its day and of how it stands upright; what was set by hand, or how somebody turned it, stays. Adding a film does it.
 * Dates: YYYY-MM-DD; "": not known (until its file tells again). CS_ERROR_SETTING: no date, or a circle. */
gboolean    cs_study_learn          (CsStudy *self, CsEntry *entry, CsDetails *details, GError **error);   /* NULL: tells nothing */
gboolean    cs_study_set_date       (CsStudy *self, CsEntry *entry, const char *date, GError **error);
/* The day of the examination the film is of, YYYY-MM-DD: its own, or the only one that is known of its case; "": not known. Borrowed. */
const char *cs_study_get_exam_day   (CsStudy *self, CsEntry *entry);
/* The case that was said to be an earlier examination of the same woman; "": none. Borrowed until a link changes. Films of one case
 * with several dates need no link. */
const char *cs_study_get_earlier    (CsStudy *self, const char *case_id);
gboolean    cs_study_link_earlier   (CsStudy *self, const char *later, const char *earlier, GError **error);   /* earlier "": no more */
/* One name for all cases of a woman: her latest one's; of a film without a case its digest. Transfer full. */
char       *cs_study_get_woman      (CsStudy *self, CsEntry *entry);

/* Settings, networks, runs. Networks are files in folder/networks. */
char       *cs_study_get_settings   (CsStudy *self);                  /* text form; NULL: none stored */
char       *cs_study_get_proposed_with (CsStudy *self, CsEntry *entry);   /* text of the settings that made a film's proposals, with their name; NULL: none yet */
gboolean    cs_study_set_settings   (CsStudy *self, const char *text, GError **error);
GListModel *cs_study_get_networks   (CsStudy *self);                  /* of CsNetwork; newest first; live; borrowed */
GFile      *cs_study_new_network    (CsStudy *self, const char *title);   /* a fresh file name in folder/networks; not created */
gboolean    cs_study_add_network    (CsStudy *self, GFile *file, const char *title, const char *digest, const char *figures, GError **error);
gboolean    cs_study_log_run        (CsStudy *self, const char *kind, const char *digest, const char *result_json, GError **error);

CsRecord   *cs_study_freeze         (CsStudy *self);
CsRecord   *cs_study_freeze_part    (CsStudy *self, gboolean kept_out);   /* for trainings: those not kept out; see cs_record_part() */

G_END_DECLS
