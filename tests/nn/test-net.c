#include "nn-graph.h"
#include "nn-net.h"
#include "nn-recipe.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define HEAD (8 + 4 + 32)               /* magic, version, digest */

static NnNet *
make_net (guint seed)
{
  NnDesign design = { 16, 8, 2, 1, NN_NORM_BATCH, 0.01f, 0.1f };
  g_autoptr (NnGraph) graph = nn_recipe_build (nn_recipe_find ("unet"), &design, NULL);
  NnNet *net = nn_net_new (graph, seed);

  nn_net_set_note (net, "title", "Größe 1 µm");
  nn_net_set_note (net, "recipe", "unet");
  return net;
}

static void
fill (float *x,
      gsize  n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (gsize i = 0; i < n; i++)
    x[i] = g_rand_double_range (rand, -1, 1);
}

static void
test_same_seed (void)
{
  g_autoptr (NnNet) a = make_net (1);
  g_autoptr (NnNet) b = make_net (1);
  g_autoptr (NnNet) c = make_net (2);

  g_assert_cmpstr (nn_net_get_digest (a), ==, nn_net_get_digest (b));
  g_assert_cmpstr (nn_net_get_digest (a), !=, nn_net_get_digest (c));
  nn_net_set_note (b, "title", "another");
  g_assert_cmpstr (nn_net_get_digest (a), ==, nn_net_get_digest (b));
  nn_net_edit_params (b)[3] += 1;
  g_assert_cmpstr (nn_net_get_digest (a), !=, nn_net_get_digest (b));
}

static void
test_save_and_load (void)
{
  g_autoptr (NnNet) net = make_net (1);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "calcspot-net-XXXXXX", NULL);
  g_autoptr (GFile) file = NULL;
  g_autoptr (NnNet) read = NULL;
  GError *error = NULL;

  g_close (g_mkstemp (path), NULL);
  file = g_file_new_for_path (path);
  nn_net_edit_state (net)[1] = 0.5f;
  g_assert_true (nn_net_save (net, file, &error));
  read = nn_net_load (file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nn_net_get_digest (net), ==, nn_net_get_digest (read));
  g_assert_cmpstr (nn_net_get_note (read, "title"), ==, "Größe 1 µm");
  g_assert_null (nn_net_get_note (read, "nothing"));
  g_assert_cmpfloat (nn_net_get_state (read)[1], ==, 0.5f);
  g_unlink (path);
  g_assert_null (nn_net_load (file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
}

static void
test_copy (void)
{
  g_autoptr (NnNet) net = make_net (1);
  g_autoptr (NnNet) held = nn_net_ref (net);
  g_autoptr (NnNet) copy = nn_net_copy (net);

  nn_net_edit_params (copy)[0] += 1;
  g_assert_cmpfloat (nn_net_get_params (copy)[0], !=, nn_net_get_params (net)[0]);
  g_assert_cmpstr (nn_net_get_note (copy, "recipe"), ==, "unet");
}

static void
test_predict_any_threads (void)
{
  g_autoptr (NnNet) net = make_net (1);
  guint n = 7;
  g_autofree float *x = g_new (float, n * 256), *one = g_new (float, n * 512), *three = g_new (float, n * 512);
  g_autofree float *single = g_new (float, 512);

  fill (x, n * 256);
  g_assert_true (nn_net_predict (net, n, x, one, 1, NULL, NULL));
  g_assert_true (nn_net_predict (net, n, x, three, 3, NULL, NULL));
  g_assert_cmpmem (one, n * 512 * sizeof (float), three, n * 512 * sizeof (float));
  g_assert_true (nn_net_predict (net, 1, x + 4 * 256, single, 0, NULL, NULL));
  g_assert_cmpmem (single, 512 * sizeof (float), one + 4 * 512, 512 * sizeof (float));
  g_assert_true (nn_net_predict (net, 0, x, one, 2, NULL, NULL));
}

/* Levels large enough to be worked on few samples at a time: what one sample needs is not overwritten by another's. */
static void
test_predict_many (void)
{
  enum { N = 11, SIDE = 32, PIXELS = SIDE * SIDE };
  NnDesign design;
  g_autoptr (NnGraph) graph = NULL;
  g_autoptr (NnNet) net = NULL;
  g_autofree float *x = g_new (float, N * PIXELS), *many = g_new (float, N * 2 * PIXELS);

  nn_design_init (&design);
  design.width = 24;
  design.depth = 2;
  graph = nn_recipe_find ("unet")->build (&design, NULL);
  net = nn_net_new (graph, 1);
  fill (x, N * PIXELS);
  g_assert_true (nn_net_predict (net, N, x, many, 1, NULL, NULL));
  for (guint i = 0; i < N; i++)
    {
      float one[2 * PIXELS];

      g_assert_true (nn_net_predict (net, 1, x + i * PIXELS, one, 1, NULL, NULL));
      for (guint k = 0; k < 2 * PIXELS; k++)
        g_assert_cmpfloat_with_epsilon (one[k], many[i * 2 * PIXELS + k], 1e-5);
    }
}

static void
test_predict_refuses (void)
{
  g_autoptr (NnNet) net = make_net (1);
  g_autofree float *x = g_new0 (float, 256), *p = g_new0 (float, 512);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GError *error = NULL;

  x[7] = NAN;
  g_assert_false (nn_net_predict (net, 1, x, p, 1, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NUMBER);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_false (nn_net_predict (net, 1, x, p, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
}

static void
refuse (const guint8 *data,
        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  GError *error = NULL;

  g_assert_null (nn_net_load_bytes (bytes, "hostile", &error));
  g_assert_true (error->domain == NN_ERROR);
  g_assert_nonnull (strstr (error->message, "hostile"));
  g_error_free (error);
}

static void
test_damaged (void)
{
  g_autoptr (NnNet) net = make_net (1);
  g_autoptr (GBytes) bytes = nn_net_to_bytes (net);
  gsize size;
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  size = g_bytes_get_size (bytes);
  for (gsize i = 0; i < size; i += 1 + i / 50)
    {
      refuse (data, i);
      data[i] ^= 0x10;
      refuse (data, size);
      data[i] ^= 0x10;
    }
}

/* The digest is right, what it vouches for is not: nothing may be believed. */
static void
test_forged (void)
{
  g_autoptr (NnNet) net = make_net (1);
  g_autoptr (GBytes) bytes = nn_net_to_bytes (net);
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
  const guint8 values[] = { 0x00, 0x7f, 0xff };

  for (gsize i = HEAD; i < size; i += i < 1500 ? 1 : 499)
    for (guint v = 0; v < G_N_ELEMENTS (values); v++)
      {
        gsize length = 32;
        guint8 kept = data[i];
        g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
        g_autoptr (GBytes) forged = NULL;
        g_autoptr (NnNet) read = NULL;
        g_autoptr (GError) error = NULL;

        data[i] = values[v];
        g_checksum_update (checksum, data + HEAD, size - HEAD);
        g_checksum_get_digest (checksum, data + 12, &length);
        forged = g_bytes_new (data, size);
        read = nn_net_load_bytes (forged, "forged", &error);
        g_assert_true ((read == NULL) == (error != NULL));
        data[i] = kept;
      }
}

static void
test_no_number (void)
{
  g_autoptr (NnNet) net = make_net (1);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  nn_net_edit_params (net)[9] = INFINITY;
  bytes = nn_net_to_bytes (net);
  g_assert_null (nn_net_load_bytes (bytes, "hostile", &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NUMBER);
  g_clear_error (&error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/same-seed", test_same_seed);
  g_test_add_func ("/net/save-and-load", test_save_and_load);
  g_test_add_func ("/net/copy", test_copy);
  g_test_add_func ("/net/predict-any-threads", test_predict_any_threads);
  g_test_add_func ("/net/predict-many", test_predict_many);
  g_test_add_func ("/net/predict-refuses", test_predict_refuses);
  g_test_add_func ("/net/damaged", test_damaged);
  g_test_add_func ("/net/forged", test_forged);
  g_test_add_func ("/net/no-number", test_no_number);
  return g_test_run ();
}
