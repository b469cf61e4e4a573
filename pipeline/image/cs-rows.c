#include "cs-rows.h"

#define STANDARD_BAND 64

static guint wanted_threads;

typedef struct
{
  guint         height, band, n_bands;
  guint         next;                   /* atomic: the band to be taken next */
  CsRowsFunc    func;
  gpointer      data;
  GCancellable *cancellable;
} Run;

static gpointer
work (gpointer data)
{
  Run *run = data;

  while (!g_cancellable_is_cancelled (run->cancellable))
    {
      guint i = (guint) g_atomic_int_add ((int *) &run->next, 1);

      if (i >= run->n_bands)
        break;
      run->func (i * run->band, MIN ((i + 1) * run->band, run->height), run->data);
    }
  return NULL;
}

gboolean
cs_rows_run (guint height, guint band, CsRowsFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  Run run = { height, band > 0 ? band : STANDARD_BAND, 0, 0, func, data, cancellable };
  GThread *helpers[64];
  guint n_helpers;

  run.n_bands = height / run.band + (height % run.band > 0);
  n_helpers = MIN (MIN (cs_rows_get_threads (), run.n_bands), G_N_ELEMENTS (helpers));
  n_helpers = n_helpers > 0 ? n_helpers - 1 : 0;
  for (guint i = 0; i < n_helpers; i++)
    helpers[i] = g_thread_new ("rows", work, &run);
  work (&run);
  for (guint i = 0; i < n_helpers; i++)
    g_thread_join (helpers[i]);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* Asked once: the system answers out of a file, and a film of one megapixel would read it 280 times. */
static guint
count_processors (void)
{
  static gsize n = 0;

  if (g_once_init_enter (&n))
    g_once_init_leave (&n, g_get_num_processors ());
  return n;
}

guint
cs_rows_get_threads (void)
{
  guint n = (guint) g_atomic_int_get ((int *) &wanted_threads);

  return n > 0 ? n : count_processors ();
}

void
cs_rows_set_threads (guint n)
{
  g_atomic_int_set ((int *) &wanted_threads, (int) n);
}
