#include "cs-probe-table.h"

#include <glib/gi18n.h>
#include "cs-labels.h"
#include "cs-product-view.h"

struct _CsProbeTable
{
  GtkWidget parent_instance;
  GtkGrid *grid;
  GtkLabel *place, *raw;
  GHashTable *values;        /* output's name -> GtkLabel */
};

G_DEFINE_FINAL_TYPE (CsProbeTable, cs_probe_table, GTK_TYPE_WIDGET)

static GtkLabel *
add_row (CsProbeTable *self, const char *title, int row)
{
  GtkWidget *name = cs_label_new_line (title, "dim-label"), *value = gtk_label_new ("–");

  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (value), 1);
  gtk_widget_add_css_class (value, "numeric");
  gtk_grid_attach (self->grid, name, 0, row, 1, 1);
  gtk_grid_attach (self->grid, value, 1, row, 1, 1);
  return GTK_LABEL (value);
}

/* What has a value at a point: pictures, masks and boxes. */
static gboolean
has_values (CsProductKind kind)
{
  return kind == CS_PRODUCT_RASTER || kind == CS_PRODUCT_MASK || kind == CS_PRODUCT_BOXES;
}

static void
dispose (GObject *object)
{
  CsProbeTable *self = CS_PROBE_TABLE (object);

  g_clear_pointer (&self->values, g_hash_table_unref);
  if (self->grid)
    gtk_widget_unparent (GTK_WIDGET (self->grid));
  self->grid = NULL;
  G_OBJECT_CLASS (cs_probe_table_parent_class)->dispose (object);
}

static void
cs_probe_table_class_init (CsProbeTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cs_probe_table_init (CsProbeTable *self)
{
  int row = 2;

  self->values = g_hash_table_new (g_str_hash, g_str_equal);
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 12);
  gtk_grid_set_row_spacing (self->grid, 2);
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
  self->place = add_row (self, _("Place"), 0);
  self->raw = add_row (self, _("Film as read"), 1);
  for (guint i = 0; cs_stages[i]; i++)
    for (const CsOutput *output = cs_stages[i]->makes; output->name; output++)
      if (has_values (output->kind))
        g_hash_table_insert (self->values, (gpointer) output->name, add_row (self, _(output->title), row++));
}

GtkWidget *
cs_probe_table_new (void)
{
  return g_object_new (CS_TYPE_PROBE_TABLE, NULL);
}

static void
probe_film (CsProbeTable *self, CsImage *image, double x, double y)
{
  const CsRaster *raster = cs_image_get_raster (image);
  g_autofree char *place = NULL, *raw = NULL;

  if (!(x >= 0 && y >= 0 && x < cs_raster_get_width (raster) && y < cs_raster_get_height (raster)))
    {
      gtk_label_set_label (self->place, "–");
      gtk_label_set_label (self->raw, "–");
      return;
    }
  place = g_strdup_printf ("%d, %d", (int) x, (int) y);
  raw = g_strdup_printf ("%.0f", cs_raster_get (raster, (guint) x, (guint) y));
  gtk_label_set_label (self->place, place);
  gtk_label_set_label (self->raw, raw);
}

void
cs_probe_table_probe (CsProbeTable *self, CsAnalysis *analysis, double x, double y, gboolean inside)
{
  GHashTableIter iter;
  gpointer name, label;

  g_return_if_fail (CS_IS_PROBE_TABLE (self));
  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &name, &label))
    {
      CsProduct *product = analysis ? cs_analysis_get (analysis, name) : NULL;
      g_autofree char *text = product && inside ? cs_product_view_probe (product, x, y) : NULL;

      gtk_label_set_label (label, text ? text : "–");
    }
  if (analysis)
    probe_film (self, cs_analysis_get_image (analysis), inside ? x : -1, y);
}

const char *
cs_probe_table_get (CsProbeTable *self, const char *output)
{
  GtkLabel *label = g_hash_table_lookup (self->values, output);

  return label ? gtk_label_get_label (label) : NULL;
}
