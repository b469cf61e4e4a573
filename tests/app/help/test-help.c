/* A page for every stage of the table: words, equations, a picture, what can go wrong, and every parameter.
 * Chapters: words, links that lead somewhere, and a search that finds what they say. */
#include "fixture.h"

#include <adwaita.h>
#include <string.h>

#include "cs-help-page.h"
#include "cs-help-window.h"

static guint
count (const char *id, const char *what)
{
  g_autoptr (GListModel) list = cs_help_page_read (id, what);

  g_assert_nonnull (list);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (list, i);

      g_assert_cmpuint (strlen (gtk_string_object_get_string (item)), >, 3);
    }
  return g_list_model_get_n_items (list);
}

static void
test_words (void)
{
  for (guint i = 0; cs_stages[i]; i++)
    {
      g_autofree char *picture = g_strdup_printf ("/io/github/calcspot/Calcspot/help/%s.jpg", cs_stages[i]->id);
      g_autoptr (GdkTexture) texture = NULL;

      g_assert_cmpuint (count (cs_stages[i]->id, "what"), >=, 1);
      g_assert_cmpuint (count (cs_stages[i]->id, "equations"), >=, 1);
      g_assert_cmpuint (count (cs_stages[i]->id, "wrong"), >=, 2);
      texture = gdk_texture_new_from_resource (picture);
      g_assert_cmpint (gdk_texture_get_width (texture), >=, 2 * gdk_texture_get_height (texture));
    }
}

static void
test_params (void)
{
  for (guint i = 0; cs_stages[i]; i++)
    {
      GtkWidget *page = g_object_ref_sink (cs_help_page_new (cs_stages[i]));

      g_assert_true (fixture_says (page, cs_stages[i]->title));
      for (const CsParam *param = cs_stages[i]->params; param->type != CS_PARAM_END; param++)
        g_assert_true (fixture_says (page, param->title) && fixture_says (page, param->help));
      g_object_unref (page);
    }
}

static const char *const pages[] = { "images", "stages", "review", "patches", "training", "results", "readers" };

static gboolean
is_page (const char *id)
{
  for (const CsChapter *chapter = cs_chapters; chapter->id; chapter++)
    if (g_str_equal (chapter->id, id))
      return TRUE;
  for (guint i = 0; cs_stages[i]; i++)
    if (g_str_equal (cs_stages[i]->id, id))
      return TRUE;
  return FALSE;
}

/* Every chapter says something, its links lead somewhere, and every page of the window has one. */
static void
test_chapters (void)
{
  guint named = 0;

  for (const CsChapter *chapter = cs_chapters; chapter->id; chapter++)
    {
      GtkWidget *page = g_object_ref_sink (cs_help_chapter_new (chapter));
      g_autoptr (GListModel) see = cs_help_page_read (chapter->id, "see");

      g_assert_cmpuint (count (chapter->id, "what"), >=, 2);
      g_assert_true (fixture_says (page, chapter->title));
      g_assert_true (see || chapter->lists_stages);
      for (guint i = 0; see && i < g_list_model_get_n_items (see); i++)
        {
          g_autoptr (GtkStringObject) item = g_list_model_get_item (see, i);

          g_assert_true (is_page (gtk_string_object_get_string (item)));
        }
      g_object_unref (page);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    named += strstr (cs_chapter_of_page (pages[i])->pages, pages[i]) != NULL;
  g_assert_cmpuint (named, ==, G_N_ELEMENTS (pages));
  g_assert_cmpstr (cs_chapter_of_page (NULL)->id, ==, "reading");
}

/* One window over one parent, whose page changes. */
static void
test_window (void)
{
  GtkWidget *parent = gtk_window_new ();
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  CsHelpWindow *help = NULL;

  for (guint i = 0; cs_stages[i]; i++)
    cs_help_window_show (GTK_WINDOW (parent), cs_stages[i]->id);
  fixture_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      help = CS_IS_HELP_WINDOW (window) ? CS_HELP_WINDOW (window) : help;
    }
  g_assert_cmpstr (cs_help_window_get_page (help), ==, cs_stages[g_strv_length ((GStrv) cs_stages) - 1]->id);
  cs_help_window_set_page (help, "nothing of that name");
  g_assert_cmpstr (cs_help_window_get_page (help), ==, cs_chapters[0].id);
  g_assert_cmpuint (cs_help_window_search (help, "KAPPA"), ==, 1);
  g_assert_cmpstr (cs_help_window_get_page (help), ==, "readers");
  g_assert_cmpuint (cs_help_window_search (help, "no such word"), ==, 0);
  g_assert_cmpuint (cs_help_window_search (help, ""), >, G_N_ELEMENTS (pages));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (help), "help.show", "s", "judging"));
  g_assert_cmpstr (cs_help_window_get_page (help), ==, "judging");
  gtk_window_destroy (GTK_WINDOW (parent));
  fixture_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 0);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  adw_init ();
  g_test_add_func ("/help/words", test_words);
  g_test_add_func ("/help/params", test_params);
  g_test_add_func ("/help/chapters", test_chapters);
  g_test_add_func ("/help/window", test_window);
  return g_test_run ();
}
