#include "cs-find.h"

struct _CsFind
{
  GObject parent_instance;
  CsBox box;
  guint area;
  float probability;
};

G_DEFINE_FINAL_TYPE (CsFind, cs_find, G_TYPE_OBJECT)

static void
cs_find_class_init (CsFindClass *klass)
{
}

static void
cs_find_init (CsFind *self)
{
}

const CsBox *
cs_find_get_box (CsFind *self)
{
  return &self->box;
}

guint
cs_find_get_area (CsFind *self)
{
  return self->area;
}

double
cs_find_get_probability (CsFind *self)
{
  return self->probability;
}

static void
measure (CsFind *self, const CsRaster *probability, double threshold)
{
  int right = MIN (self->box.x + self->box.width, (int) cs_raster_get_width (probability));
  int bottom = MIN (self->box.y + self->box.height, (int) cs_raster_get_height (probability));

  for (int y = MAX (self->box.y, 0); y < bottom; y++)
    {
      const float *row = cs_raster_row (probability, (guint) y);

      for (int x = MAX (self->box.x, 0); x < right; x++)
        {
          self->area += row[x] >= threshold;
          self->probability = MAX (self->probability, row[x]);
        }
    }
}

static int
surest_first (gconstpointer a, gconstpointer b, gpointer data)
{
  const CsFind *first = a, *second = b;

  return first->probability > second->probability ? -1 : first->probability < second->probability;
}

GListModel *
cs_finds_new (const CsRaster *probability, const CsBox *boxes, guint n, double threshold)
{
  GListStore *finds = g_list_store_new (CS_TYPE_FIND);

  g_return_val_if_fail (cs_raster_get_pixel (probability) == CS_PIXEL_F32, G_LIST_MODEL (finds));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsFind) find = g_object_new (CS_TYPE_FIND, NULL);

      find->box = boxes[i];
      measure (find, probability, threshold);
      if (find->area > 0)
        g_list_store_insert_sorted (finds, find, surest_first, NULL);
    }
  return G_LIST_MODEL (finds);
}
