/* What is alike in all DICOM objects we write, by DCMTK's data sets. */
#include "cs-dicom-write-private.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/oflog/oflog.h>
#include <glib/gi18n-lib.h>

#include "cs-error.h"

void
cs_put_sure (const OFCondition &condition)
{
  if (condition.bad ())
    throw condition;
}

void
cs_put (DcmItem *item, const DcmTagKey &tag, const char *text)
{
  cs_put_sure (item->putAndInsertString (DcmTag (tag), text != NULL ? text : ""));
}

void
cs_put_words (DcmItem *item, const DcmTagKey &tag, const guint16 *words, guint n)
{
  cs_put_sure (item->putAndInsertUint16Array (DcmTag (tag), words, n));
}

void
cs_put_floats (DcmItem *item, const DcmTagKey &tag, const float *numbers, guint n)
{
  cs_put_sure (item->putAndInsertFloat32Array (DcmTag (tag), numbers, n));
}

DcmItem *
cs_put_item (DcmItem *item, const DcmTagKey &sequence)
{
  DcmItem *added = NULL;

  cs_put_sure (item->findOrCreateSequenceItem (DcmTag (sequence), added, -2));
  return added;
}

void
cs_put_code (DcmItem *item, const DcmTagKey &sequence, const CsCode &code)
{
  DcmItem *coded = cs_put_item (item, sequence);

  cs_put (coded, DCM_CodeValue, code.value);
  cs_put (coded, DCM_CodingSchemeDesignator, code.scheme);
  cs_put (coded, DCM_CodeMeaning, code.meaning);
}

void
cs_put_number (DcmItem *item, const DcmTagKey &tag, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  cs_put (item, tag, g_ascii_formatd (text, sizeof text, "%.10g", value));
}

/* A film's file may say anything ("00000000" of a woman whose birthday nobody asked): what is no day or hour is not
 * passed on, for servers refuse it. */
static void
put_when (DcmItem *item, const DcmTagKey &tag, const char *text)
{
  DcmElement *element = NULL;

  cs_put (item, tag, text);
  if (item->findAndGetElement (tag, element).good () && element->checkValue ("1").bad ())
    cs_put (item, tag, "");
}

void
cs_put_study (DcmItem *item, const CsDicomStudy *study)
{
  cs_put (item, DCM_SpecificCharacterSet, "ISO_IR 192");
  cs_put (item, DCM_StudyInstanceUID, study->study_uid);
  cs_put (item, DCM_PatientName, study->patient_name);
  cs_put (item, DCM_PatientID, study->patient_id);
  put_when (item, DCM_PatientBirthDate, study->birth_date);
  cs_put (item, DCM_PatientSex, study->sex);
  put_when (item, DCM_StudyDate, study->study_date);
  put_when (item, DCM_StudyTime, study->study_time);
  cs_put (item, DCM_StudyID, study->study_id);
  cs_put (item, DCM_AccessionNumber, study->accession);
  cs_put (item, DCM_ReferringPhysicianName, study->physician);
}

static void
put_uid (DcmItem *item, const DcmTagKey &tag)
{
  char uid[100];

  cs_put (item, tag, dcmGenerateUniqueIdentifier (uid, SITE_INSTANCE_UID_ROOT));
}

static void
put_now (DcmItem *item, const DcmTagKey &date, const DcmTagKey &time)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y%m%d"), *hour = g_date_time_format (now, "%H%M%S");

  cs_put (item, date, day);
  cs_put (item, time, hour);
}

void
cs_put_object (DcmItem *item, const CsDicomStudy *study, const char *class_uid, const char *modality,
               const char *series_description)
{
  cs_put_study (item, study);
  cs_put (item, DCM_SOPClassUID, class_uid);
  put_uid (item, DCM_SOPInstanceUID);
  put_uid (item, DCM_SeriesInstanceUID);
  put_now (item, DCM_InstanceCreationDate, DCM_InstanceCreationTime);
  put_now (item, DCM_SeriesDate, DCM_SeriesTime);
  cs_put (item, DCM_Modality, modality);
  cs_put (item, DCM_SeriesDescription, series_description);
  cs_put (item, DCM_SeriesNumber, "1");
  cs_put (item, DCM_InstanceNumber, "1");
  cs_put (item, DCM_Manufacturer, study->algorithm);
  cs_put (item, DCM_ManufacturerModelName, study->algorithm);
  cs_put (item, DCM_DeviceSerialNumber, "1");
  cs_put (item, DCM_SoftwareVersions, study->version);
}

void
cs_put_picture (DcmItem *item, const DcmTagKey &sequence, const CsDicomPicture *picture)
{
  DcmItem *reference = cs_put_item (item, sequence);
  g_autofree char *frame = g_strdup_printf ("%u", picture->frame);

  cs_put (reference, DCM_ReferencedSOPClassUID, picture->class_uid);
  cs_put (reference, DCM_ReferencedSOPInstanceUID, picture->uid);
  if (picture->frame > 0)
    cs_put (reference, DCM_ReferencedFrameNumber, frame);
}

void
cs_put_anatomy (DcmItem *item, CsSide side)
{
  const CsCode breast = { "76752008", "SCT", "Breast" };
  const CsCode left = { "7771000", "SCT", "Left" }, right = { "24028007", "SCT", "Right" };
  DcmItem *region;

  cs_put_code (item, DCM_AnatomicRegionSequence, breast);
  cs_put_sure (item->findOrCreateSequenceItem (DcmTag (DCM_AnatomicRegionSequence), region, 0));
  if (side != CS_SIDE_UNKNOWN)
    cs_put_code (region, DCM_AnatomicRegionModifierSequence, side == CS_SIDE_LEFT ? left : right);
}

/* A presentation's table has entries of 8 or 16 bits, which a film's may have. Where it begins may be below zero:
 * then all three numbers of the descriptor are signed words. */
void
cs_put_table (DcmItem *voi, const CsVoi *table)
{
  DcmItem *item = cs_put_item (voi, DCM_VOILUTSequence);
  const Sint16 shape[] = { (Sint16) table->n_entries, (Sint16) (int) table->first, 16 };
  g_autofree guint16 *entries = g_new (guint16, table->n_entries);
  DcmSignedShort *negative = table->first < 0 ? new DcmSignedShort (DcmTag (DCM_LUTDescriptor, EVR_SS)) : NULL;

  for (guint i = 0; i < table->n_entries; i++)
    entries[i] = (guint16) (MIN ((guint64) table->entries[i] * 65535 / ((1u << table->bits) - 1), 65535));
  if (negative != NULL)
    {
      cs_put_sure (negative->putSint16Array (shape, 3));
      cs_put_sure (item->insert (negative));
    }
  else
    cs_put_sure (item->putAndInsertUint16Array (DcmTag (DCM_LUTDescriptor, EVR_US), (const Uint16 *) shape, 3));
  cs_put_sure (item->putAndInsertUint16Array (DcmTag (DCM_LUTData, EVR_US), entries, table->n_entries));
}

const char *
cs_put_function (CsVoiShape shape)
{
  static const char *const functions[] = { "LINEAR", "LINEAR_EXACT", "SIGMOID" };

  g_assert ((guint) shape < G_N_ELEMENTS (functions));
  return functions[shape];
}

gboolean
cs_put_file (const char *path, CsPutFunc write, gconstpointer data, GError **error)
{
  try
    {
      DcmFileFormat file;

      OFLog::configure (OFLogger::OFF_LOG_LEVEL);   /* nothing of a patient may reach a log */
      write (file.getDataset (), data);
      cs_put_sure (file.saveFile (path, EXS_LittleEndianExplicit));
      return TRUE;
    }
  catch (...)
    {
    }
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("“%s” cannot be written; choose another place"), path);
  return FALSE;
}
