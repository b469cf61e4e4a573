/* Which output threshold a network is best served with: asked of women it was validated on, never of those it is
 * tested on. */
#include "cs-scoring.h"
#include "nn-cutoffs.h"
#include "nn-turns.h"

#include <string.h>

#define CHUNK 64

typedef struct { const CsScoringTask *task; guint area; gsize n_out; float *x, *p; guint8 *known; } Choice;

static void
choice_clear (Choice *self)
{
  g_free (self->x);
  g_free (self->p);
  g_free (self->known);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choice, choice_clear)

/* Of a network that draws the pixels of accepted patches, as its figures are pooled; else the verdicts on all. */
static void
add_patch (const Choice *self,
           guint         which,
           const float  *p,
           NnCutoffs    *tally)
{
  const CsPatch *patch = cs_patches_get (self->task->patches, which);
  guint8 positive = patch->positive;

  if (self->n_out == 2)
    nn_cutoffs_add (tally, p + 1, &positive, NULL, 1);
  else if (patch->positive)
    {
      cs_patches_get_known (self->task->patches, which, self->known);
      nn_cutoffs_add (tally, p + self->area, patch->target, self->known, self->area);
    }
}

static gboolean
add_chunk (const Choice *self,
           const guint  *which,
           guint         n,
           NnCutoffs    *tally,
           GCancellable *cancellable,
           GError      **error)
{
  for (guint i = 0; i < n; i++)
    memcpy (self->x + (gsize) i * self->area, cs_patches_get (self->task->patches, which[i])->pixels,
            self->area * sizeof (float));
  if (!(self->task->turned && self->n_out > 2 ? nn_net_predict_turned : nn_net_predict)
         (self->task->net, n, self->x, self->p, self->task->threads, cancellable, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    add_patch (self, which[i], self->p + i * self->n_out, tally);
  return TRUE;
}

gboolean
cs_scoring_choose (const CsScoringTask *task,
                   double              *threshold,
                   GCancellable        *cancellable,
                   GError             **error)
{
  guint side = cs_patches_get_cut (task->patches)->side, area = side * side;
  gsize n_out = nn_shape_size (nn_net_get_output (task->net));
  g_auto (Choice) self = { task, area, n_out, g_new (float, CHUNK * area), g_new (float, CHUNK * n_out),
                           g_new (guint8, area) };
  g_autofree NnCutoffs *tally = g_new0 (NnCutoffs, 1);

  for (guint i = 0; i < task->n; i += CHUNK)
    if (!add_chunk (&self, task->which + i, MIN (CHUNK, task->n - i), tally, cancellable, error))
      return FALSE;
  *threshold = nn_cutoffs_choose (tally);
  return TRUE;
}
