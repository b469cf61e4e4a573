#include "cs-pages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE_PAGE ((gsize) 2 << 20)
/* From here on a block is mapped for itself: smaller ones are soon used again by whoever comes next. */
#define LARGE_BLOCK (2 * LARGE_PAGE)
/* Released blocks are kept for whoever asks for the same size next: a film's stages make and drop many of one size, and
 * clearing what is mapped already is several times faster than mapping it anew. */
#define MOST_KEPT ((gsize) 64 << 20)
#define MOST_BLOCKS 16

typedef struct { guint8 *bytes; gsize size; } Block;

static GMutex mutex;
static Block kept[MOST_BLOCKS];   /* the longest kept first */
static guint n_kept;
static gsize kept_size;

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

static Block
take_kept (guint i)
{
  Block block = kept[i];

  n_kept--;
  kept_size -= block.size;
  memmove (kept + i, kept + i + 1, sizeof (Block) * (n_kept - i));
  return block;
}

static guint8 *
find_kept (gsize size)
{
  guint8 *bytes = NULL;

  g_mutex_lock (&mutex);
  for (guint i = n_kept; i-- > 0 && bytes == NULL;)
    if (kept[i].size == size)
      bytes = take_kept (i).bytes;
  g_mutex_unlock (&mutex);
  return bytes != NULL ? memset (bytes, 0, size) : NULL;
}

static void
keep (guint8 *bytes, gsize size)
{
  g_mutex_lock (&mutex);
  while (n_kept > 0 && (n_kept == MOST_BLOCKS || kept_size + size > MOST_KEPT))
    {
      Block block = take_kept (0);

      munmap (block.bytes, block.size);
    }
  kept[n_kept++] = (Block) { bytes, size };
  kept_size += size;
  g_mutex_unlock (&mutex);
}

guint8 *
cs_pages_reserve (gsize size)
{
  gsize whole = round_up (size, size < LARGE_BLOCK ? CS_PAGES_ALIGNMENT : LARGE_PAGE);
  guint8 *bytes;

  if (size >= LARGE_BLOCK)
    {
      bytes = find_kept (whole);
      return bytes != NULL ? bytes : map_large (whole);
    }
  bytes = aligned_alloc (CS_PAGES_ALIGNMENT, whole);
  return bytes != NULL ? memset (bytes, 0, whole) : NULL;
}

void
cs_pages_release (guint8 *bytes, gsize size)
{
  gsize whole = round_up (size, LARGE_PAGE);

  if (size < LARGE_BLOCK)
    free (bytes);
  else if (whole > MOST_KEPT)
    munmap (bytes, whole);
  else
    keep (bytes, whole);
}
