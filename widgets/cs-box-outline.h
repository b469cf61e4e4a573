/* How a box looks in each of its states. Private to the box layer. Widget coordinates. */
#pragma once

#include "cs-box-layer.h"

G_BEGIN_DECLS

typedef struct
{
  graphene_rect_t rect;        /* the line runs along its outside */
  CsBoxState      state;
  CsBoxOrigin     origin;
  gboolean        selected;
  const char     *label;       /* drawn when selected; may be "" */
} CsBoxOutline;

void cs_box_outline_draw (const CsBoxOutline *self, GtkWidget *widget, GtkSnapshot *snapshot);

G_END_DECLS
