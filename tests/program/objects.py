"""What pydicom, which shares no line with DCMTK, says of the DICOM objects we write."""
import glob
import os
import warnings

try:
    from pydicom import config, dcmread
except ImportError:
    dcmread = None

# What an object of each kind must have besides what all have, with the number of its template or type.
KINDS = {"SR": ("1.2.840.10008.5.1.4.1.1.88.50", "ContentSequence"),
         "SEG": ("1.2.840.10008.5.1.4.1.1.66.4", "SegmentSequence"),
         "PR": ("1.2.840.10008.5.1.4.1.1.11.1", "GraphicAnnotationSequence")}
SHARED = ("StudyInstanceUID", "PatientID", "PatientName", "AccessionNumber", "StudyDate")


def pictures(item):
    """UIDs of all pictures a data set refers to, however deep."""
    found = {item.ReferencedSOPInstanceUID} if "ReferencedSOPInstanceUID" in item else set()
    for element in item:
        if element.VR == "SQ":
            found.update(*(pictures(below) for below in element.value))
    return found


def film_of(data, films):
    """The one film that one study's object speaks of, or the first of several."""
    known = {film.SOPInstanceUID: film for film in map(dcmread, glob.glob(os.path.join(films, "*.dcm")))}
    asked = pictures(data)
    return (known[min(asked)] if asked and asked <= set(known) else None), asked


def complain_of_bits(data, painted):
    """A frame for each segment, in which as many pixels are set as were painted; @painted: of all of them."""
    size = data.Rows * data.Columns
    if data.NumberOfFrames != len(data.SegmentSequence) or len(data.PixelData) < (size * data.NumberOfFrames + 7) // 8:
        yield f"{data.NumberOfFrames} frames for {len(data.SegmentSequence)} segments"
    if sum(bin(byte).count("1") for byte in data.PixelData) != painted:
        yield "other pixels than were painted"
    if [segment.SegmentNumber for segment in data.SegmentSequence] != list(range(1, data.NumberOfFrames + 1)):
        yield "segments are not numbered from 1"


def complain_of_boxes(data, film):
    for layer in data.GraphicAnnotationSequence:
        for shape in layer.GraphicObjectSequence:
            if not (shape.NumberOfGraphicPoints == 5 and shape.GraphicData[:2] == shape.GraphicData[-2:] and
                    all(0 <= value <= max(film.Rows, film.Columns) for value in shape.GraphicData)):
                yield f"no box on its film: {shape.GraphicData}"
    if {layer.GraphicLayer for layer in data.GraphicAnnotationSequence} != \
            {layer.GraphicLayer for layer in data.GraphicLayerSequence}:
        yield "layers that are not described"


def complain(path, films, painted):
    """What is wrong with an object, beside the films in a folder that it speaks of; nothing where pydicom is not here.

    A value its type does not allow is an error to pydicom here."""
    if dcmread is None:
        return
    config.settings.reading_validation_mode = config.RAISE
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = dcmread(path)
        text = str(data)      # every value is read
    film, asked = film_of(data, films)
    kind, holds = KINDS[data.Modality]
    if film is None or data.SOPClassUID != kind or not data.get(holds) or len(text) < 500:
        yield f"{path} speaks of {asked} and is {data.SOPClassUID}"
        return
    yield from (f"{word}: {data.get(word)} and not {film.get(word)}" for word in SHARED
                if (data.get(word) or "") != (film.get(word) or ""))
    if data.Modality == "SEG":
        yield from complain_of_bits(data, painted)
    if data.Modality == "PR":
        yield from complain_of_boxes(data, film)
