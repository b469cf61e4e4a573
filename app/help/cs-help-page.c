#include "cs-help-page.h"

#include <glib/gi18n.h>
#include "cs-labels.h"

#define FOLDER "/io/github/calcspot/Calcspot/help/"

GListModel *
cs_help_page_read (const char *id, const char *what)
{
  g_autofree char *path = g_strdup_printf (FOLDER "%s.ui", id);
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_autoptr (GError) error = NULL;
  GObject *list;

  gtk_builder_set_translation_domain (builder, GETTEXT_PACKAGE);
  if (!gtk_builder_add_from_resource (builder, path, &error))
    return NULL;
  list = gtk_builder_get_object (builder, what);
  return list ? G_LIST_MODEL (g_object_ref (list)) : NULL;
}

static GtkWidget *
new_text (const char *text, const char *style)
{
  GtkWidget *label = cs_label_new_prose (text, style);

  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  return label;
}

static void
add_heading (GtkBox *page, const char *text)
{
  GtkWidget *heading = new_text (text, "heading");

  gtk_widget_set_margin_top (heading, 12);
  gtk_box_append (page, heading);
}

static void
add_paragraphs (GtkBox *page, const char *id, const char *what, const char *heading, const char *style)
{
  g_autoptr (GListModel) list = cs_help_page_read (id, what);
  guint n = list ? g_list_model_get_n_items (list) : 0;

  if (heading && n > 0)
    add_heading (page, heading);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (list, i);

      gtk_box_append (page, new_text (gtk_string_object_get_string (item), style));
    }
}

/* NULL: it is shown to nobody. */
static const char *
title_of (const char *output)
{
  for (guint i = 0; cs_stages[i]; i++)
    for (const CsOutput *made = cs_stages[i]->makes; made->name; made++)
      if (g_str_equal (made->name, output))
        return _(made->title);
  return NULL;
}

/* "It needs: Enhanced. It makes: Levelled, Mapping." */
static void
add_flow (GtkBox *page, const CsStage *stage)
{
  g_autoptr (GString) needs = g_string_new (NULL), makes = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; stage->needs[i]; i++)
    if (title_of (stage->needs[i]))
      g_string_append_printf (needs, "%s%s", needs->len > 0 ? ", " : "", title_of (stage->needs[i]));
  for (const CsOutput *made = stage->makes; made->name; made++)
    g_string_append_printf (makes, "%s%s", made != stage->makes ? ", " : "", _(made->title));
  /* Translators: what a stage needs and what it makes, each a list of names. */
  text = g_strdup_printf (_("Needs: %s. Makes: %s."), needs->len > 0 ? needs->str : _("the film"), makes->str);
  gtk_box_append (page, new_text (text, "dim-label"));
}

/* FALSE: it has none. */
static gboolean
add_picture (GtkBox *page, const char *id, const char *spoken, int height)
{
  g_autofree char *path = g_strdup_printf (FOLDER "%s.jpg", id);
  GtkWidget *picture;

  if (!g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
    return FALSE;
  picture = gtk_picture_new_for_resource (path);
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), spoken);
  gtk_widget_set_size_request (picture, -1, height);
  gtk_widget_set_margin_top (picture, 12);
  gtk_box_append (page, picture);
  return TRUE;
}

static void
add_pictures (GtkBox *page, const CsStage *stage)
{
  g_autofree char *spoken = g_strdup_printf (_("A phantom before and after “%s”"), _(stage->title));
  GtkWidget *captions;

  if (!add_picture (page, stage->id, spoken, 280))
    return;
  captions = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_set_homogeneous (GTK_BOX (captions), TRUE);
  gtk_box_append (GTK_BOX (captions), new_text (_("Before"), "caption"));
  gtk_box_append (GTK_BOX (captions), new_text (_("After"), "caption"));
  for (GtkWidget *label = gtk_widget_get_first_child (captions); label; label = gtk_widget_get_next_sibling (label))
    gtk_label_set_xalign (GTK_LABEL (label), 0.5);
  gtk_box_append (page, captions);
}

static char *
value_text (const CsParam *param, double value)
{
  const char *unit = param->unit && *param->unit ? _(param->unit) : "";

  if (param->type == CS_PARAM_SWITCH)
    return g_strdup (value != 0 ? _("on") : _("off"));
  if (param->type == CS_PARAM_CHOICE)
    return g_strdup (_(param->choices[(guint) value]));
  return g_strdup_printf ("%g%s%s", value, *unit ? " " : "", unit);
}

static char *
range_text (const CsParam *param)
{
  g_autofree char *lower = value_text (param, param->lower), *upper = value_text (param, param->upper);

  if (param->type == CS_PARAM_SWITCH || param->type == CS_PARAM_CHOICE)
    return g_strdup ("");
  return g_strdup_printf ("%s … %s", lower, upper);
}

static void
add_param (GtkGrid *grid, const CsParam *param, int row)
{
  g_autofree char *standard = value_text (param, param->standard), *published = value_text (param, param->published);
  g_autofree char *range = range_text (param);
  const char *cells[] = { _(param->title), standard, published, range };
  GtkWidget *help = new_text (_(param->help), "caption");

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    gtk_grid_attach (grid, new_text (cells[i], i > 0 ? "numeric" : NULL), (int) i, row, 1, 1);
  gtk_widget_add_css_class (help, "dim-label");
  gtk_widget_set_margin_bottom (help, 6);
  gtk_grid_attach (grid, help, 0, row + 1, G_N_ELEMENTS (cells), 1);
}

static void
add_params (GtkBox *page, const CsStage *stage)
{
  GtkWidget *grid = gtk_grid_new ();
  const char *titles[] = { _("Parameter"), _("Default"), _("As published"), _("Range") };
  int row = 1;

  add_heading (page, _("Parameters"));
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    gtk_grid_attach (GTK_GRID (grid), new_text (titles[i], "dim-label"), (int) i, 0, 1, 1);
  for (const CsParam *param = stage->params; param->type != CS_PARAM_END; param++, row += 2)
    add_param (GTK_GRID (grid), param, row);
  gtk_box_append (page, grid);
}

static GtkBox *
new_page (const char *title)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_set_margin_top (page, 18);
  gtk_widget_set_margin_bottom (page, 24);
  gtk_widget_set_margin_start (page, 18);
  gtk_widget_set_margin_end (page, 18);
  gtk_box_append (GTK_BOX (page), new_text (title, "title-1"));
  return GTK_BOX (page);
}

GtkWidget *
cs_help_page_new (const CsStage *stage)
{
  GtkBox *page = new_page (_(stage->title));
  g_autofree char *section = g_strdup_printf (_("Paper, section %s"), stage->section);

  gtk_box_append (page, new_text (section, "dim-label"));
  gtk_box_append (page, new_text (_(stage->summary), NULL));
  add_paragraphs (page, stage->id, "what", NULL, NULL);
  add_flow (page, stage);
  add_pictures (page, stage);
  add_paragraphs (page, stage->id, "equations", _("Equations"), "equation");
  add_params (page, stage);
  add_paragraphs (page, stage->id, "wrong", _("What can go wrong"), NULL);
  return GTK_WIDGET (page);
}

static gboolean
link_cb (GtkWidget *label, const char *id, gpointer data)
{
  return gtk_widget_activate_action (label, "help.show", "s", id);
}

static void
add_link (GtkBox *page, const char *id, const char *title, const char *summary)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1), *more = g_markup_escape_text (summary, -1);
  g_autofree char *markup = g_strdup_printf ("<a href=\"%s\">%s</a>%s%s", id, escaped, *more ? ": " : "", more);
  GtkWidget *label = new_text (NULL, NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_widget_set_focusable (label, TRUE);
  g_signal_connect (label, "activate-link", G_CALLBACK (link_cb), NULL);
  gtk_box_append (page, label);
}

static const char *
title_of_page (const char *id)
{
  for (const CsChapter *chapter = cs_chapters; chapter->id; chapter++)
    if (g_str_equal (chapter->id, id))
      return _(chapter->title);
  for (guint i = 0; cs_stages[i]; i++)
    if (g_str_equal (cs_stages[i]->id, id))
      return _(cs_stages[i]->title);
  g_return_val_if_reached (id);
}

static void
add_links (GtkBox *page, const CsChapter *chapter)
{
  g_autoptr (GListModel) list = cs_help_page_read (chapter->id, "see");

  for (guint i = 0; chapter->lists_stages && cs_stages[i]; i++)
    add_link (page, cs_stages[i]->id, _(cs_stages[i]->title), _(cs_stages[i]->summary));
  if (list)
    add_heading (page, _("See also"));
  for (guint i = 0; list && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (list, i);
      const char *id = gtk_string_object_get_string (item);

      add_link (page, id, title_of_page (id), "");
    }
}

GtkWidget *
cs_help_chapter_new (const CsChapter *chapter)
{
  GtkBox *page = new_page (_(chapter->title));
  g_autofree char *spoken = g_strdup_printf (_("Picture: %s"), _(chapter->title));

  add_paragraphs (page, chapter->id, "what", NULL, NULL);
  add_paragraphs (page, chapter->id, "equations", NULL, "equation");
  add_picture (page, chapter->id, spoken, 400);
  add_links (page, chapter);
  return GTK_WIDGET (page);
}
