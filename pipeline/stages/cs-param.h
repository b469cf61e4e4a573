/* Description of a stage's parameter: copying, comparing, hashing, storing and building controls are each one loop over the table.
 * Pure: any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { CS_PARAM_END, CS_PARAM_INT, CS_PARAM_DOUBLE, CS_PARAM_SWITCH, CS_PARAM_CHOICE } CsParamType;

/* In the struct: INT and CHOICE are int, SWITCH is gboolean, DOUBLE is double. */
typedef struct
{
  CsParamType        type;
  const char        *name;      /* stable: stored as "stage.name" */
  gsize              offset;
  const char        *title, *unit, *help;  /* N_()-marked; unit "" where none */
  double             lower, upper, standard, published;  /* the two presets' values */
  const char *const *choices;   /* N_()-marked, NULL-terminated: CHOICE only */
} CsParam;

#define CS_DOUBLE(T, field, title, unit, help, lower, upper, standard, published) \
  { CS_PARAM_DOUBLE, #field, G_STRUCT_OFFSET (T, field), title, unit, help, lower, upper, standard, published, NULL }
#define CS_INT(T, field, title, unit, help, lower, upper, standard, published) \
  { CS_PARAM_INT, #field, G_STRUCT_OFFSET (T, field), title, unit, help, lower, upper, standard, published, NULL }
#define CS_SWITCH(T, field, title, help, standard, published) \
  { CS_PARAM_SWITCH, #field, G_STRUCT_OFFSET (T, field), title, "", help, 0, 1, standard, published, NULL }
#define CS_CHOICE(T, field, title, help, choices, standard, published) \
  { CS_PARAM_CHOICE, #field, G_STRUCT_OFFSET (T, field), title, "", help, 0, G_N_ELEMENTS (choices) - 2, standard, published, choices }

double   cs_param_get (const CsParam *self, gconstpointer params);
gboolean cs_param_set (const CsParam *self, gpointer params, double value, GError **error);  /* refuses NaN and out of range */

G_END_DECLS
