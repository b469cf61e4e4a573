#include "nn-recipe.h"
#include "nn-tensors.h"

#include <math.h>
#include <string.h>

/* A file of this head and @n bytes of numbers. */
static GBytes *
make_file (const char *head,
           gsize       n)
{
  GByteArray *file = g_byte_array_new ();
  guint64 size = GUINT64_TO_LE (strlen (head));
  g_autofree guint8 *numbers = g_new0 (guint8, n + 1);

  g_byte_array_append (file, (const guint8 *) &size, sizeof size);
  g_byte_array_append (file, (const guint8 *) head, strlen (head));
  g_byte_array_append (file, numbers, n);
  return g_byte_array_free_to_bytes (file);
}

static NnTensors *
read_bytes (GBytes *bytes)
{
  GError *error = NULL;
  NnTensors *tensors = nn_tensors_from_bytes (bytes, "file", &error);

  g_assert_no_error (error);
  return tensors;
}

static NnTensors *
make_some (void)
{
  const float values[] = { 1, -2.5f, 3e-20f, 4, 5, 1e30f };
  NnTensors *tensors = nn_tensors_new ();

  nn_tensors_add (tensors, "a", 2, (gsize[]) { 2, 3 }, values);
  nn_tensors_add (tensors, "quote \" and \\ and \n and ä", 0, NULL, values + 1);
  nn_tensors_add (tensors, "empty", 2, (gsize[]) { 0, 3 }, NULL);
  nn_tensors_add (tensors, "b", 1, (gsize[]) { 4 }, values + 2);
  nn_tensors_set_note (tensors, "key", "a \"note\"");
  nn_tensors_set_note (tensors, "other", "");
  return tensors;
}

static void
test_round_trip (void)
{
  g_autoptr (NnTensors) tensors = make_some ();
  g_autoptr (GBytes) bytes = nn_tensors_to_bytes (tensors);
  g_autoptr (NnTensors) read = read_bytes (bytes);

  g_assert_cmpuint (nn_tensors_get_n (read), ==, nn_tensors_get_n (tensors));
  for (guint i = 0; i < nn_tensors_get_n (tensors); i++)
    {
      const NnTensor *one = nn_tensors_get (tensors, i), *other = nn_tensors_find (read, one->name);

      g_assert_nonnull (other);
      g_assert_cmpuint (one->n_dims, ==, other->n_dims);
      g_assert_cmpmem (one->dims, one->n_dims * sizeof (gsize), other->dims, other->n_dims * sizeof (gsize));
      g_assert_cmpmem (one->values, one->n * sizeof (float), other->values, other->n * sizeof (float));
    }
  g_assert_cmpstr (nn_tensors_get_note (read, "key"), ==, "a \"note\"");
  g_assert_cmpstr (nn_tensors_get_note (read, "other"), ==, "");
}

/* As others write it: another order, white space, escapes, padding behind the head. */
static void
test_foreign_writing (void)
{
  g_autoptr (GBytes) bytes = make_file (" { \"\\u0062\\/\" : {\"shape\":[ ],\n\"data_offsets\":[8,12],"
                                        "\"dtype\":\"F32\"},"
                                        "\"a\":{\"dtype\":\"F32\",\"shape\":[2, 1],\"data_offsets\":[0,8]}, "
                                        "\"__metadata__\":{\"format\":\"pt\"}}    ", 12);
  g_autoptr (NnTensors) read = read_bytes (bytes);

  g_assert_cmpuint (nn_tensors_get_n (read), ==, 2);
  g_assert_cmpuint (nn_tensors_find (read, "b/")->n, ==, 1);
  g_assert_cmpuint (nn_tensors_find (read, "a")->n_dims, ==, 2);
  g_assert_cmpstr (nn_tensors_get_note (read, "format"), ==, "pt");
}

static void
refuse (GBytes     *bytes,
        const char *defect)
{
  GError *error = NULL;

  g_assert_null (nn_tensors_from_bytes (bytes, "hostile", &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "hostile"));
  if (defect != NULL && strstr (error->message, defect) == NULL)
    g_error ("“%s” does not tell of “%s”", error->message, defect);
  g_error_free (error);
}

#define ONE(shape, place) "{\"a\":{\"dtype\":\"F32\",\"shape\":" shape ",\"data_offsets\":" place "}}"
static const struct { const char *head; gsize n; const char *defect; } defects[] = {
  { "", 0, "mark" },
  { "[]", 0, "mark" },
  { "{", 0, "mark" },
  { "{} x", 0, "behind its end" },
  { "{,}", 0, "mark" },
  { "{\"a\":1}", 0, "mark" },
  { "{\"a\":{}}", 0, "without type" },
  { "{\"a\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2, "F32" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}", 4, "unknown" },
  { "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "twice" },
  { "{\"__metadata__\":{\"a\":1}}", 0, "mark" },
  { "{\"a\\u0000\":{}}", 0, "escape" },
  { "{\"a\\ud800\":{}}", 0, "escape" },
  { "{\"a\\x\":{}}", 0, "escape" },
  { "{\"a\nb\":{}}", 0, "control" },
  { "{\"\xff\":{}}", 0, "UTF-8" },
  { ONE ("[1]", "[0,4]"), 8, "belong to no array" },
  { ONE ("[1]", "[0,4]"), 3, "cut off" },
  { ONE ("[1]", "[4,8]"), 8, "gap" },
  { ONE ("[2]", "[0,4]"), 4, "does not fit its shape" },
  { ONE ("[1]", "[4,0]"), 4, "gap" },
  { ONE ("[-1]", "[0,4]"), 4, "whole" },
  { ONE ("[01]", "[0,4]"), 4, "whole" },
  { ONE ("[1.5]", "[0,4]"), 4, "mark" },
  { ONE ("[1,]", "[0,4]"), 4, "whole" },
  { ONE ("[9007199254740993]", "[0,4]"), 4, "whole" },
  { ONE ("[99999999999999999999999999]", "[0,4]"), 4, "whole" },
  { ONE ("[4294967296,4294967296,4294967296]", "[0,4]"), 4, "does not fit its shape" },
  { ONE ("[4294967296,1073741824]", "[0,0]"), 0, "does not fit its shape" },
  { ONE ("[1,1,1,1,1,1,1,1,1]", "[0,4]"), 4, "dimensions" },
  { ONE ("[2251799813685248]", "[0,9007199254740992]"), 4, "cut off" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
    "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "twice" },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
    "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "overlap" },
};
#undef ONE

static void
test_defects (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (defects); i++)
    {
      g_autoptr (GBytes) bytes = make_file (defects[i].head, defects[i].n);

      refuse (bytes, defects[i].defect);
    }
}

/* Cut off anywhere it is refused; with any byte changed it is refused or read, and nothing breaks. */
static void
test_damaged (void)
{
  g_autoptr (NnTensors) tensors = make_some ();
  g_autoptr (GBytes) bytes = nn_tensors_to_bytes (tensors);
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
  const guint8 values[] = { 0x00, 0x20, '"', '{', '9', 0x7f, 0xff };

  for (gsize i = 0; i < size; i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (data, i);

      refuse (cut, NULL);
      for (guint v = 0; v < G_N_ELEMENTS (values); v++)
        {
          guint8 kept = data[i];
          g_autoptr (GBytes) changed = NULL;
          g_autoptr (NnTensors) read = NULL;
          g_autoptr (GError) error = NULL;

          data[i] = values[v];
          changed = g_bytes_new (data, size);
          read = nn_tensors_from_bytes (changed, "changed", &error);
          g_assert_true ((read == NULL) == (error != NULL));
          data[i] = kept;
        }
    }
}

static NnNet *
make_net (NnNorm norm,
          guint  width)
{
  NnDesign design = { 16, width, 2, 1, norm, 0.01f, 0 };
  g_autoptr (NnGraph) graph = nn_recipe_build (nn_recipe_find ("unet"), &design, NULL);

  return nn_net_new (graph, 3);
}

/* Weights out into a file and back into another network of the same kind: the same network to the bit. */
static void
test_net (void)
{
  g_autoptr (NnNet) net = make_net (NN_NORM_BATCH, 4);
  g_autoptr (NnNet) other = make_net (NN_NORM_BATCH, 4);
  g_autoptr (NnTensors) tensors = NULL;
  g_autoptr (NnTensors) read = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  for (gsize i = 0; i < nn_net_get_n_state (net); i++)
    nn_net_edit_state (net)[i] = 0.1f * i;
  nn_net_edit_params (net)[5] = 7;
  tensors = nn_tensors_of_net (net);
  g_assert_nonnull (nn_tensors_find (tensors, "001.conv.weight"));
  g_assert_nonnull (nn_tensors_find (tensors, "001.conv.recurrent"));
  g_assert_nonnull (nn_tensors_find (tensors, "002.norm.running_mean"));
  bytes = nn_tensors_to_bytes (tensors);
  read = read_bytes (bytes);
  g_assert_cmpstr (nn_net_get_digest (net), !=, nn_net_get_digest (other));
  g_assert_true (nn_tensors_to_net (read, other, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (nn_net_get_digest (net), ==, nn_net_get_digest (other));
}

static void
refuse_net (const NnTensors *tensors,
            NnNet           *net,
            NnError          code)
{
  g_autofree char *digest = g_strdup (nn_net_get_digest (net));
  GError *error = NULL;

  g_assert_false (nn_tensors_to_net (tensors, net, &error));
  g_assert_error (error, NN_ERROR, (int) code);
  g_error_free (error);
  g_assert_cmpstr (nn_net_get_digest (net), ==, digest);
}

static void
test_net_refuses (void)
{
  g_autoptr (NnNet) net = make_net (NN_NORM_INSTANCE, 4);
  g_autoptr (NnNet) wider = make_net (NN_NORM_INSTANCE, 5);
  g_autoptr (NnNet) batch = make_net (NN_NORM_BATCH, 4);
  g_autoptr (NnTensors) tensors = nn_tensors_of_net (net);
  g_autoptr (NnTensors) of_batch = nn_tensors_of_net (batch);

  refuse_net (tensors, wider, NN_ERROR_SHAPE);
  refuse_net (tensors, batch, NN_ERROR_SHAPE);
  refuse_net (of_batch, net, NN_ERROR_SHAPE);
  nn_tensors_get (tensors, 3)->values[0] = NAN;
  refuse_net (tensors, net, NN_ERROR_NUMBER);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensors/round-trip", test_round_trip);
  g_test_add_func ("/tensors/foreign-writing", test_foreign_writing);
  g_test_add_func ("/tensors/defects", test_defects);
  g_test_add_func ("/tensors/damaged", test_damaged);
  g_test_add_func ("/tensors/net", test_net);
  g_test_add_func ("/tensors/net-refuses", test_net_refuses);
  return g_test_run ();
}
