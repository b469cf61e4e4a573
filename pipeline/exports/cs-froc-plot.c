#include "cs-froc-plot.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-error.h"
#include "cs-file.h"

/* In points: the sheet, and the room of the curves on it. */
#define WIDTH 560.0
#define HEIGHT 400.0
#define LEFT 60.0
#define RIGHT 400.0
#define TOP 40.0
#define BOTTOM 340.0

#define LEAST 0.1          /* false marks a film at the left and the right end */
#define MOST 100.0
#define STEPS 61

/* Told apart by those who see no red or green, too, and by their dashes on grey paper. */
static const struct { double r, g, b, dash; } looks[] = {
  { 0.00, 0.45, 0.70, 0 }, { 0.84, 0.37, 0.00, 6 }, { 0.00, 0.62, 0.45, 3 }, { 0.80, 0.47, 0.65, 9 },
  { 0.34, 0.34, 0.34, 2 }, { 0.90, 0.62, 0.00, 12 },
};

static double
across (double rate)
{
  return LEFT + (RIGHT - LEFT) * log (MAX (rate, LEAST) / LEAST) / log (MOST / LEAST);
}

static double
up (double share)
{
  return BOTTOM - (BOTTOM - TOP) * share;
}

static void
write_words (cairo_t *cr, double x, double y, double gravity, const char *words)
{
  cairo_text_extents_t room;

  cairo_text_extents (cr, words, &room);
  cairo_move_to (cr, x - gravity * room.width, y);
  cairo_show_text (cr, words);
}

static void
draw_line (cairo_t *cr, double x0, double y0, double x1, double y1)
{
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
  cairo_stroke (cr);
}

static void
draw_frame (cairo_t *cr)
{
  static const double rates[] = { 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100 };

  cairo_set_font_size (cr, 9);
  cairo_set_line_width (cr, 0.5);
  for (int k = 0; k <= 5; k++)
    {
      g_autofree char *words = g_strdup_printf ("%d %%", 20 * k);

      cairo_set_source_rgb (cr, 0.8, 0.8, 0.8);
      draw_line (cr, LEFT, up (k / 5.0), RIGHT, up (k / 5.0));
      cairo_set_source_rgb (cr, 0, 0, 0);
      write_words (cr, LEFT - 6, up (k / 5.0) + 3, 1, words);
    }
  for (guint k = 0; k < G_N_ELEMENTS (rates); k++)
    {
      g_autofree char *words = g_strdup_printf ("%g", rates[k]);

      cairo_set_source_rgb (cr, 0.8, 0.8, 0.8);
      draw_line (cr, across (rates[k]), TOP, across (rates[k]), BOTTOM);
      cairo_set_source_rgb (cr, 0, 0, 0);
      write_words (cr, across (rates[k]), BOTTOM + 14, 0.5, words);
    }
  cairo_set_font_size (cr, 11);
  write_words (cr, (LEFT + RIGHT) / 2, BOTTOM + 34, 0.5, _("False marks a film"));
  write_words (cr, LEFT, TOP - 14, 0, _("Reached of the calcifications or regions"));
}

static void
draw_band (cairo_t *cr, const double *rates, const CsFrocShare *shares)
{
  cairo_new_path (cr);
  for (guint k = 0; k < STEPS; k++)
    cairo_line_to (cr, across (rates[k]), up (shares[k].low));
  for (guint k = STEPS; k-- > 0;)
    cairo_line_to (cr, across (rates[k]), up (shares[k].high));
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_rater (cairo_t *cr, CsRatings *ratings, guint i, guint seed)
{
  g_autoptr (CsFroc) froc = cs_ratings_froc (ratings, i);
  guint look = i % G_N_ELEMENTS (looks);
  CsFrocShare shares[STEPS], films[STEPS];
  double rates[STEPS], y = TOP + 10 + 18 * i;

  for (guint k = 0; k < STEPS; k++)
    rates[k] = LEAST * pow (MOST / LEAST, k / (STEPS - 1.0));
  cs_froc_at (froc, seed, rates, STEPS, shares, films);
  cairo_set_source_rgba (cr, looks[look].r, looks[look].g, looks[look].b, 0.15);
  if (shares[0].low >= 0)
    draw_band (cr, rates, shares);
  cairo_set_source_rgb (cr, looks[look].r, looks[look].g, looks[look].b);
  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, &looks[look].dash, looks[look].dash > 0, 0);
  for (guint k = 0; k < STEPS; k++)
    cairo_line_to (cr, across (rates[k]), up (shares[k].value));
  cairo_stroke (cr);
  draw_line (cr, RIGHT + 14, y - 3, RIGHT + 40, y - 3);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_font_size (cr, 10);
  write_words (cr, RIGHT + 46, y, 0, cs_ratings_get_rater (ratings, i));
}

static void
draw (cairo_t *cr, CsRatings *ratings, guint seed)
{
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  draw_frame (cr);
  for (guint i = 0; i < cs_ratings_get_n_raters (ratings); i++)
    draw_rater (cr, ratings, i, seed);
}

static cairo_status_t
take (void *data, const unsigned char *bytes, unsigned int n)
{
  g_byte_array_append (data, bytes, n);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
cs_froc_plot_write (CsRatings *ratings, guint seed, CsFrocPlotForm form, GFile *to, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *sheet = form == CS_FROC_PLOT_PDF ? cairo_pdf_surface_create_for_stream (take, bytes, WIDTH, HEIGHT)
                                                    : cairo_svg_surface_create_for_stream (take, bytes, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (sheet);
  cairo_status_t status;

  cairo_select_font_face (cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  draw (cr, ratings, seed);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (sheet);
  status = status != CAIRO_STATUS_SUCCESS ? status : cairo_surface_status (sheet);
  cairo_surface_destroy (sheet);
  if (status == CAIRO_STATUS_SUCCESS)
    return cs_file_write (to, (const char *) bytes->data, bytes->len, error);
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("The curves cannot be drawn: %s"), cairo_status_to_string (status));
  return FALSE;
}
