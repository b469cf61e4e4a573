/* A graph given memory: one array of parameters; so Adam, saving, loading and the gradient check are loops that know no layer.
 *
 * Thread rule: a network in use never changes. While it has one owner its parameters may be edited (asserted); after
 * nn_net_ref() it is frozen and any number of threads may predict with it at once (activations are the caller's). */
#pragma once

#include <gio/gio.h>
#include "nn-op.h"

G_BEGIN_DECLS

#define NN_ERROR (nn_error_quark ())
typedef enum
{
  NN_ERROR_SHAPE,      /* nodes that do not fit together */
  NN_ERROR_FILE,       /* not a network file, damaged, truncated, wrong digest, foreign version */
  NN_ERROR_NUMBER,     /* NaN or infinity in weights, samples or loss */
  NN_ERROR_DATA,       /* too few samples for what was asked */
} NnError;
GQuark nn_error_quark (void);

typedef struct _NnGraph NnGraph;
typedef struct _NnNet NnNet;

NnNet         *nn_net_new          (const NnGraph *graph, guint seed);           /* copies the graph; He initialisation */
NnNet         *nn_net_ref          (NnNet *self);
void           nn_net_unref        (NnNet *self);
NnNet         *nn_net_copy         (const NnNet *self);                          /* one owner again: editable */

NnNet         *nn_net_load         (GFile *file, GError **error);                /* refuses by name of the defect */
NnNet         *nn_net_load_bytes   (GBytes *bytes, const char *name, GError **error);
GBytes        *nn_net_to_bytes     (const NnNet *self);                          /* what a file holds */
gboolean       nn_net_save         (const NnNet *self, GFile *file, GError **error);  /* atomic; SHA-256 inside */

const NnGraph *nn_net_get_graph    (const NnNet *self);
NnShape        nn_net_get_input    (const NnNet *self);
NnShape        nn_net_get_output   (const NnNet *self);
gsize          nn_net_get_n_params (const NnNet *self);
const float   *nn_net_get_params   (const NnNet *self);
float         *nn_net_edit_params  (NnNet *self);                                /* asserts one owner */
gsize          nn_net_get_n_state  (const NnNet *self);                          /* running means of batch norms */
const float   *nn_net_get_state    (const NnNet *self);
float         *nn_net_edit_state   (NnNet *self);                                /* asserts one owner */
const char    *nn_net_get_digest   (const NnNet *self);                          /* of graph, weights and state; thread-safe */

/* What travels with the weights: "recipe", "plan", "settings", "seed", "figures", "created", "title" ... UTF-8. */
const char    *nn_net_get_note     (const NnNet *self, const char *key);         /* NULL: none */
void           nn_net_set_note     (NnNet *self, const char *key, const char *value);  /* asserts one owner */

/* Probabilities: @x is n x input, @p is n x output. @threads 0: one a processor. Cancel is asked per patch. */
gboolean       nn_net_predict      (const NnNet *self, guint n, const float *x, float *p, guint threads,
                                    GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnNet, nn_net_unref)

G_END_DECLS
