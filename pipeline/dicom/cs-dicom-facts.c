/* Side, view, case and spacing of a DICOM film. Where the file says a thing twice and differently, one is believed, and
 * a note says which and why. PS3.3 C.8.11.7 (mammography image), 10.7.1.3 (pixel spacing). */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-date.h"
#include "cs-dicom-private.h"

/* 1 um to 5 mm; and a breast is never nearer to the tube than a tenth of the way. */
#define LEAST_MM 0.001
#define MOST_MM 5.0
#define MOST_MAGNIFICATION 10.0
/* A breast on the detector is at 1.1 at most, on the stand for magnified views at 1.4 at least. */
#define MAGNIFIED 1.3
#define RAW_MAMMOGRAM "1.2.840.10008.5.1.4.1.1.1.2.1"
/* Spacings that differ by less are the same, written with fewer digits. */
#define SAME 0.01

static char *
frame_text (CsDicom *self, guint frame, const char *group, const char *attribute)
{
  g_autofree char *place = cs_dicom_frame_place (self, frame, group, attribute);

  return place != NULL ? cs_dicom_get_text (self, place) : NULL;
}

static CsSide
side_of_letter (const char *letter)
{
  return g_strcmp0 (letter, "L") == 0 ? CS_SIDE_LEFT : g_strcmp0 (letter, "R") == 0 ? CS_SIDE_RIGHT : CS_SIDE_UNKNOWN;
}

CsSide
cs_side_from_orientation (const char *row, const char *column)
{
  gboolean down = column != NULL && strchr (column, 'F') != NULL, up = column != NULL && strchr (column, 'H') != NULL;
  gboolean left = column != NULL && strchr (column, 'L') != NULL;
  gboolean right = column != NULL && strchr (column, 'R') != NULL;

  if (row == NULL || (row[0] != 'A' && row[0] != 'P') || down == up || left == right)
    return CS_SIDE_UNKNOWN;
  return down == left ? CS_SIDE_RIGHT : CS_SIDE_LEFT;   /* down and to the middle is to the left in the right breast */
}

static CsSide
read_side (CsDicom *self, guint frame, CsDetails *details)
{
  g_autofree char *image = cs_dicom_get_text (self, "0020,0062"), *series = cs_dicom_get_text (self, "0020,0060");
  g_autofree char *anatomy = frame_text (self, frame, "0020,9071", "0020,9072");
  g_autofree char *row = cs_dicom_get_value (self, "0020,0020", 0), *column = cs_dicom_get_value (self, "0020,0020", 1);
  CsSide by_image = side_of_letter (image), by_series = side_of_letter (series);
  CsSide by_orientation = cs_side_from_orientation (row, column);
  CsSide side = by_image != CS_SIDE_UNKNOWN ? by_image : side_of_letter (anatomy);

  if (side == CS_SIDE_UNKNOWN)
    side = by_series;
  else if (by_series != CS_SIDE_UNKNOWN && by_series != side)
    cs_details_add_note (details, g_strdup (_("The picture and its series name different sides; the picture was "
                                              "believed.")));
  if (side == CS_SIDE_UNKNOWN)
    return by_orientation;
  if (by_orientation != CS_SIDE_UNKNOWN && by_orientation != side)
    cs_details_add_note (details, g_strdup_printf (_("The side contradicts the patient orientation %s\\%s; the side "
                                                     "was believed."), row, column));
  return side;
}

/* Public sets name their films by case; a file that says its identity was removed has a number that may be shown. */
static char *
read_case (CsDicom *self, CsFacts *facts)
{
  g_autofree char *patient = cs_dicom_get_text (self, "0010,0020"), *issuer = cs_dicom_get_text (self, "0010,0021");
  g_autofree char *removed = cs_dicom_get_text (self, "0012,0062"), *set = NULL, *name = NULL;
  CsFacts by_name = { 0 };

  if (patient == NULL)
    return g_strdup ("");
  if (strstr (patient, "_P_") != NULL)
    set = cs_facts_from_name (patient, 0, 0, &by_name);
  if (set != NULL)
    {
      facts->side = facts->side != CS_SIDE_UNKNOWN ? facts->side : by_name.side;
      facts->view = facts->view != CS_VIEW_UNKNOWN ? facts->view : by_name.view;
      return g_steal_pointer (&set);
    }
  if (g_strcmp0 (removed, "YES") == 0)
    return g_steal_pointer (&patient);
  name = cs_pseudonym_new (patient, issuer);
  return name != NULL ? g_steal_pointer (&name) : g_strdup ("");
}

static gboolean
is_length (double mm)
{
  return isfinite (mm) && mm >= LEAST_MM && mm <= MOST_MM;
}

static gboolean
is_same (double a, double b)
{
  return ABS (a - b) <= SAME * MAX (a, b);
}

static gboolean
is_square (const double mm[2])
{
  return is_length (mm[0]) && is_length (mm[1]) && is_same (mm[0], mm[1]);
}

static char *
number (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.5g", value));
}

static double
choose_imager (const CsSpacings *self, char **why)
{
  g_autofree char *imager = number (self->imager[0]), *factor = number (self->magnification);
  gboolean magnified = self->magnification >= 1 && self->magnification <= MOST_MAGNIFICATION;

  if (magnified)
    *why = g_strdup_printf (_("Length: Imager Pixel Spacing %s mm, at the detector, divided by the magnification %s."),
                            imager, factor);
  else
    *why = g_strdup_printf (_("Length: Imager Pixel Spacing %s mm, at the detector; a magnification is not stated, so "
                              "lengths in the breast are somewhat smaller."), imager);
  return magnified ? self->imager[0] / self->magnification : self->imager[0];
}

/* A pixel spacing beside another imager spacing was corrected by whoever wrote it; an equal one says nothing new. */
static double
choose_both (const CsSpacings *self, char **why)
{
  g_autofree char *pixel = number (self->pixel[0]), *imager = number (self->imager[0]);

  if (self->calibration == NULL && is_same (self->pixel[0], self->imager[0]))
    return choose_imager (self, why);
  *why = g_strdup_printf (self->calibration != NULL
                            ? _("Length: Pixel Spacing %s mm, calibrated in the patient, not Imager Pixel Spacing "
                                "%s mm.")
                            : _("Length: Pixel Spacing %s mm, corrected for magnification, not Imager Pixel Spacing "
                                "%s mm."),
                          pixel, imager);
  return self->pixel[0];
}

double
cs_spacings_choose (const CsSpacings *self, char **why)
{
  const double *only = is_square (self->pixel) ? self->pixel : is_square (self->scanned) ? self->scanned : NULL;
  g_autofree char *mm = NULL;

  *why = NULL;
  if (is_square (self->imager))
    return is_square (self->pixel) ? choose_both (self, why) : choose_imager (self, why);
  if (only != NULL)
    {
      mm = number (only[0]);
      *why = g_strdup_printf (only == self->pixel
                                ? _("Length: Pixel Spacing %s mm; nothing else is stated.")
                                : _("Length: Nominal Scanned Pixel Spacing %s mm, that of the scanner."), mm);
      return only[0];
    }
  if (self->imager[0] != 0 || self->pixel[0] != 0 || self->scanned[0] != 0)
    *why = g_strdup (_("Length: unknown. The spacings of rows and columns differ, or are no lengths."));
  return 0;
}

static void
read_pair (CsDicom *self, guint frame, const char *group, const char *attribute, double pair[2])
{
  g_autofree char *place = cs_dicom_frame_place (self, frame, group, attribute);

  if (place == NULL || cs_dicom_get_numbers (self, place, pair, 2) != 2)
    pair[0] = pair[1] = 0;
}

static void
read_spacing (CsDicom *self, guint frame, CsFacts *facts, CsDetails *details)
{
  g_autofree char *calibration = cs_dicom_get_text (self, "0028,0a02"), *why = NULL;
  g_autofree char *magnification = cs_dicom_frame_place (self, frame, "0018,9476", "0018,1114");
  CsSpacings spacings = { .calibration = calibration };

  read_pair (self, frame, "0028,9443", "0018,1164", spacings.imager);
  read_pair (self, frame, "0028,9110", "0028,0030", spacings.pixel);
  read_pair (self, frame, "0028,9110", "0018,2010", spacings.scanned);
  if (magnification != NULL)
    spacings.magnification = cs_dicom_get_number (self, magnification, 0);
  facts->mm_per_pixel = cs_spacings_choose (&spacings, &why);
  facts->spacing = facts->mm_per_pixel > 0 ? CS_SPACING_FILE : CS_SPACING_NONE;
  if (why != NULL)
    cs_details_add_note (details, g_steal_pointer (&why));
}

/* A film for processing is raw: whether dense tissue is white is told by the sign of its relation to the X-rays. */
static void
check_sign (CsDicom *self, const CsFacts *facts, CsDetails *details)
{
  double sign = cs_dicom_get_number (self, "0028,1041", 0);
  gboolean dense_is_low = sign > 0, low_is_white = facts->inverted;

  if (sign != 0 && dense_is_low != low_is_white)
    cs_details_add_note (details, g_strdup (_("Pixel Intensity Relationship Sign says that dense tissue is dark here; "
                                              "the photometric interpretation was believed.")));
}

/* Of the examination; where that is missing, of the picture. */
static guint32
read_day (CsDicom *self)
{
  g_autofree char *study = cs_dicom_get_text (self, "0008,0020"), *picture = cs_dicom_get_text (self, "0008,0022");
  guint32 day = cs_date_from_file (study);

  return day != 0 ? day : cs_date_from_file (picture);
}

/* Where @letter lies on an axis that runs towards @direction: 1 that way, -1 the other way, 0 across. */
static int
sense_of (const char *direction, char letter, char opposite)
{
  return strchr (direction, letter) != NULL ? 1 : strchr (direction, opposite) != NULL ? -1 : 0;
}

/* An axis as stored, 1 or -1 along x or y, as it is shown: mirrored first, then turned by quarters to the right. */
static void
turn_axis (guint turn, int *x, int *y)
{
  if (turn & 4)
    *x = -*x;
  for (guint i = 0; i < (turn & 3); i++)
    {
      int across = *x;

      *x = -*y;
      *y = across;
    }
}

/* Upright: the chest wall of a left breast at the left, of a right one at the right; down is towards the feet, and in a
 * craniocaudal view, where nothing is, to the middle of the body. */
guint
cs_turn_from_orientation (const char *row, const char *column, CsSide side)
{
  gboolean along = row != NULL && (row[0] == 'A' || row[0] == 'P');
  const char *front = along ? row : column, *other = along ? column : row;
  char medial = side == CS_SIDE_LEFT ? 'R' : 'L', lateral = side == CS_SIDE_LEFT ? 'L' : 'R';
  int forward, down;

  if (row == NULL || column == NULL || side == CS_SIDE_UNKNOWN || (front[0] != 'A' && front[0] != 'P'))
    return 0;
  forward = front[0] == 'A' ? 1 : -1;
  down = sense_of (other, 'F', 'H');
  down = down != 0 ? down : sense_of (other, medial, lateral);
  for (guint turn = 0; turn < 8 && down != 0; turn++)
    {
      int ax = along ? forward : 0, ay = along ? 0 : forward, dx = along ? 0 : down, dy = along ? down : 0;

      turn_axis (turn, &ax, &ay);
      turn_axis (turn, &dx, &dy);
      if (ax == (side == CS_SIDE_LEFT ? 1 : -1) && dy == 1)
        return turn;
    }
  return 0;
}

/* An orientation that contradicts the side is not to be trusted. */
static guint
read_turn (CsDicom *self, CsSide side)
{
  g_autofree char *row = cs_dicom_get_value (self, "0020,0020", 0), *column = cs_dicom_get_value (self, "0020,0020", 1);
  CsSide told = cs_side_from_orientation (row, column);

  return told == CS_SIDE_UNKNOWN || told == side ? cs_turn_from_orientation (row, column, side) : 0;
}

static CsKind
read_kind (CsDicom *self, guint frame, CsKind by_view)
{
  g_autofree char *intent = cs_dicom_get_text (self, "0008,0068"), *sop = cs_dicom_get_text (self, "0008,0016");
  g_autofree char *magnified = cs_dicom_frame_place (self, frame, "0018,9476", "0018,1114");
  double factor = magnified != NULL ? cs_dicom_get_number (self, magnified, 0) : 1;

  if (g_strcmp0 (intent, "FOR PROCESSING") == 0 || g_strcmp0 (sop, RAW_MAMMOGRAM) == 0)
    return CS_KIND_RAW;
  if (cs_dicom_get_n_frames (self) > 1)
    return CS_KIND_FRAME;
  return factor >= MAGNIFIED ? CS_KIND_ADDED : by_view;
}

char *
cs_dicom_read_facts (CsDicom *self, guint frame, CsFacts *facts, CsDetails *details)
{
  CsKind kind = CS_KIND_USUAL;

  facts->side = read_side (self, frame, details);
  facts->view = cs_dicom_read_view (self, &kind, details);
  read_spacing (self, frame, facts, details);
  check_sign (self, facts, details);
  cs_details_set_day (details, read_day (self));
  cs_details_set_kind (details, read_kind (self, frame, kind));
  cs_details_set_turn (details, read_turn (self, facts->side));
  return read_case (self, facts);
}
