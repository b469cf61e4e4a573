/* Round trips: what a study writes, another study of the same films reads, by each form, whole and parted by case. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "cs-export.h"
#include "cs-record-forms.h"
#include "studies.h"

/* What a form can bring back of a mark. */
typedef enum { MASKS = 1, UNJUDGED = 2 } Keeps;

static void
paint (Study *self,
       guint  i)
{
  const CsBox *box = cs_mark_get_box (study_mark_at (self, i));
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, (guint) box->width, (guint) box->height);
  g_autoptr (GError) error = NULL;

  /* Two pieces that do not touch, and a row that does not begin at the box's edge. */
  ((guint8 *) cs_raster_edit (mask, 1))[2] = 255;
  memset ((guint8 *) cs_raster_edit (mask, 5) + 3, 255, 4);
  ((guint8 *) cs_raster_edit (mask, 6))[9] = 255;
  cs_study_paint (self->study, study_mark_at (self, i), mask, &error);
  g_assert_no_error (error);
}

/* The study that is written: of each origin and verdict one, two of them painted, one box partly beside the film. */
static void
make_full (Study *self)
{
  g_autoptr (GError) error = NULL;
  CsBox drawn = { 190, 60, 20, 17, 1, { 0 } }, spot = { 100, 70, 12, 9, 1, { 0 } };
  CsTruthSpot true_spot = { .x = spot.x, .y = spot.y, .width = spot.width, .height = spot.height, .cluster = -1 };
  g_autoptr (CsTruth) truth = cs_truth_new (FALSE);

  study_make (self);
  study_propose_row (self, 5);
  for (guint i = 0; i < 3; i++)
    study_judge (self, i, (CsVerdict) (CS_VERDICT_POSITIVE + i));
  paint (self, 0);
  g_assert_nonnull (cs_study_draw (self->study, self->entry, &drawn, CS_VERDICT_POSITIVE, &error));
  cs_truth_add (truth, &true_spot);
  cs_study_label_from_truth (self->study, self->entry, truth, "truth", &error);
  g_assert_no_error (error);
}

static char *
describe_mark (const CsRecordMark *mark,
               Keeps               keeps)
{
  gboolean masked = (keeps & MASKS) && cs_record_mark_mask (mark) != NULL;
  g_autofree char *digest = masked ? cs_raster_digest (cs_record_mark_mask (mark)) : g_strdup ("-");

  return g_strdup_printf ("%d %d %d %d %s %s %s", mark->box.x, mark->box.y, mark->box.width, mark->box.height,
                          cs_origin_to_text (mark->origin), cs_verdict_to_text (mark->verdict), digest);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

/* All marks of a study, in no order of their own. */
static char *
describe (Study *self,
          Keeps  keeps)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    for (guint k = 0; k < cs_record_get_film (record, i)->n_marks; k++)
      {
        const CsRecordMark *mark = &cs_record_get_film (record, i)->marks[k];
        gboolean judged = mark->verdict == CS_VERDICT_POSITIVE || mark->verdict == CS_VERDICT_NEGATIVE;

        if (judged || (keeps & UNJUDGED))
          g_ptr_array_add (lines, describe_mark (mark, keeps));
      }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
write_form (Study                *self,
            const char           *form,
            const CsExportManner *manner,
            GFile                *to)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study);
  g_autoptr (GError) error = NULL;

  cs_export_write (cs_export_find (form), record, manner, to, NULL, &error);
  g_assert_no_error (error);
}

static CsHarvest *
read_form (Study      *self,
           const char *form,
           GFile      *from)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study);
  g_autoptr (GError) error = NULL;
  CsHarvest *harvest = cs_export_read (cs_export_find (form), record, from, NULL, &error);

  g_assert_no_error (error);
  return harvest;
}

static CsTaken
take (Study     *self,
      CsHarvest *harvest)
{
  g_autoptr (GError) error = NULL;
  CsTaken taken;

  cs_study_take (self->study, harvest, &taken, &error);
  g_assert_no_error (error);
  return taken;
}

static void
check_trip (const char    *form,
            Keeps          keeps,
            CsExportManner manner)
{
  Study from = { 0 }, to = { 0 };
  g_autofree char *written = NULL, *read = NULL, *empty = NULL, *undone = NULL, *notes = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (CsHarvest) harvest = NULL, again = NULL;

  make_full (&from);
  study_make (&to);
  file = g_file_get_child (from.folder, "written");
  write_form (&from, form, &manner, file);
  harvest = read_form (&to, form, file);
  written = describe (&from, keeps);
  empty = describe (&to, keeps);
  g_assert_cmpuint (take (&to, harvest).n_added, ==, cs_harvest_get_n (harvest));
  notes = cs_harvest_tell (harvest);
  g_assert_true ((keeps & MASKS) != 0 ? *notes == '\0' : strstr (notes, "mask") != NULL);
  read = describe (&to, keeps);
  g_assert_cmpstr (read, ==, written);
  again = read_form (&to, form, file);
  g_assert_cmpuint (take (&to, again).n_there, ==, cs_harvest_get_n (again));
  g_assert_true (study_step (&to, TRUE));
  g_assert_true (study_step (&to, TRUE));
  undone = describe (&to, keeps);
  g_assert_cmpstr (undone, ==, empty);
  study_clear (&from);
  study_clear (&to);
}

static void
test_trips (void)
{
  const struct { const char *form; Keeps keeps; } forms[] = {
    { "csv", UNJUDGED }, { "coco", MASKS }, { "masks", MASKS | UNJUDGED }, { "yolo", UNJUDGED } };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    for (guint way = 0; way < 4; way++)
      {
        g_test_message ("%s, named %u, parted %u", forms[i].form, way & 1, way >> 1);
        check_trip (forms[i].form, forms[i].keeps, (CsExportManner) { way & 1, way >> 1, 3 });
      }
}

static void
say (Study      *self,
     guint       mark,
     const char *name,
     const char *value)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (marks, study_mark_at (self, mark));
  cs_study_describe (self->study, self->entry, marks, name, value, &error);
  g_assert_no_error (error);
}

/* All that is said of the i-th mark, its film and its case. */
static char *
hear (Study *self,
      guint  i)
{
  GString *text = g_string_new (NULL);

  for (const CsDescriptor *one = cs_descriptors; one->id != NULL; one++)
    {
      g_autofree char *value = cs_study_get_description (self->study, self->entry, study_mark_at (self, i), one->id);

      if (*value != '\0')
        g_string_append_printf (text, "%s: %s\n", one->id, value);
    }
  return g_string_free (text, FALSE);
}

static void
say_all (Study *self)
{
  say (self, 0, "morphology", "fine-pleomorphic");
  say (self, 0, "distribution", "segmental");
  say (self, 0, "confidence", "4");
  say (self, 0, "lesion", "A, upper outer");
  say (self, 0, "note", "like that of “2017”,\nbut denser");
  say (self, 0, "density", "c");
  say (self, 0, "category", "4B");
  say (self, 0, "unusable", "moved");
}

/* Words come back as they went, and go again with the marks; a signature does not travel. */
static void
test_words (void)
{
  const char *const forms[] = { "csv", "coco", "yolo" };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      Study from = { 0 }, to = { 0 };
      g_autofree char *said = NULL, *heard = NULL, *silent = NULL, *notes = NULL;
      g_autoptr (GFile) file = NULL;
      g_autoptr (CsHarvest) harvest = NULL, again = NULL;
      CsTaken taken;

      make_full (&from);
      study_make (&to);
      study_propose_row (&to, 5);
      say_all (&from);
      said = hear (&from, 0);
      g_assert_true (cs_study_sign (from.study, from.entry, NULL));
      file = g_file_get_child (from.folder, "written");
      write_form (&from, forms[i], &(CsExportManner) { .named = TRUE }, file);
      harvest = read_form (&to, forms[i], file);
      taken = take (&to, harvest);
      notes = cs_harvest_tell (harvest);
      g_assert_true (g_str_equal (notes, "") || g_str_has_prefix (notes, "Marks that had a mask"));
      g_assert_cmpuint (taken.n_words, ==, 8);
      heard = hear (&to, 0);
      g_assert_cmpstr (heard, ==, said);
      again = read_form (&to, forms[i], file);
      g_assert_cmpuint (take (&to, again).n_words, ==, 0);
      while (study_step (&to, TRUE));
      silent = hear (&to, 0);
      g_assert_cmpstr (silent, ==, "");
      study_clear (&from);
      study_clear (&to);
    }
}

/* A word of no lexicon is told of and left out; one that is said otherwise here stays. */
static void
test_strange_words (void)
{
  const char *table = "film,x,y,width,height,origin,verdict,morphology,density,category\r\n"
                      "film-1.png,0,10,10,10,machine,none,round,e,2\r\n"
                      "film-1.png,15,10,10,10,machine,none,blobby,b,2\r\n";
  g_autoptr (GFile) file = NULL;
  g_autoptr (CsHarvest) harvest = NULL;
  g_autofree char *heard = NULL, *notes = NULL;
  Study self = { 0 };

  study_make (&self);
  study_propose_row (&self, 2);
  say (&self, 0, "category", "4A");
  file = g_file_get_child (self.folder, "table.csv");
  g_assert_true (g_file_replace_contents (file, table, strlen (table), NULL, FALSE, 0, NULL, NULL, NULL));
  harvest = read_form (&self, "csv", file);
  g_assert_cmpuint (take (&self, harvest).n_words, ==, 2);
  notes = cs_harvest_tell (harvest);
  g_assert_nonnull (strstr (notes, "line 2: “e” is no word for Breast density; it is left out\n"));
  g_assert_nonnull (strstr (notes, "line 3: “blobby” is no word for Morphology; it is left out\n"));
  g_assert_nonnull (strstr (notes, "Category is “4A” here, not “2”; it stays as it is\n"));
  heard = hear (&self, 0);
  g_assert_cmpstr (heard, ==, "density: b\ncategory: 4A\nmorphology: round\n");
  study_clear (&self);
}

/* Every name that is in the study, in everything that is written. */
static void
test_names (void)
{
  const char *const secret[] = { "film-1", "me, her reader", "secret case", NULL };
  Study self = { 0 };
  g_autoptr (GError) error = NULL;
  CsFacts facts;

  make_full (&self);
  facts = *cs_entry_get_facts (self.entry);
  facts.case_id = secret[2];
  cs_study_set_facts (self.study, self.entry, &facts, &error);
  cs_study_set_reader (self.study, secret[1]);
  study_judge (&self, 1, CS_VERDICT_POSITIVE);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GFile) file = g_file_get_child (self.folder, i == 0 ? "veiled" : "named");
      g_autofree char *text = NULL;

      write_form (&self, "csv", &(CsExportManner) { .named = i == 1 }, file);
      g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
      for (guint k = 0; secret[k] != NULL; k++)
        g_assert_cmpint (strstr (text, secret[k]) != NULL, ==, i == 1);
    }
  study_clear (&self);
}

/* What the published format asks of a file, as far as a reader relies on it. */
static void
check_annotation (JsonArray *array,
                  guint      index,
                  JsonNode  *node,
                  gpointer   images)
{
  JsonObject *object = json_node_get_object (node), *mask;
  JsonNode *segmentation = json_object_get_member (object, "segmentation");
  gint64 image = json_object_get_int_member (object, "image_id"), category, sum = 0, set = 0;
  JsonArray *counts, *box = json_object_get_array_member (object, "bbox");

  category = json_object_get_int_member (object, "category_id");
  g_assert_true (g_hash_table_contains (images, GINT_TO_POINTER (image)));
  g_assert_true (category == 1 || category == 2);
  g_assert_cmpuint (json_array_get_length (box), ==, 4);
  g_assert_cmpint (json_array_get_int_element (box, 2), >, 0);
  g_assert_cmpfloat (json_object_get_double_member (object, "area"), >, 0);
  g_assert_cmpint (json_object_get_int_member (object, "iscrowd"), ==, JSON_NODE_HOLDS_OBJECT (segmentation));
  if (!JSON_NODE_HOLDS_OBJECT (segmentation))
    return;
  mask = json_node_get_object (segmentation);
  counts = json_object_get_array_member (mask, "counts");
  for (guint i = 0; i < json_array_get_length (counts); i++)
    {
      sum += json_array_get_int_element (counts, i);
      set += i % 2 * json_array_get_int_element (counts, i);
    }
  g_assert_cmpint (set, ==, (gint64) json_object_get_double_member (object, "area"));
  g_assert_cmpint (sum, ==, json_array_get_int_element (json_object_get_array_member (mask, "size"), 0) *
                   json_array_get_int_element (json_object_get_array_member (mask, "size"), 1));
}

static void
test_schema (void)
{
  Study self = { 0 };
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GHashTable) images = g_hash_table_new (NULL, NULL);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *root, *image;

  make_full (&self);
  file = g_file_get_child (self.folder, "marks.json");
  write_form (&self, "coco", &(CsExportManner) { 0 }, file);
  json_parser_load_from_file (parser, g_file_peek_path (file), &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "images")), ==, 1);
  image = json_array_get_object_element (json_object_get_array_member (root, "images"), 0);
  g_assert_cmpint (json_object_get_int_member (image, "width"), ==, 200);
  g_assert_true (g_str_has_prefix (json_object_get_string_member (image, "file_name"), "film-"));
  g_hash_table_add (images, GINT_TO_POINTER (json_object_get_int_member (image, "id")));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "categories")), ==, 2);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "annotations")), ==, 6);
  json_array_foreach_element (json_object_get_array_member (root, "annotations"), check_annotation, images);
  study_clear (&self);
}

static void
add_case (Study *self,
          guint  seed)
{
  CsEntry *entry = study_add_film (self, seed);
  CsFacts facts = *cs_entry_get_facts (entry);
  g_autofree char *name = g_strdup_printf ("woman %u", seed / 2);
  g_autoptr (GError) error = NULL;

  facts.case_id = name;
  cs_study_set_facts (self->study, entry, &facts, &error);
  g_assert_no_error (error);
}

/* Ten women of two films each: six, two and two; the seed draws others, and alike twice. */
static void
test_parts (void)
{
  Study self = { 0 };
  g_autoptr (CsRecord) record = NULL;
  guint n[CS_N_PARTS] = { 0 }, n_otherwise = 0;

  study_make (&self);
  cs_study_remove (self.study, self.entry, NULL);
  for (guint i = 2; i < 22; i++)
    add_case (&self, i);
  record = cs_study_freeze (self.study);
  for (CsPart part = 0; part < CS_N_PARTS; part++)
    {
      g_autoptr (CsRecord) drawn = cs_record_draw (record, part, 1), other = cs_record_draw (record, part, 2);
      g_autoptr (GHashTable) cases = g_hash_table_new (g_str_hash, g_str_equal);

      n[part] = cs_record_get_n_films (drawn);
      for (guint i = 0; i < n[part]; i++)
        g_hash_table_add (cases, (gpointer) cs_record_get_case (drawn, i));
      g_assert_cmpuint (g_hash_table_size (cases) * 2, ==, n[part]);
      for (guint i = 0; i < cs_record_get_n_films (other); i++)
        n_otherwise += !g_hash_table_contains (cases, cs_record_get_case (other, i));
    }
  g_assert_cmpuint (n[CS_PART_TRAINING], ==, 12);
  g_assert_cmpuint (n[CS_PART_VALIDATION], ==, 4);
  g_assert_cmpuint (n[CS_PART_TESTING], ==, 4);
  g_assert_cmpuint (n_otherwise, >, 0);
  study_clear (&self);
}

/* Those kept out of training are the test, and none of them is elsewhere. */
static void
test_kept_out (void)
{
  Study self = { 0 };
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  study_make (&self);
  for (guint i = 2; i < 22; i++)
    add_case (&self, i);
  cs_study_keep_out (self.study, 30, 1, &error);
  g_assert_no_error (error);
  record = cs_study_freeze (self.study);
  for (CsPart part = 0; part < CS_N_PARTS; part++)
    {
      g_autoptr (CsRecord) drawn = cs_record_draw (record, part, 1);

      g_assert_cmpuint (cs_record_get_n_films (drawn), >, 0);
      for (guint i = 0; i < cs_record_get_n_films (drawn); i++)
        g_assert_cmpint (cs_record_get_film (drawn, i)->kept_out, ==, part == CS_PART_TESTING);
    }
  study_clear (&self);
}

/* A verdict of the study's own stays; an open box of the machine's is judged by a file's that overlaps it. */
static void
test_meeting (void)
{
  const char *table = "film,x,y,width,height,origin,verdict\n"
                      "film-1.png,0,10,10,10,machine,negative\n"
                      "film-1.png,16,11,10,10,machine,negative\n"
                      "film-1.png,31,10,10,10,reader,positive\n"
                      "elsewhere.png,1,1,5,5,reader,positive\n"
                      "film-1.png,500,1,5,5,reader,positive\n";
  Study self = { 0 };
  g_autoptr (GFile) file = NULL;
  g_autoptr (CsHarvest) harvest = NULL;
  g_autofree char *notes = NULL;
  CsTaken taken;

  study_make (&self);
  study_propose_row (&self, 3);
  study_judge (&self, 0, CS_VERDICT_POSITIVE);
  file = g_file_get_child (self.folder, "table.csv");
  g_assert_true (g_file_replace_contents (file, table, strlen (table), NULL, FALSE, 0, NULL, NULL, NULL));
  harvest = read_form (&self, "csv", file);
  taken = take (&self, harvest);
  g_assert_cmpuint (taken.n_otherwise, ==, 1);
  g_assert_cmpuint (taken.n_judged, ==, 1);
  g_assert_cmpuint (taken.n_added, ==, 1);
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (&self, 0)), ==, CS_VERDICT_POSITIVE);
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (&self, 1)), ==, CS_VERDICT_NEGATIVE);
  notes = cs_harvest_tell (harvest);
  g_assert_nonnull (strstr (notes, "elsewhere.png"));
  g_assert_nonnull (strstr (notes, "line 6"));
  study_clear (&self);
}

/* Read apart, a file with one reader's verdicts is told nothing of another's, and does not stop at them. */
static void
test_apart (void)
{
  const char *table = "film,x,y,width,height,origin,verdict\nfilm-1.png,0,10,10,10,machine,negative\n";
  Study self = { 0 };
  g_autoptr (GFile) file = NULL;
  g_autoptr (CsHarvest) harvest = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *notes = NULL;

  study_make (&self);
  study_propose_row (&self, 1);
  cs_study_set_reading (self.study, CS_READING_APART, &error);
  g_assert_no_error (error);
  cs_study_set_reader (self.study, "first");
  study_judge (&self, 0, CS_VERDICT_POSITIVE);
  cs_study_set_reader (self.study, "second");
  file = g_file_get_child (self.folder, "table.csv");
  g_assert_true (g_file_replace_contents (file, table, strlen (table), NULL, FALSE, 0, NULL, NULL, NULL));
  harvest = read_form (&self, "csv", file);
  g_assert_cmpuint (take (&self, harvest).n_judged, ==, 1);
  notes = cs_harvest_tell (harvest);
  g_assert_cmpstr (notes, ==, "");
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (&self, 0)), ==, CS_VERDICT_NEGATIVE);
  cs_study_set_reader (self.study, "first");
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (&self, 0)), ==, CS_VERDICT_POSITIVE);
  study_clear (&self);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imports/trips", test_trips);
  g_test_add_func ("/imports/words", test_words);
  g_test_add_func ("/imports/strange-words", test_strange_words);
  g_test_add_func ("/imports/names", test_names);
  g_test_add_func ("/imports/schema", test_schema);
  g_test_add_func ("/imports/parts", test_parts);
  g_test_add_func ("/imports/kept-out", test_kept_out);
  g_test_add_func ("/imports/meeting", test_meeting);
  g_test_add_func ("/imports/apart", test_apart);
  return g_test_run ();
}
