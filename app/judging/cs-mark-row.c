#include "cs-mark-row.h"

#include <glib/gi18n.h>
#include "cs-film-crop.h"
#include "cs-spoken.h"

/* Pixels of the film shown at least, so that a box is seen in its surroundings. */
#define LEAST_SIDE 48

struct _CsMarkRow
{
  AdwBin parent_instance;
  CsMark *mark;
  CsImage *image;
  guint number;
  GtkPicture *picture;
  GtkLabel *title, *details;
  GtkImage *verdict;
};

G_DEFINE_FINAL_TYPE (CsMarkRow, cs_mark_row, ADW_TYPE_BIN)

static const char *
icon_of (CsVerdict verdict)
{
  switch (verdict)
    {
    case CS_VERDICT_POSITIVE: return "emblem-ok-symbolic";
    case CS_VERDICT_NEGATIVE: return "window-close-symbolic";
    case CS_VERDICT_UNSURE: return "dialog-question-symbolic";
    case CS_VERDICT_NONE:
    default: return NULL;
    }
}

static void
show_picture (CsMarkRow *self)
{
  const CsBox *box = self->mark ? cs_mark_get_box (self->mark) : NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int side;

  if (box && self->image)
    {
      side = MAX (LEAST_SIDE, 3 * MAX (box->width, box->height));
      side = MIN (side, 512);
      texture = cs_film_crop (cs_image_get_raster (self->image), box->x + box->width / 2 - side / 2,
                              box->y + box->height / 2 - side / 2, (guint) side, (guint) side, 0, 0);
    }
  gtk_picture_set_paintable (self->picture, texture ? GDK_PAINTABLE (texture) : NULL);
}

static char *
describe (CsMark *mark)
{
  const char *verdict = cs_verdict_describe (cs_mark_get_verdict (mark));

  if (cs_mark_get_origin (mark) == CS_ORIGIN_READER)
    return g_strdup_printf (_("drawn · %s"), verdict);
  return g_strdup_printf (_("suspicion %.2f · %s"), cs_mark_get_box (mark)->suspicion, verdict);
}

static void
show_mark (CsMarkRow *self)
{
  const char *icon = icon_of (cs_mark_get_verdict (self->mark));
  g_autofree char *title = g_strdup_printf (_("Box %u"), self->number);
  g_autofree char *details = describe (self->mark);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", title, details);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->details, details);
  gtk_image_set_from_icon_name (self->verdict, icon);
  cs_spoken_row (GTK_WIDGET (self), spoken);
}

static void
mark_changed_cb (CsMark *mark, GParamSpec *pspec, CsMarkRow *self)
{
  const char *const place[] = { "x", "y", "width", "height", NULL };

  show_mark (self);
  if (g_strv_contains (place, pspec->name))
    show_picture (self);
}

static void
dispose (GObject *object)
{
  CsMarkRow *self = CS_MARK_ROW (object);

  if (self->mark)
    g_signal_handlers_disconnect_by_data (self->mark, self);
  g_clear_object (&self->mark);
  g_clear_pointer (&self->image, cs_image_unref);
  G_OBJECT_CLASS (cs_mark_row_parent_class)->dispose (object);
}

static void
cs_mark_row_class_init (CsMarkRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-mark-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsMarkRow, picture);
  gtk_widget_class_bind_template_child (widget_class, CsMarkRow, title);
  gtk_widget_class_bind_template_child (widget_class, CsMarkRow, details);
  gtk_widget_class_bind_template_child (widget_class, CsMarkRow, verdict);
}

static void
cs_mark_row_init (CsMarkRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_mark_row_new (void)
{
  return g_object_new (CS_TYPE_MARK_ROW, NULL);
}

void
cs_mark_row_set_mark (CsMarkRow *self, CsMark *mark, guint number)
{
  g_return_if_fail (CS_IS_MARK_ROW (self));
  if (self->mark)
    g_signal_handlers_disconnect_by_data (self->mark, self);
  g_set_object (&self->mark, mark);
  self->number = number;
  show_picture (self);
  if (!mark)
    return;
  g_signal_connect (mark, "notify", G_CALLBACK (mark_changed_cb), self);
  show_mark (self);
}

void
cs_mark_row_set_image (CsMarkRow *self, CsImage *image)
{
  g_return_if_fail (CS_IS_MARK_ROW (self));
  if (image == self->image)
    return;
  g_clear_pointer (&self->image, cs_image_unref);
  self->image = image ? cs_image_ref (image) : NULL;
  show_picture (self);
}

const char *
cs_verdict_describe (CsVerdict verdict)
{
  switch (verdict)
    {
    case CS_VERDICT_POSITIVE: return _("accepted");
    case CS_VERDICT_NEGATIVE: return _("rejected");
    case CS_VERDICT_UNSURE: return _("unsure");
    case CS_VERDICT_NONE:
    default: return _("not judged");
    }
}
