/* The films of the study: what there is, how far it is judged, and what it is. */
#include "cs-keymap.h"
#include "cs-page.h"

#include <glib/gi18n.h>
#include "cs-count.h"
#include "cs-facts-dialog.h"
#include "cs-header-window.h"
#include "cs-film-tile.h"
#include "cs-rounds.h"
#include "cs-search.h"
#include "cs-tab-stop.h"
#include "cs-wrap-box.h"

#define CS_TYPE_IMAGES_PAGE (cs_images_page_get_type ())
G_DECLARE_FINAL_TYPE (CsImagesPage, cs_images_page, CS, IMAGES_PAGE, CsPage)

struct _CsImagesPage
{
  CsPage parent_instance;

  GtkStack *stack;
  GtkGridView *grid;
  GtkEditable *search;
  GtkDropDown *view, *order;
  GtkToggleButton *unjudged;
  GtkLabel *summary, *missing_label;
  GtkRevealer *missing;

  CsThumbnails *thumbnails;
  CsStudy *study;
  GtkSortListModel *sorted;
  GtkFilterListModel *filtered;  /* of the sorted: a letter more or less sorts nothing anew */
  GHashTable *keys;          /* of the collation of names, by name: sorting asks for each some twenty times */
  GtkMultiSelection *selection;
  CsJob *hunt;               /* for films that were lost, or NULL */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (CsImagesPage, cs_images_page, CS_TYPE_PAGE)

/* The items of the drop-downs in images.ui, in their order. */
typedef enum { VIEW_ALL, VIEW_CC, VIEW_MLO, VIEW_OTHERS } ViewChoice;
typedef enum { ORDER_NAME, ORDER_WOMAN, ORDER_LEFT, ORDER_MARKS } Order;

static gboolean
has_text (CsEntry *entry, const char *text)
{
  g_autofree char *described = cs_film_describe (entry);
  g_autofree char *all = g_strdup_printf ("%s %s", cs_entry_get_name (entry), described);
  g_autofree char *folded = g_utf8_casefold (all, -1);
  g_autofree char *wanted = g_utf8_casefold (text, -1);

  return strstr (folded, wanted) != NULL;
}

static gboolean
is_wanted (gpointer item, gpointer data)
{
  CsImagesPage *self = data;
  CsView view = cs_entry_get_facts (item)->view;

  switch ((ViewChoice) gtk_drop_down_get_selected (self->view))
    {
    case VIEW_CC: if (view != CS_VIEW_CC) return FALSE; break;
    case VIEW_MLO: if (view != CS_VIEW_MLO) return FALSE; break;
    case VIEW_OTHERS: if (cs_view_is_usual (view)) return FALSE; break;
    case VIEW_ALL: default: break;
    }
  if (gtk_toggle_button_get_active (self->unjudged) && !cs_rounds_to_judge (item))
    return FALSE;
  return has_text (item, gtk_editable_get_text (self->search));
}

static guint
left_of (CsEntry *entry)
{
  return cs_entry_get_proposed (entry) ? cs_entry_get_n_marks (entry) - cs_entry_get_n_judged (entry) : G_MAXUINT;
}

static const char *
key_of (CsImagesPage *self, CsEntry *entry)
{
  const char *name = cs_entry_get_name (entry);
  char *key = g_hash_table_lookup (self->keys, name);

  if (!key)
    {
      key = g_utf8_collate_key_for_filename (name, -1);
      g_hash_table_insert (self->keys, g_strdup (name), key);
    }
  return key;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  CsImagesPage *self = data;
  CsEntry *left = (CsEntry *) a, *right = (CsEntry *) b;
  guint first = 0, second = 0;
  int order = 0;

  switch ((Order) gtk_drop_down_get_selected (self->order))
    {
    case ORDER_WOMAN:
      order = g_strcmp0 (cs_entry_get_facts (left)->case_id, cs_entry_get_facts (right)->case_id);
      break;
    case ORDER_LEFT:
      first = left_of (right);
      second = left_of (left);
      break;
    case ORDER_MARKS:
      first = cs_entry_get_n_marks (right);
      second = cs_entry_get_n_marks (left);
      break;
    case ORDER_NAME:
    default:
      break;
    }
  order = order ? order : (first > second) - (first < second);
  return order ? order : strcmp (key_of (self, left), key_of (self, right));
}

static GPtrArray *
chosen (CsImagesPage *self)
{
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint64 i = 0; i < gtk_bitset_get_size (set); i++)
    {
      guint position = gtk_bitset_get_nth (set, (guint) i);
      g_ptr_array_add (entries, g_list_model_get_item (G_LIST_MODEL (self->selection), position));
    }
  return entries;
}

static void
show_summary (CsImagesPage *self)
{
  GListModel *entries = self->study ? cs_study_get_entries (self->study) : NULL;
  guint n = entries ? g_list_model_get_n_items (entries) : 0, marks = 0, judged = 0, missing = 0;
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  g_autofree char *films = cs_count (CS_COUNT_FILMS, n);
  g_autofree char *text = NULL, *lost = NULL;

  if (self->study)
    cs_rounds_count (self->study, &judged, &marks);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (entries, i);
      missing += cs_entry_get_missing (entry) ? 1 : 0;
    }
  /* Translators: %s is "8 films" */
  text = g_strdup_printf (_("%s · %u of %u boxes judged"), films, judged, marks);
  gtk_label_set_label (self->summary, text);
  lost = g_strdup_printf (ngettext ("%u film is not where it was.", "%u films are not where they were.", missing),
                          missing);
  gtk_label_set_label (self->missing_label, lost);
  gtk_revealer_set_reveal_child (self->missing, missing > 0);
  gtk_stack_set_visible_child_name (self->stack, n == 0 ? "empty" : shown == 0 ? "nothing" : "films");
}

static void
show_chosen (CsImagesPage *self)
{
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  gboolean any = !gtk_bitset_is_empty (set), writable = self->study && !cs_study_get_read_only (self->study);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "images.facts", any && writable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "images.remove", any && writable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "images.review", any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "images.header", any);
}

/* One film chosen is the film that the other pages show. */
static void
chosen_cb (CsImagesPage *self)
{
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  g_autoptr (CsEntry) entry = NULL;

  show_chosen (self);
  if (gtk_bitset_get_size (set) != 1)
    return;
  entry = g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_nth (set, 0));
  if (entry && !cs_entry_get_missing (entry))
    cs_session_set_entry (cs_page_get_session (CS_PAGE (self)), entry);
}

static void
filter_changed_cb (CsImagesPage *self)
{
  if (!self->filtered)
    return;
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
  show_summary (self);
}

static void
order_changed_cb (CsImagesPage *self)
{
  if (self->sorted)
    gtk_sorter_changed (gtk_sort_list_model_get_sorter (self->sorted), GTK_SORTER_CHANGE_DIFFERENT);
}

static void
look_at (CsImagesPage *self, guint position)
{
  g_autoptr (CsEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (!entry)
    return;
  cs_session_set_entry (cs_page_get_session (CS_PAGE (self)), entry);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "review");
}

static void
activate_cb (GtkGridView *grid, guint position, CsImagesPage *self)
{
  look_at (self, position);
}

static void
review (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsImagesPage *self = CS_IMAGES_PAGE (widget);
  g_autoptr (GtkBitset) set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (!gtk_bitset_is_empty (set))
    look_at (self, gtk_bitset_get_minimum (set));
}

static void
set_facts (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsImagesPage *self = CS_IMAGES_PAGE (widget);
  g_autoptr (GPtrArray) entries = chosen (self);

  if (entries->len)
    cs_facts_dialog_open (widget, self->study, entries);
}

/* Of one film: the first of those chosen. */
static void
show_header (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsImagesPage *self = CS_IMAGES_PAGE (widget);
  g_autoptr (GPtrArray) entries = chosen (self);

  if (entries->len)
    cs_header_window_show (GTK_WINDOW (gtk_widget_get_root (widget)), cs_page_get_session (CS_PAGE (self)),
                           entries->pdata[0]);
}

static void
remove_films (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsImagesPage *self = CS_IMAGES_PAGE (widget);
  CsSession *session = cs_page_get_session (CS_PAGE (self));
  g_autoptr (GPtrArray) entries = chosen (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < entries->len && !error; i++)
    {
      if (entries->pdata[i] == cs_session_get_entry (session))
        cs_session_set_entry (session, NULL);
      cs_study_remove (self->study, entries->pdata[i], &error);
    }
  cs_page_tell_error (CS_PAGE (self), error);
  if (error)
    return;
  text = g_strdup_printf (ngettext ("%u film taken out of the study. Undo brings it back.",
                                    "%u films taken out of the study. Undo brings them back.", entries->len),
                          entries->len);
  cs_page_toast (CS_PAGE (self), text);
}

/* Films that were lost are looked for in a job; only what it found is told to the study here. */
typedef struct { CsRecord *record; GFile *folder; } Hunt;

static void
hunt_free (gpointer data)
{
  Hunt *hunt = data;
  cs_record_unref (hunt->record);
  g_object_unref (hunt->folder);
  g_free (hunt);
}

static void
hunt_report (double fraction, const char *title, gpointer data)
{
  cs_job_report (data, fraction, _(title));
}

static gpointer
hunt_films (CsJob *job, gpointer input, GError **error)
{
  Hunt *hunt = input;
  return cs_search_films (hunt->record, hunt->folder, hunt_report, job, cs_job_get_cancellable (job), error);
}

static void
hunted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = cs_job_finish (CS_JOB (source), result, &error);
  CsImagesPage *self = data;
  g_autofree char *text = NULL;
  guint n = 0;

  g_clear_object (&self->hunt);
  for (guint i = 0; found && self->study && i < found->len && !error; i++)
    {
      CsFound *film = found->pdata[i];
      n += cs_study_move_film (self->study, film->film, film->file, &error);
    }
  cs_page_tell_error (CS_PAGE (self), error);
  text = n ? g_strdup_printf (ngettext ("%u film found again", "%u films found again", n), n)
           : g_strdup (_("None of the missing films is there."));
  if (found && !error)
    cs_page_toast (CS_PAGE (self), text);
  show_summary (self);
}

static void
located_cb (GtkNativeDialog *chooser, int response, CsImagesPage *self)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  Hunt *hunt;

  if (response != GTK_RESPONSE_ACCEPT || !folder || !self->study)
    return;
  cs_job_abandon (&self->hunt);
  hunt = g_new (Hunt, 1);
  *hunt = (Hunt) { cs_study_freeze (self->study), g_object_ref (folder) };
  self->hunt = cs_job_start (_("Looking for films"), hunt_films, hunt, hunt_free, (GDestroyNotify) g_ptr_array_unref,
                             hunted_cb, self);
  cs_jobs_add (cs_session_get_jobs (cs_page_get_session (CS_PAGE (self))), self->hunt);
}

static void
locate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsImagesPage *self = CS_IMAGES_PAGE (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Where are the films?"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Search here"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (located_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsImagesPage *self)
{
  gtk_list_item_set_child (item, cs_film_tile_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsImagesPage *self)
{
  CsFilmTile *tile = CS_FILM_TILE (gtk_list_item_get_child (item));
  cs_film_tile_set_entry (tile, gtk_list_item_get_item (item), self->thumbnails);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CsImagesPage *self)
{
  cs_film_tile_set_entry (CS_FILM_TILE (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
leave_study (CsImagesPage *self)
{
  if (!self->study)
    return;
  g_signal_handlers_disconnect_by_data (cs_study_get_entries (self->study), self);
  g_signal_handlers_disconnect_by_data (self->study, self);
}

/* The films have the focus, when a study opens and when the first come into an empty one: but nobody who is in a menu
 * or has begun to search loses it. */
static void
greet (CsImagesPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  gboolean busy = focus && (gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) ||
                            gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER));
  gboolean shown = gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                   g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) > 0;

  if (shown && !busy)
    cs_page_take_focus (CS_PAGE (self));
}

static void
entries_changed_cb (CsImagesPage *self)
{
  show_summary (self);
  greet (self);
}

static void
study_changed_cb (CsImagesPage *self)
{
  CsStudy *study = cs_session_get_study (cs_page_get_session (CS_PAGE (self)));

  leave_study (self);
  cs_job_abandon (&self->hunt);
  g_set_object (&self->study, study);
  gtk_sort_list_model_set_model (self->sorted, study ? cs_study_get_entries (study) : NULL);
  if (study)
    {
      g_signal_connect_swapped (cs_study_get_entries (study), "items-changed", G_CALLBACK (entries_changed_cb), self);
      /* Any act, also one that comes from elsewhere while this page is looked at: an import, an undo. */
      g_signal_connect_swapped (study, "notify::redo-title", G_CALLBACK (show_summary), self);
    }
  show_summary (self);
  show_chosen (self);
  greet (self);
}

static void
session_set (CsPage *page, CsSession *session)
{
  CsImagesPage *self = CS_IMAGES_PAGE (page);
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, self, NULL));
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare, self, NULL));

  self->thumbnails = cs_thumbnails_new (session);
  self->sorted = gtk_sort_list_model_new (NULL, sorter);
  self->filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->sorted)), filter);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->filtered)));
  gtk_grid_view_set_model (self->grid, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (chosen_cb), self);
  /* Boxes are found and films come in by jobs. */
  g_signal_connect_object (cs_session_get_jobs (session), "notify::fraction", G_CALLBACK (show_summary), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::study", G_CALLBACK (study_changed_cb), self, G_CONNECT_SWAPPED);
  study_changed_cb (self);
}

/* Who comes to the page comes for the films: arrows and Enter choose one. Tab goes by way of the bar above them. */
static gboolean
take_focus (CsPage *page)
{
  GtkWidget *grid = GTK_WIDGET (CS_IMAGES_PAGE (page)->grid);

  return gtk_widget_get_mapped (grid) && gtk_widget_child_focus (grid, GTK_DIR_TAB_FORWARD);
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_images_page_parent_class)->map (widget);
  filter_changed_cb (CS_IMAGES_PAGE (widget));   /* verdicts were given meanwhile */
}

static void
dispose (GObject *object)
{
  CsImagesPage *self = CS_IMAGES_PAGE (object);

  cs_job_abandon (&self->hunt);
  leave_study (self);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->grid)
    gtk_grid_view_set_model (self->grid, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->sorted);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_clear_object (&self->thumbnails);
  g_clear_object (&self->study);
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (cs_images_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "images.review", NULL, review);
  gtk_widget_class_install_action (widget_class, "images.facts", NULL, set_facts);
  gtk_widget_class_install_action (widget_class, "images.header", NULL, show_header);
  gtk_widget_class_install_action (widget_class, "images.remove", NULL, remove_films);
  gtk_widget_class_install_action (widget_class, "images.locate", NULL, locate);
}

static void
cs_images_page_class_init (CsImagesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  CS_PAGE_CLASS (klass)->session_set = session_set;
  CS_PAGE_CLASS (klass)->take_focus = take_focus;
  widget_class->map = map;
  g_type_ensure (CS_TYPE_WRAP_BOX);
  g_type_ensure (CS_TYPE_TAB_STOP);
  cs_page_class_set_layout (widget_class, "images");
  gtk_widget_class_bind_template_child (widget_class, CsImagesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsImagesPage, grid);
  gtk_widget_class_bind_template_child (widget_class, CsImagesPage, search);
  gtk_widget_class_bind_template_child (widget_class, CsImagesPage, view);
  gtk_widget_class_bind_template_child (widget_class, CsImagesPage, order);
  gtk_widget_class_bind_template_child (widget_class, CsImagesPage, unjudged);
  gtk_widget_class_bind_template_child (widget_class, CsImagesPage, summary);
  gtk_widget_class_bind_template_child (widget_class, CsImagesPage, missing);
  gtk_widget_class_bind_template_child (widget_class, CsImagesPage, missing_label);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  install_actions (widget_class);
}

static void
cs_images_page_init (CsImagesPage *self)
{
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "images");
}

const CsPageKind cs_page_images = {
  .id = "images", .title = N_("Images"), .icon_name = "calcspot-images-symbolic", .get_type = cs_images_page_get_type,
};
