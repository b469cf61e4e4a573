#include "cs-coco-mask.h"

#include <math.h>
#include <string.h>

#include "cs-regions.h"

/* Corners of all polygons of an annotation: each row of the box asks all of them. */
#define MOST_CORNERS 10000u

typedef struct { double x, y; } Corner;

/* Pixels [first, last) of the picture, counted down its columns, as far as they lie in the box. */
static void
set_run (CsRaster    *mask,
         const CsBox *box,
         guint        height,
         guint64      first,
         guint64      last)
{
  gint64 left = (gint64) (first / height), right = (gint64) ((last - 1) / height);

  for (gint64 x = MAX (left, box->x); x <= MIN (right, (gint64) box->x + box->width - 1); x++)
    {
      gint64 top = x == left ? (gint64) (first % height) : 0;
      gint64 bottom = x == right ? (gint64) ((last - 1) % height) : (gint64) height - 1;

      for (gint64 y = MAX (top, box->y); y <= MIN (bottom, (gint64) box->y + box->height - 1); y++)
        ((guint8 *) cs_raster_edit (mask, (guint) (y - box->y)))[x - box->x] = 255;
    }
}

/* FALSE: they are more or fewer than the picture's pixels. */
static gboolean
set_runs (CsRaster     *mask,
          const CsBox  *box,
          guint         width,
          guint         height,
          const GArray *runs)
{
  guint64 all = (guint64) width * height, at = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      gint64 length = g_array_index (runs, gint64, i);

      if (length < 0 || (guint64) length > all - at)
        return FALSE;
      if (i % 2 == 1 && length > 0)
        set_run (mask, box, height, at, at + (guint64) length);
      at += (guint64) length;
    }
  return at == all;
}

static gboolean
is_number (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

static gboolean
read_numbers (JsonArray *array,
              GArray    *runs)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gint64 length;

      if (!is_number (node))
        return FALSE;
      length = json_node_get_int (node);
      g_array_append_val (runs, length);
    }
  return TRUE;
}

/* One packed number: five bits a letter from '0' on, the lowest first, 32 where more follow, the sign in the last.
 * NULL: it does not end. */
static const char *
unpack (const char *text,
        gint64     *value)
{
  guint shift = 0;
  int bits;

  *value = 0;
  do
    {
      bits = *text - '0';
      if (bits < 0 || bits > 63 || shift > 50)
        return NULL;
      *value |= (gint64) (bits & 31) << shift;
      shift += 5;
      text++;
    }
  while (bits & 32);
  if (bits & 16)
    *value |= -((gint64) 1 << shift);
  return text;
}

/* From the third on, each is told as its difference to the one two before. */
static gboolean
read_packed (const char *text,
             GArray     *runs)
{
  while (*text != '\0')
    {
      gint64 value;

      text = unpack (text, &value);
      if (text == NULL)
        return FALSE;
      if (runs->len > 2)
        value += g_array_index (runs, gint64, runs->len - 2);
      if (value < 0 || value > (gint64) CS_MAX_PIXELS)
        return FALSE;
      g_array_append_val (runs, value);
    }
  return TRUE;
}

static gboolean
read_runs (JsonObject  *object,
           guint        width,
           guint        height,
           const CsBox *box,
           CsRaster    *mask)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (gint64));
  JsonNode *counts = json_object_get_member (object, "counts");
  gboolean ok = FALSE;

  if (counts != NULL && JSON_NODE_HOLDS_ARRAY (counts))
    ok = read_numbers (json_node_get_array (counts), runs);
  else if (counts != NULL && JSON_NODE_HOLDS_VALUE (counts) && json_node_get_value_type (counts) == G_TYPE_STRING)
    ok = read_packed (json_node_get_string (counts), runs);
  return ok && set_runs (mask, box, width, height, runs);
}

/* "x, y, x, y, ...": at least three corners. */
static GArray *
read_corners (JsonNode *node)
{
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr (GArray) corners = g_array_new (FALSE, FALSE, sizeof (Corner));

  if (n < 6 || n % 2 != 0 || n / 2 > MOST_CORNERS)
    return NULL;
  for (guint i = 0; i < n; i += 2)
    {
      JsonNode *x = json_array_get_element (array, i), *y = json_array_get_element (array, i + 1);
      Corner corner;

      if (!is_number (x) || !is_number (y))
        return NULL;
      corner = (Corner) { json_node_get_double (x), json_node_get_double (y) };
      if (!(fabs (corner.x) <= CS_MAX_SIDE && fabs (corner.y) <= CS_MAX_SIDE))
        return NULL;
      g_array_append_val (corners, corner);
    }
  return g_steal_pointer (&corners);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return first < second ? -1 : first > second;
}

/* Where the polygon's sides meet the line at @y. */
static void
find_crossings (const GArray *corners,
                double        y,
                GArray       *crossings)
{
  g_array_set_size (crossings, 0);
  for (guint i = 0; i < corners->len; i++)
    {
      const Corner *a = &g_array_index (corners, Corner, i);
      const Corner *b = &g_array_index (corners, Corner, (i + 1) % corners->len);
      double x;

      if ((a->y <= y) == (b->y <= y))
        continue;
      x = a->x + (y - a->y) / (b->y - a->y) * (b->x - a->x);
      g_array_append_val (crossings, x);
    }
  g_array_sort (crossings, compare_doubles);
}

/* Pixels whose centre lies inside; polygons of one annotation add up. */
static void
fill_polygon (CsRaster     *mask,
              const CsBox  *box,
              const GArray *corners)
{
  g_autoptr (GArray) crossings = g_array_new (FALSE, FALSE, sizeof (double));

  for (int y = 0; y < box->height; y++)
    {
      guint8 *row = cs_raster_edit (mask, (guint) y);

      find_crossings (corners, y + box->y + 0.5, crossings);
      for (guint i = 0; i + 1 < crossings->len; i += 2)
        {
          int first = (int) ceil (g_array_index (crossings, double, i) - box->x - 0.5);
          int last = (int) ceil (g_array_index (crossings, double, i + 1) - box->x - 0.5);

          for (int x = MAX (first, 0); x < MIN (last, box->width); x++)
            row[x] = 255;
        }
    }
}

static gboolean
read_polygons (JsonArray   *polygons,
               const CsBox *box,
               CsRaster    *mask)
{
  guint n_corners = 0;

  for (guint i = 0; i < json_array_get_length (polygons); i++)
    {
      g_autoptr (GArray) corners = read_corners (json_array_get_element (polygons, i));

      if (corners == NULL || (n_corners += corners->len) > MOST_CORNERS)
        return FALSE;
      fill_polygon (mask, box, corners);
    }
  return TRUE;
}

static gboolean
is_size (JsonNode *node,
         guint     width,
         guint     height)
{
  JsonArray *size = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  return size != NULL && json_array_get_length (size) == 2 && is_number (json_array_get_element (size, 0)) &&
         is_number (json_array_get_element (size, 1)) && json_array_get_int_element (size, 0) == height &&
         json_array_get_int_element (size, 1) == width;
}

gboolean
cs_coco_mask_read (JsonNode    *segmentation,
                   guint        width,
                   guint        height,
                   const CsBox *box,
                   CsRaster   **mask)
{
  g_autoptr (CsRaster) read = cs_raster_new (CS_PIXEL_U8, (guint) box->width, (guint) box->height);
  gboolean ok = segmentation == NULL || JSON_NODE_HOLDS_NULL (segmentation);

  *mask = NULL;
  if (segmentation != NULL && JSON_NODE_HOLDS_ARRAY (segmentation))
    ok = read_polygons (json_node_get_array (segmentation), box, read);
  else if (segmentation != NULL && JSON_NODE_HOLDS_OBJECT (segmentation))
    {
      JsonObject *object = json_node_get_object (segmentation);

      ok = is_size (json_object_get_member (object, "size"), width, height) &&
           read_runs (object, width, height, box, read);
    }
  if (ok && cs_regions_area (read) > 0)
    *mask = g_steal_pointer (&read);
  return ok;
}
