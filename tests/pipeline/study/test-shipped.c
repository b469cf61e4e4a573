/* The network that comes along: found where it is said to lie, by its name alone, never instead of a person's own. */
#include "cs-shipped.h"

#include <glib/gstdio.h>

#include "cs-error.h"
#include "nn-recipe.h"

static NnNet *
small_network (guint seed)
{
  NnDesign design;
  g_autoptr (NnGraph) graph = NULL;

  nn_design_init (&design);
  design.patch = 16;
  design.width = 2;
  design.depth = 1;
  graph = nn_recipe_build (nn_recipe_find ("unet"), &design, NULL);
  return nn_net_new (graph, seed);
}

static void
save (const char *path, guint seed)
{
  g_autoptr (NnNet) net = small_network (seed);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (nn_net_save (net, file, NULL));
}

static void
assert_is (const char *name, guint seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NnNet) found = cs_shipped_open (name, &error), wanted = small_network (seed);

  g_assert_no_error (error);
  g_assert_cmpstr (nn_net_get_digest (found), ==, nn_net_get_digest (wanted));
}

static void
test_found (void)
{
  g_autofree char *folder = g_dir_make_tmp ("calcspot-shipped-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, CS_SHIPPED_NAME, NULL);
  g_autofree char *own = g_build_filename (folder, "own", NULL);
  g_autoptr (GError) error = NULL;

  g_setenv ("CALCSPOT_WEIGHTS", folder, TRUE);
  g_assert_null (cs_shipped_find ());
  g_assert_null (cs_shipped_open (CS_SHIPPED_NAME, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_clear_error (&error);
  g_assert_null (cs_shipped_open (own, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, own));
  save (path, 1);
  save (own, 2);
  assert_is (CS_SHIPPED_NAME, 1);
  assert_is (own, 2);
  g_unlink (path);
  g_unlink (own);
  g_rmdir (folder);
}

/* What is in the source can be read, draws masks, says what it is worth being told, and at which scale it looks. */
static void
test_real (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("CALCSPOT_SOURCE"), "nn", "weights", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnNet) net = NULL;

  g_setenv ("CALCSPOT_WEIGHTS", folder, TRUE);
  net = cs_shipped_open (CS_SHIPPED_NAME, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nn_net_get_n_params (net), ==, 844098);
  g_assert_cmpuint (nn_net_get_output (net).width, ==, 32);
  g_assert_cmpstr (nn_net_get_note (net, "spacing"), ==, "0.1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shipped/found", test_found);
  g_test_add_func ("/shipped/real", test_real);
  return g_test_run ();
}
