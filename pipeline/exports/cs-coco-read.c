#include "cs-coco-read.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-coco-mask.h"
#include "cs-error.h"
#include "cs-file.h"
#include "cs-json-read.h"

/* COCO's own is five deep. */
#define MOST_DEPTH 32

typedef struct
{
  CsHarvest  *harvest;
  JsonObject *root;
  GHashTable *films;        /* image_id -> CsRecordFilm, of its size */
  GHashTable *known;        /* image_ids there are, also of films that do not fit */
  GHashTable *verdicts;     /* category_id -> CsVerdict; NONE: a category that has none */
} Reading;

static void
reading_clear (Reading *self)
{
  g_clear_pointer (&self->films, g_hash_table_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->verdicts, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
get_number (JsonNode *node,
            double   *value)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value);
}

/* -1: there is no such number, or none an id or a size can be. */
static gint64
member_int (JsonObject *object,
            const char *name)
{
  double value;

  return get_number (json_object_get_member (object, name), &value) && value >= 0 && value < 9e15 ? (gint64) value : -1;
}

static const char *
member_text (JsonObject *object,
             const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node) : "";
}

/* The i-th object of a list of the root; NULL: it is none. */
static JsonObject *
object_at (JsonArray *list,
           guint      i)
{
  JsonNode *node = json_array_get_element (list, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* NULL: not there, or no list. */
static JsonArray *
list_of (const Reading *self,
         const char    *name)
{
  JsonNode *node = json_object_get_member (self->root, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static void
learn_image (Reading    *self,
             JsonObject *image)
{
  gint64 id = member_int (image, "id");
  const CsRecordFilm *film = cs_harvest_find (self->harvest, member_text (image, "file_name"));

  g_hash_table_add (self->known, g_memdup2 (&id, sizeof id));
  if (film != NULL && cs_harvest_fits (self->harvest, film, member_int (image, "width"), member_int (image, "height")))
    g_hash_table_insert (self->films, g_memdup2 (&id, sizeof id), (gpointer) film);
}

static void
learn_category (Reading    *self,
                JsonObject *category)
{
  gint64 id = member_int (category, "id");
  const char *name = member_text (category, "name");
  CsVerdict verdict = g_ascii_strcasecmp (name, "calcification") == 0 ? CS_VERDICT_POSITIVE
                    : g_ascii_strcasecmp (name, "other") == 0 ? CS_VERDICT_NEGATIVE : CS_VERDICT_NONE;

  if (verdict == CS_VERDICT_NONE)
    cs_harvest_note (self->harvest, _("The category “%s” is neither calcification nor other"), name);
  g_hash_table_insert (self->verdicts, g_memdup2 (&id, sizeof id), GINT_TO_POINTER (verdict));
}

/* [x, y, width, height], whole pixels around what may be fractions. */
static gboolean
read_box (JsonObject *annotation,
          CsBox      *box)
{
  JsonNode *node = json_object_get_member (annotation, "bbox");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  double suspicion = 0, sides[4];

  if (array == NULL || json_array_get_length (array) != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    if (!get_number (json_array_get_element (array, i), &sides[i]) || fabs (sides[i]) > CS_MAX_SIDE)
      return FALSE;
  get_number (json_object_get_member (annotation, "suspicion"), &suspicion);
  *box = (CsBox) { (int) floor (sides[0]), (int) floor (sides[1]), 0, 0, (float) CLAMP (suspicion, 0, 1), { 0 } };
  box->width = (int) ceil (sides[0] + sides[2]) - box->x;
  box->height = (int) ceil (sides[1] + sides[3]) - box->y;
  return sides[2] > 0 && sides[3] > 0 && box->width <= (int) CS_MAX_SIDE && box->height <= (int) CS_MAX_SIDE &&
         (guint64) box->width * (guint64) box->height <= CS_MAX_PIXELS;
}

/* "attributes", as coco.c writes them: words or numbers by the ids of cs-birads.c; others are somebody else's. */
static CsWords *
hear_words (Reading    *self,
            JsonObject *annotation,
            const char *where)
{
  JsonNode *node = json_object_get_member (annotation, "attributes");
  JsonObject *said = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  CsWords *words = NULL;

  for (guint i = 0; said != NULL && i < CS_N_DESCRIPTORS; i++)
    {
      const char *name = cs_descriptors[i].id;
      gint64 number = member_int (said, name);
      g_autofree char *value = number >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number)
                                           : g_strdup (member_text (said, name));

      cs_harvest_hear (self->harvest, name, value, where, &words);
    }
  return words;
}

static void
take_annotation (Reading            *self,
                 const CsRecordFilm *film,
                 JsonObject         *annotation,
                 CsVerdict           verdict,
                 const char         *where)
{
  CsHarvestMark mark = { .verdict = verdict, .origin = CS_ORIGIN_READER };
  const char *origin = member_text (annotation, "origin");
  g_autoptr (CsRaster) mask = NULL;
  g_autoptr (CsWords) words = NULL;

  if (!read_box (annotation, &mark.box) || (*origin != '\0' && !cs_origin_from_text (origin, &mark.origin)))
    cs_harvest_note (self->harvest, _("%s: %s: its box or its origin is impossible"), film->name, where);
  else if (!cs_coco_mask_read (json_object_get_member (annotation, "segmentation"), film->width, film->height,
                               &mark.box, &mask))
    cs_harvest_note (self->harvest, _("%s: %s: its mask contradicts the size of the film"), film->name, where);
  else
    {
      mark.mask = mask;
      mark.words = words = hear_words (self, annotation, where);
      cs_harvest_add (self->harvest, film, &mark, where);
    }
}

/* What belongs to a film or a category that was noted already is not noted again. */
static void
meet_annotation (Reading    *self,
                 JsonObject *annotation)
{
  gint64 image = member_int (annotation, "image_id"), category = member_int (annotation, "category_id");
  const CsRecordFilm *film = g_hash_table_lookup (self->films, &image);
  g_autofree char *where = g_strdup_printf (_("annotation %.0f"), (double) member_int (annotation, "id"));
  CsVerdict verdict = (CsVerdict) GPOINTER_TO_INT (g_hash_table_lookup (self->verdicts, &category));

  if (!g_hash_table_contains (self->known, &image))
    cs_harvest_note (self->harvest, _("%s: there is no image %.0f"), where, (double) image);
  else if (!g_hash_table_contains (self->verdicts, &category))
    cs_harvest_note (self->harvest, _("%s: there is no category %.0f"), where, (double) category);
  else if (film != NULL && verdict != CS_VERDICT_NONE)
    take_annotation (self, film, annotation, verdict, where);
}

static gboolean
for_each (Reading      *self,
          const char   *list,
          void        (*meet) (Reading *self, JsonObject *object),
          GCancellable *cancellable,
          GError      **error)
{
  JsonArray *array = list_of (self, list);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = object_at (array, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (object != NULL)
        meet (self, object);
      else
        cs_harvest_note (self->harvest, _("Entry %u of “%s” is no object"), i + 1, list);
    }
  return TRUE;
}

static gboolean
refuse (GFile      *file,
        const char *why,
        GError    **error)
{
  g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("“%s” is no COCO file: %s"), g_file_peek_path (file), why);
  return FALSE;
}

static JsonNode *
parse (GFile        *from,
       GCancellable *cancellable,
       GError      **error)
{
  g_autofree char *text = cs_file_load_text (from, cancellable, error);
  g_autoptr (GError) wrong = NULL;
  JsonNode *root = text != NULL ? cs_json_parse (text, strlen (text), MOST_DEPTH, &wrong) : NULL;

  if (wrong != NULL)
    refuse (from, wrong->message, error);
  return root;
}

gboolean
cs_coco_read (GFile        *from,
              CsHarvest    *harvest,
              GCancellable *cancellable,
              GError      **error)
{
  g_auto (Reading) self = { .harvest = harvest };
  g_autoptr (JsonNode) root = parse (from, cancellable, error);

  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return refuse (from, _("it is no object"), error);
  self.root = json_node_get_object (root);
  if (!list_of (&self, "images") || !list_of (&self, "annotations") || !list_of (&self, "categories"))
    return refuse (from, _("it wants the lists “images”, “annotations” and “categories”"), error);
  self.films = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self.known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self.verdicts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return for_each (&self, "images", learn_image, cancellable, error) &&
         for_each (&self, "categories", learn_category, cancellable, error) &&
         for_each (&self, "annotations", meet_annotation, cancellable, error);
}
