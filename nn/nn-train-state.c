/* A training on disk: plan, networks, optimiser and epochs, in a frame with a digest (nn-bytes). What is read goes
 * on to the same weights as if it had never stopped. */
#include "nn-train-private.h"

#include "nn-bytes.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAGIC "CALCRUN\n"
#define VERSION 3

/* The numbers of a struct, as they lie in the file. */
#define U32(T, field) { NN_U32, G_STRUCT_OFFSET (T, field) }
#define DOUBLE(T, field) { NN_DOUBLE, G_STRUCT_OFFSET (T, field) }

static const NnField plan_fields[] = {
  U32 (NnPlan, batch), U32 (NnPlan, max_epochs), U32 (NnPlan, seed), U32 (NnPlan, threads), U32 (NnPlan, patience),
  U32 (NnPlan, stop_patience), U32 (NnPlan, loss), U32 (NnPlan, arithmetic),
  DOUBLE (NnPlan, first_rate), DOUBLE (NnPlan, last_rate), DOUBLE (NnPlan, minutes), DOUBLE (NnPlan, least_gain),
  DOUBLE (NnPlan, factor), DOUBLE (NnPlan, smoothing), DOUBLE (NnPlan, averaging) };
static const NnField trend_fields[] = {
  DOUBLE (NnTrend, average), DOUBLE (NnTrend, best), U32 (NnTrend, since) };
static const NnField epoch_fields[] = {
  DOUBLE (NnEpoch, training_loss), DOUBLE (NnEpoch, validation_loss), DOUBLE (NnEpoch, rate),
  DOUBLE (NnEpoch, training_average), DOUBLE (NnEpoch, validation_average), DOUBLE (NnEpoch, seconds),
  U32 (NnEpoch, best) };

G_STATIC_ASSERT (sizeof (NnLossKind) == sizeof (guint) && sizeof (NnArithmetic) == sizeof (guint));

#define PUT(to, fields, from) nn_put_fields (to, fields, G_N_ELEMENTS (fields), from)
#define READ(from, fields, to) nn_read_fields (from, fields, G_N_ELEMENTS (fields), to)

static void
read_plan (NnReader *from,
           NnPlan   *plan)
{
  READ (from, plan_fields, plan);
  if ((guint) plan->loss > NN_LOSS_CROSS)
    plan->loss = NN_LOSS_BOTH;
  if ((guint) plan->arithmetic != NN_ARITHMETIC_PLAIN)
    plan->arithmetic = NN_ARITHMETIC_FAST;
}

static void
put_net (GByteArray  *to,
         const NnNet *net)
{
  g_autoptr (GBytes) bytes = nn_net_to_bytes (net);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  nn_put_u64 (to, size);
  g_byte_array_append (to, data, size);
}

static NnNet *
read_net (NnReader   *from,
          const char *name,
          GError    **error)
{
  guint64 size = nn_read_u64 (from);
  const guint8 *data = nn_read_raw (from, size);
  g_autoptr (GBytes) bytes = data != NULL ? g_bytes_new_static (data, size) : NULL;

  if (bytes == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("“%s” is cut off within a network"), name);
      return NULL;
    }
  return nn_net_load_bytes (bytes, name, error);
}

static void
put_epochs (GByteArray      *to,
            const NnTrainer *self)
{
  nn_put_u32 (to, self->epochs->len);
  for (guint i = 0; i < self->epochs->len; i++)
    PUT (to, epoch_fields, &g_array_index (self->epochs, NnEpoch, i));
}

static void
read_epochs (NnReader  *from,
             NnTrainer *self)
{
  guint32 n = nn_read_u32 (from);

  for (guint32 i = 0; i < n && nn_reader_is_sound (from); i++)
    {
      NnEpoch epoch = { .number = i + 1 };

      READ (from, epoch_fields, &epoch);
      epoch.best = epoch.best != 0;
      g_array_append_val (self->epochs, epoch);
    }
}

/* Everything behind the plan and the nets. */
static void
put_progress (GByteArray      *to,
              const NnTrainer *self)
{
  nn_put_u64 (to, self->adam.steps);
  nn_put_floats (to, self->adam.first, self->adam.n);
  nn_put_floats (to, self->adam.second, self->adam.n);
  nn_put_u32 (to, self->plateau.n_epochs);
  nn_put_u32 (to, self->plateau.waited);
  nn_put_double (to, self->plateau.rate);
  PUT (to, trend_fields, &self->plateau.training);
  PUT (to, trend_fields, &self->plateau.validation);
  nn_put_double (to, self->best_loss);
  nn_put_double (to, self->seconds);
  put_epochs (to, self);
}

static void
read_progress (NnReader  *from,
               NnTrainer *self)
{
  self->adam.steps = nn_read_u64 (from);
  nn_read_floats (from, self->adam.first, self->adam.n);
  nn_read_floats (from, self->adam.second, self->adam.n);
  self->plateau.n_epochs = nn_read_u32 (from);
  self->plateau.waited = nn_read_u32 (from);
  self->plateau.rate = nn_read_double (from);
  READ (from, trend_fields, &self->plateau.training);
  READ (from, trend_fields, &self->plateau.validation);
  self->best_loss = nn_read_double (from);
  self->seconds = nn_read_double (from);
  read_epochs (from, self);
}

/* The nets were looked at when they were read. */
static gboolean
has_numbers (const NnTrainer *self)
{
  return nn_floats_are_finite (self->adam.first, self->adam.n) &&
         nn_floats_are_finite (self->adam.second, self->adam.n) &&
         self->plateau.rate > 0 && self->plateau.rate <= 1 && !isnan (self->best_loss);
}

static NnTrainer *
read_trainer (NnReader   *from,
              const char *name,
              GError    **error)
{
  NnPlan plan = { 0 };
  g_autoptr (NnNet) net = NULL;
  g_autoptr (NnNet) mean = NULL;
  g_autoptr (NnNet) best = NULL;
  NnTrainer *self;

  read_plan (from, &plan);
  if (!nn_plan_check (&plan, error) || (net = read_net (from, name, error)) == NULL ||
      (mean = read_net (from, name, error)) == NULL || (best = read_net (from, name, error)) == NULL)
    return NULL;
  if (nn_net_get_n_params (mean) != nn_net_get_n_params (net) || nn_net_get_n_state (mean) != nn_net_get_n_state (net))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("“%s” holds networks that do not belong together"), name);
      return NULL;
    }
  self = nn_trainer_new_from (g_steal_pointer (&net), &plan);
  nn_net_unref (self->mean);
  self->mean = g_steal_pointer (&mean);
  self->best = g_steal_pointer (&best);
  read_progress (from, self);
  nn_trainer_keep_good (self);
  return self;
}

NnTrainer *
nn_trainer_load (GFile   *state,
                 GError **error)
{
  g_autofree char *name = g_file_get_basename (state);
  g_autoptr (GBytes) bytes = g_file_load_bytes (state, NULL, NULL, error);
  g_autoptr (NnTrainer) self = NULL;
  NnReader body;

  if (bytes == NULL || !nn_frame_open (bytes, name, MAGIC, VERSION, &body, error))
    return NULL;
  self = read_trainer (&body, name, error);
  if (self == NULL)
    return NULL;
  if (!nn_reader_is_sound (&body) || body.left > 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE,
                   _("“%s” is cut off, or something follows its end; begin the training anew"),
                   name);
      return NULL;
    }
  if (!has_numbers (self))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_NUMBER,
                   _("“%s” holds values that are not numbers; begin the training anew"), name);
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
nn_trainer_save (const NnTrainer *self,
                 GFile           *state,
                 GError         **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  PUT (body, plan_fields, &self->plan);
  put_net (body, self->net);
  put_net (body, self->mean);
  put_net (body, self->best);
  put_progress (body, self);
  bytes = nn_frame_wrap (MAGIC, VERSION, body);
  return nn_bytes_write (bytes, state, error);
}
