#include "nn-gemm.h"

#include <cblas.h>
#include <gmodule.h>
#include <string.h>

#define OPENBLAS "libopenblas.so.0"

/* Columns worked on at once: 576 rows of them, those of a 3x3 convolution of 64 channels, stay in a second-level
 * cache. */
#define COLUMNS_AT_ONCE 256

typedef __typeof__ (&cblas_sgemm) Product;

/* Opened by the first product and not by the program's start: as OpenBLAS is loaded it starts a thread for each other
 * processor, which spins for a while, and most runs of the stages need no network. It is asked for one thread, for ours
 * work side by side already. */
static Product
open_blas (void)
{
  static gsize product = 0;

  if (g_once_init_enter (&product))
    {
      GModule *module = g_module_open (OPENBLAS, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
      gpointer found, set_threads;

      if (module == NULL || !g_module_symbol (module, "cblas_sgemm", &found)
          || !g_module_symbol (module, "openblas_set_num_threads", &set_threads))
        g_error ("OpenBLAS cannot be used: %s. Install libopenblas0.", g_module_error ());
      ((__typeof__ (&openblas_set_num_threads)) set_threads) (1);
      g_once_init_leave (&product, (gsize) found);
    }
  return (Product) product;
}

/* The output columns [*first, *end) whose kernel column @kx falls inside the image. */
static void
find_inside (const NnWindow *w,
             guint           kx,
             guint          *first,
             guint          *end)
{
  gint64 shift = (gint64) kx - w->pad;
  gint64 last = ((gint64) w->image.width - 1 - shift);

  *first = shift < 0 ? MIN ((guint) ((-shift + w->stride - 1) / w->stride), w->out_width) : 0;
  *end = last < 0 ? 0 : MIN ((guint) (last / w->stride) + 1, w->out_width);
  *end = MAX (*end, *first);
}

static void
gather_row (const NnWindow *w,
            const float    *source,
            guint           kx,
            float          *columns)
{
  guint first, end;

  find_inside (w, kx, &first, &end);
  memset (columns, 0, first * sizeof (float));
  memset (columns + end, 0, (w->out_width - end) * sizeof (float));
  if (end > first)
    source += (gint64) first * w->stride + kx - w->pad;
  if (w->stride == 1)
    memcpy (columns + first, source, (end - first) * sizeof (float));
  else
    for (guint x = first; x < end; x++)
      columns[x] = source[(gsize) (x - first) * w->stride];
}

static void
scatter_row (const NnWindow *w,
             const float    *columns,
             guint           kx,
             float          *target)
{
  guint first, end;

  find_inside (w, kx, &first, &end);
  if (end == first)
    return;
  target += (gint64) first * w->stride + kx - w->pad;
  for (guint x = first; x < end; x++)
    target[(gsize) (x - first) * w->stride] += columns[x];
}

/* The image's row under kernel row @ky of output row @y, or -1 outside. */
static gint64
find_row (const NnWindow *w,
          guint           y,
          guint           ky)
{
  gint64 row = (gint64) y * w->stride + ky - w->pad;

  return row < w->image.height ? row : -1;
}

void
nn_gemm (gboolean     turn_a,
         gboolean     turn_b,
         guint        m,
         guint        n,
         guint        k,
         const float *a,
         guint        lda,
         const float *b,
         guint        ldb,
         float        beta,
         float       *c,
         guint        ldc)
{
  open_blas () (CblasRowMajor, turn_a ? CblasTrans : CblasNoTrans, turn_b ? CblasTrans : CblasNoTrans,
                m, n, k, 1.0f, a, lda, b, ldb, beta, c, ldc);
}

guint
nn_window_rows (const NnWindow *w)
{
  return CLAMP (COLUMNS_AT_ONCE / w->out_width, 1, w->out_height);
}

gsize
nn_window_scratch (const NnWindow *w)
{
  return (gsize) w->image.channels * w->kernel * w->kernel * nn_window_rows (w) * w->out_width;
}

void
nn_im2col (const NnWindow *w,
           const float    *image,
           guint           row,
           guint           n_rows,
           float          *columns)
{
  for (guint c = 0; c < w->image.channels; c++)
    for (guint k = 0; k < w->kernel * w->kernel; k++)
      for (guint y = row; y < row + n_rows; y++, columns += w->out_width)
        {
          gint64 from = find_row (w, y, k / w->kernel);

          if (from < 0)
            memset (columns, 0, w->out_width * sizeof (float));
          else
            gather_row (w, image + ((gsize) c * w->image.height + from) * w->image.width, k % w->kernel, columns);
        }
}

void
nn_col2im (const NnWindow *w,
           const float    *columns,
           guint           row,
           guint           n_rows,
           float          *image)
{
  for (guint c = 0; c < w->image.channels; c++)
    for (guint k = 0; k < w->kernel * w->kernel; k++)
      for (guint y = row; y < row + n_rows; y++, columns += w->out_width)
        {
          gint64 to = find_row (w, y, k / w->kernel);

          if (to >= 0)
            scatter_row (w, columns, k % w->kernel, image + ((gsize) c * w->image.height + to) * w->image.width);
        }
}
