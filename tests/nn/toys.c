#include "toys.h"

#include <glib/gstdio.h>
#include <math.h>

void
toy_load (gpointer owner,
          guint    i,
          GRand   *rand,
          float   *x,
          float   *y)
{
  Toy *toy = owner;
  g_autoptr (GRand) own = g_rand_new_with_seed (1000 * toy->salt + i);
  guint left = g_rand_int_range (own, 0, SIDE - 2), top = g_rand_int_range (own, 0, SIDE - 2);

  for (guint k = 0; k < PIXELS; k++)
    {
      gboolean in = k % SIDE - left < 3 && k / SIDE - top < 3;

      x[k] = g_rand_double_range (rand, -0.5, 0.5) + (in ? 1.5 : 0);
      y[k] = (toy->weight > 0 ? toy->weight : 1) * !in;
      y[PIXELS + k] = (toy->weight > 0 ? toy->weight : 1) * in;
    }
  if (i == toy->poisoned)
    x[3] = NAN;
}

void
feeds_init (Feeds *self)
{
  self->toys[0] = (Toy) { G_MAXUINT, 1 };
  self->toys[1] = (Toy) { G_MAXUINT, 2 };
  self->training = (NnFeed) { &self->toys[0], 37, toy_load };
  self->validation = (NnFeed) { &self->toys[1], 11, toy_load };
}

NnNet *
make_net (NnNorm norm,
          float  dropout)
{
  NnDesign design = { SIDE, 8, 1, 0, norm, 0.01f, dropout };
  GError *error = NULL;
  g_autoptr (NnGraph) graph = nn_recipe_build (nn_recipe_find ("unet"), &design, &error);

  g_assert_no_error (error);
  return nn_net_new (graph, 5);
}

NnPlan
make_plan (guint epochs)
{
  NnPlan plan;

  nn_plan_init (&plan);
  plan.batch = 10;
  plan.max_epochs = epochs;
  plan.first_rate = 5e-3;
  plan.threads = 2;
  return plan;
}

void
assert_same (NnTrainer *a,
             NnTrainer *b)
{
  g_autoptr (NnNet) first = nn_trainer_get_best (a);
  g_autoptr (NnNet) second = nn_trainer_get_best (b);
  guint n, m;
  const NnEpoch *epochs = nn_trainer_get_epochs (a, &n), *others = nn_trainer_get_epochs (b, &m);

  g_assert_cmpstr (nn_net_get_digest (first), ==, nn_net_get_digest (second));
  g_assert_cmpuint (n, ==, m);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (epochs[i].training_loss == others[i].training_loss);
      g_assert_true (epochs[i].validation_loss == others[i].validation_loss);
    }
}

void
batch_done_cb (guint    epoch,
               guint    batch,
               guint    n_batches,
               double   loss,
               gpointer data)
{
  Watcher *watcher = data;

  g_assert_true (isfinite (loss));
  g_assert_cmpuint (n_batches, ==, 4);
  watcher->n_batches++;
  if (epoch == watcher->epoch && batch == watcher->batch)
    g_cancellable_cancel (watcher->cancellable);
}

void
epoch_done_cb (const NnEpoch *epoch,
               gpointer       data)
{
  Watcher *watcher = data;

  watcher->n_epochs++;
}

GFile *
temporary (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "calcspot-train-XXXXXX", NULL);

  g_close (g_mkstemp (path), NULL);
  return g_file_new_for_path (path);
}
