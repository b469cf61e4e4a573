#include "cs-recall.h"

#include <glib/gi18n.h>

#include "cs-formats.h"
#include "cs-json.h"

const guint cs_recall_first[CS_RECALL_STEPS] = { 5, 10, 20, 40, 100, G_MAXUINT };

static int
compare_suspicion (gconstpointer a,
                   gconstpointer b)
{
  float first = ((const CsBox *) a)->suspicion, second = ((const CsBox *) b)->suspicion;

  return first > second ? -1 : first < second;
}

/* What the machine proposed, most suspicious first; also where a reader has judged it since. */
static GArray *
proposals (const CsRecordFilm *film)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (CsBox));

  for (guint i = 0; i < film->n_marks; i++)
    if (film->marks[i].origin == CS_ORIGIN_MACHINE)
      g_array_append_val (boxes, film->marks[i].box);
  g_array_sort (boxes, compare_suspicion);
  return boxes;
}

static void
count_hits (CsRecall      *self,
            const CsBox   *boxes,
            guint          n,
            const CsTruth *truth)
{
  g_autoptr (CsFroc) film = cs_froc_new ();

  cs_froc_add_film (film, boxes, n, truth, 0);
  self->n_spotted += cs_froc_get_n_spots (film) > 0;
  for (guint i = 0; i < CS_RECALL_STEPS; i++)
    self->films_hit[i] += cs_froc_get_n_spots (film) > 0 && cs_froc_recall (film, cs_recall_first[i]) > 0;
}

CsRecall *
cs_recall_empty (void)
{
  CsRecall *self = g_new0 (CsRecall, 1);

  self->all = cs_froc_new ();
  self->large = cs_froc_new ();
  return self;
}

void
cs_recall_add (CsRecall      *self,
               const CsBox   *boxes,
               guint          n,
               const CsTruth *truth)
{
  self->n_films++;
  self->n_boxes += n;
  cs_froc_add_film (self->all, boxes, n, truth, 0);
  cs_froc_add_film (self->large, boxes, n, truth, CS_RECALL_LARGE);
  count_hits (self, boxes, n, truth);
}

double
cs_recall_get_boxes_per_film (const CsRecall *self)
{
  return self->n_films > 0 ? (double) self->n_boxes / self->n_films : 0;
}

CsRecall *
cs_recall_new (const CsRecord *record,
               GCancellable   *cancellable,
               GError        **error)
{
  g_autoptr (CsRecall) self = cs_recall_empty ();

  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (record, i);
      g_autoptr (GError) wrong = NULL;
      g_autoptr (CsTruth) truth = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      truth = cs_formats_truth (film->file, film->width, film->height, &wrong);
      if (wrong != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&wrong));
          return NULL;
        }
      if (truth != NULL && cs_truth_is_whole (truth))
        {
          g_autoptr (GArray) boxes = proposals (film);

          cs_recall_add (self, (const CsBox *) boxes->data, boxes->len, truth);
        }
    }
  return g_steal_pointer (&self);
}

void
cs_recall_free (CsRecall *self)
{
  g_clear_pointer (&self->all, cs_froc_free);
  g_clear_pointer (&self->large, cs_froc_free);
  g_free (self);
}

static void
report_step (const CsRecall *self,
             guint           i,
             GString        *text)
{
  if (cs_recall_first[i] == G_MAXUINT)
    g_string_append (text, _("all boxes      "));
  else
    g_string_append_printf (text, _("first %-3u boxes"), cs_recall_first[i]);
  g_string_append_printf (text, "%11.2f %%%11.2f %%%9u / %u\n", cs_froc_recall (self->all, cs_recall_first[i]) * 100,
                          cs_froc_recall (self->large, cs_recall_first[i]) * 100, self->films_hit[i], self->n_spotted);
}

void
cs_recall_report (const CsRecall *self,
                  GString        *text)
{
  g_string_append_printf (text, ngettext ("Proposals on %u film with truth: %.1f boxes a film\n",
                                          "Proposals on %u films with truth: %.1f boxes a film\n", self->n_films),
                          self->n_films, cs_recall_get_boxes_per_film (self));
  g_string_append_printf (text, _("Calcifications or regions: %u, of them %u of at least %.0f pixels (large)\n"),
                          cs_froc_get_n_spots (self->all), cs_froc_get_n_spots (self->large), CS_RECALL_LARGE);
  g_string_append (text, _("reached by          of all   of the large   films with a hit\n"));
  for (guint i = 0; i < CS_RECALL_STEPS; i++)
    report_step (self, i, text);
}

static void
append_curve (const CsFroc *froc,
              GString      *json)
{
  guint n = 0;
  const CsFrocPoint *points = cs_froc_get ((CsFroc *) froc, &n);

  g_string_append (json, "[");
  for (guint i = 0; i < n; i++)
    {
      const CsFrocPoint *point = &points[i];
      const double columns[] = { point->suspicion, point->boxes_per_film, point->false_per_film, point->sensitivity };

      cs_json_row (json, G_N_ELEMENTS (columns), columns, (const guint[]) { 6, 4, 4, 6 });
    }
  g_string_append_c (json, ']');
}

static void
append_step (const CsRecall *self,
             guint           i,
             GString        *json)
{
  g_string_append (json, i > 0 ? ", {\"first\": " : "{\"first\": ");
  if (cs_recall_first[i] == G_MAXUINT)
    g_string_append (json, "null");
  else
    g_string_append_printf (json, "%u", cs_recall_first[i]);
  cs_json_member (json, "reached", cs_froc_recall (self->all, cs_recall_first[i]), 6);
  cs_json_member (json, "reached_3px", cs_froc_recall (self->large, cs_recall_first[i]), 6);
  g_string_append_printf (json, ", \"films_hit\": %u}", self->films_hit[i]);
}

void
cs_recall_to_json (const CsRecall *self,
                   GString        *json)
{
  g_string_append_printf (json, "{\"films\": %u, \"films_with_spots\": %u, \"spots\": %u, \"spots_3px\": %u",
                          self->n_films, self->n_spotted, cs_froc_get_n_spots (self->all),
                          cs_froc_get_n_spots (self->large));
  cs_json_member (json, "boxes_per_film", cs_recall_get_boxes_per_film (self), 3);
  g_string_append (json, ", \"by\": [");
  for (guint i = 0; i < CS_RECALL_STEPS; i++)
    append_step (self, i, json);
  g_string_append (json, "], \"curve_columns\": "
                         "[\"suspicion\", \"boxes_per_film\", \"false_per_film\", \"sensitivity\"], \"curve\": ");
  append_curve (self->all, json);
  g_string_append_c (json, '}');
}
