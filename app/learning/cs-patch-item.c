#include "cs-patch-item.h"

#include <glib/gi18n.h>

/* Shown from black to white, in deviations from the patch's mean: calcifications are the bright tail. */
#define BLACK -2.0f
#define WHITE 3.5f

struct _CsPatchItem
{
  GObject    parent_instance;
  CsPatches *patches;
  guint      index;
  gboolean   stale;
};

G_DEFINE_FINAL_TYPE (CsPatchItem, cs_patch_item, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Away from grey film by its hue, and bright on dark tissue. */
static const guint8 outline[3] = { 0, 214, 255 };

static gboolean
looks_the_same (const CsPatch *a, const CsPatch *b)
{
  const gsize n = CS_PATCH_SIDE * CS_PATCH_SIDE;

  return a->positive == b->positive && memcmp (a->target, b->target, n) == 0 &&
         memcmp (a->pixels, b->pixels, n * sizeof (float)) == 0;
}

static gboolean
is_target (const CsPatch *patch, int x, int y)
{
  return patch->target[y * CS_PATCH_SIDE + x] != 0;
}

/* Whether the target ends between a pixel and the neighbour in that direction; the patch's own edge is not its end. */
static gboolean
ends (const CsPatch *patch, int x, int y, int dx, int dy)
{
  int nx = x + dx, ny = y + dy;

  return nx >= 0 && ny >= 0 && nx < CS_PATCH_SIDE && ny < CS_PATCH_SIDE && !is_target (patch, nx, ny);
}

static void
fill_square (guint8 *rgb, gsize stride, guint factor, guint8 grey)
{
  for (guint row = 0; row < factor; row++)
    memset (rgb + row * stride, grey, 3 * factor);
}

static void
draw_bar (guint8 *rgb, gsize step, guint factor)
{
  for (guint i = 0; i < factor; i++)
    memcpy (rgb + i * step, outline, 3);
}

/* @rgb: the first corner of the square of a pixel of the target. */
static void
draw_ends (const CsPatch *patch, int x, int y, guint8 *rgb, gsize stride, guint factor)
{
  if (ends (patch, x, y, 0, -1))
    draw_bar (rgb, 3, factor);
  if (ends (patch, x, y, 0, 1))
    draw_bar (rgb + (factor - 1) * stride, 3, factor);
  if (ends (patch, x, y, -1, 0))
    draw_bar (rgb, stride, factor);
  if (ends (patch, x, y, 1, 0))
    draw_bar (rgb + 3 * (factor - 1), stride, factor);
}

static void
finalize (GObject *object)
{
  g_clear_pointer (&CS_PATCH_ITEM (object)->patches, cs_patches_unref);
  G_OBJECT_CLASS (cs_patch_item_parent_class)->finalize (object);
}

static void
cs_patch_item_class_init (CsPatchItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_PATCH_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
cs_patch_item_init (CsPatchItem *self)
{
}

CsPatchItem *
cs_patch_item_new (CsPatches *patches, guint i)
{
  CsPatchItem *self = g_object_new (CS_TYPE_PATCH_ITEM, NULL);

  self->patches = cs_patches_ref (patches);
  self->index = i;
  return self;
}

gboolean
cs_patch_item_is_of (CsPatchItem *self, CsPatches *patches, guint i)
{
  const CsPatch *mine = cs_patch_item_get_patch (self), *other = cs_patches_get (patches, i);

  return mine->mark == other->mark && mine->x == other->x && mine->y == other->y;
}

void
cs_patch_item_renew (CsPatchItem *self, CsPatches *patches, guint i)
{
  gboolean same = !self->stale && looks_the_same (cs_patch_item_get_patch (self), cs_patches_get (patches, i));

  cs_patches_ref (patches);
  cs_patches_unref (self->patches);
  self->patches = patches;
  self->index = i;
  self->stale = FALSE;
  if (!same)
    g_signal_emit (self, signals[CHANGED], 0);
}

const CsPatch *
cs_patch_item_get_patch (CsPatchItem *self)
{
  g_return_val_if_fail (CS_IS_PATCH_ITEM (self), NULL);
  return cs_patches_get (self->patches, self->index);
}

const CsRecordFilm *
cs_patch_item_get_film (CsPatchItem *self)
{
  g_return_val_if_fail (CS_IS_PATCH_ITEM (self), NULL);
  return cs_patches_get_film (self->patches, self->index);
}

const CsRecordMark *
cs_patch_item_get_mark (CsPatchItem *self)
{
  g_return_val_if_fail (CS_IS_PATCH_ITEM (self), NULL);
  return cs_patches_get_mark (self->patches, self->index);
}

CsRaster *
cs_patch_item_get_mask (CsPatchItem *self)
{
  g_return_val_if_fail (CS_IS_PATCH_ITEM (self), NULL);
  return cs_patches_get_mask (self->patches, self->index);
}

guint
cs_patch_item_get_area (CsPatchItem *self)
{
  const CsPatch *patch = cs_patch_item_get_patch (self);
  guint area = 0;

  for (guint i = 0; i < CS_PATCH_SIDE * CS_PATCH_SIDE; i++)
    area += patch->target[i] != 0 ? 1 : 0;
  return area;
}

gboolean
cs_patch_item_get_stale (CsPatchItem *self)
{
  g_return_val_if_fail (CS_IS_PATCH_ITEM (self), FALSE);
  return self->stale;
}

void
cs_patch_item_set_stale (CsPatchItem *self)
{
  g_return_if_fail (CS_IS_PATCH_ITEM (self));
  if (self->stale)
    return;
  self->stale = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

GdkTexture *
cs_patch_item_draw (CsPatchItem *self, guint factor, gboolean outlined)
{
  const CsPatch *patch = cs_patch_item_get_patch (self);
  gsize side = CS_PATCH_SIDE * (gsize) factor, stride = 3 * side;
  g_autofree guint8 *rgb = g_malloc (stride * side);
  g_autoptr (GBytes) bytes = NULL;

  for (int y = 0; y < CS_PATCH_SIDE; y++)
    for (int x = 0; x < CS_PATCH_SIDE; x++)
      {
        float share = (patch->pixels[y * CS_PATCH_SIDE + x] - BLACK) / (WHITE - BLACK);
        guint8 *square = rgb + (gsize) y * factor * stride + 3 * (gsize) x * factor;

        fill_square (square, stride, factor, (guint8) (255 * CLAMP (share, 0, 1) + 0.5f));
        if (outlined && is_target (patch, x, y))
          draw_ends (patch, x, y, square, stride, factor);
      }
  bytes = g_bytes_new_take (g_steal_pointer (&rgb), stride * side);
  return gdk_memory_texture_new ((int) side, (int) side, GDK_MEMORY_R8G8B8, bytes, stride);
}

static char *
describe_verdict (CsPatchItem *self)
{
  guint area = cs_patch_item_get_area (self);

  if (!cs_patch_item_get_patch (self)->positive)
    return g_strdup (_("rejected"));
  /* Translators: a patch of an accepted box, and how many of its pixels belong to calcifications */
  return g_strdup_printf (ngettext ("accepted, %u pixel", "accepted, %u pixels", area), area);
}

char *
cs_patch_item_describe (CsPatchItem *self)
{
  const CsRecordMark *mark = cs_patch_item_get_mark (self);
  g_autofree char *verdict = describe_verdict (self);

  if (mark->called == NULL || *mark->called == '\0')
    return g_steal_pointer (&verdict);
  /* Translators: "accepted, 14 pixels", and what the set of films itself calls this calcification */
  return g_strdup_printf (_("%s · truth: %s"), verdict, mark->called);
}
