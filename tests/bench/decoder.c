/* A bench does not lie beside the helper that decodes films, as the programs do. */
#include <glib.h>

static void __attribute__ ((constructor))
name_decoder (void)
{
  g_setenv ("CALCSPOT_DECODER", CS_BENCH_DECODER, FALSE);
}
