/* A study of small phantoms in a folder of its own, open in a session, and a page that shows it; for the tests of app. */
#pragma once

#include <gtk/gtk.h>

#include "cs-window.h"

typedef struct { char *folder; CsStudy *study; CsSession *session; } Fixture;

void     fixture_init     (int *argc, char ***argv);             /* test, GTK, layouts, icons */
Fixture *fixture_new      (guint n_films);
void     fixture_free     (Fixture *self);                       /* asserts that study and session die */
/* One more, after the others. */
void     fixture_add_film (Fixture *self, const char *name, const CsRaster *raster, double mm_per_pixel);
CsEntry *fixture_get_film (Fixture *self, guint i);              /* borrowed */
/* A product of boxes as a machine proposes them: @n of them, in a row. */
void     fixture_propose  (Fixture *self, CsEntry *entry, guint n);

#define FIXTURE_BOXES 4
/* That many boxes on each of the first @n_films, accepted and rejected in turns. */
void     fixture_judge    (Fixture *self, guint n_films);

typedef gboolean (*FixtureFunc) (gpointer data);
/* Runs the main loop until @done; fails after a minute. */
void     fixture_spin     (FixtureFunc done, gpointer data);
void     fixture_settle   (void);                                /* until nothing is pending */

CsWindow *fixture_open_window (Fixture *self);                    /* on its study, which it closes first */

/* The first widget of @type at or below @widget; NULL: none. Borrowed. */
gpointer fixture_find     (GtkWidget *widget, GType type);
/* Whether a label at or below @widget reads so; "*" and "?" stand for anything. */
gboolean fixture_says     (GtkWidget *widget, const char *pattern);

/* A page of the window on a fixture's study, on the screen. */
typedef struct { Fixture *fixture; GtkWidget *window, *page; } FixturePage;

void     fixture_page_show  (FixturePage *self, Fixture *fixture, GType page);   /* the fixture is taken */
void     fixture_page_close (FixturePage *self);                                 /* stops its jobs */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)
