/* Who trains, who validates, who tests: by case, so that no woman is on both sides. And the training feed's
 * augmentation. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-error.h"
#include "cs-patches-private.h"

#define PIXELS (CS_PATCH_SIDE * CS_PATCH_SIDE)
#define SCALE_LOWER 0.8
#define SCALE_UPPER 1.25
#define SHIFT 4

struct _CsSplit
{
  CsPatches *patches;
  GArray    *parts[CS_N_PARTS];     /* of guint */
};

typedef struct { double xx, xy, yx, yy, x, y; } Warp;   /* patch -> wide cut, both from their centres */

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* The cases in an order that depends on the seed alone, not on that of the films. */
static GPtrArray *
shuffle_cases (CsPatches *patches,
               guint      seed)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GPtrArray *cases = g_ptr_array_new ();

  for (guint i = 0; i < cs_patches_get_n (patches); i++)
    if (g_hash_table_add (seen, (gpointer) cs_patches_get_case (patches, i)))
      g_ptr_array_add (cases, (gpointer) cs_patches_get_case (patches, i));
  g_ptr_array_sort (cases, compare_texts);
  for (guint i = cases->len; i > 1; i--)
    {
      guint k = (guint) g_rand_int_range (rand, 0, (int) i);
      gpointer kept = cases->pdata[k];

      cases->pdata[k] = cases->pdata[i - 1];
      cases->pdata[i - 1] = kept;
    }
  return cases;
}

static CsPart
part_of_fold (guint i,
              guint n,
              guint fold,
              guint n_folds)
{
  guint mine = (guint) ((guint64) i * n_folds / n);

  if (mine == fold)
    return CS_PART_TESTING;
  return mine == (fold + 1) % n_folds ? CS_PART_VALIDATION : CS_PART_TRAINING;
}

static CsPart
part_of (guint i,
         guint n,
         int   fold,
         guint n_folds)
{
  guint fifth = MAX (1u, (n + 2) / 5);

  if (fold >= 0)
    return part_of_fold (i, n, (guint) fold, n_folds);
  /* Two women are enough to train on one and validate on the other; none is left to test on. */
  if (n == 2)
    return i == 0 ? CS_PART_TRAINING : CS_PART_VALIDATION;
  if (i < fifth)
    return CS_PART_TESTING;
  return i < 2 * fifth ? CS_PART_VALIDATION : CS_PART_TRAINING;
}

static gboolean
enough (guint    n_cases,
        int      fold,
        guint    n_folds,
        GError **error)
{
  guint least = fold >= 0 ? MAX (n_folds, 3u) : 2;

  if (fold >= 0 && (n_folds < 3 || (guint) fold >= n_folds))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
                   _("Cross-validation needs at least 3 folds, and a fold among them"));
      return FALSE;
    }
  if (n_cases >= least)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
               _("Judged boxes of %u cases are not enough: training needs %u; "
                 "judge more, or tell the films' cases apart"),
               n_cases, least);
  return FALSE;
}

/* Half of the samples keep their scale, and all shift by whole pixels: what is resampled loses the grain the network
 * will meet, and a calcification of one pixel fades. */
static Warp
draw_warp (GRand *rand)
{
  double scale = g_rand_boolean (rand) ? 1 : SCALE_LOWER * pow (SCALE_UPPER / SCALE_LOWER, g_rand_double (rand));
  double dx = g_rand_int_range (rand, -SHIFT, SHIFT + 1), dy = g_rand_int_range (rand, -SHIFT, SHIFT + 1);
  double flip_x = g_rand_boolean (rand) ? -1 : 1, flip_y = g_rand_boolean (rand) ? -1 : 1;
  gboolean turn = g_rand_boolean (rand);   /* with the flips: all four quarter turns */

  if (turn)
    return (Warp) { 0, flip_x / scale, flip_y / scale, 0, dx, dy };
  return (Warp) { flip_x / scale, 0, 0, flip_y / scale, dx, dy };
}

static double
mix (double a,
     double b,
     double t)
{
  return a + (b - a) * t;
}

/* Bilinear; the wide cut holds every place a warp can reach. */
static double
sample_pixels (const float *pixels,
               double       x,
               double       y)
{
  double cx = CLAMP (x, 0.0, CS_PATCH_WIDE - 1.001), cy = CLAMP (y, 0.0, CS_PATCH_WIDE - 1.001);
  int left = (int) cx, top = (int) cy;
  const float *at = pixels + top * CS_PATCH_WIDE + left;

  return mix (mix (at[0], at[1], cx - left), mix (at[CS_PATCH_WIDE], at[CS_PATCH_WIDE + 1], cx - left), cy - top);
}

/* The nearest: area is kept on average, and no small calcification is thresholded away. */
static gboolean
sample_target (const guint8 *target,
               double        x,
               double        y)
{
  int column = CLAMP ((int) floor (x + 0.5), 0, CS_PATCH_WIDE - 1),
      row = CLAMP ((int) floor (y + 0.5), 0, CS_PATCH_WIDE - 1);

  return target[row * CS_PATCH_WIDE + column] != 0;
}

static void
put_target (float   *y,
            guint    i,
            gboolean calcification)
{
  y[i] = calcification ? 0 : 1;
  y[PIXELS + i] = calcification ? 1 : 0;
}

static void
load_augmented (gpointer owner,
                guint    i,
                GRand   *rand,
                float   *x,
                float   *y)
{
  const CsSplit *self = owner;
  Warp warp = draw_warp (rand);
  const float *pixels;
  const guint8 *target;

  cs_patches_get_wide (self->patches, cs_split_get_index (self, CS_PART_TRAINING, i), &pixels, &target);
  for (guint p = 0; p < PIXELS; p++)
    {
      double px = p % CS_PATCH_SIDE - (CS_PATCH_SIDE - 1) / 2.0, py = p / CS_PATCH_SIDE - (CS_PATCH_SIDE - 1) / 2.0;
      double wx = warp.xx * px + warp.xy * py + warp.x + (CS_PATCH_WIDE - 1) / 2.0;
      double wy = warp.yx * px + warp.yy * py + warp.y + (CS_PATCH_WIDE - 1) / 2.0;

      x[p] = (float) sample_pixels (pixels, wx, wy);
      put_target (y, p, sample_target (target, wx, wy));
    }
  cs_patch_normalise (x);
}

static void
load_plain (const CsSplit *self,
            CsPart         part,
            guint          i,
            float         *x,
            float         *y)
{
  const CsPatch *patch = cs_patches_get (self->patches, cs_split_get_index (self, part, i));

  memcpy (x, patch->pixels, PIXELS * sizeof (float));
  for (guint p = 0; p < PIXELS; p++)
    put_target (y, p, patch->target[p] != 0);
}

static void
load_validation (gpointer owner,
                 guint    i,
                 GRand   *rand,
                 float   *x,
                 float   *y)
{
  load_plain (owner, CS_PART_VALIDATION, i, x, y);
}

static void
load_testing (gpointer owner,
              guint    i,
              GRand   *rand,
              float   *x,
              float   *y)
{
  load_plain (owner, CS_PART_TESTING, i, x, y);
}

static gboolean
is_positive (const CsSplit *self,
             guint          index)
{
  return cs_patches_get (self->patches, index)->positive;
}

/* Rejected boxes outnumber accepted ones many times over; past one each they only cost time. Which of them stay depends
 * on the seed, and the order of the rest is kept. */
static void
thin_negatives (CsSplit *self,
                CsPart   part,
                GRand   *rand)
{
  GArray *old = self->parts[part], *kept = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_positive = 0, wanted, left;

  for (guint i = 0; i < old->len; i++)
    n_positive += is_positive (self, g_array_index (old, guint, i));
  left = old->len - n_positive;
  wanted = n_positive > 0 ? MIN (left, n_positive) : left;
  for (guint i = 0; i < old->len; i++)
    {
      guint index = g_array_index (old, guint, i);

      if (!is_positive (self, index))
        {
          /* Selection sampling: each is taken with the chance that leaves just as many as are wanted. */
          if (g_rand_double (rand) * left-- >= wanted)
            continue;
          wanted--;
        }
      g_array_append_val (kept, index);
    }
  g_array_unref (old);
  self->parts[part] = kept;
}

CsSplit *
cs_split_new (CsPatches *patches,
              guint      seed,
              int        fold,
              guint      n_folds,
              GError   **error)
{
  g_autoptr (GPtrArray) cases = shuffle_cases (patches, seed);
  g_autoptr (GHashTable) part_of_case = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  CsSplit *self;

  if (!enough (cases->len, fold, n_folds, error))
    return NULL;
  for (guint i = 0; i < cases->len; i++)
    g_hash_table_insert (part_of_case, cases->pdata[i], GUINT_TO_POINTER (part_of (i, cases->len, fold, n_folds)));
  self = g_new0 (CsSplit, 1);
  self->patches = cs_patches_ref (patches);
  for (guint part = 0; part < CS_N_PARTS; part++)
    self->parts[part] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < cs_patches_get_n (patches); i++)
    {
      guint part = GPOINTER_TO_UINT (g_hash_table_lookup (part_of_case, cs_patches_get_case (patches, i)));

      g_array_append_val (self->parts[part], i);
    }
  thin_negatives (self, CS_PART_TRAINING, rand);
  thin_negatives (self, CS_PART_VALIDATION, rand);
  return self;
}

void
cs_split_free (CsSplit *self)
{
  for (guint part = 0; part < CS_N_PARTS; part++)
    g_array_unref (self->parts[part]);
  cs_patches_unref (self->patches);
  g_free (self);
}

NnFeed
cs_split_get_feed (CsSplit *self,
                   CsPart   part)
{
  static void (*const loads[CS_N_PARTS]) (gpointer, guint, GRand *, float *, float *) =
    { load_augmented, load_validation, load_testing };

  return (NnFeed) { self, self->parts[part]->len, loads[part] };
}

guint
cs_split_get_n (const CsSplit *self,
                CsPart         part)
{
  return self->parts[part]->len;
}

guint
cs_split_get_index (const CsSplit *self,
                    CsPart         part,
                    guint          i)
{
  g_return_val_if_fail (i < self->parts[part]->len, 0);
  return g_array_index (self->parts[part], guint, i);
}
