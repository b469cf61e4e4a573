/* What the parts of CsFilmView share: cs-film-view.c (what is shown, zoom, probe) and cs-film-view-look.c (in which grey). */
#pragma once

#include "cs-film-view.h"
#include "cs-loupe.h"
#include "cs-raster-source.h"
#include "cs-scale-bar.h"
#include "cs-tile-layer.h"
#include "cs-window-level.h"

G_BEGIN_DECLS

struct _CsFilmView
{
  AdwBin parent_instance;

  CsCanvas *canvas;
  CsScaleBar *scale_bar;
  CsWindowLevel *window_level;
  GtkAdjustment *low_adjustment, *high_adjustment;
  GtkLabel *probe, *zoom, *busy_label, *tool, *caption, *look;
  GtkBox *frame;             /* film above, status below */
  GtkWidget *status;
  CsLoupe *loupe;
  GtkWidget *busy;
  GtkSpinner *spinner;

  CsImage *image;
  CsLayer *film;
  CsRasterSource *source;    /* NULL: no film */
  CsShelf *shelf;            /* NULL: none */
  GSimpleActionGroup *actions;
  GMenu *file_windows, *own_windows;
  GSettings *settings;       /* or NULL */
  GPtrArray *overlays;       /* layers; the canvas has them too */
  const char *preset;        /* an id of the table, or of cs-film-looks; "": by hand; interned */
  const char *wanted;        /* the one that was chosen: a film it is not for is shown otherwise, the next may have it */
  double low, high, gamma, drag_low, drag_high;
  gboolean invert;
  guint look_id;             /* of the timeout that takes the words of the look away */
  guint bins[CS_FILM_BINS];
};

void cs_film_view_show_invert       (CsFilmView *self, gboolean invert);
void cs_film_view_show_gamma        (CsFilmView *self, double gamma);
void cs_film_view_name_preset       (CsFilmView *self, const char *id);         /* interned */
void cs_film_view_apply_preset      (CsFilmView *self);
void cs_film_view_adapt             (CsFilmView *self, const graphene_rect_t *part);   /* where the preset adapts to the view */

/* Callbacks of viewport, layers, layout and actions. */
void cs_film_view_fitted_cb         (CsFilmView *self);
void cs_film_view_source_changed_cb (CsTileLayer *layer, GParamSpec *pspec, CsFilmView *self);
void cs_film_view_adjust_cb         (CsCanvas *canvas, CsDragPhase phase, double dx, double dy, CsFilmView *self);
void cs_film_view_window_moved_cb   (CsWindowLevel *widget, CsFilmView *self);
void cs_film_view_invert_cb         (GSimpleAction *action, GVariant *state, gpointer data);
void cs_film_view_preset_cb         (GSimpleAction *action, GVariant *id, gpointer data);
void cs_film_view_next_preset_cb    (GSimpleAction *action, GVariant *parameter, gpointer data);
void cs_film_view_keep_window_cb    (GSimpleAction *action, GVariant *parameter, gpointer data);
void cs_film_view_list_windows      (CsFilmView *self);                         /* of one's own, as they are now */

G_END_DECLS
