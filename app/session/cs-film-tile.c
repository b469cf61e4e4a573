#include "cs-film-tile.h"
#include "cs-spoken.h"

#include <glib/gi18n.h>

struct _CsFilmTile
{
  AdwBin parent_instance;
  CsEntry *entry;
  CsThumbnails *thumbnails;
  GtkPicture *picture;
  GtkLabel *name, *facts, *progress;
  GtkLevelBar *level;
  GtkWidget *missing;
};

G_DEFINE_FINAL_TYPE (CsFilmTile, cs_film_tile, ADW_TYPE_BIN)

static void
show_entry (CsFilmTile *self)
{
  g_autofree char *facts = cs_film_describe (self->entry);
  g_autofree char *progress = cs_film_describe_progress (self->entry);
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", cs_entry_get_name (self->entry), facts, progress);
  guint n_marks = cs_entry_get_n_marks (self->entry);

  gtk_label_set_label (self->name, cs_entry_get_name (self->entry));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), cs_entry_get_name (self->entry));
  gtk_label_set_label (self->facts, facts);
  gtk_label_set_label (self->progress, progress);
  gtk_level_bar_set_value (self->level, n_marks ? (double) cs_entry_get_n_judged (self->entry) / n_marks : 0);
  gtk_widget_set_visible (self->missing, cs_entry_get_missing (self->entry));
  cs_spoken_row (GTK_WIDGET (self), spoken);
}

static void
show_picture (CsFilmTile *self)
{
  GdkTexture *texture = cs_thumbnails_get (self->thumbnails, self->entry);
  gtk_picture_set_paintable (self->picture, texture ? GDK_PAINTABLE (texture) : NULL);
}

static void
ready_cb (CsThumbnails *thumbnails, CsEntry *entry, CsFilmTile *self)
{
  if (entry == self->entry)
    show_picture (self);
}

static void
dispose (GObject *object)
{
  CsFilmTile *self = CS_FILM_TILE (object);
  cs_film_tile_set_entry (self, NULL, NULL);
  G_OBJECT_CLASS (cs_film_tile_parent_class)->dispose (object);
}

static void
cs_film_tile_class_init (CsFilmTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-film-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, CsFilmTile, picture);
  gtk_widget_class_bind_template_child (widget_class, CsFilmTile, name);
  gtk_widget_class_bind_template_child (widget_class, CsFilmTile, facts);
  gtk_widget_class_bind_template_child (widget_class, CsFilmTile, progress);
  gtk_widget_class_bind_template_child (widget_class, CsFilmTile, level);
  gtk_widget_class_bind_template_child (widget_class, CsFilmTile, missing);
}

static void
cs_film_tile_init (CsFilmTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_film_tile_new (void)
{
  return g_object_new (CS_TYPE_FILM_TILE, NULL);
}

void
cs_film_tile_set_entry (CsFilmTile *self, CsEntry *entry, CsThumbnails *thumbnails)
{
  g_return_if_fail (CS_IS_FILM_TILE (self));
  if (self->entry)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  if (self->thumbnails)
    g_signal_handlers_disconnect_by_data (self->thumbnails, self);
  g_set_object (&self->entry, entry);
  g_set_object (&self->thumbnails, thumbnails);
  if (!entry)
    return;
  g_signal_connect_swapped (entry, "notify", G_CALLBACK (show_entry), self);
  g_signal_connect (thumbnails, "ready", G_CALLBACK (ready_cb), self);
  show_entry (self);
  show_picture (self);
}

char *
cs_film_describe (CsEntry *entry)
{
  const CsFacts *facts = cs_entry_get_facts (entry);
  const char *side = facts->side == CS_SIDE_LEFT ? _("Left") : facts->side == CS_SIDE_RIGHT ? _("Right") : NULL;
  const char *view = cs_view_describe (facts->view);
  const char *kind = cs_kind_describe (cs_entry_get_kind (entry));
  GString *text = g_string_new (side);

  if (view)
    g_string_append_printf (text, "%s%s", text->len ? " " : "", view);
  if (*kind)
    g_string_append_printf (text, "%s%s", text->len ? ", " : "", kind);
  if (facts->case_id && *facts->case_id)
    {
      if (text->len)
        g_string_append (text, " · ");
      /* Translators: %s is the number or name of a woman (a case) in a study */
      g_string_append_printf (text, _("woman %s"), facts->case_id);
    }
  if (*cs_entry_get_date (entry))
    g_string_append_printf (text, "%s%s", text->len ? " · " : "", cs_entry_get_date (entry));
  return g_string_free (text, FALSE);
}

char *
cs_film_describe_progress (CsEntry *entry)
{
  guint n = cs_entry_get_n_marks (entry);

  if (n == 0)
    return g_strdup (cs_entry_get_proposed (entry) ? _("no boxes") : _("not yet searched"));
  /* Translators: 12 of 40 boxes of a film have a verdict */
  return g_strdup_printf (_("%u of %u judged"), cs_entry_get_n_judged (entry), n);
}
