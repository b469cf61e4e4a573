#include "nn-graph.h"
#include "nn-net.h"

static void
refuse (NnGraph    *graph,
        const char *op,
        NnArgs      args,
        int         a,
        int         b)
{
  guint n = nn_graph_get_n_nodes (graph);
  gsize n_params = nn_graph_get_n_params (graph);
  GError *error = NULL;

  g_assert_cmpint (nn_graph_add (graph, op, &args, a, b, &error), ==, -1);
  g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
  g_clear_error (&error);
  g_assert_cmpuint (nn_graph_get_n_nodes (graph), ==, n);
  g_assert_cmpuint (nn_graph_get_n_params (graph), ==, n_params);
}

static void
test_refuses (void)
{
  g_autoptr (NnGraph) graph = nn_graph_new ((NnShape) { 2, 8, 6 });
  g_autoptr (NnGraph) empty = nn_graph_new ((NnShape) { 0, 8, 6 });

  g_assert_cmpint (nn_graph_add (graph, "maxpool", &(NnArgs) { .kernel = 2 }, 0, -1, NULL), ==, 1);
  refuse (graph, "nothing", (NnArgs) { 0 }, 0, -1);
  refuse (graph, "leaky", (NnArgs) { 0 }, 2, -1);
  refuse (graph, "leaky", (NnArgs) { 0 }, -1, -1);
  refuse (graph, "leaky", (NnArgs) { 0 }, 0, 1);
  refuse (graph, "concat", (NnArgs) { 0 }, 0, 1);
  refuse (graph, "concat", (NnArgs) { 0 }, 0, -1);
  refuse (graph, "conv", (NnArgs) { .channels = 4, .kernel = 2 }, 0, -1);
  refuse (graph, "conv", (NnArgs) { .channels = 0 }, 0, -1);
  refuse (graph, "conv", (NnArgs) { .channels = G_MAXUINT }, 0, -1);
  refuse (graph, "conv", (NnArgs) { .channels = 4, .steps = G_MAXUINT }, 0, -1);
  refuse (graph, "maxpool", (NnArgs) { .kernel = 7 }, 0, -1);
  refuse (graph, "leaky", (NnArgs) { .slope = G_MAXFLOAT * 2 }, 0, -1);
  refuse (graph, "dropout", (NnArgs) { .rate = 1 }, 0, -1);
  refuse (empty, "leaky", (NnArgs) { 0 }, 0, -1);
}

static void
test_shapes_and_places (void)
{
  g_autoptr (NnGraph) graph = nn_graph_new ((NnShape) { 1, 8, 8 });
  g_autoptr (NnGraph) copy = NULL;
  int conv = nn_graph_add (graph, "conv", &(NnArgs) { .channels = 4 }, 0, -1, NULL);
  int norm = nn_graph_add (graph, "norm", &(NnArgs) { .over_batch = TRUE }, conv, -1, NULL);
  int pool = nn_graph_add (graph, "maxpool", NULL, norm, -1, NULL);
  int up = nn_graph_add (graph, "upconv", &(NnArgs) { .channels = 3 }, pool, -1, NULL);
  int both = nn_graph_add (graph, "concat", NULL, up, norm, NULL);

  g_assert_cmpint (both, ==, 5);
  g_assert_cmpuint (nn_graph_get_output (graph).channels, ==, 7);
  g_assert_cmpuint (nn_graph_get_output (graph).width, ==, 8);
  g_assert_cmpuint (nn_graph_get_node (graph, pool)->out.height, ==, 4);
  g_assert_cmpuint (nn_graph_get_n_params (graph), ==, 4 * 9 + 4 + 8 + 4 * 3 * 4 + 3);
  g_assert_cmpuint (nn_graph_get_params_at (graph, norm), ==, 40);
  g_assert_cmpuint (nn_graph_get_params_at (graph, up), ==, 48);
  g_assert_cmpuint (nn_graph_get_n_state (graph), ==, 8);
  g_assert_true (nn_graph_mixes (graph));
  copy = nn_graph_copy (graph);
  nn_graph_add (graph, "leaky", NULL, both, -1, NULL);
  g_assert_cmpuint (nn_graph_get_n_nodes (copy), ==, 6);
  g_assert_cmpuint (nn_graph_get_n_nodes (graph), ==, 7);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/refuses", test_refuses);
  g_test_add_func ("/graph/shapes-and-places", test_shapes_and_places);
  return g_test_run ();
}
