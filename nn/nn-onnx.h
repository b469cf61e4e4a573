/* A network as an ONNX file, for other programs: opset 13 of the standard domain, IR version 7.
 *
 * One input "input", n x channels x height x width, n free, and one output "output", n x channels x height x width: what
 * nn_net_predict() takes and gives. Values between are "NODE.OP", weights "NODE.OP.PART" as in nn-tensors.h, with two
 * exceptions: "running_variance" is the variance itself, and a dense layer is a convolution as large as its input, so that
 * every value has four dimensions. Dropout does nothing, as in any use of a network.
 *
 * An op writes itself: NnOp.onnx() calls what is below, and must set nn_onnx_out(). Thread rule: one thread. */
#pragma once

#include "nn-net.h"

G_BEGIN_DECLS

#define NN_ONNX_OPSET 13

/* @notes: keys of the network's notes that travel along as metadata, beside its digest; NULL-terminated. */
GBytes      *nn_onnx_of_net      (const NnNet *net, const char *const *notes);

/* For ops/: names of values; all borrowed. */
const char  *nn_onnx_in          (NnOnnx *self, guint i);                      /* of the node's i-th input */
const char  *nn_onnx_out         (NnOnnx *self);
const char  *nn_onnx_inner       (NnOnnx *self, const char *name, guint i);    /* a value within the node */
const char  *nn_onnx_part        (NnOnnx *self, const char *part);             /* written along, once a call */
const char  *nn_onnx_constant    (NnOnnx *self, const char *name, guint n_dims, const guint *dims, const float *values);
const float *nn_onnx_get_values  (NnOnnx *self, const char *part);
/* An operator that makes @out of the values that follow, up to NULL; then its attributes. */
void         nn_onnx_add         (NnOnnx *self, const char *type, const char *out, ...) G_GNUC_NULL_TERMINATED;
void         nn_onnx_set_int     (NnOnnx *self, const char *name, guint value);
void         nn_onnx_set_ints    (NnOnnx *self, const char *name, guint n, guint value);   /* @n times the same */
void         nn_onnx_set_float   (NnOnnx *self, const char *name, float value);

G_END_DECLS
