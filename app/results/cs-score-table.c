#include "cs-score-table.h"

#include <glib/gi18n.h>
#include <math.h>

enum { TRUTH_POOLED, TRUTH_AVERAGE, REVIEWER_POOLED, REVIEWER_AVERAGE, N_COLUMNS };

struct _CsScoreTable
{
  GtkWidget parent_instance;
  GtkGrid *grid;
  GtkLabel *cells[NN_N_FIGURES][N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (CsScoreTable, cs_score_table, GTK_TYPE_WIDGET)

static const char *const titles[NN_N_FIGURES] = {
  [NN_SENSITIVITY] = N_("Sensitivity"), [NN_PRECISION] = N_("Precision"), [NN_ACCURACY] = N_("Accuracy"),
  [NN_F_MEASURE] = N_("F-measure"), [NN_DICE] = N_("Dice"), [NN_JACCARD] = N_("Jaccard"),
  [NN_FALSE_POSITIVE_RATE] = N_("False-positive rate"),
};

static GtkLabel *
add_label (CsScoreTable *self, const char *text, int column, int row, int width, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_widget_set_hexpand (label, column == 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->grid, label, column, row, width, 1);
  return GTK_LABEL (label);
}

static void
dispose (GObject *object)
{
  CsScoreTable *self = CS_SCORE_TABLE (object);

  if (self->grid)
    gtk_widget_unparent (GTK_WIDGET (self->grid));
  self->grid = NULL;
  G_OBJECT_CLASS (cs_score_table_parent_class)->dispose (object);
}

static void
cs_score_table_class_init (CsScoreTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cs_score_table_init (CsScoreTable *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 10);
  gtk_grid_set_row_spacing (self->grid, 3);
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
  add_label (self, _("Truth"), 1, 0, 2, "caption-heading");
  add_label (self, _("Reader"), 3, 0, 2, "caption-heading");
  for (int side = 0; side < 2; side++)
    {
      add_label (self, _("pooled"), 1 + 2 * side, 1, 1, "caption");
      add_label (self, _("mean"), 2 + 2 * side, 1, 1, "caption");
    }
  for (int figure = 0; figure < NN_N_FIGURES; figure++)
    {
      add_label (self, _(titles[figure]), 0, figure + 2, 1, "dim-label");
      for (int column = 0; column < N_COLUMNS; column++)
        self->cells[figure][column] = add_label (self, "–", column + 1, figure + 2, 1, "numeric");
    }
}

GtkWidget *
cs_score_table_new (void)
{
  return g_object_new (CS_TYPE_SCORE_TABLE, NULL);
}

/* A figure without a value has none: a dash, never a zero. */
static void
fill (GtkLabel *cell, double value, gboolean fine)
{
  g_autofree char *text = isnan (value) ? NULL : g_strdup_printf (fine ? "%.3f %%" : "%.1f %%", 100 * value);

  gtk_label_set_label (cell, text ? text : "–");
}

void
cs_score_table_show (CsScoreTable *self, const CsScores *scores)
{
  static const CsScores nothing = { 0 };
  const CsScores *shown = scores ? scores : &nothing;
  NnFigures columns[N_COLUMNS] = {
    [TRUTH_POOLED] = nn_score_get_pooled (&shown->truth), [TRUTH_AVERAGE] = nn_score_get_average (&shown->truth),
    [REVIEWER_POOLED] = nn_score_get_pooled (&shown->reviewer),
    [REVIEWER_AVERAGE] = nn_score_get_average (&shown->reviewer),
  };

  for (guint figure = 0; figure < NN_N_FIGURES; figure++)
    for (guint column = 0; column < N_COLUMNS; column++)
      fill (self->cells[figure][column], columns[column].value[figure], figure == NN_FALSE_POSITIVE_RATE);
}
