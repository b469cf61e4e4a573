/* Acts in words: as a deed to be undone or redone, and as a line of the history. */
#include <glib/gi18n-lib.h>

#include "cs-study-private.h"

typedef struct
{
  const char *kind;
  gboolean    note;            /* nobody undoes it */
  const char *deed, *done;     /* NULL: counted, see below */
} Kind;

static const Kind kinds[] = {
  { "add", FALSE, N_("Add a film again"), N_("Added a film again") },
  { "remove", FALSE, N_("Remove a film"), N_("Removed a film") },
  { "facts", FALSE, N_("Change a film's facts"), N_("Changed a film's facts") },
  { "draw", FALSE, N_("Draw a box"), N_("Drew a box") },
  { "move", FALSE, N_("Move a box"), N_("Moved a box") },
  { "erase", FALSE, N_("Delete a box"), N_("Deleted a box") },
  { "paint", FALSE, N_("Paint a mask"), N_("Painted a mask") },
  { "unpaint", FALSE, N_("Take back a painted mask"), N_("Took back a painted mask") },
  { "label", FALSE, N_("Judge by the truth"), N_("Judged by the truth") },
  { "import", FALSE, N_("Import marks"), N_("Imported marks") },
  { "sign", FALSE, N_("Sign a case off"), N_("Signed a case off") },
  { "reopen", FALSE, N_("Reopen a case"), N_("Reopened a case") },
  { "merge", FALSE, N_("Merge another copy"), N_("Merged another copy") },
  { "blind", TRUE, NULL, N_("Recorded an own reading before the machine's") },
  { "blind-on", TRUE, NULL, N_("Began to read blind first") },
  { "blind-off", TRUE, NULL, N_("Ended reading blind first") },
  { "begin", TRUE, NULL, N_("The audit trail begins, with what was there") },
  { "film", TRUE, NULL, N_("Added a film") },
  { "propose", TRUE, NULL, NULL },
  { "truth", TRUE, NULL, N_("Added the truth of a film") },
  { "network", TRUE, NULL, N_("Kept a network") },
  { "together", TRUE, NULL, N_("Began to read together") },
  { "apart", TRUE, NULL, N_("Began to read apart, each for themselves") },
  { "revealed", TRUE, NULL, N_("Revealed the readers' verdicts to one another") },
  { "decide", FALSE, N_("Decide between readers"), N_("Decided between readers") },
  { "keep-out", TRUE, NULL, N_("Changed which women are kept out for the test") },
  { "date", TRUE, NULL, N_("Set the date of an examination") },
  { "link-case", TRUE, NULL, N_("Linked examinations of one woman, or took the link away") },
  { "run", TRUE, NULL, N_("Measured or trained a network") },
};

static const Kind *
find_kind (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, kind) == 0)
      return &kinds[i];
  return NULL;
}

gboolean
cs_act_is_note (const char *kind)
{
  const Kind *known = find_kind (kind);

  return known != NULL && known->note;
}

gboolean
cs_act_is_of_all (const char *kind)
{
  return g_strcmp0 (kind, "merge") == 0;
}

static char *
judge_deed (int   verdict,
            guint n)
{
  static const char *const one[] = { N_("Withdraw a verdict"), N_("Accept a box"), N_("Reject a box"),
                                     N_("Call a box unsure") };

  if (n == 1)
    return g_strdup (_(one[verdict]));
  switch (verdict)
    {
    case CS_VERDICT_POSITIVE:
      return g_strdup_printf (ngettext ("Accept %u box", "Accept %u boxes", n), n);
    case CS_VERDICT_NEGATIVE:
      return g_strdup_printf (ngettext ("Reject %u box", "Reject %u boxes", n), n);
    case CS_VERDICT_UNSURE:
      return g_strdup_printf (ngettext ("Call %u box unsure", "Call %u boxes unsure", n), n);
    default:
      return g_strdup_printf (ngettext ("Withdraw %u verdict", "Withdraw %u verdicts", n), n);
    }
}

static char *
judge_done (int   verdict,
            guint n)
{
  switch (verdict)
    {
    case CS_VERDICT_POSITIVE:
      return g_strdup_printf (ngettext ("Accepted %u box", "Accepted %u boxes", n), n);
    case CS_VERDICT_NEGATIVE:
      return g_strdup_printf (ngettext ("Rejected %u box", "Rejected %u boxes", n), n);
    case CS_VERDICT_UNSURE:
      return g_strdup_printf (ngettext ("Called %u box unsure", "Called %u boxes unsure", n), n);
    default:
      return g_strdup_printf (ngettext ("Withdrew %u verdict", "Withdrew %u verdicts", n), n);
    }
}

/* Which descriptor: its place in their table, which is only ever added to. */
static char *
describe_words (guint      which,
                CsActTense tense)
{
  const char *title = "?";

  for (guint i = 0; cs_descriptors[i].id != NULL; i++)
    if (i == which)
      title = _(cs_descriptors[i].title);
  /* Translators: a deed: what was said of a finding or a case, such as "Describe: Morphology" */
  return tense == CS_ACT_DEED ? g_strdup_printf (_("Describe: %s"), title)
                              : g_strdup_printf (_("Described: %s"), title);
}

static char *
bare_words (const char *kind,
            int         detail,
            guint       n,
            CsActTense  tense)
{
  const Kind *known = find_kind (kind);
  int verdict = CLAMP (detail, 0, CS_VERDICT_UNSURE);

  if (g_strcmp0 (kind, "propose") == 0)
    return g_strdup_printf (ngettext ("The machine proposed %u box", "The machine proposed %u boxes", n), n);
  if (g_strcmp0 (kind, "describe") == 0)
    return describe_words ((guint) detail, tense);
  if (known == NULL)
    return tense == CS_ACT_DEED ? judge_deed (verdict, n) : judge_done (verdict, n);
  return g_strdup (_(tense == CS_ACT_DEED ? known->deed : known->done));
}

/* Of a CAD report the program that found them is told. */
static char *
import_words (const char *maker,
              CsActTense  tense)
{
  /* Translators: a deed, and by which program the marks were found: "Imported marks of Mass Maker V1.9". */
  return tense == CS_ACT_DEED ? g_strdup_printf (_("Import marks of %s"), maker)
                              : g_strdup_printf (_("Imported marks of %s"), maker);
}

/* "Undid: Rejected 14 boxes": what was undone may be told by itself. */
static char *
taken_back (CsStudy    *self,
            const char *kind,
            gint64      of)
{
  g_autofree char *words = cs_study_act_words (self, of, CS_ACT_DONE);

  if (words == NULL)
    return NULL;
  /* Translators: a line of the history: "Undid: Rejected 14 boxes on Case 3, right MLO" */
  return g_strdup_printf (g_strcmp0 (kind, "undo") == 0 ? _("Undid: %s") : _("Redid: %s"), words);
}

static char *
with_place (char      *words,
            CsEntry   *entry,
            CsActTense tense)
{
  g_autofree char *bare = words, *place = NULL;

  g_object_get (entry, "title", &place, NULL);
  /* Translators: a deed and the film it was done on: "Reject 14 boxes (Case 3, right MLO)". */
  return tense == CS_ACT_DEED ? g_strdup_printf (_("%s (%s)"), bare, place)
  /* Translators: the same, done: "Rejected 14 boxes on Case 3, right MLO". */
                              : g_strdup_printf (_("%s on %s"), bare, place);
}

char *
cs_study_act_words (CsStudy   *self,
                    gint64     act,
                    CsActTense tense)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, NULL,
                                            "SELECT kind, detail, n, film, of_act, note FROM acts WHERE id = ?", "i",
                                            act);
  g_autofree char *kind = NULL, *note = NULL;
  gint64 film, of;
  char *words;
  int detail;
  guint n;

  if (query == NULL || !cs_query_next (query, NULL))
    return NULL;
  kind = g_strdup (cs_query_text (query, 0));
  detail = (int) cs_query_int (query, 1);
  n = (guint) cs_query_int (query, 2);
  film = cs_query_int (query, 3);
  of = cs_query_int (query, 4);
  note = g_strdup (cs_query_text (query, 5));
  g_clear_pointer (&query, cs_query_end);
  if (of != 0)
    return taken_back (self, kind, of);
  words = g_strcmp0 (kind, "import") == 0 && *note != '\0' ? import_words (note, tense)
                                                           : bare_words (kind, detail, n, tense);
  return cs_study_get_entry (self, film) != NULL ? with_place (words, cs_study_get_entry (self, film), tense) : words;
}
