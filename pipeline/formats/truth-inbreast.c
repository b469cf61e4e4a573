/* Truth of INbreast: a property list in XML a film, of regions of interest: points and polygons in pixels, each with a
 * name. 20586908_6c613a14b80a8591_MG_R_CC_ANON.dcm belongs to 20586908.xml, beside it or in AllXML there or above.
 * Single calcifications are told from clusters; where there are singles, they alone are the truth. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"
#include "cs-file.h"
#include "cs-truths.h"

#define MOST_DEPTH 16
#define MOST_POINTS 100000u

/* One region as it is read: its name and the bounds of its points. */
typedef struct
{
  GString *text;
  char    *key;             /* the last key that was met */
  char    *name;
  double   left, top, right, bottom;
  guint    n, n_all, n_nowhere;
  guint    depth, region;   /* depth of dictionaries; that of the region being read, 0: none */
  GPtrArray *names;
  GArray  *spots;           /* CsTruthSpot, as many as names */
} Reader;

static void
begin_region (Reader *self)
{
  self->region = self->depth;
  self->n = 0;
  self->left = self->top = G_MAXINT;
  self->right = self->bottom = -G_MAXINT;
  g_clear_pointer (&self->name, g_free);
}

static void
end_region (Reader *self)
{
  CsTruthSpot spot = { .cluster = -1 };

  self->region = 0;
  if (self->n == 0)      /* without a point its bounds are no numbers of a film */
    {
      self->n_nowhere++;
      return;
    }
  spot.x = (int) self->left;
  spot.y = (int) self->top;
  spot.width = (int) self->right - spot.x + 1;
  spot.height = (int) self->bottom - spot.y + 1;
  g_ptr_array_add (self->names, g_strdup (self->name != NULL ? self->name : ""));
  g_array_append_val (self->spots, spot);
}

/* "(1234.500000, 567.250000)" */
static void
add_point (Reader *self, const char *text)
{
  char *end;
  double x = g_ascii_strtod (text + strspn (text, "( "), &end), y;

  if (*end != ',')
    return;
  y = g_ascii_strtod (end + 1, &end);
  if (*end != ')' || !(x >= 0 && x < CS_MAX_SIDE && y >= 0 && y < CS_MAX_SIDE) || self->n_all++ >= MOST_POINTS)
    return;
  self->left = MIN (self->left, x);
  self->right = MAX (self->right, x);
  self->top = MIN (self->top, y);
  self->bottom = MAX (self->bottom, y);
  self->n++;
}

static void
start_cb (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer data,
          GError **error)
{
  Reader *self = data;

  g_string_truncate (self->text, 0);
  if (!g_str_equal (element, "dict") || ++self->depth > MOST_DEPTH)
    return;
  if (self->depth == 3)   /* plist: a list of images, each a list of regions */
    begin_region (self);
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Reader *self = data;

  if (self->text->len + length < 4096)
    g_string_append_len (self->text, text, (gssize) length);
}

static void
end_cb (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Reader *self = data;

  if (g_str_equal (element, "key"))
    {
      g_free (self->key);
      self->key = g_strdup (self->text->str);
    }
  else if (g_str_equal (element, "string") && self->region != 0 && g_strcmp0 (self->key, "Point_px") == 0)
    add_point (self, self->text->str);
  else if (g_str_equal (element, "string") && self->region != 0 && g_strcmp0 (self->key, "Name") == 0)
    {
      g_free (self->name);
      self->name = g_strdup (self->text->str);
    }
  else if (g_str_equal (element, "dict"))
    {
      if (self->depth == self->region && self->region != 0)
        end_region (self);
      self->depth -= MIN (self->depth, 1);
    }
  g_string_truncate (self->text, 0);
}

static gboolean
has_word (const char *name, const char *word)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return strstr (lower, word) != NULL;
}

/* The list does not tell its film's size: a region that begins beyond the film tells that it is another. */
static gboolean
fits (CsTruth *truth, const Reader *reader, const CsTruthFilm *film, const char *name)
{
  guint width = 1, height = 1;

  for (guint i = 0; i < reader->spots->len; i++)
    {
      const CsTruthSpot *spot = &g_array_index (reader->spots, CsTruthSpot, i);

      width = MAX (width, (guint) spot->x + 1);
      height = MAX (height, (guint) spot->y + 1);
    }
  return cs_truths_holds (truth, film, name, width, height);
}

static CsTruth *
gather (Reader *reader, const CsTruthFilm *film, const char *name)
{
  CsTruth *truth;
  guint n_single = 0, n_other = 0;

  for (guint i = 0; i < reader->names->len; i++)
    n_single += has_word (reader->names->pdata[i], "calcification");
  truth = cs_truth_new (n_single == 0);
  if (!fits (truth, reader, film, name))
    return truth;
  for (guint i = 0; i < reader->names->len; i++)
    {
      CsTruthSpot spot = g_array_index (reader->spots, CsTruthSpot, i);

      spot.word = reader->names->pdata[i];
      if (has_word (spot.word, n_single > 0 ? "calcification" : "cluster"))
        cs_truth_add (truth, &spot);
      else
        n_other++;
    }
  if (n_other > 0)
    cs_truth_add_note (truth, g_strdup_printf (_("Regions that are no calcifications were left out: %u."), n_other));
  if (reader->n_nowhere > 0)
    cs_truth_add_gap (truth, g_strdup_printf (_("Regions without a point on the film: %u."), reader->n_nowhere));
  return truth;
}

static CsTruth *
parse (const char *text, gsize length, const CsTruthFilm *film, const char *name, GError **error)
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb, NULL, NULL };
  Reader reader = { .text = g_string_new (NULL), .names = g_ptr_array_new_with_free_func (g_free),
                    .spots = g_array_new (FALSE, FALSE, sizeof (CsTruthSpot)) };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reader,
                                                                        NULL);
  g_autoptr (GError) wrong = NULL;
  CsTruth *truth = NULL;

  if (g_markup_parse_context_parse (context, text, (gssize) length, &wrong) &&
      g_markup_parse_context_end_parse (context, &wrong))
    truth = gather (&reader, film, name);
  else
    {
      g_autofree char *why = g_utf8_make_valid (wrong->message, -1);   /* it quotes the text, and cuts letters in two */

      g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, "“%s”: %s", name, why);
    }
  g_string_free (reader.text, TRUE);
  g_ptr_array_unref (reader.names);
  g_array_unref (reader.spots);
  g_free (reader.key);
  g_free (reader.name);
  return truth;
}

static GFile *
find_list (GFile *film)
{
  g_autofree char *name = g_file_get_basename (film), *list = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (film), above = folder != NULL ? g_file_get_parent (folder) : NULL;
  gsize digits = strspn (name, "0123456789");
  GFile *places[3] = { NULL };
  GFile *found = NULL;

  if (digits < 6 || name[digits] != '_' || strstr (name, "_MG_") == NULL || folder == NULL)
    return NULL;
  list = g_strdup_printf ("%.*s.xml", (int) digits, name);
  places[0] = g_file_get_child (folder, list);
  places[1] = g_file_new_build_filename (g_file_peek_path (folder), "AllXML", list, NULL);
  places[2] = above != NULL ? g_file_new_build_filename (g_file_peek_path (above), "AllXML", list, NULL) : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (found == NULL && places[i] != NULL && g_file_query_exists (places[i], NULL))
        found = g_object_ref (places[i]);
      g_clear_object (&places[i]);
    }
  return found;
}

static CsTruth *
read_truth (const CsTruthFilm *film, GError **error)
{
  g_autoptr (GFile) list = g_file_peek_path (film->file) != NULL ? find_list (film->file) : NULL;
  g_autofree char *text = list != NULL ? cs_file_load_text (list, NULL, error) : NULL, *name = NULL;

  if (text == NULL)
    return NULL;
  name = g_file_get_basename (list);
  return parse (text, strlen (text), film, name, error);
}

const CsTruthSource cs_truth_inbreast = { .id = "inbreast", .read = read_truth };
