/* DICOM films: pixels, facts, windows, overlays, header. An element is changed within its length, which is made right
 * again; files of other codings are in corpus/dicom, coded by DCMTK's tools. */
#include <string.h>

#include "dicoms.h"
#include "fuzz.h"

#define MOST_ELEMENTS 256
#define PREAMBLE 132

static void
run (const guint8 *bytes, gsize length)
{
  fuzz_film ("film.dcm", bytes, length);
}

typedef struct { gsize at, head, length; } Element;

static gboolean
is_long (const guint8 *kind)
{
  static const char *const kinds[] = { "OB", "OW", "SQ", "UN", "UT" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (memcmp (kind, kinds[i], 2) == 0)
      return TRUE;
  return FALSE;
}

/* FALSE: there is none at @at whose length fits. Explicit, little endian; sequences and items of unknown length are
 * heads alone. */
static gboolean
find_element (const guint8 *bytes, gsize length, gsize at, Element *found)
{
  const guint8 *head = bytes + at;
  gboolean item = at + 8 <= length && head[0] == 0xfe && head[1] == 0xff;
  guint32 n;

  found->at = at;
  found->head = at + 8 <= length && (item || !is_long (head + 4)) ? 8 : 12;
  if (at + found->head > length)
    return FALSE;
  n = found->head == 8 && !item ? (guint32) (head[6] | head[7] << 8)
                                : head[found->head - 4] | head[found->head - 3] << 8 | head[found->head - 2] << 16 |
                                  (guint32) head[found->head - 1] << 24;
  found->length = n == G_MAXUINT32 || item ? 0 : n;
  return found->length <= length - at - found->head;
}

static guint
list_elements (const guint8 *bytes, gsize length, Element *elements)
{
  gsize at = length > PREAMBLE && memcmp (bytes + PREAMBLE - 4, "DICM", 4) == 0 ? PREAMBLE : 0;
  guint n = 0;

  while (n < MOST_ELEMENTS && find_element (bytes, length, at, &elements[n]))
    at = elements[n].at + elements[n].head + elements[n].length, n++;
  return n;
}

static void
put_length (guint8 *head, gsize head_length, gsize length)
{
  for (guint i = 0; i < (head_length == 8 ? 2 : 4); i++)
    head[(head_length == 8 ? 6 : 8) + i] = (guint8) (length >> (8 * i));
}

/* Its value grows or shrinks by @plain, and what follows moves. */
static gsize
change_value (guint8 *bytes, gsize length, gsize most, const Element *element, FuzzPlain plain)
{
  gsize start = element->at + element->head, rest = length - start - element->length;
  gsize room = MIN (most - start - rest, MIN (element->length + 64, 65534)), n;
  g_autofree guint8 *value = g_malloc0 (room + 1), *behind = g_memdup2 (bytes + start + element->length, rest);

  memcpy (value, bytes + start, MIN (element->length, room));
  n = plain (value, MIN (element->length, room), room & ~(gsize) 1);
  n = MIN (n + (n & 1), room & ~(gsize) 1);
  memcpy (bytes + start, value, n);
  if (rest > 0)
    memcpy (bytes + start + n, behind, rest);
  put_length (bytes + element->at, element->head, n);
  return start + n + rest;
}

static gsize
mutate (guint8 *bytes, gsize length, gsize most, GRand *rand, FuzzPlain plain)
{
  g_autofree Element *elements = g_new (Element, MOST_ELEMENTS);
  guint n = list_elements (bytes, length, elements);
  const Element *chosen = n > 0 ? &elements[g_rand_int_range (rand, 0, (int) n)] : NULL;

  if (chosen == NULL || chosen->length == 0 || length > most || g_rand_int_range (rand, 0, 4) == 0)
    return plain (bytes, length, most);
  return change_value (bytes, length, most, chosen, plain);
}

static void
describe (DicomPlace *place)
{
  static const guint16 table[] = { 0, 100, 400, 4095 }, shape[] = { 4, 0, 16 }, size[] = { 4, 4 }, origin[] = { 1, 1 };

  dicom_text (place, 0x0018, 0x1164, "DS", "0.07\\0.07");
  dicom_text (place, 0x0018, 0x5101, "CS", "MLO");
  dicom_text (place, 0x0020, 0x0020, "CS", "A\\FR");
  dicom_text (place, 0x0020, 0x0062, "CS", "L");
  dicom_text (place, 0x0028, 0x1050, "DS", "40\\400");
  dicom_text (place, 0x0028, 0x1051, "DS", "400\\2000");
  dicom_text (place, 0x0028, 0x1056, "CS", "SIGMOID");
  dicom_begin (place, 0x0028, 0x3010);
  dicom_words (place, 0x0028, 0x3002, "US", shape, G_N_ELEMENTS (shape));
  dicom_words (place, 0x0028, 0x3006, "US", table, G_N_ELEMENTS (table));
  dicom_end (place);
  dicom_words (place, 0x6000, 0x0010, "US", size, 1);
  dicom_words (place, 0x6000, 0x0011, "US", size, 1);
  dicom_text (place, 0x6000, 0x0040, "CS", "G");
  dicom_words (place, 0x6000, 0x0050, "SS", origin, G_N_ELEMENTS (origin));
  dicom_words (place, 0x6000, 0x0100, "US", (const guint16[]) { 1 }, 1);
  dicom_words (place, 0x6000, 0x0102, "US", (const guint16[]) { 0 }, 1);
  dicom_words (place, 0x6000, 0x3000, "OW", table + 3, 1);
}

static void
seed (GPtrArray *seeds)
{
  int values[2 * 48] = { 0 };
  DicomSheet plain = { .columns = 8, .rows = 6, .allocated = 16, .stored = 12, .photometric = "MONOCHROME2",
                       .values = values };
  DicomSheet bare = { .columns = 8, .rows = 6, .frames = 2, .allocated = 8, .stored = 8, .bare = TRUE,
                      .photometric = "MONOCHROME1", .values = values };
  DicomPlace place;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = (int) (i * 37 % 251);
  dicom_place_open (&place, NULL);
  describe (&place);
  fuzz_add_file (seeds, dicom_write (&place, "plain.dcm", &plain));
  fuzz_add_file (seeds, dicom_write (&place, "bare.dcm", &bare));
  dicom_place_close (&place, NULL);
}

const FuzzTarget fuzz_target_dicom = { .id = "dicom", .run = run, .seed = seed, .mutate = mutate, .dicom = TRUE };
