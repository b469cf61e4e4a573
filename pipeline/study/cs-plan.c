#include "cs-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"
#include "cs-scoring.h"

static const char *const norms[] = { "none", "instance", "batch", NULL };      /* NnNorm */
static const char *const norm_titles[] = { N_("None"), N_("Over a sample"), N_("Over the batch"), NULL };
static const char *const losses[] = { "both", "dice", "cross", NULL };         /* NnLossKind */
static const char *const loss_titles[] = { N_("Dice + cross-entropy"), N_("Dice"), N_("Cross-entropy"), NULL };
static const char *const arithmetics[] = { "fast", "plain", NULL };               /* NnArithmetic */
static const char *const arithmetic_titles[] = { N_("Fast"), N_("Plain, slow"), NULL };

static const char *const turns[] = { "one", "eight", NULL };                      /* CsTurns */
static const char *const turns_titles[] = { N_("As it stands"), N_("Eight turns"), NULL };

#define PUBLISHED_RATE 3e-4
#define SOFT 0.25
#define PLAN "plan"        /* the group of its text */

#define FIELD(field) offsetof (CsCoursePlan, field), sizeof (((CsCoursePlan *) 0)->field)
#define COUNT(name, title, help, field, least, most) \
  { name, title, help, CS_SWITCH_COUNT, FIELD (field), least, most, NULL, NULL }
#define NUMBER(name, title, help, field, least, most) \
  { name, title, help, CS_SWITCH_NUMBER, FIELD (field), least, most, NULL, NULL }
#define CHOICE(name, title, help, field, choices, titles) \
  { name, title, help, CS_SWITCH_CHOICE, FIELD (field), 0, 0, choices, titles }

const CsSwitch cs_switches[] = {
  COUNT ("batch", N_("Batch"), N_("Patches of a step (42)"), plan.batch, 1, 4096),
  NUMBER ("rate", N_("First learning rate"),
          N_("First learning rate; 0.0003 as published (the network's own)"), plan.first_rate, 1e-9, 1),
  NUMBER ("averaging", N_("Averaging of weights"),
          N_("Weight of the past in the mean of the weights, a step; 0: none, as published (0.998)"), plan.averaging, 0,
          0.999999),
  NUMBER ("mixing", N_("Mixing of tissue"),
          N_("Share of training patches with other tissue laid over them; 0: none, as published (0.5)"), mixing, 0, 1),
  COUNT ("epochs", N_("Epochs"), N_("Stops after N epochs (1000)"), plan.max_epochs, 1, NN_MOST_EPOCHS),
  CHOICE ("loss", N_("Loss"), N_("Dice, cross-entropy, or the sum of both (both)"), plan.loss, losses, loss_titles),
  COUNT ("patch", N_("Side of a patch"), N_("Side of a patch in pixels (32)"), design.patch, CS_PATCH_LEAST,
         CS_PATCH_MOST),
  NUMBER ("spacing", N_("Millimetres a pixel"),
          N_("Lays films of known spacing on a grid of so many millimetres a pixel; 0: as they are (0)"), spacing, 0,
          CS_PATCH_MOST_MM),
  COUNT ("width", N_("Width"), N_("Channels of the U-Net; of the others 64 is as published (64)"), design.width, 1,
         512),
  COUNT ("depth", N_("Depth"), N_("Poolings of the U-Net (4)"), design.depth, 0, 8),
  COUNT ("recurrence", N_("Time steps"), N_("Time steps of Eq. 8 (0)"), design.steps, 0, 16),
  CHOICE ("norm", N_("Normalisation"),
          N_("Normalisation over a sample, over the batch, or none (the network's own)"), design.norm, norms,
          norm_titles),
  NUMBER ("slope", N_("Slope of the ReLU"), N_("Slope of the leaky ReLU; 0 is plain ReLU (the network's own)"),
          design.slope, 0, 1),
  NUMBER ("dropout", N_("Dropout"), N_("Share of values dropped in training (0)"), design.dropout, 0, 0.95),
  NUMBER ("threshold", N_("Output threshold"),
          N_("Output threshold of the figures; 0: where Dice is largest on the women who validate (0.5)"), threshold, 0,
          0.999),
  CHOICE ("turns", N_("Turns of a patch"),
          N_("Figures of a patch as it stands, or the mean of its eight turns and flips: eight times the work (one)"),
          turns, turns, turns_titles),
  CHOICE ("arithmetic", N_("Arithmetic"),
          N_("Fast, or the plain products the fast ones are checked against (fast)"), plan.arithmetic, arithmetics,
          arithmetic_titles),
  COUNT ("seed", N_("Seed"), N_("The same seed gives the same split and the same network (1)"), plan.seed, 0,
         G_MAXINT32),
  { 0 }
};

static gpointer
field_of (const CsSwitch *self,
          CsCoursePlan   *plan)
{
  return (guint8 *) plan + self->offset;
}

static gboolean
set_count (const CsSwitch *self,
           guint          *field,
           const char     *text)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, (guint64) self->least, (guint64) self->most, &value, NULL))
    return FALSE;
  *field = (guint) value;
  return TRUE;
}

static gboolean
set_number (const CsSwitch *self,
            gpointer        field,
            const char     *text)
{
  char *end = NULL;
  double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !(value >= self->least && value <= self->most))
    return FALSE;
  if (self->size == sizeof (float))
    *(float *) field = (float) value;
  else
    *(double *) field = value;
  return TRUE;
}

static gboolean
set_choice (const CsSwitch *self,
            guint          *field,
            const char     *text)
{
  for (guint i = 0; self->choices[i] != NULL; i++)
    if (strcmp (self->choices[i], text) == 0)
      {
        *field = i;
        return TRUE;
      }
  return FALSE;
}

void
cs_course_plan_init (CsCoursePlan *plan)
{
  *plan = (CsCoursePlan) { .negatives = TRUE, .fold = -1, .n_folds = 5, .threshold = CS_SCORING_THRESHOLD,
                            .mixing = 0.5 };
  nn_plan_init (&plan->plan);
  cs_course_plan_choose (plan, nn_recipe_find ("unet"));
}

void
cs_course_plan_choose (CsCoursePlan   *plan,
                       const NnRecipe *recipe)
{
  plan->recipe = recipe->id;
  plan->plan.first_rate = recipe->rate;
  plan->design = recipe->standard;
}

void
cs_course_plan_soften (CsCoursePlan *plan)
{
  plan->plan.first_rate *= SOFT;
}

void
cs_course_plan_publish (CsCoursePlan *plan)
{
  plan->plan.first_rate = PUBLISHED_RATE;
  plan->plan.averaging = 0;
  plan->negatives = FALSE;
  plan->mixing = 0;
  plan->spacing = 0;
}

void
cs_course_plan_excel (CsCoursePlan *plan)
{
  plan->threshold = 0;
  plan->turns = CS_TURNS_EIGHT;
}

CsCut
cs_course_plan_cut (const CsCoursePlan *plan)
{
  const NnRecipe *recipe = nn_recipe_find (plan->recipe);

  return (CsCut) { plan->design.patch, TRUE, recipe != NULL && !recipe->segments,
                   plan->spacing };
}

const CsSwitch *
cs_switch_find (const char *name)
{
  for (guint i = 0; cs_switches[i].name != NULL; i++)
    if (strcmp (cs_switches[i].name, name) == 0)
      return &cs_switches[i];
  return NULL;
}

/* As cs_switch_get(), but no digit is lost. */
static char *
get_exactly (const CsSwitch     *self,
             const CsCoursePlan *plan)
{
  gconstpointer field = (const guint8 *) plan + self->offset;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->kind != CS_SWITCH_NUMBER)
    return cs_switch_get (self, plan);
  return g_strdup (self->size == sizeof (float)
                     ? g_ascii_formatd (number, sizeof number, "%.9g", *(const float *) field)
                     : g_ascii_dtostr (number, sizeof number, *(const double *) field));
}

char *
cs_course_plan_to_text (const CsCoursePlan *plan)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  g_key_file_set_string (keys, PLAN, "recipe", plan->recipe);
  g_key_file_set_boolean (keys, PLAN, "negatives", plan->negatives);
  g_key_file_set_integer (keys, PLAN, "fold", plan->fold);
  g_key_file_set_integer (keys, PLAN, "folds", (int) plan->n_folds);
  g_key_file_set_integer (keys, PLAN, "threads", (int) plan->plan.threads);
  g_key_file_set_double (keys, PLAN, "minutes", plan->plan.minutes);
  for (const CsSwitch *one = cs_switches; one->name != NULL; one++)
    {
      g_autofree char *value = get_exactly (one, plan);

      g_key_file_set_string (keys, PLAN, one->name, value);
    }
  return g_key_file_to_data (keys, NULL, NULL);
}

static gboolean
read_switches (GKeyFile     *keys,
               CsCoursePlan *plan,
               GError      **error)
{
  for (const CsSwitch *one = cs_switches; one->name != NULL; one++)
    {
      g_autofree char *value = g_key_file_get_string (keys, PLAN, one->name, error);

      if (value == NULL || !cs_switch_set (one, plan, value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_plan (GKeyFile     *keys,
           CsCoursePlan *plan,
           GError      **error)
{
  g_autofree char *id = g_key_file_get_string (keys, PLAN, "recipe", error);
  const NnRecipe *recipe = id != NULL ? nn_recipe_find (id) : NULL;

  if (id == NULL)
    return FALSE;
  if (recipe == NULL)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("There is no network called “%s”"), id);
      return FALSE;
    }
  cs_course_plan_choose (plan, recipe);
  plan->negatives = g_key_file_get_boolean (keys, PLAN, "negatives", NULL);
  plan->fold = g_key_file_get_integer (keys, PLAN, "fold", NULL);
  plan->n_folds = (guint) g_key_file_get_integer (keys, PLAN, "folds", NULL);
  plan->plan.threads = (guint) g_key_file_get_integer (keys, PLAN, "threads", NULL);
  plan->plan.minutes = g_key_file_get_double (keys, PLAN, "minutes", NULL);
  return read_switches (keys, plan, error);
}

gboolean
cs_course_plan_from_text (const char   *text,
                          CsCoursePlan *plan,
                          GError      **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) wrong = NULL;

  cs_course_plan_init (plan);
  if (g_key_file_load_from_data (keys, text, (gsize) -1, G_KEY_FILE_NONE, &wrong) && read_plan (keys, plan, &wrong))
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("This is no plan of a training: %s"), wrong->message);
  return FALSE;
}

gboolean
cs_switch_set (const CsSwitch *self,
               CsCoursePlan   *plan,
               const char     *text,
               GError        **error)
{
  gpointer field = field_of (self, plan);
  g_autofree char *values = NULL;

  if (self->kind == CS_SWITCH_COUNT ? set_count (self, field, text)
      : self->kind == CS_SWITCH_NUMBER ? set_number (self, field, text) : set_choice (self, field, text))
    return TRUE;
  values = cs_switch_get_values (self);
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("--%s wants %s, not “%s”"), self->name, values, text);
  return FALSE;
}

char *
cs_switch_get (const CsSwitch     *self,
               const CsCoursePlan *plan)
{
  gconstpointer field = (const guint8 *) plan + self->offset;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->kind == CS_SWITCH_CHOICE)
    return g_strdup (self->choices[*(const guint *) field]);
  if (self->kind == CS_SWITCH_COUNT)
    return g_strdup_printf ("%u", *(const guint *) field);
  return g_strdup (g_ascii_formatd (number, sizeof number, "%.6g", self->size == sizeof (float)
                                                                      ? *(const float *) field
                                                                      : *(const double *) field));
}

char *
cs_switch_get_values (const CsSwitch *self)
{
  if (self->kind == CS_SWITCH_CHOICE)
    return g_strjoinv (", ", (char **) self->choices);
  return g_strdup_printf (_("%g to %g"), self->least, self->most);
}
