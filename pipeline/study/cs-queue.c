#include "cs-queue.h"

#include <math.h>
#include <string.h>

#include "cs-study-private.h"

#define STRIP 100

static const char *const names[] = { [CS_ORDER_SUSPICION] = "suspicion", [CS_ORDER_UNCERTAINTY] = "uncertainty",
                                     [CS_ORDER_PLACE] = "place", [CS_ORDER_RANDOM] = "random" };

/* The surest pixel of the box decides, as it does where finds are listed. */
static double
most_likely (const CsRaster *likely,
             const CsBox    *box)
{
  int right = MIN (box->x + box->width, (int) cs_raster_get_width (likely));
  int bottom = MIN (box->y + box->height, (int) cs_raster_get_height (likely));
  double most = 0;

  for (int y = MAX (box->y, 0); y < bottom; y++)
    {
      const float *row = cs_raster_row (likely, (guint) y);

      for (int x = MAX (box->x, 0); x < right; x++)
        most = MAX (most, row[x]);
    }
  return most;
}

/* The same seed gives the same order, wherever and whenever: SplitMix64 over seed and id. */
static guint64
lot (guint  seed,
     gint64 id)
{
  guint64 z = ((guint64) seed << 32) + (guint64) id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static int
sign (double difference)
{
  return difference < 0 ? -1 : difference > 0;
}

static int
compare_places (const CsBox *a,
                const CsBox *b)
{
  int strip = a->y / STRIP - b->y / STRIP;

  return strip != 0 ? sign (strip) : sign (a->x - b->x);
}

static int
compare_lots (guint   seed,
              CsMark *a,
              CsMark *b)
{
  guint64 left = lot (seed, cs_mark_get_id (a)), right = lot (seed, cs_mark_get_id (b));

  return left < right ? -1 : left > right;
}

char *
cs_queue_to_text (const CsQueue *self)
{
  if (self->order == CS_ORDER_RANDOM)
    return g_strdup_printf ("%s:%u", names[CS_ORDER_RANDOM], self->seed);
  return g_strdup (names[self->order]);
}

gboolean
cs_queue_from_text (const char *text,
                    CsQueue    *queue)
{
  const char *colon = strchr (text, ':');
  guint64 seed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gboolean random = i == CS_ORDER_RANDOM;

      if (strncmp (text, names[i], strlen (names[i])) != 0 || text[strlen (names[i])] != (random ? ':' : '\0'))
        continue;
      if (random && !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT, &seed, NULL))
        return FALSE;
      *queue = (CsQueue) { (CsOrder) i, (guint) seed };
      return TRUE;
    }
  return FALSE;
}

int
cs_queue_compare (const CsQueue  *self,
                  const CsRaster *likely,
                  CsMark         *a,
                  CsMark         *b)
{
  const CsBox *left = cs_mark_get_box (a), *right = cs_mark_get_box (b);
  int result = 0;

  switch (self->order)
    {
    case CS_ORDER_UNCERTAINTY:
      if (likely != NULL)
        result = sign (fabs (most_likely (likely, left) - 0.5) - fabs (most_likely (likely, right) - 0.5));
      break;
    case CS_ORDER_PLACE:
      result = compare_places (left, right);
      break;
    case CS_ORDER_RANDOM:
      result = compare_lots (self->seed, a, b);
      break;
    case CS_ORDER_SUSPICION:
    default:
      break;
    }
  return result != 0 ? result : cs_mark_compare (a, b, NULL);
}
