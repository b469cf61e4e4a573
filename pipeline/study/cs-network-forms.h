/* The forms a network goes out in to other programs: a table of descriptors. What it was told on its way (recipe, design,
 * settings, millimetres a pixel ...) and its digest go along; figures of its training and names of people do not.
 * Thread rule: as nn_net_predict(). */
#pragma once

#include "nn-net.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;                          /* on the command line */
  GBytes   *(*make) (const NnNet *net);    /* the whole file */
} CsNetworkForm;

extern const CsNetworkForm cs_network_forms[];                  /* ended by an id of NULL */

const CsNetworkForm *cs_network_form_find (const char *id);     /* NULL: none */

G_END_DECLS
