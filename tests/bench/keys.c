/* How long the next box takes after a key: keys [--train STUDY] [--presses 200] [--size WxH]
 *
 * The Review page itself, with a film of 4000 x 6000 pixels of 16 bits and 400 boxes in a study on disk. The
 * action of a key (accept, reject and unsure in turns) is activated 200 times, with a reader's pause of 150 to
 * 350 ms between; each is a verdict in SQLite, the next box, a jump of the view to it and a frame. Prints the
 * time until the action returns (done: the verdict is on disk, the next box chosen), to the end of the first
 * frame after it (painted: the next box is on the screen, over pixels that may still be coarse), and to the end
 * of the first frame whose tiles are all as fine as they get (sharp). With --train a network is trained
 * meanwhile. What the X server needs to hand a key over is not in it. */

#include "bench.h"
#include "cs-film-view.h"
#include "cs-page.h"
#include "cs-tile-layer.h"

#define N_BOXES 400

extern const CsPageKind cs_page_review;

static struct { char *study; int presses; char *size; } options = { NULL, 200, NULL };

typedef struct
{
  GtkWidget *page;
  CsTileLayer *film;
  GArray *done, *painted, *sharp;       /* of double, ms */
  guint64 n_frames;
} Bench;

static void
frame_cb (Bench *bench)
{
  bench->n_frames++;
}

static CsFilmView *
find_view (GtkWidget *widget)
{
  if (CS_IS_FILM_VIEW (widget) && gtk_widget_get_visible (widget))
    return CS_FILM_VIEW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      CsFilmView *found = find_view (child);
      if (found)
        return found;
    }
  return NULL;
}

static void
add_film (CsSession *session, CsStudy *study)
{
  g_autofree CsBox *boxes = g_new0 (CsBox, N_BOXES);
  g_autoptr (CsRaster) raster = bench_draw_film ();
  CsFacts facts = { .bits = 12, .case_id = "one", .mm_per_pixel = 0.05, .side = CS_SIDE_LEFT, .view = CS_VIEW_CC };
  g_autoptr (CsImage) image = cs_image_new (raster, "film.png", &facts);
  g_autoptr (GFile) file = g_file_get_child (cs_study_get_folder (study), "film.png");
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (CsProduct) product = NULL;
  CsEntry *entry = cs_study_add (study, file, image, NULL);

  for (guint i = 0; i < N_BOXES; i++)
    boxes[i] = (CsBox) { g_rand_int_range (rand, 0, BENCH_WIDTH - 60), g_rand_int_range (rand, 0, BENCH_HEIGHT - 60),
                         20, 24, 1.0f - i * 0.001f, { 0 } };
  product = cs_product_new_boxes (boxes, N_BOXES);
  if (!cs_study_propose (study, entry, product, "", NULL))
    g_error ("no boxes");
  cs_session_set_entry (session, entry);
  cs_session_set_image (session, image);
}

static void
rest (gint64 us)
{
  gint64 end = g_get_monotonic_time () + us;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
}

static void
press (Bench *bench, guint i)
{
  static const char *const actions[] = { "review.accept", "review.reject", "review.unsure" };
  gint64 begun = g_get_monotonic_time ();
  guint64 frames = bench->n_frames;

  if (!gtk_widget_activate_action (bench->page, actions[i % G_N_ELEMENTS (actions)], NULL))
    g_error ("nothing is left to judge");
  bench_note (bench->done, begun, g_get_monotonic_time ());
  while (bench->n_frames == frames)
    g_main_context_iteration (NULL, TRUE);
  bench_note (bench->painted, begun, g_get_monotonic_time ());
  while (!cs_tile_layer_is_complete (bench->film) && g_get_monotonic_time () < begun + 5 * G_USEC_PER_SEC)
    g_main_context_iteration (NULL, TRUE);
  bench_note (bench->sharp, begun, g_get_monotonic_time ());
}

static void
run (Bench *bench)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (CsLayer) film = NULL;
  CsFilmView *view;

  rest (3 * G_USEC_PER_SEC);
  view = find_view (bench->page);
  film = g_list_model_get_item (cs_canvas_get_layers (cs_film_view_get_canvas (view)), 0);
  bench->film = CS_TILE_LAYER (film);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (bench->page), "after-paint", G_CALLBACK (frame_cb), bench);
  for (int i = 0; i < options.presses; i++)
    {
      press (bench, (guint) i);
      rest (g_rand_int_range (rand, 150, 350) * 1000);
    }
  g_print ("key to next box%s\n", options.study ? ", training" : "");
  bench_print ("done", bench->done);
  bench_print ("painted", bench->painted);
  bench_print ("sharp", bench->sharp);
}

static void
read_options (int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "train", 0, 0, G_OPTION_ARG_FILENAME, &options.study, "Train on this study meanwhile", "STUDY" },
    { "presses", 0, 0, G_OPTION_ARG_INT, &options.presses, "How many keys, up to 400 (200)", "N" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options.size, "Of the window (1400x900)", "WxH" },
    { NULL },
  };

  bench_read_options (entries, argc, argv);
}

int
main (int argc, char **argv)
{
  Bench bench = { .done = g_array_new (FALSE, FALSE, sizeof (double)),
                  .painted = g_array_new (FALSE, FALSE, sizeof (double)),
                  .sharp = g_array_new (FALSE, FALSE, sizeof (double)) };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_dir_make_tmp ("calcspot-keys-XXXXXX", &error);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (CsSession) session = NULL;
  g_autoptr (CsStudy) study = NULL;
  BenchTraining *training = NULL;

  read_options (&argc, &argv);
  bench_init ();
  study = cs_study_open (folder, &error);
  session = cs_session_new ();
  cs_session_set_study (session, study);
  bench.page = g_object_new (cs_page_review.get_type (), NULL);
  cs_page_set_session (CS_PAGE (bench.page), session);
  bench_show (bench.page, options.size);
  add_film (session, study);
  if (options.study)
    training = bench_train (options.study);
  run (&bench);
  if (training)
    bench_stop (training);
  return 0;
}
