/* Network files. The digest inside is made anew, so that changes reach the graph and the weights; what loads is run. */
#include <string.h>

#include "fuzz.h"
#include "nn-net.h"
#include "nn-recipe.h"

#define DIGEST_AT 12
#define BODY_AT 44

/* A network larger than this is not run: it takes time, and nothing else. */
#define MOST_VALUES 4096

static gsize
count (NnShape shape)
{
  return (gsize) shape.channels * shape.height * shape.width;
}

static void
predict (const NnNet *net)
{
  gsize n_in = count (nn_net_get_input (net)), n_out = count (nn_net_get_output (net));
  g_autofree float *x = NULL, *p = NULL;

  if (n_in > MOST_VALUES || n_out > MOST_VALUES || nn_net_get_n_params (net) > MOST_VALUES)
    return;
  x = g_new0 (float, n_in);
  p = g_new0 (float, n_out);
  nn_net_predict (net, 1, x, p, 1, NULL, NULL);
}

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) file = g_bytes_new_static (bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnNet) net = nn_net_load_bytes (file, "network", &error);

  g_assert_true ((net == NULL) == (error != NULL));
  if (net != NULL)
    predict (net);
}

static gsize
mutate (guint8 *bytes, gsize length, gsize most, GRand *rand, FuzzPlain plain)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = BODY_AT - DIGEST_AT;

  if (length <= BODY_AT || most <= BODY_AT)
    return plain (bytes, length, most);
  length = BODY_AT + plain (bytes + BODY_AT, length - BODY_AT, most - BODY_AT);
  g_checksum_update (sum, bytes + BODY_AT, (gssize) (length - BODY_AT));
  g_checksum_get_digest (sum, bytes + DIGEST_AT, &size);
  return length;
}

static void
add (GPtrArray *seeds, const char *recipe, const NnDesign *design)
{
  g_autoptr (NnGraph) graph = nn_recipe_build (nn_recipe_find (recipe), design, NULL);
  g_autoptr (NnNet) net = nn_net_new (graph, 1);

  nn_net_set_note (net, "recipe", recipe);
  g_ptr_array_add (seeds, nn_net_to_bytes (net));
}

static void
seed (GPtrArray *seeds)
{
  NnDesign batch = { 8, 2, 2, 1, NN_NORM_BATCH, 0.01f, 0.1f }, plain = { 8, 2, 1, 0, NN_NORM_INSTANCE, 0, 0 };

  add (seeds, "unet", &batch);
  add (seeds, "unet", &plain);
}

const FuzzTarget fuzz_target_network = { .id = "network", .run = run, .seed = seed, .mutate = mutate };
