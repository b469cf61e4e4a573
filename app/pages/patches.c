/* What the network learns from: every patch with its target. A wrong one is flipped, or its mask is painted. */
#include "cs-keymap.h"
#include "cs-page.h"

#include <glib/gi18n.h>
#include "cs-gallery.h"
#include "cs-gatherer.h"
#include "cs-mask-panel.h"
#include "cs-rounds.h"
#include "cs-tab-stop.h"
#include "cs-wrap-box.h"

#define CS_TYPE_PATCHES_PAGE (cs_patches_page_get_type ())
G_DECLARE_FINAL_TYPE (CsPatchesPage, cs_patches_page, CS, PATCHES_PAGE, CsPage)

struct _CsPatchesPage
{
  CsPage parent_instance;

  GtkStack *stack;
  GtkGridView *grid;
  GtkDropDown *kind, *scope;
  GtkLabel *summary, *detail;
  GtkSpinner *spinner;
  GtkProgressBar *progress;
  AdwStatusPage *failed;
  CsMaskPanel *panel;

  CsGatherer *gatherer;
  GtkFilterListModel *filtered;
  GtkSelectionModel *selection;      /* of many: a rubber band over the gallery chooses */
  CsMark *painted;           /* whose mask is on the panel; NULL: none */
  gboolean outlines;
};

G_DEFINE_FINAL_TYPE (CsPatchesPage, cs_patches_page, CS_TYPE_PAGE)

enum { PROP_0, PROP_OUTLINES, N_PROPS };
static GParamSpec *props[N_PROPS];

/* The items of the drop-downs in patches.ui, in their order. */
typedef enum { KIND_ALL, KIND_POSITIVE, KIND_NEGATIVE } Kind;
typedef enum { SCOPE_STUDY, SCOPE_FILM } Scope;

static CsSession *
session_of (CsPatchesPage *self)
{
  return cs_page_get_session (CS_PAGE (self));
}

static CsStudy *
study_of (CsPatchesPage *self)
{
  return cs_session_get_study (session_of (self));
}

static CsPatchItem *
chosen (CsPatchesPage *self)
{
  return self->selection ? cs_gallery_first (self->selection) : NULL;
}

static gboolean
is_wanted (gpointer item, gpointer data)
{
  CsPatchesPage *self = data;
  guint kind = gtk_drop_down_get_selected (self->kind);
  CsEntry *entry = cs_session_get_entry (session_of (self));

  if (kind != KIND_ALL && cs_patch_item_get_patch (item)->positive != (kind == KIND_POSITIVE))
    return FALSE;
  return gtk_drop_down_get_selected (self->scope) == SCOPE_STUDY ||
         (entry && cs_patch_item_get_film (item)->id == cs_entry_get_id (entry));
}

/* The film a patch was cut from; NULL: it is gone. */
static CsEntry *
film_of (CsPatchesPage *self, CsPatchItem *item)
{
  return study_of (self) ? cs_rounds_find_film (study_of (self), cs_patch_item_get_film (item)->id) : NULL;
}

/* The live mark a patch was cut for; NULL: it is gone. */
static CsMark *
mark_of (CsPatchesPage *self, CsPatchItem *item)
{
  CsEntry *entry = film_of (self, item);
  return entry ? cs_rounds_find_mark (study_of (self), entry, cs_patch_item_get_patch (item)->mark) : NULL;
}

/* What is shown. */

static const char *
state_name (CsPatchesPage *self)
{
  CsStudy *study = study_of (self);
  guint n = g_list_model_get_n_items (cs_gatherer_get_items (self->gatherer));

  if (!study || g_list_model_get_n_items (cs_study_get_entries (study)) == 0)
    return "films";
  if (n > 0)
    return g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) > 0 ? "gallery" : "nothing";
  switch (cs_gatherer_get_state (self->gatherer))
    {
    case CS_GATHERER_BUSY: return "gathering";
    case CS_GATHERER_FAILED: return "failed";
    case CS_GATHERER_STOPPED: return "stopped";
    case CS_GATHERER_IDLE:
    default: return "verdicts";
    }
}

static void
show_summary (CsPatchesPage *self)
{
  GListModel *items = cs_gatherer_get_items (self->gatherer);
  guint n = g_list_model_get_n_items (items), positive = 0, cases = cs_gatherer_get_n_cases (self->gatherer);
  g_autofree char *women = g_strdup_printf (ngettext ("%u woman", "%u women", cases), cases);
  g_autofree char *text = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsPatchItem) item = g_list_model_get_item (items, i);
      positive += cs_patch_item_get_patch (item)->positive ? 1 : 0;
    }
  /* Translators: numbers of patches; %s is "2 women" */
  text = n ? g_strdup_printf (_("%u positive · %u negative · %s"), positive, n - positive, women) : g_strdup ("");
  gtk_label_set_label (self->summary, text);
}

static void
show_detail (CsPatchesPage *self)
{
  CsPatchItem *item = chosen (self);
  g_autofree char *described = item ? cs_patch_item_describe (item) : NULL;
  g_autofree char *text = NULL;

  if (item && cs_gallery_count (self->selection) > 1)
    text = cs_gallery_describe (self->selection);
  else if (item)
    {
      const CsBox *box = &cs_patch_item_get_mark (item)->box;
      /* Translators: of a patch: its film, the size and place of its box in pixels, and "accepted, 14 pixels" */
      text = g_strdup_printf (_("%s · box of %d × %d px at %d, %d · %s"), cs_patch_item_get_film (item)->name,
                              box->width, box->height, box->x, box->y, described);
    }
  gtk_label_set_label (self->detail, text ? text : "");
}

static void
enable_actions (CsPatchesPage *self)
{
  CsStudy *study = study_of (self);
  CsPatchItem *item = chosen (self);
  gboolean writable = study && !cs_study_get_read_only (study);
  gboolean fresh = item && !cs_patch_item_get_stale (item) && !self->painted;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "patches.flip", writable && fresh);
  gtk_widget_action_set_enabled (widget, "patches.accept", writable && fresh);
  gtk_widget_action_set_enabled (widget, "patches.reject", writable && fresh);
  gtk_widget_action_set_enabled (widget, "patches.paint", writable && fresh);
  gtk_widget_action_set_enabled (widget, "patches.review", item != NULL);
  gtk_widget_action_set_enabled (widget, "patches.reload", study != NULL);
}

/* The gallery takes the focus from the waiting page it replaces, but never from whoever is choosing a filter. */
static void
show_state (CsPatchesPage *self)
{
  const char *name = state_name (self), *before = gtk_stack_get_visible_child_name (self->stack);
  gboolean waited = g_strcmp0 (before, "gathering") == 0 && g_str_equal (name, "gallery");

  gtk_stack_set_visible_child_name (self->stack, name);
  if (waited && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

static void
show_all (CsPatchesPage *self)
{
  gboolean busy = cs_gatherer_get_state (self->gatherer) == CS_GATHERER_BUSY;
  CsJob *job = cs_gatherer_get_job (self->gatherer);
  const char *failure = cs_gatherer_get_failure (self->gatherer);

  if (self->selection)
    cs_gallery_choose_something (self->selection);
  show_state (self);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_progress_bar_set_fraction (self->progress, job ? CLAMP (cs_job_get_fraction (job), 0, 1) : 0);
  adw_status_page_set_description (self->failed, failure ? failure : "");
  show_summary (self);
  show_detail (self);
  enable_actions (self);
}

static void
filter_changed_cb (CsPatchesPage *self)
{
  if (!self->filtered)
    return;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
  show_all (self);
}

static void
gathered_cb (CsPatchesPage *self)
{
  const char *failure = cs_gatherer_get_failure (self->gatherer);

  /* A failure with a gallery to look at is told beside it. */
  if (failure && cs_gatherer_get_state (self->gatherer) == CS_GATHERER_FAILED &&
      g_list_model_get_n_items (cs_gatherer_get_items (self->gatherer)) > 0)
    cs_page_toast (CS_PAGE (self), failure);
  /* A patch that was flipped may no longer belong to what is shown. */
  if (cs_gatherer_get_state (self->gatherer) == CS_GATHERER_IDLE)
    filter_changed_cb (self);
  else
    show_all (self);
}

static void
selected_cb (CsPatchesPage *self)
{
  show_detail (self);
  enable_actions (self);
}

/* Painting. */

static void
close_panel (CsPatchesPage *self)
{
  g_clear_object (&self->painted);
  cs_mask_panel_close (self->panel);
  gtk_widget_set_visible (GTK_WIDGET (self->panel), FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
  enable_actions (self);
}

static void
failed_cb (CsMaskPanel *panel, GError *error, CsPatchesPage *self)
{
  close_panel (self);
  cs_page_tell_error (CS_PAGE (self), error);
}

/* The session's film, if it is that one; else it is read. */
static void
fetch_film (CsPatchesPage *self, CsEntry *entry)
{
  CsImage *image = cs_session_get_entry (session_of (self)) == entry ? cs_session_get_image (session_of (self)) : NULL;

  if (image)
    cs_mask_panel_set_image (self->panel, image);
  else
    cs_mask_panel_read_film (self->panel, cs_film_order_new (entry), cs_session_get_jobs (session_of (self)));
}

static void
open_panel (CsPatchesPage *self, CsPatchItem *item, CsMark *mark)
{
  const CsRecordMark *known = cs_patch_item_get_mark (item);
  const CsRecordFilm *film = cs_patch_item_get_film (item);
  g_autoptr (CsRaster) mask = cs_patch_item_get_mask (item);
  g_autofree char *title = g_strdup_printf (_("Mask of a box on %s"), film->name);

  g_set_object (&self->painted, mark);
  gtk_widget_set_visible (GTK_WIDGET (self->panel), TRUE);
  cs_mask_panel_open (self->panel, title, &known->box, mask, cs_record_mark_mask (known) != NULL);
  fetch_film (self, film_of (self, item));
  gtk_widget_child_focus (GTK_WIDGET (self->panel), GTK_DIR_TAB_FORWARD);
  enable_actions (self);
}

/* All patches of a mark are out of date once its verdict or mask is another. */
static void
mark_changed (CsPatchesPage *self, CsMark *mark)
{
  GListModel *items = cs_gatherer_get_items (self->gatherer);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (CsPatchItem) item = g_list_model_get_item (items, i);
      if (cs_patch_item_get_patch (item)->mark == cs_mark_get_id (mark))
        cs_patch_item_set_stale (item);
    }
  enable_actions (self);
}

static gboolean
still_fits (CsMark *mark, const CsRaster *mask)
{
  const CsBox *box = cs_mark_get_box (mark);

  return box->width == (int) cs_raster_get_width (mask) && box->height == (int) cs_raster_get_height (mask);
}

static void
done_cb (CsMaskPanel *panel, int how, CsPatchesPage *self)
{
  g_autoptr (CsMark) mark = self->painted ? g_object_ref (self->painted) : NULL;
  const CsRaster *mask = how == CS_MASK_SAVE ? cs_mask_panel_get_mask (panel) : NULL;
  g_autoptr (GError) error = NULL;

  if (mark && mask && !still_fits (mark, mask))
    {
      cs_page_toast (CS_PAGE (self), _("The box was changed meanwhile; its mask was not kept."));
      mark = NULL;
    }
  if (mark && how != CS_MASK_CANCEL && cs_study_paint (study_of (self), mark, mask, &error))
    mark_changed (self, mark);
  cs_page_tell_error (CS_PAGE (self), error);
  if (!error)
    close_panel (self);
}

/* Deeds. */

/* The live marks of all patches that are chosen, each once: a box may have several patches. */
static GPtrArray *
chosen_marks (CsPatchesPage *self)
{
  g_autoptr (GPtrArray) items = cs_gallery_chosen (self->selection);
  GPtrArray *marks = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < items->len; i++)
    {
      CsMark *mark = mark_of (self, items->pdata[i]);

      if (mark && !g_ptr_array_find (marks, mark, NULL))
        g_ptr_array_add (marks, g_object_ref (mark));
    }
  return marks;
}

/* One deed, however many boxes. */
static void
judge (CsPatchesPage *self, CsVerdict verdict)
{
  g_autoptr (GPtrArray) marks = chosen_marks (self);
  g_autoptr (GError) error = NULL;

  if (cs_study_judge_all (study_of (self), marks, verdict, &error))
    for (guint i = 0; i < marks->len; i++)
      mark_changed (self, marks->pdata[i]);
  cs_page_tell_error (CS_PAGE (self), error);
}

/* What the first one becomes, all that are chosen become. */
static void
flip (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPatchesPage *self = CS_PATCHES_PAGE (widget);
  CsPatchItem *item = chosen (self);
  CsMark *mark = item ? mark_of (self, item) : NULL;

  if (mark)
    judge (self, cs_mark_get_verdict (mark) == CS_VERDICT_POSITIVE ? CS_VERDICT_NEGATIVE : CS_VERDICT_POSITIVE);
}

static void
accept (GtkWidget *widget, const char *name, GVariant *parameter)
{
  judge (CS_PATCHES_PAGE (widget), CS_VERDICT_POSITIVE);
}

static void
reject (GtkWidget *widget, const char *name, GVariant *parameter)
{
  judge (CS_PATCHES_PAGE (widget), CS_VERDICT_NEGATIVE);
}

static void
paint (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPatchesPage *self = CS_PATCHES_PAGE (widget);
  CsPatchItem *item = chosen (self);
  CsMark *mark = item ? mark_of (self, item) : NULL;
  g_autofree char *refusal = NULL;

  if (!mark || self->painted)
    return;
  if (cs_patch_item_get_patch (item)->positive)
    {
      open_panel (self, item, mark);
      return;
    }
  refusal = cs_keymap_say_now (_("A rejected box has no mask. Press {patches.flip} first if it is a calcification."));
  cs_page_toast (CS_PAGE (self), refusal);
}

static void
activate_cb (GtkGridView *grid, guint position, CsPatchesPage *self)
{
  gtk_selection_model_select_item (self->selection, position, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "patches.paint", NULL);
}

static void
review (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPatchesPage *self = CS_PATCHES_PAGE (widget);
  CsPatchItem *item = chosen (self);
  CsEntry *entry = item ? film_of (self, item) : NULL;
  CsMark *mark = item ? mark_of (self, item) : NULL;

  if (!entry)
    return;
  cs_session_set_entry (session_of (self), entry);
  cs_session_select (session_of (self), mark);
  gtk_widget_activate_action (widget, "win.show-page", "s", "review");
}

static void
reload (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_gatherer_start (CS_PATCHES_PAGE (widget)->gatherer);
}

static void
stop (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_gatherer_stop (CS_PATCHES_PAGE (widget)->gatherer);
}

static void
study_changed_cb (CsPatchesPage *self)
{
  if (self->painted)
    close_panel (self);
  show_all (self);
}

static void
session_set (CsPage *page, CsSession *session)
{
  CsPatchesPage *self = CS_PATCHES_PAGE (page);
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, self, NULL));

  self->gatherer = cs_gatherer_new (session);
  self->filtered = gtk_filter_list_model_new (g_object_ref (cs_gatherer_get_items (self->gatherer)), filter);
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->filtered))));
  gtk_grid_view_set_model (self->grid, self->selection);
  cs_gallery_show_tiles (self->grid, G_OBJECT (self));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->gatherer, "changed", G_CALLBACK (gathered_cb), self);
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::entry", G_CALLBACK (filter_changed_cb), self, G_CONNECT_SWAPPED);
  show_all (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    cs_gatherer_set_looked_at (self->gatherer, TRUE);
}

static void
map (GtkWidget *widget)
{
  CsPatchesPage *self = CS_PATCHES_PAGE (widget);

  GTK_WIDGET_CLASS (cs_patches_page_parent_class)->map (widget);
  if (!self->gatherer)
    return;
  cs_gatherer_set_looked_at (self->gatherer, TRUE);
  show_all (self);
}

static void
unmap (GtkWidget *widget)
{
  CsPatchesPage *self = CS_PATCHES_PAGE (widget);

  if (self->gatherer)
    cs_gatherer_set_looked_at (self->gatherer, FALSE);
  GTK_WIDGET_CLASS (cs_patches_page_parent_class)->unmap (widget);
}

/* Who is brought to the page comes for the gallery: its keys work at once. Tab goes by way of the bar above it. */
static gboolean
take_focus (CsPage *page)
{
  GtkWidget *grid = GTK_WIDGET (CS_PATCHES_PAGE (page)->grid);

  return gtk_widget_get_mapped (grid) && gtk_widget_child_focus (grid, GTK_DIR_TAB_FORWARD);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_OUTLINES: g_value_set_boolean (value, CS_PATCHES_PAGE (object)->outlines); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_OUTLINES:
      CS_PATCHES_PAGE (object)->outlines = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsPatchesPage *self = CS_PATCHES_PAGE (object);

  g_clear_object (&self->painted);
  if (self->gatherer)
    {
      g_signal_handlers_disconnect_by_data (self->gatherer, self);
      g_object_run_dispose (G_OBJECT (self->gatherer));
    }
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->grid)
    gtk_grid_view_set_model (self->grid, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->gatherer);
  G_OBJECT_CLASS (cs_patches_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct { const char *name; GtkWidgetActionActivateFunc func; } actions[] = {
    { "patches.accept", accept }, { "patches.reject", reject }, { "patches.flip", flip }, { "patches.paint", paint },
    { "patches.review", review }, { "patches.reload", reload }, { "patches.stop", stop },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].func);
  gtk_widget_class_install_property_action (widget_class, "patches.outlines", "outlines");
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (CS_TYPE_WRAP_BOX);
  g_type_ensure (CS_TYPE_TAB_STOP);
  g_type_ensure (CS_TYPE_MASK_PANEL);
  cs_page_class_set_layout (widget_class, "patches");
  gtk_widget_class_bind_template_child (widget_class, CsPatchesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsPatchesPage, grid);
  gtk_widget_class_bind_template_child (widget_class, CsPatchesPage, kind);
  gtk_widget_class_bind_template_child (widget_class, CsPatchesPage, scope);
  gtk_widget_class_bind_template_child (widget_class, CsPatchesPage, summary);
  gtk_widget_class_bind_template_child (widget_class, CsPatchesPage, detail);
  gtk_widget_class_bind_template_child (widget_class, CsPatchesPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, CsPatchesPage, progress);
  gtk_widget_class_bind_template_child (widget_class, CsPatchesPage, failed);
  gtk_widget_class_bind_template_child (widget_class, CsPatchesPage, panel);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, failed_cb);
}

static void
cs_patches_page_class_init (CsPatchesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  CS_PAGE_CLASS (klass)->session_set = session_set;
  widget_class->map = map;
  widget_class->unmap = unmap;
  CS_PAGE_CLASS (klass)->take_focus = take_focus;
  props[PROP_OUTLINES] = g_param_spec_boolean ("outlines", NULL, NULL, TRUE,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  bind_template (widget_class);
  install_actions (widget_class);
}

static void
cs_patches_page_init (CsPatchesPage *self)
{
  self->outlines = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "patches");
}

const CsPageKind cs_page_patches = {
  .id = "patches", .title = N_("Patches"), .icon_name = "calcspot-patches-symbolic",
  .get_type = cs_patches_page_get_type,
};
