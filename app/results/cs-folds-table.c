#include "cs-folds-table.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cs-report.h"

struct _CsFoldsTable
{
  GtkWidget parent_instance;
  GtkWidget *grid;
};

G_DEFINE_FINAL_TYPE (CsFoldsTable, cs_folds_table, GTK_TYPE_WIDGET)

static void
add_cell (CsFoldsTable *self, const char *text, int column, int row, int width, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (GTK_GRID (self->grid), label, column, row, width, 1);
}

/* A figure without a value has none: a dash, never a zero. */
static char *
percent (double value)
{
  if (isnan (value))
    return g_strdup ("–");
  return g_strdup_printf (value < 0.001 && value > 0 ? "%.3f %%" : "%.1f %%", 100 * value);
}

static void
add_figures (CsFoldsTable *self, const char *head, const NnFigures *figures, int row)
{
  add_cell (self, head, 0, row, 1, "dim-label");
  for (guint i = 0; i < CS_REPORT_N_COLUMNS; i++)
    {
      g_autofree char *text = percent (figures->value[cs_report_columns[i].figure]);

      add_cell (self, text, i + 1, row, 1, "numeric");
    }
}

static void
add_intervals (CsFoldsTable *self, const CsIntervals *intervals, int row)
{
  add_cell (self, _("95 in 100 draws"), 0, row, 1, "dim-label");
  for (guint i = 0; i < CS_REPORT_N_COLUMNS; i++)
    {
      NnFigure figure = cs_report_columns[i].figure;
      double low = 100 * intervals->low[figure], high = 100 * intervals->high[figure];
      g_autofree char *text = isnan (low) ? g_strdup ("–") : g_strdup_printf ("%.1f–%.1f", low, high);

      add_cell (self, text, i + 1, row, 1, "numeric");
    }
}

static void
add_printed (CsFoldsTable *self, int row)
{
  add_cell (self, _("The paper prints"), 0, row, 1, "dim-label");
  for (guint i = 0; i < CS_REPORT_N_COLUMNS; i++)
    {
      g_autofree char *text = g_strdup_printf ("%g %%", cs_report_columns[i].printed);

      add_cell (self, text, i + 1, row, 1, "dim-label");
    }
}

static NnFigures
figures_of (const CsScores *scores, CsAgainst against, gboolean pooled)
{
  const NnScore *score = cs_scores_against (scores, against);

  return pooled ? nn_score_get_pooled (score) : nn_score_get_average (score);
}

static int
add_side (CsFoldsTable *self, const CsFolds *folds, CsAgainst against, gboolean pooled, const CsIntervals *intervals,
          int row)
{
  CsScores all = cs_folds_get_all (folds);
  NnFigures figures = cs_folds_get_mean (folds, against, pooled);

  add_cell (self, pooled ? _("Pooled over pixels") : _("Averaged over patches"), 0, row, 1, "heading");
  for (guint i = 0; i < CS_REPORT_N_COLUMNS; i++)
    add_cell (self, _(cs_report_columns[i].title), i + 1, row, 1, "caption-heading");
  for (guint set = 0; set < cs_folds_get_n_sets (folds); set++)
    {
      CsScores scores = cs_folds_get_set (folds, set);
      NnFigures of_set = figures_of (&scores, against, pooled);
      g_autofree char *head = g_strdup_printf (_("Set %u"), set + 1);

      add_figures (self, head, &of_set, ++row);
    }
  add_figures (self, _("Mean of the sets"), &figures, ++row);
  figures = figures_of (&all, against, pooled);
  add_figures (self, _("All cases"), &figures, ++row);
  add_intervals (self, intervals, ++row);
  if (against != CS_AGAINST_EMPTY)
    add_printed (self, ++row);
  return row + 1;
}

static void
clear (CsFoldsTable *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->grid)))
    gtk_grid_remove (GTK_GRID (self->grid), child);
}

static void
dispose (GObject *object)
{
  CsFoldsTable *self = CS_FOLDS_TABLE (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (cs_folds_table_parent_class)->dispose (object);
}

static void
cs_folds_table_class_init (CsFoldsTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cs_folds_table_init (CsFoldsTable *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 4);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

void
cs_folds_table_show (CsFoldsTable *self, const CsFolds *folds, CsAgainst against)
{
  CsIntervals pooled, average;
  int row;

  clear (self);
  if (!folds)
    return;
  cs_folds_bootstrap (folds, against, CS_FOLDS_DRAWS, CS_FOLDS_SEED, &pooled, &average);
  row = add_side (self, folds, against, TRUE, &pooled, 0);
  add_cell (self, "", 0, row, 1, "caption");
  add_side (self, folds, against, FALSE, &average, row + 1);
}
