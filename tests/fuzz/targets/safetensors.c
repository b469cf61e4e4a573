/* Weights of other programs, put into a network of ours. The length of the head is made right again. */
#include <string.h>

#include "fuzz.h"
#include "nn-recipe.h"
#include "nn-tensors.h"

#define HEAD_AT 8

static NnNet *
make_net (void)
{
  NnDesign design = { 8, 2, 1, 0, NN_NORM_BATCH, 0.01f, 0 };
  g_autoptr (NnGraph) graph = nn_recipe_build (nn_recipe_find ("unet"), &design, NULL);

  return nn_net_new (graph, 1);
}

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) file = g_bytes_new_static (bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnTensors) tensors = nn_tensors_from_bytes (file, "weights", &error);
  g_autoptr (NnNet) net = NULL;

  g_assert_true ((tensors == NULL) == (error != NULL));
  if (tensors == NULL)
    return;
  net = make_net ();
  nn_tensors_to_net (tensors, net, NULL);
}

static guint64
head_of (const guint8 *bytes)
{
  guint64 length;

  memcpy (&length, bytes, sizeof length);
  return GUINT64_FROM_LE (length);
}

/* The head alone is changed, and its new length written before it; the numbers follow. */
static gsize
mutate (guint8 *bytes, gsize length, gsize most, GRand *rand, FuzzPlain plain)
{
  g_autofree guint8 *numbers = NULL;
  gsize n, head;
  guint64 told;

  if (length <= HEAD_AT || head_of (bytes) > length - HEAD_AT || length > most || g_rand_int_range (rand, 0, 4) == 0)
    return plain (bytes, length, most);
  head = head_of (bytes);
  n = length - HEAD_AT - head;
  numbers = g_memdup2 (bytes + HEAD_AT + head, n);
  head = plain (bytes + HEAD_AT, head, most - n - HEAD_AT);
  if (n > 0)
    memcpy (bytes + HEAD_AT + head, numbers, n);
  told = GUINT64_TO_LE ((guint64) head);
  memcpy (bytes, &told, sizeof told);
  return HEAD_AT + head + n;
}

static void
seed (GPtrArray *seeds)
{
  const gsize dims[] = { 2, 3 };
  const float values[6] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (NnNet) net = make_net ();
  g_autoptr (NnTensors) whole = nn_tensors_of_net (net), small = nn_tensors_new ();

  nn_tensors_add (small, "a", 2, dims, values);
  nn_tensors_set_note (small, "format", "pt");
  g_ptr_array_add (seeds, nn_tensors_to_bytes (whole));
  g_ptr_array_add (seeds, nn_tensors_to_bytes (small));
}

const FuzzTarget fuzz_target_safetensors = { .id = "safetensors", .run = run, .seed = seed, .mutate = mutate };
