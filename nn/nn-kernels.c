#include "nn-kernels.h"

#include <string.h>

#ifdef NN_X86
extern const NnKernels nn_kernels_avx512, nn_kernels_avx2;
#endif
extern const NnKernels nn_kernels_common;

const NnKernels *const nn_kernels[] = {
#ifdef NN_X86
  &nn_kernels_avx512, &nn_kernels_avx2,
#endif
  &nn_kernels_common, NULL
};

const NnKernels *
nn_kernels_or_common (const NnKernels *kernels)
{
  return kernels != NULL ? kernels : &nn_kernels_common;
}

const NnKernels *
nn_kernels_best (void)
{
  guint i = 0;

  while (!nn_kernels[i]->runs_here ())
    i++;
  return nn_kernels[i];
}

const NnKernels *
nn_kernels_find (const char *name)
{
  for (guint i = 0; nn_kernels[i] != NULL; i++)
    if (strcmp (nn_kernels[i]->name, name) == 0 && nn_kernels[i]->runs_here ())
      return nn_kernels[i];
  return NULL;
}
