/* The lines of a header, which the decoding helper reads, are put together to the tree of content items (PS3.3, C.17.3)
 * again. Depth is bounded by whoever reads the lines; everything else is only looked at. */
#include "cs-cad-read.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-error.h"
#include "cs-folder.h"
#include "cs-formats.h"
#include "cs-sheets.h"

#define REPORT_CLASS "1.2.840.10008.5.1.4.1.1.88.50"
/* A find of which only the middle is told gets a box of so many px round it. */
#define MIDDLE_SIDE 15
/* No film is wider, and no such number an int cannot hold. */
#define FARTHEST 1e6

typedef struct
{
  /* Of the header; "". */
  const char *relation, *concept, *code, *number, *text, *graphic, *points, *uid, *frame, *reference;
  GPtrArray  *children;       /* of Item; NULL: none */
} Item;

typedef struct
{
  CsHeader   *header;
  guint       at;
  Item       *root;           /* borrowed */
  GHashTable *films;          /* address -> CsRecordFilm */
  CsHarvest  *harvest;
  const char *name;           /* of the report's file */
  guint       n_hidden, n_other, n_elsewhere, n_nowhere;
} Reading;

static void
free_item (gpointer data)
{
  g_clear_pointer (&((Item *) data)->children, g_ptr_array_unref);
  g_free (data);
}

static Item *
new_item (void)
{
  Item *self = g_new0 (Item, 1);

  self->relation = self->concept = self->code = self->number = self->text = self->graphic = self->points = "";
  self->uid = self->frame = self->reference = "";
  return self;
}

/* In the sequence whose lines begin here, deeper than @depth. */
static const char *
below (const Reading *self,
       guint          depth,
       const char    *tag)
{
  for (guint i = self->at; i < cs_header_get_n (self->header); i++)
    {
      const CsHeaderLine *line = cs_header_get (self->header, i);

      if (line->depth <= depth)
        break;
      if (line->depth == depth + 1 && g_str_equal (line->tag, tag))
        return line->value;
    }
  return "";
}

static GPtrArray *read_items (Reading *self, guint depth);

/* @line is already behind us. */
static void
take_line (Reading            *self,
           Item               *item,
           const CsHeaderLine *line)
{
  const struct { const char *tag, **value, *inner; } parts[] = {
    { "(0040,a010)", &item->relation, NULL }, { "(0040,a043)", &item->concept, "(0008,0100)" },
    { "(0040,a168)", &item->code, "(0008,0100)" }, { "(0040,a300)", &item->number, "(0040,a30a)" },
    { "(0040,a160)", &item->text, NULL },
    { "(0070,0023)", &item->graphic, NULL }, { "(0070,0022)", &item->points, NULL },
    { "(0008,1199)", &item->uid, "(0008,1155)" }, { "(0040,db73)", &item->reference, NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_str_equal (line->tag, parts[i].tag))
      *parts[i].value = parts[i].inner != NULL ? below (self, line->depth, parts[i].inner) : line->value;
  if (g_str_equal (line->tag, "(0008,1199)"))
    item->frame = below (self, line->depth, "(0008,1160)");
  if (g_str_equal (line->tag, "(0040,a730)") && item->children == NULL)
    item->children = read_items (self, line->depth + 1);
}

/* Tags rise within an item, so one that does not begins the next. */
static GPtrArray *
read_items (Reading *self,
            guint    depth)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (free_item);
  const char *before = "";

  while (self->at < cs_header_get_n (self->header))
    {
      const CsHeaderLine *line = cs_header_get (self->header, self->at);

      if (line->depth < depth)
        break;
      self->at++;
      if (line->depth > depth)
        continue;
      if (items->len == 0 || strcmp (line->tag, before) <= 0)
        g_ptr_array_add (items, new_item ());
      before = line->tag;
      take_line (self, items->pdata[items->len - 1], line);
    }
  return items;
}

static guint
count_children (const Item *self)
{
  return self->children != NULL ? self->children->len : 0;
}

/* The item at "1\2\5": the second of the root, of that the fifth. */
static const Item *
resolve (const Reading *self,
         const Item    *item)
{
  g_auto (GStrv) steps = g_strsplit (item->reference, "\\", -1);
  const Item *there = self->root;

  if (item->reference[0] == '\0')
    return item;
  for (guint i = 1; steps[i] != NULL; i++)
    {
      guint64 step = g_ascii_strtoull (steps[i], NULL, 10);

      if (step < 1 || step > count_children (there))
        return item;
      there = there->children->pdata[step - 1];
    }
  return there;
}

static const Item *
child_of (const Item *self,
          const char *concept)
{
  for (guint i = 0; i < count_children (self); i++)
    if (g_str_equal (((const Item *) self->children->pdata[i])->concept, concept))
      return self->children->pdata[i];
  return NULL;
}

/* NULL: it is on none of ours. */
static const CsRecordFilm *
film_of (const Reading *self,
         const Item    *shape)
{
  for (guint i = 0; i < count_children (shape); i++)
    {
      const Item *child = shape->children->pdata[i], *picture = resolve (self, child);
      g_autofree char *address = cs_source_address (picture->uid,
                                                    (guint) g_ascii_strtoull (picture->frame, NULL, 10));

      if (g_str_equal (child->relation, "SELECTED FROM") && picture->uid[0] != '\0')
        return g_hash_table_lookup (self->films, address);
    }
  return NULL;
}

typedef struct { double left, top, right, bottom; guint n; } Reach;

static void
extend (Reach *reach,
        double x,
        double y)
{
  reach->left = reach->n > 0 ? MIN (reach->left, x) : x;
  reach->top = reach->n > 0 ? MIN (reach->top, y) : y;
  reach->right = reach->n > 0 ? MAX (reach->right, x) : x;
  reach->bottom = reach->n > 0 ? MAX (reach->bottom, y) : y;
  reach->n++;
}

/* FALSE: numbers that are no place on a film. */
static gboolean
read_points (const Item *shape,
             GArray     *numbers)
{
  g_auto (GStrv) texts = g_strsplit (shape->points, "\\", -1);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      double number = g_ascii_strtod (texts[i], NULL);

      if (!isfinite (number) || fabs (number) > FARTHEST)
        return FALSE;
      g_array_append_val (numbers, number);
    }
  return numbers->len >= 2 && numbers->len % 2 == 0;
}

/* A circle is its middle and a point on it (PS3.3, C.18.6.1.2); of all else the points are taken. */
static gboolean
reach_of (const Item *shape,
          Reach      *reach)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));
  const double *at;

  if (!read_points (shape, numbers))
    return FALSE;
  at = (const double *) numbers->data;
  if (g_str_equal (shape->graphic, "CIRCLE") && numbers->len == 4)
    {
      double radius = hypot (at[2] - at[0], at[3] - at[1]);

      extend (reach, at[0] - radius, at[1] - radius);
      extend (reach, at[0] + radius, at[1] + radius);
      return TRUE;
    }
  for (guint i = 0; i < numbers->len; i += 2)
    extend (reach, at[i], at[i + 1]);
  return TRUE;
}

static gboolean
box_of (const Item *outline,
        const Item *middle,
        CsBox      *box)
{
  Reach reach = { 0 };

  if (outline == NULL || !reach_of (outline, &reach) || reach.right <= reach.left || reach.bottom <= reach.top)
    {
      reach = (Reach) { 0 };
      if (middle == NULL || !reach_of (middle, &reach))
        return FALSE;
      extend (&reach, reach.left - MIDDLE_SIDE / 2.0, reach.top - MIDDLE_SIDE / 2.0);
      extend (&reach, reach.right + MIDDLE_SIDE / 2.0, reach.bottom + MIDDLE_SIDE / 2.0);
    }
  box->x = (int) floor (reach.left);
  box->y = (int) floor (reach.top);
  box->width = (int) ceil (reach.right) - box->x;
  box->height = (int) ceil (reach.bottom) - box->y;
  return TRUE;
}

/* TID 4019 */
static void
add_maker (Reading    *self,
           const Item *find)
{
  const Item *algorithm = child_of (find, "111001"), *version = child_of (find, "111003");
  g_autofree char *maker = NULL;

  if (algorithm == NULL)
    return;
  maker = g_strdup_printf ("%s %s", algorithm->text, version != NULL ? version->text : "");
  cs_harvest_add_maker (self->harvest, maker);
}

static void
add_find (Reading    *self,
          const Item *find)
{
  const Item *outline = child_of (find, "111041"), *middle = child_of (find, "111010");
  const Item *certainty = child_of (find, "111012");
  CsHarvestMark mark = { .verdict = CS_VERDICT_NONE, .origin = CS_ORIGIN_MACHINE };
  const CsRecordFilm *film = outline != NULL ? film_of (self, outline) : NULL;
  double percent = certainty != NULL ? g_ascii_strtod (certainty->number, NULL) : 0;

  if (film == NULL && middle != NULL)
    film = film_of (self, middle);
  if (film == NULL)
    self->n_elsewhere++;
  else if (!box_of (outline, middle, &mark.box))
    self->n_nowhere++;
  else
    {
      mark.box.suspicion = isfinite (percent) ? (float) (CLAMP (percent, 0, 100) / 100) : 0;
      mark.film = film->id;
      if (cs_harvest_add (self->harvest, film, &mark, self->name))
        add_maker (self, find);
    }
}

/* SNOMED CT, its older names, and DICOM's own from before (CID 6014). */
static gboolean
is_single (const char *code)
{
  static const char *const codes[] = { "129770007", "F-01776", "111104", NULL };

  return g_strv_contains (codes, code);
}

static gboolean
is_cluster (const char *code)
{
  static const char *const codes[] = { "129769006", "F-01775", "111105", NULL };

  return g_strv_contains (codes, code);
}

static gboolean
has_single (const Item *self)
{
  for (guint i = 0; i < count_children (self); i++)
    {
      const Item *child = self->children->pdata[i];

      if ((g_str_equal (child->concept, "111059") && is_single (child->code)) || has_single (child))
        return TRUE;
    }
  return FALSE;
}

static void
look_at (Reading    *self,
         const Item *find)
{
  const Item *intent = child_of (find, "111056");

  if (!is_single (find->code) && !is_cluster (find->code))
    self->n_other++;
  else if (is_cluster (find->code) && has_single (find))
    return;
  else if (intent != NULL && g_str_equal (intent->code, "111152"))
    self->n_hidden++;
  else
    add_find (self, find);
}

static void
walk (Reading    *self,
      const Item *item)
{
  if (g_str_equal (item->concept, "111059"))
    look_at (self, item);
  for (guint i = 0; i < count_children (item); i++)
    walk (self, item->children->pdata[i]);
}

static void
tell (Reading *self)
{
  if (self->n_elsewhere > 0)
    cs_harvest_note (self->harvest, _("%s: finds on films that are not in this study: %u"), self->name,
                     self->n_elsewhere);
  if (self->n_nowhere > 0)
    cs_harvest_note (self->harvest, _("%s: finds without a place on their film: %u"), self->name, self->n_nowhere);
  if (self->n_hidden > 0)
    cs_harvest_note (self->harvest, _("%s: finds that are not for presentation: %u"), self->name, self->n_hidden);
  if (self->n_other > 0)
    cs_harvest_note (self->harvest, _("%s: finds that are no calcifications: %u"), self->name, self->n_other);
}

static gboolean
is_report (CsHeader *header)
{
  for (guint i = 0; i < cs_header_get_n (header); i++)
    {
      const CsHeaderLine *line = cs_header_get (header, i);

      if (line->depth == 0 && g_str_equal (line->tag, "(0008,0016)"))
        return g_str_equal (line->value, REPORT_CLASS);
    }
  return FALSE;
}

/* FALSE: it is no report, and noted. */
static gboolean
read_report (GFile        *file,
             GHashTable   *films,
             CsHarvest    *harvest,
             GCancellable *cancellable)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GError) why = NULL;
  g_autoptr (CsHeader) header = cs_formats_header (file, cancellable, &why);
  g_autoptr (GPtrArray) roots = NULL;
  Reading reading = { .header = header, .films = films, .harvest = harvest, .name = name };

  if (header == NULL || !is_report (header))
    {
      cs_harvest_note (harvest, "%s: %s", name, header == NULL ? why->message : _("no Mammography CAD SR"));
      return FALSE;
    }
  roots = read_items (&reading, 0);
  reading.root = roots->pdata[0];
  walk (&reading, reading.root);
  tell (&reading);
  return TRUE;
}

gboolean
cs_cad_read (GFile        *from,
             CsHarvest    *harvest,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (GPtrArray) files = cs_folder_list (from, "", cancellable, error);
  g_autoptr (GHashTable) films = NULL;
  guint n = 0;

  if (files == NULL || (films = cs_source_index (cs_harvest_get_record (harvest), cancellable, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!g_str_has_suffix (g_file_peek_path (files->pdata[i]), CS_SHEETS_LEFT_OUT))
        n += read_report (files->pdata[i], films, harvest, cancellable);
    }
  if (n > 0 || files->len == 0)     /* a part nobody was drawn for is empty */
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("There are no CAD reports (DICOM Mammography CAD SR) in “%s”"),
               g_file_peek_path (from));
  return FALSE;
}
