#include "cs-stamp.h"

/* A file's time is as fine as its file system has it: what changed so shortly before a look may change again unseen. */
#define SETTLED (2 * G_USEC_PER_SEC)

typedef struct
{
  GFile   *file;
  gint64   size, changed;    /* microseconds; 0: there is no such file */
  gboolean settled;
} Stamp;

static void
stamp_clear (gpointer data)
{
  g_object_unref (((Stamp *) data)->file);
}

static Stamp
look (GFile *file)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, "standard::size,time::modified,time::modified-usec",
                                                  G_FILE_QUERY_INFO_NONE, NULL, NULL);
  Stamp stamp = { .file = file, .settled = TRUE };
  gint64 now = g_get_real_time ();

  if (info == NULL)
    return stamp;
  stamp.size = g_file_info_get_size (info);
  stamp.changed = (gint64) g_file_info_get_attribute_uint64 (info, "time::modified") * G_USEC_PER_SEC +
                  g_file_info_get_attribute_uint32 (info, "time::modified-usec");
  stamp.settled = stamp.changed > now || now - stamp.changed > SETTLED;   /* another machine's clock may be ahead */
  return stamp;
}

GArray *
cs_stamps_new (void)
{
  GArray *self = g_array_new (FALSE, FALSE, sizeof (Stamp));

  g_array_set_clear_func (self, stamp_clear);
  return self;
}

void
cs_stamps_add (GArray *self, GFile *file)
{
  Stamp stamp = look (file);

  g_object_ref (file);
  g_array_append_val (self, stamp);
}

gboolean
cs_stamps_hold (const GArray *self)
{
  for (guint i = 0; i < self->len; i++)
    {
      const Stamp *known = &g_array_index (self, Stamp, i);
      Stamp now = look (known->file);

      if (!known->settled || now.size != known->size || now.changed != known->changed)
        return FALSE;
    }
  return TRUE;
}
