/* Networks written as ONNX are read by a reader of its own, reference/read-onnx.py, which shares no line with the
 * writer, and give there what they give here. That script asks the onnx package's checker too, where it is
 * installed; ONNX Runtime itself runs them where tests/bench/peers/onnx-same.js is called with what "test-onnx
 * FOLDER" leaves there, all recipes as published among it. */
#include "folder.h"
#include "nn-graph.h"
#include "nn-onnx.h"
#include "nn-recipe.h"

#include <string.h>

#define SAMPLES 2

typedef struct
{
  const char *name, *recipe;
  NnDesign    design;
  const char *op;                        /* instead of a recipe: this op between two 1x1 convolutions */
  NnArgs      args;
} Case;

static const Case cases[] = {
  { "unet", "unet", { 16, 3, 2, 0, NN_NORM_INSTANCE, 0.01f, 0 } },
  { "unet-recurrent", "unet", { 8, 3, 1, 2, NN_NORM_INSTANCE, 0.1f, 0 } },
  { "unet-batch-dropout", "unet", { 8, 3, 2, 0, NN_NORM_BATCH, 0.01f, 0.5f } },
  { "valvano", "valvano", { 16, 3, 4, 0, NN_NORM_NONE, 0, 0 } },
  { "rehman", "rehman", { 8, 2, 3, 0, NN_NORM_NONE, 0, 0 } },
  { "densenet", "densenet", { 8, 4, 3, 0, NN_NORM_BATCH, 0, 0 } },
  { "conv", .op = "conv", .args = { .channels = 4, .kernel = 5, .stride = 2 } },
  { "conv-recurrent", .op = "conv", .args = { .channels = 4, .steps = 3, .slope = 0.2f } },
  { "upconv", .op = "upconv", .args = { .channels = 4, .kernel = 3, .stride = 2 } },
  { "maxpool", .op = "maxpool", .args = { .kernel = 3 } },
  { "avgpool", .op = "avgpool" },
  { "norm", .op = "norm" },
  { "leaky", .op = "leaky", .args = { .slope = 0.3f } },
  { "concat", .op = "concat" },
  { "dense", .op = "dense", .args = { .channels = 5 } },
  { "dropout", .op = "dropout", .args = { .rate = 0.5f } },
  { "softmax", .op = "softmax" },
};

static char *folder;

static NnGraph *
build (const Case *item)
{
  NnGraph *graph;
  int before, at;

  if (item->recipe != NULL)
    return nn_recipe_build (nn_recipe_find (item->recipe), &item->design, NULL);
  graph = nn_graph_new ((NnShape) { 1, 7, 8 });
  before = nn_graph_add (graph, "conv", &(NnArgs) { .channels = 3, .kernel = 1 }, 0, -1, NULL);
  at = nn_graph_add (graph, item->op, &item->args, before, g_str_equal (item->op, "concat") ? 0 : -1, NULL);
  nn_graph_add (graph, "conv", &(NnArgs) { .channels = 2, .kernel = 1 }, at, -1, NULL);
  return graph;
}

/* As if it had been trained: no bias is 0, no gain 1, and the running means have run. */
static NnNet *
make_net (const Case *item,
          GRand      *rand,
          double      noise)
{
  g_autoptr (NnGraph) graph = build (item);
  NnNet *net = nn_net_new (graph, 5);

  for (gsize i = 0; i < nn_net_get_n_params (net); i++)
    nn_net_edit_params (net)[i] += (float) g_rand_double_range (rand, -noise, noise);
  for (gsize i = 0; i < nn_net_get_n_state (net); i++)
    nn_net_edit_state (net)[i] = (float) g_rand_double_range (rand, -0.3, 0.3);
  nn_net_set_note (net, "recipe", item->name);
  return net;
}

static void
save (const char   *name,
      const char   *suffix,
      gconstpointer data,
      gsize         size)
{
  g_autofree char *path = g_strconcat (folder, G_DIR_SEPARATOR_S, name, suffix, NULL);

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}

static void
save_case (const Case *item,
           GRand      *rand,
           double      noise)
{
  const char *const notes[] = { "recipe", "none", NULL };
  g_autoptr (NnNet) net = make_net (item, rand, noise);
  g_autoptr (GBytes) bytes = nn_onnx_of_net (net, notes);
  gsize n = SAMPLES * nn_shape_size (nn_net_get_input (net)), n_out = SAMPLES * nn_shape_size (nn_net_get_output (net));
  g_autofree float *x = g_new (float, n), *p = g_new (float, n_out);

  for (gsize i = 0; i < n; i++)
    x[i] = (float) g_rand_double_range (rand, -2, 2);
  g_assert_true (nn_net_predict (net, SAMPLES, x, p, 1, NULL, NULL));
  save (item->name, ".onnx", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  save (item->name, ".in", x, n * sizeof (float));
  save (item->name, ".out", p, n_out * sizeof (float));
}

static void
test_elsewhere (void)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "nn", "reference", "read-onnx.py", NULL), *said = NULL;
  const char *call[] = { "/usr/bin/python3", script, folder, NULL };
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  GError *error = NULL;
  int status;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    save_case (&cases[i], rand, 0.1);
  g_spawn_sync (NULL, (char **) call, NULL, 0, NULL, NULL, &said, NULL, &status, &error);
  g_assert_no_error (error);
  g_test_message ("%s", said);
  g_assert_cmpint (status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_nonnull (strstr (said, cases[i].name));
}

/* Every op can be written, and stands among the cases or in a recipe's. */
static void
test_all_ops (void)
{
  for (guint i = 0; nn_ops[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
        found |= g_strcmp0 (cases[k].op, nn_ops[i]->name) == 0;
      g_assert_true (found);
      g_assert_nonnull (nn_ops[i]->onnx);
    }
}

/* With the recipes as published, changed but little: so wide they would be sure of everything. */
static int
leave_all (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    save_case (&cases[i], rand, 0.1);
  for (guint i = 0; nn_recipes[i] != NULL; i++)
    {
      g_autofree char *name = g_strconcat ("published-", nn_recipes[i]->id, NULL);

      save_case (&(Case) { name, nn_recipes[i]->id, nn_recipes[i]->standard }, rand, 0.003);
    }
  return 0;
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  if (argc > 1)
    {
      folder = argv[1];
      return leave_all ();
    }
  folder = g_dir_make_tmp ("calcspot-onnx-XXXXXX", NULL);
  g_test_add_func ("/onnx/all-ops", test_all_ops);
  g_test_add_func ("/onnx/elsewhere", test_elsewhere);
  result = g_test_run ();
  remove_tree (folder);
  g_free (folder);
  return result;
}
