#include "cs-case-words.h"

#include <glib/gi18n-lib.h>

#include "cs-contest.h"
#include "cs-measure.h"

char *
cs_case_film_words (const CsCaseFilm *film)
{
  const CsFacts *facts = &film->film->facts;
  /* Translators: right and left breast, and a side that is not known; then the view. As short as on a film. */
  const char *side = facts->side == CS_SIDE_RIGHT ? C_("side", "R") : facts->side == CS_SIDE_LEFT ? C_("side", "L")
                     : "?";
  const char *view = cs_view_describe (facts->view);

  return g_strdup_printf ("%s %s", side, view != NULL ? view : "?");
}

char *
cs_case_letter (guint cluster)
{
  GString *text = g_string_new (NULL);

  for (guint rest = cluster + 1; rest > 0; rest = (rest - 1) / 26)
    g_string_prepend_c (text, (char) ('A' + (rest - 1) % 26));
  return g_string_free (text, FALSE);
}

char *
cs_case_size (const CsFacts *facts,
              const CsBox   *box)
{
  if (facts->mm_per_pixel > 0)
    return g_strdup_printf (_("%.1f × %.1f mm"), box->width * facts->mm_per_pixel, box->height * facts->mm_per_pixel);
  return g_strdup_printf (_("%d × %d px"), box->width, box->height);
}

char *
cs_case_date (gint64      when,
              const char *format)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (when);

  return when > 0 && date != NULL ? g_date_time_format (date, format) : g_strdup ("");
}

/* Everybody who judged a mark of the case, each once. */
char *
cs_case_readers (const CsCase *shown)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < shown->films->len; i++)
    {
      const CsRecordFilm *film = g_array_index (shown->films, CsCaseFilm, i).film;

      for (guint k = 0; k < film->n_marks; k++)
        if (film->marks[k].verdict != CS_VERDICT_NONE && film->marks[k].who[0] != '\0' &&
            !g_ptr_array_find_with_equal_func (names, film->marks[k].who, g_str_equal, NULL))
          g_ptr_array_add (names, (gpointer) film->marks[k].who);
    }
  g_ptr_array_add (names, NULL);
  return names->len > 1 ? g_strjoinv (", ", (char **) names->pdata) : g_strdup (_("nobody judged it yet"));
}

char *
cs_case_counts (const CsCase *shown)
{
  guint n[4] = { 0 }, rejected = 0;

  for (guint i = 0; i < shown->finds->len; i++)
    n[g_array_index (shown->finds, CsCaseFind, i).mark->verdict]++;
  for (guint i = 0; i < shown->films->len; i++)
    rejected += g_array_index (shown->films, CsCaseFilm, i).n_rejected;
  return g_strdup_printf (_("%u accepted, %u unsure, %u not judged; %u rejected, not listed"), n[CS_VERDICT_POSITIVE],
                          n[CS_VERDICT_UNSURE], n[CS_VERDICT_NONE], rejected);
}

char *
cs_case_said (const CsCase *shown,
              CsSubject     subject,
              gint64        id)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < shown->said->len; i++)
    {
      const CsCaseSaid *said = &g_array_index (shown->said, CsCaseSaid, i);

      if (said->subject == subject && said->id == id)
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? " · " : "", _(said->title), said->word);
    }
  return g_string_free (text, FALSE);
}

char *
cs_case_caption (const CsCase     *shown,
                 const CsCaseFilm *film)
{
  g_autofree char *words = cs_case_film_words (film), *source = cs_measure_source (&film->film->facts);
  g_autofree char *said = cs_case_said (shown, CS_SUBJECT_FILM, film->film->id);

  return g_strdup_printf ("%s · %s · %s%s%s", words, film->film->name, source, said[0] != '\0' ? " · " : "", said);
}

const char *
cs_case_verdict (CsVerdict verdict)
{
  return verdict == CS_VERDICT_POSITIVE ? _("accepted") : verdict == CS_VERDICT_UNSURE ? _("unsure") : _("not judged");
}

char *
cs_case_suspicion (const CsRecordMark *mark)
{
  if (mark->origin != CS_ORIGIN_MACHINE)
    return g_strdup (mark->origin == CS_ORIGIN_TRUTH ? _("truth") : _("drawn"));
  return g_strdup_printf ("%.2f", mark->box.suspicion);
}

char *
cs_case_cluster_words (const CsCase *shown,
                       guint         i)
{
  const CsCaseCluster *cluster = &g_array_index (shown->clusters, CsCaseCluster, i);
  const CsCaseFilm *film = &g_array_index (shown->films, CsCaseFilm, cluster->film);
  g_autofree char *letter = cs_case_letter (i), *words = cs_case_film_words (film);
  g_autofree char *size = cs_case_size (&film->film->facts, &cluster->extent);

  /* Translators: a cluster's letter, side and view, its finds' first and last number, its extent */
  return g_strdup_printf (_("%s · %s · finds %u to %u · %s"), letter, words, cluster->first + 1,
                          cluster->first + cluster->n, size);
}

char *
cs_case_disclaimer (void)
{
  return g_strdup_printf (_("%s, a program for research. Not a medical device: nothing here is a diagnosis."),
                          CS_PROGRAM);
}

char *
cs_case_settings_words (CsSettings *settings)
{
  return g_strdup_printf ("%s (%.12s)", cs_contest_name (settings), cs_settings_get_digest (settings));
}
