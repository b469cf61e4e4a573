#include "cs-keys.h"

#include <glib/gi18n.h>

enum
{
  IMAGES = 1 << 0, STAGES = 1 << 1, REVIEW = 1 << 2, PATCHES = 1 << 3, TRAINING = 1 << 4, RESULTS = 1 << 5,
  READERS = 1 << 6, MASK = 1 << 7, COMPARE = 1 << 8, REPORT = 1 << 9, DIALOG = 1 << 10, DESCRIBE = 1 << 11,
  MAIN = IMAGES | STAGES | REVIEW | PATCHES | TRAINING | RESULTS | READERS | MASK | DESCRIBE,
  FILM = STAGES | REVIEW | RESULTS | MASK | COMPARE,
};

static const CsKey everywhere[] = {
  { "app.quit", N_("Quit"), "<Control>q", NULL },
  { "window.close", N_("Close the window"), "<Control>w", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey window[] = {
  { "win.undo", N_("Undo"), "<Control>z", NULL },
  { "win.redo", N_("Redo"), "<Control><Shift>z <Control>y", NULL },
  { "win.history", N_("History: what was done"), "<Control>h", NULL },
  { "win.report", N_("Report of the case: print, save"), "<Control>p", NULL },
  { "win.open", N_("Open a study or a folder"), "<Control>o", NULL },
  { "win.new-window", N_("New window on this study"), "<Control><Shift>n", NULL },
  { "win.add-films", N_("Add films"), "<Control>n", NULL },
  { "win.pacs", N_("Find films on a server"), "<Control><Shift>f", NULL },
  { "win.send", N_("Send results to a server"), "<Control><Shift>s", NULL },
  { "win.preferences", N_("Preferences"), "<Control>comma", NULL },
  { "win.manual", N_("Help on what is on the screen"), "F1", NULL },
  { "win.show-help-overlay", N_("Keyboard shortcuts"), "<Control>question", NULL },
  { "page.images", N_("To the page Images"), "<Alt>1", "win.show-page::images" },
  { "page.stages", N_("To the page Stages"), "<Alt>2", "win.show-page::stages" },
  { "page.review", N_("To the page Review"), "<Alt>3", "win.show-page::review" },
  { "page.patches", N_("To the page Patches"), "<Alt>4", "win.show-page::patches" },
  { "page.training", N_("To the page Training"), "<Alt>5", "win.show-page::training" },
  { "page.results", N_("To the page Results"), "<Alt>6", "win.show-page::results" },
  { "page.readers", N_("To the page Readers"), "<Alt>7", "win.show-page::readers" },
  { NULL, NULL, NULL, NULL },
};

static const CsKey review[] = {
  { "review.accept", N_("Accept: a calcification"), "a", NULL },
  { "review.reject", N_("Reject"), "r", NULL },
  { "review.unsure", N_("Unsure"), "u", NULL },
  { "review.clear", N_("Withdraw the verdict"), "c", NULL },
  { "review.next", N_("Next box"), "n space Right", NULL },
  { "review.previous", N_("Previous box"), "p Left", NULL },
  { "review.next-film", N_("Next film with boxes to judge"), "<Control>Page_Down", NULL },
  { "review.previous-film", N_("Previous film"), "<Control>Page_Up", NULL },
  { "review.draw", N_("Draw a box the machine missed, or click a point"), "d", NULL },
  { "review.delete", N_("Delete a box that was drawn"), "Delete", NULL },
  { "review.cancel", N_("Let go of what is chosen, or end what was begun"), "Escape", NULL },
  { "review.overlay", N_("Show or hide the boxes"), "o", NULL },
  { "describe.open", N_("Describe the finding and the case, or sign it off"), "e", NULL },
  { "blind.record", N_("Blind first: record your own reading, then see the machine's"), "v", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey many[] = {
  { "many.choose", N_("Choose this box too, or let go of it"), "x", NULL },
  { "many.band", N_("Choose by a rubber band"), "b", NULL },
  { "many.lasso", N_("Choose by a lasso"), "<Shift>b", NULL },
  { "many.cluster", N_("Accept this cluster: the open boxes within a centimetre"), "<Shift>a", NULL },
  { "many.rest", N_("Reject all remaining on this film"), "<Shift>r", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey box[] = {
  { "box.left", N_("Move the box to the left"), "<Alt>Left", "box.move((-1,0))" },
  { "box.right", N_("Move the box to the right"), "<Alt>Right", "box.move((1,0))" },
  { "box.up", N_("Move the box up"), "<Alt>Up", "box.move((0,-1))" },
  { "box.down", N_("Move the box down"), "<Alt>Down", "box.move((0,1))" },
  { "box.narrower", N_("Right edge to the left"), "<Alt><Shift>Left", "box.grow((-1,0))" },
  { "box.wider", N_("Right edge to the right"), "<Alt><Shift>Right", "box.grow((1,0))" },
  { "box.lower", N_("Lower edge up"), "<Alt><Shift>Up", "box.grow((0,-1))" },
  { "box.higher", N_("Lower edge down"), "<Alt><Shift>Down", "box.grow((0,1))" },
  { "box.aim", N_("Show the box large again"), "z", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey zoom[] = {
  { "film.zoom-in", N_("Nearer"), "plus equal KP_Add", NULL },
  { "film.zoom-out", N_("Farther"), "minus KP_Subtract", NULL },
  { "film.fit", N_("Show the whole film"), "f 0 KP_0", NULL },
  { "film.one-to-one", N_("One film pixel to one screen pixel"), "1 KP_1", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey film[] = {
  { "film.invert", N_("Invert black and white"), "i", NULL },
  { "film.next-preset", N_("Next window preset"), "w", NULL },
  { "film.overlays", N_("Show or hide the overlays of the film's file"), "g", NULL },
  { "film.loupe", N_("Loupe: twice, four times, off"), "m", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey wall[] = {
  { "wall.hang", N_("Hang one, two or four films"), "h", NULL },
  { "wall.link", N_("Films move together, or alone"), "k", NULL },
  { "wall.swap-side", N_("To the film of the other side"), "s", NULL },
  { "wall.swap-view", N_("To the film of the other view"), "<Shift>s", NULL },
  { "wall.swap-exam", N_("To the earlier examination, and back"), "j", NULL },
  { "wall.compare", N_("Hang an earlier examination beside"), "<Shift>j", NULL },
  { "wall.turn", N_("Turn the film"), "<Shift>t", NULL },
  { "wall.mirror", N_("Mirror the film"), "<Shift>m", NULL },
  { "wall.step", N_("Through the film at 1:1: on"), "Page_Down", NULL },
  { "wall.step-back", N_("Through the film at 1:1: back"), "Page_Up", NULL },
  { "wall.ruler", N_("Ruler: drag a line over the film, or take it away"), "l", NULL },
  { "wall.flicker", N_("Exchange two pictures: the film, a stage, the segmentation"), "t", NULL },
  { NULL, NULL, NULL, NULL },
};

/* One key says a word of a finding, and the same key takes it back: descriptors and words are those of cs-birads.h. */
#define WORD(of, id, title, accels) { of "." id, title, accels, "describe.say(('" of "','" id "'))" }

static const CsKey morphology[] = {
  WORD ("morphology", "amorphous", N_("amorphous"), "a"),
  WORD ("morphology", "coarse-heterogeneous", N_("coarse heterogeneous"), "h"),
  WORD ("morphology", "fine-pleomorphic", N_("fine pleomorphic"), "f"),
  WORD ("morphology", "fine-linear", N_("fine linear or branching"), "l"),
  WORD ("morphology", "round", N_("round"), "r"),
  WORD ("morphology", "punctate", N_("punctate"), "p"),
  WORD ("morphology", "skin", N_("skin"), "s"),
  WORD ("morphology", "vascular", N_("vascular"), "v"),
  WORD ("morphology", "popcorn", N_("coarse or popcorn-like"), "c"),
  WORD ("morphology", "rod", N_("large rod-like"), "o"),
  WORD ("morphology", "rim", N_("rim"), "i"),
  WORD ("morphology", "dystrophic", N_("dystrophic"), "d"),
  WORD ("morphology", "milk", N_("milk of calcium"), "m"),
  WORD ("morphology", "suture", N_("suture"), "u"),
  { NULL, NULL, NULL, NULL },
};

static const CsKey distribution[] = {
  WORD ("distribution", "diffuse", N_("diffuse"), "w"),
  WORD ("distribution", "regional", N_("regional"), "n"),
  WORD ("distribution", "grouped", N_("grouped"), "g"),
  WORD ("distribution", "linear", N_("linear"), "j"),
  WORD ("distribution", "segmental", N_("segmental"), "e"),
  { NULL, NULL, NULL, NULL },
};

static const CsKey confidence[] = {
  WORD ("confidence", "1", N_("1: a guess"), "1"),
  WORD ("confidence", "2", "2", "2"),
  WORD ("confidence", "3", "3", "3"),
  WORD ("confidence", "4", "4", "4"),
  WORD ("confidence", "5", N_("5: certain"), "5"),
  { NULL, NULL, NULL, NULL },
};

static const CsKey why[] = {
  { "why.ask", N_("Why is this box here?"), "y", NULL },
  { "why.pointer", N_("Why is there a box under the pointer, or none?"), "<Shift>y", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey images[] = {
  { "images.facts", N_("Set side, view, woman and spacing"), "<Alt>Return", NULL },
  { "images.header", N_("Header of the film's file"), "<Alt><Shift>Return", NULL },
  { "images.remove", N_("Take the chosen films out of the study"), "Delete", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey stages[] = {
  { "stages.overlay", N_("Show or hide what the stage makes"), "o", NULL },
  { "stages.profile", N_("Line profile: drag a line over the film"), "l", NULL },
  { "preset.compare", N_("Compare two presets on this film"), "c", NULL },
  { "stages.help", N_("How the stage works"), "h", NULL },
  { "stages.next", N_("Next stage"), "<Alt>Page_Down", NULL },
  { "stages.previous", N_("Previous stage"), "<Alt>Page_Up", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey patches[] = {
  { "patches.accept", N_("Accept all that are chosen"), "a", NULL },
  { "patches.reject", N_("Reject all that are chosen"), "r", NULL },
  { "patches.flip", N_("Accepted to rejected, or back"), "x", NULL },
  { "patches.paint", N_("Paint the mask"), "m", NULL },
  { "patches.outlines", N_("Show or hide the outlines"), "o", NULL },
  { "patches.review", N_("Show the box on its film"), "v", NULL },
  { "patches.reload", N_("Cut the patches again"), "<Control>r", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey mask[] = {
  { "mask.erase", N_("Eraser"), "e", NULL },
  { "mask.smaller", N_("Smaller brush"), "bracketleft", NULL },
  { "mask.larger", N_("Larger brush"), "bracketright", NULL },
  { "mask.fill", N_("Fill holes"), "h", NULL },
  { "mask.back", N_("Take the last stroke back"), "z", NULL },
  { "mask.aim", N_("Show the box large again"), "b", NULL },
  { "mask.save", N_("Keep the mask as painted"), "s", NULL },
  { "mask.cancel", N_("Leave the mask as it was"), "Escape", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey brush[] = {
  { "brush.left", N_("Brush to the left"), "Left", "mask.step((-1,0,false))" },
  { "brush.right", N_("Brush to the right"), "Right", "mask.step((1,0,false))" },
  { "brush.up", N_("Brush up"), "Up", "mask.step((0,-1,false))" },
  { "brush.down", N_("Brush down"), "Down", "mask.step((0,1,false))" },
  { "brush.paint", N_("Paint here"), "space", "mask.step((0,0,true))" },
  { "brush.paint-left", N_("Paint on the way to the left"), "<Shift>Left", "mask.step((-1,0,true))" },
  { "brush.paint-right", N_("Paint on the way to the right"), "<Shift>Right", "mask.step((1,0,true))" },
  { "brush.paint-up", N_("Paint on the way up"), "<Shift>Up", "mask.step((0,-1,true))" },
  { "brush.paint-down", N_("Paint on the way down"), "<Shift>Down", "mask.step((0,1,true))" },
  { NULL, NULL, NULL, NULL },
};

static const CsKey readers[] = {
  { "readers.accept", N_("Decide: a calcification"), "a", NULL },
  { "readers.reject", N_("Decide: no calcification"), "r", NULL },
  { "readers.unsure", N_("Decide: unsure"), "u", NULL },
  { "readers.next", N_("Next difference"), "n", NULL },
  { "readers.previous", N_("Previous difference"), "p", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey compare[] = {
  { "compare.next", N_("Next difference"), "n", NULL },
  { "compare.previous", N_("Previous difference"), "p", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey report[] = {
  { "report.print", N_("Print the report"), "<Control>p", NULL },
  { "report.save", N_("Save the report"), "<Control>s", NULL },
  { NULL, NULL, NULL, NULL },
};

static const CsKey dialog[] = {
  { "dialog.close", N_("Close a window beside the first"), "Escape", "window.close" },
  { NULL, NULL, NULL, NULL },
};

const CsKeyContext cs_key_contexts[] = {
  { "review", N_("Judging"), REVIEW, CS_KEYS_FIRST, review },
  { "many", N_("Many boxes at once"), REVIEW, CS_KEYS_FIRST, many },
  { "box", N_("Moving a box"), REVIEW, CS_KEYS_FIRST, box },
  { "film", N_("Film"), FILM, CS_KEYS_LAST, film },
  { "zoom", N_("Zoom"), FILM, CS_KEYS_LAST, zoom },
  { "wall", N_("Films side by side"), REVIEW, CS_KEYS_FIRST, wall },
  { "morphology", N_("Morphology"), DESCRIBE, CS_KEYS_LAST, morphology },
  { "distribution", N_("Distribution"), DESCRIBE, CS_KEYS_LAST, distribution },
  { "confidence", N_("Confidence"), DESCRIBE, CS_KEYS_LAST, confidence },
  { "why", N_("Why?"), REVIEW | STAGES, CS_KEYS_LAST, why },
  { "window", N_("General"), MAIN, CS_KEYS_APPLICATION, window },
  { "everywhere", N_("Every window"), MAIN | COMPARE | REPORT | DIALOG, CS_KEYS_APPLICATION, everywhere },
  { "images", N_("Images"), IMAGES, CS_KEYS_LAST, images },
  { "stages", N_("Stages"), STAGES, CS_KEYS_LAST, stages },
  { "compare", N_("Comparing two presets"), COMPARE, CS_KEYS_LAST, compare },
  { "patches", N_("Patches"), PATCHES, CS_KEYS_LAST, patches },
  { "mask", N_("Painting a mask"), MASK, CS_KEYS_LAST, mask },
  { "brush", N_("The brush"), MASK, CS_KEYS_FIRST, brush },
  { "readers", N_("Deciding between readers"), READERS, CS_KEYS_LAST, readers },
  { "report", N_("Report"), REPORT, CS_KEYS_LAST, report },
  { "dialog", N_("Windows beside the first"), COMPARE | REPORT | DIALOG, CS_KEYS_LAST, dialog },
  { NULL, NULL, 0, 0, NULL },
};

const CsKeyContext *
cs_key_context_find (const char *id)
{
  for (const CsKeyContext *context = cs_key_contexts; context->id; context++)
    if (g_strcmp0 (context->id, id) == 0)
      return context;
  return NULL;
}

gboolean
cs_key_contexts_meet (const CsKeyContext *one, const CsKeyContext *other)
{
  return (one->places & other->places) != 0;
}

const char *
cs_key_get_action (const CsKey *self)
{
  return self->action ? self->action : self->name;
}

/* By its name, or by what it does. */
static const CsKey *
find (const char *text, gboolean by_name, const CsKeyContext **found)
{
  for (const CsKeyContext *context = cs_key_contexts; context->id; context++)
    for (const CsKey *key = context->keys; key->name; key++)
      if (g_strcmp0 (by_name ? key->name : cs_key_get_action (key), text) == 0)
        {
          if (found)
            *found = context;
          return key;
        }
  return NULL;
}

const CsKey *
cs_key_find (const char *name, const CsKeyContext **context)
{
  return find (name, TRUE, context);
}

const CsKey *
cs_key_of_action (const char *action, const CsKeyContext **context)
{
  return find (action, FALSE, context);
}
