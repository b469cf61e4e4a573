#include "cs-box-outline.h"

#include "cs-colour.h"

#define GLYPH 13.0   /* side of the plate at the corner */

/* The whole outline is made of upright rectangles: sharp at any place, and cheap for both renderers. The dark rim is a
 * first pass with each of them one pixel larger. */
typedef struct
{
  GtkSnapshot *snapshot;
  GdkRGBA      colour;
  double       grow;
} Pen;

static void
put (const Pen *pen, double x, double y, double width, double height)
{
  gtk_snapshot_append_color (pen->snapshot, &pen->colour,
                             &GRAPHENE_RECT_INIT (x - pen->grow, y - pen->grow,
                                                  width + 2 * pen->grow, height + 2 * pen->grow));
}

/* One piece, @from to @to along an edge: @across is where the edge lies. */
static void
put_piece (const Pen *pen, gboolean upright, double from, double to, double across, double line)
{
  if (upright)
    put (pen, across, from, line, to - from);
  else
    put (pen, from, across, to - from, line);
}

/* An edge as its state asks: ends only, all of it, dashes or dots. */
static void
put_edge (const Pen *pen, CsBoxState state, gboolean upright, double from, double to, double across, double line)
{
  double length = to - from, end = CLAMP (length / 4, 3, 10);
  double on = state == CS_BOX_STATE_NEGATIVE ? 8 : line, off = state == CS_BOX_STATE_NEGATIVE ? 5 : line + 2;

  switch (state)
    {
    case CS_BOX_STATE_POSITIVE:
      put_piece (pen, upright, from, to, across, line);
      break;
    case CS_BOX_STATE_NEGATIVE:
    case CS_BOX_STATE_UNSURE:
      for (double at = from; at < to; at += on + off)
        put_piece (pen, upright, at, MIN (at + on, to), across, line);
      break;
    default:
      put_piece (pen, upright, from, from + end, across, line);
      put_piece (pen, upright, to - end, to, across, line);
    }
}

static void
put_outline (const Pen *pen, CsBoxState state, const graphene_rect_t *rect, double line)
{
  double x0 = rect->origin.x - line, y0 = rect->origin.y - line;
  double x1 = rect->origin.x + rect->size.width, y1 = rect->origin.y + rect->size.height;

  put_edge (pen, state, FALSE, x0, x1 + line, y0, line);
  put_edge (pen, state, FALSE, x0, x1 + line, y1, line);
  put_edge (pen, state, TRUE, y0, y1 + line, x0, line);
  put_edge (pen, state, TRUE, y0, y1 + line, x1, line);
}

static void
put_text (const Pen *pen, GtkWidget *widget, const char *text, double x, double y, gboolean centred)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (centred)
    {
      x -= width / 2.0;
      y -= height / 2.0;
    }
  else
    gtk_snapshot_append_color (pen->snapshot, &(GdkRGBA) { 0, 0, 0, 0.65 },
                               &GRAPHENE_RECT_INIT (x - 3, y - 1, width + 6, height + 2));
  gtk_snapshot_save (pen->snapshot);
  gtk_snapshot_translate (pen->snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (pen->snapshot, layout, &pen->colour);
  gtk_snapshot_restore (pen->snapshot);
}

static void
put_plate (const Pen *pen)
{
  gtk_snapshot_append_color (pen->snapshot, &(GdkRGBA) { 0, 0, 0, 0.65 },
                             &GRAPHENE_RECT_INIT (-GLYPH / 2, -GLYPH / 2, GLYPH, GLYPH));
}

/* Plus, cross or question mark on a dark plate, its middle at 0, 0. A cross is a plus turned. */
static void
put_state (const Pen *pen, GtkWidget *widget, CsBoxState state)
{
  put_plate (pen);
  if (state == CS_BOX_STATE_UNSURE)
    {
      put_text (pen, widget, "?", 0, 0, TRUE);
      return;
    }
  if (state == CS_BOX_STATE_NEGATIVE)
    gtk_snapshot_rotate (pen->snapshot, 45);
  put (pen, -5, -1, 10, 2);
  put (pen, -1, -5, 2, 10);
}

/* A triangle, of rows, or a rhombus, a square turned; likewise. */
static void
put_origin (const Pen *pen, CsBoxOrigin origin)
{
  put_plate (pen);
  if (origin == CS_BOX_ORIGIN_DRAWN)
    for (int row = 0; row < 5; row++)
      put (pen, -row - 0.5, -5 + 2 * row, 2 * row + 1, 2);
  else
    {
      gtk_snapshot_rotate (pen->snapshot, 45);
      put (pen, -3.5, -3.5, 7, 7);
    }
}

static void
choose_colour (const CsBoxOutline *self, GdkRGBA *colour)
{
  static const char *const names[] = { NULL, "success_color", "error_color", "warning_color" };

  *colour = (GdkRGBA) { 1, 1, 1, 0.9 };
  if (self->selected)
    cs_colour_get_on_image ("accent_color", colour);
  else if (names[self->state] != NULL)
    cs_colour_get_on_image (names[self->state], colour);
}

/* Beside an upper corner: the right one has the state, the left one the origin. */
static void
put_glyphs (const CsBoxOutline *self, const Pen *pen, GtkWidget *widget, const graphene_rect_t *rect, double line)
{
  double y = rect->origin.y - line + GLYPH / 2 + 0.5, right = rect->origin.x + rect->size.width + line;

  if (self->state != CS_BOX_STATE_NONE)
    {
      gtk_snapshot_save (pen->snapshot);
      gtk_snapshot_translate (pen->snapshot, &GRAPHENE_POINT_INIT (right + GLYPH / 2 + 0.5, y));
      put_state (pen, widget, self->state);
      gtk_snapshot_restore (pen->snapshot);
    }
  if (self->origin != CS_BOX_ORIGIN_FOUND)
    {
      gtk_snapshot_save (pen->snapshot);
      gtk_snapshot_translate (pen->snapshot, &GRAPHENE_POINT_INIT (rect->origin.x - line - GLYPH / 2 - 0.5, y));
      put_origin (pen, self->origin);
      gtk_snapshot_restore (pen->snapshot);
    }
}

void
cs_box_outline_draw (const CsBoxOutline *self, GtkWidget *widget, GtkSnapshot *snapshot)
{
  double line = (self->selected ? 3 : self->state == CS_BOX_STATE_NONE ? 1 : 2) + cs_colour_is_strong (widget);
  graphene_rect_t rect = self->rect;
  Pen pen = { snapshot, { 0, 0, 0, 0.5 }, 1 };

  if (self->selected)
    graphene_rect_inset (&rect, -3, -3);
  put_outline (&pen, self->state, &rect, line);
  choose_colour (self, &pen.colour);
  pen.grow = 0;
  put_outline (&pen, self->state, &rect, line);
  put_glyphs (self, &pen, widget, &rect, line);
  if (self->selected && self->label[0] != '\0')
    put_text (&pen, widget, self->label, rect.origin.x, rect.origin.y + rect.size.height + line + 4, FALSE);
}
