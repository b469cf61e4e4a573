/* An item no layer has ever met: a rectangle with a state, and a box layer that reads it. */
#pragma once

#include "cs-box-layer.h"

G_BEGIN_DECLS

#define TEST_TYPE_THING (test_thing_get_type ())
G_DECLARE_FINAL_TYPE (TestThing, test_thing, TEST, THING, GObject)

/* Properties: left top across (int), down (double), verdict, origin (uint), name (string). */
TestThing   *test_thing_new   (int left, int top, int across, int down, guint verdict);
CsLayer *test_thing_layer (GtkSelectionModel *model);

G_END_DECLS
