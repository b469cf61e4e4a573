/* Every loop with every set of instructions this processor has: to the bit what the plain one gives. That the plain
 * ones are right, the tests of who uses them say. */
#include "cs-kernels.h"

#include <string.h>

enum { MOST = 300, ROOM = MOST + 2 * CS_KERNELS_BLOCK };

typedef struct
{
  float   floats[5][ROOM];
  guint16 words[4][ROOM];
  guint8  bytes[ROOM];
  guint32 pairs[1024][2];
} Input;

typedef struct
{
  float   floats[25][2 * ROOM];
  double  sums[2][ROOM];
  guint16 words[9][ROOM];
  guint8  bytes[ROOM], masks[3][ROOM];
} Output;

static void
fill (Input *input, guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint i = 0; i < ROOM; i++)
    {
      for (guint k = 0; k < 5; k++)
        input->floats[k][i] = g_rand_double_range (rand, -0.2, 1.2);
      for (guint k = 0; k < 4; k++)
        input->words[k][i] = g_rand_int_range (rand, 0, 65536);
      input->bytes[i] = g_rand_int_range (rand, 0, 256);
    }
  for (guint i = 0; i < 1024; i++)
    for (guint k = 0; k < 2; k++)
      input->pairs[i][k] = g_rand_int (rand);
}

static void
smooth (const CsKernels *kernels, const Input *in, guint n, Output *out)
{
  const float *f[5] = { in->floats[0] + 1, in->floats[1] + 1, in->floats[2] + 1, in->floats[3] + 1, in->floats[4] + 1 };
  const float weights[3] = { 0.4f, 0.2f, 0.1f };

  kernels->split (f[0], n / 2, out->floats[0], out->floats[1]);
  kernels->halve (out->floats[2], f[0], f[1], n);
  kernels->mix_five (out->floats[3], f, n);
  kernels->mix_three (out->floats[4], f[0], f[1], f[2], n);
  kernels->mix_two (out->floats[5], f[0], f[1], n);
  kernels->spread (out->floats[6], f[3], n);
  memcpy (out->floats[7], f[4], n * sizeof (float));
  kernels->add_share (out->floats[7], f[0], f[1], f[2], 0.4f, 5, n);
  kernels->take_share (out->floats[7], in->words[0], 1 / 65535.0f, f[3], 0.6f, 5, n);
  kernels->scale_words (out->floats[8], in->words[1], 0.01f, n);
  kernels->weigh (out->floats[9], f, weights, 2, n);
  kernels->weigh (out->floats[17], f, weights, 1, n);
  kernels->to_words (out->words[0], f[0], 4095, n);
  kernels->fall (out->bytes, f[0], f[1], f[2], 3, n);
}

/* Points to look between: any before the last. */
static void
rate (const CsKernels *kernels, const Input *in, guint n, Output *out)
{
  const float *f[5] = { in->floats[0] + 1, in->floats[1] + 1, in->floats[2] + 1, in->floats[3] + 1, in->floats[4] + 1 };
  guint32 places[MOST];

  for (guint i = 0; i < n; i++)
    places[i] = in->words[3][i] % MOST;
  kernels->between (out->floats[10], f[0], places, f[1], f[4], n);
  kernels->mix (out->floats[24], f[0], f[3], 0.3f, 0.7f, n);
  kernels->twice (out->floats[18], f[2], n);
  kernels->bend (out->floats[11], f[0], f[1], f[2], n);
  for (guint k = 0; k < 3; k++)
    memcpy (out->floats[12 + k], f[k], n * sizeof (float));
  kernels->rate (out->floats[12], out->floats[13], out->floats[14], in->bytes, f[3], f[4], f[1], 0.3f, n);
  memcpy (out->floats[15], f[4], n * sizeof (float));
  kernels->add_words (out->floats[15], in->words[2], n);
  memcpy (out->floats[16], f[4], n * sizeof (float));
  kernels->add_bytes (out->floats[16], in->bytes, n);
  kernels->to_levels (out->words[8], f[3], 700, 600, n);
  memcpy (out->floats[22], f[2], n * sizeof (float));
  kernels->share_out (out->floats[22], f[1], 1.6f, n);
  kernels->least_of_floats (out->floats[23], f[1], f[2], n);
}

/* Sums of a window of three that move down and along. */
static void
sum (const CsKernels *kernels, const Input *in, guint n, Output *out)
{
  double parts[MOST];

  for (guint i = 0; i < n; i++)
    parts[i] = 1.0 / (i + 1);
  kernels->move_sums (out->sums[0], in->floats[0], NULL, 1e6, n);
  kernels->move_sums (out->sums[0], in->floats[1], in->floats[0], 1e6, n);
  kernels->move_sums (out->sums[1], NULL, in->floats[2], 0, n + 3);
  kernels->scale_sums (out->floats[19], out->sums[0], 1 / 3.0, n);
  kernels->mean_between (out->floats[20], out->sums[1], 3, parts, n);
  kernels->sum_pairs (out->floats[21], in->floats[3], 0.25f, n / 2);
}

static void
compare (const CsKernels *kernels, const Input *in, guint n, Output *out)
{
  const guint16 *rows[3] = { in->words[0], in->words[1], in->words[2] };
  guint whole = (n + CS_KERNELS_BLOCK - 1) / CS_KERNELS_BLOCK * CS_KERNELS_BLOCK;

  out->words[1][0] = 40000;
  out->words[1][1] = 30000;
  kernels->range (in->words[0], n, &out->words[1][0], &out->words[1][1]);
  out->words[1][2] = kernels->count (in->bytes, n);
  kernels->least (out->words[2], rows, 1 + n % 3, n % 2 == 0 ? 0 : 0xffff, whole);
  kernels->least_of_three (out->words[3], rows[0], rows[1], rows[2], n);
  kernels->least_of_two (out->words[4], rows[0], rows[1], n);
  kernels->flip_words (out->words[5], rows[0], 0x5a5a, n);
  kernels->flip_bytes (out->words[6], in->bytes, 0xffff, n);
  kernels->to_bytes (out->masks[0], rows[1], n);
  out->words[1][3] = kernels->over (out->masks[1], rows[2], n % 2 == 0 ? 30000 : 65535, n);
  memcpy (out->masks[2], out->masks[1], n);
  kernels->leave_out (out->masks[2], in->bytes, out->masks[0], n);
  kernels->blend (out->words[7], rows[0], in->pairs, in->floats[0], 0.3f, 1023, n);
}

static void
test_alike (void)
{
  g_autofree Input *input = g_new (Input, 1);

  for (guint n = 1; n <= MOST; n += n < 40 ? 1 : 29)
    for (guint variant = 1; cs_kernels_variant (variant) != NULL; variant++)
      {
        g_autofree Output *plain = g_new0 (Output, 1), *fast = g_new0 (Output, 1);

        fill (input, n);
        smooth (cs_kernels_variant (0), input, n, plain);
        smooth (cs_kernels_variant (variant), input, n, fast);
        rate (cs_kernels_variant (0), input, n, plain);
        rate (cs_kernels_variant (variant), input, n, fast);
        compare (cs_kernels_variant (0), input, n, plain);
        compare (cs_kernels_variant (variant), input, n, fast);
        sum (cs_kernels_variant (0), input, n, plain);
        sum (cs_kernels_variant (variant), input, n, fast);
        g_assert_cmpmem (plain, sizeof *plain, fast, sizeof *fast);
      }
}

static void
test_choice (void)
{
  g_assert_cmpstr (cs_kernels_variant (0)->name, ==, "plain");
  cs_kernels_choose (0);
  g_assert_true (cs_kernels () == cs_kernels_variant (0));
  cs_kernels_choose (G_MAXUINT);
  for (guint i = 0; cs_kernels_variant (i) != NULL; i++)
    g_assert_true (cs_kernels () == cs_kernels_variant (i) || cs_kernels_variant (i + 1) != NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/alike", test_alike);
  g_test_add_func ("/kernels/choice", test_choice);
  return g_test_run ();
}
