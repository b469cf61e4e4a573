/* What the benches of the window share: a large film, a training beside them, and figures. */
#pragma once

#include <gtk/gtk.h>

#include "cs-learner.h"

#define BENCH_WIDTH 4000
#define BENCH_HEIGHT 6000

typedef struct { CsLearner *learner; CsSession *session; } BenchTraining;

/* GTK with the program's looks, and a main loop that never sleeps for long. */
void           bench_init         (void);
/* A window on the screen; @size is "WxH" or NULL: 1400 x 900. Borrowed. */
GtkWidget     *bench_show         (GtkWidget *child, const char *size);
void           bench_read_options (const GOptionEntry *entries, int *argc, char ***argv);   /* wrong ones end the program */
CsRaster      *bench_draw_film (void);                        /* 24 megapixels, 12 of 16 bits */
/* Trains on a study as the Training page would; returns once batches are coming. */
BenchTraining *bench_train     (const char *study);
void           bench_stop      (BenchTraining *self);
void           bench_note      (GArray *times, gint64 from, gint64 to);   /* of double, ms; from monotonic us */
/* Median, 95, 99 %, the worst, and the share over 50 ms. Sorts. */
void           bench_print     (const char *what, GArray *times);
