#include "nn-net.h"

#include "nn-bytes.h"
#include "nn-graph.h"
#include "nn-pass.h"
#include "nn-prepared.h"
#include "nn-threads.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAGIC "CALCNET\n"
#define VERSION 1
#define MOST_NOTES 1024
#define SAMPLES_AT_ONCE 8               /* of a prediction: so that the small levels' weights come in less often */

struct _NnNet
{
  gint        ref_count;
  NnGraph    *graph;
  float      *params, *state;
  GHashTable *notes;                    /* char * -> char * */
  GMutex      mutex;
  char       *digest;                   /* NULL: not made yet; under the mutex */
};

typedef struct
{
  const NnNet  *net;
  guint         n, n_blocks;
  const float  *x;
  float        *p;
  NnPrepared   *prepared;
  NnPass      **passes;                 /* one a worker */
  float       **scratch;
  GCancellable *cancellable;
  gint          bad;                    /* samples that gave no finite numbers */
} Prediction;

G_DEFINE_QUARK (nn-error-quark, nn_error)

static NnNet *
net_new_empty (const NnGraph *graph)
{
  NnNet *self = g_new0 (NnNet, 1);

  self->ref_count = 1;
  self->graph = nn_graph_copy (graph);
  self->params = g_new0 (float, MAX (nn_graph_get_n_params (graph), 1));
  self->state = g_new0 (float, MAX (nn_graph_get_n_state (graph), 1));
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->mutex);
  return self;
}

static gboolean
has_one_owner (const NnNet *self)
{
  return g_atomic_int_get (&((NnNet *) self)->ref_count) == 1;
}

static void
forget_digest (NnNet *self)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->digest, g_free);
  g_mutex_unlock (&self->mutex);
}

static void
put_node (GByteArray   *to,
          const NnNode *node)
{
  float numbers[2] = { node->args.slope, node->args.rate };

  nn_put_string (to, node->op->name);
  nn_put_u32 (to, node->args.channels);
  nn_put_u32 (to, node->args.kernel);
  nn_put_u32 (to, node->args.stride);
  nn_put_u32 (to, node->args.steps);
  nn_put_u32 (to, node->args.over_batch);
  nn_put_floats (to, numbers, G_N_ELEMENTS (numbers));
  nn_put_u32 (to, node->inputs[0]);
  nn_put_u32 (to, node->n_inputs > 1 ? node->inputs[1] : G_MAXUINT32);
}

/* Graph, weights and state: what the digest speaks of. */
static GByteArray *
put_core (const NnNet *self)
{
  GByteArray *to = g_byte_array_new ();
  NnShape input = nn_net_get_input (self);

  nn_put_u32 (to, input.channels);
  nn_put_u32 (to, input.height);
  nn_put_u32 (to, input.width);
  nn_put_u32 (to, nn_graph_get_n_nodes (self->graph) - 1);
  for (guint i = 1; i < nn_graph_get_n_nodes (self->graph); i++)
    put_node (to, nn_graph_get_node (self->graph, i));
  nn_put_u64 (to, nn_graph_get_n_params (self->graph));
  nn_put_floats (to, self->params, nn_graph_get_n_params (self->graph));
  nn_put_u64 (to, nn_graph_get_n_state (self->graph));
  nn_put_floats (to, self->state, nn_graph_get_n_state (self->graph));
  return to;
}

static void
put_notes (GByteArray  *to,
           const NnNet *self)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (self->notes), (GCompareFunc) strcmp);

  nn_put_u32 (to, g_hash_table_size (self->notes));
  for (GList *key = keys; key != NULL; key = key->next)
    {
      nn_put_string (to, key->data);
      nn_put_string (to, g_hash_table_lookup (self->notes, key->data));
    }
}

static gboolean
read_node (NnReader *from,
           NnGraph  *graph,
           GError  **error)
{
  g_autofree char *op = nn_read_string (from);
  NnArgs args = { 0 };
  float numbers[2] = { 0 };
  guint32 a, b;

  args.channels = nn_read_u32 (from);
  args.kernel = nn_read_u32 (from);
  args.stride = nn_read_u32 (from);
  args.steps = nn_read_u32 (from);
  args.over_batch = nn_read_u32 (from) != 0;
  nn_read_floats (from, numbers, G_N_ELEMENTS (numbers));
  args.slope = numbers[0];
  args.rate = numbers[1];
  a = nn_read_u32 (from);
  b = nn_read_u32 (from);
  if (!nn_reader_is_sound (from))
    {
      g_set_error_literal (error, NN_ERROR, NN_ERROR_FILE, _("the list of nodes is cut off"));
      return FALSE;
    }
  return nn_graph_add (graph, op, &args, MIN (a, G_MAXINT32), b == G_MAXUINT32 ? -1 : (int) MIN (b, G_MAXINT32),
                       error) >= 0;
}

static NnGraph *
read_graph (NnReader *from,
            GError  **error)
{
  NnShape input = { nn_read_u32 (from) };
  g_autoptr (NnGraph) graph = NULL;
  guint32 n;

  input.height = nn_read_u32 (from);
  input.width = nn_read_u32 (from);
  n = nn_read_u32 (from);
  graph = nn_graph_new (input);
  for (guint32 i = 0; i < n; i++)
    if (!read_node (from, graph, error))
      return NULL;
  if (n == 0 || !nn_reader_is_sound (from))
    {
      g_set_error_literal (error, NN_ERROR, NN_ERROR_FILE, _("there are no nodes"));
      return NULL;
    }
  return g_steal_pointer (&graph);
}

static gboolean
read_numbers (NnReader   *from,
              float      *numbers,
              gsize       n,
              const char *what,
              GError    **error)
{
  if (nn_read_u64 (from) != n)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("the number of %s does not fit the nodes"), what);
      return FALSE;
    }
  nn_read_floats (from, numbers, n);
  if (!nn_reader_is_sound (from))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("the %s are cut off"), what);
      return FALSE;
    }
  if (!nn_floats_are_finite (numbers, n))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_NUMBER, _("among the %s is one that is not a number"), what);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_notes (NnReader *from,
            NnNet    *net,
            GError  **error)
{
  guint32 n = nn_read_u32 (from);

  for (guint32 i = 0; i < MIN (n, MOST_NOTES) && nn_reader_is_sound (from); i++)
    {
      g_autofree char *key = nn_read_string (from);
      g_autofree char *value = nn_read_string (from);

      if (key != NULL && value != NULL)
        nn_net_set_note (net, key, value);
    }
  if (!nn_reader_is_sound (from) || n > MOST_NOTES || from->left > 0)
    {
      g_set_error_literal (error, NN_ERROR, NN_ERROR_FILE, _("the notes are damaged, or something follows them"));
      return FALSE;
    }
  return TRUE;
}

static NnNet *
read_net (NnReader *from,
          GError  **error)
{
  g_autoptr (NnGraph) graph = read_graph (from, error);
  g_autoptr (NnNet) net = NULL;

  if (graph == NULL)
    return NULL;
  net = net_new_empty (graph);
  if (!read_numbers (from, net->params, nn_graph_get_n_params (graph), "weights", error) ||
      !read_numbers (from, net->state, nn_graph_get_n_state (graph), "running means", error) ||
      !read_notes (from, net, error))
    return NULL;
  return g_steal_pointer (&net);
}

static guint
block_start (const Prediction *self,
             guint             block)
{
  return (guint64) block * self->n / self->n_blocks;
}

static void
predict_block (guint    worker,
               guint    block,
               gpointer data)
{
  Prediction *self = data;
  gsize n_in = nn_shape_size (nn_net_get_input (self->net)), n_out = nn_shape_size (nn_net_get_output (self->net));
  guint first = block_start (self, block), n = block_start (self, block + 1) - first;
  const float *x = self->x + first * n_in;
  float *p = self->p + first * n_out;
  NnPass *pass = self->passes[worker];
  NnWalk walk = { .count = n, .to = nn_graph_get_n_nodes (self->net->graph), .params = self->net->params,
                  .prepared = nn_prepared_get (self->prepared), .state = self->net->state,
                  .scratch = self->scratch[worker] };

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  memcpy (nn_pass_get_input (pass, 0), x, n * n_in * sizeof (float));
  nn_pass_forward (pass, &walk);
  memcpy (p, nn_pass_get_output (pass, 0), n * n_out * sizeof (float));
  for (guint i = 0; i < n; i++)
    if (!nn_floats_are_finite (x + i * n_in, n_in) || !nn_floats_are_finite (p + i * n_out, n_out))
      g_atomic_int_inc (&self->bad);
}

NnNet *
nn_net_new (const NnGraph *graph,
            guint          seed)
{
  NnNet *self = net_new_empty (graph);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint i = 1; i < nn_graph_get_n_nodes (graph); i++)
    {
      const NnNode *node = nn_graph_get_node (graph, i);

      if (node->op->init != NULL)
        node->op->init (node, self->params + nn_graph_get_params_at (graph, i), rand);
    }
  return self;
}

NnNet *
nn_net_ref (NnNet *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
nn_net_unref (NnNet *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  nn_graph_free (self->graph);
  g_free (self->params);
  g_free (self->state);
  g_hash_table_unref (self->notes);
  g_mutex_clear (&self->mutex);
  g_free (self->digest);
  g_free (self);
}

NnNet *
nn_net_copy (const NnNet *self)
{
  NnNet *copy = net_new_empty (self->graph);
  GHashTableIter iter;
  gpointer key, value;

  memcpy (copy->params, self->params, nn_graph_get_n_params (self->graph) * sizeof (float));
  memcpy (copy->state, self->state, nn_graph_get_n_state (self->graph) * sizeof (float));
  g_hash_table_iter_init (&iter, self->notes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    nn_net_set_note (copy, key, value);
  return copy;
}

NnNet *
nn_net_load (GFile   *file,
             GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, error);

  return bytes != NULL ? nn_net_load_bytes (bytes, name, error) : NULL;
}

NnNet *
nn_net_load_bytes (GBytes     *bytes,
                   const char *name,
                   GError    **error)
{
  NnReader body;
  NnNet *net;

  if (!nn_frame_open (bytes, name, MAGIC, VERSION, &body, error))
    return NULL;
  net = read_net (&body, error);
  if (net == NULL)
    g_prefix_error (error, "“%s” is no sound network: ", name);
  return net;
}

GBytes *
nn_net_to_bytes (const NnNet *self)
{
  g_autoptr (GByteArray) body = put_core (self);

  put_notes (body, self);
  return nn_frame_wrap (MAGIC, VERSION, body);
}

gboolean
nn_net_save (const NnNet *self,
             GFile       *file,
             GError     **error)
{
  g_autoptr (GBytes) bytes = nn_net_to_bytes (self);

  return nn_bytes_write (bytes, file, error);
}

const NnGraph *
nn_net_get_graph (const NnNet *self)
{
  return self->graph;
}

NnShape
nn_net_get_input (const NnNet *self)
{
  return nn_graph_get_node (self->graph, 0)->out;
}

NnShape
nn_net_get_output (const NnNet *self)
{
  return nn_graph_get_output (self->graph);
}

gsize
nn_net_get_n_params (const NnNet *self)
{
  return nn_graph_get_n_params (self->graph);
}

const float *
nn_net_get_params (const NnNet *self)
{
  return self->params;
}

float *
nn_net_edit_params (NnNet *self)
{
  g_assert (has_one_owner (self));

  forget_digest (self);
  return self->params;
}

gsize
nn_net_get_n_state (const NnNet *self)
{
  return nn_graph_get_n_state (self->graph);
}

const float *
nn_net_get_state (const NnNet *self)
{
  return self->state;
}

float *
nn_net_edit_state (NnNet *self)
{
  g_assert (has_one_owner (self));

  forget_digest (self);
  return self->state;
}

const char *
nn_net_get_digest (const NnNet *self)
{
  NnNet *mutable = (NnNet *) self;

  g_mutex_lock (&mutable->mutex);
  if (self->digest == NULL)
    {
      g_autoptr (GByteArray) core = put_core (self);

      mutable->digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, core->data, core->len);
    }
  g_mutex_unlock (&mutable->mutex);
  return self->digest;
}

const char *
nn_net_get_note (const NnNet *self,
                 const char  *key)
{
  return g_hash_table_lookup (self->notes, key);
}

void
nn_net_set_note (NnNet      *self,
                 const char *key,
                 const char *value)
{
  g_assert (has_one_owner (self));

  g_hash_table_insert (self->notes, g_strdup (key), g_strdup (value));
}

/* Blocks of equal size, and for each worker as many. */
static guint
count_blocks (guint n,
              guint n_workers)
{
  return MIN (n, (n + n_workers * SAMPLES_AT_ONCE - 1) / (n_workers * SAMPLES_AT_ONCE) * n_workers);
}

gboolean
nn_net_predict (const NnNet  *self,
                guint         n,
                const float  *x,
                float        *p,
                guint         threads,
                GCancellable *cancellable,
                GError      **error)
{
  guint n_workers = MIN (nn_threads_count (threads), MAX (n, 1)), n_blocks = count_blocks (n, n_workers);
  g_autoptr (NnPrepared) prepared = nn_prepared_new (self->graph);
  NnPass *passes[64];
  float *scratch[64];
  Prediction prediction = { self, n, n_blocks, x, p, prepared, passes, scratch, cancellable, 0 };

  nn_prepared_update (prepared, self->params, FALSE, n_workers);
  for (guint i = 0; i < n_workers; i++)
    {
      passes[i] = nn_pass_new (self->graph, MIN (n, SAMPLES_AT_ONCE), FALSE);
      scratch[i] = g_aligned_alloc (MAX (nn_pass_get_n_scratch (passes[i]), 1), sizeof (float), 64);
    }
  nn_threads_run (n_workers, n_blocks, predict_block, &prediction);
  for (guint i = 0; i < n_workers; i++)
    {
      nn_pass_free (passes[i]);
      g_aligned_free (scratch[i]);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (prediction.bad > 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_NUMBER,
                   _("the network met values that are not numbers in %d of %u patches"),
                   prediction.bad, n);
      return FALSE;
    }
  return TRUE;
}
