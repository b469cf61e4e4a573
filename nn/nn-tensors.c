#include "nn-tensors.h"

#include "nn-bytes.h"
#include "nn-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* As in the program the format comes from. */
#define MOST_HEAD ((guint64) 100 << 20)
#define NOTES "__metadata__"

struct _NnTensors
{
  GPtrArray  *tensors;                  /* of NnTensor */
  GHashTable *names;                    /* borrowed char * -> borrowed NnTensor * */
  GHashTable *notes;                    /* char * -> char * */
};

/* What the head says of one array. */
typedef struct { char *name; guint n_dims; gsize dims[NN_TENSOR_MOST_DIMS]; guint64 begin, end; } Entry;

static void
tensor_free (gpointer data)
{
  NnTensor *self = data;

  g_free (self->name);
  g_free (self->values);
  g_free (self);
}

static void
entry_clear (gpointer data)
{
  g_free (((Entry *) data)->name);
}

/* FALSE: more bytes than a size can tell. */
static gboolean
count_floats (guint        n_dims,
              const gsize *dims,
              gsize       *n)
{
  *n = 1;
  for (guint i = 0; i < n_dims; i++)
    if (!g_size_checked_mul (n, *n, dims[i]))
      return FALSE;
  return *n <= G_MAXSIZE / sizeof (float);
}

/* Takes @values over. */
static void
add_owned (NnTensors   *self,
           const char  *name,
           guint        n_dims,
           const gsize *dims,
           gsize        n,
           float       *values)
{
  NnTensor *tensor = g_new0 (NnTensor, 1);

  tensor->name = g_strdup (name);
  tensor->n_dims = n_dims;
  if (n_dims > 0)
    memcpy (tensor->dims, dims, n_dims * sizeof (gsize));
  tensor->n = n;
  tensor->values = values;
  g_ptr_array_add (self->tensors, tensor);
  g_hash_table_insert (self->names, tensor->name, tensor);
}

static void
read_notes (NnJson    *json,
            NnTensors *self)
{
  gboolean first = TRUE;
  char *key;

  nn_json_expect (json, '{');
  while ((key = nn_json_key (json, &first)) != NULL)
    {
      g_autofree char *value = nn_json_string (json);

      if (value != NULL)
        nn_tensors_set_note (self, key, value);
      g_free (key);
    }
}

static void
read_shape (NnJson *json,
            Entry  *entry)
{
  gboolean first = TRUE;

  nn_json_expect (json, '[');
  entry->n_dims = 0;
  while (nn_json_item (json, &first))
    {
      guint64 dim = nn_json_number (json);

      if (entry->n_dims == NN_TENSOR_MOST_DIMS)
        json->defect = N_("an array of too many dimensions");
      else
        entry->dims[entry->n_dims++] = dim;
    }
}

static void
read_place (NnJson *json,
            Entry  *entry)
{
  nn_json_expect (json, '[');
  entry->begin = nn_json_number (json);
  nn_json_expect (json, ',');
  entry->end = nn_json_number (json);
  nn_json_expect (json, ']');
}

static void
read_type (NnJson *json)
{
  g_autofree char *type = nn_json_string (json);

  if (type != NULL && strcmp (type, "F32") != 0)
    json->defect = N_("an array of another type than F32");
}

/* Each of the three facts once, nothing else. */
static void
read_entry (NnJson *json,
            Entry  *entry)
{
  static const char *const keys[] = { "dtype", "shape", "data_offsets" };
  gboolean first = TRUE, met[G_N_ELEMENTS (keys)] = { FALSE };
  char *key;

  nn_json_expect (json, '{');
  while ((key = nn_json_key (json, &first)) != NULL)
    {
      guint i = 0;

      while (i < G_N_ELEMENTS (keys) && strcmp (keys[i], key) != 0)
        i++;
      g_free (key);
      if (i == G_N_ELEMENTS (keys) || met[i])
        json->defect = N_("an array with a fact that is unknown or told twice");
      else if (i == 0)
        read_type (json);
      else if (i == 1)
        read_shape (json, entry);
      else
        read_place (json, entry);
      met[MIN (i, G_N_ELEMENTS (keys) - 1)] = TRUE;
    }
  if (json->defect == NULL && !(met[0] && met[1] && met[2]))
    json->defect = N_("an array without type, shape or place");
}

static GArray *
read_head (NnJson    *json,
           NnTensors *self)
{
  GArray *entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean first = TRUE;
  char *key;

  g_array_set_clear_func (entries, entry_clear);
  nn_json_expect (json, '{');
  while ((key = nn_json_key (json, &first)) != NULL)
    {
      Entry entry = { 0 };

      if (!g_hash_table_add (seen, g_strdup (key)))
        json->defect = N_("a name that stands twice");
      if (strcmp (key, NOTES) == 0)
        {
          read_notes (json, self);
          g_free (key);
          continue;
        }
      read_entry (json, &entry);
      entry.name = key;
      g_array_append_val (entries, entry);
    }
  nn_json_close (json);
  return entries;
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const Entry *first = a, *second = b;

  if (first->begin != second->begin)
    return first->begin < second->begin ? -1 : 1;
  return first->end < second->end ? -1 : first->end > second->end;
}

/* In their order the arrays follow each other from the first byte of the numbers to the last. NULL: so it is. */
static const char *
take_arrays (NnTensors *self,
             GArray    *entries,
             NnReader  *numbers)
{
  guint64 at = 0;

  g_array_sort (entries, compare_places);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      gsize n;
      float *values;

      if (entry->begin != at || entry->end < at)
        return N_("arrays that overlap or leave a gap");
      if (!count_floats (entry->n_dims, entry->dims, &n) || entry->end - at != n * sizeof (float))
        return N_("an array whose place does not fit its shape");
      if (n * sizeof (float) > numbers->left)
        return N_("an array that reaches beyond its end: it is cut off");
      values = g_new (float, MAX (n, 1));
      nn_read_floats (numbers, values, n);
      add_owned (self, entry->name, entry->n_dims, entry->dims, n, values);
      at = entry->end;
    }
  return numbers->left > 0 ? N_("numbers that belong to no array") : NULL;
}

static const char *
read_all (NnTensors *self,
          NnReader  *file)
{
  guint64 size = nn_read_u64 (file);
  const guint8 *head = size <= MOST_HEAD ? nn_read_raw (file, size) : NULL;
  g_autoptr (GArray) entries = NULL;
  NnJson json = { 0 };

  if (head == NULL)
    return N_("a head that is cut off, or none at all");
  json.at = (const char *) head;
  json.end = json.at + size;
  entries = read_head (&json, self);
  return json.defect != NULL ? json.defect : take_arrays (self, entries, file);
}

static void
append_entry (GString        *head,
              const NnTensor *tensor,
              gsize          *at)
{
  nn_json_quote (head, tensor->name);
  g_string_append (head, ":{\"dtype\":\"F32\",\"shape\":[");
  for (guint i = 0; i < tensor->n_dims; i++)
    g_string_append_printf (head, i > 0 ? ",%" G_GSIZE_FORMAT : "%" G_GSIZE_FORMAT, tensor->dims[i]);
  g_string_append_printf (head, "],\"data_offsets\":[%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT "]}", *at,
                          *at + tensor->n * sizeof (float));
  *at += tensor->n * sizeof (float);
}

static void
append_notes (GString         *head,
              const NnTensors *self)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (self->notes), (GCompareFunc) strcmp);

  g_string_append (head, "\"" NOTES "\":{");
  for (GList *key = keys; key != NULL; key = key->next)
    {
      nn_json_quote (head, key->data);
      g_string_append_c (head, ':');
      nn_json_quote (head, g_hash_table_lookup (self->notes, key->data));
      if (key->next != NULL)
        g_string_append_c (head, ',');
    }
  g_string_append_c (head, '}');
}

NnTensors *
nn_tensors_new (void)
{
  NnTensors *self = g_new (NnTensors, 1);

  self->tensors = g_ptr_array_new_with_free_func (tensor_free);
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
nn_tensors_free (NnTensors *self)
{
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->notes);
  g_ptr_array_unref (self->tensors);
  g_free (self);
}

void
nn_tensors_add (NnTensors   *self,
                const char  *name,
                guint        n_dims,
                const gsize *dims,
                const float *values)
{
  gsize n = 0;

  g_return_if_fail (n_dims <= NN_TENSOR_MOST_DIMS && nn_tensors_find (self, name) == NULL);
  g_return_if_fail (count_floats (n_dims, dims, &n));

  add_owned (self, name, n_dims, dims, n, n > 0 ? g_memdup2 (values, n * sizeof (float)) : g_new (float, 1));
}

guint
nn_tensors_get_n (const NnTensors *self)
{
  return self->tensors->len;
}

const NnTensor *
nn_tensors_get (const NnTensors *self,
                guint            i)
{
  g_return_val_if_fail (i < self->tensors->len, NULL);
  return g_ptr_array_index (self->tensors, i);
}

const NnTensor *
nn_tensors_find (const NnTensors *self,
                 const char      *name)
{
  return g_hash_table_lookup (self->names, name);
}

const char *
nn_tensors_get_note (const NnTensors *self,
                     const char      *key)
{
  return g_hash_table_lookup (self->notes, key);
}

void
nn_tensors_set_note (NnTensors  *self,
                     const char *key,
                     const char *value)
{
  g_hash_table_insert (self->notes, g_strdup (key), g_strdup (value));
}

GBytes *
nn_tensors_to_bytes (const NnTensors *self)
{
  g_autoptr (GString) head = g_string_new ("{");
  GByteArray *file = g_byte_array_new ();
  gsize at = 0;

  if (g_hash_table_size (self->notes) > 0)
    append_notes (head, self);
  for (guint i = 0; i < self->tensors->len; i++)
    {
      if (head->len > 1)
        g_string_append_c (head, ',');
      append_entry (head, self->tensors->pdata[i], &at);
    }
  g_string_append_c (head, '}');
  while (head->len % 8 != 0)
    g_string_append_c (head, ' ');
  nn_put_u64 (file, head->len);
  g_byte_array_append (file, (const guint8 *) head->str, head->len);
  for (guint i = 0; i < self->tensors->len; i++)
    nn_put_floats (file, nn_tensors_get (self, i)->values, nn_tensors_get (self, i)->n);
  return g_byte_array_free_to_bytes (file);
}

NnTensors *
nn_tensors_from_bytes (GBytes     *bytes,
                       const char *name,
                       GError    **error)
{
  g_autoptr (NnTensors) self = nn_tensors_new ();
  NnReader file = { 0 };
  const char *defect;

  file.data = g_bytes_get_data (bytes, &file.left);
  defect = read_all (self, &file);
  if (defect == NULL)
    return g_steal_pointer (&self);
  g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("“%s” is no sound safetensors file: it has %s"), name, _(defect));
  return NULL;
}
