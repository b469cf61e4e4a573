/* Named arrays of floats, and the safetensors file that holds them: the form in which other programs exchange weights.
 * A file is eight bytes with the length of a head, the head in JSON (name, type, shape, place), then the numbers. Reading
 * believes nothing: every length is checked before it is used, only type F32 is taken, and the places must cover the
 * numbers without gap or overlap.
 * Thread rule: a value; whoever has it alone may add to it, afterwards any number of threads may read. */
#pragma once

#include "nn-net.h"

G_BEGIN_DECLS

#define NN_TENSOR_MOST_DIMS 8

typedef struct { char *name; guint n_dims; gsize dims[NN_TENSOR_MOST_DIMS], n; float *values; } NnTensor;

typedef struct _NnTensors NnTensors;

NnTensors      *nn_tensors_new        (void);
void            nn_tensors_free       (NnTensors *self);
/* Copies @values, as many as the product of @dims. A name stands once (asserted). */
void            nn_tensors_add        (NnTensors *self, const char *name, guint n_dims, const gsize *dims, const float *values);
guint           nn_tensors_get_n      (const NnTensors *self);
const NnTensor *nn_tensors_get        (const NnTensors *self, guint i);
const NnTensor *nn_tensors_find       (const NnTensors *self, const char *name);       /* NULL: no such */
const char     *nn_tensors_get_note   (const NnTensors *self, const char *key);        /* of "__metadata__"; NULL: none */
void            nn_tensors_set_note   (NnTensors *self, const char *key, const char *value);

GBytes         *nn_tensors_to_bytes   (const NnTensors *self);
/* NN_ERROR_FILE with @name and the defect. */
NnTensors      *nn_tensors_from_bytes (GBytes *bytes, const char *name, GError **error);

/* Weights and state of a network, "NODE.OP.PART": "001.conv.weight". Shapes are PyTorch's; the running variance is stored
 * less 1, as the state keeps it. Notes travel along. */
NnTensors      *nn_tensors_of_net     (const NnNet *net);
/* The other way: every part must be there, with its shape and finite, and nothing else. @net has one owner; on an error it is as before. */
gboolean        nn_tensors_to_net     (const NnTensors *self, NnNet *net, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnTensors, nn_tensors_free)

G_END_DECLS
