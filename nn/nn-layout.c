#include "nn-layout.h"

/* Arrays begin at multiples of this, so that vectors of the first sample are aligned. */
#define FLOATS_ALIGNED 16
/* Output of a node that is worked on at once, in floats: a fraction of a second-level cache, which holds inputs and
 * weights as well. */
#define FLOATS_AT_ONCE ((gsize) 1 << 16)

/* An array's life, in nodes and in chains, both ends included. A second life may follow. */
typedef struct
{
  NnArray *array;
  gsize    size;
  guint    from, to, first, last;
  gboolean twice;
  guint    again_first, again_last;
} Life;

static gsize
align (gsize n)
{
  return (n + FLOATS_ALIGNED - 1) / FLOATS_ALIGNED * FLOATS_ALIGNED;
}

static void
find_last_uses (NnLayout      *self,
                const NnGraph *graph)
{
  for (guint i = 0; i < self->n; i++)
    {
      const NnNode *node = nn_graph_get_node (graph, i);

      self->places[i].last_use = i;
      for (guint j = 0; j < node->n_inputs; j++)
        self->places[node->inputs[j]].last_use = i;
    }
  self->places[self->n - 1].last_use = self->n;
}

/* Readers that follow the node they alone read, and whose work that node can do. */
static void
find_done (NnLayout      *self,
           const NnGraph *graph)
{
  for (guint i = 1; i + 1 < self->n; i++)
    {
      const NnNode *node = nn_graph_get_node (graph, i), *reader = nn_graph_get_node (graph, i + 1);

      self->places[i + 1].done = node->kernels != NULL && node->op->joins != NULL && !self->places[i].done &&
                                 self->places[i].last_use == i + 1 && reader->n_inputs == 1 &&
                                 node->op->joins (node, reader);
    }
}

/* A random node takes one sample after another, each from a seed of its own. */
static void
find_steps (NnLayout      *self,
            const NnGraph *graph)
{
  for (guint i = 0; i < self->n; i++)
    {
      const NnNode *node = nn_graph_get_node (graph, i);
      guint step = node->random ? 1 : MAX (FLOATS_AT_ONCE / nn_shape_size (node->out), 1);

      self->places[i].step = node->mixes ? G_MAXUINT : step;
      self->places[i].step_back = node->gathers ? G_MAXUINT : self->places[i].step;
    }
}

/* The number of each node's chain; one more for the end of the graph. Inputs and results are of all samples. */
static guint *
number_chains (const NnLayout *self,
               gboolean        back)
{
  guint *chains = g_new (guint, self->n + 1), last = 0, step = 0;

  for (guint i = 0; i < self->n; i++)
    {
      const NnPlace *place = &self->places[i];

      if (i <= 1 || (back ? place->step_back : place->step) != step)
        last++;
      step = back ? place->step_back : place->step;
      chains[i] = last;
    }
  chains[self->n] = last + 1;
  return chains;
}

/* The same where threads share a pass: they wait for one another before and behind a node that mixes, and nowhere else,
 * so that what lies between two of them is one chain, and no array of it may end within. */
static guint *
number_segments (const NnLayout *self,
                 const NnGraph  *graph)
{
  guint *segments = g_new (guint, self->n + 1), last = 0;

  for (guint i = 0; i < self->n; i++)
    {
      gboolean mixes = nn_graph_get_node (graph, i)->mixes, mixed = i > 0 && nn_graph_get_node (graph, i - 1)->mixes;

      if (mixes || mixed)
        last++;
      segments[i] = last;
    }
  segments[self->n] = last + 1;
  return segments;
}

static gboolean
overlap (guint       first,
         guint       last,
         const Life *life)
{
  return (first <= life->last && life->first <= last) ||
         (life->twice && first <= life->again_last && life->again_first <= last);
}

static gboolean
meet (const Life *a,
      const Life *b)
{
  if (!overlap (a->first, a->last, b) && !(a->twice && overlap (a->again_first, a->again_last, b)))
    return FALSE;
  /* Both within one chain: then they come and go with its nodes. */
  return !a->array->inner || !b->array->inner || (a->from <= b->to && b->from <= a->to);
}

static gboolean
is_free (const Life *lives,
         guint       n,
         const Life *life,
         gsize       at)
{
  for (guint i = 0; i < n; i++)
    if (meet (&lives[i], life) && at < lives[i].array->at + lives[i].size && lives[i].array->at < at + life->size)
      return FALSE;
  return TRUE;
}

/* At the lowest place where it meets none of the @n lives before it: at @start, or where one of them ends. */
static void
put (const Life *lives,
     guint       n,
     gsize       start,
     Life       *life)
{
  gsize best = is_free (lives, n, life, start) ? start : G_MAXSIZE;

  for (guint i = 0; i < n; i++)
    {
      gsize at = lives[i].array->at + lives[i].size;

      if (at < best && is_free (lives, n, life, at))
        best = at;
    }
  life->array->at = best;
}

/* Outputs, or with @back their gradients, each put where its life allows: of a pass that no threads share. */
static void
share_memory (NnLayout      *self,
              const NnGraph *graph,
              guint          n_samples,
              gboolean       back)
{
  g_autofree guint *chains = number_chains (self, back);
  g_autofree Life *lives = g_new0 (Life, self->n);
  gsize start = self->size;

  for (guint i = back ? 1 : 0, n = 0; i < self->n; i++)
    {
      NnPlace *place = &self->places[i];
      gboolean joined = i + 1 < self->n && self->places[i + 1].done;
      guint to = joined ? self->places[i + 1].last_use : place->last_use, step = back ? place->step_back : place->step;
      Life *life = &lives[n];

      if (place->done)
        continue;
      *life = (Life) { back ? &place->d_out : &place->out, 0, i, to, chains[i], chains[to], FALSE, 0, 0 };
      life->array->inner = life->first == life->last;
      life->size = align (nn_shape_size (nn_graph_get_node (graph, i)->out) *
                          (life->array->inner ? MIN (step, n_samples) : n_samples));
      put (lives, n++, start, life);
      self->size = MAX (self->size, life->array->at + life->size);
    }
}

/* Where the threads share a pass. */

/* The node whose arrays hold what node @i gives, and what it says of readers. */
static guint
find_owner (const NnLayout *self,
            guint           i)
{
  return self->places[i].done ? i - 1 : i;
}

static guint
find_last_use (const NnLayout *self,
               guint           i)
{
  return self->places[i + 1 < self->n && self->places[i + 1].done ? i + 1 : i].last_use;
}

/* Which node's arrays each one's lie in, and how far from their beginning. */
typedef struct { guint node; gsize at; } Home;

static gboolean
lies_in_reader (const NnLayout *self,
                const NnGraph  *graph,
                guint           i)
{
  guint reader = find_last_use (self, i);
  const NnNode *node = reader < self->n ? nn_graph_get_node (graph, reader) : NULL;

  return i > 0 && reader != i && node != NULL && node->op->stacks;
}

/* A home comes behind those that lie in it. */
static Home *
find_homes (const NnLayout *self,
            const NnGraph  *graph)
{
  Home *homes = g_new (Home, self->n);

  for (guint i = self->n; i-- > 0;)
    {
      homes[i] = (Home) { i, 0 };
      if (!self->places[i].done && lies_in_reader (self, graph, i))
        {
          guint reader = find_last_use (self, i);
          const NnNode *node = nn_graph_get_node (graph, reader);

          homes[i] = homes[reader];
          homes[i].at += find_owner (self, node->inputs[0]) == i ? 0 : nn_shape_size (node->in[0]);
        }
    }
  return homes;
}

/* What it is set from must be there, and whoever reads it last must not be many threads at once. */
static void
find_again (NnLayout      *self,
            const NnGraph *graph,
            const Home    *homes)
{
  for (guint i = 1; i < self->n; i++)
    {
      const NnNode *node = nn_graph_get_node (graph, i);
      guint last = find_last_use (self, i);
      gboolean again = node->op->again != NULL && homes[i].node == i && last < self->n && last != i &&
                       !nn_graph_get_node (graph, last)->mixes;

      for (guint j = 0; j < node->n_inputs; j++)
        again = again && !self->places[find_owner (self, node->inputs[j])].again;
      self->places[i].again = again && !self->places[i].done;
    }
}

/* The segment in which a home is first written to. */
static guint *
find_begins (const NnLayout *self,
             const Home     *homes,
             const guint    *segments)
{
  guint *begins = g_new (guint, self->n);

  for (guint i = self->n; i-- > 0;)
    begins[i] = segments[i];
  for (guint i = 0; i < self->n; i++)
    begins[homes[i].node] = MIN (begins[homes[i].node], segments[i]);
  return begins;
}

static int
compare_sizes (const void *a,
               const void *b)
{
  const Life *left = a, *right = b;

  if (left->size != right->size)
    return left->size < right->size ? 1 : -1;
  return left->from < right->from ? -1 : left->from > right->from;
}

/* Forward the segments count up to the loss, backward on from there. The lives of a node's output and of its
 * gradient; how many. */
static guint
add_lives (NnLayout    *self,
           guint        i,
           gsize        size,
           guint        begin,
           const guint *segments,
           Life        *lives)
{
  NnPlace *place = &self->places[i];
  guint loss = segments[self->n], read = segments[find_last_use (self, i)], back = 2 * loss - begin, n = 0;

  if (place->again)
    lives[n++] = (Life) { &place->out, size, 2 * i, i, begin, read, TRUE, 2 * loss - read, back };
  else
    lives[n++] = (Life) { &place->out, size, 2 * i, i, begin, back, FALSE, 0, 0 };
  if (i > 0)
    lives[n++] = (Life) { &place->d_out, size, 2 * i + 1, i, 2 * loss - read, back, FALSE, 0, 0 };
  return n;
}

static void
move_in (NnLayout      *self,
         const NnGraph *graph,
         const Home    *homes)
{
  for (guint i = 0; i < self->n; i++)
    {
      const NnPlace *home = &self->places[homes[i].node];
      gsize gap = nn_shape_size (nn_graph_get_node (graph, homes[i].node)->out) -
                  nn_shape_size (nn_graph_get_node (graph, i)->out);

      if (homes[i].node == i)
        continue;
      self->places[i].out = (NnArray) { home->out.at + homes[i].at, gap, FALSE };
      self->places[i].d_out = (NnArray) { home->d_out.at + homes[i].at, gap, FALSE };
    }
}

/* The largest first: the small ones find room between them. */
static void
share_between_threads (NnLayout      *self,
                       const NnGraph *graph,
                       guint          n_samples)
{
  g_autofree guint *segments = number_segments (self, graph);
  g_autofree Home *homes = find_homes (self, graph);
  g_autofree guint *begins = find_begins (self, homes, segments);
  g_autofree Life *lives = g_new0 (Life, 2 * self->n);
  guint n = 0;

  find_again (self, graph, homes);
  for (guint i = 0; i < self->n; i++)
    if (!self->places[i].done && homes[i].node == i)
      n += add_lives (self, i, align (nn_shape_size (nn_graph_get_node (graph, i)->out) * n_samples), begins[i],
                      segments, lives + n);
  qsort (lives, n, sizeof (Life), compare_sizes);
  for (guint i = 0; i < n; i++)
    {
      put (lives, i, 0, &lives[i]);
      self->size = MAX (self->size, lives[i].array->at + lives[i].size);
    }
  move_in (self, graph, homes);
}

static void
put_behind (NnLayout *self,
            NnArray  *array,
            gsize     size)
{
  array->at = self->size;
  self->size += align (size);
}

static void
keep_outputs (NnLayout      *self,
              const NnGraph *graph,
              guint          n_samples)
{
  for (guint i = 0; i < self->n; i++)
    if (!self->places[i].done)
      put_behind (self, &self->places[i].out, nn_shape_size (nn_graph_get_node (graph, i)->out) * n_samples);
}

static void
keep_and_share (NnLayout      *self,
                const NnGraph *graph,
                guint          n_samples)
{
  keep_outputs (self, graph, n_samples);
  share_memory (self, graph, n_samples, TRUE);
}

/* What forward() keeps for backward(). Where that never comes all nodes have the same place for it. */
static void
put_kept (NnLayout      *self,
          const NnGraph *graph,
          guint          n_samples,
          gboolean       backward)
{
  gsize start = self->size, most = 0;

  for (guint i = 0; i < self->n; i++)
    {
      gsize size = nn_graph_get_node (graph, i)->n_kept * n_samples;

      if (backward)
        put_behind (self, &self->places[i].kept, size);
      else
        self->places[i].kept.at = start;
      most = MAX (most, align (size));
    }
  self->size = backward ? self->size : start + most;
}

NnLayout *
nn_layout_new (const NnGraph *graph,
               guint          n_samples,
               gboolean       backward)
{
  NnLayout *self = g_new0 (NnLayout, 1);

  self->n = nn_graph_get_n_nodes (graph);
  self->places = g_new0 (NnPlace, self->n);
  find_last_uses (self, graph);
  find_done (self, graph);
  find_steps (self, graph);
  if (!backward)
    share_memory (self, graph, n_samples, FALSE);
  else if (nn_graph_mixes (graph))
    share_between_threads (self, graph, n_samples);
  else
    keep_and_share (self, graph, n_samples);
  put_kept (self, graph, n_samples, backward);
  for (guint i = 1; i < self->n; i++)
    if (self->places[i].done)
      {
        self->places[i].out = self->places[i - 1].out;
        self->places[i].d_out = self->places[i - 1].d_out;
      }
  return self;
}

void
nn_layout_free (NnLayout *self)
{
  g_free (self->places);
  g_free (self);
}
