#include "nn-net.h"
#include "nn-recipe.h"

#include <string.h>

static NnGraph *
build (const char     *id,
       const NnDesign *design)
{
  GError *error = NULL;
  NnGraph *graph = nn_recipe_build (nn_recipe_find (id), design, &error);

  g_assert_no_error (error);
  return graph;
}

static gsize
count_of (const NnGraph *graph,
          const char    *op)
{
  gsize n = 0;

  for (guint i = 1; i < nn_graph_get_n_nodes (graph); i++)
    if (g_str_equal (nn_graph_get_node (graph, i)->op->name, op))
      n += nn_graph_get_node (graph, i)->n_params;
  return n;
}

/* Multiply-adds of a patch forward, in convolutions alone. */
static guint64
count_products (const NnGraph *graph)
{
  guint64 n = 0;

  for (guint i = 1; i < nn_graph_get_n_nodes (graph); i++)
    {
      const NnNode *node = nn_graph_get_node (graph, i);
      gboolean conv = g_str_equal (node->op->name, "conv"), up = g_str_equal (node->op->name, "upconv");
      NnShape side = up ? node->in[0] : node->out;

      if (conv || up)
        n += (guint64) (node->n_params - node->out.channels) * side.height * side.width;
    }
  return n;
}

static void
test_unet_is_the_papers (void)
{
  NnDesign design;
  g_autoptr (NnGraph) graph = NULL;
  NnShape output;

  nn_design_init (&design);
  graph = build ("unet", &design);
  output = nn_graph_get_output (graph);
  g_assert_cmpuint (count_of (graph, "conv") + count_of (graph, "upconv"), ==, 841794);
  g_assert_cmpuint (count_of (graph, "norm"), ==, 2304);
  g_assert_cmpuint (nn_graph_get_n_params (graph), ==, 844098);
  g_assert_cmpuint (count_products (graph), ==, 219512832);
  g_assert_cmpuint (output.channels, ==, 2);
  g_assert_cmpuint (output.height, ==, 32);
  g_assert_cmpuint (output.width, ==, 32);
}

static void
test_unet_variants (void)
{
  const NnDesign designs[] = {
    { 32, 16, 3, 0, NN_NORM_BATCH, 0.01f, 0 }, { 16, 8, 2, 2, NN_NORM_INSTANCE, 0, 0.2f },
    { 48, 8, 4, 1, NN_NORM_NONE, 0.01f, 0 }, { 5, 4, 0, 0, NN_NORM_INSTANCE, 0.01f, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (designs); i++)
    {
      guint side = designs[i].patch;
      g_autoptr (NnGraph) graph = build ("unet", &designs[i]);
      g_autoptr (NnNet) net = nn_net_new (graph, 1);
      g_autofree float *x = g_new0 (float, side * side), *p = g_new0 (float, 2 * side * side);
      GError *error = NULL;

      nn_net_predict (net, 1, x, p, 1, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat_with_epsilon (p[0] + p[side * side], 1, 1e-6);
    }
}

static void
test_unet_refuses (void)
{
  const NnDesign designs[] = {
    { 30, 64, 4, 0, NN_NORM_INSTANCE, 0.01f, 0 }, { 0, 64, 4, 0, NN_NORM_INSTANCE, 0.01f, 0 },
    { 32, 0, 4, 0, NN_NORM_INSTANCE, 0.01f, 0 }, { 32, 64, 40, 0, NN_NORM_INSTANCE, 0.01f, 0 },
    { 32, 64, 4, 0, NN_NORM_INSTANCE, 0.01f, 1.5f }, { 32, 64, 4, 1000, NN_NORM_INSTANCE, 0.01f, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (designs); i++)
    {
      GError *error = NULL;

      g_assert_null (nn_recipe_build (nn_recipe_find ("unet"), &designs[i], &error));
      g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
      g_error_free (error);
    }
}

/* Table 2: the counts as counted, and within 2 % of what the paper prints (in millions). */
static void
test_peers (void)
{
  static const struct { const char *id; gsize n_params; double printed; } peers[] = {
    { "valvano", 2817794, 2.80e6 }, { "rehman", 2618114, 2.61e6 }, { "densenet", 3052786, 3.03e6 } };

  for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      g_autoptr (NnGraph) graph = build (peers[i].id, &nn_recipe_find (peers[i].id)->standard);
      NnShape output = nn_graph_get_output (graph);

      g_assert_cmpuint (nn_graph_get_n_params (graph), ==, peers[i].n_params);
      g_assert_cmpfloat_with_epsilon (nn_graph_get_n_params (graph) / peers[i].printed, 1, 0.02);
      g_assert_cmpuint (output.channels, ==, 2);
      g_assert_cmpuint (output.height * output.width, ==, 1);
    }
}

/* DenseNet-40: a convolution of each of 36 layers and 3 transitions, the first one, and the verdict. */
static void
test_densenet_has_40_layers (void)
{
  const NnRecipe *recipe = nn_recipe_find ("densenet");
  g_autoptr (NnGraph) graph = build ("densenet", &recipe->standard);
  guint n_convs = 0, n_pools = 0;

  for (guint i = 1; i < nn_graph_get_n_nodes (graph); i++)
    {
      n_convs += g_str_equal (nn_graph_get_node (graph, i)->op->name, "conv");
      n_pools += g_str_equal (nn_graph_get_node (graph, i)->op->name, "avgpool");
    }
  g_assert_cmpuint (n_convs, ==, 40);
  g_assert_cmpuint (n_pools, ==, 3);
}

static void
refuse_design (const char     *id,
               const NnDesign *design,
               const char     *word)
{
  GError *error = NULL;

  g_assert_null (nn_recipe_build (nn_recipe_find (id), design, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
  g_assert_nonnull (strstr (error->message, word));
  g_error_free (error);
}

/* A switch a recipe does not have is refused, not overheard. */
static void
test_strangers (void)
{
  NnDesign design = nn_recipe_find ("valvano")->standard;

  design.depth = 3;
  refuse_design ("valvano", &design, "depth");
  design = nn_recipe_find ("densenet")->standard;
  design.steps = 1;
  refuse_design ("densenet", &design, "time steps");
  design.steps = 0;
  design.patch = 20;
  refuse_design ("densenet", &design, "halved");
}

/* What a peer does vary: it builds, narrow and on another patch. */
static void
test_peers_vary (void)
{
  for (guint i = 0; nn_recipes[i] != NULL; i++)
    {
      NnDesign design = nn_recipes[i]->standard;
      g_autoptr (NnGraph) whole = build (nn_recipes[i]->id, &design), graph = NULL;

      design.width = 8;
      design.patch = 48;
      design.norm = NN_NORM_INSTANCE;
      design.slope = 0.1f;
      design.dropout = 0.1f;
      graph = build (nn_recipes[i]->id, &design);
      g_assert_cmpuint (nn_graph_get_n_params (graph), <, nn_graph_get_n_params (whole) / 8);
    }
}

/* Every entry of the table builds as published, and its id finds it. */
static void
test_table (void)
{
  for (guint i = 0; nn_recipes[i] != NULL; i++)
    {
      g_autoptr (NnGraph) graph = build (nn_recipes[i]->id, &nn_recipes[i]->standard);

      g_assert_true (nn_recipe_find (nn_recipes[i]->id) == nn_recipes[i]);
      g_assert_nonnull (nn_recipes[i]->title);
      g_assert_nonnull (nn_recipes[i]->source);
    }
  g_assert_null (nn_recipe_find ("no such"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recipes/unet/papers", test_unet_is_the_papers);
  g_test_add_func ("/recipes/unet/variants", test_unet_variants);
  g_test_add_func ("/recipes/unet/refuses", test_unet_refuses);
  g_test_add_func ("/recipes/peers", test_peers);
  g_test_add_func ("/recipes/peers/vary", test_peers_vary);
  g_test_add_func ("/recipes/densenet", test_densenet_has_40_layers);
  g_test_add_func ("/recipes/strangers", test_strangers);
  g_test_add_func ("/recipes/table", test_table);
  return g_test_run ();
}
