#include "cs-details.h"

struct _CsDetails
{
  gatomicrefcount refs;
  double          slope, intercept;
  guint32         day;
  guint           turn;
  CsKind kind;
  GArray         *windows, *overlays;   /* CsVoi, CsOverlay */
  GPtrArray      *notes;                /* strings, and a NULL at the end */
  char           *scanner;
};

static void
clear_window (gpointer data)
{
  CsVoi *voi = data;

  g_free ((guint16 *) voi->entries);
  g_free ((char *) voi->title);
}

static void
clear_overlay (gpointer data)
{
  CsOverlay *overlay = data;

  cs_raster_unref ((CsRaster *) overlay->mask);
  g_free ((char *) overlay->title);
}

CsDetails *
cs_details_new (void)
{
  CsDetails *self = g_new0 (CsDetails, 1);

  g_atomic_ref_count_init (&self->refs);
  self->slope = 1;
  self->windows = g_array_new (FALSE, FALSE, sizeof (CsVoi));
  g_array_set_clear_func (self->windows, clear_window);
  self->overlays = g_array_new (FALSE, FALSE, sizeof (CsOverlay));
  g_array_set_clear_func (self->overlays, clear_overlay);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->notes, NULL);
  return self;
}

CsDetails *
cs_details_ref (CsDetails *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_details_unref (CsDetails *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_array_unref (self->windows);
  g_array_unref (self->overlays);
  g_ptr_array_unref (self->notes);
  g_free (self->scanner);
  g_free (self);
}

void
cs_details_set_values (CsDetails *self, double slope, double intercept)
{
  g_return_if_fail (slope != 0);
  self->slope = slope;
  self->intercept = intercept;
}

void
cs_details_get_values (const CsDetails *self, double *slope, double *intercept)
{
  *slope = self->slope;
  *intercept = self->intercept;
}

gboolean
cs_details_get_stored (const CsDetails *self, guint bits, double *slope, double *intercept)
{
  *slope = 1;
  *intercept = 0;
  if (self != NULL)
    cs_details_get_values (self, slope, intercept);
  if (*slope >= 0)
    return FALSE;
  *intercept += *slope * ((1u << bits) - 1);
  *slope = -*slope;
  return TRUE;
}

void
cs_details_set_day (CsDetails *self, guint32 day)
{
  self->day = day;
}

guint32
cs_details_get_day (const CsDetails *self)
{
  return self->day;
}

void
cs_details_set_turn (CsDetails *self, guint turn)
{
  g_return_if_fail (turn < 8);
  self->turn = turn;
}

guint
cs_details_get_turn (const CsDetails *self)
{
  return self->turn;
}

void
cs_details_set_kind (CsDetails *self, CsKind kind)
{
  self->kind = kind;
}

CsKind
cs_details_get_kind (const CsDetails *self)
{
  return self->kind;
}

void
cs_details_add_window (CsDetails *self, const CsVoi *voi)
{
  CsVoi copy = *voi;

  if (!cs_voi_is_sane (voi))
    return;
  copy.title = g_strdup (voi->title);
  copy.entries = voi->shape == CS_VOI_TABLE ? g_memdup2 (voi->entries, voi->n_entries * sizeof *voi->entries) : NULL;
  g_array_append_val (self->windows, copy);
}

void
cs_details_add_overlay (CsDetails *self, const char *title, int left, int top, const CsRaster *mask)
{
  CsOverlay overlay = { g_strdup (title), left, top, cs_raster_ref (mask) };

  g_array_append_val (self->overlays, overlay);
}

void
cs_details_add_note (CsDetails *self, char *note)
{
  g_ptr_array_insert (self->notes, (int) self->notes->len - 1, note);
}

void
cs_details_set_scanner (CsDetails *self, const char *scanner)
{
  g_free (self->scanner);
  self->scanner = g_strdup (scanner);
}

const char *
cs_details_get_scanner (const CsDetails *self)
{
  return self->scanner != NULL ? self->scanner : "";
}

guint
cs_details_get_n_windows (const CsDetails *self)
{
  return self->windows->len;
}

const CsVoi *
cs_details_get_window (const CsDetails *self, guint i)
{
  g_return_val_if_fail (i < self->windows->len, NULL);
  return &g_array_index (self->windows, CsVoi, i);
}

double
cs_details_show (const CsDetails *self, guint window, double pixel)
{
  double share = cs_voi_apply (cs_details_get_window (self, window), self->slope * pixel + self->intercept);

  return self->slope < 0 ? 1 - share : share;
}

void
cs_details_get_span (const CsDetails *self, guint window, double *low, double *high, gboolean *curved)
{
  const CsVoi *voi = cs_details_get_window (self, window);
  double ends[2];

  cs_voi_get_window (voi, &ends[0], &ends[1]);
  for (guint i = 0; i < 2; i++)
    ends[i] = (ends[i] - self->intercept) / self->slope;
  *low = MIN (ends[0], ends[1]);
  *high = MAX (ends[0], ends[1]);
  *curved = voi->shape == CS_VOI_SIGMOID || voi->shape == CS_VOI_TABLE;
}

guint
cs_details_get_n_overlays (const CsDetails *self)
{
  return self->overlays->len;
}

const CsOverlay *
cs_details_get_overlay (const CsDetails *self, guint i)
{
  g_return_val_if_fail (i < self->overlays->len, NULL);
  return &g_array_index (self->overlays, CsOverlay, i);
}

CsRaster *
cs_details_lay (const CsDetails *self, guint overlay, guint width, guint height)
{
  const CsOverlay *from = cs_details_get_overlay (self, overlay);
  CsRaster *laid = cs_raster_new (CS_PIXEL_U8, width, height);
  int x0 = MAX (from->left, 0), y0 = MAX (from->top, 0);
  int x1 = MIN (from->left + (int) cs_raster_get_width (from->mask), (int) width);
  int y1 = MIN (from->top + (int) cs_raster_get_height (from->mask), (int) height);

  for (int y = y0; y < y1 && x0 < x1; y++)
    memcpy ((guint8 *) cs_raster_edit (laid, (guint) y) + x0,
            (const guint8 *) cs_raster_row (from->mask, (guint) (y - from->top)) + (x0 - from->left),
            (gsize) (x1 - x0));
  return laid;
}

const char *const *
cs_details_get_notes (const CsDetails *self)
{
  return (const char *const *) self->notes->pdata;
}

static const char *const kinds[] = { [CS_KIND_USUAL] = "", [CS_KIND_DISPLACED] = "displaced", [CS_KIND_ADDED] = "added",
                                     [CS_KIND_FRAME] = "frame", [CS_KIND_RAW] = "raw" };

const char *
cs_kind_to_text (CsKind kind)
{
  return kinds[kind];
}

CsKind
cs_kind_from_text (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i], text) == 0)
      return (CsKind) i;
  return CS_KIND_USUAL;
}
