/* How smoothly a film of 24 megapixels pans and zooms: frames [--naive] [--train STUDY] [--seconds 12] [--size WxH]
 *
 * A 4000 x 6000 film of 16 bits with 100 boxes lies in a CsFilmView, as on the Review page; --naive: as one texture in
 * a GtkPicture, moved in a GtkScrolledWindow. A script drags it about, zooms in and out about the middle, and drags
 * again. With --train a network is trained on STUDY meanwhile, by the job the Training page starts; frames count from
 * its first batch on. Prints, of the intervals between frames in which something moved, the median, 95, 99 % and the
 * worst; and the same of the time the main thread took for a frame (update, layout and paint). */
#include <adwaita.h>
#include <math.h>

#include "bench.h"
#include "cs-box-layer.h"
#include "cs-film-view.h"
#include "cs-mark.h"

#define N_BOXES 100

static struct { gboolean naive; char *study; double seconds; char *size; } options = { FALSE, NULL, 12, NULL };

typedef struct
{
  GtkWidget *window, *moved;          /* moved: the film view, or the picture's scroller */
  GArray    *intervals, *costs;       /* of double, ms */
  gint64     begun, last, paint;      /* monotonic us; 0: not yet */
  guint      frame;
  gboolean   done;
} Bench;

static GtkWidget *
new_naive (const CsRaster *raster)
{
  guint8 *rgb = g_malloc_n (3 * BENCH_WIDTH, BENCH_HEIGHT);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkWidget *picture, *scroller = gtk_scrolled_window_new ();

  for (guint y = 0; y < BENCH_HEIGHT; y++)
    for (guint x = 0; x < BENCH_WIDTH; x++)
      memset (rgb + 3 * ((gsize) y * BENCH_WIDTH + x), ((const guint16 *) cs_raster_row (raster, y))[x] >> 4, 3);
  bytes = g_bytes_new_take (rgb, 3 * (gsize) BENCH_WIDTH * BENCH_HEIGHT);
  texture = gdk_memory_texture_new (BENCH_WIDTH, BENCH_HEIGHT, GDK_MEMORY_R8G8B8, bytes, 3 * BENCH_WIDTH);
  picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  gtk_widget_set_size_request (picture, BENCH_WIDTH, BENCH_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), picture);
  return scroller;
}

#define BENCH_TYPE_BOX (bench_box_get_type ())
G_DECLARE_FINAL_TYPE (BenchBox, bench_box, BENCH, BOX, GObject)
struct _BenchBox { GObject parent_instance; int place[4]; };
G_DEFINE_FINAL_TYPE (BenchBox, bench_box, G_TYPE_OBJECT)

static void
bench_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, BENCH_BOX (object)->place[id - 1]);
}

static const char *const places[] = { "x", "y", "width", "height" };

static void
bench_box_class_init (BenchBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = bench_box_get_property;
  for (guint i = 0; i < 4; i++)
    g_object_class_install_property (G_OBJECT_CLASS (klass), i + 1,
                                     g_param_spec_int (places[i], NULL, NULL, 0, G_MAXINT, 0, G_PARAM_READABLE));
}

static void
bench_box_init (BenchBox *self)
{
}

static CsLayer *
new_boxes (void)
{
  GListStore *store = g_list_store_new (BENCH_TYPE_BOX);
  g_autoptr (GtkSelectionModel) model = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (store)));
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  CsLayer *layer;

  for (guint i = 0; i < N_BOXES; i++)
    {
      g_autoptr (BenchBox) box = g_object_new (BENCH_TYPE_BOX, NULL);
      int place[] = { g_rand_int_range (rand, 0, BENCH_WIDTH - 60), g_rand_int_range (rand, 0, BENCH_HEIGHT - 60),
                      20, 24 };

      memcpy (box->place, place, sizeof place);
      g_list_store_append (store, box);
    }
  layer = cs_box_layer_new (model);
  for (guint i = 0; i < 4; i++)
    cs_box_layer_bind (CS_BOX_LAYER (layer), (CsBoxField) i, BENCH_TYPE_BOX, places[i]);
  return layer;
}

static GtkWidget *
new_view (const CsRaster *raster)
{
  CsFacts facts = { .bits = 12, .case_id = "", .mm_per_pixel = 0.05 };
  g_autoptr (CsImage) image = cs_image_new (raster, "film", &facts);
  g_autoptr (CsLayer) boxes = new_boxes ();
  GtkWidget *view = cs_film_view_new ();

  cs_viewport_set_image_size (cs_film_view_get_viewport (CS_FILM_VIEW (view)), BENCH_WIDTH, BENCH_HEIGHT);
  cs_film_view_set_image (CS_FILM_VIEW (view), image);
  cs_film_view_add_layer (CS_FILM_VIEW (view), boxes);
  return view;
}

/* A hand's way: to and fro, faster and slower. */
static void
hand (guint frame, double *dx, double *dy)
{
  *dx = 22 * sin (frame * 0.05) + 9 * sin (frame * 0.31);
  *dy = 17 * cos (frame * 0.04) + 7 * sin (frame * 0.23);
}

static void
move_picture (Bench *bench, double dx, double dy)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (bench->moved);
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (scroller);
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (scroller);

  if (bench->frame == 0)
    {
      gtk_adjustment_set_value (across, 1300);
      gtk_adjustment_set_value (down, 2500);
    }
  gtk_adjustment_set_value (across, gtk_adjustment_get_value (across) - dx);
  gtk_adjustment_set_value (down, gtk_adjustment_get_value (down) - dy);
}

/* A third of the time one to one, a third at 45 %, where tiles are made smaller, the rest while zooming. */
static void
move_view (Bench *bench, double dx, double dy)
{
  CsViewport *viewport = cs_film_view_get_viewport (CS_FILM_VIEW (bench->moved));
  guint phase = bench->frame / 60 % 6;
  int width, height;

  cs_viewport_get_widget_size (viewport, &width, &height);
  if (bench->frame % 360 == 0)
    {
      cs_viewport_set_scale (viewport, 1);
      cs_viewport_set_centre (viewport, BENCH_WIDTH / 2.0, BENCH_HEIGHT / 2.0);
    }
  if (bench->frame % 360 == 120)
    cs_viewport_set_scale (viewport, 0.45);
  if (phase == 4 && bench->frame % 6 == 0)
    cs_viewport_zoom_at (viewport, 1, width / 2.0, height / 2.0);
  else if (phase == 5 && bench->frame % 6 == 0)
    cs_viewport_zoom_at (viewport, -1, width / 2.0, height / 2.0);
  else
    cs_viewport_pan (viewport, dx, dy);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;
  gint64 now = g_get_monotonic_time ();
  double dx, dy;

  if (bench->last > 0)
    bench_note (bench->intervals, bench->last, now);
  bench->last = now;
  hand (bench->frame, &dx, &dy);
  if (options.naive)
    move_picture (bench, dx, dy);
  else
    move_view (bench, dx, dy);
  bench->frame++;
  bench->done = now - bench->begun > options.seconds * G_USEC_PER_SEC;
  return !bench->done;
}

static void
before_cb (Bench *bench)
{
  bench->paint = g_get_monotonic_time ();
}

static void
after_cb (Bench *bench)
{
  if (bench->begun > 0 && !bench->done)
    bench_note (bench->costs, bench->paint, g_get_monotonic_time ());
}

static void
run (Bench *bench)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (bench->moved);
  gint64 rest = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < rest)      /* tiles and thumbnails of the start are no part of panning */
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_cb), bench);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_cb), bench);
  bench->begun = g_get_monotonic_time ();
  gtk_widget_add_tick_callback (bench->moved, tick_cb, bench, NULL);
  while (!bench->done)
    g_main_context_iteration (NULL, TRUE);
  g_print ("%s%s\n", options.naive ? "one texture in a GtkPicture" : "film view", options.study ? ", training" : "");
  bench_print ("interval", bench->intervals);
  bench_print ("work", bench->costs);
}

static void
read_options (int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "naive", 0, 0, G_OPTION_ARG_NONE, &options.naive, "One texture in a GtkPicture", NULL },
    { "train", 0, 0, G_OPTION_ARG_FILENAME, &options.study, "Train on this study meanwhile", "STUDY" },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &options.seconds, "How long (12)", "N" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options.size, "Of the window (1400x900)", "WxH" },
    { NULL },
  };

  bench_read_options (entries, argc, argv);
}

int
main (int argc, char **argv)
{
  Bench bench = { .intervals = g_array_new (FALSE, FALSE, sizeof (double)),
                  .costs = g_array_new (FALSE, FALSE, sizeof (double)) };
  g_autoptr (CsRaster) raster = NULL;
  BenchTraining *training = NULL;

  read_options (&argc, &argv);
  bench_init ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  raster = bench_draw_film ();
  bench.moved = options.naive ? new_naive (raster) : new_view (raster);
  bench.window = bench_show (bench.moved, options.size);
  if (options.study)
    training = bench_train (options.study);
  run (&bench);
  if (training)
    bench_stop (training);
  return 0;
}
