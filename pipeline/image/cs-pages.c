#include "cs-pages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE_PAGE ((gsize) 2 << 20)
/* From here on a block is mapped for itself: smaller ones are soon used again by whoever comes next. */
#define LARGE_BLOCK (2 * LARGE_PAGE)

static gsize
round_up (gsize size, gsize to)
{
  return (size + to - 1) / to * to;
}

/* Maps one large page too many, and gives back what is before and behind whole ones. */
static guint8 *
map_large (gsize size)
{
  guint8 *bytes = mmap (NULL, size + LARGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  gsize before;

  if (bytes == MAP_FAILED)
    return NULL;
  before = round_up ((gsize) bytes, LARGE_PAGE) - (gsize) bytes;
  if (before > 0)
    munmap (bytes, before);
  if (before < LARGE_PAGE)
    munmap (bytes + before + size, LARGE_PAGE - before);
#ifdef MADV_HUGEPAGE
  madvise (bytes + before, size, MADV_HUGEPAGE);
#endif
  return bytes + before;
}

guint8 *
cs_pages_reserve (gsize size)
{
  gsize whole = round_up (size, CS_PAGES_ALIGNMENT);
  guint8 *bytes;

  if (size >= LARGE_BLOCK)
    return map_large (round_up (size, LARGE_PAGE));
  bytes = aligned_alloc (CS_PAGES_ALIGNMENT, whole);
  return bytes != NULL ? memset (bytes, 0, whole) : NULL;
}

void
cs_pages_release (guint8 *bytes, gsize size)
{
  if (size >= LARGE_BLOCK)
    munmap (bytes, round_up (size, LARGE_PAGE));
  else
    free (bytes);
}
