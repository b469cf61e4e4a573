/* What can go wrong between a file and its boxes. Every message says what, which file, and what to do. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CS_ERROR (cs_error_quark ())

typedef enum
{
  CS_ERROR_FORMAT,       /* no reader knows this file */
  CS_ERROR_DAMAGED,      /* a reader knows it, but it is truncated or contradicts itself */
  CS_ERROR_UNSUPPORTED,  /* a valid file of a sort we do not read (colour, 64 bit ...) */
  CS_ERROR_TOO_LARGE,    /* more pixels than CS_MAX_PIXELS, or a side over CS_MAX_SIDE */
  CS_ERROR_STORE,        /* the study's folder or database refused: full, read-only, locked, newer schema */
  CS_ERROR_SETTING,      /* a parameter's name is unknown or its value out of range */
  CS_ERROR_SERVER,       /* a server is not reached, not to be trusted, not willing, or answers nonsense */
  CS_ERROR_PASSWORD,     /* it wants one, or another one */
} CsError;

GQuark cs_error_quark (void);

G_END_DECLS
