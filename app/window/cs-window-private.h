/* What the parts of CsWindow share: cs-window.c (pages, jobs, messages), cs-window-open.c (studies and films),
 * cs-window-share.c (several windows on one study), cs-window-keys.c (no key is lost),
 * cs-window-export.c (results to files) and cs-window-import.c (marks out of files). */
#pragma once

#include "cs-analyst.h"
#include "cs-bookmark.h"
#include "cs-courier.h"
#include "cs-export.h"
#include "cs-importer.h"
#include "cs-orderer.h"
#include "cs-proposer.h"
#include "cs-window.h"

G_BEGIN_DECLS

struct _CsWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwViewSwitcherTitle *switcher;
  GtkWidget *bar;            /* the switcher of narrow windows */
  AdwViewStack *pages;
  GtkStack *content;
  GtkRevealer *notice;
  GtkLabel *notice_label;
  GtkMenuButton *jobs_button;
  GtkListBox *jobs_list;
  GPtrArray *left;           /* of CsStudy: gone from the session while they rested */
  GMenu *recent_menu, *export_menu, *import_menu;

  CsSession *session;
  CsAnalyst *analyst;
  CsBookmark *bookmark;
  CsImporter *importer;
  CsProposer *proposer;
  CsOrderer *orderer;
  CsCourier *finder, *carrier;   /* of servers: searching goes on while films are fetched */
  GtkWidget *pacs;           /* the window of servers, while it is open (a weak pointer) */
  GSettings *settings;       /* or NULL */
  GtkFileChooserNative *chooser;
  AdwToast *toast;           /* the last one, while it is to be seen (a weak pointer) */
  GtkWidget *told;           /* the open message, if any (a weak pointer) */
  guint place;               /* which of the windows on its study, from 0: each has a bookmark of its own */
  gboolean show_first;       /* the first film of this import is to be looked at */
};

void cs_window_class_install_open (GtkWidgetClass *widget_class);  /* its actions */
void cs_window_init_open    (CsWindow *self);                    /* drop target, recent list, importer */
void cs_window_class_install_export (GtkWidgetClass *widget_class);
void cs_window_class_install_help (GtkWidgetClass *widget_class);  /* "win.help" (s: a page's id), "win.manual", "win.history" */
void cs_window_init_export  (CsWindow *self);                    /* the menu, from the table of exports */
void cs_window_class_install_import (GtkWidgetClass *widget_class);
void cs_window_init_import  (CsWindow *self);                    /* likewise */
void cs_window_import       (CsWindow *self, const CsExport *export, GFile *from);   /* jobs: marks out of a file, or a folder, of that form */
void cs_window_class_install_merge (GtkWidgetClass *widget_class);
void cs_window_merge        (CsWindow *self, GFile *folder);     /* a job: another copy of the study that is open */
void cs_window_class_install_undo (GtkWidgetClass *widget_class);    /* "win.undo", "win.redo" */
void cs_window_class_install_pacs (GtkWidgetClass *widget_class);
void cs_window_init_pacs    (CsWindow *self);                    /* couriers */
void cs_window_class_install_share (GtkWidgetClass *widget_class);   /* "win.new-window" */
void cs_window_init_keys    (CsWindow *self);                    /* the page's keys act in the window's frame too */
void cs_window_init_share   (CsWindow *self);                    /* after its session is there */
void cs_window_show_study   (CsWindow *self, CsStudy *study);    /* and go to where this window was in it */
CsStudy *cs_window_find_open (CsWindow *self, GFile *folder);    /* of another window, or left while it rests; transfer full; NULL: none has it open */
void cs_window_leave_study  (CsWindow *self, CsStudy *study);    /* which its session has no more: the last one closes it, once it rests no more */
void cs_window_leave_all    (CsWindow *self);                    /* closes what it left, at the end of its life */
void cs_window_toast        (CsWindow *self, const char *text);
void cs_window_tell         (CsWindow *self, const char *heading, const char *text);  /* a dialog: one, however much there is to say */
void cs_window_tell_error   (CsWindow *self, const GError *error);                    /* NULL, cancelled: nothing */
void cs_window_show_page    (CsWindow *self, const char *id);

G_END_DECLS
