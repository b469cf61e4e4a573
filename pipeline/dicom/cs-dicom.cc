/* DCMTK behind cs-dicom.h; all C++ of the tree is in this folder. Whoever calls it catches whatever is thrown. */
#include "cs-dicom.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dcfcache.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>
#include <cmath>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "cs-error.h"
#include "cs-jp2.h"
#include "cs-jpeg.h"

/* No text a film is described by is longer; what is, is no text to us. */
#define MOST_TEXT 65536u
/* A header view shows this much of a value; lines enough for the findings of a CAD report, which is read by it, too. */
#define MOST_SHOWN 400u
#define MOST_LINES 200000u
#define MOST_DEPTH 32u
#define RLE_HEAD 64u   /* bytes before the segments */

struct _CsDicom
{
  DcmFileFormat file;
  DcmFileCache  cache;     /* keeps the file open between frames */
  Uint32        fragment;  /* where the next frame begins, while frames are asked for in order */
  guint         frame;
  char         *name;
  gboolean      spoken;    /* its words are UTF-8 by now */
};

/* DCMTK logs values of damaged elements: nothing of a patient may reach a log. */
static void
prepare (void)
{
  static gsize prepared;

  if (!g_once_init_enter (&prepared))
    return;
  OFLog::configure (OFLogger::OFF_LOG_LEVEL);
  DcmRLEDecoderRegistration::registerCodecs ();
  DJDecoderRegistration::registerCodecs (EDC_never);
  DJLSDecoderRegistration::registerCodecs ();
  g_once_init_leave (&prepared, 1);
}

static gboolean
damaged (const char *name, const char *why, GError **error)
{
  g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("“%s” is a damaged DICOM file: %s. Copy it again from its source."),
               name, why);
  return FALSE;
}

static gboolean
unsupported (const char *name, const char *what, GError **error)
{
  g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
               _("“%s” is coded in a way that cannot be read here: %s. Save it uncompressed or as lossless JPEG."),
               name, what);
  return FALSE;
}

static gboolean
is_jpeg_2000 (E_TransferSyntax syntax)
{
  return syntax == EXS_JPEG2000LosslessOnly || syntax == EXS_JPEG2000;
}

/* What has a decoder. A deflated file is none: it may be a thousand times what it says. */
static gboolean
is_readable (E_TransferSyntax syntax, const char *name, GError **error)
{
  DcmXfer xfer (syntax);

  if (syntax == EXS_Unknown)
    return unsupported (name, _("an unknown transfer syntax"), error);
  if (syntax == EXS_DeflatedLittleEndianExplicit)
    return unsupported (name, xfer.getXferName (), error);
  if (!xfer.isEncapsulated () || syntax == EXS_RLELossless || syntax == EXS_JPEGLSLossless ||
      syntax == EXS_JPEGLSLossy || is_jpeg_2000 (syntax) ||
      (syntax >= EXS_JPEGProcess1 && syntax <= EXS_JPEGProcess14SV1))
    return TRUE;
  return unsupported (name, xfer.getXferName (), error);
}

/* The coding is asked before the data are read: it decides whether they may be. A bare file does not tell it. */
static gboolean
check_coding (const char *path, const char *name, GError **error)
{
  DcmFileFormat head;
  OFString uid, media;

  if (head.loadFile (path, EXS_Unknown, EGL_noChange, 4096, ERM_metaOnly).bad ())
    return TRUE;
  if (head.getMetaInfo ()->findAndGetOFString (DCM_MediaStorageSOPClassUID, media).good () &&
      media == UID_MediaStorageDirectoryStorage)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("“%s” is the table of contents of a disc, not a film. Open the "
                                                       "folder it lies in."), name);
      return FALSE;
    }
  if (head.getMetaInfo ()->findAndGetOFString (DCM_TransferSyntaxUID, uid).bad ())
    return TRUE;
  return is_readable (DcmXfer (uid.c_str ()).getXfer (), name, error);
}

static gboolean
load (CsDicom *self, const char *path, GError **error)
{
  OFCondition read = self->file.loadFile (path, EXS_Unknown, EGL_noChange, 4096);
  DcmDataset *dataset = self->file.getDataset ();

  if (read.bad ())
    return damaged (self->name, read.text (), error);
  if (dataset->isEmpty () || dataset->card () < 3)
    return damaged (self->name, _("it holds no picture"), error);
  return is_readable (dataset->getOriginalXfer (), self->name, error);
}

gboolean
cs_dicom_is_built (void)
{
  return TRUE;
}

CsDicom *
cs_dicom_open (const char *path, const char *name, GError **error)
{
  CsDicom *self = NULL;

  try
    {
      prepare ();
      if (!check_coding (path, name, error))
        return NULL;
      self = new CsDicom ();
      self->fragment = self->frame = 0;
      self->name = g_strdup (name);
      if (load (self, path, error))
        return self;
    }
  catch (...)
    {
      damaged (name, _("its sizes ask for more memory than there is"), error);
    }
  cs_dicom_free (self);
  return NULL;
}

static gboolean
describe (DcmDataset *dataset, guint width, guint height, guint bits)
{
  return dataset->putAndInsertUint16 (DCM_SamplesPerPixel, 1).good () &&
         dataset->putAndInsertString (DCM_PhotometricInterpretation, "MONOCHROME2").good () &&
         dataset->putAndInsertUint16 (DCM_Rows, (Uint16) height).good () &&
         dataset->putAndInsertUint16 (DCM_Columns, (Uint16) width).good () &&
         dataset->putAndInsertUint16 (DCM_BitsAllocated, 16).good () &&
         dataset->putAndInsertUint16 (DCM_BitsStored, (Uint16) bits).good () &&
         dataset->putAndInsertUint16 (DCM_HighBit, (Uint16) (bits - 1)).good () &&
         dataset->putAndInsertUint16 (DCM_PixelRepresentation, 0).good ();
}

/* An offset table without entries, and the stream as the one fragment, which is of even length. */
static gboolean
insert_stream (DcmDataset *dataset, GBytes *jpeg)
{
  gsize length = g_bytes_get_size (jpeg), even = length + length % 2;
  g_autofree Uint8 *bytes = (Uint8 *) g_malloc0 (even);
  DcmPixelData *pixels = new DcmPixelData (DCM_PixelData);
  DcmPixelSequence *sequence = new DcmPixelSequence (DcmTag (DCM_PixelData, EVR_OB));
  DcmPixelItem *table = new DcmPixelItem (DcmTag (DCM_Item, EVR_OB));
  DcmPixelItem *fragment = new DcmPixelItem (DcmTag (DCM_Item, EVR_OB));

  memcpy (bytes, g_bytes_get_data (jpeg, NULL), length);
  sequence->insert (table);
  sequence->insert (fragment);
  pixels->putOriginalRepresentation (EXS_JPEGProcess14, NULL, sequence);
  return fragment->putUint8Array (bytes, (Uint32) even).good () && dataset->insert (pixels).good ();
}

CsDicom *
cs_dicom_wrap_jpeg (GBytes *jpeg, const char *name, guint width, guint height, guint bits, GError **error)
{
  CsDicom *self = NULL;

  try
    {
      prepare ();
      self = new CsDicom ();
      self->fragment = self->frame = 0;
      self->name = g_strdup (name);
      if (width <= G_MAXUINT16 && height <= G_MAXUINT16 && g_bytes_get_size (jpeg) < G_MAXINT32 &&
          describe (self->file.getDataset (), width, height, bits) && insert_stream (self->file.getDataset (), jpeg))
        return self;
    }
  catch (...)
    {
    }
  damaged (name, _("its picture cannot be read"), error);
  cs_dicom_free (self);
  return NULL;
}

void
cs_dicom_free (CsDicom *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  try
    {
      delete self;
    }
  catch (...)
    {
    }
}

const char *
cs_dicom_get_name (const CsDicom *self)
{
  return self->name;
}

/* "0028,3010[0].0028,3006": every step but the last is an item of a sequence. NULL: there is none. */
static DcmElement *
find (CsDicom *self, const char *place)
{
  DcmItem *item = self->file.getDataset ();
  DcmElement *element = NULL;

  for (;;)
    {
      guint group, number, index;
      int taken = 0;

      if (sscanf (place, "%4x,%4x%n", &group, &number, &taken) != 2)
        return NULL;
      DcmTagKey key ((Uint16) group, (Uint16) number);
      place += taken;
      if (*place == '\0')
        return item->findAndGetElement (key, element).good () && element->getLength () > 0 ? element : NULL;
      if (sscanf (place, "[%u].%n", &index, &taken) != 1 || index > G_MAXINT ||
          item->findAndGetSequenceItem (key, item, (signed long) index).bad ())
        return NULL;
      place += taken;
    }
}

gboolean
cs_dicom_has (CsDicom *self, const char *place)
{
  try
    {
      return find (self, place) != NULL;
    }
  catch (...)
    {
      return FALSE;
    }
}

#define ESCAPE '\033'

/* Words that are more than ASCII are in the file's own character sets: all of its words are converted at the first. */
static void
speak_utf8 (CsDicom *self)
{
  if (!self->spoken)
    self->file.convertToUTF8 ();
  self->spoken = TRUE;
}

static gboolean
is_plain (const OFString &text)
{
  for (size_t i = 0; i < text.length (); i++)
    if ((guchar) text[i] >= 0x80 || text[i] == ESCAPE)
      return FALSE;
  return TRUE;
}

/* Of the sets that are switched by escapes within a word, DCMTK leaves Japan's (ISO 2022 IR 87, 159) as they are. */
static char *
to_utf8 (const OFString &text)
{
  gboolean switched = text.find (ESCAPE) != OFString_npos;
  char *known = !switched ? NULL : g_convert (text.c_str (), (gssize) text.length (), "UTF-8", "ISO-2022-JP-2", NULL,
                                              NULL, NULL);

  return g_strstrip (known != NULL ? known : g_utf8_make_valid (text.c_str (), (gssize) text.length ()));
}

char *
cs_dicom_get_text (CsDicom *self, const char *place)
{
  return cs_dicom_get_value (self, place, 0);
}

char *
cs_dicom_get_value (CsDicom *self, const char *place, guint i)
{
  try
    {
      DcmElement *element = find (self, place);
      OFString value;

      if (element == NULL || element->getLength () > MOST_TEXT || element->getOFString (value, i).bad ())
        return NULL;
      if (!is_plain (value))
        {
          speak_utf8 (self);
          if (element->getOFString (value, i).bad ())
            return NULL;
        }
      char *text = to_utf8 (value);
      if (*text == '\0')
        g_clear_pointer (&text, g_free);
      return text;
    }
  catch (...)
    {
      return NULL;
    }
}

guint
cs_dicom_get_numbers (CsDicom *self, const char *place, double *numbers, guint n)
{
  guint found = 0;

  memset (numbers, 0, n * sizeof *numbers);
  while (found < n)
    {
      g_autofree char *text = cs_dicom_get_value (self, place, found);
      char *end = text;

      if (text != NULL)
        numbers[found] = g_ascii_strtod (text, &end);
      if (end == text || !std::isfinite (numbers[found]))   /* "nan" is no number of a film */
        {
          numbers[found] = 0;
          break;
        }
      found++;
    }
  return found;
}

double
cs_dicom_get_number (CsDicom *self, const char *place, double fallback)
{
  double number;

  return cs_dicom_get_numbers (self, place, &number, 1) == 1 ? number : fallback;
}

/* Words come in the host's order, bytes as they are. */
static GBytes *
copy_words (DcmElement *element, gsize length)
{
  Uint8 *bytes = NULL;
  Uint16 *words = NULL;
  Sint16 *signs = NULL;

  if (element->getUint16Array (words).bad () && element->getSint16Array (signs).good ())
    words = (Uint16 *) signs;
  if (words == NULL)
    return element->getUint8Array (bytes).good () && bytes != NULL ? g_bytes_new (bytes, length) : NULL;
  guint16 *copy = g_new (guint16, length / 2);
  for (gsize i = 0; i < length / 2; i++)
    copy[i] = GUINT16_TO_LE (words[i]);
  return g_bytes_new_take (copy, length / 2 * 2);
}

GBytes *
cs_dicom_get_bytes (CsDicom *self, const char *place, gsize most)
{
  try
    {
      DcmElement *element = find (self, place);

      return element != NULL && element->getLength () <= most ? copy_words (element, element->getLength ()) : NULL;
    }
  catch (...)
    {
      return NULL;
    }
}

typedef struct { CsDicomVisit visit; gpointer data; guint n; } Walk;

static gboolean walk_item (Walk *walk, DcmItem *item, guint depth);

static char *
value_of (DcmElement *element)
{
  OFString value;
  guint most = element->getTag () == DCM_GraphicData ? MOST_TEXT : MOST_SHOWN;   /* an outline is whole or nothing */

  if (!element->isLeaf ())
    return g_strdup ("");
  if (!element->isaString () && element->getLength () > most)
    return g_strdup_printf (_("%u bytes"), element->getLength ());
  if (element->getLength () > MOST_TEXT || element->getOFStringArray (value).bad ())
    return g_strdup_printf (_("%u bytes"), element->getLength ());
  g_autofree char *text = to_utf8 (value);
  if (most == MOST_TEXT || g_utf8_strlen (text, -1) <= (glong) MOST_SHOWN)
    return g_steal_pointer (&text);
  g_autofree char *start = g_utf8_substring (text, 0, MOST_SHOWN);
  return g_strconcat (start, "…", NULL);
}

static gboolean
walk_element (Walk *walk, DcmElement *element, guint depth)
{
  DcmTag tag (element->getTag ());
  DcmVR vr (element->ident ());
  g_autofree char *value = element->getTag () == DCM_PixelData ? g_strdup (_("the picture")) : value_of (element);

  if (walk->n++ >= MOST_LINES ||
      !walk->visit (depth, tag.getGTag (), tag.getETag (), vr.getValidVRName (), tag.getTagName (), value, walk->data))
    return FALSE;
  if (element->ident () != EVR_SQ || depth >= MOST_DEPTH)
    return TRUE;
  DcmSequenceOfItems *sequence = (DcmSequenceOfItems *) element;
  for (unsigned long i = 0; i < sequence->card (); i++)
    if (!walk_item (walk, sequence->getItem (i), depth + 1))
      return FALSE;
  return TRUE;
}

static gboolean
walk_item (Walk *walk, DcmItem *item, guint depth)
{
  for (DcmObject *object = item->nextInContainer (NULL); object != NULL; object = item->nextInContainer (object))
    if (!walk_element (walk, (DcmElement *) object, depth))
      return FALSE;
  return TRUE;
}

void
cs_dicom_walk (CsDicom *self, CsDicomVisit visit, gpointer data)
{
  Walk walk = { visit, data, 0 };

  try
    {
      speak_utf8 (self);
      if (walk_item (&walk, self->file.getMetaInfo (), 0))
        walk_item (&walk, self->file.getDataset (), 0);
    }
  catch (...)
    {
    }
}

/* The fragments of a frame, one behind the other; NULL: there are none. */
static GBytes *
gather (DcmPixelSequence *sequence, guint frame, Sint32 n_frames)
{
  Uint32 first = 0, last = (Uint32) sequence->card ();
  GByteArray *stream;

  if (DcmCodec::determineStartFragment (frame, n_frames, sequence, first).bad ())
    return NULL;
  if ((Sint32) frame + 1 < n_frames && DcmCodec::determineStartFragment (frame + 1, n_frames, sequence, last).bad ())
    return NULL;
  stream = g_byte_array_new ();
  for (Uint32 i = first; i < last; i++)
    {
      DcmPixelItem *item = NULL;
      Uint8 *bytes = NULL;

      if (sequence->getItem (item, i).good () && item->getUint8Array (bytes).good () && bytes != NULL)
        g_byte_array_append (stream, bytes, item->getLength ());
    }
  return g_byte_array_free_to_bytes (stream);
}

static GBytes *
stream_of (CsDicom *self, DcmPixelData *pixels, guint frame)
{
  DcmDataset *dataset = self->file.getDataset ();
  DcmPixelSequence *sequence = NULL;
  Sint32 n_frames = 1;

  dataset->findAndGetSint32 (DCM_NumberOfFrames, n_frames);
  if (pixels->getEncapsulatedRepresentation (dataset->getOriginalXfer (), NULL, sequence).bad () || sequence == NULL)
    return NULL;
  return gather (sequence, frame, MAX (n_frames, 1));
}

static gboolean
is_jpeg (E_TransferSyntax syntax)
{
  return syntax >= EXS_JPEGProcess1 && syntax <= EXS_JPEGProcess14SV1;
}

static guint32
word_at (const guint8 *bytes)
{
  return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (guint32) bytes[3] << 24;
}

/* A stream of run lengths begins with how many segments there are, and where in it each begins. */
static gboolean
are_segments_within (const guint8 *bytes, gsize length)
{
  guint32 n = length >= RLE_HEAD ? word_at (bytes) : 0, before = RLE_HEAD;

  if (n == 0 || n >= RLE_HEAD / 4)
    return FALSE;
  for (guint32 i = 1; i <= n; before = word_at (bytes + 4 * i++))
    if (word_at (bytes + 4 * i) < before || word_at (bytes + 4 * i) > length)
      return FALSE;
  return TRUE;
}

/* DCMTK looks for the head of a JPEG stream itself, and over some never finds out; segments of run lengths it reads
 * wherever they are said to begin. So we look first. */
static gboolean
is_orderly (CsDicom *self, DcmPixelData *pixels, guint frame)
{
  E_TransferSyntax syntax = self->file.getDataset ()->getOriginalXfer ();
  g_autoptr (GBytes) stream = is_jpeg (syntax) || syntax == EXS_RLELossless ? stream_of (self, pixels, frame) : NULL;
  gsize length = stream != NULL ? g_bytes_get_size (stream) : 0;
  const guint8 *bytes = stream != NULL ? (const guint8 *) g_bytes_get_data (stream, NULL) : NULL;
  CsJpegFrame head;

  if (is_jpeg (syntax))
    return stream != NULL && cs_jpeg_find_frame (bytes, length, &head);
  return syntax != EXS_RLELossless || (stream != NULL && are_segments_within (bytes, length));
}

/* DCMTK has no decoder for JPEG 2000: the frame's stream is taken out and decoded by another. */
static gboolean
decode_jpeg_2000 (CsDicom *self, DcmPixelData *pixels, guint frame, gpointer words, GError **error)
{
  DcmDataset *dataset = self->file.getDataset ();
  Uint16 rows = 0, columns = 0, allocated = 0;
  const char *why = _("it holds no picture");
  g_autoptr (GBytes) stream = stream_of (self, pixels, frame);

  if (stream == NULL || dataset->findAndGetUint16 (DCM_Rows, rows).bad () ||
      dataset->findAndGetUint16 (DCM_Columns, columns).bad () ||
      dataset->findAndGetUint16 (DCM_BitsAllocated, allocated).bad ())
    return damaged (self->name, why, error);
  return cs_jp2_decode (stream, columns, rows, allocated, words, &why) ||
         damaged (self->name, why, error);
}

static gboolean
decode (CsDicom *self, guint frame, gpointer words, gsize length, GError **error)
{
  DcmDataset *dataset = self->file.getDataset ();
  DcmElement *element = NULL;
  OFString model;
  Uint32 size = 0;

  if (dataset->findAndGetElement (DCM_PixelData, element).bad () || element->ident () != EVR_PixelData)
    return damaged (self->name, _("it holds no picture"), error);
  if (element->getUncompressedFrameSize (dataset, size).bad () || size + (size & 1) != length)
    return damaged (self->name, _("its sizes contradict one another"), error);
  if (is_jpeg_2000 (dataset->getOriginalXfer ()))
    return decode_jpeg_2000 (self, (DcmPixelData *) element, frame, words, error);
  if (!is_orderly (self, (DcmPixelData *) element, frame))
    return damaged (self->name, _("its pixels cannot be decoded"), error);
  if (frame != self->frame)
    self->fragment = 0;
  OFCondition done = element->getUncompressedFrame (dataset, frame, self->fragment, words, (Uint32) length, model,
                                                    &self->cache);
  self->frame = frame + 1;
  return done.good () || damaged (self->name, done.text (), error);
}

gboolean
cs_dicom_decode (CsDicom *self, guint frame, gpointer words, gsize length, GError **error)
{
  try
    {
      return decode (self, frame, words, length, error);
    }
  catch (...)
    {
      return damaged (self->name, _("its pixels cannot be decoded"), error);
    }
}
