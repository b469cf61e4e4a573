/* Who trains, who validates, who tests: by case, so that no woman is on both sides. And the training feed's
 * augmentation. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-error.h"
#include "cs-patches-private.h"

#define SCALE_LOWER 0.8
#define SCALE_UPPER 1.25
#define SCALED_ONE_IN 8
#define MOST_LAID_OVER 0.4

struct _CsSplit
{
  CsPatches *patches;
  GArray    *parts[CS_N_PARTS];     /* of guint */
  GArray    *tissue;                /* of guint: the rejected patches among those that train */
  double     mixing;
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
               ngettext ("Judged boxes of %u case are not enough: training needs %u; "
                         "judge more, or tell the films' cases apart",
                         "Judged boxes of %u cases are not enough: training needs %u; "
                         "judge more, or tell the films' cases apart", n_cases), n_cases, least);
  return FALSE;
}

/* Few samples are scaled, and all shift by whole pixels: what is resampled loses the grain the network will meet, a
 * calcification of one pixel fades, and the border of its mask is known to half a pixel only, which is much of a mask
 * of five. */
static Warp
draw_warp (GRand *rand)
{
  gboolean scaled = g_rand_int_range (rand, 0, SCALED_ONE_IN) == 0;
  double scale = scaled ? SCALE_LOWER * pow (SCALE_UPPER / SCALE_LOWER, g_rand_double (rand)) : 1;
  double dx = g_rand_int_range (rand, -CS_PATCH_SHIFT, CS_PATCH_SHIFT + 1);
  double dy = g_rand_int_range (rand, -CS_PATCH_SHIFT, CS_PATCH_SHIFT + 1);
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
               guint        wide,
               double       x,
               double       y)
{
  double cx = CLAMP (x, 0.0, wide - 1.001), cy = CLAMP (y, 0.0, wide - 1.001);
  int left = (int) cx, top = (int) cy;
  const float *at = pixels + top * (int) wide + left;

  return mix (mix (at[0], at[1], cx - left), mix (at[wide], at[wide + 1], cx - left), cy - top);
}

/* The nearest: area is kept on average, and no small calcification is thresholded away. */
static guint8
sample_share (const guint8 *share,
              int           wide,
              double        x,
              double        y)
{
  int column = CLAMP ((int) floor (x + 0.5), 0, wide - 1),
      row = CLAMP ((int) floor (y + 0.5), 0, wide - 1);

  return share[row * wide + column];
}

static void
put_target (float *y,
            guint  i,
            guint  plane,
            double share)
{
  y[i] = 1 - share;
  y[plane + i] = share;
}

static void
put_share (float *y,
           guint  i,
           guint  plane,
           guint8 share)
{
  if (share == CS_SHARE_OPEN)
    y[i] = y[plane + i] = 0;
  else
    put_target (y, i, plane, share / (double) CS_SHARE_WHOLE);
}

/* @y NULL: the picture alone. */
static void
warp_patch (const CsSplit *self,
            guint          index,
            const Warp    *warp,
            float         *x,
            float         *y)
{
  guint side = cs_patches_get_cut (self->patches)->side, wide = cs_patches_get_wide_side (self->patches);
  double middle = (side - 1) / 2.0, centre = (wide - 1) / 2.0;
  const float *pixels;
  const guint8 *share;

  cs_patches_get_wide (self->patches, index, &pixels, &share);
  for (guint p = 0; p < side * side; p++)
    {
      double px = p % side - middle, py = p / side - middle;
      double wx = warp->xx * px + warp->xy * py + warp->x + centre;
      double wy = warp->yx * px + warp->yy * py + warp->y + centre;

      x[p] = (float) sample_pixels (pixels, wide, wx, wy);
      if (y != NULL)
        put_share (y, p, side * side, sample_share (share, (int) wide, wx, wy));
    }
  cs_patch_normalise (x, side * side);
}

static void
copy_patch (const CsSplit *self,
            guint          index,
            float         *x,
            float         *y)
{
  const CsPatch *patch = cs_patches_get (self->patches, index);
  guint side = cs_patches_get_cut (self->patches)->side, wide = cs_patches_get_wide_side (self->patches);
  guint margin = (wide - side) / 2;
  const float *unused;
  const guint8 *share;

  memcpy (x, patch->pixels, side * side * sizeof (float));
  cs_patches_get_wide (self->patches, index, &unused, &share);
  for (guint p = 0; p < side * side && y != NULL; p++)
    put_share (y, p, side * side, sample_share (share, (int) wide, p % side + margin, p / side + margin));
}

/* Attenuations add up: tissue of another place over a patch makes one more patch, its calcifications where they were
 * and fainter. Few women have but few calcifications, each on one background only. */
static void
lay_tissue_over (const CsSplit *self,
                 GRand         *rand,
                 float         *x)
{
  guint side = cs_patches_get_cut (self->patches)->side, which = (guint) g_rand_int_range (rand, 0, self->tissue->len);
  g_autofree float *tissue = g_new (float, side * side);
  float share = (float) g_rand_double_range (rand, 0, MOST_LAID_OVER);
  Warp warp = draw_warp (rand);

  warp_patch (self, g_array_index (self->tissue, guint, which), &warp, tissue, NULL);
  for (guint p = 0; p < side * side; p++)
    x[p] += share * (tissue[p] - x[p]);
  cs_patch_normalise (x, side * side);
}

static void
load_augmented (const CsSplit *self,
                guint          index,
                GRand         *rand,
                float         *x,
                float         *y)
{
  Warp warp = draw_warp (rand);

  warp_patch (self, index, &warp, x, y);
  if (self->tissue->len > 0 && g_rand_double (rand) < self->mixing)
    lay_tissue_over (self, rand, x);
}

/* The six loads of the feeds: of each part, its masks and its verdicts. */
static void
load (const CsSplit *self,
      CsPart         part,
      gboolean       verdict,
      guint          i,
      GRand         *rand,
      float         *x,
      float         *y)
{
  guint index = cs_split_get_index (self, part, i);

  if (part == CS_PART_TRAINING)
    load_augmented (self, index, rand, x, verdict ? NULL : y);
  else
    copy_patch (self, index, x, verdict ? NULL : y);
  if (verdict)
    put_target (y, 0, 1, cs_patches_get (self->patches, index)->positive);
}

#define LOAD(name, part, verdict) \
  static void name (gpointer owner, guint i, GRand *rand, float *x, float *y) \
  { load (owner, part, verdict, i, rand, x, y); }

LOAD (load_training, CS_PART_TRAINING, FALSE)
LOAD (load_validation, CS_PART_VALIDATION, FALSE)
LOAD (load_testing, CS_PART_TESTING, FALSE)
LOAD (load_training_verdict, CS_PART_TRAINING, TRUE)
LOAD (load_validation_verdict, CS_PART_VALIDATION, TRUE)
LOAD (load_testing_verdict, CS_PART_TESTING, TRUE)

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
                gboolean none,
                GRand   *rand)
{
  GArray *old = self->parts[part], *kept = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_positive = 0, wanted, left;

  for (guint i = 0; i < old->len; i++)
    n_positive += is_positive (self, g_array_index (old, guint, i));
  left = old->len - n_positive;
  wanted = none ? 0 : n_positive > 0 ? MIN (left, n_positive) : left;
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

static void
gather_tissue (CsSplit *self)
{
  const GArray *training = self->parts[CS_PART_TRAINING];

  self->tissue = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < training->len; i++)
    if (!is_positive (self, g_array_index (training, guint, i)))
      g_array_append_val (self->tissue, g_array_index (training, guint, i));
}

CsSplit *
cs_split_new (CsPatches *patches,
              guint      seed,
              int        fold,
              guint      n_folds,
              gboolean   negatives,
              double     mixing,
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
  self->mixing = mixing;
  for (guint part = 0; part < CS_N_PARTS; part++)
    self->parts[part] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < cs_patches_get_n (patches); i++)
    {
      guint part = GPOINTER_TO_UINT (g_hash_table_lookup (part_of_case, cs_patches_get_case (patches, i)));

      g_array_append_val (self->parts[part], i);
    }
  thin_negatives (self, CS_PART_TRAINING, !negatives, rand);
  thin_negatives (self, CS_PART_VALIDATION, !negatives, rand);
  gather_tissue (self);
  return self;
}

void
cs_split_free (CsSplit *self)
{
  for (guint part = 0; part < CS_N_PARTS; part++)
    g_array_unref (self->parts[part]);
  g_array_unref (self->tissue);
  cs_patches_unref (self->patches);
  g_free (self);
}

NnFeed
cs_split_get_feed (CsSplit *self,
                   CsPart   part,
                   gboolean verdict)
{
  static void (*const loads[2][CS_N_PARTS]) (gpointer, guint, GRand *, float *, float *) = {
    { load_training, load_validation, load_testing },
    { load_training_verdict, load_validation_verdict, load_testing_verdict } };

  return (NnFeed) { self, self->parts[part]->len, loads[verdict ? 1 : 0][part] };
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
