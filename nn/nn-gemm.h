/* Matrix products, and images as matrices. The only caller of CBLAS; it runs on the thread that calls (threads go over
 * patches, nn-threads.h), so the same numbers give the same result whatever the number of threads. */
#pragma once

#include "nn-op.h"

G_BEGIN_DECLS

/* How a kernel is laid over an image. */
typedef struct { NnShape image; guint kernel, stride, pad, out_height, out_width; } NnWindow;

/* Row-major C (m x n) = A (m x k) B (k x n) + beta C; @turn_a, @turn_b: that matrix is stored transposed.
 * The leading dimension is the length of a stored row. */
void nn_gemm    (gboolean turn_a, gboolean turn_b, guint m, guint n, guint k, const float *a, guint lda,
                 const float *b, guint ldb, float beta, float *c, guint ldc);

/* Rows of output pixels that are worked on at once, so that their columns stay in the cache; and the floats they need. */
guint nn_window_rows    (const NnWindow *window);
gsize nn_window_scratch (const NnWindow *window);

/* Columns of the output rows [row, row + n_rows): (channels * kernel * kernel) x (n_rows * out_width); 0 outside. */
void nn_im2col  (const NnWindow *window, const float *image, guint row, guint n_rows, float *columns);
/* The transpose of it: adds columns back to the image. */
void nn_col2im  (const NnWindow *window, const float *columns, guint row, guint n_rows, float *image);

G_END_DECLS
