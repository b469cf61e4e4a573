#include "cs-param.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-error.h"

double
cs_param_get (const CsParam *self, gconstpointer params)
{
  gconstpointer field = G_STRUCT_MEMBER_P (params, self->offset);

  return self->type == CS_PARAM_DOUBLE ? *(const double *) field : *(const int *) field;
}

gboolean
cs_param_set (const CsParam *self, gpointer params, double value, GError **error)
{
  gpointer field = G_STRUCT_MEMBER_P (params, self->offset);

  /* Written so that a NaN is refused too. */
  if (!(value >= self->lower && value <= self->upper))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("%s must lie between %g and %g, not %g"),
                   self->name, self->lower, self->upper, value);
      return FALSE;
    }
  if (self->type == CS_PARAM_DOUBLE)
    *(double *) field = value;
  else
    *(int *) field = (int) floor (value + 0.5);
  return TRUE;
}
