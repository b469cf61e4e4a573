/* JSON from outside: what is sound is read, what is not is refused before json-glib sees it. And what we write. */
#include <math.h>
#include <string.h>

#include "cs-error.h"
#include "cs-json.h"
#include "cs-json-read.h"

#define DEPTH 4

static const char *const sound[] = {
  "{\"a\": [1, {\"b\": \"]}\\\"{[\"}]}\n", "[[[[]]]]", "{} \t", " [ ] ", "null", "true", "[false]", "0", "-0.5e-7",
  "[1E+2]", "\"\"", "\"\\u00e4\\ud83d\\ude00\\\\\"", "123456789012345678", "{\"a\": {}, \"a\": []}",
  "\"\xc3\xa4\t\"" };

/* Several of these cost json-glib memory ("null{", "{}{}"), give it letters that are none, or other numbers. */
static const char *const unsound[] = {
  "", " ", "null{", "null[", "{}{}", "[1] 2", "[[[[[]]]]]", "{\"a\":{\"a\":{\"a\":{\"a\":[]}}}}", "[", "{", "]",
  "[}", "{]", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{1:2}", "{a:1}", "nul", "nulll",
  "TRUE", "var a = 1;", "// x\n1", "01", "-", "1.", ".5", "1e", "+1", "0x10", "NaN", "-Infinity",
  "1234567890123456789", "\"", "\"\\", "\"\\\"", "\"\\q\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud83d\"",
  "\"\\ud83dx\"", "\"\\ud83d\\u0041\"", "\"\\ude00\"", "\"\xff\"", "\"\xc3\"" };

static JsonNode *
parse (const char *text, GError **error)
{
  gsize length = strlen (text);
  g_autofree char *copy = g_memdup2 (text, MAX (length, 1));     /* no NUL ends it: reading on would be seen */

  return cs_json_parse (copy, length, DEPTH, error);
}

static void
test_sound (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sound); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = parse (sound[i], &error);

      g_test_message ("%s", sound[i]);
      g_assert_no_error (error);
      g_assert_nonnull (root);
    }
}

static void
test_unsound (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unsound); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%u", i);
      g_assert_null (parse (unsound[i], &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_DAMAGED);
      g_assert_true (g_str_has_prefix (error->message, "line 1: "));
    }
}

/* Every text that is cut short is unsound, wherever; and the line is told where it fails. */
static void
test_cut (void)
{
  static const char text[] = "{\"a\": [\n1.5e3, {\"b\": \"\\u00e4\"},\nnull, true]}";
  g_autoptr (GError) error = NULL;

  for (gsize n = 0; n + 1 < sizeof text; n++)
    {
      g_autofree char *part = g_strndup (text, n);
      g_autoptr (GError) wrong = NULL;

      g_assert_null (parse (part, &wrong));
      g_assert_error (wrong, CS_ERROR, CS_ERROR_DAMAGED);
    }
  g_assert_null (parse ("[1,\n2,\n3 4]", &error));
  g_assert_true (g_str_has_prefix (error->message, "line 3: "));
}

static void
test_values (void)
{
  g_autoptr (JsonNode) root = parse ("{\"a\": [7, -0.5], \"b\": \"\\u00e4\\ud83d\\ude00\"}", NULL);
  JsonObject *object = json_node_get_object (root);
  JsonArray *list = json_object_get_array_member (object, "a");

  g_assert_cmpint (json_array_get_int_element (list, 0), ==, 7);
  g_assert_cmpfloat (json_array_get_double_element (list, 1), ==, -0.5);
  g_assert_cmpstr (json_object_get_string_member (object, "b"), ==, "\xc3\xa4\xf0\x9f\x98\x80");
}

/* Whatever comes first has no comma before it, in objects and in lists. */
static void
test_commas (void)
{
  g_autoptr (GString) json = g_string_new ("{");

  cs_json_member (json, "a", 1.25, 1);
  cs_json_member (json, "b\"", NAN, 3);
  g_string_append (json, ", \"c\": [");
  cs_json_row (json, 2, (const double[]) { 1, -INFINITY }, (const guint[]) { 0, 2 });
  cs_json_row (json, 1, (const double[]) { 0.125 }, (const guint[]) { 3 });
  g_string_append (json, "]}");
  g_assert_cmpstr (json->str, ==, "{\"a\": 1.2, \"b\\\"\": null, \"c\": [[1, null], [0.125]]}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-read/sound", test_sound);
  g_test_add_func ("/json-read/unsound", test_unsound);
  g_test_add_func ("/json-read/cut", test_cut);
  g_test_add_func ("/json-read/values", test_values);
  g_test_add_func ("/json/commas", test_commas);
  return g_test_run ();
}
