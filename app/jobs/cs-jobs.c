#include "cs-jobs.h"

struct _CsJobs
{
  GObject parent_instance;
  GPtrArray *jobs;
};

enum { PROP_0, PROP_N_JOBS, PROP_FRACTION, N_PROPS };
static GParamSpec *props[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return CS_TYPE_JOB;
}

static guint
get_n_items (GListModel *model)
{
  return CS_JOBS (model)->jobs->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  CsJobs *self = CS_JOBS (model);
  return position < self->jobs->len ? g_object_ref (self->jobs->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (CsJobs, cs_jobs, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
changed (CsJobs *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_JOBS]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
}

static void
fraction_changed_cb (CsJob *job, GParamSpec *pspec, CsJobs *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
}

static void
running_changed_cb (CsJob *job, GParamSpec *pspec, CsJobs *self)
{
  guint position;

  if (!g_ptr_array_find (self->jobs, job, &position))
    return;
  g_signal_handlers_disconnect_by_data (job, self);
  g_ptr_array_remove_index (self->jobs, position);
  changed (self, position, 1, 0);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsJobs *self = CS_JOBS (object);
  switch (id)
    {
    case PROP_N_JOBS: g_value_set_uint (value, self->jobs->len); break;
    case PROP_FRACTION: g_value_set_double (value, cs_jobs_get_fraction (self)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
finalize (GObject *object)
{
  CsJobs *self = CS_JOBS (object);
  for (guint i = 0; i < self->jobs->len; i++)
    g_signal_handlers_disconnect_by_data (self->jobs->pdata[i], self);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);
  G_OBJECT_CLASS (cs_jobs_parent_class)->finalize (object);
}

static void
cs_jobs_class_init (CsJobsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->finalize = finalize;
  props[PROP_N_JOBS] = g_param_spec_uint ("n-jobs", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_jobs_init (CsJobs *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

CsJobs *
cs_jobs_new (void)
{
  return g_object_new (CS_TYPE_JOBS, NULL);
}

void
cs_jobs_add (CsJobs *self, CsJob *job)
{
  g_return_if_fail (CS_IS_JOBS (self));
  g_return_if_fail (CS_IS_JOB (job));
  if (!cs_job_get_running (job))
    return;
  g_ptr_array_add (self->jobs, g_object_ref (job));
  g_signal_connect (job, "notify::running", G_CALLBACK (running_changed_cb), self);
  g_signal_connect (job, "notify::fraction", G_CALLBACK (fraction_changed_cb), self);
  changed (self, self->jobs->len - 1, 0, 1);
}

guint
cs_jobs_get_n (CsJobs *self)
{
  g_return_val_if_fail (CS_IS_JOBS (self), 0);
  return self->jobs->len;
}

double
cs_jobs_get_fraction (CsJobs *self)
{
  double sum = 0;
  guint n = 0;

  g_return_val_if_fail (CS_IS_JOBS (self), 0);
  for (guint i = 0; i < self->jobs->len; i++)
    {
      double fraction = cs_job_get_fraction (self->jobs->pdata[i]);
      if (fraction < 0)
        continue;
      sum += fraction;
      n++;
    }
  return n ? sum / n : 0;
}

void
cs_jobs_stop (CsJobs *self, double seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  g_return_if_fail (CS_IS_JOBS (self));
  for (guint i = 0; i < self->jobs->len; i++)
    cs_job_cancel (self->jobs->pdata[i]);
  while (self->jobs->len > 0 && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}
