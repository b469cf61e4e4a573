/* Variants of the U-Net's plan on one set of a study: trained, kept, and measured at every output cut on the women who
 * validate (choices are made by these) or, once chosen, on those who test. Against truth, positive patches, pooled:
 * "patch" the patch alone, "joined" its windows as on a film, "turns" the mean of what the network says to a patch's
 * eight turns and flips, "both" joined from such. Patches are cut once for all variants.
 *
 * variants --study DIR --keep DIR [--set 1] [--folds 5] [--part validation] [--turns] [--cut 0.5] [--films]
 *          [--threads 2] VARIANT...
 * A variant is its switches, as "width=32 epochs=40" (of `calcspot-batch train`; "positive-only": no rejected patches);
 * its network stays in --keep, and is not trained again. A line a variant and way: Dice, sensitivity, precision at
 * --cut, then the best cut and the same there; with --films before it a film's name, way, true pixels found, false
 * ones, and those missed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cs-course.h"
#include "cs-formats.h"
#include "cs-join.h"
#include "cs-patches.h"
#include "cs-scoring.h"
#include "cs-study.h"
#include "nn-cutoffs.h"
#include "nn-turns.h"

#define CHUNK 32

enum { PATCH, JOINED, TURNED, TURNED_JOINED, WAYS };
static const char *const ways[WAYS] = { "patch", "joined", "turns", "both" };

static struct
{
  char    *study, *keep, *part;
  int      set, folds, threads;
  double   cut;
  gboolean turns, films;
  char   **variants;
} options = { NULL, NULL, NULL, 1, 5, 2, 0.5, FALSE, FALSE, NULL };

typedef struct
{
  CsRecord  *record;
  CsSettings *settings;
  CsPatches *patches;
  GArray    *which;            /* of guint: positive, of films with a truth, film by film */
  guint8    *truth;            /* a patch each */
  guint      side, area;
} Patches;

static void
fail (const GError *error)
{
  fprintf (stderr, "%s\n", error->message);
  exit (1);
}

static void
take_patch (Patches *self, guint i, const CsRaster *mask)
{
  const CsPatch *patch = cs_patches_get (self->patches, i);
  g_autoptr (CsRaster) cut = cs_raster_crop (mask, patch->x, patch->y, self->side, self->side);
  guint8 *to;

  g_array_append_val (self->which, i);
  self->truth = g_realloc (self->truth, (gsize) self->which->len * self->area);
  to = self->truth + (gsize) (self->which->len - 1) * self->area;
  for (guint y = 0; y < self->side; y++)
    memcpy (to + y * self->side, cs_raster_row (cut, y), self->side);
}

static void
take_film (Patches *self, guint film, const guint8 *wanted)
{
  const CsRecordFilm *row = cs_record_get_film (self->record, film);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsTruth) truth = cs_formats_truth (row->file, row->width, row->height, &error);
  const CsRaster *mask = truth != NULL ? cs_truth_get_mask (truth, "calcifications") : NULL;

  for (guint i = 0; mask != NULL && i < cs_patches_get_n (self->patches); i++)
    {
      const CsPatch *patch = cs_patches_get (self->patches, i);

      if (wanted[i] != 0 && patch->film == film && patch->positive)
        take_patch (self, i, mask);
    }
}

static void
open_patches (Patches *self)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (options.study);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStudy) study = cs_study_open (folder, &error);
  g_autofree char *text = study != NULL ? cs_study_get_settings (study) : NULL;
  CsCut cut = CS_CUT_STANDARD;
  CsSplit *split;
  g_autofree guint8 *wanted = NULL;
  CsPart part = g_strcmp0 (options.part, "testing") == 0 ? CS_PART_TESTING : CS_PART_VALIDATION;

  if (study == NULL)
    fail (error);
  self->settings = text != NULL ? cs_settings_from_text (text, &error) : cs_settings_new (NULL);
  if (self->settings == NULL)
    fail (error);
  self->record = cs_study_freeze_part (study, FALSE);
  self->side = cut.side;
  self->area = cut.side * cut.side;
  self->patches = cs_patches_gather (self->record, self->settings, &cut, NULL, NULL, NULL, &error);
  if (self->patches == NULL)
    fail (error);
  split = cs_split_new (self->patches, 1, options.set - 1, (guint) options.folds, TRUE, 0.5, &error);
  if (split == NULL)
    fail (error);
  wanted = g_new0 (guint8, cs_patches_get_n (self->patches));
  for (guint i = 0; i < cs_split_get_n (split, part); i++)
    wanted[cs_split_get_index (split, part, i)] = 1;
  self->which = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint film = 0; film < cs_record_get_n_films (self->record); film++)
    take_film (self, film, wanted);
  cs_split_free (split);
}

static void
tally_patches (const Patches *self, const NnNet *net, const guint *which, guint n, const guint8 *truth, gboolean turned,
               NnCutoffs *tally)
{
  g_autofree float *x = g_new (float, n * self->area), *p = g_new (float, 2 * n * self->area);
  g_autoptr (GError) error = NULL;

  for (guint k = 0; k < n; k++)
    memcpy (x + k * self->area, cs_patches_get (self->patches, which[k])->pixels, self->area * sizeof (float));
  if (!(turned ? nn_net_predict_turned : nn_net_predict) (net, n, x, p, (guint) options.threads, NULL, &error))
    fail (error);
  for (guint k = 0; k < n; k++)
    nn_cutoffs_add (tally, p + (2 * k + 1) * self->area, truth + k * self->area, NULL, self->area);
}

static void
tally_joined (const Patches *self, const NnNet *net, const guint *which, guint n, const guint8 *truth, gboolean turned,
              NnCutoffs *tally)
{
  g_autofree float *p = g_new (float, 2 * n * self->area);
  g_autoptr (GError) error = NULL;

  if (!cs_join_patches (net, self->patches, which, n, turned, (guint) options.threads, p, NULL, &error))
    fail (error);
  for (guint k = 0; k < n; k++)
    nn_cutoffs_add (tally, p + (2 * k + 1) * self->area, truth + k * self->area, NULL, self->area);
}

static void
tell_at (const NnCutoffs *tally, double cut)
{
  NnCounts counts = nn_cutoffs_get_counts (tally, (guint) (cut * NN_CUTOFFS + 0.5));
  NnFigures figures = nn_figures_of (&counts);

  printf ("  %.3f: %.4f %.4f %.4f", cut, figures.value[NN_DICE], figures.value[NN_SENSITIVITY],
          figures.value[NN_PRECISION]);
}

static void
read_variant (const char *variant, CsCoursePlan *plan)
{
  g_auto (GStrv) words = g_strsplit (variant, " ", -1);
  g_autoptr (GError) error = NULL;

  cs_course_plan_init (plan);
  plan->fold = options.set - 1;
  plan->n_folds = (guint) options.folds;
  plan->plan.threads = (guint) options.threads;
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) sides = g_strsplit (words[i], "=", 2);
      const CsSwitch *one = cs_switch_find (sides[0] != NULL ? sides[0] : "");

      if (strcmp (words[i], "positive-only") == 0)
        plan->negatives = FALSE;
      else if (one == NULL || sides[1] == NULL)
        g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "No such switch: %s", words[i]);
      else
        cs_switch_set (one, plan, sides[1], &error);
      if (error != NULL)
        fail (error);
    }
}

static void
epoch_cb (const NnEpoch *epoch, gpointer data)
{
  fprintf (stderr, "%s: epoch %u, loss %.4f, validation %.4f%s, rate %.2g, %.0f s\n", (const char *) data,
           epoch->number, epoch->training_loss, epoch->validation_loss, epoch->best ? " *" : "", epoch->rate,
           epoch->seconds);
}

static NnNet *
train (const Patches *self, const char *variant, GFile *file)
{
  CsCourseWatch watch = { .epoch = epoch_cb, .data = (gpointer) variant };
  CsCoursePlan plan;
  g_autoptr (CsCourse) course = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strconcat (g_file_peek_path (file), ".state", NULL);
  g_autoptr (GFile) state = g_file_new_for_path (path);
  NnNet *net;

  read_variant (variant, &plan);
  course = cs_course_new (self->record, self->settings, self->patches, &plan);
  if (!cs_course_train (course, state, TRUE, &watch, NULL, &error))
    fail (error);
  net = cs_course_get_network (course);
  if (!nn_net_save (net, file, &error))
    fail (error);
  g_file_delete (state, NULL, NULL);
  return net;
}

static NnNet *
find_network (const Patches *self, const char *variant)
{
  g_autofree char *name = g_strdup_printf ("%s set=%d", variant, options.set);
  g_autofree char *path = g_build_filename (options.keep, g_strdelimit (name, "/", '-'), NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  NnNet *net;

  if (!g_file_query_exists (file, NULL))
    return train (self, variant, file);
  net = nn_net_load (file, &error);
  if (net == NULL)
    fail (error);
  return net;
}

static void
tally_chunk (const Patches *self, const NnNet *net, guint first, guint n, NnCutoffs *tallies)
{
  const guint *which = &g_array_index (self->which, guint, first);
  const guint8 *truth = self->truth + (gsize) first * self->area;

  tally_patches (self, net, which, n, truth, FALSE, &tallies[PATCH]);
  tally_joined (self, net, which, n, truth, FALSE, &tallies[JOINED]);
  if (options.turns)
    tally_patches (self, net, which, n, truth, TRUE, &tallies[TURNED]);
  if (options.turns)
    tally_joined (self, net, which, n, truth, TRUE, &tallies[TURNED_JOINED]);
}

static guint
film_at (const Patches *self, guint k)
{
  return cs_patches_get (self->patches, g_array_index (self->which, guint, k))->film;
}

/* Those of the film of the @first-th patch; returns how many patches they were. */
static guint
tally_film (const Patches *self, const NnNet *net, guint first, NnCutoffs *tallies)
{
  guint n = 1;

  while (first + n < self->which->len && film_at (self, first + n) == film_at (self, first))
    n++;
  for (guint i = 0; i < n; i += CHUNK)
    tally_chunk (self, net, first + i, MIN (CHUNK, n - i), tallies);
  return n;
}

static void
tell_film (const Patches *self, guint film, const NnCutoffs *tallies)
{
  for (int way = 0; options.films && way < (options.turns ? WAYS : TURNED); way++)
    {
      NnCounts counts = nn_cutoffs_get_counts (&tallies[way], (guint) (options.cut * NN_CUTOFFS + 0.5));

      printf ("%s;%s;%" G_GUINT64_FORMAT ";%" G_GUINT64_FORMAT ";%" G_GUINT64_FORMAT "\n",
              cs_record_get_film (self->record, film)->name, ways[way], counts.tp, counts.fp, counts.fn);
    }
}

static void
merge (NnCutoffs *into, const NnCutoffs *tally)
{
  for (guint i = 0; i <= NN_CUTOFFS; i++)
    {
      into->truth[i] += tally->truth[i];
      into->other[i] += tally->other[i];
    }
}

static void
measure (const Patches *self, const char *variant)
{
  g_autoptr (NnNet) net = find_network (self, variant);
  g_autofree NnCutoffs *all = g_new0 (NnCutoffs, WAYS);

  for (guint i = 0, n; i < self->which->len; i += n)
    {
      g_autofree NnCutoffs *tallies = g_new0 (NnCutoffs, WAYS);

      n = tally_film (self, net, i, tallies);
      tell_film (self, film_at (self, i), tallies);
      for (int way = 0; way < WAYS; way++)
        merge (&all[way], &tallies[way]);
    }
  for (int way = 0; way < (options.turns ? WAYS : TURNED); way++)
    {
      printf ("%-48s %-7s", variant, ways[way]);
      tell_at (&all[way], options.cut);
      tell_at (&all[way], nn_cutoffs_choose (&all[way]));
      printf ("\n");
      fflush (stdout);
    }
}

int
main (int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "study", 0, 0, G_OPTION_ARG_FILENAME, &options.study, "The study", "DIR" },
    { "keep", 0, 0, G_OPTION_ARG_FILENAME, &options.keep, "Trained networks", "DIR" },
    { "set", 0, 0, G_OPTION_ARG_INT, &options.set, "Which of its sets (1)", "N" },
    { "folds", 0, 0, G_OPTION_ARG_INT, &options.folds, "Of how many (5)", "N" },
    { "part", 0, 0, G_OPTION_ARG_STRING, &options.part, "validation or testing (validation)", "PART" },
    { "turns", 0, 0, G_OPTION_ARG_NONE, &options.turns, "Eight turns, too", NULL },
    { "cut", 0, 0, G_OPTION_ARG_DOUBLE, &options.cut, "The cut told first (0.5)", "CUT" },
    { "films", 0, 0, G_OPTION_ARG_NONE, &options.films, "Counts of each film at that cut, too", NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.threads, "Threads (2)", "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.variants, NULL, "VARIANT..." },
    { 0 } };
  g_autoptr (GOptionContext) context = g_option_context_new ("- networks at every output cut");
  g_autoptr (GError) error = NULL;
  Patches patches = { 0 };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || options.study == NULL || options.keep == NULL ||
      options.variants == NULL)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "--study, --keep and a variant are wanted");
      return 2;
    }
  open_patches (&patches);
  printf ("%u patches; cut: Dice, sensitivity, precision; at --cut and at the best cut\n", patches.which->len);
  for (guint i = 0; options.variants[i] != NULL; i++)
    measure (&patches, options.variants[i]);
  g_array_unref (patches.which);
  g_free (patches.truth);
  cs_patches_unref (patches.patches);
  cs_settings_unref (patches.settings);
  cs_record_unref (patches.record);
  return 0;
}
