#include "cs-kernels.h"

extern const CsKernels cs_kernels_plain, cs_kernels_avx2, cs_kernels_avx512;

static const CsKernels *chosen;   /* atomic */

const CsKernels *
cs_kernels_variant (guint i)
{
#ifdef __x86_64__
  __builtin_cpu_init ();
  if (i == 1 && __builtin_cpu_supports ("avx2"))
    return &cs_kernels_avx2;
  if (i == 2 && __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw")
      && __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("avx512dq"))
    return &cs_kernels_avx512;
#endif
  return i == 0 ? &cs_kernels_plain : NULL;
}

static const CsKernels *
best (void)
{
  for (guint i = 2; i > 0; i--)
    if (cs_kernels_variant (i) != NULL)
      return cs_kernels_variant (i);
  return cs_kernels_variant (0);
}

const CsKernels *
cs_kernels (void)
{
  const CsKernels *kernels = g_atomic_pointer_get (&chosen);

  if (kernels == NULL)
    {
      kernels = best ();
      g_atomic_pointer_set (&chosen, (gpointer) kernels);
    }
  return kernels;
}

void
cs_kernels_choose (guint i)
{
  g_atomic_pointer_set (&chosen, (gpointer) (i != G_MAXUINT ? cs_kernels_variant (i) : NULL));
}
