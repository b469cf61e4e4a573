#include "cs-pages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE_PAGE ((gsize) 2 << 20)
/* From here on a block is mapped for itself, in large pages: asked for small ones again and again, the system takes a
 * fifth of the time of all stages, even of a film of one megapixel. */
#define LARGE_BLOCK (LARGE_PAGE / 8)
/* Blocks share large pages: the rest of one that a film of one megapixel leaves serves its next mask. */
#define GRAIN (LARGE_PAGE / 32)
/* Released blocks are kept: a film's stages make and drop many, and clearing what is mapped already is several times
 * faster than mapping it anew. What is in use and what is kept in whole large pages are together never more than was in
 * use at once, and a sixteenth: kept blocks lie in pieces, of which some are too small for who comes next. */
#define MOST_BLOCKS 64

typedef struct { guint8 *bytes; gsize size; } Block;

static GMutex mutex;
static Block kept[MOST_BLOCKS];   /* the longest kept first */
static guint n_kept;
static gsize kept_size, used_size, most_used;

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

static void
add_kept (Block block)
{
  if (block.size == 0)
    return;
  if (n_kept == MOST_BLOCKS)
    {
      Block longest = take_kept (0);

      munmap (longest.bytes, longest.size);
    }
  kept[n_kept++] = block;
  kept_size += block.size;
}

/* The part of a block that fills large pages: the system splits those of which it gets but a piece. */
static Block
whole_pages (Block block)
{
  gsize before = round_up ((gsize) block.bytes, LARGE_PAGE) - (gsize) block.bytes;

  return (Block) { block.bytes + before,
                   block.size > before ? (block.size - before) / LARGE_PAGE * LARGE_PAGE : 0 };
}

/* Gives whole pages of the longest kept back to the system, and no more of them than asked for, until no more than
 * @most is kept. */
static void
give_back (gsize most)
{
  for (guint i = 0; i < n_kept && kept_size > most;)
    {
      Block whole = whole_pages (kept[i]), block;
      gsize enough = MIN (round_up (kept_size - most, LARGE_PAGE), whole.size);
      guint8 *from = whole.bytes + whole.size - enough;

      if (enough == 0)
        {
          i++;
          continue;
        }
      block = take_kept (i);
      munmap (from, enough);
      add_kept ((Block) { block.bytes, from - block.bytes });
      add_kept ((Block) { from + enough, block.bytes + block.size - (from + enough) });
    }
}

/* With the kept ones at its sides: what was split for small blocks serves a large one again. */
static Block
join_kept (Block block)
{
  for (guint i = n_kept; i-- > 0;)
    if (kept[i].bytes + kept[i].size == block.bytes || block.bytes + block.size == kept[i].bytes)
      {
        Block beside = take_kept (i);

        block = (Block) { MIN (block.bytes, beside.bytes), block.size + beside.size };
      }
  return block;
}

/* The smallest that is large enough; what it has too much stays kept. */
static guint8 *
find_kept (gsize size)
{
  guint best = n_kept;
  Block block;

  for (guint i = 0; i < n_kept; i++)
    if (kept[i].size >= size && (best == n_kept || kept[i].size <= kept[best].size))
      best = i;
  if (best == n_kept)
    return NULL;
  block = take_kept (best);
  add_kept ((Block) { block.bytes + size, block.size - size });
  return block.bytes;
}

/* What is kept makes room for what is about to be mapped, so that both are no more than before. */
static guint8 *
take (gsize size)
{
  guint8 *bytes;

  g_mutex_lock (&mutex);
  bytes = find_kept (size);
  used_size += size;
  most_used = MAX (most_used, used_size);
  if (bytes == NULL)
    give_back (most_used + most_used / 16 - used_size);
  g_mutex_unlock (&mutex);
  return bytes;
}

static void
forget (gsize size)
{
  g_mutex_lock (&mutex);
  used_size -= size;
  g_mutex_unlock (&mutex);
}

/* What is kept the system may have when it runs short: of @block, with which @freed was joined, the large pages that
 * became free of it. */
static void
offer (Block block, Block freed)
{
#ifdef MADV_FREE
  Block whole = whole_pages (block);
  gsize first = (gsize) freed.bytes / LARGE_PAGE * LARGE_PAGE;
  gsize last = round_up ((gsize) freed.bytes + freed.size, LARGE_PAGE);

  first = MAX (first, (gsize) whole.bytes);
  last = MIN (last, (gsize) whole.bytes + whole.size);
  if (first < last)
    madvise ((gpointer) first, last - first, MADV_FREE);
#endif
}

static void
keep (Block freed, gsize used)
{
  Block block;

  g_mutex_lock (&mutex);
  used_size -= used;
  block = join_kept (freed);
  offer (block, freed);
  add_kept (block);
  g_mutex_unlock (&mutex);
}

static guint8 *
reserve_large (gsize size, gboolean clear)
{
  gsize whole = round_up (size, LARGE_PAGE);
  guint8 *bytes = take (size);

  if (bytes != NULL)
    return clear ? memset (bytes, 0, size) : bytes;
  bytes = map_large (whole);
  if (bytes == NULL)
    forget (size);
  else if (whole > size)
    keep ((Block) { bytes + size, whole - size }, 0);
  return bytes;
}

static guint8 *
reserve (gsize size, gboolean clear)
{
  gsize whole = round_up (size, size < LARGE_BLOCK ? CS_PAGES_ALIGNMENT : GRAIN);
  guint8 *bytes;

  if (size >= LARGE_BLOCK)
    return reserve_large (whole, clear);
  bytes = aligned_alloc (CS_PAGES_ALIGNMENT, whole);
  return bytes != NULL && clear ? memset (bytes, 0, whole) : bytes;
}

guint8 *
cs_pages_reserve (gsize size)
{
  return reserve (size, TRUE);
}

guint8 *
cs_pages_reserve_unset (gsize size)
{
  return reserve (size, FALSE);
}

void
cs_pages_release (guint8 *bytes, gsize size)
{
  if (size < LARGE_BLOCK)
    free (bytes);
  else
    keep ((Block) { bytes, round_up (size, GRAIN) }, round_up (size, GRAIN));
}
