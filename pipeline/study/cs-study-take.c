/* Marks of other programs' files become marks of the study. */
#include <glib/gi18n-lib.h>

#include "cs-intake.h"
#include "cs-png.h"
#include "cs-study-private.h"

/* A mark is looked for, and copied as it is afterwards. */
#define STEPS 2

struct _CsIntake
{
  CsBeside   beside;
  CsHarvest *harvest;
  CsTaken    taken;
};

typedef struct
{
  CsStudy    *study;
  CsHarvest  *harvest;
  CsTaken    *taken;
  GHashTable *met;        /* CsMark that already are a mark of the file */
} Taking;

/* The trail keeps which program found them. */
static gboolean
note_makers (Taking  *self,
             GError **error)
{
  g_autofree char *makers = cs_harvest_get_makers (self->harvest);

  return *makers == '\0' || cs_store_do (self->study->store, error, "UPDATE acts SET note = ? WHERE id = ?", "si",
                                         makers, self->study->act);
}

/* Marks as the present reader is shown them: of others' verdicts, where they read apart, nothing is told. */
static GListModel *
shown (Taking              *self,
       const CsHarvestMark *mark)
{
  CsEntry *entry = cs_study_get_entry (self->study, mark->film);

  return mark->origin == CS_ORIGIN_TRUTH ? cs_study_get_truth (self->study, entry)
                                         : cs_study_get_marks (self->study, entry);
}

/* The mark there that is most nearly this one's box and nobody's yet; NULL: none. Borrowed: lists change only when the
 * act has ended. */
static CsMark *
nearest (Taking              *self,
         const CsHarvestMark *mark)
{
  GListModel *marks = shown (self, mark);
  double most = mark->origin == CS_ORIGIN_MACHINE ? CS_JOIN_IOU : 1;
  CsMark *best = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (CsMark) other = g_list_model_get_item (marks, i);
      double iou = g_hash_table_contains (self->met, other) ? 0 : cs_box_iou (cs_mark_get_box (other), &mark->box);

      if (iou < most || (best != NULL && iou <= most))
        continue;
      most = iou;
      best = other;
    }
  return best;
}

static void
note_otherwise (Taking              *self,
                const CsHarvestMark *mark)
{
  CsEntry *entry = cs_study_get_entry (self->study, mark->film);

  self->taken->n_otherwise++;
  cs_harvest_note (self->harvest, _("%s: the box at %d, %d is judged otherwise here; it stays as it is"),
                   cs_entry_get_name (entry), mark->box.x, mark->box.y);
}

/* A box a reader drew is the reader's also while its verdict is open. */
static gboolean
add (Taking              *self,
     const CsHarvestMark *mark,
     gint64              *id,
     GError             **error)
{
  g_autoptr (GBytes) packed = mark->mask != NULL ? cs_png_pack (mark->mask, error) : NULL;
  CsMarkRow row = { .film = mark->film, .box = mark->box, .origin = mark->origin, .mask = packed };

  self->taken->n_added++;
  if ((mark->mask != NULL && packed == NULL) || !cs_study_insert_mark (self->study, &row, error))
    return FALSE;
  *id = row.id;
  return cs_study_touch_new (self->study, row.id, error) &&
         (mark->verdict == CS_VERDICT_NONE || cs_study_give_verdict (self->study, row.id, mark->verdict, error));
}

static gboolean
lend_mask (Taking              *self,
           CsMark              *there,
           const CsHarvestMark *mark,
           GError             **error)
{
  const CsBox *box = cs_mark_get_box (there);
  g_autoptr (GBytes) packed = NULL;

  if (mark->mask == NULL || cs_mark_get_mask (there) != NULL || box->width != mark->box.width ||
      box->height != mark->box.height)
    return TRUE;
  packed = cs_png_pack (mark->mask, error);
  return packed != NULL && cs_store_do (self->study->store, error, "UPDATE marks SET mask = ? WHERE id = ?", "bi",
                                        packed, cs_mark_get_id (there));
}

/* The study's own box, with a verdict, and a mask where it had none. */
static gboolean
judge (Taking              *self,
       CsMark              *there,
       const CsHarvestMark *mark,
       GError             **error)
{
  self->taken->n_judged++;
  return cs_study_touch_mark (self->study, cs_mark_get_id (there), error) && lend_mask (self, there, mark, error) &&
         cs_study_give_verdict (self->study, cs_mark_get_id (there), mark->verdict, error);
}

static gboolean
meet (Taking              *self,
      CsMark              *there,
      const CsHarvestMark *mark,
      GError             **error)
{
  CsVerdict verdict = cs_mark_get_verdict (there);

  g_hash_table_add (self->met, there);
  if (verdict == CS_VERDICT_NONE && mark->verdict != CS_VERDICT_NONE)
    return judge (self, there, mark, error);
  if (verdict == mark->verdict || mark->verdict == CS_VERDICT_NONE)
    self->taken->n_there++;
  else
    note_otherwise (self, mark);
  return TRUE;
}

static gboolean
take_word (Taking              *self,
           const CsHarvestMark *mark,
           gint64               id,
           const CsDescriptor  *descriptor,
           const char          *value,
           GError             **error)
{
  CsEntry *entry = cs_study_get_entry (self->study, mark->film);
  g_autofree char *subject = cs_study_subject (self->study, descriptor, entry, id);
  g_autofree char *here = cs_study_hear (self->study, descriptor, entry, id);

  if (g_str_equal (here, value))
    return TRUE;
  if (*here != '\0')
    {
      cs_harvest_note (self->harvest, _("%s: %s is “%s” here, not “%s”; it stays as it is"), cs_entry_get_name (entry),
                       _(descriptor->title), here, value);
      return TRUE;
    }
  self->taken->n_words++;
  return cs_study_say (self->study, subject, self->study->reader, descriptor->id, value, g_get_real_time (), error);
}

/* What the film and its case are said to be comes with each of their marks: the second time it is there already. */
static gboolean
take_words (Taking              *self,
            const CsHarvestMark *mark,
            gint64               id,
            GError             **error)
{
  for (guint i = 0; mark->words != NULL && i < CS_N_DESCRIPTORS; i++)
    {
      const char *value = cs_words_get (mark->words, i);

      if (*value != '\0' && !take_word (self, mark, id, &cs_descriptors[i], value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take (Taking  *self,
      GError **error)
{
  for (guint i = 0; i < cs_harvest_get_n (self->harvest); i++)
    {
      const CsHarvestMark *mark = cs_harvest_get (self->harvest, i);
      CsMark *there = nearest (self, mark);
      gint64 id = there != NULL ? cs_mark_get_id (there) : 0;

      /* The act asked for the first film alone. */
      if (!cs_study_tick (self->study, error) || !cs_study_check_signed (self->study, mark->film, "import", error))
        return FALSE;
      if (!(there != NULL ? meet (self, there, mark, error) : add (self, mark, &id, error)) ||
          !take_words (self, mark, id, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
cs_study_take (CsStudy   *self,
               CsHarvest *harvest,
               CsTaken   *taken,
               GError   **error)
{
  g_autoptr (GHashTable) met = g_hash_table_new (NULL, NULL);
  Taking taking = { self, harvest, taken, met };

  *taken = (CsTaken) { 0 };
  if (cs_harvest_get_n (harvest) == 0)
    return cs_study_may_write (self, error);
  return cs_study_begin_act (self, "import", 0, cs_harvest_get_n (harvest), cs_harvest_get (harvest, 0)->film, 0, error)
         && cs_study_end_act (self, note_makers (&taking, error) && take (&taking, error), error);
}

CsIntake *
cs_intake_begin (CsStudy   *study,
                 CsHarvest *harvest,
                 GError   **error)
{
  CsIntake *self = g_new0 (CsIntake, 1);

  self->harvest = harvest;
  if (cs_beside_begin (&self->beside, study, _("Marks are being imported. Wait until it is done, or cancel it in the "
                                               "list of jobs"), error))
    return self;
  cs_harvest_free (harvest);
  g_free (self);
  return NULL;
}

gboolean
cs_intake_run (CsIntake     *self,
               CsBesideFunc  report,
               gpointer      data,
               GCancellable *cancellable,
               GError      **error)
{
  g_autoptr (CsStudy) study = cs_beside_open (&self->beside, report, data, cancellable, error);

  if (study == NULL)
    return FALSE;
  study->pace.n_all = STEPS * cs_harvest_get_n (self->harvest);
  if (!cs_study_take (study, self->harvest, &self->taken, error))
    return FALSE;
  cs_beside_wrote (&self->beside, study);
  return TRUE;
}

gboolean
cs_intake_read (CsIntake *self,
                CsStudy  *study)
{
  return cs_beside_read (&self->beside, study);
}

CsHarvest *
cs_intake_end (CsIntake *self,
               CsStudy  *study,
               CsTaken  *taken)
{
  g_autoptr (CsHarvest) harvest = self->harvest;
  gboolean done = self->beside.act != 0;

  *taken = self->taken;
  cs_beside_end (&self->beside, study);
  g_free (self);
  return done ? g_steal_pointer (&harvest) : NULL;
}
