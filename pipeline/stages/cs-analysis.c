#include "cs-analysis-private.h"

typedef struct { CsProduct *product; char *key; double seconds; } Made;   /* of the stage that made it */

struct _CsAnalysis
{
  gatomicrefcount refs;
  CsImage        *image;
  CsSettings     *settings;
  GHashTable     *made;      /* output's name -> Made */
  CsAnalysis     *half;      /* NULL: none */
  CsHalving       how;
};

static void
made_free (gpointer data)
{
  Made *made = data;

  g_clear_pointer (&made->product, cs_product_unref);
  g_free (made->key);
  g_free (made);
}

CsAnalysis *
cs_analysis_new (CsImage *image, CsSettings *settings)
{
  CsAnalysis *self = g_new0 (CsAnalysis, 1);

  g_atomic_ref_count_init (&self->refs);
  self->image = cs_image_ref (image);
  self->settings = cs_settings_ref (settings);
  self->made = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, made_free);
  return self;
}

void
cs_analysis_take (CsAnalysis *self, const char *output, CsProduct *product, const char *key)
{
  Made *made = g_new0 (Made, 1);

  made->product = product;
  made->key = g_strdup (key);
  g_hash_table_replace (self->made, (gpointer) g_intern_string (output), made);
}

gboolean
cs_analysis_has (CsAnalysis *self, const char *output)
{
  return g_hash_table_contains (self->made, output);
}

void
cs_analysis_drop (CsAnalysis *self, const char *output)
{
  Made *made = g_hash_table_lookup (self->made, output);

  if (made != NULL)
    g_clear_pointer (&made->product, cs_product_unref);
}

void
cs_analysis_take_half (CsAnalysis *self, CsAnalysis *half, const CsHalving *how)
{
  g_clear_pointer (&self->half, cs_analysis_unref);
  self->half = half;
  self->how = *how;
}

CsAnalysis *
cs_analysis_copy (CsAnalysis *self)
{
  CsAnalysis *copy = cs_analysis_new (self->image, self->settings);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->made);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const Made *made = value;

      cs_analysis_take (copy, name, made->product != NULL ? cs_product_ref (made->product) : NULL, made->key);
      cs_analysis_note (copy, name, made->seconds);
    }
  if (self->half != NULL)
    cs_analysis_take_half (copy, cs_analysis_copy (self->half), &self->how);
  return copy;
}

CsAnalysis *
cs_analysis_get_half (CsAnalysis *self, CsHalving *how)
{
  if (how != NULL)
    *how = self->how;
  return self->half;
}

CsAnalysis *
cs_analysis_ref (CsAnalysis *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_analysis_unref (CsAnalysis *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  cs_image_unref (self->image);
  cs_settings_unref (self->settings);
  g_hash_table_unref (self->made);
  g_clear_pointer (&self->half, cs_analysis_unref);
  g_free (self);
}

CsImage *
cs_analysis_get_image (CsAnalysis *self)
{
  return self->image;
}

CsSettings *
cs_analysis_get_settings (CsAnalysis *self)
{
  return self->settings;
}

CsProduct *
cs_analysis_get (CsAnalysis *self, const char *output)
{
  Made *made = g_hash_table_lookup (self->made, output);

  return made != NULL ? made->product : NULL;
}

void
cs_analysis_note (CsAnalysis *self, const char *output, double seconds)
{
  Made *made = g_hash_table_lookup (self->made, output);

  if (made != NULL)
    made->seconds = seconds;
}

double
cs_analysis_get_seconds (CsAnalysis *self, const char *output)
{
  Made *made = g_hash_table_lookup (self->made, output);

  return made != NULL ? made->seconds : 0;
}

const char *
cs_analysis_get_key (CsAnalysis *self, const char *output)
{
  Made *made = g_hash_table_lookup (self->made, output);

  return made != NULL ? made->key : NULL;
}

gsize
cs_analysis_get_size (CsAnalysis *self)
{
  gsize size = self->half != NULL ? cs_analysis_get_size (self->half) : 0;
  GHashTableIter iter;
  gpointer made;

  g_hash_table_iter_init (&iter, self->made);
  while (g_hash_table_iter_next (&iter, NULL, &made))
    {
      CsProduct *product = ((Made *) made)->product;
      CsProductKind kind = product != NULL ? cs_product_get_kind (product) : CS_PRODUCT_PLOT;

      if (kind == CS_PRODUCT_RASTER || kind == CS_PRODUCT_MASK)
        size += cs_raster_get_size (cs_product_get_raster (product));
    }
  return size;
}
