/* The naive way to show a film, for `first`: all of it in one texture, scaled by GTK. naive FILE */
#include <gtk/gtk.h>

static void
close_cb (gboolean *closed)
{
  *closed = TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;
  gboolean closed = FALSE;
  GtkWidget *window;

  gtk_init ();
  texture = argc == 2 ? gdk_texture_new_from_filename (argv[1], &error) : NULL;
  if (!texture)
    {
      g_printerr ("%s\n", error ? error->message : "usage: naive FILE");
      return 1;
    }
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (window), gtk_picture_new_for_paintable (GDK_PAINTABLE (texture)));
  g_signal_connect_swapped (window, "destroy", G_CALLBACK (close_cb), &closed);
  gtk_window_present (GTK_WINDOW (window));
  while (!closed)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
