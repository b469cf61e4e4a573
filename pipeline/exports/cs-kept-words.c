#include "cs-kept-words.h"

#include <string.h>

/* A code: capitals, digits, blanks and underscores. A number: digits and what else numbers are written with. */
#define CODE "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _\\"
#define NUMBER "0123456789+-.eE \\"
#define MOST_CODE 16
#define MOST_NAME 64

typedef struct { guint group, element; const char *letters; } Kept;   /* letters NULL: the machine's name */

static const Kept kept[] = {
  { 0x0008, 0x0008, CODE },       /* image type */
  { 0x0008, 0x0060, CODE },       /* modality */
  { 0x0008, 0x0064, CODE },       /* how it became digital */
  { 0x0008, 0x0068, CODE },       /* presentation intent */
  { 0x0008, 0x0070, NULL },       /* manufacturer, and its model */
  { 0x0008, 0x1090, NULL },
  { 0x0018, 0x0015, CODE },       /* body part */
  { 0x0018, 0x0060, NUMBER },     /* kVp */
  { 0x0018, 0x1110, NUMBER },     /* distances: source to detector, to patient */
  { 0x0018, 0x1111, NUMBER },
  { 0x0018, 0x1114, NUMBER },     /* magnification */
  { 0x0018, 0x1150, NUMBER },     /* exposure: time, current, product */
  { 0x0018, 0x1151, NUMBER },
  { 0x0018, 0x1152, NUMBER },
  { 0x0018, 0x1164, NUMBER },     /* imager pixel spacing */
  { 0x0018, 0x1191, CODE },       /* anode */
  { 0x0018, 0x11a0, NUMBER },     /* thickness, force */
  { 0x0018, 0x11a2, NUMBER },
  { 0x0018, 0x1405, NUMBER },     /* relative exposure */
  { 0x0018, 0x1508, CODE },       /* positioner */
  { 0x0018, 0x1510, NUMBER },     /* and its angle */
  { 0x0018, 0x2010, NUMBER },     /* spacing of a scanner */
  { 0x0018, 0x5101, CODE },       /* view */
  { 0x0018, 0x7004, CODE },       /* detector type */
  { 0x0018, 0x7050, CODE },       /* filter */
  { 0x0020, 0x0011, NUMBER },     /* numbers of series and instance */
  { 0x0020, 0x0013, NUMBER },
  { 0x0020, 0x0020, CODE },       /* patient orientation */
  { 0x0020, 0x0060, CODE },       /* side */
  { 0x0020, 0x0062, CODE },
  { 0x0028, 0x0030, NUMBER },     /* pixel spacing, and its kind */
  { 0x0028, 0x0a02, CODE },
  { 0x0028, 0x0301, CODE },       /* burnt in */
  { 0x0028, 0x1040, CODE },       /* intensity relationship, and its sign */
  { 0x0028, 0x1041, NUMBER },
  { 0x0028, 0x1300, CODE },       /* implant, partial view */
  { 0x0028, 0x1350, CODE },
  { 0x0028, 0x2110, CODE },       /* lossy compression: whether, ratio, method */
  { 0x0028, 0x2112, NUMBER },
  { 0x0028, 0x2114, CODE },
  { 0x0040, 0x0318, CODE } };     /* organ */

static gboolean
is_made_of (const char *value,
            const char *letters)
{
  g_auto (GStrv) parts = g_strsplit (value, "\\", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (strlen (parts[i]) > MOST_CODE)
      return FALSE;
  return strspn (value, letters) == strlen (value);
}

static gboolean
is_kept (const Kept *self,
         const char *value)
{
  if (*value == '\0')
    return FALSE;
  return self->letters != NULL ? is_made_of (value, self->letters) : g_utf8_strlen (value, -1) <= MOST_NAME;
}

static const CsHeaderLine *
find (CsHeader *header,
      guint     group,
      guint     element)
{
  g_autofree char *tag = g_strdup_printf ("(%04x,%04x)", group, element);

  for (guint i = 0; i < cs_header_get_n (header); i++)
    {
      const CsHeaderLine *line = cs_header_get (header, i);

      if (line->depth == 0 && g_str_equal (line->tag, tag))
        return line;
    }
  return NULL;
}

GArray *
cs_kept_words (CsHeader *header)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (CsDicomWord));

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const CsHeaderLine *line = find (header, kept[i].group, kept[i].element);
      CsDicomWord word = { kept[i].group, kept[i].element, line != NULL ? line->value : "" };

      if (is_kept (&kept[i], word.value))
        g_array_append_val (words, word);
    }
  return words;
}

CsDetails *
cs_kept_details (const CsDetails *details)
{
  CsDetails *self = cs_details_new ();
  double slope, intercept;

  cs_details_get_values (details, &slope, &intercept);
  cs_details_set_values (self, slope, intercept);
  for (guint i = 0; i < cs_details_get_n_windows (details); i++)
    {
      CsVoi voi = *cs_details_get_window (details, i);

      if (voi.title != NULL && !is_made_of (voi.title, CODE))
        voi.title = NULL;
      cs_details_add_window (self, &voi);
    }
  return self;
}

const char *
cs_kept_words_burnt (CsHeader *header)
{
  const CsHeaderLine *line = header != NULL ? find (header, 0x0028, 0x0301) : NULL;

  if (line != NULL && g_str_equal (line->value, "YES"))
    return "yes";
  return line != NULL && g_str_equal (line->value, "NO") ? "no" : "unknown";
}
