/* How high anyone's Dice can be on the phantoms of tests/bench/cases, given their noise: an ideal observer. It is told
 * that a calcification is there, to --around pixels where, how bright its peak is, how light the tissue is and all
 * tissue coarser than 1.6 mm. It knows the phantoms' own law of kinds, sizes and strokes, their blur, and mean and
 * covariance of the finer tissue, of the noise and of rounding to grey levels. Not told: the shape. A network is told
 * none of this.
 *
 * It walks (Metropolis) through shapes by law times likelihood; a pixel's chance to be truth is the share of its walk
 * whose mask, half of the peak and above, holds it. It draws what is above one cut, that which makes the pooled Dice of
 * all largest; so much no observer that is told as much can expect to surpass, but for three things: a walk ends (so it
 * is walked twice, from a draw of the law and from the truth, which bracket it), the noise's bounded rolls are taken to
 * be Gaussian, and rounding to be noise.
 *
 * ceiling [--places 8] [--each 12] [--steps 3000] [--around 1] [--noise 1] [--blind] [--um 0] [--seed 1]
 * Eight places a grade, of the brightness, contrast and noise under true calcifications of the bench's films, and
 * twelve shapes each. Known answers: --noise 0.01 comes to 1 from the truth; --blind, which takes the likelihood away,
 * to what draws of the law alone come to. */
#include <math.h>
#include <stdio.h>

#include "ceiling.h"

#define CUTS 101
#define WOMEN 5
#define GRADES 6
#define DRAWS 400            /* of the law alone */

enum { LAW, TRUTH, WALKS };
enum { FOUND, DRAWN, SURE, COUNTS };                /* of what is drawn: true pixels, pixels, sum of chances */

static const double grades[GRADES] = { 2, 3, 4, 6, 8, 10 };
static const struct { guint um, side, bits, seed; } sorts[] = { { 200, 1024, 8, 600 }, { 50, 2048, 12, 650 } };

static struct { int places, each, steps, um, seed; double around, noise; gboolean blind; } options = {
  8, 12, 3000, 0, 1, 1, 1, FALSE };

/* A calcification by the numbers, all alike from 0 to 1, that its law is drawn by; x and y: pixels from the middle. */
typedef struct
{
  CsSpotKind kind;
  guint      n;
  double     x, y, size, angle[CS_SPOT_STROKES], far[CS_SPOT_STROKES], radius[CS_SPOT_STROKES];
} Shape;

typedef struct { Shape shape; CsSpot spot; double fit; } State;

/* What a spot counts at each cut, by walk; and drawn by the law alone. */
typedef struct { double truth, counts[WALKS + 1][COUNTS][CUTS]; } Tally;

typedef struct { double pixels; GArray *tallies; } Group;   /* pixels: of all masks of its films */

static double
turn (double value)
{
  return value - floor (value);
}

/* Back into 0..1 where it leaves it: as likely there as back. */
static double
reflect (double value)
{
  value = fabs (value);
  value -= 2 * floor (value / 2);
  return value > 1 ? 2 - value : value;
}

static double
roll_normal (CsDice *dice)
{
  double u = cs_dice_roll (dice), v = cs_dice_roll (dice);

  return sqrt (-2 * log (1 - u)) * cos (2 * G_PI * v);
}

static void
draw_strokes (Shape *shape, CsDice *dice)
{
  shape->kind = (CsSpotKind) (CS_SPOT_KINDS * cs_dice_roll (dice));
  shape->n = cs_spot_n_strokes (shape->kind, cs_dice_roll (dice));
  for (guint i = 0; i < CS_SPOT_STROKES; i++)
    {
      shape->angle[i] = cs_dice_roll (dice);
      shape->far[i] = cs_dice_roll (dice);
      shape->radius[i] = cs_dice_roll (dice);
    }
}

static void
draw_shape (Shape *shape, CsDice *dice)
{
  draw_strokes (shape, dice);
  shape->size = cs_dice_roll (dice);
  shape->x = cs_dice_range (dice, -options.around, options.around);
  shape->y = cs_dice_range (dice, -options.around, options.around);
}

static CsSpot
render (const Shape *shape, const Place *place)
{
  CsSpot spot = { .kind = shape->kind, .diameter = cs_spot_diameter (shape->size), .n_strokes = shape->n };
  double middle = place->side / 2.0;

  for (guint i = 0; i < shape->n; i++)
    spot.strokes[i] = cs_spot_stroke (shape->kind, cos (2 * G_PI * shape->angle[i]), sin (2 * G_PI * shape->angle[i]),
                                      shape->far[i], shape->radius[i]);
  cs_spot_draw (&spot, middle + shape->x, middle + shape->y, place->plan);
  return spot;
}

/* s' A s over the spot's square. */
WIDE static double
quadratic (const CsSpot *spot, const Place *place)
{
  gsize side = place->side, area = side * side, first = (gsize) spot->top * side + spot->left;
  double sum = 0;

  for (int k = 0; k < spot->size * spot->size; k++)
    {
      const float *row = place->inverse + (first + k / spot->size * side + k % spot->size) * area + first;
      double part = 0;

      for (int j = 0; j < spot->size && spot->profile[k] > 0; j++)
        part += dot (row + j * side, spot->profile + j * spot->size, spot->size);
      sum += spot->profile[k] * part;
    }
  return sum;
}

/* Logarithm of the likelihood, but for a constant; @weighed: A times what the window shows above its mean. */
static double
fit_of (const CsSpot *spot, const Place *place, const float *weighed)
{
  double linear = 0, peak = place->seen.increment;

  if (options.blind)
    return 0;
  for (int j = 0; j < spot->size; j++)
    linear += dot (weighed + (spot->top + j) * place->side + spot->left, spot->profile + j * spot->size, spot->size);
  return peak * linear - peak * peak / 2 * quadratic (spot, place);
}

static void
take_state (State *state, const Shape *shape, const Place *place, const float *weighed)
{
  state->shape = *shape;
  state->spot = render (shape, place);
  state->fit = fit_of (&state->spot, place, weighed);
}

/* A step either way is equally likely, and strokes drawn anew are drawn by the law: the likelihood alone decides. */
static void
move (Shape *shape, CsDice *dice)
{
  double way = cs_dice_roll (dice), step = 0.5 * pow (0.02, cs_dice_roll (dice));
  guint i = (guint) (shape->n * cs_dice_roll (dice));

  if (way < 0.10)
    draw_strokes (shape, dice);
  if (way >= 0.10 && way < 0.25)
    shape->angle[i] = cs_dice_roll (dice), shape->far[i] = cs_dice_roll (dice), shape->radius[i] = cs_dice_roll (dice);
  if (way >= 0.25 && way < 0.60)
    {
      shape->angle[i] = turn (shape->angle[i] + step * roll_normal (dice));
      shape->far[i] = reflect (shape->far[i] + step * roll_normal (dice));
      shape->radius[i] = reflect (shape->radius[i] + step * roll_normal (dice));
    }
  if (way >= 0.50)
    shape->size = reflect (shape->size + step * roll_normal (dice));
  if (way >= 0.70)
    {
      double wide = 2 * options.around;

      shape->x = wide * (reflect (shape->x / wide + 0.5 + step * roll_normal (dice)) - 0.5);
      shape->y = wide * (reflect (shape->y / wide + 0.5 + step * roll_normal (dice)) - 0.5);
    }
}

static void
walk_on (State *state, const Place *place, const float *weighed, double heat, CsDice *dice)
{
  State next;
  Shape shape = state->shape;

  move (&shape, dice);
  take_state (&next, &shape, place, weighed);
  if (log (1 - cs_dice_roll (dice)) * heat < next.fit - state->fit)
    {
      g_free (state->spot.profile);
      *state = next;
    }
  else
    g_free (next.spot.profile);
}

static void
add_mask (const CsSpot *spot, guint side, double weight, double *chances)
{
  for (int k = 0; k < spot->size * spot->size; k++)
    if (spot->profile[k] >= 0.5f)
      chances[(spot->top + k / spot->size) * side + spot->left + k % spot->size] += weight;
}

/* Begun at the truth (@truth), or at a draw of the law and cooled down from where all shapes are alike. */
static void
walk (const Place *place, const float *weighed, const Shape *truth, CsDice *dice, double *chances)
{
  State state;
  Shape shape;
  int warm = options.steps / 2;

  draw_shape (&shape, dice);
  take_state (&state, truth != NULL ? truth : &shape, place, weighed);
  for (int i = 0; i < warm + options.steps; i++)
    {
      double heat = truth != NULL || i > 0.8 * warm ? 1 : pow (100, 1 - i / (0.8 * warm));

      walk_on (&state, place, weighed, heat, dice);
      if (i >= warm)
        add_mask (&state.spot, place->side, 1.0 / options.steps, chances);
    }
  g_free (state.spot.profile);
}

static void
draw_blindly (const Place *place, CsDice *dice, double *chances)
{
  for (guint i = 0; i < DRAWS; i++)
    {
      CsSpot spot = { .kind = (CsSpotKind) (CS_SPOT_KINDS * cs_dice_roll (dice)),
                      .diameter = cs_spot_diameter (cs_dice_roll (dice)) };
      double x = cs_dice_range (dice, -options.around, options.around), middle = place->side / 2.0;

      cs_spot_plan (&spot, dice);
      cs_spot_draw (&spot, middle + x, middle + cs_dice_range (dice, -options.around, options.around), place->plan);
      add_mask (&spot, place->side, 1.0 / DRAWS, chances);
      g_free (spot.profile);
    }
}

static void
count (double (*counts)[CUTS], const double *chances, const double *truth, guint area)
{
  for (guint i = 0; i < area; i++)
    for (int cut = 0; cut < CUTS && chances[i] > 0 && chances[i] >= cut / (CUTS - 1.0); cut++)
      {
        counts[FOUND][cut] += truth[i];
        counts[DRAWN][cut] += 1;
        counts[SURE][cut] += chances[i];
      }
}

static Tally
try_spot (const Place *place, CsDice *dice)
{
  Tally tally = { 0 };
  guint area = place->side * place->side;
  g_autofree double *truth = g_new0 (double, area);
  g_autofree float *weighed = NULL;
  Shape shape;
  CsSpot spot;

  draw_shape (&shape, dice);
  spot = render (&shape, place);
  add_mask (&spot, place->side, 1, truth);
  for (guint i = 0; i < area; i++)
    tally.truth += truth[i];
  weighed = place_look (place, &spot, dice);
  for (int way = 0; way <= WALKS; way++)
    {
      g_autofree double *chances = g_new0 (double, area);

      if (way < WALKS)
        walk (place, weighed, way == TRUTH ? &shape : NULL, dice, chances);
      else
        draw_blindly (place, dice, chances);
      count (tally.counts[way], chances, truth, area);
    }
  g_free (spot.profile);
  return tally;
}

static int
by_clearness (gconstpointer a, gconstpointer b)
{
  const Seen *one = a, *other = b;
  double first = one->increment / (one->mean - AIR), second = other->increment / (other->mean - AIR);

  return first < second ? -1 : first > second;
}

static void
try_place (const CsPhantomPlan *plan, const Seen *seen, CsDice *dice, Group *group)
{
  Place place;

  place_init (&place, plan, seen, options.around, options.noise, dice);
  for (int i = 0; i < options.each; i++)
    {
      Tally tally = try_spot (&place, dice);

      g_array_append_val (group->tallies, tally);
    }
  place_clear (&place);
}

static void
try_group (guint sort, guint grade, Group *group)
{
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  guint seed = sorts[sort].seed + grade;
  CsDice dice = { cs_dice_mix (options.seed, seed) };
  CsPhantomPlan plan;

  for (guint woman = 0; woman < WOMEN; woman++)
    {
      guint index = 4 * woman + woman % 4;      /* as calcspot-batch phantom --films-per-case 1 */

      cs_phantom_plan_init (&plan, sorts[sort].side, sorts[sort].side, sorts[sort].bits, sorts[sort].um / 1000.0, seed,
                            index);
      plan.contrast_lower = plan.contrast_upper = grades[grade];
      group->pixels += see_film (&plan, seed, index, seen);
    }
  g_array_sort (seen, by_clearness);
  for (int i = 0; i < options.places; i++)
    try_place (&plan, &g_array_index (seen, Seen, (guint) ((i + 0.5) / options.places * seen->len)), &dice, group);
}

typedef struct { double truth, counts[COUNTS]; } Sum;

/* @pick: which tally stands for the @i-th, NULL: itself. */
static void
add_group (const Group *group, int way, int cut, CsDice *dice, Sum *sum)
{
  Sum own = { 0 };
  double weight;

  for (guint i = 0; i < group->tallies->len; i++)
    {
      guint which = dice != NULL ? (guint) (group->tallies->len * cs_dice_roll (dice)) : i;
      const Tally *tally = &g_array_index (group->tallies, Tally, which);

      own.truth += tally->truth;
      for (int k = 0; k < COUNTS; k++)
        own.counts[k] += tally->counts[way][k][cut];
    }
  weight = own.truth > 0 ? group->pixels / own.truth : 0;
  sum->truth += weight * own.truth;
  for (int k = 0; k < COUNTS; k++)
    sum->counts[k] += weight * own.counts[k];
}

static Sum
add_up (const Group *groups, guint n, int way, int cut, CsDice *dice)
{
  Sum sum = { 0 };

  for (guint i = 0; i < n; i++)
    if (groups[i].tallies->len > 0)
      add_group (&groups[i], way, cut, dice, &sum);
  return sum;
}

static double
dice_of (const Sum *sum)
{
  return 2 * sum->counts[FOUND] / (sum->counts[DRAWN] + sum->truth);
}

static int
best_cut (const Group *groups, guint n, int way)
{
  int best = 0;
  double most = 0;

  for (int cut = 1; cut < CUTS; cut++)
    {
      Sum sum = add_up (groups, n, way, cut, NULL);

      if (dice_of (&sum) > most)
        most = dice_of (&sum), best = cut;
    }
  return best;
}

/* Standard error of a Dice: spots drawn again. */
static double
error_of (const Group *groups, guint n, int way, int cut)
{
  CsDice dice = { 7 };
  double sum = 0, squares = 0;

  for (guint i = 0; i < 200; i++)
    {
      Sum again = add_up (groups, n, way, cut, &dice);

      sum += dice_of (&again) / 200;
      squares += dice_of (&again) * dice_of (&again) / 200;
    }
  return sqrt (MAX (squares - sum * sum, 0));
}

static void
tell (const char *name, const Group *groups, guint n, const int *cuts)
{
  Sum law = add_up (groups, n, LAW, cuts[LAW], NULL), truth = add_up (groups, n, TRUTH, cuts[TRUTH], NULL);
  Sum blind = add_up (groups, n, WALKS, cuts[WALKS], NULL);

  printf ("%-22s %6.3f +-%.3f  %6.3f  %6.3f  %6.3f %6.3f  %6.3f\n", name, dice_of (&law),
          error_of (groups, n, LAW, cuts[LAW]), dice_of (&truth),
          2 * law.counts[SURE] / (law.counts[DRAWN] + law.truth), law.counts[FOUND] / law.truth,
          law.counts[FOUND] / law.counts[DRAWN], dice_of (&blind));
  fflush (stdout);
}

/* What is wanted of a network besides: the highest cut that leaves so much of the truth, and what its Dice then is. */
static void
tell_sensitive (const Group *groups, guint n, double share)
{
  int cut = CUTS - 1;
  Sum sum = add_up (groups, n, LAW, cut, NULL);

  while (cut > 0 && sum.counts[FOUND] < share * sum.truth)
    sum = add_up (groups, n, LAW, --cut, NULL);
  printf ("sensitivity of %.2f and more: %.3f at cut %d, precision %.3f, Dice %.3f\n", share,
          sum.counts[FOUND] / sum.truth, cut, sum.counts[FOUND] / sum.counts[DRAWN], dice_of (&sum));
}

static void
tell_all (Group (*groups)[GRADES])
{
  int cuts[WALKS + 1];

  for (int way = 0; way <= WALKS; way++)
    cuts[way] = best_cut (groups[0], G_N_ELEMENTS (sorts) * GRADES, way);
  printf ("%-22s %6s %8s %6s %7s %6s %6s %7s\n", "cut for all", "Dice", "", "truth", "itself", "sens.", "prec.",
          "blind");
  for (guint sort = 0; sort < G_N_ELEMENTS (sorts); sort++)
    for (guint grade = 0; grade < GRADES; grade++)
      if (groups[sort][grade].tallies->len > 0)
        {
          g_autofree char *name = g_strdup_printf ("%u um, contrast %g", sorts[sort].um, grades[grade]);

          tell (name, &groups[sort][grade], 1, cuts);
        }
  tell ("all", groups[0], G_N_ELEMENTS (sorts) * GRADES, cuts);
  for (double share = 0.85; share < 0.99; share += 0.05)
    tell_sensitive (groups[0], G_N_ELEMENTS (sorts) * GRADES, share);
  printf ("cut at %d of 100 (from the truth %d, blind %d)\n", cuts[LAW], cuts[TRUTH], cuts[WALKS]);
}

int
main (int argc, char **argv)
{
  Group groups[G_N_ELEMENTS (sorts)][GRADES] = { 0 };
  const GOptionEntry entries[] = {
    { "places", 0, 0, G_OPTION_ARG_INT, &options.places, "Places of a grade (8)", "N" },
    { "each", 0, 0, G_OPTION_ARG_INT, &options.each, "Shapes of a place (12)", "N" },
    { "steps", 0, 0, G_OPTION_ARG_INT, &options.steps, "Steps of a walk (3000)", "N" },
    { "um", 0, 0, G_OPTION_ARG_INT, &options.um, "Only films of so many micrometres a pixel", "UM" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &options.seed, "Of places and shapes (1)", "N" },
    { "around", 0, 0, G_OPTION_ARG_DOUBLE, &options.around, "Pixels the place is known to (1)", "N" },
    { "noise", 0, 0, G_OPTION_ARG_DOUBLE, &options.noise, "All noise and fine tissue, so many times (1)", "X" },
    { "blind", 0, 0, G_OPTION_ARG_NONE, &options.blind, "Looks at no pixel", NULL },
    { 0 } };
  g_autoptr (GOptionContext) context = g_option_context_new ("- the highest Dice the phantoms' noise allows");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 2;
    }
  for (guint sort = 0; sort < G_N_ELEMENTS (sorts); sort++)
    for (guint grade = 0; grade < GRADES; grade++)
      {
        groups[sort][grade].tallies = g_array_new (FALSE, FALSE, sizeof (Tally));
        if (options.um == 0 || options.um == (int) sorts[sort].um)
          try_group (sort, grade, &groups[sort][grade]);
      }
  tell_all (groups);
  return 0;
}
