/* A Mammography CAD SR by DCMTK's dcmsr, which checks every relation against the standard as the tree grows. */
#include "cs-dicom-report.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmsr/dsrdoc.h>
#include <dcmtk/dcmsr/codes/dcm.h>
#include <dcmtk/dcmsr/codes/ucum.h>
#include <dcmtk/oflog/oflog.h>
#include <glib/gi18n-lib.h>

#include "cs-dicom-write-private.h"
#include "cs-error.h"

typedef DSRTypes T;
typedef DSRCodedEntryValue Code;

/* SNOMED CT, as PS3.16 names them since 2018 (CID 6014, 6022, 4014). */
#define CLUSTER Code ("129769006", "SCT", "Calcification Cluster")
#define CALCIFICATION Code ("129770007", "SCT", "Individual Calcification")

/* The report as it grows, and whether all of it was allowed so far. */
typedef struct
{
  const CsReport  *report;
  DSRDocument      document;
  DSRDocumentTree *tree;
  size_t          *pictures;     /* nodes of the image library, one a film */
  bool             sound;
} Growing;

static void
note (Growing *self, const OFCondition &condition)
{
  self->sound = self->sound && condition.good ();
}

/* One level down, where the caller fills it; leave() comes back. */
static DSRContentItem &
enter (Growing *self, T::E_RelationshipType relation, T::E_ValueType type, const Code *concept_name)
{
  self->sound = self->sound && self->tree->addContentItem (relation, type, T::AM_belowCurrent) > 0;
  DSRContentItem &item = self->tree->getCurrentContentItem ();
  if (concept_name != NULL)
    note (self, item.setConceptName (*concept_name));
  return item;
}

static void
leave (Growing *self)
{
  self->tree->goUp ();
}

static void
enter_code (Growing *self, T::E_RelationshipType relation, const Code &concept_name, const Code &value)
{
  note (self, enter (self, relation, T::VT_Code, &concept_name).setCodeValue (value));
}

static void
add_code (Growing *self, T::E_RelationshipType relation, const Code &concept_name, const Code &value)
{
  enter_code (self, relation, concept_name, value);
  leave (self);
}

static void
add_text (Growing *self, T::E_RelationshipType relation, const Code &concept_name, const char *text)
{
  note (self, enter (self, relation, T::VT_Text, &concept_name).setStringValue (text));
  leave (self);
}

static bool
is_said (const char *text)
{
  return text != NULL && text[0] != '\0';
}

static void
add_algorithm (Growing *self)   /* TID 4019 */
{
  add_text (self, T::RT_hasProperties, CODE_DCM_AlgorithmName, self->report->study.algorithm);
  add_text (self, T::RT_hasProperties, CODE_DCM_AlgorithmVersion, self->report->study.version);
}

static void
describe_picture (Growing *self, const CsReportFilm *film)   /* TID 4020 */
{
  if (film->side != CS_SIDE_UNKNOWN)
    add_code (self, T::RT_hasAcqContext, CODE_DCM_ImageLaterality,
              film->side == CS_SIDE_LEFT ? Code ("80248007", "SCT", "Left breast")
                                         : Code ("73056007", "SCT", "Right breast"));
  if (film->view == CS_VIEW_CC)
    add_code (self, T::RT_hasAcqContext, CODE_DCM_ImageView, Code ("399162004", "SCT", "cranio-caudal"));
  if (film->view == CS_VIEW_MLO)
    add_code (self, T::RT_hasAcqContext, CODE_DCM_ImageView, Code ("399368009", "SCT", "medio-lateral oblique"));
  if (is_said (film->row))
    add_text (self, T::RT_hasAcqContext, CODE_DCM_PatientOrientationRow, film->row);
  if (is_said (film->column))
    add_text (self, T::RT_hasAcqContext, CODE_DCM_PatientOrientationColumn, film->column);
}

static void
add_library (Growing *self)
{
  const Code library = CODE_DCM_ImageLibrary;

  enter (self, T::RT_contains, T::VT_Container, &library);
  for (guint i = 0; i < self->report->n_films; i++)
    {
      const CsReportFilm *film = &self->report->films[i];
      DSRImageReferenceValue picture (film->picture.class_uid, film->picture.uid);

      if (film->picture.frame > 0)
        picture.getFrameList ().addItem ((Sint32) film->picture.frame);
      note (self, enter (self, T::RT_contains, T::VT_Image, NULL).setImageReference (picture));
      self->pictures[i] = self->tree->getNodeID ();
      describe_picture (self, film);
      leave (self);
    }
  leave (self);
}

static void
add_points (Growing *self, size_t picture, const Code &concept_name, DSRSpatialCoordinatesValue &points)
{
  note (self, enter (self, T::RT_hasProperties, T::VT_SCoord, &concept_name).setSpatialCoordinates (points));
  self->sound = self->sound && self->tree->addByReferenceRelationship (T::RT_selectedFrom, picture) > 0;
  leave (self);
}

/* 0\0 is the outer corner of the first pixel (PS3.3, C.18.6.1.1), so a box's edges are whole numbers. */
static void
add_geometry (Growing *self, size_t picture, const CsReportSpot *box)   /* TID 4021 */
{
  const float left = (float) box->x, top = (float) box->y;
  const float right = left + (float) box->width, bottom = top + (float) box->height;
  const float corners[][2] = { { left, top }, { right, top }, { right, bottom }, { left, bottom }, { left, top } };
  DSRSpatialCoordinatesValue centre (T::GT_Point), outline (T::GT_Polyline);

  centre.getGraphicDataList ().addItem ((left + right) / 2, (top + bottom) / 2);
  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    outline.getGraphicDataList ().addItem (corners[i][0], corners[i][1]);
  add_points (self, picture, CODE_DCM_Center, centre);
  add_points (self, picture, CODE_DCM_Outline, outline);
}

/* The calcifications of a cluster may be shown or not, as the viewer likes: the cluster is what a reader is to see. */
static const Code
intent_of (const CsReportSpot *spot)
{
  if (spot->hidden)
    return CODE_DCM_NotForPresentation_RenderingDeviceExpectedNotToPresent;
  if (spot->cluster >= 0)
    return CODE_DCM_PresentationOptional_RenderingDeviceMayPresent;
  return CODE_DCM_PresentationRequired_RenderingDeviceIsExpectedToPresent;
}

static void
add_number (Growing *self, const Code &concept_name, const char *number, const Code &unit)
{
  note (self, enter (self, T::RT_hasProperties, T::VT_Num, &concept_name).setNumericValue (
          DSRNumericMeasurementValue (number, unit)));
  leave (self);
}

static void
add_certainty (Growing *self, double certainty)
{
  char percent[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (percent, sizeof percent, "%.4f", CLAMP (certainty, 0, 1) * 100);
  add_number (self, CODE_DCM_CertaintyOfFinding, percent, Code ("%", "UCUM", "Percent"));
}

static void
add_spot (Growing *self, T::E_RelationshipType relation, size_t picture, const CsReportSpot *spot)   /* TID 4006 */
{
  enter_code (self, relation, CODE_DCM_SingleImageFinding, CALCIFICATION);
  add_code (self, T::RT_hasConceptMod, CODE_DCM_RenderingIntent, intent_of (spot));
  add_algorithm (self);
  add_certainty (self, spot->certainty);
  add_geometry (self, picture, spot);
  leave (self);
}

/* Where cluster @number lies, and how sure the surest of its calcifications is. */
static CsReportSpot
outline_of (const CsReportFilm *film, int number, guint *n)
{
  CsReportSpot all = { G_MAXINT, G_MAXINT, 0, 0, 0, FALSE, -1 };
  int right = G_MININT, bottom = G_MININT;

  *n = 0;
  for (guint i = 0; i < film->n_spots; i++)
    {
      const CsReportSpot *spot = &film->spots[i];

      if (spot->cluster != number)
        continue;
      *n += 1;
      all.x = MIN (all.x, spot->x);
      all.y = MIN (all.y, spot->y);
      right = MAX (right, spot->x + spot->width);
      bottom = MAX (bottom, spot->y + spot->height);
      all.certainty = MAX (all.certainty, spot->certainty);
    }
  all.width = right - all.x;
  all.height = bottom - all.y;
  return all;
}

static void
add_cluster (Growing *self, guint film, int number)   /* TID 4006 and 4010 */
{
  const CsReportFilm *picture = &self->report->films[film];
  guint n;
  const CsReportSpot all = outline_of (picture, number, &n);
  g_autofree char *count = g_strdup_printf ("%u", n);

  enter_code (self, T::RT_contains, CODE_DCM_SingleImageFinding, CLUSTER);
  add_code (self, T::RT_hasConceptMod, CODE_DCM_RenderingIntent, intent_of (&all));
  add_algorithm (self);
  add_certainty (self, all.certainty);
  add_geometry (self, self->pictures[film], &all);
  add_number (self, CODE_DCM_NumberOfCalcifications, count, Code ("1", "UCUM", "no units"));
  for (guint i = 0; i < picture->n_spots; i++)
    if (picture->spots[i].cluster == number)
      add_spot (self, T::RT_inferredFrom, self->pictures[film], &picture->spots[i]);
  leave (self);
}

static void
add_clusters (Growing *self, guint film)
{
  const CsReportFilm *picture = &self->report->films[film];
  int n = 0;

  for (guint i = 0; i < picture->n_spots; i++)
    n = MAX (n, picture->spots[i].cluster + 1);
  for (int number = 0; number < n; number++)
    add_cluster (self, film, number);
}

static guint
count_shown (const CsReport *report)
{
  guint n = 0;

  for (guint i = 0; i < report->n_films; i++)
    for (guint k = 0; k < report->films[i].n_spots; k++)
      n += !report->films[i].spots[k].hidden;
  return n;
}

/* One impression a film: what is to be shown on it; another, what is not. */
static void
add_impression (Growing *self, guint film, bool hidden)
{
  const CsReportFilm *picture = &self->report->films[film];
  const Code impression = CODE_DCM_IndividualImpressionRecommendation;
  guint n = 0;

  for (guint i = 0; i < picture->n_spots; i++)
    n += bool (picture->spots[i].hidden) == hidden;
  if (n == 0)
    return;
  enter (self, T::RT_inferredFrom, T::VT_Container, &impression);
  add_code (self, T::RT_hasConceptMod, CODE_DCM_RenderingIntent,
            hidden ? CODE_DCM_NotForPresentation_RenderingDeviceExpectedNotToPresent
                   : CODE_DCM_PresentationRequired_RenderingDeviceIsExpectedToPresent);
  if (!hidden)
    add_clusters (self, film);
  for (guint i = 0; i < picture->n_spots; i++)
    if (bool (picture->spots[i].hidden) == hidden && picture->spots[i].cluster < 0)
      add_spot (self, T::RT_contains, self->pictures[film], &picture->spots[i]);
  leave (self);
}

static void
add_findings (Growing *self)   /* TID 4001 */
{
  enter_code (self, T::RT_contains, CODE_DCM_CADProcessingAndFindingsSummary,
              count_shown (self->report) > 0 ? CODE_DCM_AllAlgorithmsSucceeded_withFindings
                                             : CODE_DCM_AllAlgorithmsSucceeded_withoutFindings);
  for (guint i = 0; i < self->report->n_films; i++)
    {
      add_impression (self, i, false);
      add_impression (self, i, true);
    }
  leave (self);
}

static void
add_detection (Growing *self, const Code &what)   /* TID 4017 */
{
  enter_code (self, T::RT_contains, CODE_DCM_DetectionPerformed, what);
  add_algorithm (self);
  for (guint i = 0; i < self->report->n_films; i++)
    self->sound = self->sound &&
                  self->tree->addByReferenceRelationship (T::RT_inferredFrom, self->pictures[i]) > 0;
  leave (self);
}

static void
add_summaries (Growing *self)   /* TID 4015 and 4016 */
{
  const Code successful = CODE_DCM_SuccessfulDetections;

  enter_code (self, T::RT_contains, CODE_DCM_SummaryOfDetections, CODE_DCM_Succeeded);
  enter (self, T::RT_inferredFrom, T::VT_Container, &successful);
  add_detection (self, CALCIFICATION);
  add_detection (self, CLUSTER);
  leave (self);
  leave (self);
  add_code (self, T::RT_contains, CODE_DCM_SummaryOfAnalyses, CODE_DCM_NotAttempted);
}

static void
grow (Growing *self)   /* TID 4000 */
{
  const Code report = CODE_DCM_MammographyCADReport;

  self->tree->addContentItem (T::RT_isRoot, T::VT_Container);
  note (self, self->tree->getCurrentContentItem ().setConceptName (report));
  note (self, self->tree->getCurrentContentItem ().setTemplateIdentification ("4000", "DCMR"));
  add_code (self, T::RT_hasConceptMod, CODE_DCM_LanguageOfContentItemAndDescendants,
            Code ("eng", "RFC5646", "English"));
  add_library (self);
  add_findings (self);
  add_summaries (self);
}

static void
sign (Growing *self)
{
  note (self, self->document.createNewSeriesInStudy (self->report->study.study_uid));
  note (self, self->document.setManufacturer (self->report->study.algorithm));
  note (self, self->document.setManufacturerModelName (self->report->study.algorithm));
  note (self, self->document.setDeviceSerialNumber ("1"));
  note (self, self->document.setSoftwareVersions (self->report->study.version));
  note (self, self->document.setSeriesNumber ("1"));
  note (self, self->document.setInstanceNumber ("1"));
  for (guint i = 0; i < self->report->n_films; i++)
    {
      const CsDicomPicture *picture = &self->report->films[i].picture;

      note (self, self->document.getCurrentRequestedProcedureEvidence ().addItem (
              self->report->study.study_uid, picture->series_uid, picture->class_uid, picture->uid));
    }
}

static bool
write_file (Growing *self, const char *path)
{
  DcmFileFormat file;

  self->tree = &self->document.getTree ();
  note (self, self->document.createNewDocument (T::DT_MammographyCadSR));
  sign (self);
  grow (self);
  note (self, self->document.completeDocument ());
  if (self->sound)
    note (self, self->document.write (*file.getDataset ()));
  if (self->sound)
    cs_put_study (file.getDataset (), &self->report->study);
  if (self->sound)
    note (self, file.saveFile (path, EXS_LittleEndianExplicit));
  return self->sound;
}

gboolean
cs_dicom_write_report (const CsReport *report, const char *path, GError **error)
{
  g_autofree size_t *pictures = g_new0 (size_t, report->n_films);

  try
    {
      Growing growing;

      growing.report = report;
      growing.pictures = pictures;
      growing.sound = true;
      OFLog::configure (OFLogger::OFF_LOG_LEVEL);   /* nothing of a patient may reach a log */
      if (write_file (&growing, path))
        return TRUE;
    }
  catch (...)
    {
    }
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("The report “%s” cannot be written; choose another place"), path);
  return FALSE;
}
